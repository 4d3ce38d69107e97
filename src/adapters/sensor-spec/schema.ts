import { z } from 'zod';
import { fields, kindError, name, number, oneOf } from '../yaml-file/vocabulary.ts';

/** The shape of a sensor spec file. Every key says its unit; angles are degrees, positions on the Earth geodetic. Nothing is guessed. */

const probability = number('', 0.001, 0.9999);

/** `[from, to]`. */
function span(unit: string, low: number, high: number) {
  const error = () => `this must be two numbers\nwrite [FROM, TO], each from ${low} to ${high} ${unit}`;
  return z.tuple([number(unit, low, high), number(unit, low, high)], { error });
}

const place = {
  latitude_deg: number('degrees', -90, 90),
  longitude_deg: number('degrees', -180, 180),
  height_m: number('m', -500, 40_000).default(0),
};

const frame = z.discriminatedUnion(
  'kind',
  [fields({ kind: z.literal('flat') }), fields({ kind: z.literal('site'), ...place }), fields({ kind: z.literal('platform') })],
  { error: kindError(['flat', 'site', 'platform']) },
);

const clutter = fields({
  false_plots_per_scan: number('', 1e-9, 1e6).optional(),
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
      refractivity: number('N units', 0, 1000).default(313),
      scale_height_km: number('km', 1, 20).default(7),
    }),
  ],
  { error: kindError(['none', 'four-thirds-earth', 'exponential']) },
);

const bias = fields({
  range_m: number('m', -1e5, 1e5).default(0),
  azimuth_deg: number('degrees', -10, 10).default(0),
  elevation_deg: number('degrees', -10, 10).default(0),
  time_s: number('s', -600, 600).default(0),
});

const latency = fields({
  mean_s: number('s', 0, 600),
  stamped_at: oneOf(['measurement', 'report']).default('measurement'),
});

const common = {
  sensor: name,
  frame,
  detection_probability: probability,
  clutter,
  scan_period_s: number('s', 1e-3, 86_400),
  objects: fields({
    velocity_sigma_mps: number('m/s', 0.01, 50_000),
    acceleration_psd_m2ps3: number('m²/s³', 0, 1e6).optional(),
    motion: oneOf(['constant-velocity', 'coast', 'flight']).optional(),
  }),
  modifiers: fields({ bias: bias.optional(), refraction: refraction.optional(), latency: latency.optional() }).optional(),
};

const polar = fields({
  measures: z.literal('polar'),
  ...common,
  sigma: fields({
    range_m: number('m', 1e-3, 1e6),
    azimuth_deg: number('degrees', 1e-6, 30),
    elevation_deg: number('degrees', 1e-6, 30),
    range_rate_mps: number('m/s', 1e-4, 1e4).optional(),
  }),
  view: fields({
    azimuth_deg: span('degrees', -360, 360),
    elevation_deg: span('degrees', -90, 90),
    range_km: span('km', 0, 1e6),
  }),
  resolution: fields({
    range_m: number('m', 0, 1e6),
    angle_deg: number('degrees', 0, 30),
    range_rate_mps: number('m/s', 0, 1e4).optional(),
  }).optional(),
});

const sight = fields({
  measures: z.literal('line-of-sight'),
  ...common,
  sigma: fields({ line_of_sight_urad: number('µrad', 1e-3, 1e5) }),
  view: fields({ half_angle_deg: number('degrees', 0.01, 90) }),
  resolution: fields({ range_m: number('m', 0, 1e6).default(0), angle_deg: number('degrees', 0, 30) }).optional(),
});

export const sensorSpecSchema = z.discriminatedUnion('measures', [polar, sight], {
  error: (issue) => {
    if (typeof issue.input !== 'object' || issue.input === null)
      return 'this is no group of fields\nbegin with "sensor: NAME" and "measures: polar"';
    return `measures is not one of those known\nwrite "measures: polar" (range, azimuth, elevation) or "measures: line-of-sight"`;
  },
});

export type SensorSpecDocument = z.output<typeof sensorSpecSchema>;
