import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { type Burning, imagerFold, type TurnedDown } from '../../core/imager/imager-fold.ts';
import type { InfraredScan } from '../../core/sense/scan.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros, Radians, Seconds } from '../../core/units.ts';
import { heatOfOne } from '../disturbances.ts';
import { heatOf, type Look } from '../looks.ts';
import { satellitePosition } from '../satellite.ts';
import type { ImagerClass, SimulatedSatellite } from '../scenario.ts';
import { type Area, type Followed, gridOf } from './area.ts';
import { backdropOf, USUAL_BACKDROP } from './backdrop.ts';
import { simulatedImager } from './imager.ts';
import { type ImagerPreset, type ImagerSpec, imagerOf } from './imager-spec.ts';
import { geostationaryImager, staringImager } from './presets.ts';
import type { Sources } from './sources.ts';
import { sensorOf } from './theatre-of-imagers.ts';

/** A satellite whose looks are frames of pixels. */
export type ImagingSatellite = SimulatedSatellite & { readonly imager: NonNullable<SimulatedSatellite['imager']> };

/** Its frames, look by look: each a function of scenario, seed and index. */
export type ImagerLooks = {
  readonly spec: ImagerSpec;
  framesOf(index: number): BandFrame[];
};

/** The frames of a satellite that watches an area around its target. `first_us`: when its look 0 is over.
 *  Throws `RangeError` where it does not see its target, or nobody says where the Sun is. */
export function imagerLooks(satellite: ImagingSatellite, { seed, flights, disturbances, sky }: Look, first_us: Micros): ImagerLooks {
  const { spec: declared } = satellite;
  if (sky === undefined) throw new RangeError(`${declared.id} has an imager, and nothing says where the Sun is: give the world a sky`);
  const spec = specOf(satellite);
  const area = areaOf(satellite, spec);
  const begin_us = first_us - seconds_us(spec.exposure_s);
  const imager = simulatedImager(spec, area, { seed, backdrop: backdropOf({ seed, ...USUAL_BACKDROP }), sky, begin_us });
  // Asked anew at each look: an exercise adds to what disturbs.
  const sources = (): Sources => ({
    grounds: [],
    flashes: [],
    heat: [
      ...flights.map((flight) => (at_us: Micros) => heatOf(seed, flight, at_us)),
      ...disturbances.map((one, i) => (at_us: Micros) => heatOfOne(one, i, declared.id, seed, at_us)),
    ],
  });
  return { spec, framesOf: (index) => imager.look(index, sources()) };
}

/** A look of an imager, with what was found to burn in it, and what was found and turned down. */
export type ImagerLookSeen = {
  readonly sensor: string;
  readonly frames: readonly BandFrame[];
  readonly burning: readonly Burning[];
  readonly turnedDown: readonly TurnedDown[];
};

/** What such a satellite reports, look by look: what its imager's fold makes of the frames. Looks are asked for in their order; one that is asked for again is
 *  answered as before, and one that was passed over shows nothing. `onLook` is shown each. */
export function imagerScans(
  satellite: ImagingSatellite,
  looks: ImagerLooks,
  onLook?: (look: ImagerLookSeen) => void,
): (index: number, measuredAt_us: Micros) => InfraredScan {
  const fold = imagerFold(sensorOf(looks.spec, satellite.spec.id));
  let last = -1;
  let scan: InfraredScan | undefined;
  return (index, measuredAt_us) => {
    if (index > last) {
      last = index;
      const frames = looks.framesOf(index);
      const report = fold.take(frames);
      onLook?.({ sensor: satellite.spec.id, frames, burning: report.burning, turnedDown: report.turnedDownEach });
      scan = report.scan;
      return scan;
    }
    if (index === last && scan !== undefined) return scan;
    const satelliteEcef_m = satellitePosition(satellite.orbit, measuredAt_us);
    return { kind: 'infrared-scan', sensor: satellite.spec.id, measuredAt_us, satelliteEcef_m, detections: [] };
  };
}

/** Solid angle of the area that an imager of a class watches. */
export function fieldOfImager_sr(imager: ImagingSatellite['imager']): number {
  const { step_rad } = presetOf(imager.class, 0, 1, '');
  const { side_rad, height_rad } = sidesOf(imager, imager.pixel_rad ?? step_rad);
  return side_rad * height_rad;
}

function sidesOf({ side_pixels, rows = side_pixels }: ImagingSatellite['imager'], step_rad: Radians) {
  return { side_rad: side_pixels * step_rad, height_rad: rows * step_rad };
}

/** How far an imager of a class points aside, for minutes. */
export function pointingOfImager_rad({ class: imagerClass }: ImagingSatellite['imager']): Radians {
  return imagerOf(presetOf(imagerClass, 0, 1, '')).drift_rad;
}

function presetOf(imagerClass: ImagerClass, longitude_rad: Radians, revisit_s: Seconds, id: string): ImagerPreset {
  return imagerClass === 'staring-array' ? staringImager(longitude_rad, id) : geostationaryImager(longitude_rad, revisit_s, id);
}

function specOf({ spec, orbit, imager }: ImagingSatellite): ImagerSpec {
  const longitude_rad = orbit.kind === 'geostationary' ? orbit.longitude_rad : 0;
  const one = imagerOf(presetOf(imager.class, longitude_rad, spec.revisit_s, spec.id));
  return { ...one, framePeriod_s: spec.revisit_s, step_rad: imager.pixel_rad ?? one.step_rad };
}

function areaOf({ spec: { id }, orbit, looksAt, imager }: ImagingSatellite, spec: ImagerSpec): Area | Followed {
  const sides = sidesOf(imager, spec.step_rad);
  if (orbit.kind === 'elements')
    return { kind: 'followed', cameraAt: (at_us) => satellitePosition(orbit, at_us), target: { ...looksAt, height_m: 0 }, ...sides };
  const middle = scanOfGeodetic(gridOf(spec), { ...looksAt, height_m: 0 });
  if (middle === undefined) throw new RangeError(`${id} does not see what it looks at: give another longitude, or another place`);
  return { kind: 'mesoscale', ...middle, ...sides };
}
