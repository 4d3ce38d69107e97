/** The reference Earth: ellipsoid, rotation, gravitational parameter and its flattening term.
 *  Source  [WGS84] table 3.1 for a, 1/f, GM, ω; J2 from C̄₂₀ of EGM2008, −√5 C̄₂₀. */
const a_m = 6_378_137;
const f = 1 / 298.257223563;

export const WGS84 = {
  a_m,
  f,
  b_m: a_m * (1 - f),
  e2: f * (2 - f),
  omega_radps: 7.292115e-5,
  gm_m3ps2: 3.986004418e14,
  j2: 1.082626173852e-3,
} as const;

/** Mean radius of the Earth, (2a + b)/3 rounded, m: the sphere that two-body ranges are taken on. */
export const MEAN_RADIUS_m = 6_371_000;
