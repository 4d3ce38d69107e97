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
