import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { createCsvReader } from './csv-reader.ts';
import { decimalAt, whyNoNumber } from './decimal.ts';

type Found = { readonly names: string[]; readonly rows: string[][]; readonly lines: number[]; readonly wrong: [number, string][] };

/** What is read of a text that comes in pieces of `piece` bytes. */
function read(text: string | Uint8Array, piece = 1 << 20): Found & { readonly failed: boolean; readonly comments: number } {
  const found: Found = { names: [], rows: [], lines: [], wrong: [] };
  let failed = false;
  const reader = createCsvReader({
    example: 'a,b',
    header: ({ names }) => found.names.push(...names),
    row(row) {
      found.rows.push(found.names.map((_, k) => row.text(k)));
      found.lines.push(row.line);
    },
    refuse: (line, _, message) => found.wrong.push([line, message]),
    fail(line, _, message) {
      failed = true;
      found.wrong.push([line, message]);
    },
  });
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.slice(at, at + piece));
  reader.end();
  return { ...found, failed, comments: reader.comments };
}

const TABLE = {
  names: ['a', 'b'],
  rows: [
    ['1', 'x'],
    ['2', 'y z'],
  ],
  wrong: [],
};

test.each([
  ['commas', 'a,b\n1,x\n2,y z\n'],
  ['semicolons', 'a;b\n1;x\n2;y z\n'],
  ['tabs', 'a\tb\n1\tx\n2\ty z\n'],
  ['blanks around the cells', ' a , b\n 1,x \n2 ,\ty z\n'],
  ['the line ends of Windows', 'a,b\r\n1,x\r\n2,y z\r\n'],
  ['the line ends of old Macs', 'a,b\r1,x\r2,y z\r'],
  ['no line end at last', 'a,b\n1,x\n2,y z'],
  ['a byte order mark', '\ufeffa,b\n1,x\n2,y z\n'],
  ['comments and blank lines', '# of ours; really\n\na,b\n1,x\n  # and, here\n\n2,y z\n'],
  ['a line sep=', 'sep=;\na;b\n1;x\n2;y z\n'],
  ['a line sep= after a byte order mark, with Windows line ends', '\ufeffsep=;\r\na;b\r\n1;x\r\n2;y z\r\n'],
  ['a quoted line sep= and tabs', '"sep=\t"\na\tb\n1\tx\n2\ty z\n'],
  ['quotes', '"a","b"\n"1","x"\n2, "y z" \n'],
])('a table is read with %s, wherever it is parted', (_, text) => {
  for (const piece of [1, 2, 3, 7, 1000]) expect(read(text, piece)).toMatchObject(TABLE);
});

test('a line that ends in both ways is one, and lines are counted as they stand in the file', () => {
  for (const piece of [1, 5, 1000]) {
    expect(read('a,b\r\n\r\n1,2\r\n', piece).lines).toEqual([3]);
    expect(read('a,b\n\n1,2\n#\n3,4\n', piece).lines).toEqual([3, 5]);
    expect(read('a,b\r\r1,2\r', piece).lines).toEqual([3]);
  }
  expect(read('# one\na,b\n1,2\n # two\n"# three",4\n')).toMatchObject({
    comments: 2,
    rows: [
      ['1', '2'],
      ['# three', '4'],
    ],
  });
});

test('delimiters within quotes part nothing, in the header and below it', () => {
  expect(read('"North, east, up";b\n"x;y";2\n')).toMatchObject({ names: ['North, east, up', 'b'], rows: [['x;y', '2']] });
  expect(read('a,b\n"he said ""no, never""",""\n').rows).toEqual([['he said "no, never"', '']]);
  expect(read('range (m, slant);b;c\n1;2;3\n').names).toEqual(['range (m, slant)', 'b', 'c']);
});

test('a line sep= holds against what the header holds more of', () => {
  expect(read('sep=;\na,b,c;d\n1;2\n')).toMatchObject({ names: ['a,b,c', 'd'], rows: [['1', '2']] });
});

test('a quote that is wrong costs its own line', () => {
  expect(read('a,b\n"1,x\n2,y\n"3"x,z\n4 "x",z\n"5",z\n')).toMatchObject({
    rows: [
      ['2', 'y'],
      ['5', 'z'],
    ],
    lines: [3, 6],
    wrong: [
      [2, 'a quote is not closed'],
      [4, 'something follows a closing quote'],
      [5, 'a quote stands within a cell'],
    ],
  });
});

test('a line of more or fewer cells than the header is refused and counted', () => {
  expect(read('a,b\n1\n1,2,3\n"1",2,"3",4\n1,2\n')).toMatchObject({
    lines: [5],
    wrong: [
      [2, '1 values where the header has 2'],
      [3, '3 values where the header has 2'],
      [4, '4 values where the header has 2'],
    ],
  });
});

test.each([
  ['', 0, 'the file is empty'],
  ['# nothing\n\n', 0, 'the file has no header'],
  ['a|b|c\n1|2|3\n', 1, 'the header is parted by "|", which is no delimiter that is read'],
  ['a|b|"c,d",e\n', 1, 'the header is parted by "|", which is no delimiter that is read'],
  ['a:b\n', 1, 'the header is parted by ":", which is no delimiter that is read'],
  ['a b  c\n', 1, 'the header is parted by blanks, which is no delimiter that is read'],
  ['sep=|\na|b\n', 1, 'the line sep= names "|" as its delimiter'],
  ['sep=\na,b\n', 1, 'the line sep= names none as its delimiter'],
  ['"a,b\n1,2\n', 1, 'a quote is not closed'],
  ['# a,b\n1,-2.5e3\n', 2, 'numbers stand where the names of the columns belong'],
  [`a,b\n1,2\n${'x'.repeat(70_000)}`, 3, 'the line is longer than 65536 bytes'],
  [new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0, 0x0a, 0]), 1, 'this is no text in UTF-8'],
])('a file that is no such table is refused with its line: %j', (text, line, message) => {
  expect(read(text)).toMatchObject({ failed: true, wrong: [[line, message]] });
});

test('one column needs no delimiter', () => {
  expect(read('range_km\n1\n2\n')).toMatchObject({ names: ['range_km'], rows: [['1'], ['2']], failed: false });
});

test('nothing is read once the reading is stopped', () => {
  const lines: number[] = [];
  const reader = createCsvReader({
    example: 'a',
    header: () => undefined,
    row(row) {
      lines.push(row.line);
      reader.stop();
    },
    refuse: () => undefined,
    fail: () => undefined,
  });
  reader.push(new TextEncoder().encode('a\n1\n2\n3\n'));
  reader.end();
  expect(lines).toEqual([2]);
});

/** A cell as programs write it: quoted where it has to be, and where they like to. */
const written = (cell: string, delimiter: string, quoted: boolean): string =>
  quoted || cell.includes(delimiter) || cell.includes('"') || cell !== cell.trim() || cell.startsWith('#') || cell === ''
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;

test('what was written is read, whatever the delimiter, the line ends, the quotes and where the bytes are parted', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '7', '.', ',', ';', '\t', '"', '#', ' ', 'é', '漢', '-'), maxLength: 20 });
  holds(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      (rows, delimiter, end, quoted, piece) => {
        const text = [['a', 'b', 'c'], ...rows].map((row) => row.map((one) => written(one, delimiter, quoted)).join(delimiter)).join(end);
        expect(read(text, piece)).toMatchObject({ rows, wrong: [] });
      },
    ),
    { runs: 500 },
  );
});

function number(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return decimalAt(bytes, 0, bytes.length, () => text);
}

test('decimal numbers are what they say to the last bit, however they are written', () => {
  const plain = fc.double({ noNaN: true, noDefaultInfinity: true });
  const forms = [
    (x: number): string => String(x),
    (x: number): string => x.toExponential(),
    (x: number): string => (Math.abs(x) < 1e20 ? x.toFixed(9) : String(x)),
    (x: number): string => `+${Math.abs(x)}`.toUpperCase(),
    (x: number): string => `${Math.trunc(x % 1e6)}.`,
    (x: number): string => `00${Math.abs(x % 1e3).toFixed(5)}e-7`,
  ];
  holds(
    fc.property(plain, fc.constantFrom(...forms), (x, form) => {
      expect(number(form(x))).toBe(Number(form(x)));
    }),
    { runs: 3000 },
  );
  expect(['0', '-0', '.5', '1.', '-1e22', '1e23', '12345678901234567', '0.1e-5', '1e999'].map(number)).toEqual([
    0,
    -0,
    0.5,
    1,
    -1e22,
    1e23,
    12345678901234568,
    0.1e-5,
    Infinity,
  ]);
});

test('what is no decimal number is none, and it is said what to write', () => {
  for (const text of ['', '-', '.', 'e5', '1e', '1e+', '1e5.5', '0x1e', '1_000', 'Infinity', 'NaN', '1.2.3', '--1', '1 2', '1,5', '１'])
    expect(number(text)).toBeNaN();
  expect(whyNoNumber('0x1e').message).toBe('"0x1e" is no decimal number');
  expect(whyNoNumber(' ').message).toBe('there is no value');
  expect(whyNoNumber('1,5').remedy).toBe('write decimals after a point: 1234.5');
});

type Told = readonly [line: number, column: string, message: string, remedy: string];

/** What is refused, and what ends the reading, word for word. */
function told(...parts: readonly (string | Uint8Array)[]): { readonly refused: Told[]; readonly failed: Told[]; readonly rows: number } {
  const found = { refused: [] as Told[], failed: [] as Told[], rows: 0 };
  const reader = createCsvReader({
    example: 'a,b',
    header: () => undefined,
    row: () => (found.rows += 1),
    refuse: (...why) => found.refused.push(why),
    fail: (...why) => found.failed.push(why),
  });
  for (const part of parts) reader.push(typeof part === 'string' ? new TextEncoder().encode(part) : part);
  reader.end();
  return found;
}

test('each refusal says what to do about it', () => {
  expect(told('a,b\n"1,x\n1\n')).toMatchObject({
    refused: [
      [2, '', 'a quote is not closed', 'mend its quotes'],
      [3, '', '1 values where the header has 2', 'give every row a value for every column'],
    ],
    failed: [],
  });
  const failures: readonly (readonly [string | Uint8Array, ...Told])[] = [
    ['', 0, '', 'the file is empty', 'begin with a header: a,b'],
    ['# 1\n', 0, '', 'the file has no header', 'begin with a header: a,b; a line that begins with # is a comment and no header'],
    ['1,2\n', 1, '', 'numbers stand where the names of the columns belong', 'begin with a header: a,b'],
    ['"a\n', 1, '', 'a quote is not closed', 'mend the quotes of the header'],
    ['a|b\n', 1, '', 'the header is parted by "|", which is no delimiter that is read', 'part the cells by commas, semicolons or tabs'],
    [Uint8Array.of(0xfe, 0xff, 0x61, 0x0a), 1, '', 'this is no text in UTF-8', 'save it as CSV in UTF-8'],
    [Uint8Array.of(0x61, 0, 0x0a), 1, '', 'this is no text in UTF-8', 'save it as CSV in UTF-8'],
  ];
  for (const [text, ...why] of failures) expect(told(text)).toEqual({ refused: [], failed: [why], rows: 0 });
});

test('a header of names of which some are numbers is one', () => {
  expect(told('1,b\n1,2\n')).toEqual({ refused: [], failed: [], rows: 1 });
});

test('after a file has failed nothing more of it is read or told', () => {
  const { rows, refused, failed } = told('1,2\na,b\n1,2\n', '3\n');
  expect([rows, refused.length, failed.length]).toEqual([0, 0, 1]);
});

test('the longest line is one of 65,536 bytes, counted from its own begin and wherever it is parted', () => {
  const line = (bytes: number): string => `1,${'x'.repeat(bytes - 2)}`;
  expect(told('a,b\n', line(65_536), '\n1,2\n')).toEqual({ refused: [], failed: [], rows: 2 });
  expect(told('a,b\n', line(65_537), '\n1,2\n')).toEqual({
    refused: [],
    failed: [[2, '', 'the line is longer than 65536 bytes', 'give CSV, a line for each row, ended by a line break']],
    rows: 0,
  });
});

test('a byte order mark is one at the begin of the file alone', () => {
  expect(told('a,b\n', '\ufeff\n')).toMatchObject({ rows: 0, refused: [[2, '', '1 values where the header has 2', expect.any(String)]] });
  expect(read('\ufeff\na,b\n1,2\n')).toMatchObject({ names: ['a', 'b'], lines: [3] });
});

test('a cell is its text, long or short, plain or not, with its blanks where it is quoted', () => {
  const long = 'a name of more than twelve bytes';
  expect(read(`a,b\n ${long} ,twelve bytes\nhé, 漢字 \n" x ","${long} é"\n`).rows).toEqual([
    [long, 'twelve bytes'],
    ['hé', '漢字'],
    [' x ', `${long} é`],
  ]);
});

test('a cell is blank where nothing but blanks stands in it, quoted or not, and a number whatever blanks are around it', () => {
  const found: [boolean, number][] = [];
  const reader = createCsvReader({
    example: 'a',
    header: () => undefined,
    row: (row) => found.push([row.isBlank(0), row.number(0)]),
    refuse: () => undefined,
    fail: () => undefined,
  });
  reader.push(new TextEncoder().encode('a,b\n,1\n \t,1\n" ",1\n 7\t,1\n" 7 ",1\n'));
  expect(found).toEqual([
    [true, Number.NaN],
    [true, Number.NaN],
    [true, Number.NaN],
    [false, 7],
    [false, 7],
  ]);
});

test('a reader says whether it has stopped', () => {
  const silent = { example: 'a', header: () => undefined, row: () => undefined, refuse: () => undefined, fail: () => undefined };
  const [read, failed] = [createCsvReader(silent), createCsvReader(silent)];
  expect(read.isStopped).toBe(false);
  read.stop();
  failed.push(new TextEncoder().encode('1,2\n'));
  expect([read.isStopped, failed.isStopped]).toEqual([true, true]);
});

test.each([
  ['sep=\\t\na\tb\n', ['a', 'b']],
  ['SEP=\t\na\tb\n', ['a', 'b']],
  ['sep=;;;\n', ['sep=', '', '', '']],
  ['sepa=b;c\n', ['sepa=b', 'c']],
  ['a;b,c\n', ['a;b', 'c']],
  ['a;b;c,d\n', ['a', 'b', 'c,d']],
  ['a|b,c|d,e\n', ['a|b', 'c|d', 'e']],
  ['"a|b|c",d\n', ['a|b|c', 'd']],
])('the header of %j has the columns %j', (text, names) => {
  expect(read(text)).toMatchObject({ names, failed: false });
});

test('why a cell is no number is told with at most forty characters of it', () => {
  const remedy = 'write a decimal number, such as 1234.5 or 1.2345e3';
  expect(whyNoNumber('')).toEqual({ message: 'there is no value', remedy });
  expect(whyNoNumber('x'.repeat(41))).toEqual({ message: `"${'x'.repeat(40)}" is no decimal number`, remedy });
  for (const text of ['1,5', ' -1,5e-3 ', '+12,25E7'])
    expect(whyNoNumber(text)).toEqual({ message: `"${text}" is no decimal number`, remedy: 'write decimals after a point: 1234.5' });
  for (const text of ['1,234,5', 'x1,5', '1,5x', ',5', '1,', '1,5e']) expect(whyNoNumber(text).remedy).toBe(remedy);
});

test('a number ends where its cell ends, whatever stands behind it', () => {
  const bytes = new TextEncoder().encode('x-12e3+4');
  const at = (from: number, to: number): number => decimalAt(bytes, from, to, () => 'x-12e3+4');
  expect([at(1, 3), at(1, 4), at(1, 6), at(2, 4), at(6, 8), at(1, 2)]).toEqual([-1, -12, -12_000, 12, 4, Number.NaN]);
  expect([at(1, 5), at(1, 7)]).toEqual([Number.NaN, Number.NaN]);
});
