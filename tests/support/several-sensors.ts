import { type Geodetic, geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { quadraticForm } from '../../src/core/math/matrix.ts';
import { unpacked } from '../../src/core/math/packed.ts';
import { freeFallAcceleration } from '../../src/core/physics/rotating.ts';
import type { TrackEstimate } from '../../src/core/plot-track/index.ts';
import type { PlotTracker, ReportedScan } from '../../src/core/plot-track/plot-tracker.ts';
import type { PolarPlot, SightPlot } from '../../src/core/sense/corrections.ts';
import { type MeasurementSpec, mountOf, NO_MODIFIERS, type PolarView } from '../../src/core/sense/measurement-spec.ts';
import { degrees } from '../../src/core/units.ts';
import { stream } from '../../src/sim/random.ts';

/** Several sensors on the ground before bodies in free fall, with truth, noise, misses and clutter of a seed. */

const VIEW: PolarView = {
  rangeMin_m: 100_000,
  rangeMax_m: 3_000_000,
  azimuthMin_rad: 0,
  azimuthMax_rad: 2 * Math.PI,
  elevationMin_rad: degrees(1),
  elevationMax_rad: degrees(89),
};

const COMMON = {
  detectionProbability: 0.9,
  falsePlotsPerScan: 0.5,
  scanPeriod_s: 5,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 1e-4, motion: 'coast' },
  modifiers: NO_MODIFIERS,
} as const;

type Changes = Partial<Omit<MeasurementSpec, 'sensing'>> & { readonly view?: Partial<PolarView>; readonly sigma_rad?: number };

/** A sensor of directions, 100 µrad unless it is said otherwise. */
export function passive(
  id: string,
  latitude_deg: number,
  longitude_deg: number,
  { view, sigma_rad = 1e-4, ...more }: Changes = {},
): MeasurementSpec {
  return {
    ...COMMON,
    id,
    frame: { kind: 'site', site: geodeticDegrees(latitude_deg, longitude_deg, 500) },
    sensing: { kind: 'line-of-sight', sigmaLineOfSight_rad: sigma_rad, view: { ...VIEW, ...view } },
    ...more,
  };
}

/** A satellite in a low orbit that moves north, and looks down at directions. */
export function moving(id: string, sigma_rad: number): MeasurementSpec {
  const view = { ...VIEW, rangeMax_m: 6_000_000, elevationMin_rad: degrees(-90), elevationMax_rad: degrees(-5) };
  return { ...passive(id, 0, 0, { view, sigma_rad }), frame: { kind: 'platform' } };
}

function placeAt(t_s: number): Geodetic {
  return geodeticDegrees(30 + 0.06 * t_s, 137, 1_200_000);
}

/** A radar: 50 m and 1 mrad unless it is said otherwise. */
export function radar(
  id: string,
  latitude_deg: number,
  longitude_deg: number,
  { view, sigma_rad = 1e-3, ...more }: Changes = {},
): MeasurementSpec {
  return {
    ...COMMON,
    id,
    frame: { kind: 'site', site: geodeticDegrees(latitude_deg, longitude_deg, 50) },
    sensing: { kind: 'polar', sigmaRange_m: 50, sigmaAzimuth_rad: sigma_rad, sigmaElevation_rad: sigma_rad, view: { ...VIEW, ...view } },
    ...more,
  };
}

/** A body in free fall at `t_s`, from where and how fast it was at zero (ECEF): states of position and velocity. */
export function fallen(from: readonly number[], t_s: number): number[] {
  let x = [...from];
  const steps = Math.max(1, Math.ceil(Math.abs(t_s) / 0.25));
  for (let k = 0; k < steps; k++) x = stepped(x, t_s / steps);
  return x;
}

function stepped(x: readonly number[], h: number): number[] {
  const slope = (s: readonly number[]): number[] => {
    const a = freeFallAcceleration({ x: s[0], y: s[1], z: s[2] }, { x: s[3], y: s[4], z: s[5] });
    return [s[3], s[4], s[5], a.x, a.y, a.z];
  };
  const half = slope(x).map((rate, i) => x[i] + (h / 2) * rate);
  return slope(half).map((rate, i) => x[i] + h * rate);
}

/** A body that comes up out of the west of 38° N, 138.5° E, 900 km off; turned and shifted by the others' numbers. */
export function flightFrom(azimuth_deg = 290, range_km = 900, velocity: readonly number[] = [1800, 1500, 3200]): number[] {
  const mount = mountOf(radar('home', 38, 138.5));
  const [azimuth, elevation] = [degrees(azimuth_deg), degrees(8)];
  const parts = [Math.cos(elevation) * Math.cos(azimuth), Math.cos(elevation) * Math.sin(azimuth), Math.sin(elevation)];
  const place = [0, 1, 2].map(
    (i) => mount[i] + 1000 * range_km * (parts[0] * mount[3 + i] + parts[1] * mount[6 + i] + parts[2] * mount[9 + i]),
  );
  return [...place, ...velocity];
}

/** Where a sensor sees a state, without error. */
export function seen(spec: MeasurementSpec, x: readonly number[], at?: Geodetic): PolarPlot {
  const mount = mountOf(spec, at);
  const d = [0, 1, 2].map((i) => x[i] - mount[i]);
  const along = (axis: number): number => d[0] * mount[axis] + d[1] * mount[axis + 1] + d[2] * mount[axis + 2];
  const range_m = Math.hypot(...d);
  return { range_m, azimuth_rad: Math.atan2(along(6), along(3)), elevation_rad: Math.asin(along(9) / range_m) };
}

/** The scans of these sensors over `until_s`, each beginning at its own offset, in order of time. */
export function scansOf(
  specs: readonly MeasurementSpec[],
  bodies: readonly (readonly number[])[],
  until_s: number,
  seed: number,
  apart_s = 1.3,
): ReportedScan[] {
  const random = stream(seed, 'several sensors');
  const times = specs.flatMap((spec, i) => {
    const count = Math.floor((until_s - apart_s * i) / spec.scanPeriod_s);
    return Array.from({ length: count }, (_, k) => ({ spec, t_s: apart_s * i + k * spec.scanPeriod_s }));
  });
  times.sort((a, b) => a.t_s - b.t_s);
  return times.map(({ spec, t_s }) => {
    const plots: (PolarPlot | SightPlot)[] = [];
    const platform = spec.frame.kind === 'platform' ? placeAt(t_s) : undefined;
    for (const body of bodies) {
      const plot = seen(spec, fallen(body, t_s), platform);
      if (isIn(spec.sensing.view, plot) && random.uniform() < spec.detectionProbability) plots.push(noisy(spec, plot, random));
    }
    for (let chance = random.uniform(); chance < spec.falsePlotsPerScan; chance += 1) plots.push(clutter(spec, random));
    return { sensor: spec.id, at_us: Math.round(1e6 * t_s), plots: plots as PolarPlot[], ...(platform && { platform }) };
  });
}

function isIn(view: PolarView, { range_m, azimuth_rad, elevation_rad }: PolarPlot): boolean {
  const azimuth = azimuth_rad < view.azimuthMin_rad ? azimuth_rad + 2 * Math.PI : azimuth_rad;
  return (
    range_m > view.rangeMin_m &&
    range_m < view.rangeMax_m &&
    azimuth > view.azimuthMin_rad &&
    azimuth < view.azimuthMax_rad &&
    elevation_rad > view.elevationMin_rad &&
    elevation_rad < view.elevationMax_rad
  );
}

type Random = ReturnType<typeof stream>;

function noisy({ sensing }: MeasurementSpec, { range_m, azimuth_rad, elevation_rad }: PolarPlot, random: Random): PolarPlot | SightPlot {
  if (sensing.kind === 'line-of-sight') {
    const sigma = sensing.sigmaLineOfSight_rad;
    return {
      azimuth_rad: azimuth_rad + (sigma * random.normal()) / Math.cos(elevation_rad),
      elevation_rad: elevation_rad + sigma * random.normal(),
    };
  }
  return {
    range_m: range_m + sensing.sigmaRange_m * random.normal(),
    azimuth_rad: azimuth_rad + sensing.sigmaAzimuth_rad * random.normal(),
    elevation_rad: elevation_rad + sensing.sigmaElevation_rad * random.normal(),
  };
}

function clutter({ sensing }: MeasurementSpec, random: Random): PolarPlot | SightPlot {
  const { view } = sensing;
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const azimuth_rad = between(view.azimuthMin_rad, view.azimuthMax_rad);
  if (sensing.kind === 'line-of-sight')
    return { azimuth_rad, elevation_rad: Math.asin(between(Math.sin(view.elevationMin_rad), Math.sin(view.elevationMax_rad))) };
  const elevation_rad = between(view.elevationMin_rad, view.elevationMax_rad);
  return { azimuth_rad, elevation_rad, range_m: between(view.rangeMin_m, view.rangeMax_m) };
}

/** A track beside the body that it may be of: distance, m, and NEES of all six. */
export type Beside = { readonly t_s: number; readonly id: string; readonly body: number; readonly miss_m: number; readonly nees: number };

/** All tracks after each scan, each beside the body that is nearest to it. */
export function followed(tracker: PlotTracker, scans: readonly ReportedScan[], bodies: readonly (readonly number[])[]): Beside[][] {
  return scans.map((scan) => {
    const t_s = scan.at_us / 1e6;
    const truths = bodies.map((body) => fallen(body, t_s));
    return tracker.takeScan(scan).map((track) => {
      const misses = truths.map((truth) => Math.hypot(...[0, 1, 2].map((i) => track.x[i] - truth[i])));
      const body = misses.indexOf(Math.min(...misses));
      return { t_s, id: track.id, body, miss_m: misses[body], nees: neesOf(track, truths[body]) };
    });
  });
}

function neesOf({ x, p }: TrackEstimate, truth: readonly number[]): number {
  return quadraticForm(
    unpacked(p, 0, 6),
    Float64Array.from(truth, (value, i) => x[i] - value),
    6,
  ) as number;
}
