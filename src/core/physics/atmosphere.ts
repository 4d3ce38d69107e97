/** The US Standard Atmosphere 1976: temperature, pressure and density over geometric height.
 *
 *  Source   U.S. Standard Atmosphere, 1976 (NOAA/NASA/USAF, NOAA-S/T 76-1562): part 1, eq. 18, 23, 33, 50 and table 4 (to 86 km);
 *           table I of part 4, of which rows are restated here (above).
 *  Checked  atmosphere.test.ts: within 0.1 % of the tables to 86 km; the rows above are their own check.
 *  Limits   To 86 km the temperature is the molecular-scale one (above 80 km up to 0.05 % more than the kinetic). Above 86 km pressure and
 *           density are log-linear between rows, a few per cent off between 100 and 120 km; the real thermosphere varies by a factor of ten
 *           with the Sun. Below −5 km the value at −5 km holds; above 1,000 km there is no air. */

import { exp, log } from '../math/elementary.ts';
import type { Kelvin, KilogramsPerMetre3, Metres, MetresPerSecond, Pascals } from '../units.ts';

export type Air = {
  readonly temperature_K: Kelvin;
  readonly pressure_Pa: Pascals;
  readonly density_kgpm3: KilogramsPerMetre3;
  /** √(γ p/ρ); above 86 km, where the standard gives none, the same formula, a figure for scale only. */
  readonly speedOfSound_mps: MetresPerSecond;
};

const RADIUS_m = 6356766;
/** g₀ M₀ / R*, in K/m. */
const HYDROSTATIC = (9.80665 * 28.9644) / 8314.32;
/** R* / M₀, in J/(kg K). */
const GAS = 8314.32 / 28.9644;
const GAMMA = 1.4;
const TOP_OF_LAYERS_m = 86_000;
const TOP_m = 1_000_000;
const BOTTOM_m = -5_000;

/** Base of each layer (geopotential metres) and its lapse rate, K/m. */
const LAYERS: readonly (readonly [base_gpm: number, lapse_Kpm: number])[] = [
  [0, -0.0065],
  [11_000, 0],
  [20_000, 0.001],
  [32_000, 0.0028],
  [47_000, 0],
  [51_000, -0.0028],
  [71_000, -0.002],
];

/** Height in km, kinetic temperature in K, pressure in Pa, density in kg/m³. */
const ROWS: readonly (readonly [height_km: number, temperature_K: number, pressure_Pa: number, density_kgpm3: number])[] = [
  [86, 186.87, 3.7338e-1, 6.958e-6],
  [90, 186.87, 1.8359e-1, 3.416e-6],
  [95, 188.42, 7.5966e-2, 1.393e-6],
  [100, 195.08, 3.2011e-2, 5.604e-7],
  [105, 208.84, 1.4477e-2, 2.325e-7],
  [110, 240.0, 7.1042e-3, 9.708e-8],
  [115, 300.0, 4.0096e-3, 4.289e-8],
  [120, 360.0, 2.5382e-3, 2.222e-8],
  [130, 469.27, 1.2505e-3, 8.152e-9],
  [140, 559.63, 7.2028e-4, 3.831e-9],
  [150, 634.39, 4.5422e-4, 2.076e-9],
  [160, 696.29, 3.0395e-4, 1.233e-9],
  [180, 790.07, 1.5271e-4, 5.194e-10],
  [200, 854.56, 8.4736e-5, 2.541e-10],
  [250, 941.33, 2.4767e-5, 6.073e-11],
  [300, 976.01, 8.7704e-6, 1.916e-11],
  [350, 990.06, 3.4498e-6, 7.014e-12],
  [400, 995.83, 1.4518e-6, 2.803e-12],
  [450, 998.22, 6.4468e-7, 1.184e-12],
  [500, 999.24, 3.0236e-7, 5.215e-13],
  [600, 999.85, 8.213e-8, 1.137e-13],
  [700, 999.97, 3.1908e-8, 3.07e-14],
  [800, 999.99, 1.7036e-8, 1.136e-14],
  [900, 1000.0, 1.0873e-8, 5.759e-15],
  [1000, 1000.0, 7.5138e-9, 3.561e-15],
];

const COUNT = LAYERS.length;
const base_gpm = Float64Array.from(LAYERS, (layer) => layer[0]);
const lapse_Kpm = Float64Array.from(LAYERS, (layer) => layer[1]);
const baseTemperature_K = new Float64Array(COUNT);
const basePressure_Pa = new Float64Array(COUNT);
baseTemperature_K[0] = 288.15;
basePressure_Pa[0] = 101_325;
for (let i = 1; i < COUNT; i++) {
  baseTemperature_K[i] = layerTemperature(i - 1, base_gpm[i]);
  basePressure_Pa[i] = layerPressure(i - 1, base_gpm[i]);
}
const row_m = Float64Array.from(ROWS, (row) => row[0] * 1000);
const logRowDensity = Float64Array.from(ROWS, (row) => log(row[3]));
const logRowPressure = Float64Array.from(ROWS, (row) => log(row[2]));

/** The air at a geometric height in metres above sea level. */
export function atmosphere(height_m: Metres): Air {
  const h = Math.max(height_m, BOTTOM_m);
  if (h > TOP_m) return { temperature_K: 1000, pressure_Pa: 0, density_kgpm3: 0, speedOfSound_mps: 0 };
  let temperature_K: number;
  let pressure_Pa: number;
  const density_kgpm3 = density(h);
  if (h <= TOP_OF_LAYERS_m) {
    const geopotential = (RADIUS_m * h) / (RADIUS_m + h);
    const i = layerOf(geopotential);
    temperature_K = layerTemperature(i, geopotential);
    pressure_Pa = layerPressure(i, geopotential);
  } else {
    const i = rowBelow(h);
    const share = (h - row_m[i]) / (row_m[i + 1] - row_m[i]);
    temperature_K = ROWS[i][1] + share * (ROWS[i + 1][1] - ROWS[i][1]);
    pressure_Pa = exp(logRowPressure[i] + share * (logRowPressure[i + 1] - logRowPressure[i]));
  }
  return { temperature_K, pressure_Pa, density_kgpm3, speedOfSound_mps: Math.sqrt((GAMMA * pressure_Pa) / density_kgpm3) };
}

/** Density is asked for at every step of every flight, and a logarithm and an exponential for each answer were the half of a flight's cost. It
 *  comes from cubics over cells of 100 m up to 150 km and of 1 km above, each through four points of the formula: within 1e-8 of it, 2e-4 in
 *  the cells in which a layer or a row begins. A cell is worked out when it is first asked for: who flies nothing pays nothing. */
const LOW_CELL_m = 100;
const LOW_TOP_m = 150_000;
const HIGH_CELL_m = 1000;
/** Four coefficients for each cell, of the share of the way through it; zeros where the cell has not been asked for. */
const lowCubics = new Float64Array((4 * (LOW_TOP_m - BOTTOM_m)) / LOW_CELL_m);
const highCubics = new Float64Array((4 * (TOP_m - LOW_TOP_m)) / HIGH_CELL_m);

function cubicAt(cubics: Float64Array, bottom_m: Metres, cell_m: Metres, height_m: Metres): number {
  const place = (height_m - bottom_m) / cell_m;
  const cell = Math.floor(place);
  const t = place - cell;
  const k = 4 * cell;
  if (cubics[k] === 0) workOut(cubics, cell, bottom_m, cell_m);
  return cubics[k] + t * (cubics[k + 1] + t * (cubics[k + 2] + t * cubics[k + 3]));
}

function workOut(cubics: Float64Array, cell: number, bottom_m: Metres, cell_m: Metres): void {
  // Just inside the cell at its ends: a row of the table above may begin there.
  const at = (share: number): number => densityByFormula(bottom_m + cell_m * (cell + share));
  const [p0, p1, p2, p3] = [at(1e-9), at(1 / 3), at(2 / 3), at(1 - 1e-9)];
  cubics[4 * cell] = p0;
  cubics[4 * cell + 1] = (-11 * p0 + 18 * p1 - 9 * p2 + 2 * p3) / 2;
  cubics[4 * cell + 2] = (9 * (2 * p0 - 5 * p1 + 4 * p2 - p3)) / 2;
  cubics[4 * cell + 3] = (9 * (-p0 + 3 * p1 - 3 * p2 + p3)) / 2;
}

/** Density alone, kg/m³, at a geometric height in metres: the part that drag needs at every step. */
export function density(height_m: Metres): KilogramsPerMetre3 {
  if (height_m < LOW_TOP_m) return cubicAt(lowCubics, BOTTOM_m, LOW_CELL_m, Math.max(height_m, BOTTOM_m));
  return height_m < TOP_m ? cubicAt(highCubics, LOW_TOP_m, HIGH_CELL_m, height_m) : densityByFormula(height_m);
}

/** The standard's formula, or the line between two rows. */
export function densityByFormula(height_m: Metres): KilogramsPerMetre3 {
  if (height_m > TOP_m) return 0;
  if (height_m > TOP_OF_LAYERS_m) {
    const i = rowBelow(height_m);
    const share = (height_m - row_m[i]) / (row_m[i + 1] - row_m[i]);
    return exp(logRowDensity[i] + share * (logRowDensity[i + 1] - logRowDensity[i]));
  }
  const h = Math.max(height_m, BOTTOM_m);
  const geopotential = (RADIUS_m * h) / (RADIUS_m + h);
  const i = layerOf(geopotential);
  return layerPressure(i, geopotential) / (GAS * layerTemperature(i, geopotential));
}

function layerOf(geopotential: number): number {
  let i = COUNT - 1;
  while (i > 0 && geopotential < base_gpm[i]) i--;
  return i;
}

function rowBelow(height_m: number): number {
  let i = 0;
  while (i < row_m.length - 2 && height_m >= row_m[i + 1]) i++;
  return i;
}

function layerTemperature(i: number, geopotential: number): number {
  return baseTemperature_K[i] + lapse_Kpm[i] * (geopotential - base_gpm[i]);
}

function layerPressure(i: number, geopotential: number): number {
  const lapse = lapse_Kpm[i];
  const base = baseTemperature_K[i];
  if (lapse === 0) return basePressure_Pa[i] * exp((-HYDROSTATIC * (geopotential - base_gpm[i])) / base);
  return basePressure_Pa[i] * exp((HYDROSTATIC / lapse) * log(base / layerTemperature(i, geopotential)));
}
