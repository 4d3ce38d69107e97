import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { runOnLine } from '../../tests/support/score-pictures.ts';
import { gospa } from './gospa.ts';
import { ospa2 } from './ospa2.ts';
import type { Objects, Picture } from './picture.ts';
import { trajectoryGospa } from './trajectory-gospa.ts';

const c_m = 4;
const p = 2;
const rounding = 1e-9;

/** Up to three named things on a line, each there or not at each of three scans. */
const SCANS = 3;
const history = (prefix: string) =>
  fc
    .array(fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { freq: 3 }), { minLength: SCANS, maxLength: SCANS }), { maxLength: 3 })
    .map((things) =>
      Array.from({ length: SCANS }, (_, scan) =>
        Object.fromEntries(things.flatMap((places, k) => (places[scan] === null ? [] : [[`${prefix}${k}`, places[scan]]]))),
      ),
    );

type History = readonly Readonly<Record<string, number>>[];

function run(truth: History, tracks: History): Picture[] {
  return runOnLine(truth.map((at, scan) => ({ truth: at, tracks: tracks[scan] })));
}

/** The metric itself, by trying every chain of links: one permutation of tracks and "none" at each scan. */
function everyChain(truth: History, tracks: History, penalty: number): number {
  const objects = [...new Set(truth.flatMap((at) => Object.keys(at)))];
  const names = [...new Set(tracks.flatMap((at) => Object.keys(at)))];
  const links = (chosen: (string | undefined)[]): (string | undefined)[][] =>
    chosen.length === objects.length
      ? [chosen]
      : [undefined, ...names.filter((name) => !chosen.includes(name))].flatMap((name) => links([...chosen, name]));
  const all = links([]);
  const half = c_m ** p / 2;
  const costAt = (scan: number, chosen: readonly (string | undefined)[]): number => {
    let cost = half * (Object.keys(truth[scan]).length + Object.keys(tracks[scan]).length);
    objects.forEach((object, i) => {
      const [x, y] = [truth[scan][object], tracks[scan][chosen[i] ?? '']];
      if (x !== undefined && y !== undefined) cost += Math.min(c_m, Math.abs(x - y)) ** p - 2 * half;
    });
    return cost;
  };
  const changes = (from: readonly (string | undefined)[], to: readonly (string | undefined)[]): number =>
    from.reduce((sum, name, i) => sum + (name === to[i] ? 0 : name === undefined || to[i] === undefined ? 0.5 : 1), 0);
  let best = all.map((chosen) => costAt(0, chosen));
  for (let scan = 1; scan < truth.length; scan++) {
    const before = best;
    best = all.map((to) => costAt(scan, to) + Math.min(...all.map((from, k) => before[k] + penalty ** p * changes(from, to))));
  }
  return Math.min(...best) ** (1 / p);
}

test('trajectory GOSPA, link by link, is never below the metric, and mostly the metric itself', () => {
  let [equal, all] = [0, 0];
  holds(
    fc.property(history('o'), history('t'), fc.constantFrom(0.5, 1, 3), (truth, tracks, switchingPenalty_m) => {
      const found = trajectoryGospa(run(truth, tracks), { c_m, p, switchingPenalty_m }).distance_m;
      const metric = everyChain(truth, tracks, switchingPenalty_m);
      expect(found).toBeGreaterThanOrEqual(metric - rounding);
      all += 1;
      if (found < metric + rounding) equal += 1;
    }),
    { runs: 300 },
  );
  expect(equal / all).toBeGreaterThan(0.8);
});

test('without a charge for changes it is the GOSPA of all scans together', () => {
  holds(
    fc.property(history('o'), history('t'), (truth, tracks) => {
      const pictures = run(truth, tracks);
      const sum = pictures.reduce(
        (total, picture) => total + gospa(picture.truth.states, picture.tracks.states, { c_m, p, alpha: 2 }).distance_m ** p,
        0,
      );
      const found = trajectoryGospa(pictures, { c_m, p, switchingPenalty_m: 0 });
      expect(found.distance_m).toBeCloseTo(Math.sqrt(sum), 9);
      expect(found.perScan_m).toBeCloseTo(Math.sqrt(sum / SCANS), 9);
    }),
  );
});

test('one object under two tracks in turn costs one change; begin and end cost none', () => {
  const pictures = runOnLine([
    { truth: {}, tracks: {} },
    { truth: { o: 0 }, tracks: { a: 0 } },
    { truth: { o: 1 }, tracks: { a: 1 } },
    { truth: { o: 2 }, tracks: { b: 2 } },
    { truth: {}, tracks: {} },
  ]);
  const found = trajectoryGospa(pictures, { c_m, p, switchingPenalty_m: 3 });
  expect(found).toMatchObject({ localisation: 0, missed: 0, false: 0, changes: 1, switching: 9, distance_m: 3 });
});

test('a link that outlives a missed scan costs the scan and no change', () => {
  const pictures = runOnLine([
    { truth: { o: 0 }, tracks: { a: 0 } },
    { truth: { o: 1 }, tracks: {} },
    { truth: { o: 2 }, tracks: { a: 2 } },
  ]);
  expect(trajectoryGospa(pictures, { c_m, p, switchingPenalty_m: 3 })).toMatchObject({ changes: 0, missed: 8, distance_m: Math.sqrt(8) });
});

/** OSPA⁽²⁾ by its definition: every pairing of histories, every scan. */
function everyPairing(truth: History, tracks: History, q: number): number {
  const names = (histories: History): string[] => [...new Set(histories.flatMap((at) => Object.keys(at)))];
  const [f, g] = [names(truth), names(tracks)];
  if (f.length === 0 && g.length === 0) return 0;
  const base = (object: string, track: string): number => {
    const terms = truth.flatMap((at, scan) => {
      const [x, y] = [at[object], tracks[scan][track]];
      if (x === undefined && y === undefined) return [];
      return [(x === undefined || y === undefined ? c_m : Math.min(c_m, Math.abs(x - y))) ** q];
    });
    return (terms.reduce((sum, term) => sum + term, 0) / terms.length) ** (1 / q);
  };
  const pairings = (i: number, used: readonly string[]): number =>
    i === f.length
      ? 0
      : Math.min(
          c_m ** p + pairings(i + 1, used),
          ...g.filter((track) => !used.includes(track)).map((track) => base(f[i], track) ** p + pairings(i + 1, [...used, track])),
        );
  // A left-out object takes a left-out track's place at c; what is beyond that is cardinality, at c as well.
  const n = Math.max(f.length, g.length);
  const least = pairings(0, []);
  return ((least + c_m ** p * Math.max(0, n - f.length)) / n) ** (1 / p);
}

test('OSPA⁽²⁾ is the least of all pairings of whole histories', () => {
  holds(
    fc.property(history('o'), history('t'), fc.constantFrom(1, 2), (truth, tracks, q) => {
      expect(ospa2(run(truth, tracks), { c_m, p, q }).distance_m).toBeCloseTo(everyPairing(truth, tracks, q), 9);
    }),
    { runs: 300 },
  );
});

test('OSPA⁽²⁾ is a metric on sets of histories', () => {
  holds(
    fc.property(history('o'), history('o'), history('o'), (a, b, c) => {
      const metric = (x: History, y: History): number => ospa2(run(x, y), { c_m, p, q: 1 }).distance_m;
      expect(metric(a, a)).toBe(0);
      expect(metric(a, b)).toBeCloseTo(metric(b, a), 9);
      expect(metric(a, c)).toBeLessThanOrEqual(metric(a, b) + metric(b, c) + rounding);
    }),
    { runs: 300 },
  );
});

test('a track that changes its name half-way is half of it away', () => {
  const whole: Objects['ids'] = ['a', 'a', 'b', 'b'];
  const pictures = runOnLine(whole.map((name, scan) => ({ truth: { o: scan }, tracks: { [name]: scan } })));
  // Paired with one half: mean of (0, 0, c, c); the other half is one track too many.
  expect(ospa2(pictures, { c_m, p: 1, q: 1 })).toMatchObject({ distance_m: (c_m / 2 + c_m) / 2 });
});

test('an object whose track went to another is half a change away from none, and the other half a change from that track', () => {
  const [before, taking]: Parameters<typeof runOnLine>[0] = [
    { truth: { o: 0 }, tracks: { a: 0 } },
    { truth: { o: 50, q: 0 }, tracks: { a: 0 } },
  ];
  // Linked to a, both stay at c and q is missed: 16 + 16 against 16 + 2 · ½.
  const taken = trajectoryGospa(runOnLine([before, taking]), { c_m, p, switchingPenalty_m: 1 });
  expect(taken).toMatchObject({ localisation: 0, missed: 8, false: 0, changes: 1, switching: 1 });
  // That o has had a track once, makes a new one half a change too; that q has none, is none.
  const found = trajectoryGospa(runOnLine([before, taking, { ...taking, tracks: { a: 0, b: 50 } }]), {
    c_m,
    p,
    switchingPenalty_m: 1,
  });
  expect(found).toMatchObject({ localisation: 0, missed: 8, false: 0, changes: 1.5 });
});

test('where a change costs more than a missed scan, a link waits for its track while another passes', () => {
  const pictures = runOnLine([
    { truth: { o: 0 }, tracks: { a: 0 } },
    { truth: { o: 0 }, tracks: { b: 1 } },
    { truth: { o: 0 }, tracks: { a: 0 } },
  ]);
  expect(trajectoryGospa(pictures, { c_m, p, switchingPenalty_m: 5 })).toMatchObject({ changes: 0, missed: 8, false: 8, localisation: 0 });
  expect(trajectoryGospa(pictures, { c_m, p, switchingPenalty_m: 2 })).toMatchObject({ changes: 2, missed: 0, false: 0, localisation: 1 });
});

test('a link of two that are c apart is one missed and one false', () => {
  const pictures = runOnLine([0, c_m].map((x) => ({ truth: { o: 0 }, tracks: { a: x } })));
  expect(trajectoryGospa(pictures, { c_m, p, switchingPenalty_m: 5 })).toMatchObject({ localisation: 0, missed: 8, false: 8, changes: 0 });
});

test('of no scans there is no distance', () => {
  expect(trajectoryGospa([], { c_m, p, switchingPenalty_m: 1 })).toMatchObject({ distance_m: 0, perScan_m: 0, changes: 0 });
  expect(ospa2([], { c_m, p, q: 1 })).toEqual({ distance_m: 0, localisation_m: 0, cardinality_m: 0 });
});
