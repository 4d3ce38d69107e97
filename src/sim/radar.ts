import { enuBasis } from '../core/frames/enu.ts';
import { geodesicDirect } from '../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, type Geodetic } from '../core/frames/geodetic.ts';
import { earthBlocks } from '../core/frames/line-of-sight.ts';
import { polarFromEcef } from '../core/frames/radar.ts';
import { cos, exp, log10, pow } from '../core/math/elementary.ts';
import type { Vec3 } from '../core/math/vector.ts';
import { signalToNoise } from '../core/sense/sensitivity.ts';
import type { Plot, RadarScan } from '../core/sense/scan.ts';
import { apparentSight } from '../core/sense/refraction.ts';
import type { MetresPerSecond, Micros } from '../core/units.ts';
import { shuffled } from './infrared.ts';
import { type RandomStream, stream } from './random.ts';
import type { SimulatedRadar } from './scenario.ts';

/** Something that reflects. */
export type RadarTarget = { readonly r: Vec3; readonly v: Vec3; readonly crossSection_m2: number };

/** A return that needs no target in space: the Moon's, for one, whose range has folded. */
export type RadarReturn = Pick<Plot, 'range_m' | 'azimuth_rad' | 'elevation_rad' | 'signalToNoise_dB'> & {
  readonly rangeRate_mps: MetresPerSecond;
};

/** At and above this ratio the radar measures as well as its specification says; below, errors grow as 1/√SNR. */
const FULL_ACCURACY_DB = 20;
/** Ratio at which half of the returns are missed, and the width of the fall-off. With 1e-6 false alarms and some pulses integrated,
 *  Albersheim's formula puts a half near 11…12 dB. */
const HALF_DETECTED_DB = 12;
const FALL_OFF_DB = 1;
/** Scatter of one return's strength. */
const SCATTER_DB = 1.5;
/** Clutter moves like anything between standing still and orbiting. */
const CLUTTER_RANGE_RATE_MPS = 4000;

/** One scan of a radar. What is outside the coverage, or behind the Earth's ellipsoid, is not seen. Refraction bends what is seen; that it would show some of
 *  what lies just below the horizon is left out.
 *  Strength  by the radar equation, core/sense/sensitivity.ts.  Errors scale with 1/√SNR down to the specification's floor: the law of
 *  monopulse angles and of pulse-delay ranges (Barton, Radar System Analysis and Modeling, ch. 8-9). */
export function radarScan(
  radar: SimulatedRadar,
  seed: number,
  index: number,
  measuredAt_us: Micros,
  targets: readonly RadarTarget[],
  returns: readonly RadarReturn[] = [],
): RadarScan {
  const random = stream(seed, `${radar.spec.id}/${index}`);
  const site = siteAt(radar, measuredAt_us);
  const station = ecefVecFromGeodetic(site);
  const basis = enuBasis(site);
  const { refraction = { kind: 'none' } } = radar.spec;
  const plots: Plot[] = [];
  for (const target of targets) {
    const strength_dB = SCATTER_DB * random.normal();
    const polar = polarFromEcef(station, basis, target.r, target.v);
    const candidate = {
      ...polar,
      ...apparentSight(refraction, site.height_m, polar),
      signalToNoise_dB: 10 * log10(signalToNoise(radar.spec.sensitivity, polar.range_m, target.crossSection_m2)) + strength_dB,
    };
    const blocked = !covers(radar, candidate) || earthBlocks(station, target.r);
    keep(plots, radar, candidate, blocked, random);
  }
  for (const each of returns) keep(plots, radar, each, !covers(radar, each), random);
  const falseCount = random.poisson(radar.spec.falseDetectionsPerScan);
  for (let i = 0; i < falseCount; i++) plots.push(measured(radar, clutter(radar, random), random));
  const platform = radar.spec.moves === true ? { platform: site } : {};
  return { kind: 'radar-scan', sensor: radar.spec.id, measuredAt_us, ...platform, plots: shuffled(plots, random) };
}

/** Where a radar is. */
export function siteAt({ spec, way }: SimulatedRadar, at_us: Micros): Geodetic {
  if (way === undefined) return spec.site;
  return {
    ...geodesicDirect(spec.site.latitude_rad, spec.site.longitude_rad, way.course_rad, (way.speed_mps * (at_us - way.from_us)) / 1e6),
    height_m: spec.site.height_m,
  };
}

/** Draws the same numbers whether or not it is seen, so that one target's fate leaves the others' noise alone. */
function keep(plots: Plot[], radar: SimulatedRadar, candidate: RadarReturn, blocked: boolean, random: RandomStream): void {
  const chance = random.uniform();
  const plot = measured(radar, candidate, random);
  const share = 1 / (1 + exp(-(candidate.signalToNoise_dB - HALF_DETECTED_DB) / FALL_OFF_DB));
  if (!blocked && chance < radar.spec.detectionProbability * share) plots.push(plot);
}

function covers(radar: SimulatedRadar, candidate: RadarReturn): boolean {
  const { spec } = radar;
  if (candidate.range_m < spec.rangeMin_m || candidate.range_m > spec.rangeMax_m) return false;
  if (candidate.elevation_rad < spec.elevationMin_rad || candidate.elevation_rad > spec.elevationMax_rad) return false;
  return Math.abs(wrapped(candidate.azimuth_rad - spec.azimuthCentre_rad)) <= spec.azimuthHalfWidth_rad;
}

function measured(radar: SimulatedRadar, truth: RadarReturn, random: RandomStream): Plot {
  const { spec } = radar;
  const growth = Math.max(1, pow(10, (FULL_ACCURACY_DB - truth.signalToNoise_dB) / 20));
  const sigmaAngle_rad = spec.sigmaAngle_rad * growth;
  const sigmaRange_m = spec.sigmaRange_m * growth;
  // The beam is as wide across as up and down, so the azimuth, an angle about the vertical, is the worse the higher it looks.
  const sigmaAzimuth_rad = sigmaAngle_rad / Math.max(0.05, cos(truth.elevation_rad));
  const azimuth_rad = truth.azimuth_rad + sigmaAzimuth_rad * random.normal();
  return {
    range_m: Math.max(1, truth.range_m + sigmaRange_m * random.normal()),
    azimuth_rad: azimuth_rad - 2 * Math.PI * Math.floor(azimuth_rad / (2 * Math.PI)),
    elevation_rad: truth.elevation_rad + sigmaAngle_rad * random.normal(),
    ...rangeRateOf(radar, truth.rangeRate_mps, growth, random.normal()),
    signalToNoise_dB: truth.signalToNoise_dB,
    sigmaRange_m,
    sigmaAzimuth_rad,
    sigmaElevation_rad: sigmaAngle_rad,
  };
}

function rangeRateOf(
  { spec }: SimulatedRadar,
  truth_mps: number,
  growth: number,
  deviate: number,
): Pick<Plot, 'rangeRate_mps' | 'sigmaRangeRate_mps'> {
  if (spec.sigmaRangeRate_mps === undefined) return {};
  const sigmaRangeRate_mps = spec.sigmaRangeRate_mps * growth;
  return { rangeRate_mps: truth_mps + sigmaRangeRate_mps * deviate, sigmaRangeRate_mps };
}

/** A false plot: uniform over range, azimuth and elevation of the coverage, just strong enough. */
function clutter(radar: SimulatedRadar, random: RandomStream): RadarReturn {
  const { spec } = radar;
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  return {
    range_m: between(spec.rangeMin_m, spec.rangeMax_m),
    azimuth_rad: spec.azimuthCentre_rad + spec.azimuthHalfWidth_rad * between(-1, 1),
    elevation_rad: between(spec.elevationMin_rad, spec.elevationMax_rad),
    rangeRate_mps: between(-CLUTTER_RANGE_RATE_MPS, CLUTTER_RANGE_RATE_MPS),
    signalToNoise_dB: HALF_DETECTED_DB + Math.abs(random.normal()),
  };
}

function wrapped(angle_rad: number): number {
  return angle_rad - 2 * Math.PI * Math.round(angle_rad / (2 * Math.PI));
}
