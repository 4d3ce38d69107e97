import { z } from 'zod';

// The findings that an assessment rests on, as schemas. What each means stands at core/discern/finding.ts; the words that people read are made
// in finding-words.ts.

/** A finding of one feature with its figures. */
function of<F extends string, S extends z.core.$ZodLooseShape>(feature: F, shape: S) {
  return z.object({ feature: z.literal(feature), ...shape });
}

export const findingSchema = z.discriminatedUnion('feature', [
  of('heat', { hits: z.int(), satellites: z.int() }),
  of('no-heat', { hits: z.int() }),
  of('motion', { speed_mps: z.number() }),
  of('followed', { plots: z.int() }),
  of('motion-of-heat', { moved_sigma: z.number(), slowestRocket_sigma: z.number(), span_s: z.number() }),
  of('acceleration-of-heat', {
    acceleration_mps2: z.number(),
    sigma_mps2: z.number(),
    slowestRocket_mps2: z.number(),
    speed_mps: z.number(),
    unsteady_sigma: z.number(),
  }),
  of('sun-angle', { facetTilt_rad: z.number() }),
  of('no-sunlight', {}),
  of('perigee', { perigee_m: z.number(), apogee_m: z.number().optional() }),
  of('from-orbit', {}),
  of('below-orbits', { height_m: z.number(), slow_mps: z.number().optional(), neverUp: z.boolean() }),
  of('speed-and-flight-path', { speed_mps: z.number(), angle_rad: z.number() }),
  of('escape', { speed_mps: z.number() }),
  of('coast-seen', { coasted_s: z.number(), toOrbit_mps: z.number().optional(), top_m: z.number().optional() }),
  of('orbit-open', { toOrbit_mps: z.number(), decidedAt_us: z.int() }),
  of('stage-open', { sinceBurnout_s: z.number() }),
  of('part-of', { event: z.string(), missile: z.number(), launch: z.number(), open: z.boolean(), decidedAt_us: z.int().optional() }),
  of('burn-time', { burned_s: z.number() }),
  of('thrust', { thrust: z.enum(['against-motion', 'burning', 'stopped']) }),
  of('air-glow', {}),
  of('level', { height_m: z.number() }),
  of('high-or-fast', {}),
  of('moon', { fromMoon_rad: z.number() }),
  of('moon-unknown', {}),
  of('gravity', { falls: z.boolean() }),
  of('radar-absent', { absence: z.number() }),
]);
