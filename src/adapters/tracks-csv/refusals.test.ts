import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { TableProblem } from '../csv-table/csv-table.ts';
import { type Pictures, picturesOf } from './pictures.ts';
import { type States, StatesBuilder } from './states.ts';
import { COVARIANCE_COLUMNS, readStates, type Side } from './states-table.ts';

// What a table of truth or of tracks may hold at the outermost, and what is said, with place and remedy, of what is beyond.

const TRUTH = 'scan,t,target,x,y,z,vx,vy,vz';
const TRACKS = 'scan,t,track,x,y,z,vx,vy,vz';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function problems(text: string, of: Side = 'truth'): readonly TableProblem[] {
  const table = readStates(bytes(text), 'a.csv', of);
  return table.kind === 'rejected' ? table.problems : [];
}

/** `line column: message; remedy`. */
const told = (text: string, of: Side = 'truth'): string[] =>
  problems(text, of).map(({ line, column, message, remedy }) => `${line} ${column}: ${message}; ${remedy}`);

test('a header that will not do is told with the columns that it has to name', () => {
  expect(told('scan,t,x,y,z,vx,vy\n')).toEqual(['1 target: no column target, vz; the header has to name scan,t,target,x,y,z,vx,vy,vz']);
  expect(told('scan,t,x,y,z,vx,vy,vz\n', 'tracks')).toEqual([
    '1 track: no column track; the header has to name scan,t,track,x,y,z,vx,vy,vz,existence',
  ]);
  expect(told(`${TRUTH},X\n0,0,a,1,2,3,4,5,6,7\n`)).toEqual(['1 x: two columns x; name each column once']);
  expect(told('T,t,x\n')).toHaveLength(2);
  expect(told('', 'tracks')).toEqual(['0 : the file is empty; begin with a header: scan,t,track,x,y,z,vx,vy,vz,existence']);
});

test('columns without a name may be several, and capitals are small letters', () => {
  expect(told(`${TRUTH.toUpperCase()},,\n0,0,a,1,2,3,4,5,6,,\n`)).toEqual([]);
});

test('a part of a covariance is told, and its rows are read on for what else is wrong', () => {
  const remedy = 'give all 21 columns of the lower triangle or none';
  const some = COVARIANCE_COLUMNS.slice(0, 20).join(',');
  const row = `0,0,a,1,2,3,4,5,x,${Array.from({ length: 20 }, () => 1).join(',')}`;
  expect(told(`${TRACKS},${some}\n${row}`, 'tracks')).toEqual([
    `1 cvz_vz: a part of a covariance: no cvz_vz; ${remedy}`,
    '2 vz: "x" is no decimal number; write a decimal number, such as 1234.5 or 1.2345e3',
  ]);
  expect(told(`${TRACKS},cx_x,cy_x\n`, 'tracks')[0]).toContain('a part of a covariance: no cy_y, cz_x,');
});

test('truth has no existence, no flags and no covariance: columns of such names are left alone', () => {
  const table = readStates(
    bytes(`${TRUTH},existence,coasted,latency_s,cx_x,${COVARIANCE_COLUMNS.slice(1).join(',')}\n0,0,a,1,2,3,4,5,6,2,x,y${',z'.repeat(21)}`),
    'a.csv',
    'truth',
  );
  expect(table).toMatchObject({
    kind: 'states',
    states: { rows: 1, existence: undefined, coasted: undefined, latency_s: undefined, covariance: undefined },
  });
});

test.each([
  ['scan', '1.5', '"1.5" is not a whole number; write a whole number here'],
  ['scan', '9007199254740992', '"9007199254740992" is not a whole number; write a whole number here'],
  ['scan', 'x', '"x" is no decimal number; write a decimal number, such as 1234.5 or 1.2345e3'],
  ['t', '', 'there is no value; write a decimal number, such as 1234.5 or 1.2345e3'],
  ['t', '1,5', '"1,5" is no decimal number; write decimals after a point: 1234.5'],
  ['x', '1e999', '"1e999" is no decimal number; write a decimal number, such as 1234.5 or 1.2345e3'],
  ['track', '', 'the track has no name; give every row a name or number here'],
  ['existence', '-0.01', '"-0.01" is not a probability from 0 to 1; write a probability from 0 to 1 here'],
  ['existence', '1.01', '"1.01" is not a probability from 0 to 1; write a probability from 0 to 1 here'],
  ['coasted', '0.5', '"0.5" is not 0 or 1; write 0 or 1 here'],
  ['latency_s', 'soon', '"soon" is no decimal number; write a decimal number, such as 1234.5 or 1.2345e3'],
  ['cvz_vz', '', 'there is no value; write a decimal number, such as 1234.5 or 1.2345e3'],
])('%s of %j is refused', (column, cell, words) => {
  const names = [...TRACKS.split(','), 'existence', 'coasted', 'latency_s', ...COVARIANCE_COLUMNS];
  const row = names.map((name) => (name === column ? `"${cell}"` : name === 'track' ? 'a' : '1'));
  expect(told(`${names.join(',')}\n${row.join(',')}`, 'tracks')).toEqual([`2 ${column}: ${words}`]);
});

test('probabilities and flags may be 0 and 1, and what may be left out may be left blank', () => {
  const text = `${TRACKS},existence,coasted,latency_s\n0,0,a,1,2,3,4,5,6,0,0,-1\n0,0,b,1,2,3,4,5,6,1,1,0\n0,0,c,1,2,3,4,5,6, ,,\n`;
  const table = readStates(bytes(text), 'a.csv', 'tracks');
  if (table.kind === 'rejected') throw new Error(JSON.stringify(table.problems));
  expect([...(table.states.existence ?? [])]).toEqual([0, 1, Number.NaN]);
  expect([...(table.states.coasted ?? [])]).toEqual([0, 1, Number.NaN]);
  expect([...(table.states.latency_s ?? [])]).toEqual([-1, 0, Number.NaN]);
});

test('each wrong cell of a row is told, and the rows after it are looked at', () => {
  expect(told(`${TRUTH}\n0,0,a,x,2,y,4,5,6\n0,0,a,1,2,3,4,5,6\n0,0,b,1,2,3,4,5,z\n`).map((one) => one.slice(0, 4))).toEqual([
    '2 x:',
    '2 z:',
    '4 vz',
  ]);
});

test('no more than ten are told, whether of lines, of cells, or of what stands twice', () => {
  const bad = (rows: number, more = ''): number => problems(`${TRUTH}\n${'0,0,a,1,2,x,4,5,6\n'.repeat(rows)}${more}`).length;
  expect([9, 10, 11].map((rows) => bad(rows))).toEqual([9, 10, 10]);
  expect(bad(9, '0,0,a,x,y,z,4,5,6\n')).toBe(10);
  const twice = '1,5,b,1,2,3,4,5,6\n1,5,b,1,2,3,4,5,6\n';
  expect([8, 9, 10].map((rows) => bad(rows, twice))).toEqual([9, 10, 10]);
});

test('an object twice in one scan is told with both lines, in another scan it is none', () => {
  const row = (scan: number, id: string): string => `${scan},${5 * scan},${id},1,2,3,4,5,6`;
  expect(told([TRUTH, row(0, 'a'), row(1, 'a'), row(0, 'b'), row(1, 'b')].join('\n'))).toEqual([]);
  expect(told([TRACKS, row(0, 'a'), row(1, 'a'), row(1, 'b'), row(1, 'a'), row(0, 'a')].join('\n'), 'tracks')).toEqual([
    '6 track: track a is in scan 0 already, on line 2; give each one row a scan',
  ]);
});

test('times of one scan may differ by a millisecond and no more', () => {
  const second = (t: string): string[] => told(`${TRUTH}\n7,0,a,1,2,3,4,5,6\n7,${t},b,1,2,3,4,5,6`);
  expect([second('0.001'), second('-0.001')]).toEqual([[], []]);
  expect(second('0.0011')).toEqual(['3 t: scan 7 is at 0.0011 s here and at 0 s in a.csv:2; give each scan one time']);
});

test('a damaged file is told, and what stood before it counts for nothing', () => {
  const packed = gzipSync(`${TRUTH}\n0,0,a,1,2,3,4,5,6\n`).subarray(0, 30);
  const table = readStates(packed, 'a.csv.gz', 'truth');
  expect(table).toMatchObject({
    kind: 'rejected',
    problems: [{ file: 'a.csv.gz', line: 0, column: '', remedy: 'give a CSV file, plain or gzipped' }],
  });
  expect(table.kind === 'rejected' && table.problems).toHaveLength(1);
});

test('a table of too many rows is told at the row that is too many', () => {
  const text = `${TRUTH}\n0,0,a,1,2,3,4,5,6\n0,0,b,1,2,3,4,5,6\n0,0,c,1,2,3,4,5,6\n`;
  expect(readStates(bytes(text), 'a.csv', 'truth', 1)).toEqual({
    kind: 'rejected',
    problems: [{ file: 'a.csv', line: 3, column: '', message: 'the table has more than 1 rows', remedy: 'split it' }],
  });
});

test('lines that begin with # are counted', () => {
  expect(readStates(bytes(`# one\n${TRUTH}\n# two\n0,0,a,1,2,3,4,5,6\n`), 'a.csv', 'truth')).toMatchObject({ kind: 'states', comments: 2 });
});

type Row = readonly [scan: number, time_s: number, name: string];

/** Rows on the lines 2, 3, …; `existence` of all of them, where there is one. */
function states(rows: readonly Row[], existence?: readonly (number | undefined)[]): States {
  const builder = new StatesBuilder({ existence: existence !== undefined, coasted: false, latency: false, covariance: false });
  rows.forEach(([scan, time_s, name], k) =>
    builder.add({ line: k + 2, scan, time_s, name, state: [k, 0, 0, 0, 0, 0], existence: existence?.[k] }),
  );
  return builder.end();
}

const together = (truth: States, tracks: States, confirmed = 0.5): Pictures =>
  picturesOf({ file: 'truth.csv', states: truth }, { file: 'tracks.csv', states: tracks }, confirmed);
const NONE = states([]);
const refused = (found: Pictures): readonly TableProblem[] => (found.kind === 'rejected' ? found.problems : []);
const ids = (found: Pictures): unknown =>
  found.kind === 'rejected'
    ? found.problems
    : found.pictures.map(({ scan, time_s, truth, tracks }) => [scan, time_s, truth.ids, tracks.ids]);

test('truth and tracks may be a millisecond apart in one scan and no more; the time is that of the truth', () => {
  expect(ids(together(states([[3, 0, 'a']]), states([[3, 0.001, 'p']])))).toEqual([[3, 0, ['a'], ['p']]]);
  expect(refused(together(states([[3, 0, 'a']]), states([[3, 0.0011, 'p']])))).toHaveLength(1);
  expect(refused(together(states([[3, 0, 'a']]), states([[3, -0.0011, 'p']])))).toHaveLength(1);
});

test('scans that are not later than those before them are refused at the later number', () => {
  const problem = (truth: States, tracks: States): TableProblem => refused(together(truth, tracks))[0];
  const expected = { column: 't', remedy: 'give truth and tracks of the same run' };
  const message = 'scan 5 at 20 s is not later than scan 4 at 20 s';
  expect(problem(states([[5, 20, 'a']]), states([[4, 20, 'p']]))).toEqual({ ...expected, file: 'truth.csv', line: 2, message });
  expect(
    problem(
      states([[4, 20, 'a']]),
      states([
        [4, 20, 'q'],
        [5, 20, 'p'],
      ]),
    ),
  ).toEqual({ ...expected, file: 'tracks.csv', line: 3, message });
});

test('scans come in order of their numbers, whatever the order of the rows', () => {
  expect(
    ids(
      together(
        states([
          [2, 10, 'a'],
          [0, 0, 'a'],
        ]),
        states([[1, 5, 'p']]),
      ),
    ),
  ).toEqual([
    [0, 0, ['a'], []],
    [1, 5, [], ['p']],
    [2, 10, ['a'], []],
  ]);
});

test('of tables that have no rows there are no pictures', () => {
  expect(together(NONE, NONE)).toEqual({ kind: 'pictures', pictures: [], tentative: 0 });
});

test('up to twenty scans in the mean for each that has states, and no more', () => {
  const apart = (last: number): Pictures =>
    together(
      states([
        [1, 0, 'a'],
        [last, 100, 'a'],
      ]),
      NONE,
    );
  expect(apart(40)).toMatchObject({ kind: 'pictures' });
  expect(refused(apart(41))).toEqual([
    {
      file: 'truth.csv',
      line: 0,
      column: 'scan',
      message: 'scans from 1 on would be 41, of which 2 have states',
      remedy: 'number the scans one by one',
    },
  ]);
});

test('a track that says nothing of its existence counts, one below the threshold is counted apart', () => {
  const tracks = states(
    [
      [0, 0, 'p'],
      [0, 0, 'q'],
      [0, 0, 'r'],
      [0, 0, 's'],
    ],
    [0.4, 0.5, undefined, 0.49],
  );
  const found = together(states([[0, 0, 'a']]), tracks);
  expect(ids(found)).toEqual([[0, 0, ['a'], ['q', 'r']]]);
  expect(found).toMatchObject({ tentative: 2 });
  expect(together(NONE, tracks, 0)).toMatchObject({ tentative: 0 });
  // The truth exists, whatever its table says.
  expect(together(tracks, NONE, 1)).toMatchObject({ tentative: 0, pictures: [{ truth: { ids: ['p', 'q', 'r', 's'] } }] });
});

test('tracks say nothing of what no row of their scan says', () => {
  const text = `${TRACKS},coasted,latency_s\n0,0,a,1,2,3,4,5,6,,\n1,5,a,1,2,3,4,5,6,1,0.5\n`;
  const table = readStates(bytes(text), 'a.csv', 'tracks');
  if (table.kind === 'rejected') throw new Error('rejected');
  const found = together(NONE, table.states);
  if (found.kind === 'rejected') throw new Error('rejected');
  expect(found.pictures.map(({ tracks }) => Object.keys(tracks))).toEqual([
    ['ids', 'states'],
    ['ids', 'states', 'coasted', 'latency_s'],
  ]);
  expect(found.pictures[1].tracks).toMatchObject({ coasted: Uint8Array.of(1), latency_s: Float64Array.of(0.5) });
});

test('a scan without confirmed tracks has no covariances', () => {
  const covariance = Array.from({ length: 21 }, (_, k) => k);
  const builder = new StatesBuilder({ existence: true, coasted: false, latency: false, covariance: true });
  for (const [scan, existence] of [
    [0, 0.1],
    [1, 0.9],
  ] as const)
    builder.add({ line: scan + 2, scan, time_s: 5 * scan, name: 'p', state: [1, 2, 3, 4, 5, 6], existence, covariance });
  const found = together(NONE, builder.end());
  if (found.kind === 'rejected') throw new Error('rejected');
  expect(found.pictures.map(({ tracks }) => tracks.covariances)).toEqual([undefined, [Float64Array.from(covariance)]]);
});

test('a row that gives less than its table has is not a number there', () => {
  const builder = new StatesBuilder({ existence: true, coasted: true, latency: true, covariance: true });
  expect(builder.add({ line: 2, scan: 0, time_s: 0, name: 'p', state: [1, 2, 3, 4, 5, 6] })).toBeUndefined();
  expect(builder.rows).toBe(1);
  const { existence, coasted, latency_s, covariance } = builder.end();
  expect([existence, coasted, latency_s].map((column) => [...(column ?? [])])).toEqual([[Number.NaN], [Number.NaN], [Number.NaN]]);
  expect(covariance).toEqual(new Float64Array(21).fill(Number.NaN));
});

test('a builder takes more rows than it had room for at first', () => {
  const many = states(Array.from({ length: 1025 }, (_, k): Row => [k, k, `n${k}`]));
  expect([many.rows, many.names.length, many.line.length, many.line[1023], many.line[1024], many.state[6 * 1024]]).toEqual([
    1025, 1025, 1025, 1025, 1026, 1024,
  ]);
});

test('columns that may be left out may also stand first', () => {
  const first = (column: string): States => {
    const table = readStates(bytes(`${column},${TRACKS}\n1,0,0,a,1,2,3,4,5,6\n`), 'a.csv', 'tracks');
    if (table.kind === 'rejected') throw new Error(JSON.stringify(table.problems));
    return table.states;
  };
  expect(first('existence').existence).toEqual(Float64Array.of(1));
  expect(first('coasted').coasted).toEqual(Float64Array.of(1));
  expect(first('latency_s').latency_s).toEqual(Float64Array.of(1));
});

test('empty scans lie between their neighbours in time, wherever these begin', () => {
  const truth = states([
    [2, 10, 'a'],
    [5, 40, 'a'],
  ]);
  expect(ids(together(truth, NONE))).toEqual([
    [2, 10, ['a'], []],
    [3, 20, [], []],
    [4, 30, [], []],
    [5, 40, ['a'], []],
  ]);
});

test('covariances are among what a track says of itself, in copies too', () => {
  const builder = new StatesBuilder({ existence: false, coasted: false, latency: false, covariance: true });
  const covariance = new Float64Array(21);
  builder.add({ line: 2, scan: 0, time_s: 0, name: 'p', state: [1, 2, 3, 4, 5, 6], covariance });
  const found = together(NONE, builder.end());
  if (found.kind === 'rejected') throw new Error('rejected');
  expect({ ...found.pictures[0].tracks }.covariances).toEqual([covariance]);
});
