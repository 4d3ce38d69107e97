import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MOST_PROBLEMS, readColumns, type TableColumns, type TableProblem, type WantedColumns } from './csv-table.ts';

const WANTED: WantedColumns = { numbers: ['t_s', 'height_m'], words: ['phase'] };
const HEADER = 'phase,t_s,height_m';

const read = (text: string, wanted: WantedColumns = WANTED): TableColumns =>
  readColumns(new TextEncoder().encode(text), 'ascent.csv', wanted);
const problemsOf = (table: TableColumns): readonly TableProblem[] => (table.kind === 'rejected' ? table.problems : []);

test('wanted columns are found by name in any order, others are left alone, and each row knows its line', () => {
  const expected = {
    kind: 'columns',
    lines: [2, 4],
    numbers: [Float64Array.of(0, 1.5), Float64Array.of(10, 20)],
    words: [['boost', 'coast']],
  };
  expect(read(`${HEADER}\nboost,0,10\n\ncoast,1.5,20\n`)).toEqual(expected);
  expect(read('height_m,note,phase,t_s\n10,x,boost,0\n\n20,7,coast,1.5\n')).toEqual(expected);
  expect(readColumns(gzipSync(`${HEADER}\nboost,0,10\n\ncoast,1.5,20\n`), 'ascent.csv', WANTED)).toEqual(expected);
});

test('a table that asks for no words has none, and one of a header only has no rows', () => {
  expect(read('t_s\n3\n', { numbers: ['t_s'] })).toEqual({ kind: 'columns', lines: [2], numbers: [Float64Array.of(3)], words: [] });
  expect(read(`${HEADER}\n`)).toEqual({ kind: 'columns', lines: [], numbers: [new Float64Array(), new Float64Array()], words: [[]] });
});

test('columns that are missing or stand twice are told together, once, and no row is looked at', () => {
  const remedy = 'begin with a header: phase,t_s,height_m';
  expect(problemsOf(read('t_s,phase\nx,boost\n'))).toEqual([
    { file: 'ascent.csv', line: 1, column: 'height_m', message: 'no column height_m, or two of a name', remedy },
  ]);
  expect(problemsOf(read('# by hand\nphase,t_s,t_s\nx,x,x\n'))).toEqual([
    { file: 'ascent.csv', line: 2, column: 't_s', message: 'no column t_s, height_m, or two of a name', remedy },
  ]);
});

test('cells that are no numbers are told with place and remedy, those that are too large too', () => {
  expect(problemsOf(read(`${HEADER}\nboost,0,high\ncoast,,1\nfall,1e999,1\n`))).toEqual([
    {
      file: 'ascent.csv',
      line: 2,
      column: 'height_m',
      message: '"high" is no decimal number',
      remedy: 'write a decimal number, such as 1234.5 or 1.2345e3',
    },
    {
      file: 'ascent.csv',
      line: 3,
      column: 't_s',
      message: 'there is no value',
      remedy: 'write a decimal number, such as 1234.5 or 1.2345e3',
    },
    expect.objectContaining({ line: 4, column: 't_s', message: '"1e999" is no decimal number' }),
  ]);
});

test('lines that cannot be read and files that are none are refused with the rest', () => {
  expect(problemsOf(read(`${HEADER}\nboost,0\nboost,0,1\n`))).toMatchObject([
    { line: 2, column: '', message: '2 values where the header has 3' },
  ]);
  expect(problemsOf(read(''))).toMatchObject([
    { line: 0, message: 'the file is empty', remedy: 'begin with a header: phase,t_s,height_m' },
  ]);
});

test('not more problems are told than somebody reads, and the reading stops there', () => {
  const bad = (rows: number): number => problemsOf(read(`${HEADER}\n${'boost,x,1\n'.repeat(rows)}`)).length;
  expect([MOST_PROBLEMS - 1, MOST_PROBLEMS, MOST_PROBLEMS + 1].map(bad)).toEqual([9, 10, 10]);
  // Two in the line at which the bound is reached.
  expect(problemsOf(read(`${HEADER}\n${'boost,x,1\n'.repeat(MOST_PROBLEMS - 1)}boost,x,y\n`))).toHaveLength(MOST_PROBLEMS);
});

test('a damaged file and one that is too long are refused as a whole', () => {
  const text = `${HEADER}\nboost,0,10\n`;
  const remedy = 'give a CSV file, plain or gzipped, with fewer rows';
  expect(problemsOf(readColumns(gzipSync(text).subarray(0, 20), 'ascent.csv', WANTED))).toEqual([
    { file: 'ascent.csv', line: 0, column: '', message: expect.stringMatching(/^the packed file is damaged/) as string, remedy },
  ]);
  expect(read(text, { ...WANTED, bytes_max: text.length }).kind).toBe('columns');
  expect(problemsOf(read(text, { ...WANTED, bytes_max: text.length - 1 }))).toMatchObject([{ line: 0, column: '', remedy }]);
});
