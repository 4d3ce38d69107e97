import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { picturesOf } from './pictures.ts';
import type { States } from './states.ts';
import { COVARIANCE_COLUMNS, readStates, readStatesStream, type Side } from './states-table.ts';

const TRUTH = 'scan,t,target,x,y,z,vx,vy,vz';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function statesOf(text: string | Uint8Array, of: Side = 'truth'): States {
  const table = readStates(typeof text === 'string' ? bytes(text) : text, 'a.csv', of);
  if (table.kind === 'rejected') throw new Error(JSON.stringify(table.problems));
  return table.states;
}

/** The rows as they were written. */
function rowsOf(text: string | Uint8Array, of: Side = 'truth') {
  const { rows, scans, scan, names, name, line, state, existence, coasted, latency_s, covariance } = statesOf(text, of);
  return Array.from({ length: rows }, (_, row) => ({
    line: line[row],
    scan: scans[scan[row]].scan,
    time_s: scans[scan[row]].time_s,
    id: names[name[row]],
    state: [...state.subarray(6 * row, 6 * row + 6)],
    existence: existence?.[row],
    coasted: coasted?.[row],
    latency_s: latency_s?.[row],
    covariance: covariance === undefined ? undefined : [...covariance.subarray(21 * row, 21 * row + 21)],
  }));
}

function problemOf(text: string, of: 'truth' | 'tracks' = 'truth') {
  const table = readStates(bytes(text), 'a.csv', of);
  return table.kind === 'rejected' ? table.problems[0] : undefined;
}

test('truth is read, plain and gzipped, its columns in any order', () => {
  const expected = [{ line: 2, scan: 3, time_s: 15, id: 'a', state: [1, 2, 3, 4, 5, 6] }];
  expect(rowsOf(`${TRUTH}\n3,15,a,1,2,3,4,5,6\n`)).toMatchObject(expected);
  expect(rowsOf('vz,vy,vx,z,y,x,target,t,scan,colour\r\n6,5,4,3,2,1,a,15.0,3,red\r\n')).toMatchObject(expected);
  expect(rowsOf(`\ufeffsep=;\r\n${TRUTH}\n3,15,a,1,2,3,4,5,6\n`.replaceAll(',', ';'))).toMatchObject([{ ...expected[0], line: 3 }]);
  expect(rowsOf(`# of ours\n${TRUTH}\n"3",15,"a",1,2,3,4,5,6\n`.replaceAll(',', '\t'))).toMatchObject([{ ...expected[0], line: 3 }]);
  expect(rowsOf(gzipSync(`${TRUTH}\n3,15,a,1,2,3,4,5,6\n`))).toMatchObject(expected);
});

test('tracks say how sure they are to exist, whether they coasted, how late they came, and their covariance, if they want', () => {
  const header = 'scan,t,track,x,y,z,vx,vy,vz';
  expect(rowsOf(`${header}\n0,0,a,1,2,3,4,5,6`, 'tracks')[0]).toMatchObject({
    existence: undefined,
    coasted: undefined,
    latency_s: undefined,
  });
  const covariance = COVARIANCE_COLUMNS.map((_, k) => k + 0.5);
  const full = rowsOf(
    `${header},existence,coasted,latency_s,${COVARIANCE_COLUMNS.join(',')}\n0,0,a,1,2,3,4,5,6,0.75,1,0.2,${covariance.join(',')}`,
    'tracks',
  )[0];
  expect(full).toMatchObject({ existence: 0.75, coasted: 1, latency_s: 0.2 });
  expect(full.covariance).toEqual(covariance);
  expect(COVARIANCE_COLUMNS.slice(0, 4)).toEqual(['cx_x', 'cy_x', 'cy_y', 'cz_x']);
});

test('what is wrong is told with line, column and remedy', () => {
  expect(problemOf('')).toMatchObject({ line: 0, message: 'the file is empty' });
  expect(problemOf('scan,t,x,y,z,vx,vy\n')).toMatchObject({ line: 1, column: 'target', message: 'no column target, vz' });
  expect(problemOf(`${TRUTH}\n0,0,a,1,2,3,4,5,6\n1,5,a,1,2,east,4,5,6`)).toEqual({
    file: 'a.csv',
    line: 3,
    column: 'z',
    message: '"east" is no decimal number',
    remedy: 'write a decimal number, such as 1234.5 or 1.2345e3',
  });
  expect(problemOf(`${TRUTH}\n0.5,0,a,1,2,3,4,5,6`)).toMatchObject({ line: 2, column: 'scan', message: '"0.5" is not a whole number' });
  expect(problemOf(`${TRUTH}\n0,0,a,1,2,3,4,5`)).toMatchObject({ line: 2, column: '', message: '8 values where the header has 9' });
  expect(problemOf(`${TRUTH}\n0,0,a,1,2,3,4,5,`)).toMatchObject({ column: 'vz', message: 'there is no value' });
  expect(problemOf(`${TRUTH}\n0,0,,1,2,3,4,5,6`)).toMatchObject({ column: 'target', message: 'the target has no name' });
  expect(problemOf(`${TRUTH}\n0,0,a,1,2,3,4,5,6\n\n0,0,a,1,2,3,4,5,6`)).toMatchObject({
    line: 4,
    message: 'target a is in scan 0 already, on line 2',
  });
  expect(problemOf(`${TRUTH},x\n`)).toMatchObject({ column: 'x', message: 'two columns x' });
  expect(problemOf('scan,t,track,x,y,z,vx,vy,vz,existence\n0,0,a,1,2,3,4,5,6,1.5', 'tracks')).toMatchObject({ column: 'existence' });
  expect(problemOf('scan,t,track,x,y,z,vx,vy,vz,cx_x\n', 'tracks')).toMatchObject({ column: 'cy_x' });
  expect(problemOf(`${TRUTH}\n0,0,"a,1,2,3,4,5,6`)).toMatchObject({ line: 2, message: 'a quote is not closed' });
  expect(problemOf(`${TRUTH}\n0,0,a,1,2,0x1e,4,5,6`)).toMatchObject({ column: 'z', message: '"0x1e" is no decimal number' });
  expect(problemOf(TRUTH.replaceAll(',', '|'))).toMatchObject({ line: 1, message: expect.stringContaining('no delimiter') as string });
});

test('not more problems are listed than one wants to read', () => {
  const table = readStates(bytes(`${TRUTH}\n${'0,0,a,1,2,x,4,5,6\n'.repeat(100)}`), 'a.csv', 'truth');
  expect(table.kind === 'rejected' && table.problems.length).toBe(10);
});

const TRACKS = 'scan,t,track,x,y,z,vx,vy,vz,existence';

function together(truth: string, tracks: string, confirmed = 0.5) {
  return picturesOf({ file: 'truth.csv', states: statesOf(truth) }, { file: 'tracks.csv', states: statesOf(tracks, 'tracks') }, confirmed);
}

test('truth and tracks stand side by side; tracks count from the threshold on; scans that nobody has are empty', () => {
  const found = together(
    `${TRUTH}\n0,0,a,1,2,3,4,5,6\n3,15,a,1,2,3,4,5,6`,
    `${TRACKS}\n0,0,p,1,2,3,4,5,6,0.49\n3,15,p,1,2,3,4,5,6,0.5\n3,15,q,7,2,3,4,5,6,1`,
  );
  if (found.kind === 'rejected') throw new Error('rejected');
  expect(found.tentative).toBe(1);
  expect(found.pictures.map(({ scan, time_s, truth, tracks }) => [scan, time_s, truth.ids, tracks.ids])).toEqual([
    [0, 0, ['a'], []],
    [1, 5, [], []],
    [2, 10, [], []],
    [3, 15, ['a'], ['p', 'q']],
  ]);
});

test('tables of different runs are refused', () => {
  expect(together(`${TRUTH}\n4,20,a,1,2,3,4,5,6`, `${TRACKS}\n4,21,p,1,2,3,4,5,6,1`)).toEqual({
    kind: 'rejected',
    problems: [
      {
        file: 'tracks.csv',
        line: 2,
        column: 't',
        message: 'scan 4 is at 21 s here and at 20 s in truth.csv:2',
        remedy: 'give truth and tracks of the same run',
      },
    ],
  });
  expect(together(`${TRUTH}\n4,20,a,1,2,3,4,5,6\n5,20,a,1,2,3,4,5,6`, TRACKS)).toMatchObject({ kind: 'rejected' });
  expect(together(`${TRUTH}\n4,20,a,1,2,3,4,5,6\n1700000000,25,a,1,2,3,4,5,6`, TRACKS)).toMatchObject({
    kind: 'rejected',
    problems: [{ column: 'scan', remedy: 'number the scans one by one' }],
  });
});

test('a table of tracks with a header only is a tracker that said nothing', () => {
  const found = together(`${TRUTH}\n0,0,a,1,2,3,4,5,6`, `${TRACKS}\n`);
  expect(found).toMatchObject({ kind: 'pictures', pictures: [{ truth: { ids: ['a'] }, tracks: { ids: [] } }] });
});

test('a row stays with its scan in whatever order the rows come, and views and copies are alike', () => {
  const row = (scan: number, id: string): string => `${scan},${5 * scan},${id},${scan},${id.charCodeAt(0)},3,4,5,6`;
  const sorted = ['0a', '0b', '1a', '1b', '2a', '2b'].map((one) => row(Number(one[0]), one[1]));
  const shuffled = [4, 0, 3, 5, 2, 1].map((k) => sorted[k]);
  const byId = (text: string) => {
    const found = together([TRUTH, ...sorted].join('\n'), text, 0);
    if (found.kind === 'rejected') throw new Error('rejected');
    return found.pictures.map(({ tracks: { ids, states } }) => new Map(ids.map((id, k) => [id, [...states.subarray(6 * k, 6 * k + 6)]])));
  };
  const header = 'scan,t,track,x,y,z,vx,vy,vz';
  expect(byId([header, ...shuffled].join('\n'))).toEqual(byId([header, ...sorted].join('\n')));
  expect(byId([header, ...sorted].join('\n'))[1].get('b')).toEqual([1, 98, 3, 4, 5, 6]);
});

test('what tracks say beside their states stands with its track, also where rows before it do not count', () => {
  const header = `${TRACKS},coasted,latency_s,${COVARIANCE_COLUMNS.join(',')}`;
  const row = (id: string, existence: number, coasted: string, latency: string, first: number): string =>
    `0,0,${id},${first},2,3,4,5,6,${existence},${coasted},${latency},${COVARIANCE_COLUMNS.map((_, k) => first + k).join(',')}`;
  const text = [header, row('p', 1, '1', '', 100), row('q', 0.1, '0', '7', 200), row('r', 0.9, '', '0.5', 300)].join('\n');
  const found = together(`${TRUTH}\n0,0,a,1,2,3,4,5,6`, text);
  if (found.kind === 'rejected') throw new Error('rejected');
  const { ids, states, coasted, latency_s, covariances } = found.pictures[0].tracks;
  expect([ids, Array.from(states.filter((_, k) => k % 6 === 0))]).toEqual([
    ['p', 'r'],
    [100, 300],
  ]);
  expect([...(coasted ?? [])]).toEqual([1, 0]);
  expect([...(latency_s ?? [])]).toEqual([Number.NaN, 0.5]);
  expect(covariances?.map((one) => [one?.[0], one?.[20]])).toEqual([
    [100, 120],
    [300, 320],
  ]);
});

test('a scan that has two times in one table is refused, but for what writers round', () => {
  expect(problemOf(`${TRUTH}\n0,5,a,1,2,3,4,5,6\n0,5.0005,b,1,2,3,4,5,6`)).toBeUndefined();
  expect(problemOf(`${TRUTH}\n0,5,a,1,2,3,4,5,6\n0,6,b,1,2,3,4,5,6`)).toMatchObject({
    line: 3,
    column: 't',
    message: 'scan 0 is at 6 s here and at 5 s in a.csv:2',
  });
});

test('a table of more rows than one holds is refused', () => {
  const text = bytes(`${TRUTH}\n0,0,a,1,2,3,4,5,6\n0,0,b,1,2,3,4,5,6\n`);
  expect(readStates(text, 'a.csv', 'truth', 2).kind).toBe('states');
  expect(readStates(text, 'a.csv', 'truth', 1)).toMatchObject({ problems: [{ line: 3, message: 'the table has more than 1 rows' }] });
});

async function* inPieces(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield await Promise.resolve(whole.subarray(at, at + size));
}

test('a table is the same whether it is read whole or as it comes, plain or packed', async () => {
  const lines = Array.from({ length: 1100 }, (_, k) => `${k % 7},${5 * (k % 7)},n${k},${k / 3},2,3,4,5,6`);
  const text = bytes([TRUTH, ...lines].join('\n'));
  const whole = readStates(text, 'a.csv', 'truth');
  expect(await readStatesStream(inPieces(text, 1000), 'a.csv', 'truth')).toEqual(whole);
  expect(await readStatesStream(inPieces(gzipSync(text), 97), 'a.csv', 'truth')).toEqual(whole);
  const short = bytes(`${TRUTH}\n0,0,a,1,2,3,4,5,6`);
  expect(await readStatesStream(inPieces(gzipSync(short), 1), 'a.csv', 'truth')).toEqual(readStates(short, 'a.csv', 'truth'));
  const cut = gzipSync(text).subarray(0, 3000);
  expect(await readStatesStream(inPieces(cut, 1000), 'a.csv', 'truth')).toMatchObject({
    problems: [{ line: 0, message: expect.stringMatching(/damaged/) as string }],
  });
  await expect(readStatesStream(Readable.from(brokenDisk()), 'a.csv', 'truth')).rejects.toThrow('the disk is gone');
});

async function* brokenDisk(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes(TRUTH));
  throw new Error('the disk is gone');
}
