import { z } from 'zod';
import { MOTIONS, SPEC_RANGES } from '../../core/sense/valid-spec.ts';
import type { Bounds } from '../../core/valid.ts';
import { fields, kindError, name, number, oneOf } from '../yaml-file/vocabulary.ts';

/** The shape of a sensor spec file. Every key says its unit; angles are degrees, positions on the Earth geodetic. Nothing is guessed.
 *  What a number may be is the core's to say (`SPEC_RANGES`); here it is written in the units of the file. */

/** A number of a file whose bounds the core declares, in its own unit or in one that is `factor` of it. */
export function bounded({ unit, range }: Bounds, fileUnit = unit, factor = 1): z.ZodNumber {
  const [low, high] = range.map((bound) => Number((bound / factor).toPrecision(6)));
  return number(fileUnit, low, high);
}

export function inDegrees(bounds: Bounds): z.ZodNumber {
  return bounded(bounds, 'degrees', Math.PI / 180);
}

/** `[from, to]`. */
function span(bounds: Bounds, unit: string, factor: number) {
  const [low, high] = bounds.range.map((bound) => Number((bound / factor).toPrecision(6)));
  const error = () => `this must be two numbers\nwrite [FROM, TO], each from ${low} to ${high} ${unit}`;
  return z.tuple([bounded(bounds, unit, factor), bounded(bounds, unit, factor)], { error });
}

const place = {
  latitude_deg: inDegrees(SPEC_RANGES.latitude_rad),
  longitude_deg: inDegrees(SPEC_RANGES.longitude_rad),
  height_m: bounded(SPEC_RANGES.siteHeight_m).default(0),
};

const frame = z.discriminatedUnion(
  'kind',
  [fields({ kind: z.literal('flat') }), fields({ kind: z.literal('site'), ...place }), fields({ kind: z.literal('platform') })],
  { error: kindError(['flat', 'site', 'platform']) },
);

const clutter = fields({
  false_plots_per_scan: bounded(SPEC_RANGES.falsePlotsPerScan).optional(),
  density_per_rad2_m: number('per rad²·m', 1e-15, 1e6).optional(),
  density_per_sr: number('per sr', 1e-9, 1e12).optional(),
});

const refraction = z.discriminatedUnion(
  'kind',
  [
    fields({ kind: z.literal('none') }),
    fields({ kind: z.literal('four-thirds-earth') }),
    fields({
      kind: z.literal('exponential'),
      refractivity: bounded(SPEC_RANGES.refractivity).default(313),
      scale_height_km: bounded(SPEC_RANGES.scaleHeight_m, 'km', 1000).default(7),
    }),
  ],
  { error: kindError(['none', 'four-thirds-earth', 'exponential']) },
);

const bias = fields({
  range_m: bounded(SPEC_RANGES.biasRange_m).default(0),
  azimuth_deg: inDegrees(SPEC_RANGES.biasAngle_rad).default(0),
  elevation_deg: inDegrees(SPEC_RANGES.biasAngle_rad).default(0),
  time_s: bounded(SPEC_RANGES.biasTime_s).default(0),
});

const latency = fields({
  mean_s: bounded(SPEC_RANGES.latencyMean_s),
  stamped_at: oneOf(['measurement', 'report']).default('measurement'),
});

const common = {
  sensor: name,
  frame,
  detection_probability: bounded(SPEC_RANGES.detectionProbability),
  clutter,
  scan_period_s: bounded(SPEC_RANGES.scanPeriod_s),
  objects: fields({
    velocity_sigma_mps: bounded(SPEC_RANGES.velocitySigma_mps),
    acceleration_psd_m2ps3: bounded(SPEC_RANGES.accelerationPsd_m2ps3).optional(),
    motion: oneOf(MOTIONS).optional(),
  }),
  modifiers: fields({ bias: bias.optional(), refraction: refraction.optional(), latency: latency.optional() }).optional(),
};

const polar = fields({
  measures: z.literal('polar'),
  ...common,
  sigma: fields({
    range_m: bounded(SPEC_RANGES.sigmaRange_m),
    azimuth_deg: inDegrees(SPEC_RANGES.sigmaAzimuth_rad),
    elevation_deg: inDegrees(SPEC_RANGES.sigmaElevation_rad),
    range_rate_mps: bounded(SPEC_RANGES.sigmaRangeRate_mps).optional(),
  }),
  view: fields({
    azimuth_deg: span(SPEC_RANGES.azimuthMin_rad, 'degrees', Math.PI / 180),
    elevation_deg: span(SPEC_RANGES.elevation_rad, 'degrees', Math.PI / 180),
    range_km: span(SPEC_RANGES.range_m, 'km', 1000),
  }),
  resolution: fields({
    range_m: bounded(SPEC_RANGES.resolutionRange_m),
    angle_deg: inDegrees(SPEC_RANGES.resolutionAngle_rad),
    range_rate_mps: bounded(SPEC_RANGES.resolutionRangeRate_mps).optional(),
  }).optional(),
});

const sight = fields({
  measures: z.literal('line-of-sight'),
  ...common,
  sigma: fields({ line_of_sight_urad: bounded(SPEC_RANGES.sigmaLineOfSight_rad, 'µrad', 1e-6) }),
  view: fields({
    half_angle_deg: number('degrees', 0.01, 90).optional(),
    azimuth_deg: span(SPEC_RANGES.azimuthMin_rad, 'degrees', Math.PI / 180).optional(),
    elevation_deg: span(SPEC_RANGES.elevation_rad, 'degrees', Math.PI / 180).optional(),
    range_km: span(SPEC_RANGES.range_m, 'km', 1000).optional(),
  }),
  resolution: fields({
    range_m: bounded(SPEC_RANGES.resolutionRange_m).default(0),
    angle_deg: inDegrees(SPEC_RANGES.resolutionAngle_rad),
  }).optional(),
});

export const sensorSpecSchema = z.discriminatedUnion('measures', [polar, sight], {
  error: (issue) => {
    if (typeof issue.input !== 'object' || issue.input === null)
      return 'this is no group of fields\nbegin with "sensor: NAME" and "measures: polar"';
    return `measures is not one of those known\nwrite "measures: polar" (range, azimuth, elevation) or "measures: line-of-sight"`;
  },
});

export type SensorSpecDocument = z.output<typeof sensorSpecSchema>;
