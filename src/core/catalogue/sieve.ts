import { WGS84 } from '../frames/earth.ts';
import { greenwichSiderealTime_rad } from '../frames/teme.ts';
import { acos, asin, cos, pow, sin } from '../math/elementary.ts';
import type { Metres, Micros, Radians, Seconds } from '../units.ts';
import type { Catalogue, CatalogueStates } from './catalogue.ts';
import type { MeanElements } from './mean-elements.ts';
import { type RadarSky, skyAbout, type SkyAbout } from './radar-sky.ts';

export type Sieve = {
  /** How many objects are left that may ever come into the sky. */
  readonly everMay: number;
  /** Which objects may be in the sky at some time of a span, in ascending order: every one that SGP4 puts there is among them, and those that have a fault
   *  or elements older than 60 days. */
  mayBeInSky(from_us: Micros, to_us: Micros): Int32Array;
};

/** Leaves out the objects of a catalogue that cannot be in a radar's sky: before they are carried anywhere what never comes low enough, or so far north or south; and of the others, carried to the
 *  middle of each ten minutes of a span, what is too far away, whose plane does not pass near enough, and what is elsewhere in its plane. A span of a minute is as sharp as is worth while.
 *  Source  [HCR1984]: perigee–apogee, path and time filters. */
export function createSieve(catalogue: Catalogue, radar: RadarSky): Sieve {
  const sky = skyAbout(radar);
  const { elements } = catalogue;
  const count = elements.length;
  const epochs_us = Float64Array.from(elements.map(({ epoch_us }) => epoch_us));
  const never = Uint8Array.from(elements.map((one) => (neverComes(one, sky) ? 1 : 0)));
  const left = new Int32Array(count);
  const may = new Uint8Array(count);
  return {
    everMay: never.filter((one) => one === 0).length,
    mayBeInSky(from_us, to_us) {
      let leftCount = 0;
      for (let k = 0; k < count; k++) {
        // Of old elements SGP4 may say anything.
        may[k] = Math.abs(from_us - epochs_us[k]) < FRESH_us ? 0 : 1;
        if (may[k] === 0 && never[k] === 0) left[leftCount++] = k;
      }
      const which = left.subarray(0, leftCount);
      for (let begin_us = from_us; begin_us === from_us || begin_us < to_us; begin_us += PIECE_us) {
        const half_us = Math.ceil((Math.min(to_us, begin_us + PIECE_us) - begin_us) / 2);
        const at_us = begin_us + half_us;
        mark(may, which, catalogue.propagate(at_us, which), sky, at_us, half_us / 1e6);
      }
      return indicesOf(may);
    },
  };
}

function indicesOf(marked: Uint8Array): Int32Array {
  let count = 0;
  for (let k = 0; k < marked.length; k++) count += marked[k];
  const indices = new Int32Array(count);
  for (let k = 0, at = 0; k < marked.length; k++) if (marked[k] === 1) indices[at++] = k;
  return indices;
}

const PIECE_us = 600_000_000;
/** So long what is left out by elements alone is left out with the margins below, and speeds are those of the orbit. */
const FRESH_us = 60 * 86_400_000_000;
/** Short periods, long periods and drag; what comes lower than the second the air may bring down farther. */
const PERIGEE_MARGIN_m = 100_000;
const BRAKED_BELOW_m = WGS84.a_m + 700_000;
/** The Sun and the Moon change the eccentricity and inclination of what is high: parts of the axis, and angle. */
const HIGH_FROM_m = WGS84.a_m + 5_000_000;
const HIGH_MARGIN = 0.03;
const TILT_MARGIN_rad = 0.005;
const HIGH_TILT_MARGIN_rad = 0.03;

function neverComes(elements: MeanElements, sky: SkyAbout): boolean {
  const { meanMotion_radps: n, eccentricity: e, inclination_rad } = elements;
  const axis_m = pow(WGS84.gm_m3ps2 / (n * n), 1 / 3);
  const isHigh = axis_m > HIGH_FROM_m;
  const margin_m = PERIGEE_MARGIN_m + (isHigh ? HIGH_MARGIN * axis_m : 0);
  const perigee_m = axis_m * (1 - e);
  if (perigee_m < BRAKED_BELOW_m) return false;
  if (perigee_m - margin_m > sky.radiusMax_m) return true;
  const widest_rad = sky.widest_rad(perigee_m - margin_m, axis_m * (1 + e) + margin_m);
  const northernmost_rad = Math.min(inclination_rad, Math.PI - inclination_rad);
  return Math.abs(sky.siteLatitude_rad) - northernmost_rad > widest_rad + (isHigh ? HIGH_TILT_MARGIN_rad : TILT_MARGIN_rad);
}

/** What perturbations move an object in five minutes, and its perigee and apogee from those of the orbit that it is on: lengths, and as an angle. */
const SHORT_MARGIN_m = 30_000;
const SHORT_MARGIN_rad = 0.005;
/** Nothing in orbit falls faster, m/s². */
const FALL_mps2 = 9.82;

/** Marks those that may be in the sky within so many seconds of a time, by where they are then. */
function mark(may: Uint8Array, which: Int32Array, states: CatalogueStates, sky: SkyAbout, at_us: Micros, within_s: Seconds): void {
  const turn_rad = WGS84.omega_radps * within_s;
  const turning_mps = WGS84.omega_radps * sky.siteRadius_m;
  const longitude_rad = sky.siteLongitude_rad + greenwichSiderealTime_rad(at_us);
  const across = cos(sky.siteLatitude_rad);
  const [sx, sy, sz] = [across * cos(longitude_rad), across * sin(longitude_rad), sin(sky.siteLatitude_rad)];
  const { x_m, y_m, z_m, vx_mps, vy_mps, vz_mps, faults } = states;
  for (let k = 0; k < which.length; k++) {
    if (may[which[k]] === 1) continue;
    if (faults[k] !== 0) {
      may[which[k]] = 1;
      continue;
    }
    const [x, y, z, vx, vy, vz] = [x_m[k], y_m[k], z_m[k], vx_mps[k], vy_mps[k], vz_mps[k]];
    const speed2 = vx * vx + vy * vy + vz * vz;
    // Most are simply too far away to come in time.
    const far = sky.rangeMax_m + within_s * (Math.sqrt(speed2) + turning_mps + FALL_mps2 * within_s) + SHORT_MARGIN_m;
    const [dx, dy, dz] = [x - sx * sky.siteRadius_m, y - sy * sky.siteRadius_m, z - sz * sky.siteRadius_m];
    if (dx * dx + dy * dy + dz * dz > far * far) continue;
    const radius = Math.sqrt(x * x + y * y + z * z);
    const climb = Math.abs(x * vx + y * vy + z * vz) / radius;
    const hx = y * vz - z * vy;
    const hy = z * vx - x * vz;
    const hz = x * vy - y * vx;
    const h2 = hx * hx + hy * hy + hz * hz;
    // Perigee and apogee of the orbit that it is on, two-body.
    const inverseAxis = 2 / radius - speed2 / WGS84.gm_m3ps2;
    const eccentricity = Math.sqrt(Math.max(0, 1 - (h2 * inverseAxis) / WGS84.gm_m3ps2));
    const perigee = h2 / (WGS84.gm_m3ps2 * (1 + eccentricity));
    const apogee = inverseAxis > 0 ? (1 + eccentricity) / inverseAxis : Infinity;
    const lowest: Metres = Math.max(perigee - SHORT_MARGIN_m, radius - climb * within_s - 0.5 * FALL_mps2 * within_s * within_s);
    if (lowest > sky.radiusMax_m) continue;
    const highest: Metres = Math.min(apogee + SHORT_MARGIN_m, radius + Math.sqrt(speed2) * within_s);
    const widest: Radians = sky.widest_rad(lowest, highest);
    if (widest < 0) continue;
    const h = Math.sqrt(h2);
    const aside = asin(Math.min(1, Math.abs(hx * sx + hy * sy + hz * sz) / h));
    if (aside - turn_rad > widest + SHORT_MARGIN_rad) continue;
    const apart = acos(Math.max(-1, Math.min(1, (x * sx + y * sy + z * sz) / radius)));
    if (apart - turn_rad - (h / (lowest * lowest)) * within_s > widest + SHORT_MARGIN_rad) continue;
    may[which[k]] = 1;
  }
}
