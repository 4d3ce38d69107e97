import fc from 'fast-check';
import { describe as group, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { type AsterixRecord, type BlockProblem, blockReader, editionsOf } from './blocks.ts';
import { CATEGORIES } from './categories/index.ts';
import type { Category } from './category.ts';
import { CAT048_1_32 } from './categories/048-1-32.ts';
import { CAT062_0_17 } from './categories/062-0-17.ts';
import { CAT062_1_21 } from './categories/062-1-21.ts';
import { encodeBlock, encodeRecord } from './encode.ts';
import { type Items, itemsOf } from './items.ts';

type Read = { readonly records: Items[]; readonly problems: BlockProblem[]; readonly unknown: number[]; readonly octets: Uint8Array[] };

function read(octets: Uint8Array, editions: readonly (readonly [number, string])[] = []): Read {
  const all: Read = { records: [], problems: [], unknown: [], octets: [] };
  blockReader(new Map(editions))(octets, {
    record: (record: AsterixRecord) => {
      all.records.push(itemsOf(record.category, record.octets, record.values, 0, record.groups));
      all.octets.push(record.octets.slice(record.begin, record.end));
    },
    problem: (problem) => all.problems.push(problem),
    unknown: (category) => all.unknown.push(category),
  });
  return all;
}

const octetsOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

group('category 048, octet by octet', () => {
  // FSPEC: 010, 140, 020, 040, 070, 090. 1 is the edge of each scale: a step of range, of azimuth, of level.
  test('values are in the units of the specification, levels below zero are below zero, and codes keep their zeros', () => {
    const [record] = read(octetsOf('30 0012 fc 19c9 356d4d a0 0001 4000 0011 fffc')).records;
    expect(record).toEqual({
      '010': { SAC: 25, SIC: 201 },
      '140': 27354.6015625,
      '020': { TYP: 5, SIM: 0, RDP: 0, SPI: 0, RAB: 0 },
      '040': { RHO: 1 / 256, THETA: 90 },
      '070': { V: 0, G: 0, L: 0, MODE3A: '0021' },
      '090': { V: 1, G: 1, FL: -1 },
    });
  });

  test('the marks of a simulated, a test and a monitor plot are where an extent says so', () => {
    const [record] = read(octetsOf('30 0006 20 fb 80')).records.map((items) => items['020']);
    expect(record).toMatchObject({ TYP: 7, SIM: 1, RAB: 1, TST: 1, ERR: 0 });
  });

  test('a register of 56 bits is eight octets of digits, and groups are as many as are said', () => {
    const [record] = read(octetsOf('30 0016 01 20 02 c0780031bc000040 ffffffffffffff60')).records;
    expect(record).toEqual({
      '250': [
        { MBDATA: 'c0780031bc0000', BDS1: 4, BDS2: 0 },
        { MBDATA: 'ffffffffffffff', BDS1: 6, BDS2: 0 },
      ],
    });
  });

  test('an identification of six bits a character, and one that is not known', () => {
    const say = (hex: string) => read(octetsOf(`30 000b 01 40 ${hex}`)).records[0]?.['240'];
    expect(encodeRecord(CAT048_1_32, { '240': 'DLH65A' }).subarray(2)).toEqual(octetsOf('10c236d41820'));
    expect(say('10c236d41820')).toBe('DLH65A  ');
    expect(say('000000000000')).toBe('????????');
  });
});

group('editions', () => {
  const there = { '010': { SAC: 1, SIC: 2 }, '070': 43_200, '105': { LAT: 47.5, LON: 8.25 }, '040': { TRN: 17 } };
  const blocks = encodeBlock(CAT062_0_17, [there]);

  test('a block of an old edition is refused under the new one, and the advice names it', () => {
    const { records, problems } = read(blocks);
    expect(records).toEqual([]);
    expect(problems[0]?.message()).toContain('--edition 062=0.17');
  });

  test('under its own it is read', () => {
    const [record] = read(blocks, [[62, '0.17']]).records;
    expect(record).toMatchObject({ '010': { SAC: 1, SIC: 2 }, '070': 43_200, '040': { TRN: 17 } });
    expect(record?.['105']).toEqual({ LAT: expect.closeTo(47.5, 4), LON: expect.closeTo(8.25, 4) });
  });

  test('a latitude beyond the pole is no latitude', () => {
    const bytes = encodeRecord(CAT062_1_21, { '105': { LAT: 89, LON: 0 } });
    bytes.set([0x7f], 1);
    const { problems } = read(Uint8Array.of(62, 0, 3 + bytes.length, ...bytes));
    expect(problems.map((problem) => [problem.kind, problem.message()])).toEqual([
      ['implausible', expect.stringMatching(/I062\/105\/LAT is 115\d\d\.\d+ deg/)],
    ]);
  });

  test('one that is not described is refused with those that are', () => {
    expect(() => blockReader(new Map([[62, '9.9']]))).toThrow('choose from 1.21, 0.17');
    expect(() => blockReader(new Map([[21, '2.4']]))).toThrow('category 21 is not described here');
  });
});

group('blocks', () => {
  const one = encodeBlock(CAT048_1_32, [{ '010': { SAC: 1, SIC: 2 } }]);

  test('after a record that cannot be read the next block is', () => {
    // 042 is four octets, and the block has two left.
    const broken = octetsOf('30 0008 01 08 0102 03');
    const { records, problems } = read(Uint8Array.of(...broken, ...one));
    expect(records).toHaveLength(1);
    expect(problems).toEqual([expect.objectContaining({ kind: 'cut-short', at: 3, octets: 5 })]);
  });

  test('a category that is not described is passed over by its length', () => {
    const { records, unknown } = read(Uint8Array.of(21, 0, 5, 1, 2, ...one));
    expect([records.length, unknown]).toEqual([1, [21]]);
  });

  test('a block that is longer than what is there, or shorter than its head, ends the reading', () => {
    for (const length of [0, 2, 200]) {
      const { records, problems } = read(Uint8Array.of(...one, 48, 0, length, 1));
      expect([records.length, problems.map(({ kind, at, octets }) => [kind, at, octets])]).toEqual([1, [['length', one.length, 4]]]);
    }
  });

  test('a place in the profile that no item has is refused by its number', () => {
    expect(read(octetsOf('3e 0005 40 00')).problems[0]?.message()).toContain('field reference 2 ');
    expect(read(octetsOf('30 0009 01 01 01 01 01 00')).problems[0]?.message()).toContain('field reference 29 ');
  });
});

group('what is written is what was read', () => {
  test.each(CATEGORIES.map((category) => [`${category.category} ${category.edition}`, category] as const))(
    'random octets of category %s: whatever of them is a record is the same octets again',
    (_, category) => {
      let records = 0;
      holds(
        fc.property(fspecs(category), fc.uint8Array({ minLength: 0, maxLength: 400 }), (fspec, body) => {
          const octets = Uint8Array.of(category.category, 0, 0, ...fspec, ...body);
          octets.set([octets.length >> 8, octets.length & 0xff], 1);
          const found = read(octets, [[category.category, category.edition]]);
          for (const [k, items] of found.records.entries()) {
            records += 1;
            expect(hexOf(encodeRecord(category, items))).toBe(hexOf(found.octets[k] as Uint8Array));
          }
          const taken = found.octets.reduce((sum, { length }) => sum + length, 0);
          const passed = found.problems.reduce((sum, problem) => sum + problem.octets, 0);
          expect(taken + passed).toBe(octets.length - 3);
        }),
        { runs: 1500 },
      );
      expect(records).toBeGreaterThan(150);
    },
  );

  test('what a field cannot say is refused by its name', () => {
    const refused = (items: Items) => () => encodeRecord(CAT048_1_32, items);
    expect(refused({ '040': { RHO: 256, THETA: 0 } })).toThrow('I048/040/RHO is 256 NM: it can say 0 to 255.99609375');
    expect(refused({ '040': { RHO: 1 } })).toThrow('I048/040/THETA is a number in deg');
    expect(refused({ '070': { V: 0, G: 0, L: 0, MODE3A: '0008' } })).toThrow('I048/070/MODE3A is a code of 4 octal digits');
    expect(refused({ '240': 'dlh65a' })).toThrow('no character of six bits');
    expect(refused({ '250': [{ MBDATA: '00', BDS1: 0, BDS2: 0 }] })).toThrow('I048/250[0]/MBDATA is 7 octets');
    expect(refused({ '999': 1 })).toThrow('category 48 edition 1.32 has no item 999');
    expect(() =>
      encodeBlock(
        CAT048_1_32,
        Array.from({ length: 12_000 }, () => ({ '140': 1, '161': { TRN: 1 } })),
      ),
    ).toThrow('65535 at most');
  });

  test('every category has an edition that is meant where nobody says which', () => {
    expect([...new Set(CATEGORIES.map(({ category }) => category))].map((category) => editionsOf(category)[0])).toEqual([
      '1.29',
      '1.32',
      '1.21',
      '1.7',
      '1.6',
    ]);
  });
});

/** Presence bits of items that the edition has, most of them few. */
function fspecs({ uap }: Category): fc.Arbitrary<readonly number[]> {
  const numbers = uap.flatMap((item, k) => (item === undefined ? [] : [k]));
  return fc.subarray(numbers, { minLength: 1, maxLength: 6 }).map((chosen) => {
    const octets = Array.from({ length: Math.floor(Math.max(...chosen) / 7) + 1 }, () => 1);
    for (const k of chosen) octets[Math.floor(k / 7)] = (octets[Math.floor(k / 7)] ?? 0) | (0x80 >> (k % 7));
    octets[octets.length - 1] = (octets.at(-1) ?? 0) & 0xfe;
    return octets;
  });
}
