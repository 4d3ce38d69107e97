import { type ImagerGrid, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { BandFrame, Raster } from '../../core/imager/frame.ts';
import { cos, sin } from '../../core/math/elementary.ts';
import { brightnessTemperature } from '../../core/physics/planck.ts';
import { secondsBetween } from '../../core/time/scale.ts';
import type { Kelvin, Metres, Micros, Radians } from '../../core/units.ts';
import { stream } from '../random.ts';
import { type Area, gridOf, rasterOf } from './area.ts';
import { type Backdrop, type BackdropSettings, backdropOf, type Cloud, USUAL_BACKDROP } from './backdrop.ts';
import type { ImagerBand, ImagerSpec } from './imager-spec.ts';
import { blurred } from './point-spread.ts';

/** One look that a real imager recorded, for a background. */
export type RecordedScene = {
  readonly rows: number;
  readonly columns: number;
  readonly step_rad: Radians;
  readonly isDay: boolean;
  readonly bands: readonly RecordedBand[];
  /** How high what a pixel shows stands: where the standard atmosphere is as cold as it is in the window; rows × columns. */
  readonly height_m: Float64Array;
  /** How fast it goes with the wind: the same, without edges. */
  readonly speed_mps: Float64Array;
  /** Its hottest pixel around 3.9 µm. */
  readonly hottest: { readonly row: number; readonly column: number };
};

type RecordedBand = Pick<BandFrame, 'wavelength_um' | 'reflectancePerRadiance'> & {
  /** In the band's unit, NaN where there is no value. */
  readonly radiance: Float64Array;
};

/** Temperature at sea level, and how fast it falls with height.  Source  the standard atmosphere. */
const SEA_LEVEL_K: Kelvin = 288.15;
const LAPSE_KPM = 0.0065;
/** The wind by height: 6 m/s where low clouds are, 25 where high ones are, about what the simulated ones have. */
const WIND_PER_METRE = 0.003;
/** What stands beside each other must not part: speeds are those of this many pixels around, sigma. */
const SMOOTH = 6;
/** More than so much of the Sun comes back by day, at 2.2 µm. */
const DAYLIGHT = 0.005;

/** A scene of the bands of one look that have as many pixels as the one around 3.9 µm. Throws `RangeError` where that or the window is missing. */
export function recordedScene(frames: readonly BandFrame[]): RecordedScene {
  const hot = frames.find(({ wavelength_um }) => wavelength_um > 3.5 && wavelength_um < 4.2);
  const window = frames.find(({ wavelength_um, planck }) => wavelength_um > 10 && wavelength_um < 12.6 && planck !== undefined);
  if (hot === undefined || window?.planck === undefined)
    throw new RangeError('a scene has no band around 3.9 µm or no window: give one of 3.5 to 4.2 and one of 10 to 12.6 µm');
  const { rows, columns, step_rad } = hot.raster;
  const alike = frames.filter(({ raster }) => raster.rows === rows && raster.columns === columns);
  const bands = alike.map(
    ({ wavelength_um, reflectancePerRadiance, codes, radianceOf }): RecordedBand => ({
      wavelength_um,
      reflectancePerRadiance,
      radiance: Float64Array.from(codes, (code) => radianceOf[code]),
    }),
  );
  const { planck } = window;
  const height_m = Float64Array.from(window.codes, (code) => {
    const colder_K = SEA_LEVEL_K - brightnessTemperature(planck, window.radianceOf[code]);
    return colder_K > 0 ? colder_K / LAPSE_KPM : 0;
  });
  const shining = bands.find(({ wavelength_um }) => wavelength_um > 1.5 && wavelength_um < 2.5);
  const reflectance = shining && meanOf(shining.radiance) * (shining.reflectancePerRadiance ?? 0);
  const seen = bands[alike.indexOf(hot)].radiance;
  let hottest = 0;
  // Pixels beside the Earth have no value, often the first.
  for (let at = 1; at < seen.length; at++) if (seen[at] > seen[hottest] || Number.isNaN(seen[hottest])) hottest = at;
  return {
    rows,
    columns,
    step_rad,
    isDay: reflectance !== undefined && reflectance > DAYLIGHT,
    bands,
    height_m,
    speed_mps: blurred(
      height_m.map((height) => WIND_PER_METRE * height),
      columns,
      0,
      0,
      SMOOTH,
    ),
    hottest: { row: Math.floor(hottest / columns), column: hottest % columns },
  };
}

function meanOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Which part of a scene is behind an area: anywhere, or so that its hottest pixel is in it. */
export type SceneWindow = 'anywhere' | 'hottest';

/** What was recorded behind what burns. */
export type Behind = { readonly scene: RecordedScene; readonly window: SceneWindow };

/** The backdrop of an imager's area: what was recorded, or a simulated one where nothing was. */
export function backdropBehind(
  behind: Behind | undefined,
  spec: ImagerSpec,
  area: Area,
  whose: Pick<SceneSettings, 'seed' | 'name' | 'begin_us'>,
  simulated: Omit<BackdropSettings, 'seed'> = USUAL_BACKDROP,
): Backdrop {
  if (behind === undefined) return backdropOf({ seed: whose.seed, ...simulated });
  return recordedBackdrop({ ...behind, ...whose, grid: gridOf(spec), raster: rasterOf(spec, area) });
}

export type SceneSettings = Behind & {
  readonly seed: number;
  /** Whose window it is: two imagers have each their own. */
  readonly name: string;
  readonly grid: ImagerGrid;
  readonly raster: Raster;
  /** When the scene is as it was recorded. */
  readonly begin_us: Micros;
};

/** From the camera to what it sees, where it matters how many metres a pixel is. */
const NOMINAL_m: Metres = 37.5e6;
/** Lower tops than this are the ground's own ups and downs, or a morning's cold. */
const LOWEST_CLOUD_m: Metres = 1_500;
/** The window does not see through what it shows, and so no band does. */
const OPAQUE = 12;
/** What is moved into a window comes from so far beside it, pixels. */
const MARGIN = 8;

/** A backdrop of a part of a scene, pixel for pixel whatever is under it: what stands high goes with the wind, of one random direction and faster the higher, over
 *  a ground that stands; the whole points where the imager does. It shows the scene between its pixels by cubic convolution; what the scene's own optics, air and noise
 *  made of it stays in. Clouds are opaque, up to where the air is as cold as what the window shows. The scene's pixels must be as wide as the imager's:
 *  throws `RangeError` where they are not, or where the area is larger than the scene. */
export function recordedBackdrop({ scene, window, seed, name, grid, raster, begin_us }: SceneSettings): Backdrop {
  const random = stream(seed, `recorded-scene/${name}`);
  const corner = cornerOf(scene, window, raster, [random.uniform(), random.uniform()]);
  const towards = 2 * Math.PI * random.uniform();
  const perMetre = 1 / (raster.step_rad * NOMINAL_m);
  const wind = { row: perMetre * sin(towards), column: perMetre * cos(towards) };
  const { rows, columns } = raster;
  /** Where in the scene what a pixel shows at a time comes from. */
  const cameFrom = (row: number, column: number, elapsed_s: number): readonly [row: number, column: number] => {
    const [i, j] = [corner.row + row, corner.column + column];
    const moved_m = elapsed_s * scene.speed_mps[nearest(scene, i, j)];
    return [i - moved_m * wind.row, j - moved_m * wind.column];
  };
  const usual = backdropOf({ seed, ...USUAL_BACKDROP, layers: [] });
  return {
    ...usual,
    recorded: (band, at_us, off) => {
      const of = bandOf(scene, band);
      const elapsed_s = secondsBetween(begin_us, at_us);
      const image = new Float64Array(rows * columns);
      const taps = { rows: new Float64Array(TAPS), columns: new Float64Array(TAPS) };
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const [i, j] = cameFrom(row - off.rows, column - off.columns, elapsed_s);
          image[row * columns + column] = of.scale * between(scene, of.radiance, i, j, taps);
        }
      return image;
    },
    cloudsAt: (at_us) => (x, y, z) => {
      const scan = scanOfGeodetic(grid, geodeticFromEcefVec({ x, y, z }));
      if (scan === undefined) return [];
      const [row, column] = [(raster.y0_rad - scan.y_rad) / raster.step_rad, (scan.x_rad - raster.x0_rad) / raster.step_rad];
      return cloudOf(scene.height_m[nearest(scene, ...cameFrom(row, column, secondsBetween(begin_us, at_us)))]);
    },
  };
}

function cloudOf(top_m: Metres): Cloud[] {
  return top_m > LOWEST_CLOUD_m ? [{ opticalDepth: OPAQUE, top_m, reflectance: { at2_2um: 0.4, at3_9um: 0.1 }, levelPlates: 0 }] : [];
}

function cornerOf(
  { rows, columns, step_rad, hottest }: RecordedScene,
  window: SceneWindow,
  raster: Raster,
  [down, across]: readonly [number, number],
): { readonly row: number; readonly column: number } {
  if (Math.abs(raster.step_rad / step_rad - 1) > 0.01)
    throw new RangeError(`a scene of pixels of ${step_rad} rad is no background of pixels of ${raster.step_rad} rad`);
  const first = (own: number, all: number, share: number, hot: number): number => {
    const [low, high] = [MARGIN, all - own - MARGIN];
    if (high < low) throw new RangeError(`a scene of ${all} pixels is too small for ${own} of them and ${MARGIN} on each side`);
    if (window === 'anywhere') return Math.floor(low + share * (high - low + 1));
    // Not at its edge: what burns there is not looked for.
    const [from, to] = [Math.max(low, hot - own + 2 * MARGIN), Math.min(high, hot - 2 * MARGIN)];
    return Math.max(low, Math.min(high, Math.floor(from + share * (to - from + 1))));
  };
  return { row: first(raster.rows, rows, down, hottest.row), column: first(raster.columns, columns, across, hottest.column) };
}

/** The band of a scene that is nearest to an imager's, and what makes its radiances the imager's: as much of the Sun comes back. */
function bandOf(
  { bands }: RecordedScene,
  { wavelength_um, reflectancePerRadiance }: ImagerBand,
): RecordedBand & { readonly scale: number } {
  const apart = (band: RecordedBand): number => Math.abs(band.wavelength_um - wavelength_um);
  const nearest = bands.reduce((a, b) => (apart(b) < apart(a) ? b : a));
  if (!(apart(nearest) < 0.1 * wavelength_um)) throw new RangeError(`a scene has no band like the one at ${wavelength_um} µm`);
  const { reflectancePerRadiance: own } = nearest;
  return { ...nearest, scale: own === undefined || reflectancePerRadiance === undefined ? 1 : own / reflectancePerRadiance };
}

function nearest({ rows, columns }: RecordedScene, row: number, column: number): number {
  return clamped(Math.round(row), rows) * columns + clamped(Math.round(column), columns);
}

function clamped(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, at));
}

const TAPS = 6;

/** The scene between its pixels; NaN where the nearest one has no value. */
function between(
  scene: RecordedScene,
  radiance: Float64Array,
  row: number,
  column: number,
  taps: { readonly rows: Float64Array; readonly columns: Float64Array },
): number {
  const { rows, columns } = scene;
  const own = radiance[nearest(scene, row, column)];
  if (Number.isNaN(own)) return NaN;
  const [top, left] = [tapsInto(taps.rows, row), tapsInto(taps.columns, column)];
  let sum = 0;
  for (let i = 0; i < TAPS; i++) {
    const start = clamped(top + i, rows) * columns;
    for (let j = 0; j < TAPS; j++) {
      const value = radiance[start + clamped(left + j, columns)];
      sum += taps.rows[i] * taps.columns[j] * (Number.isNaN(value) ? own : value);
    }
  }
  return sum;
}

/** Weights of the six pixels around a place on a line; returns the first of these. */
function tapsInto(weights: Float64Array, at: number): number {
  const first = Math.floor(at) - 2;
  for (let k = 0; k < TAPS; k++) weights[k] = sharp(Math.abs(at - first - k));
  return first;
}

/** Cubic convolution over six points, which keeps what is as narrow as a pixel better than four do: `s` is the distance in pixels.  Source  [K1981], the
 *  kernel of fourth order. */
function sharp(s: number): number {
  if (s < 1) return ((4 / 3) * s - 7 / 3) * s * s + 1;
  if (s < 2) return ((-7 / 12) * s + 3) * s * s - (59 / 12) * s + 5 / 2;
  return s < 3 ? ((1 / 12) * s - 2 / 3) * s * s + (7 / 4) * s - 3 / 2 : 0;
}
