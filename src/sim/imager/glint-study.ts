import { cameraOf } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { TURNED_DOWN_FOR, type TurnedDown } from '../../core/imager/imager-fold.ts';
import { subtract, unit } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros, Radians, Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { foldWorld } from '../fold-world.ts';
import type { Scenario } from '../scenario.ts';
import { createWorld } from '../world.ts';
import { leanOfMirror } from './glint.ts';
import type { ImagerLookSeen } from './imager-scans.ts';
import { plainThreshold, type ThresholdLaunch } from './plain-threshold.ts';
import { verticalAt } from './radiance.ts';

/** A launch by the threshold, and what there was. */
export type ThresholdLaunchJudged = ThresholdLaunch & {
  /** By how much a mirror there leans from level that sends the Sun into the imager. */
  readonly lean_rad: Radians;
  /** Why the detection of the program did not tell what stood out of its looks there: none where nothing stood out of what was expected. */
  readonly turnedDownFor: readonly TurnedDown['reason'][];
};

/** What a threshold and what the program's own detection make of the same frames, in which nothing is launched. */
export type GlintStudy = {
  readonly looks: number;
  readonly byThreshold: readonly ThresholdLaunchJudged[];
  /** Tracklets that were told to the theatre, and events that it made of them. */
  readonly told: number;
  readonly events: number;
  readonly turnedDown: Readonly<Record<TurnedDown['reason'], number>>;
};

/** More than five sigmas: of 6,144 pixels and 78 looks of noise alone one is, in one look, in seven evenings. */
export const PLAIN_SIGMAS = 5;
const NEAR_PIXELS = 4;
const BEFORE_S: Seconds = 60;

/** The frames of a scenario's imagers under the sky of a seed, nothing burning in them, by a threshold of `PLAIN_SIGMAS` and by the program's own detection. */
export function studyGlints(scenario: Scenario, seed: number, sky: Sky): GlintStudy {
  const imagers = scenario.sensors.filter((sensor) => sensor.kind === 'infrared-satellite' && sensor.imager !== undefined);
  const plain = plainThreshold(PLAIN_SIGMAS);
  const told = new Set<number>();
  const down: (TurnedDown & { readonly at_us: Micros })[] = [];
  const shown: ImagerLookSeen[] = [];
  const onLook = (look: ImagerLookSeen): void => {
    plain.take(look.frames);
    for (const { tracklet } of look.burning) told.add(tracklet.id);
    for (const one of look.turnedDown) down.push({ ...one, at_us: one.tracklet.last_us });
    shown.push({ ...look, frames: look.frames.slice(0, 1).map((frame) => ({ ...frame, codes: new Uint16Array(0) })) });
  };
  let events = 0;
  const world = createWorld({ ...scenario, sensors: imagers, flights: [], disturbances: [] }, seed, { sky, onLook });
  foldWorld(world, ({ kind }) => (events += Number(kind === 'notice')));
  const count = (reason: TurnedDown['reason']): number => down.filter((one) => one.reason === reason).length;
  return {
    looks: shown.length,
    byThreshold: plain.launches().map((launch) => {
      const grid = shown.find(({ frames: [{ begin_us }] }) => begin_us === launch.first_us)?.frames[0].grid;
      const place = ecefVecFromGeodetic(launch.place);
      const towards = (there: typeof place) => unit(subtract(there, place));
      return {
        ...launch,
        lean_rad:
          grid === undefined ? NaN : leanOfMirror(towards(sky(launch.first_us).sunEcef_m), towards(cameraOf(grid)), verticalAt(place)),
        turnedDownFor: TURNED_DOWN_FOR.filter(
          (reason): reason is TurnedDown['reason'] =>
            reason !== 'weather' && down.some((one) => one.reason === reason && isOf(launch, one)),
        ),
      };
    }),
    told: told.size,
    events,
    turnedDown: { once: count('once'), clutter: count('clutter'), standing: count('standing') },
  };
}

function isOf({ first_us, last_us, row, column }: ThresholdLaunch, { at_us, tracklet }: TurnedDown & { readonly at_us: Micros }): boolean {
  const { fit } = tracklet.last;
  const isThen = at_us > first_us - seconds_us(BEFORE_S) && at_us < last_us + seconds_us(BEFORE_S);
  return isThen && Math.abs(fit.row - row) <= NEAR_PIXELS && Math.abs(fit.column - column) <= NEAR_PIXELS;
}
