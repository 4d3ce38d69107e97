import { featuresOf } from '../../core/discern/features.ts';
import type { Evidence } from '../../core/discern/evidence.ts';
import type { HypothesisProbability } from '../../core/discern/hypotheses.ts';
import type { LauncherPaths } from '../../core/discern/launcher-paths.ts';
import { weighEvidence } from '../../core/discern/weigh.ts';
import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { type Geodetic, geodetic } from '../../core/frames/geodetic.ts';
import { start, step } from '../../core/pipeline.ts';
import { degrees, type Micros, type Seconds } from '../../core/units.ts';
import { infraredSatellite, surveillanceRadar } from '../defaults.ts';
import { stream } from '../random.ts';
import type { Scenario, SimulatedSensor } from '../scenario.ts';
import { createWorld } from '../world.ts';
import type { Drawn, Family } from './families.ts';

/** What was said of a flight at one time. */
export type Said = {
  readonly after_s: Seconds;
  readonly evidence: readonly Evidence[];
  readonly hypotheses: readonly HypothesisProbability[];
  readonly burning: boolean;
  /** It has burned and coasts, and one burn could still make an orbit of its path. */
  readonly undecided: boolean;
  readonly radarHits: number;
  readonly launchStated: boolean;
};

/** One flight of a family, seen by the sensors and told by the core. */
export type Told = { readonly family: Family; readonly said: readonly Said[]; readonly recommended_s: Seconds | undefined };

export const START_US: Micros = 800_000_000_000_000;
/** After so long nothing more is to be learnt of what it is. */
const LONGEST_S = 900;
const DRAWS = 30;

/** Flies the n-th flight of a family before its sensors: two satellites and three radars, when nothing else is said. `undefined` where no draw of thirty can be flown. */
export function tell(family: Family, n: number, sensorsOf: (drawn: Drawn) => SimulatedSensor[] = satellitesAndRadars): Told | undefined {
  const drawn = drawnOf(family, n);
  if (drawn === undefined) return undefined;
  const { body, beside = [] } = drawn;
  const scenario: Scenario = {
    id: family.name,
    title: family.name,
    theatre: 'study',
    line: 'exercise',
    start_us: START_US - 10_000_000,
    end_us: Math.min(body.end_us, START_US + LONGEST_S * 1_000_000),
    seed: n,
    sensors: sensorsOf(drawn),
    flights: [],
    disturbances: [],
    people: [],
  };
  const world = createWorld(scenario, n, { fleet: () => [body, ...beside] });
  const state = start();
  const said: Said[] = [];
  let recommended_s: Seconds | undefined;
  for (let one = world.next(); one !== undefined; one = world.next()) {
    const { at_us, line, input } = one;
    step(state, { seq: state.seq + 1, at_us, line, input }, (emission) => {
      if (emission.kind === 'warning' && emission.change === 'recommended') recommended_s ??= (at_us - START_US) / 1e6;
      if (emission.kind !== 'assessment') return;
      const { assessment } = emission;
      const track = state.tracker.tracks.find(({ id }) => id === assessment.tracks[0]);
      if (track === undefined) return;
      said.push({
        after_s: (at_us - START_US) / 1e6,
        evidence: assessment.evidence,
        hypotheses: assessment.hypotheses,
        burning: assessment.burning,
        undecided: assessment.undecided !== undefined,
        launchStated: assessment.launch !== undefined,
        radarHits: featuresOf(track, assessment.at_us, undefined, []).radarHits,
      });
    });
  }
  return { family, said, recommended_s };
}

export function drawnOf(family: Family, n: number): Drawn | undefined {
  const random = stream(n, family.name);
  for (let k = 0; k < DRAWS; k++) {
    const drawn = family.draw(random, START_US);
    if (drawn !== undefined) return drawn;
  }
  return undefined;
}

/** Two satellites above, a radar beside where it begins, two further along. */
function satellitesAndRadars({ from, azimuth_rad }: Drawn): SimulatedSensor[] {
  const at = (way_m: number, aside_rad: number, aside_m: number): Geodetic => {
    const on = geodesicDirect(from.latitude_rad, from.longitude_rad, azimuth_rad, way_m);
    const { latitude_rad, longitude_rad } = geodesicDirect(on.latitude_rad, on.longitude_rad, azimuth_rad + aside_rad, aside_m);
    return geodetic(latitude_rad, longitude_rad, 100);
  };
  const middle = at(900_000, 0, 0);
  return [
    infraredSatellite('satellite-west', from.longitude_rad - degrees(30), middle),
    infraredSatellite('satellite-east', from.longitude_rad + degrees(30), middle),
    surveillanceRadar('radar-near', at(0, Math.PI / 2, 150_000)),
    surveillanceRadar('radar-far', at(700_000, -Math.PI / 2, 300_000)),
    surveillanceRadar('radar-end', at(1_800_000, Math.PI / 2, 200_000)),
  ];
}

/** What would have been said with other likelihoods of the paths of launchers. */
export function toldWith(said: Said, paths: LauncherPaths): readonly HypothesisProbability[] {
  return weighEvidence(said.evidence, paths).hypotheses;
}
