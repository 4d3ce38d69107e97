import { WGS84 } from '../../core/frames/earth.ts';
import { normalCdf, normalQuantile } from '../../core/math/chi-squared.ts';
import { cos, exp, sin } from '../../core/math/elementary.ts';
import { add, addScaled, scale, type Vec3, vec3 } from '../../core/math/vector.ts';
import { secondsBetween } from '../../core/time/scale.ts';
import { degrees, type Kelvin, type Metres, type MetresPerSecond, type Micros, type Seconds } from '../../core/units.ts';
import { stream } from '../random.ts';
import type { ImagerBand } from './imager-spec.ts';
import type { Pointing } from './pointing.ts';
import { type FieldShape, type RandomField, randomField } from './random-field.ts';

/** All in front of an imager that is neither hot nor moves by itself: land, sea and clouds, as a function of a seed, a place and a time. */
export type Backdrop = {
  /** The ground at a place, ECEF, m, as a pixel sees it that is `pixel_m` long there. */
  surfaceAt(x: Metres, y: Metres, z: Metres, pixel_m?: Metres): Surface;
  /** The clouds over a place at a time, from the lowest layer up; only those that are there. */
  cloudsAt(at_us: Micros): (x: Metres, y: Metres, z: Metres, pixel_m?: Metres) => Cloud[];
  /** Temperature of the air at a height over a place whose sine of latitude is given. */
  airTemperature(sineLatitude: number, height_m: Metres): Kelvin;
  /** Of a backdrop that was recorded, through optics and air as they were: radiances of its area in a band, row by row, when it points so many rows and columns
   *  beside. Without it they are made of ground, clouds and air. */
  readonly recorded?: (band: ImagerBand, at_us: Micros, off: Pointing) => Float64Array;
};

/** What the ground is like at one place. */
export type Surface = {
  /** Share of a pixel there that is sea; of a point 0 or 1. */
  readonly seaShare: number;
  /** At night, and what the Sun adds when it stands overhead. */
  readonly night_K: Kelvin;
  readonly heating_K: Kelvin;
  readonly reflectance: Reflectance;
  /** Over the sea, ten metres up: it makes the waves that glint. */
  readonly wind_mps: MetresPerSecond;
};

/** Share of sunlight that comes back, at 2.2 and at 3.9 µm. What does not glows: emissivity is the rest. */
export type Reflectance = { readonly at2_2um: number; readonly at3_9um: number };

/** A layer of cloud over one place. */
export type Cloud = {
  readonly opticalDepth: number;
  readonly top_m: Metres;
  readonly reflectance: Reflectance;
  /** Share of the cloud that is ice plates lying level. */
  readonly levelPlates: number;
};

/** A layer of clouds all over the Earth. */
export type CloudLayer = {
  readonly phase: 'water' | 'ice';
  /** Share of the sky. */
  readonly cover: number;
  /** Height of the thinnest tops, and how much higher the thickest are. */
  readonly base_m: Metres;
  readonly depth_m: Metres;
  /** Where the field stands one sigma above the edge of the cloud. */
  readonly opticalDepth: number;
  readonly shape: FieldShape;
  readonly drift_mps: MetresPerSecond;
  /** How fast its shapes become others: what measures d lives d over this. */
  readonly change_mps: MetresPerSecond;
};

/** What may be asked of a backdrop. */
export type BackdropSettings = {
  readonly seed: number;
  readonly landShare: number;
  /** Of sea and night's land at the equator. */
  readonly sea_K: Kelvin;
  readonly land_K: Kelvin;
  readonly layers: readonly CloudLayer[];
};

const COARSE: FieldShape = { longest_m: 2_500_000, shortest_m: 3_000, smoothness: 0.75 };
const RELIEF: FieldShape = { longest_m: 400_000, shortest_m: 2_500, smoothness: 0.45 };
const TEXTURE: FieldShape = { longest_m: 60_000, shortest_m: 2_500, smoothness: 0.25 };
const EDDIES: FieldShape = { longest_m: 300_000, shortest_m: 5_000, smoothness: 0.4 };
const DETAIL: FieldShape = { longest_m: 60_000, shortest_m: 2_500, smoothness: 0.25 };

/** Broken low clouds of water, and veils of ice: tuned so that looks are no calmer than real ones (docs/adr/0074). */
export const LOW_CLOUDS: CloudLayer = {
  phase: 'water',
  cover: 0.35,
  base_m: 700,
  depth_m: 2_000,
  opticalDepth: 12,
  shape: { longest_m: 500_000, shortest_m: 2_500, smoothness: 0.28 },
  drift_mps: 8,
  change_mps: 2,
};
export const HIGH_CLOUDS: CloudLayer = {
  phase: 'ice',
  cover: 0.3,
  base_m: 6_000,
  depth_m: 5_000,
  opticalDepth: 1.6,
  shape: { longest_m: 900_000, shortest_m: 7_000, smoothness: 0.5 },
  drift_mps: 25,
  change_mps: 3,
};

export const USUAL_BACKDROP: Omit<BackdropSettings, 'seed'> = {
  landShare: 0.4,
  sea_K: 300,
  land_K: 296,
  layers: [LOW_CLOUDS, HIGH_CLOUDS],
};

/** A backdrop as a function of its seed. Its statistics beside those of real frames: docs/adr/0074. */
export function backdropOf(settings: BackdropSettings): Backdrop {
  const field = (name: string, shape: FieldShape): RandomField => randomField(settings.seed, name, shape);
  const surfaceAt = surfaceOf(settings, field);
  const layers = settings.layers.map((layer, k) => layerOf(layer, settings.seed, `layer-${k}`, field));
  return {
    surfaceAt,
    cloudsAt: (at_us) => {
      const now = layers.map((layer) => layer(at_us));
      return (x, y, z, pixel_m) => {
        const clouds: Cloud[] = [];
        for (const cloudAt of now) {
          const cloud = cloudAt(x, y, z, pixel_m);
          if (cloud !== undefined) clouds.push(cloud);
        }
        return clouds;
      };
    },
    airTemperature: (sineLatitude, height_m) =>
      Math.max(TROPOPAUSE_K, settings.sea_K - POLEWARD_K * sineLatitude * sineLatitude - LAPSE_KPM * height_m),
  };
}

/** Mean of the lowest 11 km in the standard atmosphere, and how much colder the sea is at the poles than at the equator. */
const LAPSE_KPM = 0.0065;
const POLEWARD_K = 32;
const TROPOPAUSE_K: Kelvin = 205;

type MakeField = (name: string, shape: FieldShape) => RandomField;

function surfaceOf({ landShare, sea_K, land_K }: BackdropSettings, field: MakeField): Backdrop['surfaceAt'] {
  const coast = normalQuantile(1 - landShare);
  const land = field('land', COARSE);
  const relief = field('relief', RELIEF);
  const texture = field('texture', TEXTURE);
  const albedo = field('albedo', TEXTURE);
  const eddies = field('eddies', EDDIES);
  return (x, y, z, pixel_m) => {
    const colder_K = (POLEWARD_K * z * z) / (x * x + y * y + z * z);
    const seaShare = shareAbove(coast - land(x, y, z, pixel_m), pixel_m === undefined ? 0 : land.within(pixel_m));
    const seaHere = (): Surface => {
      const eddy = eddies(x, y, z, pixel_m);
      return { seaShare, night_K: sea_K - colder_K + 0.5 * eddy, heating_K: 0.5, reflectance: SEA, wind_mps: Math.max(1, 7 + 3 * eddy) };
    };
    const landHere = (): Surface => {
      const height_m = Math.max(0, 500 + 600 * relief(x, y, z, pixel_m));
      const rough = texture(x, y, z, pixel_m);
      const bright = albedo(x, y, z, pixel_m);
      return {
        seaShare,
        night_K: land_K - colder_K - LAPSE_KPM * height_m + 0.7 * rough,
        heating_K: 24 + 8 * rough,
        reflectance: { at2_2um: clamped(0.18 + 0.095 * bright, 0.02, 0.5), at3_9um: clamped(0.1 + 0.04 * bright, 0.01, 0.4) },
        wind_mps: 0,
      };
    };
    if (seaShare === 0) return landHere();
    return seaShare === 1 ? seaHere() : mixed(seaHere(), landHere());
  };
}

/** A pixel on a coast: each of its quantities by the share of the sea. Temperatures are near each other, so that what they glow is as good as their mean's. */
function mixed(sea: Surface, land: Surface): Surface {
  const { seaShare, wind_mps } = sea;
  const mean = (ofSea: number, ofLand: number): number => ofLand + seaShare * (ofSea - ofLand);
  return {
    seaShare,
    night_K: mean(sea.night_K, land.night_K),
    heating_K: mean(sea.heating_K, land.heating_K),
    reflectance: {
      at2_2um: mean(sea.reflectance.at2_2um, land.reflectance.at2_2um),
      at3_9um: mean(sea.reflectance.at3_9um, land.reflectance.at3_9um),
    },
    wind_mps,
  };
}

const SEA: Reflectance = { at2_2um: 0.004, at3_9um: 0.02 };

type LayerAt = (x: Metres, y: Metres, z: Metres, pixel_m?: Metres) => Cloud | undefined;

function layerOf(layer: CloudLayer, seed: number, name: string, field: MakeField): (at_us: Micros) => LayerAt {
  const { phase, base_m, depth_m, opticalDepth } = layer;
  const edge = normalQuantile(1 - layer.cover);
  const mass = field(name, layer.shape);
  const detail = field(`${name}/detail`, DETAIL);
  const motion = motionOf(layer, seed, name);
  return (at_us) => {
    const cameFrom = motion(at_us);
    return (x, y, z, pixel_m) => {
      const from = cameFrom(x, y, z);
      const over = meanAbove(mass(from.x, from.y, from.z, pixel_m) - edge, pixel_m === undefined ? 0 : mass.within(pixel_m));
      if (!(over > 0)) return undefined;
      const fine = detail(from.x, from.y, from.z, pixel_m);
      return {
        opticalDepth: opticalDepth * over * exp(0.25 * fine),
        top_m: Math.max(LOWEST_TOP_M, base_m + depth_m * (1 - exp(-over)) + 0.2 * depth_m * fine),
        ...MATTER[phase](fine),
      };
    };
  };
}

/** Mean of what a normal value is above 0, by its own mean and sigma: a pixel in which a cloud has its edge has a part of it. */
function meanAbove(mean: number, sigma: number): number {
  if (sigma === 0 || Math.abs(mean) > FAR * sigma) return Math.max(0, mean);
  const z = mean / sigma;
  return sigma * (exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) + z * normalCdf(z));
}

/** Share of a normal's values that lie above 0, by its mean and sigma. */
function shareAbove(mean: number, sigma: number): number {
  if (sigma === 0 || Math.abs(mean) > FAR * sigma) return mean >= 0 ? 1 : 0;
  return normalCdf(mean / sigma);
}

/** So many sigmas from an edge a pixel has no part of it. */
const FAR = 3.5;

/** What a cloud is made of, by how fine its grains are. */
const MATTER: Readonly<Record<CloudLayer['phase'], (fine: number) => Pick<Cloud, 'reflectance' | 'levelPlates'>>> = {
  water: (fine) => ({
    reflectance: { at2_2um: clamped(0.45 + 0.07 * fine, 0.1, 0.7), at3_9um: clamped(0.16 + 0.07 * fine, 0.03, 0.4) },
    levelPlates: 0,
  }),
  ice: (fine) => ({
    reflectance: { at2_2um: clamped(0.25 + 0.05 * fine, 0.05, 0.5), at3_9um: clamped(0.03 + 0.015 * fine, 0.005, 0.1) },
    levelPlates: LEVEL_PLATES * exp(1.1 * fine),
  }),
};

/** A thousandth to a hundredth of a cloud.  Source  [BD2004]. */
const LEVEL_PLATES = 0.003;
const LOWEST_TOP_M: Metres = 300;

/** Where what is over a place came from. A layer turns as a whole about an axis not far from the Earth's; and it is asked for at another radius, where the field
 *  is a little other: after its own length altogether. There and back in ten days, so that it is never asked for far from the Earth. */
function motionOf(
  { drift_mps, change_mps }: CloudLayer,
  seed: number,
  name: string,
): (at_us: Micros) => (x: number, y: number, z: number) => Vec3 {
  const random = stream(seed, `imager/motion/${name}`);
  const tilt = TILT_RAD * random.uniform();
  const towards = 2 * Math.PI * random.uniform();
  const axis = vec3(sin(tilt) * cos(towards), sin(tilt) * sin(towards), cos(tilt));
  return (at_us) => {
    const elapsed_s = secondsBetween(0, at_us);
    const angle = -((drift_mps * elapsed_s) / WGS84.a_m) % (2 * Math.PI);
    const [s, c] = [sin(angle), cos(angle)];
    const inRound_s = elapsed_s - 2 * HALF_ROUND_S * Math.floor(elapsed_s / (2 * HALF_ROUND_S));
    const swell = 1 + (change_mps * Math.min(inRound_s, 2 * HALF_ROUND_S - inRound_s)) / WGS84.a_m;
    // Rodrigues' formula, row by row of its matrix.
    const row = (i: Vec3, along: number): Vec3 => scale(addScaled(scale(i, c), axis, (1 - c) * along), swell);
    const rows = [
      add(row(vec3(1, 0, 0), axis.x), scale(vec3(0, -axis.z, axis.y), s * swell)),
      add(row(vec3(0, 1, 0), axis.y), scale(vec3(axis.z, 0, -axis.x), s * swell)),
      add(row(vec3(0, 0, 1), axis.z), scale(vec3(-axis.y, axis.x, 0), s * swell)),
    ] as const;
    return (x, y, z) =>
      vec3(
        rows[0].x * x + rows[0].y * y + rows[0].z * z,
        rows[1].x * x + rows[1].y * y + rows[1].z * z,
        rows[2].x * x + rows[2].y * y + rows[2].z * z,
      );
  };
}

const TILT_RAD = degrees(25);
const HALF_ROUND_S: Seconds = 432_000;

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
