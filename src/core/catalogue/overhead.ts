import { WGS84 } from '../frames/earth.ts';
import { greenwichSiderealTime_rad } from '../frames/teme.ts';
import { cos, sin } from '../math/elementary.ts';
import type { Micros } from '../units.ts';
import type { Catalogue } from './catalogue.ts';
import { type RadarSky, skyAbout } from './radar-sky.ts';
import { createSieve } from './sieve.ts';

/** Objects of a catalogue in a radar's sky at a time: their indices in ascending order, and of each six numbers in a row, ECEF position and velocity relative to the Earth, m and m/s. Written over by the next
 *  call. */
export type ObjectsOverhead = { readonly count: number; readonly objects: Int32Array; readonly statesEcef: Float64Array };

/** Who of a catalogue is in a radar's sky, second by second: a sieve leaves a few hundred objects of tens of thousands for the next minute, and only these are carried to each time. Times may be asked for in any
 *  order; near each other they cost least. */
export function createOverhead(catalogue: Catalogue, radar: RadarSky): (at_us: Micros) => ObjectsOverhead {
  const sky = skyAbout(radar);
  const sieve = createSieve(catalogue, radar);
  const { site_m, up, rangeMax_m, sinElevationMin } = sky;
  let objects = new Int32Array(0);
  let statesEcef = new Float64Array(0);
  let candidates = new Int32Array(0);
  let minute = Number.NaN;
  return (at_us) => {
    const begin_us = Math.floor(at_us / MINUTE_us) * MINUTE_us;
    if (begin_us !== minute) {
      candidates = Int32Array.from(sieve.mayBeInSky(begin_us, begin_us + MINUTE_us));
      minute = begin_us;
      if (objects.length < candidates.length) {
        objects = new Int32Array(candidates.length);
        statesEcef = new Float64Array(6 * candidates.length);
      }
    }
    const { x_m, y_m, z_m, vx_mps, vy_mps, vz_mps, faults } = catalogue.propagate(at_us, candidates);
    const angle_rad = greenwichSiderealTime_rad(at_us);
    const [c, s, w] = [cos(angle_rad), sin(angle_rad), WGS84.omega_radps];
    let count = 0;
    for (let k = 0; k < candidates.length; k++) {
      if (faults[k] !== 0) continue;
      const x = c * x_m[k] + s * y_m[k];
      const y = c * y_m[k] - s * x_m[k];
      const dx = x - site_m.x;
      const dy = y - site_m.y;
      const dz = z_m[k] - site_m.z;
      const range2 = dx * dx + dy * dy + dz * dz;
      if (range2 > rangeMax_m * rangeMax_m) continue;
      if (dx * up.x + dy * up.y + dz * up.z < sinElevationMin * Math.sqrt(range2)) continue;
      objects[count] = candidates[k];
      const at = 6 * count;
      statesEcef[at] = x;
      statesEcef[at + 1] = y;
      statesEcef[at + 2] = z_m[k];
      statesEcef[at + 3] = c * vx_mps[k] + s * vy_mps[k] + w * y;
      statesEcef[at + 4] = c * vy_mps[k] - s * vx_mps[k] - w * x;
      statesEcef[at + 5] = vz_mps[k];
      count += 1;
    }
    return { count, objects: objects.subarray(0, count), statesEcef: statesEcef.subarray(0, 6 * count) };
  };
}

const MINUTE_us = 60_000_000;
