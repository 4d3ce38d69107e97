import { describe, expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import type { Exceedance } from './exceedances.ts';
import { followLook, type Tracklet } from './tracklets.ts';

const PIXEL_M = 2_000;
const CALM = 0.5 / (65 * 65);

type Seen = { readonly row: number; readonly column: number; readonly k?: number; readonly density?: number; readonly sigma?: number };

function exceedance({ row, column, k = 10, density = CALM, sigma = 0.1 }: Seen): Exceedance {
  const covariance = { rowRow: sigma * sigma, rowColumn: 0, columnColumn: sigma * sigma };
  return {
    band: 7,
    at: 1000 * Math.round(row) + Math.round(column),
    k,
    fit: { row, column, total: k, covariance, sigmaTotal: 1, misfit: 1 },
    density,
    tail: 1,
  };
}

/** Follows what is seen look after look, ten seconds apart. */
function follow(looks: readonly (readonly Seen[])[]): { tracklets: readonly Tracklet[]; ended: readonly Tracklet[] } {
  let tracklets: readonly Tracklet[] = [];
  const ended: Tracklet[] = [];
  let id = 0;
  looks.forEach((seen, look) => {
    const next = followLook(
      tracklets,
      seen.map(exceedance),
      () => look * 10_000_000,
      PIXEL_M,
      () => id++,
    );
    tracklets = next.followed;
    ended.push(...next.ended);
  });
  return { tracklets, ended };
}

/** Off the pad at 20 m/s² and more, as a satellite to the side sees it: pixels after so many looks. */
const climb = (look: number): number => (0.5 * 18 * (10 * look) ** 2) / PIXEL_M;
const jitter = (seed: number): (() => number) => {
  const random = stream(seed, 'jitter');
  return () => 0.1 * random.normal();
};

describe('what climbs', () => {
  const random = jitter(1);
  const flight = Array.from({ length: 6 }, (_, look) => [
    { row: 50 - climb(look) + random(), column: 40 + 0.3 * climb(look) + random(), k: 12 },
  ]);

  test('is one tracklet, there for sure at its second look, and under thrust by its fourth', () => {
    const [second] = follow(flight.slice(0, 2)).tracklets;
    expect(second.hits).toBe(2);
    expect(second.existence).toBeGreaterThan(4.6);
    const { tracklets, ended } = follow(flight);
    expect([tracklets.length, ended.length]).toEqual([1, 0]);
    expect(follow(flight.slice(0, 4)).tracklets[0].thrust).toBeGreaterThan(3);
    expect(tracklets[0].models.thrust.row.x[1]).toBeLessThan(-0.3);
  });

  test('is followed where a look does not show it, and given up after three', () => {
    expect(follow([...flight.slice(0, 4), [], flight[5]]).tracklets).toMatchObject([{ hits: 5, missed: 0 }]);
    const { tracklets, ended } = follow([...flight.slice(0, 4), [], [], []]);
    expect([tracklets.length, ended.length]).toEqual([0, 1]);
  });

  test('is followed at five spreads over many looks, and is sure by then', () => {
    const dim = flight.map((seen) => seen.map((one) => ({ ...one, k: 5, sigma: 0.2 })));
    expect(follow(dim.slice(0, 2)).tracklets[0].existence).toBeLessThan(0);
    expect(follow(dim).tracklets[0].existence).toBeGreaterThan(4.6);
  });
});

test('what stays where it is has the odds against thrust, and a fire that the wind drives has', () => {
  const random = jitter(2);
  const still = Array.from({ length: 6 }, () => [{ row: 50 + random(), column: 40 + random() }]);
  expect(follow(still).tracklets[0].thrust).toBeLessThan(-6);
  const driven = Array.from({ length: 6 }, (_, look) => [{ row: 50 + (12 * 10 * look) / PIXEL_M + random(), column: 40 + random() }]);
  expect(follow(driven).tracklets[0].thrust).toBeLessThan(-3);
});

test('one jump does not make a rocket of what stays', () => {
  const random = jitter(3);
  const jumps = Array.from({ length: 8 }, (_, look) => [{ row: 50 + (look > 2 ? 2 : 0) + random(), column: 40 + random() }]);
  expect(follow(jumps).tracklets[0].thrust).toBeLessThan(3);
});

test('a flash is gone after its look', () => {
  const { tracklets, ended } = follow([[{ row: 10, column: 10, k: 60 }], [], [], []]);
  expect(tracklets).toEqual([]);
  expect(ended).toMatchObject([{ hits: 1, flared: true }]);
});

test('in clutter near each other things are no tracklet for sure', () => {
  const random = stream(4, 'clutter');
  const looks = Array.from({ length: 12 }, () =>
    Array.from({ length: 12 }, () => ({
      row: 65 * random.uniform(),
      column: 65 * random.uniform(),
      k: 4 - Math.log(random.uniform()),
      density: 12 / (65 * 65),
    })),
  );
  for (const { existence } of follow(looks).tracklets) expect(existence).toBeLessThan(4.6);
});

test('two that cross keep their names', () => {
  const looks = Array.from({ length: 7 }, (_, look) => [
    { row: 30 + 3 * look, column: 30 + 0.5 * look },
    { row: 48 - 3 * look, column: 33 - 0.5 * look },
  ]);
  const { tracklets } = follow(looks);
  expect(tracklets.map(({ hits }) => hits)).toEqual([7, 7]);
  const down = tracklets.find(({ id }) => id === 0);
  expect(down?.last.fit.row).toBeCloseTo(48, 9);
});

test('what flares up is told from what grows', () => {
  const [flares] = follow([[{ row: 5, column: 5, k: 9 }]]).tracklets;
  const [grows] = follow([4.5, 6, 8, 10, 12].map((k) => [{ row: 5, column: 5, k }])).tracklets;
  const [later] = follow([4.5, 5, 14].map((k) => [{ row: 5, column: 5, k }])).tracklets;
  expect([flares.flared, grows.flared, later.flared]).toEqual([true, false, true]);
});
