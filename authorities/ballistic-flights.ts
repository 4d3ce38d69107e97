/** Ballistic arcs that others have worked out or announced. */

/** Speed at burn-out for a minimum-energy arc over a ground range on a round Earth without air; what textbooks print beside the classes
 *  of the arms-control treaties (R. Bate, D. Mueller, J. White, Fundamentals of Astrodynamics, ch. 6, gives the equation). */
export const MINIMUM_ENERGY: readonly (readonly [range_km: number, speed_kmps: number])[] = [
  [1000, 3.02],
  [3000, 4.87],
  [5500, 6.07],
];

/** Two-body arcs of announced flights (apogee and distance by the Japanese ministry of defence or the Korean joint chiefs of staff):
 *  surface to surface of a sphere of 6,371 km, computed apart from this program. */
export const TWO_BODY_ARCS: readonly (readonly [
  date: string,
  apogee_km: number,
  range_km: number,
  time_s: number,
  speed_mps: number,
  angle_deg: number,
])[] = [
  ['2014-03-26', 150, 650, 366, 2466, 42.0],
  ['2016-06-21', 1400, 400, 1264, 4760, 85.0],
  ['2017-08-28', 550, 2700, 806, 4668, 36.8],
  ['2022-03-24', 6248, 1090, 4074, 7879, 85.1],
  ['2022-11-18', 6100, 1000, 3983, 7830, 85.4],
  ['2024-10-30', 7687, 1001, 4973, 8276, 85.9],
];

/** Announced time of flight minus the two-body time, seconds, of the two longest of them. Announced minutes are
 *  rounded; boost and drag only add. The physics accepts +100 to +260 s. */
export const LOFTED_EXCESS_s: readonly (readonly [date: string, apogee_km: number, range_km: number, excess_s: number])[] = [
  ['2022-11-18', 6100, 1000, 152],
  ['2024-10-30', 7687, 1001, 185],
];
