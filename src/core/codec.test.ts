import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { decode, encode } from './codec.ts';

test('every number survives, the ones that JSON loses too', () => {
  holds(
    fc.property(fc.double(), (x) => {
      expect(Object.is(decode(encode({ x })) && (decode(encode({ x })) as { x: number }).x, x)).toBe(true);
    }),
  );
  for (const x of [-0, 0, NaN, Infinity, -Infinity]) expect(Object.is((decode(encode([x])) as number[])[0], x)).toBe(true);
});

test('typed arrays come back as typed arrays, bit for bit', () => {
  holds(
    fc.property(fc.float64Array(), (a) => {
      const back = decode(encode({ a })) as { a: Float64Array };
      expect(back.a).toBeInstanceOf(Float64Array);
      expect(new Uint8Array(back.a.buffer)).toEqual(new Uint8Array(Float64Array.from(a, (x) => (Number.isNaN(x) ? NaN : x)).buffer));
    }),
  );
});

test('what was encoded once encodes to the same text again', () => {
  holds(
    fc.property(fc.jsonValue(), (value) => {
      expect(encode(decode(encode(value)))).toBe(encode(value));
    }),
  );
});

/** The codec as it was first written: a function asked of every part. */
const slowly = {
  encode: (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => {
      const plain = (x: number): boolean => Number.isFinite(x) && !Object.is(x, -0);
      const name = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));
      if (typeof part === 'number') return plain(part) ? part : { $n: name(part) };
      if (part instanceof Float64Array) return { $f: Array.from(part, (x) => (plain(x) ? x : name(x))) };
      return part;
    }),
};

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.integer(),
    fc.string(),
    fc.constantFrom(null, undefined, true, false, -0, '{"$n":"-0"}', '$f'),
    fc.float64Array({ maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$n', '$f', '1', '-1')), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('the short way gives the same text as asking every part, and reads back the same value', () => {
  holds(
    fc.property(anything, (part) => {
      const value = { part };
      const text = encode(value);
      expect(text).toBe(slowly.encode(value));
      expect(encode(decode(text))).toBe(slowly.encode(decode(text)));
    }),
    { runs: 1000 },
  );
});
