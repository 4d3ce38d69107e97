/** Rows of the U.S. Standard Atmosphere, 1976 (NOAA, NASA, USAF; NOAA-S/T 76-1562), tables I and part 4, as printed (4 to 6 digits).
 *  Geometric height. */

/** To 80 km: temperature in K, pressure in Pa, density in kg/m³. */
export const LOWER_ROWS: readonly (readonly [height_km: number, temperature_K: number, pressure_Pa: number, density_kgpm3: number])[] = [
  [0, 288.15, 1.01325e5, 1.225],
  [11, 216.774, 2.2699e4, 3.648e-1],
  [20, 216.65, 5.5293e3, 8.891e-2],
  [30, 226.509, 1.197e3, 1.841e-2],
  [50, 270.65, 7.9779e1, 1.0269e-3],
  [70, 219.585, 5.2209, 8.2829e-5],
  [80, 198.639, 1.0524, 1.8458e-5],
];

/** Speed of sound at sea level, m/s. */
export const SPEED_OF_SOUND_mps = 340.294;

/** Density between the rows that the program interpolates. */
export const UPPER_DENSITIES: readonly (readonly [height_km: number, density_kgpm3: number])[] = [
  [87, 5.824e-6],
  [125, 1.291e-8],
  [170, 7.815e-10],
  [550, 2.384e-13],
  [850, 7.824e-15],
];
