import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { extendHistory, extendTrail } from './trail.ts';
import type { TrailPoint } from './wire-feed.ts';

const BOUND = 60;

function point(t_s: number, basis: TrailPoint['basis'], height_m = 0): TrailPoint {
  return { at_us: t_s * 1e6, latitude_rad: 0, longitude_rad: t_s * 1e-4, height_m, basis };
}

function drawn(points: readonly TrailPoint[], bound = BOUND): TrailPoint[] {
  const trail: TrailPoint[] = [];
  for (const one of points) extendTrail(trail, one, bound);
  return trail;
}

/** What the line of a trail says of a moment: the basis of the point that it leads to. */
function basisAt(trail: readonly TrailPoint[], t_s: number): TrailPoint['basis'] | undefined {
  return trail.find(({ at_us }) => at_us >= t_s * 1e6)?.basis;
}

// Of a lofted flight the first 150 s were drawn as seen at T+500, as computed at T+640 and as seen again at T+730: with each thinning the
// long chord took the basis of another point.
test('what was seen stays seen, and what was computed computed, however long the track goes on', () => {
  const stretches = fc.array(fc.integer({ min: 12, max: 400 }), { minLength: 1, maxLength: BOUND / 2 - 2 });
  holds(
    fc.property(stretches, (lengths) => {
      const bases = lengths.flatMap((length, k) =>
        Array.from({ length }, () => (k % 2 === 0 ? ('observed' as const) : ('predicted' as const))),
      );
      const trail = drawn(bases.map((basis, t_s) => point(t_s, basis)));
      expect(trail.length).toBeLessThanOrEqual(BOUND);
      for (const [t_s, basis] of bases.entries()) expect(basisAt(trail, t_s)).toBe(basis);
    }),
  );
});

test('a look that missed it between two sights is no time out of sight', () => {
  const trail = drawn([point(0, 'observed'), point(2, 'predicted'), point(4, 'predicted'), point(6, 'observed')]);
  expect(trail.map(({ at_us, basis }) => [at_us / 1e6, basis])).toEqual([
    [0, 'observed'],
    [6, 'observed'],
  ]);
  expect(drawn([point(0, 'observed'), point(6, 'predicted'), point(12, 'observed')])).toHaveLength(3);
});

test('a short burn keeps its shape through an hour of coast', () => {
  const height = (t_s: number) => (t_s < 150 ? 10 * t_s * t_s : 225_000 + 3000 * (t_s - 150) - 0.4 * (t_s - 150) ** 2);
  const trail = drawn(Array.from({ length: 4000 }, (_, t_s) => point(t_s, 'observed', height(t_s))));
  for (let t_s = 0; t_s < 4000; t_s++) {
    const after = trail.findIndex(({ at_us }) => at_us >= t_s * 1e6);
    const [a, b] = [trail[Math.max(0, after - 1)], trail[after]];
    const share = b.at_us > a.at_us ? (t_s * 1e6 - a.at_us) / (b.at_us - a.at_us) : 0;
    expect(Math.abs(a.height_m + share * (b.height_m - a.height_m) - height(t_s))).toBeLessThan(30_000);
  }
});

test('a trail that was lost and found more often than it can keep loses its beginning, and says nothing wrong of the rest', () => {
  const bases = Array.from({ length: 200 }, (_, k) => (k % 2 === 0 ? ('observed' as const) : ('predicted' as const)));
  const trail = drawn(bases.map((basis, k) => point(20 * k, basis)));
  expect(trail.length).toBeLessThanOrEqual(BOUND);
  expect(trail[0].at_us).toBeGreaterThan(0);
  for (const { at_us, basis } of trail) expect(basis).toBe(bases[at_us / 20e6]);
});

test('a history keeps the moment at which the explanations changed places', () => {
  const history: { at_us: number; probabilities: number[] }[] = [];
  for (let t = 0; t < 3000; t++) extendHistory(history, { at_us: t, probabilities: t < 37 ? [1, 0] : [0, 1] }, BOUND);
  expect(history.length).toBeLessThanOrEqual(BOUND);
  expect(history.filter(({ at_us }) => at_us === 36 || at_us === 37)).toHaveLength(2);
});
