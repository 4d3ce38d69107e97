import { ecefVecFromGeodetic, type Geodetic } from '../frames/geodetic.ts';
import { enuBasis } from '../frames/enu.ts';
import { acos, cos, sin } from '../math/elementary.ts';
import type { Vec3 } from '../math/vector.ts';
import type { Metres, MetresPerSecond, Radians, Seconds } from '../units.ts';
import type { Refraction } from './refraction.ts';
import type { RadarSensor, SensorSpec } from './sensor.ts';

/** A sensor as data: what it measures and how well, where it stands, what it can see, how much of what it says is false, and what has to
 *  be taken out of its plots first. A tracker reads nothing else about a sensor, so that a new one is a spec and not code. */
export type MeasurementSpec = {
  readonly id: string;
  readonly sensing: PolarSensing | SightSensing;
  readonly frame: SensorFrame;
  /** Probability that an object in view makes a plot. */
  readonly detectionProbability: number;
  /** False plots expected per scan, over the whole view. */
  readonly falsePlotsPerScan: number;
  /** So far apart in range, in angle or, where it parts them by that too, in range rate two objects make one plot as often as two, and nearer mostly one;
   *  absent when the sensor resolves everything. */
  readonly resolution?: { readonly range_m: Metres; readonly angle_rad: Radians; readonly rangeRate_mps?: MetresPerSecond };
  readonly scanPeriod_s: Seconds;
  readonly objects: ExpectedObjects;
  readonly modifiers: Modifiers;
};

/** Range, azimuth, elevation and, where its error is stated, range rate. One-sigma errors. */
export type PolarSensing = {
  readonly kind: 'polar';
  readonly sigmaRange_m: Metres;
  readonly sigmaAzimuth_rad: Radians;
  readonly sigmaElevation_rad: Radians;
  readonly sigmaRangeRate_mps?: MetresPerSecond;
  readonly view: PolarView;
};

/** Directions only. One-sigma error on each axis across the line of sight. The ranges of the view are the sensor's reach: no nearer and no farther is an
 *  object that it shows. */
export type SightSensing = {
  readonly kind: 'line-of-sight';
  readonly sigmaLineOfSight_rad: Radians;
  readonly view: PolarView;
};

/** The part of measurement space that is looked at. The azimuth's end is its beginning plus the width, so it may pass π. */
export type PolarView = {
  readonly rangeMin_m: Metres;
  readonly rangeMax_m: Metres;
  readonly azimuthMin_rad: Radians;
  readonly azimuthMax_rad: Radians;
  readonly elevationMin_rad: Radians;
  readonly elevationMax_rad: Radians;
};

/** What positions are counted from.
 *  flat      origin and axes of a local Cartesian world; azimuth from x towards y
 *  site      a place on the Earth; azimuth from north, clockwise; tracks come out in ECEF
 *  platform  moves: where it was comes with each scan; azimuth from north at that place */
export type SensorFrame = { readonly kind: 'flat' } | { readonly kind: 'site'; readonly site: Geodetic } | { readonly kind: 'platform' };

/** What is known of objects before anything is seen of them. */
export type ExpectedObjects = {
  /** One sigma of each component of a new object's velocity. */
  readonly velocitySigma_mps: MetresPerSecond;
  /** Spectral density of the white acceleration that the motion leaves open, m²/s³ on each axis; `flight` has its own. */
  readonly accelerationPsd_m2ps3: number;
  /** constant-velocity   straight, in any world
   *  coast               free fall, on the Earth
   *  flight              coast, entry into the air and straight flight side by side, on the Earth */
  readonly motion: 'constant-velocity' | 'coast' | 'flight';
};

/** What stands between the plot that the sensor reports and the geometry; see corrections.ts. */
export type Modifiers = {
  /** What the sensor adds to each reading. */
  readonly bias: { readonly range_m: Metres; readonly azimuth_rad: Radians; readonly elevation_rad: Radians; readonly time_s: Seconds };
  readonly refraction: Refraction;
  /** From measurement to report on average, and which of the two the plots' times are. */
  readonly latency: { readonly mean_s: Seconds; readonly stampedAt: 'measurement' | 'report' };
};

export const NO_MODIFIERS: Modifiers = {
  bias: { range_m: 0, azimuth_rad: 0, elevation_rad: 0, time_s: 0 },
  refraction: { kind: 'none' },
  latency: { mean_s: 0, stampedAt: 'measurement' },
};

/** A radar tells two objects apart by its pulse, its beam and the time that it looks, and measures one better than that by the square root of twice the
 *  signal-to-noise ratio, a factor of ten at the 20 dB for which accuracies are stated; range is held up by other errors before that. In the errors that it
 *  states, where a pair is one plot as often as two.     Source  Barton, Radar System Analysis and Modeling, ch. 8-9. */
const CELL_SIGMAS = { range: 3.53, angle: 17.7, rangeRate: 11.8 };

/** Range rates that a radar may be set to report, both ways: with the view it gives the volume that clutter spreads over. */
export const RANGE_RATE_SPAN_MPS = 16_000;

/** Volume of a view in measurement space, m·rad². */
export function viewVolume_mrad2(view: PolarView): number {
  return (
    (view.rangeMax_m - view.rangeMin_m) * (view.azimuthMax_rad - view.azimuthMin_rad) * (view.elevationMax_rad - view.elevationMin_rad)
  );
}

/** Solid angle of a view, sr. */
export function viewSolidAngle_sr(view: PolarView): number {
  return (view.azimuthMax_rad - view.azimuthMin_rad) * (sin(view.elevationMax_rad) - sin(view.elevationMin_rad));
}

/** The angles of a cone of this half angle about the zenith (`up` 1) or about what is straight below (−1). */
export function coneAngles(halfAngle_rad: Radians, up: 1 | -1): Omit<PolarView, 'rangeMin_m' | 'rangeMax_m'> {
  const edge = Math.PI / 2 - halfAngle_rad;
  return {
    azimuthMin_rad: 0,
    azimuthMax_rad: 2 * Math.PI,
    elevationMin_rad: up > 0 ? edge : -Math.PI / 2,
    elevationMax_rad: up > 0 ? Math.PI / 2 : -edge,
  };
}

/** Reach of a sensor of directions that states none: from the ground, and from a platform, which may be a satellite in a high orbit. A new object may be
 *  anywhere in it, so that a stated one is worth its line. */
export const REACH_M = {
  ground: { rangeMin_m: 100_000, rangeMax_m: 5_000_000 },
  platform: { rangeMin_m: 100_000, rangeMax_m: 50_000_000 },
} as const;

/** False plots per scan and unit of measurement space: m·rad² (range × azimuth × elevation) of a polar sensor, sr of one that sees directions. */
export function clutterDensity({ sensing, falsePlotsPerScan }: MeasurementSpec): number {
  return falsePlotsPerScan / (sensing.kind === 'polar' ? viewVolume_mrad2(sensing.view) : viewSolidAngle_sr(sensing.view));
}

/** Origin (3) and unit axes first, second, up (9) of a sensor in its world; `at` is where a moving platform was.
 *  Azimuth is atan2(d·second, d·first). A flat sensor is its world's origin. On the Earth first is north and second east, in ECEF. */
export function mountOf({ id, frame }: MeasurementSpec, at?: Geodetic): Float64Array {
  switch (frame.kind) {
    case 'flat':
      return Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
    case 'site':
      return mountAt(frame.site);
    case 'platform':
      if (at === undefined) throw new RangeError(`sensor ${id} is on a moving platform: hand in where it was`);
      return mountAt(at);
  }
}

/** Origin (3) and unit axes north, east, up (9), ECEF, of a sensor at a place. */
export function mountAt(place: Geodetic): Float64Array {
  const { east, north, up } = enuBasis(place);
  return Float64Array.of(...xyz(ecefVecFromGeodetic(place)), ...xyz(north), ...xyz(east), ...xyz(up));
}

function xyz({ x, y, z }: Vec3): readonly [number, number, number] {
  return [x, y, z];
}

/** A mount turned about its up axis, so that what was seen at `azimuth_rad` is seen at zero. */
export function turnedMount(mount: Float64Array, azimuth_rad: Radians): Float64Array {
  const c = cos(azimuth_rad);
  const s = sin(azimuth_rad);
  const turned = mount.slice();
  for (let i = 0; i < 3; i++) {
    turned[3 + i] = c * mount[3 + i] + s * mount[6 + i];
    turned[6 + i] = c * mount[6 + i] - s * mount[3 + i];
  }
  return turned;
}

/** A theatre's sensor as a measurement spec. A theatre learns what objects do from its own motion models; the spec gets what those start
 *  from: any velocity that a radar may meet, and free fall that nothing but the field beyond J2 disturbs. */
export function measurementSpecOf(sensor: SensorSpec): MeasurementSpec {
  const common = {
    id: sensor.id,
    detectionProbability: sensor.detectionProbability,
    falsePlotsPerScan: sensor.falseDetectionsPerScan,
    scanPeriod_s: sensor.revisit_s,
    objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 1e-6, motion: 'flight' },
    modifiers: NO_MODIFIERS,
  } as const;
  switch (sensor.kind) {
    case 'infrared-satellite': {
      const { sigmaLineOfSight_rad, fieldOfRegard_sr } = sensor;
      const view = { ...REACH_M.platform, ...coneAngles(acos(1 - fieldOfRegard_sr / (2 * Math.PI)), -1) };
      return { ...common, sensing: { kind: 'line-of-sight', sigmaLineOfSight_rad, view }, frame: { kind: 'platform' } };
    }
    case 'radar':
      return { ...common, ...radarSpec(sensor) };
  }
}

function radarSpec(
  sensor: RadarSensor,
): Pick<MeasurementSpec, 'frame' | 'sensing'> & Partial<Pick<MeasurementSpec, 'resolution' | 'modifiers'>> {
  const { azimuthCentre_rad, azimuthHalfWidth_rad, rangeMin_m, rangeMax_m, elevationMin_rad, elevationMax_rad } = sensor;
  const { sigmaRange_m, sigmaAngle_rad, sigmaRangeRate_mps, refraction } = sensor;
  return {
    frame: sensor.moves === true ? { kind: 'platform' } : { kind: 'site', site: sensor.site },
    resolution: {
      range_m: CELL_SIGMAS.range * sigmaRange_m,
      angle_rad: CELL_SIGMAS.angle * sigmaAngle_rad,
      ...(sigmaRangeRate_mps === undefined ? {} : { rangeRate_mps: CELL_SIGMAS.rangeRate * sigmaRangeRate_mps }),
    },
    ...(refraction === undefined ? {} : { modifiers: { ...NO_MODIFIERS, refraction } }),
    sensing: {
      kind: 'polar',
      sigmaRange_m,
      sigmaAzimuth_rad: sigmaAngle_rad,
      sigmaElevation_rad: sigmaAngle_rad,
      ...(sigmaRangeRate_mps === undefined ? {} : { sigmaRangeRate_mps }),
      view: {
        rangeMin_m,
        rangeMax_m,
        azimuthMin_rad: azimuthCentre_rad - azimuthHalfWidth_rad,
        azimuthMax_rad: azimuthCentre_rad + azimuthHalfWidth_rad,
        elevationMin_rad,
        elevationMax_rad,
      },
    },
  };
}
