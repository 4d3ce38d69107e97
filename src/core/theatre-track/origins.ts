import { RANGE_RATE_SPAN_MPS } from '../sense/measurement-spec.ts';
import type { MetresPerSecond } from '../units.ts';
import { exp } from '../math/elementary.ts';
import type { Look } from '../track/look/look.ts';
import type { Track } from './track.ts';

/** Where launches have come from, more may come: a launcher is seldom alone, and a plume that lights where one has just lit is no older object that has lit
 *  again. Without this, a stage that falls out of the radars' reach, and may be anywhere within ten kilometres, would be taken for the next
 *  missile that rises there. */

/** From around each such place another launch within ten minutes, and only for ten minutes. */
const ANOTHER_PER_S = 1 / 600;
const MEMORY_S = 600;
/** Hits of each kind that make it one. */
const FOLLOWED = 3;
/** How far from the first one's first sight the next one's will be, one sigma on each axis. */
const AROUND_M = 20_000;
/** Range rates that rising objects spread over, m/s. */
const RISING_SPAN_MPS = 2000;
/** Farther than this, in sigmas, nothing is added. */
const REACH = 5;
/** Farther than this, with room for rounding. */
const FAR_M = REACH * AROUND_M + 1;

/** Adds to the density of new objects, detection by detection, what the places of known launches make likely:
 *    rate · dt · R²/(2πσ²) exp(−d²/2σ²)  per sr,  and for a radar  1/(√(2π) σ) per metre of range and, where it is measured, a share per m/s of range rate
 *  with d the distance of the detection (the line of sight, for heat) from the place, and R its range. */
export function addLaunchesNear(fresh: Float64Array, tracks: readonly Track[], look: Look): void {
  const variance = AROUND_M * AROUND_M;
  const depth = look.frame.measuresRange ? 1 / Math.sqrt(2 * Math.PI * variance) : 1;
  const scale = (ANOTHER_PER_S * look.revisit_s * depth) / (2 * Math.PI * variance);
  for (const track of tracks) {
    if (!isLaunch(track) || look.at_us - track.born_us > MEMORY_S * 1e6) continue;
    const { origin_m } = track;
    const x = origin_m.x - look.frame.origin.x;
    const y = origin_m.y - look.frame.origin.y;
    const z = origin_m.z - look.frame.origin.z;
    const range2 = x * x + y * y + z * z;
    const range_m = Math.sqrt(range2);
    for (let column = 0; column < fresh.length; column++) {
      // No way between two places is shorter than the difference of their ranges. In a raid most are far apart.
      if (look.frame.measuresRange && Math.abs(look.columns.range_m[column] - range_m) > FAR_M) continue;
      const d2 = look.apart2(column, x, y, z);
      if (d2 < REACH * REACH * variance)
        fresh[column] += (scale * range2 * exp((-0.5 * d2) / variance)) / rangeRatesOf(look.rangeRateSpan_mps[column]);
    }
  }
}

/** A launch is as unlike clutter in its range rate as the sensor measures it. */
function rangeRatesOf(span_mps: MetresPerSecond): MetresPerSecond {
  return span_mps === RANGE_RATE_SPAN_MPS ? RISING_SPAN_MPS : span_mps;
}

/** Both phenomenologies have followed it, and it parted from nothing: no glint and no fire makes its surroundings a launching place. */
function isLaunch({ status, parent, seen }: Track): boolean {
  return status === 'confirmed' && parent === undefined && seen.heat.hits >= FOLLOWED && seen.radar.hits >= FOLLOWED;
}
