import { expect, test } from 'vitest';
import fc from 'fast-check';
import { holds } from '../../../tests/support/properties.ts';
import { impactAt } from '../../../tests/samples/warning-life.ts';
import { ringHolds } from './area.ts';
import type { ImpactEstimate } from './assessment.ts';
import { spanOf, together } from './together.ts';

const impact = fc
  .record({
    latitude: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    longitude: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    sigma_m: fc.double({ min: 100, max: 20_000, noNaN: true }),
    at_s: fc.double({ min: 400, max: 900, noNaN: true }),
    sigmaTime_s: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  .map(({ latitude, longitude, sigma_m, at_s, sigmaTime_s }) =>
    impactAt(32 + latitude, 35 + longitude, { sigma_m, time_us: Math.round(at_s * 1e6), sigmaTime_s }),
  );
const several = fc.tuple(impact, fc.array(impact, { minLength: 1, maxLength: 7 }));

test('the area of several holds every one’s point, all of its area but the edge, and what lies between two', () => {
  holds(
    fc.property(several, ([first, others]) => {
      const all: readonly [ImpactEstimate, ...ImpactEstimate[]] = [first, ...others];
      const one = together(all);
      for (const { point, area } of all) {
        expect(ringHolds(one.area, point)).toBe(true);
        for (const corner of area) {
          const inward = {
            ...corner,
            latitude_rad: corner.latitude_rad + 0.01 * (point.latitude_rad - corner.latitude_rad),
            longitude_rad: corner.longitude_rad + 0.01 * (point.longitude_rad - corner.longitude_rad),
          };
          expect(ringHolds(one.area, inward)).toBe(true);
        }
        const middle = {
          ...point,
          latitude_rad: (point.latitude_rad + first.point.latitude_rad) / 2,
          longitude_rad: (point.longitude_rad + first.point.longitude_rad) / 2,
        };
        expect(ringHolds(one.area, middle)).toBe(true);
      }
    }),
  );
});

test('its span holds three sigmas of every one’s time, and no more', () => {
  holds(
    fc.property(several, ([first, others]) => {
      const { from_us, to_us } = spanOf([together([first, ...others])]);
      const ends = [first, ...others].map((one) => spanOf([one]));
      expect(from_us).toBe(Math.min(...ends.map((end) => end.from_us)));
      expect(to_us).toBe(Math.max(...ends.map((end) => end.to_us)));
    }),
  );
});

test('of one it is that one; with one of several that may turn, both rings are drawn over all', () => {
  const falls = impactAt(32, 35, { sigma_m: 1_000 });
  expect(together([falls])).toBe(falls);
  const { area, probability } = falls;
  const span = spanOf([falls]);
  const later = { ...span, to_us: span.to_us + 500e6 };
  const turns = {
    ...impactAt(32, 35, { sigma_m: 30_000 }),
    kind: 'may-manoeuvre' as const,
    span: later,
    asItFalls: { area, probability, span },
  };
  const beside = impactAt(32.3, 35, { sigma_m: 1_000 });
  const both = together([turns, beside]);
  expect(both).toMatchObject({ kind: 'may-manoeuvre', point: turns.point });
  expect(ringHolds(both.asItFalls?.area ?? [], beside.point)).toBe(true);
  expect([both.span, both.asItFalls?.span]).toEqual([later, span]);
  // Fifty kilometres to the other side only a turn would take it.
  const far = impactAt(31.6, 35).point;
  expect([ringHolds(both.area, far), ringHolds(both.asItFalls?.area ?? [], far)]).toEqual([true, false]);
});
