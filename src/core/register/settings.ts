import type { SensorBias } from '../registration/bias.ts';
import type { RegisterOptions } from '../registration/register.ts';

/** How wrong a radar may be of which nothing is known, one sigma: a survey of its site and its north by simple means, a clock set by hand. */
export const UNKNOWN_RADAR: SensorBias = { range_m: 200, azimuth_rad: 5e-3, elevation_rad: 5e-3, time_s: 0.1 };

/** The theatre's register. What matters depends on the radar; here stands what does of a clock, 20 ms: 140 m at orbital speed. */
export const REGISTER: RegisterOptions = {
  prior: UNKNOWN_RADAR,
  walk: { range_m: 0.1, azimuth_rad: 2e-5, elevation_rad: 2e-5, time_s: 1e-4 },
  matters: { range_m: 15, azimuth_rad: 5e-4, elevation_rad: 5e-4, time_s: 0.02 },
  drift: { moves: 2, span_s: 120 },
};
