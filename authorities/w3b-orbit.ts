/** The orbit of Eutelsat W3B on 2010-11-02 and the biases of the five stations that tracked it, as Orekit's batch least squares finds them
 *  from the 521 measurements of ../shared/data/tracking_w3b (figures of `NumericalOrbitDeterminationTest.testW3B`, Orekit 12; Apache-2.0). */

/** Position and velocity at 2010-11-02T02:56:15.690 UTC, EME2000, m and m/s. */
export const W3B_ORBIT = [-40_541_446.255, -9_905_357.41, 206_777.413, 759.0685, -1476.5156, 54.793] as const;

/** What the satellite lost by a leak was fitted too: the size of its constant and of its growth, m/s² and m/s³. */
export const W3B_LEAK = { constant_mps2: 8.002e-6, growth_mps3: 3.058e-10 };

/** Delay of the transponder on board, which is in every range besides the station's own bias, m. */
export const W3B_TRANSPONDER_M = 5969;

/** Range bias, m, and azimuth and elevation bias, degrees. */
export const W3B_BIASES: Readonly<Record<string, readonly [range_m: number, azimuth_deg: number, elevation_deg: number]>> = {
  CastleRock: [11_274.4677, 0.062701342, -0.003613508],
  Fucino: [13_467.8256, -0.053526137, 0.075483886],
  Kumsan: [13_512.57594, -0.023574208, -0.054520756],
  Pretoria: [13_594.11889, 0.030201539, 0.009747877],
  Uralla: [13_450.26738, 0.167814449, -0.12305252],
};

/** UT1 − UTC in s and the pole's coordinates in arc seconds at noon of that day (IERS Bulletin B 274). */
export const W3B_DAY = { ut1MinusUtc_s: -0.0936, poleX_arcsec: 0.2212, poleY_arcsec: 0.2958 };
