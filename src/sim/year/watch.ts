import type { Assessment } from '../../core/assess/assessment.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { norm, subtract, type Vec3, vec3 } from '../../core/math/vector.ts';
import { start, type State, step } from '../../core/pipeline.ts';
import { type Track, trackEstimate } from '../../core/theatre-track/track.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Metres, Micros } from '../../core/units.ts';
import type { Scenario } from '../scenario.ts';
import type { World } from '../world.ts';
import type { TruthBody } from '../truth.ts';
import type { Window } from './calendar.ts';
import type { Kind } from './encounter.ts';

/** One thing that was said of an event, with what it was said of: a kind, or nothing that is there. */
export type Heard = { readonly of: Kind | undefined; readonly body: string; readonly event: string; readonly window: string } & (
  | { readonly what: 'assessment'; readonly assessment: Assessment }
  | { readonly what: 'notice' | 'recommendation' | 'hazard'; readonly at_us: Micros }
);

/** Makes the world of a scenario in which these bodies fly. */
export type MakeWorld = (scenario: Scenario, seed: number, fleet: () => TruthBody[]) => World;

const BEFORE_US: Micros = seconds_us(10);

/** Puts all that meets in a window before its theatre, through the whole core. */
export function watch(window: Window, seed: number, make: MakeWorld): Heard[] {
  const { encounters, id } = window;
  const scenario: Scenario = {
    id: 'background',
    title: id,
    theatre: encounters[0].theatre.name,
    line: 'exercise',
    start_us: Math.min(...encounters.map(({ from_us }) => from_us)) - BEFORE_US,
    end_us: Math.max(...encounters.map(({ to_us }) => to_us)),
    seed,
    sensors: encounters[0].theatre.sensors,
    flights: [],
    disturbances: encounters.flatMap(({ disturbances }) => disturbances),
    announcements: encounters.flatMap(({ announcements }) => announcements),
    people: [],
  };
  const world = make(scenario, seed, () => encounters.flatMap(({ bodies }) => bodies));
  const state = start();
  const heard: Heard[] = [];
  const owners = new Map<string, Owner>();
  const ownerOf = (event: string, track: string | undefined): Owner => {
    const found = state.tracker.tracks.find((one) => one.id === track);
    const owner = (found && nearest(window, found, state)) ?? owners.get(event) ?? NOTHING;
    owners.set(event, owner);
    return owner;
  };
  for (let one = world.next(); one !== undefined; one = world.next()) {
    const { at_us, line, input } = one;
    step(state, { seq: state.seq + 1, at_us, line, input }, (emission) => {
      world.hear(emission);
      const of = (event: string, track?: string) => ({ ...ownerOf(event, track), event, window: id });
      if (emission.kind === 'notice') heard.push({ what: 'notice', at_us, ...of(emission.notice.event, emission.notice.track) });
      if (emission.kind === 'assessment') {
        const { assessment } = emission;
        heard.push({ what: 'assessment', assessment, ...of(assessment.event, assessment.tracks[0]) });
      }
      if (emission.kind === 'warning' && emission.change === 'recommended')
        heard.push({ what: 'recommendation', at_us, ...of(emission.warning.event) });
      if (emission.kind === 'hazard' && emission.change === 'stated') heard.push({ what: 'hazard', at_us, ...of(emission.hazard.event) });
    });
  }
  return heard;
}

type Owner = Pick<Heard, 'of' | 'body'>;
const NOTHING: Owner = { of: undefined, body: 'nothing' };
/** A track farther than this from all that is there is of nothing. By heat alone it is known to tens of kilometres. */
const NEAR_M: Metres = 200_000;

function nearest({ encounters }: Window, track: Track, { folded_us }: State): Owner | undefined {
  const { x } = trackEstimate(track);
  const here = vec3(x[0], x[1], x[2]);
  let best: Owner | undefined;
  let least_m: Metres = NEAR_M;
  const consider = (of: Kind, body: string, r: Vec3 | undefined): void => {
    const away_m = r === undefined ? Infinity : norm(subtract(r, here));
    if (away_m >= least_m) return;
    least_m = away_m;
    best = { of, body };
  };
  for (const { kind, bodies, disturbances } of encounters) {
    for (const body of bodies) consider(kind, body.id, body.stateAt(folded_us)?.r);
    for (const each of disturbances) if ('point' in each) consider(kind, each.kind, ecefVecFromGeodetic(each.point));
  }
  const moon = encounters.find(({ disturbances }) => disturbances.some((each) => each.kind === 'moon-echo'));
  return best ?? (moon && { of: moon.kind, body: 'moon-echo' });
}
