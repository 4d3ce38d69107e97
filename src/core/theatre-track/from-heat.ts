import { tangentBasis } from '../frames/line-of-sight.ts';
import { chiSquaredQuantile } from '../math/chi-squared.ts';
import { cholesky, forwardSubstitute } from '../math/matrix.ts';
import { dot, norm, scale, subtract, type Vec3, vec3 } from '../math/vector.ts';
import { coast } from '../physics/propagate.ts';
import { heightOf } from './follow.ts';
import { type EarlySighting, type Track, trackEstimate } from './track.ts';

// Heat first, radar later: a track that only radar has seen, flown back to where satellites last saw another one burn.

/** Radar plots after which it is asked. At first the way back is known to many kilometres; each time it is known better. */
const ASKED_AT = [6, 12, 24, 48, 96];
/** To pass within more than this of a line of sight says nothing, m, one sigma. */
const MET_KNOWN_M = 2_000;
/** In the air it does not fall freely, and there is no way back. */
const AIRLESS_M = 60_000;
/** Thrust went on for some seconds after the last sighting, and before it: what a fall knows nothing of, m/s². */
const THRUST_MPS2 = 50;
const BURNT_ON_S = 2;
/** Sightings before the last one that still tell of the fall after it. */
const LAST_S = 6;
const FEWEST_SIGHTS = 2;
/** Nobody has seen it burn for so long. */
const QUIET_S = 5;
/** Chance that one object is taken for two. */
const MISSED = 0.01;

/** Whether it is asked of this track now. What has parted from another is known to come from that. */
export function isAsked({ parent, seen }: Track): boolean {
  return parent === undefined && seen.heat.hits === 0 && ASKED_AT.includes(seen.radar.hits);
}

/** Whether the younger track, which only radar has seen, fell freely from where the older one was last seen to burn: its state flown back to the last
 *  sightings, with its covariance, against their lines of sight.
 *    z = h(x(tᵢ)) − sight,   S = H P Hᵀ + R,   zᵀ S⁻¹ z < χ²
 *  R: the sighting's own, and ½ a (t_last + 2 s − tᵢ)² of thrust. Two lines of sight suffice: they are good to a kilometre, and nothing else passes there. */
export function fellFrom(older: Track, younger: Track): boolean {
  if (!isAsked(younger)) return false;
  const last_us = older.seen.heat.last_us;
  if (last_us === undefined || younger.at_us - last_us < QUIET_S * 1e6 || heightOf(younger.imm) < AIRLESS_M) return false;
  const sights = older.recent.filter(({ at_us }) => last_us - at_us <= LAST_S * 1e6);
  if (sights.length < FEWEST_SIGHTS) return false;
  const { x, p } = trackEstimate(younger);
  // Ten sigmas of what may be asked at all: most pairs are told apart by that.
  const newest = sights[sights.length - 1];
  const there = pastOf(x, (newest.at_us - younger.at_us) / 1e6);
  const away = offSight(there, newest).map((angle) => angle * norm(subtract(there, newest.satelliteEcef_m)));
  if (Math.max(...away.map(Math.abs)) > 10 * MET_KNOWN_M) return false;
  const n = 2 * sights.length;
  const z = new Float64Array(n);
  const h = new Float64Array(n * 6);
  const ranges_m = sights.map((sight, k) => {
    const dt_s = (sight.at_us - younger.at_us) / 1e6;
    const past = pastOf(x, dt_s);
    const off = offSight(past, sight);
    z.set(off, 2 * k);
    for (let i = 0; i < 6; i++) {
      const moved = x.slice();
      moved[i] += STEP[i];
      const changed = offSight(pastOf(moved, dt_s), sight);
      for (const d of [0, 1]) h[(2 * k + d) * 6 + i] = (changed[d] - off[d]) / STEP[i];
    }
    return norm(subtract(past, sight.satelliteEcef_m));
  });
  const s = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++)
      for (let i = 0; i < 6; i++) for (let j = 0; j < 6; j++) s[a * n + b] += h[a * 6 + i] * p[i * 6 + j] * h[b * 6 + j];
  for (const [k, sight] of sights.entries()) {
    const known = MET_KNOWN_M / ranges_m[k];
    for (const d of [0, 1]) if (s[(2 * k + d) * (n + 1)] > known * known) return false;
    addSightError(s, n, k, sight, ranges_m[k], (last_us - sight.at_us) / 1e6 + BURNT_ON_S);
  }
  return squared(s, z, n) < chiSquaredQuantile(1 - MISSED, n);
}

/** For the derivatives: small beside what is known, large beside rounding. */
const STEP = [10, 10, 10, 0.1, 0.1, 0.1];

function pastOf(x: Float64Array, dt_s: number): Vec3 {
  return coast(vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]), dt_s).r;
}

/** How far to the right of and above the sighting a place is, rad. */
function offSight(place: Vec3, { satelliteEcef_m, detection }: EarlySighting): [number, number] {
  const { right, up } = tangentBasis(detection.lineOfSightEcef);
  const d = subtract(place, satelliteEcef_m);
  const u = scale(d, 1 / norm(d));
  return [dot(u, right), dot(u, up)];
}

function addSightError(s: Float64Array, n: number, k: number, { detection }: EarlySighting, range_m: number, thrust_s: number): void {
  const { rightRight, rightUp, upUp } = detection.covariance_rad2;
  const thrust = (0.5 * THRUST_MPS2 * thrust_s * thrust_s) / range_m;
  const at = 2 * k;
  s[at * n + at] += rightRight + thrust * thrust;
  s[at * n + at + 1] += rightUp;
  s[(at + 1) * n + at] += rightUp;
  s[(at + 1) * n + at + 1] += upUp + thrust * thrust;
}

/** zᵀ S⁻¹ z; infinite where S is no covariance. */
function squared(s: Float64Array, z: Float64Array, n: number): number {
  const root = new Float64Array(n * n);
  if (!cholesky(root, s, n)) return Infinity;
  const y = z.slice();
  forwardSubstitute(root, y, n);
  return y.reduce((sum, v) => sum + v * v, 0);
}
