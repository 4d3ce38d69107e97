import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { runOnLine } from '../../tests/support/score-pictures.ts';
import { mot } from './mot.ts';
import type { Picture } from './picture.ts';

const c_m = 4;

type Point = readonly [x: number, y: number];
/** Named points of a scan. */
type Named = Readonly<Record<string, Point>>;
type Scan = { readonly truth: Named; readonly tracks: Named };

/** Up to three named things in a square, each there or not at each of four scans. No two pairs are equally far apart. */
const SCANS = 4;
const things = (prefix: string, offset: number) =>
  fc
    .array(
      fc.array(fc.option(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), { freq: 3 }), {
        minLength: SCANS,
        maxLength: SCANS,
      }),
      {
        maxLength: 3,
      },
    )
    .map((lives) =>
      Array.from(
        { length: SCANS },
        (_, scan): Named =>
          Object.fromEntries(
            lives.flatMap((places, k): [string, Point][] => {
              const place = places[scan];
              return place === null ? [] : [[`${prefix}${k}`, [place[0] + offset * 0.017 ** k, place[1] + offset * 0.023 ** (k + 1)]]];
            }),
          ),
      ),
    );
const runs = fc
  .tuple(things('o', 0.11), things('t', 0.37))
  .map(([truth, tracks]) => truth.map((at, k): Scan => ({ truth: at, tracks: tracks[k] })));

function pictures(run: readonly Scan[]): Picture[] {
  const objects = (named: Named) => ({
    ids: Object.keys(named),
    states: Float64Array.from(Object.values(named).flatMap(([x, y]) => [x, y, 0, 0, 0, 0])),
  });
  return run.map(({ truth, tracks }, scan) => ({ scan, time_s: 5 * scan, truth: objects(truth), tracks: objects(tracks) }));
}

const between = ([x, y]: Point, [u, v]: Point): number => Math.hypot(x - u, y - v);
const near = ({ truth, tracks }: Scan, object: string, track: string): boolean =>
  Object.hasOwn(truth, object) && Object.hasOwn(tracks, track) && between(truth[object], tracks[track]) < c_m;

/** Every way to pair some of the objects with some of the tracks, each once. */
function pairings(objects: readonly string[], tracks: readonly string[]): Map<string, string>[] {
  const [first, ...rest] = objects;
  if (first === undefined) return [new Map()];
  return [
    ...pairings(rest, tracks),
    ...tracks.flatMap((track) =>
      pairings(
        rest,
        tracks.filter((one) => one !== track),
      ).map((pairing) => new Map([[first, track], ...pairing])),
    ),
  ];
}

const everyName = (run: readonly Scan[], side: 'truth' | 'tracks'): string[] => [
  ...new Set(run.flatMap((scan) => Object.keys(scan[side]))),
];
const countOf = (run: readonly Scan[], side: 'truth' | 'tracks'): number =>
  run.reduce((sum, scan) => sum + Object.keys(scan[side]).length, 0);

test('IDF1 is that of the best of all pairings of whole trajectories', () => {
  holds(
    fc.property(runs, (run) => {
      const agreeing = pairings(everyName(run, 'truth'), everyName(run, 'tracks')).map((pairing) =>
        [...pairing].reduce((sum, [object, track]) => sum + run.filter((scan) => near(scan, object, track)).length, 0),
      );
      const all = countOf(run, 'truth') + countOf(run, 'tracks');
      expect(mot(pictures(run), c_m).idf1).toBeCloseTo(all === 0 ? 0 : (2 * Math.max(...agreeing)) / all, 12);
    }),
    { runs: 500 },
  );
});

/** CLEAR MOT step by step: of all pairings of a scan that hold what is still valid of the scan before, those with most pairs, and of these the
 *  one with the least sum of distances. */
function byDefinition(run: readonly Scan[]) {
  let before = new Map<string, string>();
  const last = new Map<string, string>();
  let [matches, switches, distance] = [0, 0, 0];
  for (const scan of run) {
    const sum = (pairing: Map<string, string>): number =>
      [...pairing].reduce((total, [object, track]) => total + between(scan.truth[object], scan.tracks[track]), 0);
    const valid = [...before].filter(([object, track]) => near(scan, object, track));
    const possible = pairings(Object.keys(scan.truth), Object.keys(scan.tracks))
      .filter((pairing) => [...pairing].every(([object, track]) => near(scan, object, track)))
      .filter((pairing) => valid.every(([object, track]) => pairing.get(object) === track));
    const most = Math.max(...possible.map((pairing) => pairing.size));
    before = possible.filter(({ size }) => size === most).reduce((best, one) => (sum(one) < sum(best) ? one : best));
    matches += before.size;
    distance += sum(before);
    for (const [object, track] of before) {
      if (last.has(object) && last.get(object) !== track) switches += 1;
      last.set(object, track);
    }
  }
  return { matches, switches, distance };
}

test('matches, switches, MOTA and MOTP are those of the published procedure, tried out in full', () => {
  let switched = 0;
  holds(
    fc.property(runs, (run) => {
      const found = mot(pictures(run), c_m);
      const { matches, switches, distance } = byDefinition(run);
      const [objects, tracks] = [countOf(run, 'truth'), countOf(run, 'tracks')];
      expect(found).toMatchObject({ objects, matches, switches, misses: objects - matches, falsePositives: tracks - matches });
      expect(found.mota).toBeCloseTo(1 - (objects - matches + (tracks - matches) + switches) / Math.max(1, objects), 12);
      expect(found.motp_m).toBeCloseTo(distance / Math.max(1, matches), 12);
      switched += switches;
    }),
    { runs: 500 },
  );
  expect(switched).toBeGreaterThan(50);
});

test('IDF1 does not hang on who is paired scan by scan: a short track that lies nearer takes nothing from the long one', () => {
  const run = runOnLine(Array.from({ length: 10 }, (_, k) => ({ truth: { o: 0 }, tracks: { long: 2, ...(k < 4 && { short: 1 }) } })));
  expect(mot(run, c_m).idf1).toBeCloseTo((2 * 10) / (10 + 14), 12);
});

test('after a gap the nearer track takes the object, and that it is another is a switch', () => {
  const run = runOnLine([
    { truth: { o: 0 }, tracks: { a: 1 } },
    ...Array.from({ length: 2 }, () => ({ truth: { o: 0 }, tracks: {} })),
    ...Array.from({ length: 3 }, () => ({ truth: { o: 0 }, tracks: { a: 2, b: 1 } })),
  ]);
  expect(mot(run, c_m)).toMatchObject({ matches: 4, misses: 2, falsePositives: 3, switches: 1, fragmentations: 1, mota: 0 });
});

test('without a gap the pair stays together, although another track is nearer', () => {
  const run = runOnLine(Array.from({ length: 3 }, (_, k) => ({ truth: { o: 0 }, tracks: { a: 2, ...(k > 0 && { b: 1 }) } })));
  expect(mot(run, c_m)).toMatchObject({ matches: 3, falsePositives: 2, switches: 0, motp_m: 2 });
});

test('two short pairs are better than one very short one', () => {
  const run = runOnLine([{ truth: { p: 0, q: 3.5 }, tracks: { a: 3.4, b: 7 } }]);
  expect(mot(run, c_m)).toMatchObject({ matches: 2, motp_m: (3.4 + 3.5) / 2 });
});

test('of a life of ten scans eight are mostly tracked, two no longer mostly lost', () => {
  const lives = { never: 0, one: 1, two: 2, seven: 7, eight: 8, ten: 10 };
  const truth = Object.fromEntries(Object.keys(lives).map((name, k) => [name, 100 * k]));
  const run = runOnLine(
    Array.from({ length: 10 }, (_, scan) => ({
      truth,
      tracks: Object.fromEntries(Object.entries(lives).flatMap(([name, scans]) => (scan < scans ? [[`t${name}`, truth[name]]] : []))),
    })),
  );
  expect(mot(run, c_m)).toMatchObject({ mostlyTracked: 2, partlyTracked: 2, mostlyLost: 2 });
});

test('a pair that is c apart is no pair any more, and its object goes to whoever is nearer', () => {
  const run = runOnLine([
    { truth: { o: 0 }, tracks: { a: 1 } },
    { truth: { o: 0 }, tracks: { a: c_m, b: 3 } },
  ]);
  expect(mot(run, c_m)).toMatchObject({ matches: 2, switches: 1, motp_m: 2 });
});
