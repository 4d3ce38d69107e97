/** The Earth that element sets are fitted with, which is not today's: whoever takes WGS-84 here is kilometres off within days.
 *  Source  [VCHK2006] table of constants; [HR1980] section 13. */
const radius_km = 6378.135;
const gm_km3ps2 = 398_600.8;

export const WGS72 = {
  radius_m: radius_km * 1000,
  /** √GM in Earth radii to the 3/2 a minute. */
  ke: 60 / Math.sqrt((radius_km * radius_km * radius_km) / gm_km3ps2),
  j2: 0.001082616,
  j3: -0.00000253881,
  j4: -0.00000165597,
} as const;

/** Mean height at which the air begins to be reckoned, and which the density falls away from, km. */
export const DRAG_FROM_km = 78;
export const DRAG_TO_km = 120;

/** Metres a second of an Earth radius a minute, times `ke`. */
export const SPEED_mps = (WGS72.radius_m * WGS72.ke) / 60;
