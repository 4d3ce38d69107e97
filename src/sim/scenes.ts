import { acos, atan2, cos, sin } from '../core/math/elementary.ts';
import type { SensorView } from '../core/track/look/sensor-view.ts';
import { type RandomStream, stream } from './random.ts';

/** Seeded scenes for multi-object trackers: one radar in flat axes, objects that fly straight but for white-noise acceleration, clutter.
 *  The families and their figures are those of the shared comparison sets, so that what is said of one holds for the other. */
export type SceneFamily = 'wide' | 'dense' | 'cso';

/** A plot with the object that made it, −1 for clutter: for scoring only. */
export type ScenePlot = { readonly range_m: number; readonly azimuth_rad: number; readonly elevation_rad: number; readonly origin: number };

export type SceneTruth = { readonly target: number; readonly x: Float64Array };

export type SceneScan = { readonly plots: readonly ScenePlot[]; readonly truth: readonly SceneTruth[] };

export type Scene = {
  readonly sensor: SensorView;
  readonly accelerationPsd_m2ps3: number;
  readonly period_s: number;
  readonly scans: readonly SceneScan[];
};

/** A scene whose scans are made as they are asked for, once each: a million objects would not fit in memory for all of its scans. A scan's truth is
 *  that of the scan that was made last, and made anew whenever it is asked for. */
export type RunningScene = Omit<Scene, 'scans'> & { readonly scans: Iterable<SceneScan> };

export type SceneOptions = {
  readonly family: SceneFamily;
  /** Objects in view at a time, once the scene has filled up. */
  readonly objects: number;
  /** False plots a scan for each object. */
  readonly clutter?: number;
  readonly scans?: number;
  readonly seed: number;
  /** All objects from the first scan on. Otherwise half of them, the rest over a third of the scene. */
  readonly full?: boolean;
  /** Ranges this many times longer and angles measured as much better: the same accuracy in metres in a volume larger by its cube, so that
   *  scenes of different size can have one density. */
  readonly lengthScale?: number;
};

type Family = {
  readonly azimuth_deg: number;
  readonly elevation_deg: readonly [number, number];
  readonly range_m: readonly [number, number];
  readonly speed_mps: readonly [number, number];
  readonly priorVelocity_mps: number;
  readonly clutter: number;
  readonly group: number;
};

const FAMILIES: Record<SceneFamily, Family> = {
  wide: {
    azimuth_deg: 45,
    elevation_deg: [3, 45],
    range_m: [300e3, 1800e3],
    speed_mps: [1000, 5000],
    priorVelocity_mps: 2500,
    clutter: 1,
    group: 1,
  },
  dense: {
    azimuth_deg: 5,
    elevation_deg: [15, 25],
    range_m: [900e3, 1100e3],
    speed_mps: [300, 1500],
    priorVelocity_mps: 800,
    clutter: 5,
    group: 1,
  },
  cso: {
    azimuth_deg: 20,
    elevation_deg: [5, 35],
    range_m: [600e3, 1400e3],
    speed_mps: [1000, 5000],
    priorVelocity_mps: 2500,
    clutter: 1,
    group: 5,
  },
};

const PERIOD_S = 5;
const PSD_M2PS3 = 4;
const SIGMA_RANGE_M = 100;
const SIGMA_ANGLE_RAD = Math.PI / 1800;
const DETECTION = 0.9;
const GROUP_SPREAD_M = 2000;
const GROUP_SPEED_MPS = 15;
const DEGREE = Math.PI / 180;

/** The scene of a seed. The same options give the same scene to the bit. */
export function createScene(options: SceneOptions): Scene {
  const running = runScene(options);
  return { ...running, scans: Array.from(running.scans, ({ plots, truth }) => ({ plots, truth })) };
}

/** The same scene, scan by scan. */
export function runScene(options: SceneOptions): RunningScene {
  const family = scaled(FAMILIES[options.family], options.lengthScale ?? 1);
  const sensor = sensorOf(family, options);
  return { sensor, accelerationPsd_m2ps3: PSD_M2PS3, period_s: PERIOD_S, scans: scansOf(options, family, sensor) };
}

function* scansOf(options: SceneOptions, family: Family, sensor: SensorView): Generator<SceneScan> {
  const scans = options.scans ?? 60;
  const births = stream(options.seed, 'births');
  const motion = stream(options.seed, 'motion');
  const measuring = stream(options.seed, 'plots');
  const objects = new Objects();
  let nextId = 0;
  for (let scan = 0; scan < scans; scan++) {
    for (let k = 0; k < objects.count; k++) move(objects.x, 6 * k, motion);
    objects.keep((at) => inView(objects.x, at, sensor));
    const filled = options.full === true ? 1 : Math.min(1, 0.5 + (1.5 * scan) / scans);
    while (objects.count + family.group <= Math.round(options.objects * filled) || (scan === 0 && objects.count === 0)) {
      const leader = newObject(family, births);
      for (let g = 0; g < family.group; g++) objects.add(nextId++, family.group === 1 ? leader : companion(leader, births));
    }
    yield {
      plots: plotsOf(objects, sensor, measuring),
      get truth() {
        return truthOf(objects, sensor);
      },
    };
  }
}

/** Who is there: six numbers each, in one array. */
class Objects {
  ids: number[] = [];
  x = new Float64Array(6 * 256);

  get count(): number {
    return this.ids.length;
  }

  add(id: number, state: Float64Array): void {
    const at = 6 * this.ids.push(id) - 6;
    if (at === this.x.length) {
      const longer = new Float64Array(2 * at);
      longer.set(this.x);
      this.x = longer;
    }
    this.x.set(state, at);
  }

  /** Only those whose states, from `at` on, may stay. */
  keep(stays: (at: number) => boolean): void {
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      if (!stays(6 * k)) continue;
      this.ids[kept] = this.ids[k];
      this.x.copyWithin(6 * kept, 6 * k, 6 * k + 6);
      kept += 1;
    }
    this.ids.length = kept;
  }
}

function truthOf({ ids, x }: Objects, sensor: SensorView): SceneTruth[] {
  return ids.flatMap((target, k) => (inView(x, 6 * k, sensor) ? [{ target, x: x.slice(6 * k, 6 * k + 6) }] : []));
}

function scaled(family: Family, scale: number): Family {
  return { ...family, range_m: [family.range_m[0] * scale, family.range_m[1] * scale] };
}

function sensorOf(family: Family, { objects, clutter, lengthScale = 1 }: SceneOptions): SensorView {
  return {
    mount: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
    azimuthOrigin_rad: 0,
    sigmaRange_m: SIGMA_RANGE_M,
    sigmaAzimuth_rad: SIGMA_ANGLE_RAD / lengthScale,
    sigmaElevation_rad: SIGMA_ANGLE_RAD / lengthScale,
    view: {
      rangeMin_m: family.range_m[0],
      rangeMax_m: family.range_m[1],
      azimuthMin_rad: -family.azimuth_deg * DEGREE,
      azimuthMax_rad: family.azimuth_deg * DEGREE,
      elevationMin_rad: family.elevation_deg[0] * DEGREE,
      elevationMax_rad: family.elevation_deg[1] * DEGREE,
    },
    detectionProbability: DETECTION,
    falsePlotsPerScan: (clutter ?? family.clutter) * objects,
    priorVelocity_mps: family.priorVelocity_mps,
  };
}

/** Exact discretisation of white acceleration: position and velocity errors correlated as their integrals are. */
function move(x: Float64Array, at: number, random: RandomStream): void {
  const T = PERIOD_S;
  const sigmaVelocity = Math.sqrt(PSD_M2PS3 * T);
  const sigmaRest = Math.sqrt((PSD_M2PS3 * T * T * T) / 12);
  for (let i = at; i < at + 3; i++) {
    const dv = sigmaVelocity * random.normal();
    x[i] += T * x[3 + i] + 0.5 * T * dv + sigmaRest * random.normal();
    x[3 + i] += dv;
  }
}

function newObject(family: Family, random: RandomStream): Float64Array {
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  const azimuth = family.azimuth_deg * DEGREE * (2 * random.uniform() - 1);
  const elevation = between(family.elevation_deg) * DEGREE;
  const range = between(family.range_m);
  const speed = between(family.speed_mps);
  const up = acos(2 * random.uniform() - 1);
  const around = 2 * Math.PI * random.uniform();
  const flat = range * cos(elevation);
  return Float64Array.of(
    flat * cos(azimuth),
    flat * sin(azimuth),
    range * sin(elevation),
    speed * sin(up) * cos(around),
    speed * sin(up) * sin(around),
    // Mostly level, as at such ranges.
    0.3 * speed * cos(up),
  );
}

function companion(leader: Float64Array, random: RandomStream): Float64Array {
  return leader.map((v, i) => v + (i < 3 ? GROUP_SPREAD_M : GROUP_SPEED_MPS) * random.normal());
}

function polarOf(state: Float64Array, at: number): { range_m: number; azimuth_rad: number; elevation_rad: number } {
  const x = state[at];
  const y = state[at + 1];
  const z = state[at + 2];
  const flat = Math.sqrt(x * x + y * y);
  return { range_m: Math.sqrt(flat * flat + z * z), azimuth_rad: atan2(y, x), elevation_rad: atan2(z, flat) };
}

function inView(x: Float64Array, at: number, { view }: SensorView): boolean {
  const { range_m, azimuth_rad, elevation_rad } = polarOf(x, at);
  return (
    range_m >= view.rangeMin_m &&
    range_m <= view.rangeMax_m &&
    azimuth_rad >= view.azimuthMin_rad &&
    azimuth_rad <= view.azimuthMax_rad &&
    elevation_rad >= view.elevationMin_rad &&
    elevation_rad <= view.elevationMax_rad
  );
}

function plotsOf({ ids, x }: Objects, sensor: SensorView, random: RandomStream): ScenePlot[] {
  const plots: ScenePlot[] = [];
  for (let k = 0; k < ids.length; k++) {
    if (!inView(x, 6 * k, sensor) || random.uniform() >= sensor.detectionProbability) continue;
    const { range_m, azimuth_rad, elevation_rad } = polarOf(x, 6 * k);
    plots.push({
      range_m: range_m + (sensor.sigmaRange_m ?? 0) * random.normal(),
      azimuth_rad: azimuth_rad + sensor.sigmaAzimuth_rad * random.normal(),
      elevation_rad: elevation_rad + sensor.sigmaElevation_rad * random.normal(),
      origin: ids[k],
    });
  }
  const { view } = sensor;
  for (let n = manyPoisson(sensor.falsePlotsPerScan, random); n > 0; n--)
    plots.push({
      range_m: view.rangeMin_m + (view.rangeMax_m - view.rangeMin_m) * random.uniform(),
      azimuth_rad: view.azimuthMin_rad + (view.azimuthMax_rad - view.azimuthMin_rad) * random.uniform(),
      elevation_rad: view.elevationMin_rad + (view.elevationMax_rad - view.elevationMin_rad) * random.uniform(),
      origin: -1,
    });
  return plots;
}

/** A Poisson number of any mean: a sum of Poisson numbers is one. */
function manyPoisson(mean: number, random: RandomStream): number {
  let n = 0;
  let left = mean;
  for (; left > 500; left -= 500) n += random.poisson(500);
  return n + random.poisson(left);
}
