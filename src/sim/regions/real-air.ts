import { enuBasis } from '../../core/frames/enu.ts';
import { geodeticFromEcefVec, heightAbove } from '../../core/frames/geodetic.ts';
import { exp } from '../../core/math/elementary.ts';
import { add, scale, type Vec3, vec3 } from '../../core/math/vector.ts';
import { density } from '../../core/physics/atmosphere.ts';
import { freeFallInto } from '../../core/physics/rotating.ts';
import { rungeKutta } from '../../core/physics/runge-kutta.ts';
import type { KilogramsPerMetre2, Metres, Seconds } from '../../core/units.ts';
import type { RandomStream } from '../random.ts';
import { addFinerField } from './finer-field.ts';

/** One day's air, as nobody on duty knows it: winds, and how far the density is from the standard one. */
export type Air = {
  readonly windEast_mps: number;
  readonly windNorth_mps: number;
  /** In sigmas: the density is off by 3 % near the ground and 15 % at 80 km, one sigma. */
  readonly denser_sigma: number;
};

/** Standard deviation of the wind on each axis, m/s. */
const WIND_MPS = 10;

export function drawAir(random: RandomStream): Air {
  return { windEast_mps: WIND_MPS * random.normal(), windNorth_mps: WIND_MPS * random.normal(), denser_sigma: random.normal() };
}

const DENSITY_LOW = 0.03;
const DENSITY_GROWTH_PER_M = 0.12 / 80_000;
const WIND_FADES_M: readonly [Metres, Metres] = [20_000, 70_000];
const HIGH_STEP_S = 10;
const LOW_STEP_S = 0.5;
const AIR_M = 130_000;
const LIMIT_S = 8_000;

/** Falls to the ground through one day's air, in the Earth's field with what it has beyond J2: fourth-order steps of ten seconds above 130 km and of half a
 *  second below, the ground found to a millisecond. Undefined when it is still up after 8,000 s. ECEF, m and m/s; `observe` sees the start, every step and the
 *  end. */
export function fallThrough(
  air: Air,
  start: { readonly r: Vec3; readonly v: Vec3 },
  beta: KilogramsPerMetre2,
  observe: (t_s: Seconds, r: Vec3, v: Vec3) => void,
): { readonly time_s: Seconds; readonly r: Vec3 } | undefined {
  const { east, north } = enuBasis(geodeticFromEcefVec(start.r));
  let wind = add(scale(east, air.windEast_mps), scale(north, air.windNorth_mps));
  const step = rungeKutta((out, _t, s) => {
    freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]);
    addFinerField(out, s[0], s[1], s[2]);
    const height_m = heightAbove(s[0], s[1], s[2]);
    if (height_m > AIR_M) return;
    const share = Math.max(0, Math.min(1, (WIND_FADES_M[1] - height_m) / (WIND_FADES_M[1] - WIND_FADES_M[0])));
    const [x, y, z] = [s[3] - share * wind.x, s[4] - share * wind.y, s[5] - share * wind.z];
    const off = air.denser_sigma * (DENSITY_LOW + DENSITY_GROWTH_PER_M * Math.max(0, Math.min(height_m, 80_000)));
    const rate = (0.5 * density(height_m) * exp(off) * Math.sqrt(x * x + y * y + z * z)) / beta;
    out[0] -= rate * x;
    out[1] -= rate * y;
    out[2] -= rate * z;
  });
  const s = Float64Array.of(start.r.x, start.r.y, start.r.z, start.v.x, start.v.y, start.v.z);
  const next = new Float64Array(6);
  observe(0, start.r, start.v);
  let entered = false;
  for (let t = 0; t < LIMIT_S; ) {
    const height_m = heightAbove(s[0], s[1], s[2]);
    if (!entered && height_m < AIR_M) {
      entered = true;
      const here = enuBasis(geodeticFromEcefVec(vec3(s[0], s[1], s[2])));
      wind = add(scale(here.east, air.windEast_mps), scale(here.north, air.windNorth_mps));
    }
    const dt = height_m > AIR_M + 100_000 ? HIGH_STEP_S : LOW_STEP_S;
    step(next, t, s, dt);
    if (heightAbove(next[0], next[1], next[2]) <= 0) {
      let [low, high] = [0, dt];
      while (high - low > 1e-3) {
        const middle = (low + high) / 2;
        step(next, t, s, middle);
        if (heightAbove(next[0], next[1], next[2]) > 0) low = middle;
        else high = middle;
      }
      const r = vec3(next[0], next[1], next[2]);
      observe(t + high, r, vec3(next[3], next[4], next[5]));
      return { time_s: t + high, r };
    }
    s.set(next);
    t += dt;
    observe(t, vec3(s[0], s[1], s[2]), vec3(s[3], s[4], s[5]));
  }
  return undefined;
}
