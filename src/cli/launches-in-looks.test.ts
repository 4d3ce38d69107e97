import { beforeAll, describe, expect, test } from 'vitest';
import { glowing, shining } from '../../tests/support/imager-frames.ts';
import { ringHolds, ellipseRing } from '../core/assess/area.ts';
import { ecefVecFromGeodetic } from '../core/frames/geodetic.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { TurnedDownFor } from '../core/imager/imager-fold.ts';
import { cameraOf } from '../core/frames/imager-grid.ts';
import { dot, scale, subtract, unit, type Vec3 } from '../core/math/vector.ts';
import { type RenderedLaunch, renderLaunch } from '../sim/imager/launch-study.ts';
import { stream } from '../sim/random.ts';
import { geostationaryImager, staringImager } from '../sim/imager/presets.ts';
import { randomFlight } from '../sim/regions/flights.ts';
import type { SeenEvent } from './imager-theatre.ts';
import { launchesInLooks, type LookOfSeries } from './launches-in-looks.ts';

const SEED = 9;

function rendered(satellites: 1 | 2, framePeriod_s = 10, seed = SEED): RenderedLaunch {
  const { truth } = randomFlight(seed, 'missile');
  const up = ecefVecFromGeodetic(truth.launch.point);
  const sky = () => ({ sunEcef_m: scale(up, -23_000), moonEcef_m: scale(up, 60) });
  const made = renderLaunch({ seed, satellites, light: 'night', preset: staringImager, sky, framePeriod_s, side: 72 });
  if (made === undefined) throw new Error('a satellite does not see the site');
  return made;
}

/** Looks of all imagers in order of time. */
function looksOf({ watching, end_us }: RenderedLaunch): BandFrame[][] {
  const looks: BandFrame[][] = [];
  for (let index = 0; watching[0].imager.beginOf(index) <= end_us; index++) for (const one of watching) looks.push(one.look(index));
  return looks;
}

/** The Sun is on the other side of the Earth. */
const NIGHT = {
  sunEcef_m: scale(ecefVecFromGeodetic(randomFlight(SEED, 'missile').truth.launch.point), -23_000),
  moonEcef_m: { x: 4e8, y: 0, z: 0 },
};

describe('a missile in the looks of two imagers', () => {
  const { truth } = randomFlight(SEED, 'missile');
  let looks: BandFrame[][];
  let series: (LookOfSeries | undefined)[];
  let said: SeenEvent[];
  beforeAll(() => {
    const { take } = launchesInLooks();
    looks = looksOf(rendered(2));
    series = looks.map((frames) => take(frames, NIGHT));
    said = series.flatMap((look) => look?.events ?? []);
  }, 120_000);

  test('is one launch, from the region that is said last, seen by both', () => {
    expect(new Set(said.map(({ event }) => event)).size).toBe(1);
    const [{ estimate, probability, satellites }] = said.slice(-1);
    if (estimate === undefined) throw new Error('it is no launch');
    const ring = ellipseRing(estimate, 0.95);
    expect(ring !== undefined && ringHolds(ring, truth.launch.point)).toBe(true);
    expect(probability).toBeGreaterThan(0.9);
    expect(Math.abs(estimate.time_us - truth.launch.time_us) / 1e6).toBeLessThan(3 * estimate.sigmaTime_s + 1);
    expect([...satellites].sort()).toEqual(['imager-0', 'imager-1']);
  });

  test('burns in looks of both, before it is a launch', () => {
    const burns = series.map((look) => (look?.plumes.length ?? 0) > 0);
    expect(burns.some((isBurning, k) => isBurning && k % 2 === 0)).toBe(true);
    expect(burns.some((isBurning, k) => isBurning && k % 2 === 1)).toBe(true);
    expect(burns.indexOf(true)).toBeLessThanOrEqual(series.findIndex((look) => (look?.events.length ?? 0) > 0));
  });

  // A scan waited two seconds for others, in a theatre whose time was the end of the look: the last look of a folder was never folded.
  test('is told of by the very look that shows it', () => {
    const told = series.flatMap((look) => (look === undefined || look.plumes.length === 0 || look.events.length === 0 ? [] : [look]));
    expect(told.length).toBeGreaterThan(2);
    for (const { hot, events } of told) expect(Math.max(...events.map(({ seen_us }) => seen_us))).toBeGreaterThanOrEqual(hot.begin_us);
    // Of both, and though they look at the same moment.
    expect(new Set(told.map(({ hot }) => hot.satellite)).size).toBe(2);
  });

  // That it moves says nearly all by then.
  test('what it may be depends on where the Sun stands: by night it is mirrored by nothing', () => {
    const first = (sunEcef_m: Vec3): number | undefined => {
      const { take } = launchesInLooks();
      const one = looks.filter((_, k) => k % 2 === 0);
      return one.flatMap((frames) => take(frames, { ...NIGHT, sunEcef_m })?.events ?? []).at(0)?.probability;
    };
    const site = ecefVecFromGeodetic(truth.launch.point);
    const [up, toCamera] = [unit(site), unit(subtract(cameraOf(looks[0][0].grid), site))];
    const mirrored = subtract(scale(up, 2 * dot(up, toCamera)), toCamera);
    expect(first(scale(mirrored, 1.5e11))).not.toBeCloseTo(first(NIGHT.sunEcef_m) ?? NaN, 9);
  });

  // A sensor without a known time between its looks broke the theatre.
  test('is a launch all the same where a satellite begins to look when it burns', () => {
    const { take } = launchesInLooks();
    const first = series.findIndex((look) => (look?.plumes.length ?? 0) > 0);
    const late = looks.filter((_, k) => k % 2 === 0 || k > first);
    expect(late.flatMap((frames) => take(frames, NIGHT)?.events ?? []).at(-1)?.estimate).toBeDefined();
  });

  test('has another name, and its plume, where a run begins with another look', () => {
    const names = [0, 2].map((from) => {
      const { take } = launchesInLooks();
      const seen = looks.slice(from).map((frames) => take(frames, NIGHT));
      return new Set(
        seen.flatMap((look) => [...(look?.events.map(({ event }) => event) ?? []), ...(look?.plumes.length ? [look.since_us] : [])]),
      );
    });
    expect([...names[0]].filter((name) => names[1].has(name))).toEqual([]);
  });
});

// M1 and M2 were two sensors of the theatre, and what two satellites see is hardly a glint.
test('a missile in two areas of one satellite is seen by one', () => {
  const { take } = launchesInLooks();
  const areas = looksOf(rendered(1, 5)).map((frames, k) => frames.map((frame) => ({ ...frame, area: k % 2 === 0 ? 'M1' : 'M2' })));
  const seen = areas.map((frames) => take(frames, NIGHT));
  expect(new Set(seen.flatMap((look) => (look?.plumes.length ? [look.hot.area] : []))).size).toBe(2);
  const by = seen.flatMap((look) => look?.events ?? []).map(({ satellites }) => satellites.join(', '));
  expect(new Set(by)).toEqual(new Set(['imager-0']));
}, 120_000);

test('another area of the satellite, which looks elsewhere and shows nothing, takes nothing from a missile', () => {
  const looks = looksOf(rendered(1, 10, 8));
  const elsewhere = looks.map((frames) =>
    looks[0].map(({ raster, ...frame }, band): BandFrame => {
      const [begin_us, end_us] = [frames[band].begin_us + 2e6, frames[band].end_us + 2e6];
      return { ...frame, area: 'M2', begin_us, end_us, raster: { ...raster, x0_rad: raster.x0_rad + 0.01 } };
    }),
  );
  const [alone, both] = [launchesInLooks(), launchesInLooks()];
  const told = looks.map((frames) => alone.take(frames, NIGHT)?.events.map(({ probability }) => probability));
  const toldBeside = looks.map((frames, k) => {
    const look = both.take(frames, NIGHT);
    both.take(elsewhere[k], NIGHT);
    return look?.events.map(({ probability }) => probability);
  });
  expect(told.flat().length).toBeGreaterThan(5);
  expect(toldBeside.map((look) => look?.length)).toEqual(told.map((look) => look?.length));
}, 120_000);

/** A look of an area at a time, calm but for a pixel. */
function at_s(begin_s: number, { satellite = 'G99', area = 'M1', kelvin = 290 } = {}): BandFrame[] {
  const frame = glowing(7, 3.9, (row, column) => (row === 30 && column === 40 ? kelvin : 290));
  return [{ ...frame, satellite, area, begin_us: 1e6 * begin_s, end_us: 1e6 * (begin_s + 6) }];
}

function followed(looks: readonly (readonly BandFrame[])[]): (LookOfSeries['followed'] | undefined)[] {
  const { take } = launchesInLooks();
  return looks.map((frames) => take(frames, NIGHT)?.followed);
}

test('a small area is known from its first look on: what shows once in the fourth is turned down', () => {
  const { take } = launchesInLooks();
  const looks = [0, 10, 20, 30, 40, 50, 60].map((begin_s) => take(at_s(begin_s, { kelvin: begin_s === 30 ? 340 : 290 }), NIGHT));
  expect(looks.map((look) => look?.followed)).toEqual(['anew', 'on', 'on', 'on', 'on', 'on', 'on']);
  expect(looks.map((look) => look?.turnedDown.once)).toEqual([0, 0, 0, 0, 0, 0, 1]);
});

test('looks ten minutes apart are no series: of a small area each begins anew, and of a large one nothing is kept', () => {
  expect(followed([0, 600, 1200, 1230].map((begin_s) => at_s(begin_s)))).toEqual(['anew', 'anew', 'anew', 'on']);
  const large = (begin_s: number): BandFrame[] =>
    at_s(begin_s).map((frame) => ({
      ...frame,
      raster: { ...frame.raster, rows: 1000, columns: 1001 },
      codes: new Uint16Array(1_001_000).fill(9000),
    }));
  expect(followed([0, 600, 630].map(large))).toEqual([undefined, undefined, 'anew']);
});

test('a look without heat is none of a series', () => {
  expect(followed([[shining(6, 2.2, () => 0.1)]])).toEqual([undefined]);
});

// A file that was dated ahead, and read, ended the following of its imager for as long as the watch ran, without a word.
test('a look that comes late is told and left out; after three, one behind the other, all begins anew', () => {
  const day = 86_400;
  expect(followed([day, 0, 10, 20, 30].map((begin_s) => at_s(begin_s)))).toEqual(['anew', 'late', 'late', 'anew', 'on']);
  expect(followed([day, 0, 10, day + 10, 20].map((begin_s) => at_s(begin_s)))).toEqual(['anew', 'late', 'late', 'on', 'late']);
  expect(followed([day, 10, 0, 10, 5].map((begin_s) => at_s(begin_s)))).toEqual(['anew', 'late', 'late', 'late', 'late']);
});

test('looks of another satellite may come a minute later, and what comes later still is told', () => {
  const other = (begin_s: number): BandFrame[] => at_s(begin_s, { satellite: 'G98' });
  expect(followed([at_s(1000), other(960), other(900)])).toEqual(['anew', 'anew', 'late']);
});

test('an area that is silent for an hour is let go', () => {
  const { take } = launchesInLooks();
  const since = [at_s(0), at_s(3500, { area: 'M2' }), at_s(3550), at_s(7200, { area: 'M2' }), at_s(7210)].map(
    (look) => take(look, NIGHT)?.since_us,
  );
  expect(since).toEqual([0, 3500e6, 0, 7200e6, 7210e6]);
});

// The noise of a reflectance was that of a temperature, 0.1, under which most of a day's sunlit clouds did not show.
test('by day what the sunlight on clouds explains is weather, and no plume', () => {
  const made = renderLaunch({
    seed: 7,
    satellites: 1,
    light: 'day',
    preset: (longitude_rad, name) => geostationaryImager(longitude_rad, 10, name),
    sky: skyAt,
  });
  if (made === undefined) throw new Error('the satellite does not see the site');
  const { take } = launchesInLooks();
  const [{ look, imager }] = made.watching;
  const seen: (LookOfSeries | undefined)[] = [];
  for (let index = 0; imager.beginOf(index) <= made.end_us; index++) seen.push(take(look(index), skyAt(imager.beginOf(index))));
  const sum = (reason: TurnedDownFor): number => seen.reduce((so, one) => so + (one?.turnedDown[reason] ?? 0), 0);
  expect(sum('weather')).toBeGreaterThan(50);
  expect(sum('clutter') + sum('standing')).toBeLessThan(sum('weather') / 5);
  expect(seen.flatMap((one) => one?.plumes ?? [])).toEqual([]);
}, 120_000);

test('a fire that flares up is no plume', () => {
  const { take } = launchesInLooks();
  const found = Array.from({ length: 14 }, (_, index) => {
    const random = stream(index, 'fire');
    const kelvin = (row: number, column: number): number =>
      (index > 6 && row === 30 && column === 40 ? 330 + 4 * index : 290) + 0.1 * random.normal();
    return take([{ ...glowing(7, 3.9, kelvin), begin_us: 10e6 * index, end_us: 10e6 * index + 6e6 }], NIGHT);
  });
  expect(found.every((look) => look !== undefined)).toBe(true);
  expect(found.flatMap((look) => [...(look?.plumes ?? []), ...(look?.events ?? []).filter(({ estimate }) => estimate)])).toEqual([]);
});

test('what flares up at a side is counted, and so is a look that has moved farther than is followed', () => {
  const smooth = (row: number, column: number): number => 285 + 5 * Math.sin(column / 6) + 5 * Math.sin(row / 5);
  const looksOf = (kelvin: (index: number) => (row: number, column: number) => number): LookOfSeries[] => {
    const { take } = launchesInLooks();
    return Array.from({ length: 8 }, (_, index) => {
      const frame = glowing(7, 3.9, kelvin(index));
      return take([{ ...frame, begin_us: 10e6 * index, end_us: 10e6 * index + 6e6 }], NIGHT);
    }).filter((look) => look !== undefined);
  };
  const calm = looksOf(() => smooth);
  const flare = looksOf((index) => (row, column) => smooth(row, column) + (index > 5 && row === 1 && column === 40 ? 60 : 0));
  const moved = looksOf((index) => (row, column) => smooth(row, column + (index > 5 ? 2 : 0)));
  const told = (looks: readonly LookOfSeries[]): unknown => looks.map(({ atEdge, cut }) => [atEdge > 0, cut > 0]);
  const none = Array.from({ length: 6 }, () => [false, false]);
  expect(told(calm)).toEqual([...none, [false, false], [false, false]]);
  expect(told(flare)).toEqual([...none, [true, false], [true, false]]);
  expect(moved.map(({ cut }) => cut > 0).slice(0, 7)).toEqual([...none.map(() => false), true]);
});
