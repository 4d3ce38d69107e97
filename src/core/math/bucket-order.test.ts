import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { bucketOrder } from './bucket-order.ts';

test('keys come out as a sort by comparison leaves them, spread or crowded, with those of one key as they stood', () => {
  const spread = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const crowded = fc.double({ min: 0, max: 1e-3, noNaN: true });
  const few = fc.constantFrom(-1, 0, 1e6);
  holds(
    fc.property(fc.array(fc.oneof(spread, crowded, few), { maxLength: 300 }), (drawn) => {
      const n = drawn.length;
      const order = new Int32Array(n);
      bucketOrder(order, Float64Array.from(drawn), n, new Int32Array(n + 1), (a, b) => a - b);
      expect([...order]).toEqual(drawn.map((_, i) => i).sort((a, b) => drawn[a] - drawn[b] || a - b));
    }),
  );
});
