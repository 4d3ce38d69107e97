import { expect, test } from 'vitest';
import { type RandomStream, stream } from '../../../sim/random.ts';
import { decode, encode } from '../../codec.ts';
import { quadraticForm } from '../../math/matrix.ts';
import { COAST } from '../filter/models.ts';
import { predict } from '../filter/predict.ts';
import { packInto, unpacked } from '../../math/packed.ts';
import { associateTracks } from './associate-tracks.ts';
import type { StateEstimate } from './joint-diagonal.ts';
import { type BookOptions, newObjectBook, type ObjectBook, pictureOf, takeReports, type ReportedTrack } from './object-book.ts';
import { areDisjoint, isWithin, merged } from './pedigree.ts';

const SECOND = 1_000_000;
const coast = ({ x, p }: StateEstimate, dt_s: number): StateEstimate => {
  const record = new Float64Array(COAST.size);
  record.set(x);
  packInto(record, 6, p, 6, 6);
  predict(COAST, record, 0, dt_s);
  return { x: record.slice(0, 6), p: unpacked(record, 6, 6) };
};
const options: BookOptions = {
  self: 'us',
  predict: coast,
  gate: 22.5,
  whenDisjoint: 'common',
  maxAge_s: 30,
  maxObjects: 50,
};

/** Objects high above the Pacific, some 100 km apart. */
function truth(count: number, seed: number): Float64Array[] {
  const random = stream(seed, 'truth');
  return Array.from({ length: count }, () =>
    Float64Array.from([-3.5e6, 3.9e6, 4.4e6, -2000, -1500, 800], (v, i) => v + (i < 3 ? 6e4 : 200) * random.normal()),
  );
}

function moved(x: Float64Array, dt_s: number): Float64Array {
  return coast({ x, p: new Float64Array(36) }, dt_s).x;
}

/** What a system says of an object: an error of its own, good along one axis. */
function report(
  system: string,
  track: string,
  x: Float64Array,
  at_us: number,
  random: RandomStream,
  pedigree?: ReportedTrack['pedigree'],
): ReportedTrack {
  const sharp = system.charCodeAt(0) % 3;
  const sigma = Float64Array.from({ length: 6 }, (_, i) => (i % 3 === sharp ? 0.1 : 1) * (i < 3 ? 300 : 5));
  return {
    system,
    track,
    at_us,
    estimate: {
      x: x.map((v, i) => v + sigma[i] * random.normal()),
      p: Float64Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? sigma[k / 7] * sigma[k / 7] : 0)),
    },
    pedigree: pedigree ?? [{ origin: system, sequence: Math.round(at_us) }],
  };
}

test('reports of three systems of the same objects, at different times and in any order, become one object each', () => {
  const objects = truth(40, 1);
  const random = stream(1, 'reports');
  const book = newObjectBook();
  for (let t = 0; t < 20; t += 2) {
    for (const [k, system] of ['us', 'north', 'south'].entries()) {
      const at_us = (t + 0.3 * k) * SECOND;
      const reports = objects.map((x, j) => report(system, `${system}-${j}`, moved(x, t + 0.3 * k), at_us, random));
      takeReports(book, k === 1 ? reports.reverse() : reports, (t + 1) * SECOND, options);
    }
  }
  expect(book.objects.length).toBe(40);
  for (const { parts } of book.objects) {
    expect(parts.map(({ system }) => system)).toEqual(['north', 'south', 'us']);
    expect(new Set(parts.map(({ track }) => track.split('-')[1])).size).toBe(1);
  }
  let nees = 0;
  for (const { estimate, from } of pictureOf(book, 20 * SECOND, options)) {
    const x = moved(objects[Number(from[0].track.split('-')[1])], 20);
    nees +=
      quadraticForm(
        estimate.p,
        estimate.x.map((v, i) => v - x[i]),
        6,
      )! / 40;
    // Each is sharp along another axis; together along all.
    expect(Math.sqrt(estimate.p[0] + estimate.p[7] + estimate.p[14])).toBeLessThan(300);
  }
  expect(nees).toBeLessThan(6 + 3 * Math.sqrt(12 / 40));
});

test('association looks at neighbours only, and finds what looking at all would', () => {
  const random = stream(2, 'cloud');
  const cloud = (n: number): StateEstimate[] => truth(n, 2).map((x, j) => report('a', `${j}`, x, 0, random).estimate);
  const [rows, columns] = [cloud(60), cloud(60).reverse()];
  const found = associateTracks(rows, columns, 22.5);
  found.forEach((column, row) => expect([59 - row, -1]).toContain(column));
  expect(found.filter((column) => column >= 0).length).toBeGreaterThan(57);
});

// B was told of an object by A and sends it on to us, who have it from A too; or C relays what A and B sent.
test('a rumour adds nothing: what is fused is the same with and without it', () => {
  const [x] = truth(1, 3);
  const random = stream(3, 'rumour');
  const at_us = 10 * SECOND;
  const [us, b] = [report('us', '1', x, at_us, random), report('b', '1', x, at_us, random)];
  const relay: ReportedTrack = { ...b, system: 'c', track: '9', pedigree: merged(us.pedigree, [{ origin: 'b', sequence: 8 * SECOND }]) };
  const book = (reports: readonly ReportedTrack[]): ObjectBook => {
    const one = newObjectBook();
    for (const each of reports) takeReports(one, [each], at_us, options);
    return one;
  };
  const without = pictureOf(book([us, b]), at_us, options);
  const withIt = pictureOf(book([us, relay, b]), at_us, options);
  expect(withIt).toEqual(without);
  expect(withIt[0].from.map(({ system }) => system)).toEqual(['b', 'us']);
});

test('two systems that send each other what they fused, without a new measurement, never get surer', () => {
  const [x] = truth(1, 4);
  const random = stream(4, 'loop');
  const at_us = 10 * SECOND;
  const theirs = { ...options, self: 'them' };
  const [ours, other] = [newObjectBook(), newObjectBook()];
  takeReports(ours, [report('us', '1', x, at_us, random)], at_us, options);
  takeReports(other, [report('them', '1', x, at_us, random)], at_us, theirs);
  const sendOn = (book: ObjectBook, as: string, by: BookOptions): ReportedTrack => {
    const [{ estimate, pedigree }] = pictureOf(book, at_us, by);
    return { system: as, track: '1', at_us, estimate, pedigree };
  };
  const sigmas: number[] = [];
  for (let round = 0; round < 40; round++) {
    takeReports(other, [sendOn(ours, 'us', options)], at_us, theirs);
    takeReports(ours, [sendOn(other, 'them', theirs)], at_us, options);
    const [{ estimate }] = pictureOf(ours, at_us, options);
    sigmas.push(Math.sqrt(estimate.p[0] + estimate.p[7] + estimate.p[14]));
  }
  for (const sigma of sigmas) expect(sigma).toBeGreaterThanOrEqual(sigmas[0] * (1 - 1e-9));
  // And a report that holds nothing but our own word is told to be that.
  const echo = { ...sendOn(ours, 'them', options), pedigree: [{ origin: 'us', sequence: 3 }] };
  expect(takeReports(ours, [echo], at_us, options)).toEqual([{ kind: 'own-echo' }]);
});

test('what is malformed, not new or too much is named', () => {
  const [x] = truth(1, 5);
  const random = stream(5, 'bad');
  const good = report('them', '1', x, SECOND, random);
  const book = newObjectBook();
  const take = (one: ReportedTrack, by = options): unknown => takeReports(book, [one], SECOND, by)[0];
  expect(take(good)).toEqual({ kind: 'new-object', object: 'O1' });
  expect(take(good)).toEqual({ kind: 'nothing-new' });
  const malformed: readonly (readonly [Partial<ReportedTrack>, string])[] = [
    [{ at_us: 2 * SECOND }, 'a time to come'],
    [{ estimate: { x: new Float64Array(5), p: new Float64Array(25) } }, 'six states'],
    [{ estimate: { ...good.estimate, x: good.estimate.x.map(() => NaN) } }, 'finite'],
    [{ estimate: { ...good.estimate, p: good.estimate.p.map((v) => -v) } }, 'positive definite'],
    [{ pedigree: [] }, 'no origin'],
    [
      {
        pedigree: [
          { origin: 'b', sequence: 1 },
          { origin: 'a', sequence: 1 },
        ],
      },
      'in order',
    ],
  ];
  for (const [change, reason] of malformed)
    expect(take({ ...good, track: '2', ...change })).toEqual({ kind: 'malformed', reason: expect.stringContaining(reason) });
  const elsewhere = { ...good, track: '3', estimate: { ...good.estimate, x: good.estimate.x.map((v) => v * 1.1) } };
  expect(take(elsewhere, { ...options, maxObjects: 1 })).toEqual({ kind: 'no-room' });
});

test('an object goes when nobody has reported it for a while, and stays with one when the others are silent', () => {
  const objects = truth(2, 6);
  const random = stream(6, 'age');
  const book = newObjectBook();
  takeReports(
    book,
    objects.map((x, j) => report('us', `${j}`, x, 0, random)),
    0,
    options,
  );
  takeReports(book, [report('them', 'a', objects[0], 0, random)], 0, options);
  for (const t of [20, 40]) takeReports(book, [report('them', 'a', moved(objects[0], t), t * SECOND, random)], t * SECOND, options);
  expect(book.objects.map(({ id, parts }) => [id, parts.map(({ system }) => system)])).toEqual([['O1', ['them']]]);
});

test('a track that jumps to another object leaves the one that it was', () => {
  const objects = truth(2, 7);
  const random = stream(7, 'swap');
  const book = newObjectBook();
  takeReports(
    book,
    objects.map((x, j) => report('us', `${j}`, x, 0, random)),
    0,
    options,
  );
  takeReports(book, [report('them', 'a', objects[0], 0, random)], 0, options);
  const [outcome] = takeReports(book, [report('them', 'a', moved(objects[1], 2), 2 * SECOND, random)], 2 * SECOND, options);
  expect(outcome).toEqual({ kind: 'joined', object: 'O2' });
  expect(book.objects.map(({ parts }) => parts.length)).toEqual([1, 2]);
});

test('the book is plain data: written and read it gives the same picture', () => {
  const objects = truth(5, 8);
  const random = stream(8, 'plain');
  const book = newObjectBook();
  for (const system of ['us', 'them'])
    takeReports(
      book,
      objects.map((x, j) => report(system, `${j}`, x, 0, random)),
      0,
      options,
    );
  const copy = decode(encode(book)) as ObjectBook;
  expect(encode(pictureOf(copy, SECOND, options))).toBe(encode(pictureOf(book, SECOND, options)));
});

test('pedigrees: the union holds both, and says which have nothing in common', () => {
  const a = [
    { origin: 'a', sequence: 3 },
    { origin: 'c', sequence: 1 },
  ];
  const b = [
    { origin: 'b', sequence: 9 },
    { origin: 'c', sequence: 4 },
  ];
  const both = merged(a, b);
  expect(both).toEqual([
    { origin: 'a', sequence: 3 },
    { origin: 'b', sequence: 9 },
    { origin: 'c', sequence: 4 },
  ]);
  expect([isWithin(a, both), isWithin(b, both), isWithin(both, a), isWithin(b, a)]).toEqual([true, true, false, false]);
  expect([areDisjoint(a, b), areDisjoint(a, [{ origin: 'b', sequence: 9 }])]).toEqual([false, true]);
});
