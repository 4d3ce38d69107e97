import { expect, test } from 'vitest';
import { noisyRun, runOnLine } from '../../../tests/support/score-pictures.ts';
import { DEFAULT_RULE, scoreSheet } from '../sheet.ts';
import { REQUIREMENTS } from './catalogue.ts';
import { quantile } from './measures.ts';
import { evaluate } from './requirement.ts';

const GOOD = { objects: 30, scans: 40, sigma_m: 300, sigma_mps: 20, missedShare: 0, falsePerScan: 0, switchShare: 0, seed: 5 };

function verdicts(faults: Partial<typeof GOOD>, limits: Readonly<Record<string, number>> = {}): Record<string, string> {
  const { requirements } = scoreSheet(noisyRun({ ...GOOD, ...faults }), DEFAULT_RULE, limits);
  return Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]));
}

test('every requirement says what it is, where it comes from and in what unit', () => {
  expect(new Set(REQUIREMENTS.map(({ id }) => id)).size).toBe(REQUIREMENTS.length);
  for (const { id, name, doc, source, unit } of REQUIREMENTS) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [name, doc, source, unit]) expect(text.length).toBeGreaterThan(0);
  }
});

test('a good tracker meets them all but those on which its tracks are silent', () => {
  const found = verdicts({});
  expect(Object.entries(found).filter(([, verdict]) => verdict === 'not met')).toEqual([]);
  expect([found['latency'], found['coasting']]).toEqual(['not measured', 'not measured']);
  expect(found['consistency']).toBe('met');
});

test('each fault breaks the requirement that is about it', () => {
  expect(verdicts({ sigma_m: 2500 })).toMatchObject({ 'position-error': 'not met', 'position-error-95': 'not met' });
  expect(verdicts({ sigma_mps: 200 })['velocity-error']).toBe('not met');
  expect(verdicts({ falsePerScan: 6 })).toMatchObject({ 'false-tracks': 'not met', 'extra-tracks': 'met' });
  expect(verdicts({ missedShare: 0.75 })).toMatchObject({ 'held-per-interval': 'not met', continuity: 'not met' });
  expect(verdicts({ switchShare: 0.1 })).toMatchObject({ switches: 'not met', continuity: 'not met' });
});

test('another limit gives another verdict, and is reported', () => {
  expect(verdicts({}, { 'position-error': 100 })['position-error']).toBe('not met');
  const run = { pictures: [], associations: [], consistency: undefined, continuity: EMPTY, wholeRun: EMPTY };
  expect(evaluate(REQUIREMENTS, run, { latency: 7 }).find(({ id }) => id === 'latency')).toMatchObject({
    limit: 7,
    verdict: 'not measured',
    value: undefined,
  });
});

const EMPTY = {
  lifelines: [],
  switches: 0,
  breaks: 0,
  neverHeld: 0,
  initiationDelay_s: undefined,
  deletionDelay_s: undefined,
  longestShare: 0,
};

test('latency and coasting are measured when the tracks say them', () => {
  const run = noisyRun(GOOD).map((picture) => ({
    ...picture,
    tracks: {
      ...picture.tracks,
      coasted: Uint8Array.from(picture.tracks.ids, (_, j) => (j === 0 ? 1 : 0)),
      latency_s: Float64Array.from(picture.tracks.ids, (_, j) => (j === 1 ? Number.NaN : 0.25)),
    },
  }));
  const { requirements } = scoreSheet(run);
  const of = (id: string) => requirements.find((one) => one.id === id);
  expect(of('latency')).toMatchObject({ value: 0.25, verdict: 'met' });
  const reports = run.slice(10).reduce((total, { tracks }) => total + tracks.ids.length, 0);
  expect(of('coasting')?.value).toBeCloseTo(30 / reports, 12);
});

test('an object that never gets a track counts with its whole life as a late start', () => {
  const run = runOnLine(Array.from({ length: 12 }, () => ({ truth: { p: 0 }, tracks: {} })));
  const { requirements, worst } = scoreSheet(run);
  expect(requirements.find(({ id }) => id === 'initiation-delay')).toMatchObject({
    value: 55,
    verdict: 'not met',
    worst: 'object p: 55.0 s',
  });
  expect(worst).toContainEqual(expect.objectContaining({ kind: 'initiation delay', object: 'p', figure: 55 }));
});

test('the interval in which an object is found late counts as not held', () => {
  const run = runOnLine(
    Array.from({ length: 9 }, (_, scan) => ({ truth: { p: 0 }, tracks: Object.fromEntries(scan < 5 ? [] : [['a', 0]]) })),
  );
  const { requirements } = scoreSheet(run, { ...DEFAULT_RULE, fromScan: 0 });
  // 40 s are two intervals of 20 s; the scan at their end opens a third that is not whole.
  expect(requirements.find(({ id }) => id === 'held-per-interval')).toMatchObject({ value: 0.5, samples: 2 });
});

test('the worst cases name what to look at first', () => {
  const { worst } = scoreSheet(noisyRun({ ...GOOD, falsePerScan: 1, missedShare: 0.2, switchShare: 0.05 }));
  const kinds = worst.map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['position error', 'time without a track', 'changes of track', 'initiation delay']));
  const errors = worst.filter(({ kind }) => kind === 'position error').map(({ figure }) => figure);
  expect(errors).toEqual([...errors].sort((a, b) => b - a));
});

test('a quantile is one of the values, by nearest rank', () => {
  expect(quantile([3, 1, 2, 4], 0.5)).toBe(2);
  expect(quantile([3, 1, 2, 4], 0.95)).toBe(4);
  expect(quantile([7], 0.01)).toBe(7);
});
