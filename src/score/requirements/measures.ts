import type { ConsistencyScan } from '../consistency.ts';
import { NONE, type Picture, separation } from '../picture.ts';
import type { ScoredRun, Measured } from './requirement.ts';

/** Share of the whole intervals of an object's life in which it is held at least once, over all objects. */
export function heldPerInterval({ pictures, associations }: ScoredRun, interval_s: number): Measured {
  const lives = new Map<string, { readonly from_s: number; readonly held: boolean[]; to_s: number }>();
  pictures.forEach(({ truth, time_s }, k) => {
    truth.ids.forEach((id, i) => {
      const life = lives.get(id) ?? { from_s: time_s, held: [], to_s: time_s };
      lives.set(id, life);
      life.to_s = time_s;
      const at = Math.floor((time_s - life.from_s) / interval_s);
      life.held[at] = (life.held[at] ?? false) || associations[k].trackOf[i] !== NONE;
    });
  });
  let [held, samples] = [0, 0];
  let worst = { id: '', share: Infinity };
  for (const [id, life] of lives) {
    // The last interval counts when the life fills it, or is all there is.
    const whole = Math.max(1, Math.floor((life.to_s - life.from_s) / interval_s));
    const good = life.held.slice(0, whole).filter(Boolean).length;
    held += good;
    samples += whole;
    if (good / whole < worst.share) worst = { id, share: good / whole };
  }
  if (samples === 0) return undefined;
  const value = held / samples;
  return { value, samples, ...(value < 1 ? { worst: `object ${worst.id}: ${(100 * worst.share).toFixed(0)} %` } : {}) };
}

/** Root mean square of the errors of the held objects. */
export function errorRms(run: ScoredRun, offset: 0 | 3, unit: string): Measured {
  const { errors, worst } = errorsOf(run, offset, unit);
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  return errors.length === 0 ? undefined : { value: Math.sqrt(squares / errors.length), samples: errors.length, worst };
}

/** The error that the given share of the errors does not exceed. */
export function errorQuantile(run: ScoredRun, share: number, unit: string): Measured {
  const { errors, worst } = errorsOf(run, 0, unit);
  return errors.length === 0 ? undefined : { value: quantile(errors, share), samples: errors.length, worst };
}

/** The errors of all pairs, and which is the largest: there may be millions. */
function errorsOf(
  { pictures, associations }: ScoredRun,
  offset: 0 | 3,
  unit: string,
): { readonly errors: Float64Array; readonly worst: string } {
  const errors = new Float64Array(associations.reduce((sum, { trackOf }) => sum + trackOf.length, 0));
  let samples = 0;
  let worst = { error: -1, object: '', scan: 0 };
  pictures.forEach(({ truth, tracks, scan }, k) => {
    associations[k].trackOf.forEach((track, i) => {
      if (track === NONE) return;
      const error = separation(truth.states, i, tracks.states, track, offset);
      errors[samples] = error;
      samples += 1;
      if (error > worst.error) worst = { error, object: truth.ids[i], scan };
    });
  });
  const { error, object, scan } = worst;
  return { errors: errors.subarray(0, samples), worst: `object ${object}, scan ${scan}: ${error.toFixed(0)} ${unit}` };
}

/** Tracks of a kind, in the mean over the scans. */
export function tracksPerScan({ pictures, associations }: ScoredRun, kind: 'false' | 'extra'): Measured {
  let sum = 0;
  let worst = { count: 0, scan: 0 };
  pictures.forEach(({ scan }, k) => {
    const { objectOf, extra } = associations[k];
    const count = objectOf.reduce((total, object, j) => total + (kind === 'extra' ? extra[j] : object === NONE ? 1 : 0), 0);
    sum += count;
    if (count > worst.count) worst = { count, scan };
  });
  if (pictures.length === 0) return undefined;
  return { value: sum / pictures.length, samples: pictures.length, ...(sum > 0 ? { worst: `scan ${worst.scan}: ${worst.count}` } : {}) };
}

/** Share of the reports of tracks that were carried on without a plot. */
export function coastedShare({ pictures }: ScoredRun): Measured {
  const said = pictures.filter(({ tracks }) => tracks.coasted !== undefined);
  const samples = said.reduce((total, { tracks }) => total + tracks.ids.length, 0);
  if (samples === 0) return undefined;
  const countOf = ({ tracks }: Picture): number => (tracks.coasted ?? new Uint8Array()).reduce((total, one) => total + one, 0);
  const worst = said.reduce((most, one) => (countOf(one) > countOf(most) ? one : most));
  const value = said.reduce((total, picture) => total + countOf(picture), 0) / samples;
  return { value, samples, ...(value > 0 ? { worst: `scan ${worst.scan}: ${countOf(worst)}` } : {}) };
}

/** Mean time that a track outlives its object. */
export function deletionDelay({ wholeRun }: ScoredRun): Measured {
  return ofObjects(
    wholeRun.lifelines.map(({ object, deletionDelay_s }) => ({ object, value: deletionDelay_s })),
    meanOf,
  );
}

/** The delay that the given share of the objects does not exceed, from the first scan of an object to its first track. One that never gets
 *  a track counts with its whole life. */
export function initiationDelay({ wholeRun }: ScoredRun, share: number): Measured {
  const delays = wholeRun.lifelines.map(({ object, initiationDelay_s, from_s, to_s }) => ({
    object,
    value: initiationDelay_s ?? to_s - from_s,
  }));
  return ofObjects(delays, (values) => quantile(values, share));
}

function ofObjects(
  all: readonly { readonly object: string; readonly value: number | undefined }[],
  combine: (values: readonly number[]) => number,
): Measured {
  const known = all.flatMap(({ object, value }) => (value === undefined ? [] : [{ object, value }]));
  if (known.length === 0) return undefined;
  const worst = known.reduce((most, one) => (one.value > most.value ? one : most));
  return {
    value: combine(known.map(({ value }) => value)),
    samples: known.length,
    worst: `object ${worst.object}: ${worst.value.toFixed(1)} s`,
  };
}

/** Σ longest unbroken segment / Σ lives, in scans. */
export function longestShare({ continuity }: ScoredRun): Measured {
  const { lifelines } = continuity;
  if (lifelines.length === 0) return undefined;
  const worst = lifelines.reduce((least, line) => (line.longestScans / line.scans < least.longestScans / least.scans ? line : least));
  return {
    value: continuity.longestShare,
    samples: lifelines.length,
    worst: `object ${worst.object}: ${worst.longestScans} of ${worst.scans} scans`,
  };
}

/** Changes of track for every thousand scans of an object. */
export function switchesPerThousand({ continuity }: ScoredRun): Measured {
  const { lifelines, switches } = continuity;
  const samples = lifelines.reduce((total, { scans }) => total + scans, 0);
  if (samples === 0) return undefined;
  const worst = lifelines.reduce((most, line) => (line.switchedAt.length > most.switchedAt.length ? line : most));
  return {
    value: (1000 * switches) / samples,
    samples,
    ...(switches > 0 ? { worst: `object ${worst.object}: ${worst.switchedAt.length}` } : {}),
  };
}

/** The latency that the given share of the reports does not exceed. */
export function latency({ pictures }: ScoredRun, share: number): Measured {
  const values: number[] = [];
  let worst = { value: -Infinity, scan: 0 };
  for (const { scan, tracks } of pictures)
    for (const value of tracks.latency_s ?? []) {
      if (Number.isNaN(value)) continue;
      values.push(value);
      if (value > worst.value) worst = { value, scan };
    }
  if (values.length === 0) return undefined;
  return { value: quantile(values, share), samples: values.length, worst: `scan ${worst.scan}: ${worst.value.toFixed(3)} s` };
}

/** Share of the scans whose mean NEES lies in its 95 % band. */
export function shareInBand({ consistency }: ScoredRun): Measured {
  if (consistency === undefined) return undefined;
  const { scans, notPositiveDefinite, scansGiven, shareInBand: value } = consistency;
  const worst = scans.reduce<ConsistencyScan | undefined>(
    (most, scan) => (most === undefined || scan.nees > most.nees ? scan : most),
    undefined,
  );
  const largest = worst === undefined ? 'no covariance is one' : `scan ${worst.scan}: NEES ${worst.nees.toFixed(1)}`;
  const refused = notPositiveDefinite === 0 ? '' : `; ${notPositiveDefinite} covariances not positive definite`;
  return { value, samples: scansGiven, worst: largest + refused };
}

/** By nearest rank: one of the values. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
