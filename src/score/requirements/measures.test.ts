import { expect, test } from 'vitest';
import { onLine, runOnLine } from '../../../tests/support/score-pictures.ts';
import { associate } from '../association.ts';
import type { ScoreConsistency } from '../consistency.ts';
import { continuity } from '../continuity.ts';
import type { Picture, Tracks } from '../picture.ts';
import { REQUIREMENTS } from './catalogue.ts';
import {
  coastedShare,
  deletionDelay,
  errorQuantile,
  errorRms,
  heldPerInterval,
  initiationDelay,
  latency,
  longestShare,
  quantile,
  shareInBand,
  switchesPerThousand,
  tracksPerScan,
} from './measures.ts';
import { evaluate, type Measured, type Requirement, type ScoredRun } from './requirement.ts';

// Every figure here is counted by hand.

const INTERVAL_s = 20;

function scored(pictures: readonly Picture[]): ScoredRun {
  const associations = associate(pictures, { c_m: 10, p: 2 });
  const whole = continuity(pictures, associations);
  return { pictures, associations, continuity: whole, wholeRun: whole, consistency: undefined };
}

type Named = Readonly<Record<string, number>>;
type Scan = readonly [truth: Named, tracks: Named];

/** Scans 5 s apart. */
const run = (...scans: readonly Scan[]): ScoredRun => scored(runOnLine(scans.map(([truth, tracks]) => ({ truth, tracks }))));

test('an interval is held when one scan of it is; the worst object is the first of those with the least share', () => {
  // p lives for 40 s, two intervals, and is held at 5 s. The last scan of r, at 20 s, opens an interval that is not whole.
  const found = run(
    [{ p: 0, q: 100, r: 200 }, {}],
    [{ p: 0, q: 100, r: 200 }, { a: 0 }],
    [{ p: 0, q: 100, r: 200 }, {}],
    [{ p: 0, r: 200 }, {}],
    [{ p: 0, r: 200 }, { c: 200 }],
    ...Array.from({ length: 4 }, (): Scan => [{ p: 0 }, {}]),
  );
  expect(heldPerInterval(found, INTERVAL_s)).toEqual({ value: 1 / 4, samples: 4, worst: 'object q: 0 %' });
  const half = run(
    [
      { q: 100, p: 0 },
      { a: 0, b: 100 },
    ],
    ...Array.from({ length: 8 }, (_, k): Scan => [k < 2 ? { q: 100, p: 0 } : { p: 0 }, {}]),
  );
  expect(heldPerInterval(half, INTERVAL_s)).toEqual({ value: 2 / 3, samples: 3, worst: 'object p: 50 %' });
});

test('where each interval is held there is no worst', () => {
  expect(heldPerInterval(run([{ p: 0 }, { a: 0 }]), INTERVAL_s)).toEqual({ value: 1, samples: 1 });
});

/** Errors of 3, 7, 7 and 1 m and of 2, 0, 4 and 4 m/s; q is missed. */
const ERRORS = scored(
  [
    [3, 2],
    [7, 0],
    [7, 4],
    [1, 4],
  ].map(([x, vx], scan) => ({
    scan: scan + 20,
    time_s: 5 * scan,
    truth: { ids: ['p', 'q'], states: onLine([0, 500]) },
    tracks: { ids: ['a'], states: Float64Array.of(x, 0, 0, vx, 0, 0) },
  })),
);

test('errors are of the held objects; the worst is the first of the largest', () => {
  expect(errorRms(ERRORS, 0, 'm')).toEqual({ value: Math.sqrt((9 + 49 + 49 + 1) / 4), samples: 4, worst: 'object p, scan 21: 7 m' });
  expect(errorRms(ERRORS, 3, 'm/s')).toEqual({ value: Math.sqrt((4 + 16 + 16) / 4), samples: 4, worst: 'object p, scan 22: 4 m/s' });
  expect(errorQuantile(ERRORS, 0.5, 'm')).toEqual({ value: 3, samples: 4, worst: 'object p, scan 21: 7 m' });
});

test('errors of nothing but 0 have a worst too: the first', () => {
  expect(errorRms(run([{ p: 0 }, { a: 0 }], [{ p: 0 }, { a: 0 }]), 0, 'm')).toEqual({
    value: 0,
    samples: 2,
    worst: 'object p, scan 0: 0 m',
  });
});

test('false and extra tracks are told apart, and a scan with most of them is named', () => {
  // Two extra tracks in scan 1, two false ones in scans 2 and 3.
  const found = run(
    [{ p: 0 }, { a: 0, far: 90 }],
    [{ p: 0 }, { a: 0, b: 5, c: 6 }],
    [{ p: 0 }, { a: 0, far: 90, farther: 300 }],
    [{ p: 0 }, { far: 90, farther: 300 }],
    [{ p: 0 }, { a: 0, far: 90 }],
  );
  expect(tracksPerScan(found, 'false')).toEqual({ value: 6 / 5, samples: 5, worst: 'scan 2: 2' });
  expect(tracksPerScan(found, 'extra')).toEqual({ value: 2 / 5, samples: 5, worst: 'scan 1: 2' });
  const clean = run([{ p: 0 }, { a: 0 }]);
  for (const kind of ['false', 'extra'] as const) expect(tracksPerScan(clean, kind)).toEqual({ value: 0, samples: 1 });
});

type Reports = Pick<Tracks, 'coasted' | 'latency_s'>;

/** Scans of nothing but tracks, from number 3 on, by what these say of themselves. */
const reports = (count: (of: Reports) => number, scans: readonly Reports[]): ScoredRun =>
  scored(
    scans.map((said, k) => {
      const places = Array.from({ length: count(said) }, (_, j) => j);
      const tracks = { ids: places.map((j) => `t${j}`), states: onLine(places), ...said };
      return { scan: k + 3, time_s: k, truth: { ids: [], states: new Float64Array() }, tracks };
    }),
  );
const coasting = (...scans: readonly (readonly number[])[]): ScoredRun =>
  reports(
    ({ coasted }) => coasted?.length ?? 0,
    scans.map((coasted) => ({ coasted: Uint8Array.from(coasted) })),
  );
const delayed = (...scans: readonly (readonly number[])[]): ScoredRun =>
  reports(
    ({ latency_s }) => latency_s?.length ?? 0,
    scans.map((latency_s) => ({ latency_s: Float64Array.from(latency_s) })),
  );

test('coasted reports are a share of all reports, and a scan with most of them is named', () => {
  expect(coastedShare(coasting([0, 1], [1, 1, 0], [0, 1, 1], [0]))).toEqual({ value: 5 / 9, samples: 9, worst: 'scan 4: 2' });
  expect(coastedShare(coasting([0, 0]))).toEqual({ value: 0, samples: 2 });
});

test('a deletion delay is the mean over the objects that have one; an initiation delay is of all, by nearest rank', () => {
  // The tracks of p and q go on for 5 and 10 s; r is found after 5 s, s never in its life of 10 s from 5 s on.
  const found = run(
    [
      { p: 0, q: 100, r: 200 },
      { a: 0, b: 100 },
    ],
    [
      { r: 200, s: 300 },
      { a: 0, b: 100, c: 200 },
    ],
    [
      { r: 200, s: 300 },
      { b: 100, c: 200 },
    ],
    [{ r: 200, s: 300 }, { c: 200 }],
  );
  expect(deletionDelay(found)).toEqual({ value: 7.5, samples: 2, worst: 'object q: 10.0 s' });
  expect(initiationDelay(found, 0.75)).toEqual({ value: 5, samples: 4, worst: 'object s: 10.0 s' });
  expect(initiationDelay(found, 0.9)).toMatchObject({ value: 10 });
});

test('of objects that are equally late, the first is named', () => {
  const late = run(
    [{ p: 0, q: 100, r: 200 }, { c: 200 }],
    [
      { p: 0, q: 100, r: 200 },
      { a: 0, b: 100, c: 200 },
    ],
  );
  expect(initiationDelay(late, 1)).toMatchObject({ worst: 'object p: 5.0 s' });
});

test('the longest segments are counted over the lives; the worst has the least share of its own', () => {
  // p has 2 of 4 scans; q, which lives longer, 3 of 5; r as little as p.
  const truth = { p: 0, q: 100, r: 200 };
  const found = run(
    [truth, { a: 0, b: 100, c: 200 }],
    [truth, { a: 0, b: 100, c: 200 }],
    [truth, { b: 100 }],
    [truth, { a: 0 }],
    [{ q: 100 }, { b: 100 }],
  );
  expect(longestShare(found)).toEqual({ value: 7 / 13, samples: 3, worst: 'object p: 2 of 4 scans' });
  const short = run([{ p: 0, q: 100 }, { b: 100 }], [{ q: 100 }, { b: 100 }]);
  expect(longestShare(short)).toMatchObject({ worst: 'object p: 0 of 1 scans' });
  const last = run(
    [
      { p: 0, q: 100 },
      { a: 0, b: 100 },
    ],
    [{ p: 0, q: 100 }, { a: 0 }],
  );
  expect(longestShare(last)).toMatchObject({ worst: 'object q: 1 of 2 scans' });
});

test('changes of track are counted for a thousand scans of an object; the worst is the first with most', () => {
  const truth = { p: 0, q: 100, r: 200, s: 300 };
  const found = run(
    [truth, { a: 0, b: 100, c: 200, d: 300 }],
    [truth, { e: 0, f: 100, g: 200, d: 300 }],
    [truth, { e: 0, h: 100, i: 200, d: 300 }],
  );
  expect(switchesPerThousand(found)).toEqual({ value: 5000 / 12, samples: 12, worst: 'object q: 2' });
  expect(switchesPerThousand(run([{ p: 0 }, { a: 0 }]))).toEqual({ value: 0, samples: 1 });
});

test('latency is of the reports that say one; the worst is the first of the largest', () => {
  const found = delayed([0.25], [0.5, Number.NaN], [0.5], [0.125]);
  expect(latency(found, 0.5)).toEqual({ value: 0.25, samples: 4, worst: 'scan 4: 0.500 s' });
});

const consistent = (nees: readonly number[], notPositiveDefinite: number): ScoredRun => {
  const scans = nees.map((one, k) => ({ scan: k + 5, time_s: k, pairs: 1, notPositiveDefinite: 0, nees: one, band: [1, 9] as const }));
  const consistency: ScoreConsistency = { scans, pairs: nees.length, notPositiveDefinite, nees: 6, scansGiven: 8, shareInBand: 0.5 };
  return { ...run(), consistency };
};

test('the first scan of the largest mean NEES is named, and covariances that are none where there are some', () => {
  expect(shareInBand(consistent([6, 8.25, 8.25, 2], 0))).toEqual({ value: 0.5, samples: 8, worst: 'scan 6: NEES 8.3' });
  expect(shareInBand(consistent([6], 3))?.worst).toBe('scan 5: NEES 6.0; 3 covariances not positive definite');
});

test('of nothing nothing is measured', () => {
  const silent = run([{ p: 0 }, {}], [{ p: 0 }, {}]);
  const measured = (of: ScoredRun): string[] => REQUIREMENTS.filter(({ measure }) => measure(of) !== undefined).map(({ id }) => id);
  expect(measured(run())).toEqual([]);
  // An object without a track is not held, late, and whole in no segment; there are errors of none, and no track that could be anything.
  expect(measured(silent)).toEqual(['held-per-interval', 'false-tracks', 'extra-tracks', 'continuity', 'switches', 'initiation-delay']);
});

test('the catalogue measures each in its own unit, against a limit from above or from below', () => {
  const worst = (id: string): string | undefined => REQUIREMENTS.find((one) => one.id === id)?.measure(ERRORS)?.worst;
  expect(worst('position-error')).toBe('object p, scan 21: 7 m');
  expect(worst('position-error-95')).toBe('object p, scan 21: 7 m');
  expect(worst('velocity-error')).toBe('object p, scan 22: 4 m/s');
  const atLeast = REQUIREMENTS.filter(({ sense }) => sense === 'at least').map(({ id }) => id);
  expect(atLeast).toEqual(['held-per-interval', 'continuity', 'consistency']);
  expect(REQUIREMENTS.filter(({ sense }) => sense === 'at most')).toHaveLength(REQUIREMENTS.length - atLeast.length);
});

function requirement(sense: Requirement['sense'], measured: Measured): Requirement {
  return { id: 'one', name: 'One', unit: 'm', sense, limit: 5, doc: '', source: '', measure: () => measured };
}

test('a figure that is the limit itself is within it, from above and from below; one of no samples is none', () => {
  for (const sense of ['at most', 'at least'] as const) {
    const verdict = (value: number, samples = 1) => evaluate([requirement(sense, { value, samples })], run())[0].verdict;
    expect(verdict(5)).toBe('met');
    expect([verdict(4), verdict(6)]).toEqual(sense === 'at most' ? ['met', 'not met'] : ['not met', 'met']);
    expect(verdict(5, 0)).toBe('not measured');
  }
});

test('a limit that is no number is refused by its name, in its unit', () => {
  const bad = { one: Number.NaN };
  expect(() => evaluate([requirement('at most', undefined)], run(), bad)).toThrow('limits.one: NaN is no number; give a number, m');
});

test('a quantile of none or all of the values is the least or the largest', () => {
  expect([0, 0.01, 0.5, 1].map((share) => quantile([30, 10, 20], share))).toEqual([10, 10, 20, 30]);
});
