import { enuBasis } from '../../core/frames/enu.ts';
import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { imagerFold } from '../../core/imager/imager-fold.ts';
import type { Plumes } from '../../core/imager/plumes.ts';
import { cos, sin } from '../../core/math/elementary.ts';
import { add, scale } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { degrees, type Metres, type Micros, type Radians, type Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { heatOf } from '../looks.ts';
import { stream } from '../random.ts';
import { randomFlight } from '../regions/flights.ts';
import type { TruthFlight } from '../truth.ts';
import { gridOf } from './area.ts';
import { simulatedImager } from './imager.ts';
import { type ImagerPreset, imagerOf } from './imager-spec.ts';
import { backdropBehind } from './recorded-scene.ts';
import { sensorOf } from './theatre-of-imagers.ts';

export type SalvoSettings = {
  readonly seed: number;
  readonly number: number;
  /** Sites lie within a circle of this diameter; launches begin within this time. */
  readonly across_m: Metres;
  readonly within_s: Seconds;
  readonly preset: (longitude_rad: number, satellite: string) => ImagerPreset;
  readonly framePeriod_s: Seconds;
  readonly sky: Sky;
  /** How much later the Sun is taken. */
  readonly later_s: Seconds;
};

/** What was told, look by look, of spots in which all plumes that burned were within a pixel and a half of it. */
export type SalvoStudy = { readonly told: readonly { readonly at_s: Seconds; readonly plumes: Plumes; readonly burning: number }[] };

const SIDE = 64;
const BEFORE_s: Seconds = 60;
const WATCHED_s: Seconds = 130;
/** A spot is of what falls within so many pixels of it. */
const IN_SPOT = 1.5;
const ASIDE_RAD = degrees(29);

/** Flies so many missiles alike from one place and follows them through the looks of one imager; undefined where it does not see the site. A missile flies the way of the
 *  first, aside by where it began and later by when; each has a brightness of its own. */
export function studySalvo(settings: SalvoSettings): SalvoStudy | undefined {
  const { seed, framePeriod_s, sky, later_s } = settings;
  const { truth } = randomFlight(seed, 'missile');
  const site = truth.launch.point;
  const spec = { ...imagerOf(settings.preset(site.longitude_rad + ASIDE_RAD, 'imager')), framePeriod_s };
  const grid = gridOf(spec);
  const at = scanOfGeodetic(grid, { ...site, height_m: 0 });
  if (at === undefined) return undefined;
  const begin_us = truth.launch.time_us - seconds_us(BEFORE_s + framePeriod_s * stream(seed, 'salvo-study/phase').uniform());
  const area = { kind: 'mesoscale', ...at, side_rad: SIDE * spec.step_rad } as const;
  const backdrop = backdropBehind(undefined, spec, area, { seed, name: 'imager', begin_us });
  const imager = simulatedImager(spec, area, { seed, backdrop, sky: (when) => sky(when + seconds_us(later_s)), begin_us });
  const heat = salvoOf(settings, truth).map((one) => (when: Micros) => heatOf(seed, one, when));
  const fold = imagerFold(sensorOf(spec, 'imager'));
  const told: SalvoStudy['told'][number][] = [];
  const end_us = Math.min(truth.burnout_us, truth.launch.time_us + seconds_us(WATCHED_s));
  for (let index = 0; imager.beginOf(index) < end_us; index++) {
    const { burning } = fold.take(imager.look(index, { grounds: [], flashes: [], heat }));
    for (const { tracklet, plumes } of burning) {
      if (plumes === undefined) continue;
      const { raster } = imager;
      const places = heat.flatMap((of) => {
        const source = of(tracklet.last_us);
        const scan = source && scanOfGeodetic(grid, geodeticFromEcefVec(source.r));
        return scan ? [placeIn(raster, scan)] : [];
      });
      const { row, column } = tracklet.last.fit;
      const inSpot = places.filter((place) => Math.max(Math.abs(place.row - row), Math.abs(place.column - column)) <= IN_SPOT);
      if (inSpot.length > 0 && inSpot.length === places.length)
        told.push({ at_s: (tracklet.last_us - truth.launch.time_us) / 1e6, plumes, burning: inSpot.length });
    }
  }
  return { told };
}

function placeIn(
  { x0_rad, y0_rad, step_rad }: { readonly x0_rad: Radians; readonly y0_rad: Radians; readonly step_rad: Radians },
  { x_rad, y_rad }: { readonly x_rad: Radians; readonly y_rad: Radians },
): { readonly row: number; readonly column: number } {
  return { row: (y0_rad - y_rad) / step_rad, column: (x_rad - x0_rad) / step_rad };
}

function salvoOf({ seed, number, across_m, within_s }: SalvoSettings, truth: TruthFlight): TruthFlight[] {
  const { east, north } = enuBasis(geodeticFromEcefVec(ecefVecFromGeodetic(truth.launch.point)));
  return Array.from({ length: number }, (_, k) => {
    if (k === 0) return truth;
    const random = stream(seed, `salvo-study/${k}`);
    const out_m = (across_m / 2) * Math.sqrt(random.uniform());
    const way_rad = 2 * Math.PI * random.uniform();
    const aside = add(scale(east, out_m * sin(way_rad)), scale(north, out_m * cos(way_rad)));
    const later_us = seconds_us(within_s * random.uniform());
    const stateAt: TruthFlight['stateAt'] = (when) => {
      const state = truth.stateAt(when - later_us);
      return state && { ...state, r: add(state.r, aside) };
    };
    return { ...truth, id: `${truth.id}-${k}`, stateAt };
  });
}
