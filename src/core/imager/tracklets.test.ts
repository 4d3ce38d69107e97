import { describe, expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { type Clutter, createClutter, learnClutter } from './clutter.ts';
import type { Exceedance } from './exceedances.ts';
import { followLook, SURE, thrustOf, type Tracklet } from './tracklets.ts';

const PIXEL_M = 2_000;

type Seen = { readonly row: number; readonly column: number; readonly k?: number; readonly sigma?: number };

function exceedance({ row, column, k = 10, sigma = 0.1 }: Seen): Exceedance {
  const covariance = { rowRow: sigma * sigma, rowColumn: 0, columnColumn: sigma * sigma };
  return {
    band: 7,
    at: 1000 * Math.round(row) + Math.round(column),
    k,
    fit: { row, column, total: k, sigmaTotal: 1, covariance, misfit: 1 },
  };
}

/** Some looks of nothing, so that it is known that there is nothing. */
function quietArea(): Clutter {
  const clutter = createClutter(96, 96);
  for (let quiet = 0; quiet < 6; quiet++) learnClutter(clutter, []);
  return clutter;
}

/** In each part of the area an exceedance every ten looks, a spread over the threshold. */
function fewClouds(): Clutter {
  const clutter = createClutter(96, 96);
  const places = [16, 48, 80].flatMap((row) => [16, 48, 80].map((column) => exceedance({ row, column })));
  for (let look = 0; look < 6; look++)
    learnClutter(
      clutter,
      places.map((last) => ({ last, hits: 0.1, excess: 0.1 })),
    );
  return clutter;
}

/** Follows what is seen look after look, ten seconds apart. */
function follow(
  looks: readonly (readonly Seen[])[],
  clutter = quietArea(),
): { tracklets: readonly Tracklet[]; ended: readonly Tracklet[] } {
  let tracklets: readonly Tracklet[] = [];
  const ended: Tracklet[] = [];
  let id = 0;
  looks.forEach((seen, look) => {
    const next = followLook(
      tracklets,
      seen.map(exceedance),
      clutter,
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
    expect(second.score).toBeGreaterThan(SURE);
    const { tracklets, ended } = follow(flight);
    expect([tracklets.length, ended.length]).toEqual([1, 0]);
    expect(thrustOf(follow(flight.slice(0, 4)).tracklets[0])).toBeGreaterThan(3);
    expect(tracklets[0].models.thrust.row.x[1]).toBeLessThan(-0.3);
  });

  test('is followed where a look does not show it, and given up after three', () => {
    expect(follow([...flight.slice(0, 4), [], flight[5]]).tracklets).toMatchObject([{ hits: 5, missed: 0 }]);
    const { tracklets, ended } = follow([...flight.slice(0, 4), [], [], []]);
    expect([tracklets.length, ended.length]).toEqual([0, 1]);
  });

  test('is followed at five spreads over many looks, and is sure by then', () => {
    const dim = flight.map((seen) => seen.map((one) => ({ ...one, k: 5, sigma: 0.2 })));
    expect(follow(dim.slice(0, 2)).tracklets[0].score).toBeLessThan(SURE);
    expect(follow(dim).tracklets[0].score).toBeGreaterThan(SURE);
  });
});

test('what stays where it is has the odds against thrust, and a fire that the wind drives has', () => {
  const random = jitter(2);
  const still = Array.from({ length: 6 }, () => [{ row: 50 + random(), column: 40 + random() }]);
  expect(thrustOf(follow(still).tracklets[0])).toBeLessThan(-6);
  const driven = Array.from({ length: 6 }, (_, look) => [{ row: 50 + (12 * 10 * look) / PIXEL_M + random(), column: 40 + random() }]);
  expect(thrustOf(follow(driven).tracklets[0])).toBeLessThan(-3);
});

test('one jump does not make a rocket of what stays', () => {
  const random = jitter(3);
  const jumps = Array.from({ length: 8 }, (_, look) => [{ row: 50 + (look > 2 ? 2 : 0) + random(), column: 40 + random() }]);
  expect(thrustOf(follow(jumps).tracklets[0])).toBeLessThan(3);
});

// Recorded fires, lit at once in simulated looks: of 73 areas before an array of 1 km 16 fires were told as moving for longer than two looks. One of 3 MW was ten pixels from
// where clutter had been seen 20 s before, and was told so for as long as it burnt.
test('what jumped once, from clutter to a fire, and stands there since, is under thrust no longer than a look or two', () => {
  const random = jitter(5);
  const fire = Array.from({ length: 4 }, (_, look) => [{ row: 59 + random(), column: 40 + random(), k: 40 / (look + 1) }]);
  const looks = [[{ row: 50, column: 44, k: 5 }], [], ...fire];
  expect(follow(looks.slice(0, 3)).tracklets).toMatchObject([{ hits: 2 }]);
  expect(thrustOf(follow(looks.slice(0, 4)).tracklets[0])).toBeLessThan(3);
  expect(thrustOf(follow(looks).tracklets[0])).toBeLessThan(-4);
});

test('a flash is gone after its look', () => {
  const { tracklets, ended } = follow([[{ row: 10, column: 10, k: 60 }], [], [], []]);
  expect(tracklets).toEqual([]);
  expect(ended).toMatchObject([{ hits: 1, flared_us: 0 }]);
});

test('in clutter near each other things are no tracklet for sure', () => {
  const random = stream(4, 'clutter');
  const looks = Array.from({ length: 12 }, () =>
    Array.from({ length: 12 }, () => ({
      row: 65 * random.uniform(),
      column: 65 * random.uniform(),
      k: 4 - Math.log(random.uniform()),
    })),
  );
  for (const { score } of follow(looks).tracklets) expect(score).toBeLessThan(SURE);
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
  const later = follow([4.5, 5, 14].map((k) => [{ row: 5, column: 5, k }])).tracklets.find(({ missed }) => missed === 0);
  expect([flares.flared_us, grows.flared_us, later?.flared_us]).toEqual([0, undefined, 20_000_000]);
});

test('what has been as bright as any once is nothing sure, and is nothing more by what happens to show near it', () => {
  const [once] = follow([[{ row: 30, column: 30, k: 80 }]]).tracklets;
  expect(once.score).toBeLessThan(0);
  expect(follow([[{ row: 30, column: 30, k: 80 }], [{ row: 31.5, column: 31, k: 4.3 }]]).tracklets[0].score).toBeLessThan(SURE);
  expect(follow([[{ row: 30, column: 30, k: 80 }], [{ row: 29.9, column: 30, k: 60 }]]).tracklets[0].score).toBeGreaterThan(SURE);
});

test('those of a salvo are sure as soon as one alone is', () => {
  const salvo = Array.from({ length: 2 }, (_, look) =>
    Array.from({ length: 9 }, (_one, n) => ({ row: 20 + 8 * Math.floor(n / 3) - climb(look), column: 20 + 8 * (n % 3), k: 14 })),
  );
  const { tracklets } = follow(salvo);
  expect(tracklets.filter(({ score }) => score > SURE)).toHaveLength(9);
});

// A launch beside clutter: its first look went to what had been seen there before, and it was told a look later than it could be.
test('what comes to light near something unsure begins its own tracklet', () => {
  const there = [{ row: 40, column: 40, k: 4.1, sigma: 0.4 }];
  const { tracklets } = follow([there, [], [], [{ row: 44, column: 45, k: 7 }], [{ row: 43.4, column: 45.1, k: 16 }]]);
  expect(tracklets.map(({ hits }) => hits)).toEqual([2, 2]);
  expect(tracklets[0].score).toBeGreaterThan(SURE);
});

// A launch of the bench: two weak exceedances of clutter lay where it then lit, eighteen spreads strong. It went on in their tracklet, which was held to stand, left that a look
// later, and was told half a minute after it was in plain sight.
test('what flares up in a tracklet of clutter is lit now, and how the clutter lay says nothing of how it moves', () => {
  const clutter = [{ row: 47.2, column: 47.6, k: 4.4, sigma: 0.15 }];
  const plume = [
    { row: 47.34, column: 47.73, k: 18.5, sigma: 0.03 },
    { row: 47.95, column: 47.56, k: 12.8, sigma: 0.08 },
    { row: 48.77, column: 47.39, k: 10, sigma: 0.07 },
    { row: 50.19, column: 47.25, k: 17.5, sigma: 0.05 },
  ].map((one) => [one]);
  const [lit] = follow([clutter, clutter, ...plume.slice(0, 2)]).tracklets;
  expect([lit.hits, lit.flared_us]).toEqual([2, 20_000_000]);
  expect(lit.score).toBeGreaterThan(SURE);
  expect(thrustOf(lit)).toBeGreaterThan(-2);
  const [flies] = follow([clutter, clutter, ...plume]).tracklets;
  expect(flies.hits).toBe(4);
  expect(thrustOf(flies)).toBeGreaterThan(3);
  // What had been a plume before goes on as one.
  const [again] = follow([...plume, [{ row: 52.4, column: 47.4, k: 40, sigma: 0.03 }]]).tracklets;
  expect(again.hits).toBe(5);
});

// Another, beside one exceedance of clutter: the way from there was taken for its speed, and it was lost for two looks.
test('what flares up a pixel beside what was seen once has not flown there', () => {
  const plume = [
    { row: 47.02, column: 47.66, k: 11.8, sigma: 0.07 },
    { row: 47.43, column: 47.01, k: 10.1, sigma: 0.06 },
    { row: 47.83, column: 45.45, k: 26.3, sigma: 0.05 },
  ].map((one) => [one]);
  const looks = [[{ row: 46, column: 49.5, k: 4.4, sigma: 0.2 }], ...plume];
  expect(follow(looks.slice(0, 2)).tracklets[0]).toMatchObject({ hits: 2, odds: { thrust: 0, liftoff: 0 } });
  const [flies] = follow(looks).tracklets;
  expect(flies.hits).toBe(4);
  expect(flies.score).toBeGreaterThan(SURE);
  expect(thrustOf(flies)).toBeGreaterThan(0);
});

// A launch of the bench: what had been seen at a cloud's edge, twenty kilometres away, and was not for two looks, took the plume's first look for its own. The plume began with its
// second one, and was told a look too late.
test('what is clear and goes to a tracklet that it hardly fits begins its own as well', () => {
  const edge = [6.2, 7.7, 4.2].map((k, look) => [{ row: 44.3 + 0.2 * look, column: 27.5, k }]);
  const first = { row: 46.2, column: 38.2, k: 9.1, sigma: 0.07 };
  const plume = [[first], [{ row: 45, column: 37.8, k: 8.9 }], [{ row: 43.1, column: 37.3, k: 7.6 }]];
  const hitsAfter = (seen: readonly (readonly Seen[])[]): number[] =>
    follow([...edge, [], [], ...seen], fewClouds()).tracklets.map(({ hits }) => hits);
  expect(hitsAfter(plume.slice(0, 1))).toEqual([4, 1]);
  const flies = follow([...edge, [], [], ...plume], fewClouds()).tracklets.find(({ missed }) => missed === 0);
  expect(flies?.hits).toBe(3);
  expect(flies?.score).toBeGreaterThan(3);
  // What is weak begins none there: it is clutter beside clutter.
  expect(hitsAfter([[{ ...first, k: 7 }]])).toEqual([4]);
});

test('what lifts off slowly is not taken for what stands in its first looks', () => {
  const slow = Array.from({ length: 5 }, (_, look) => [{ row: 50 - 0.4 * climb(look), column: 40, k: 40, sigma: 0.03 }]);
  expect(thrustOf(follow(slow.slice(0, 2)).tracklets[0])).toBeGreaterThan(-4);
  expect(thrustOf(follow(slow).tracklets[0])).toBeGreaterThan(3);
});

// A plume that had burned out went on as a tracklet of clutter, told in look after look by what it had been.
test('what has been sure and is gone takes a weak exceedance for its own, and that one gains nothing', () => {
  const random = jitter(7);
  const flight = Array.from({ length: 6 }, (_, look) => [{ row: 50 - climb(look) + random(), column: 40 + random(), k: 60 }]);
  const [bright] = follow(flight).tracklets;
  expect(bright.gain).toBeGreaterThan(30);
  const [after] = follow([...flight, [], [{ row: 50 - climb(7) + 3, column: 43, k: 4.3 }]]).tracklets;
  expect(after.hits).toBe(7);
  expect(after.score).toBeGreaterThan(SURE);
  expect(after.gain).toBeLessThan(3);
});
