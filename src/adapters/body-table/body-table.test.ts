import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readBodyTable } from './body-table.ts';

const HEADER = 't_s,x_m,y_m,z_m,heat_W_per_sr,rcs_m2';

function read(text: string): ReturnType<typeof readBodyTable> {
  return readBodyTable(Buffer.from(text), 'body.csv');
}

test('a table is read plain and packed, its columns by their names', () => {
  const table = {
    time_s: Float64Array.of(0, 0.5),
    positionEcef_m: Float64Array.of(7e6, 1, 2, 7e6, 3, 4),
    heat_Wpsr: Float64Array.of(0, 1e6),
    crossSection_m2: Float64Array.of(3, 0.1),
  };
  const plain = `${HEADER}\n0,7e6,1,2,0,3\n0.5,7e6,3,4,1000000,0.1\n`;
  expect(read(plain)).toEqual({ kind: 'table', table });
  expect(readBodyTable(gzipSync(plain), 'body.csv.gz')).toEqual({ kind: 'table', table });
  expect(read('rcs_m2,note,z_m,y_m,x_m,t_s,heat_W_per_sr\n3,a,2,1,7e6,0,0\n0.1,b,4,3,7e6,0.5,1e6\n')).toEqual({ kind: 'table', table });
});

test.each([
  ['', 0, 'the file is empty'],
  ['t_s,x_m,y_m,z_m,heat_W_per_sr\n0,1,2,3,4\n', 1, 'no column rcs_m2'],
  [`${HEADER}\n`, 0, '0 rows'],
  [`${HEADER}\n0,7e6,1,2,0,3\n`, 0, '1 rows'],
  [`${HEADER}\n0,7e6,1,2,0,3\n1,7e6,x,2,0,3\n`, 3, 'no decimal number'],
  [`${HEADER}\n0,7e6,1,2,0,3\n1,7e6,1\n`, 3, '3 values'],
  [`${HEADER}\n1,7e6,1,2,0,3\n1,7e6,1,2,0,3\n`, 3, 'not after the row before'],
  [`${HEADER}\n0,7e6,1,2,0,3\n1,7e12,1,2,0,3\n`, 3, 'farther than'],
  [`${HEADER}\n0,7e6,1,2,0,3\n1,7e6,1,2,-1,3\n`, 3, 'below zero'],
])('a table that is none is refused with its line: %j', (text, line, message) => {
  const one = read(text);
  if (one.kind !== 'rejected') throw new Error('it was read');
  expect(one.problems[0]).toMatchObject({ line, message: expect.stringContaining(message) as string });
  expect(one.problems[0].remedy).not.toBe('');
});

test('a packed file that grows without end is refused', () => {
  const one = readBodyTable(gzipSync('0'.repeat(30e6)), 'body.csv.gz');
  if (one.kind !== 'rejected') throw new Error('it was read');
  expect(one.problems[0].message).toContain('longer than');
});
