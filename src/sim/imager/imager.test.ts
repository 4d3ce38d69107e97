import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import {
  burning,
  CALM,
  excess,
  imager,
  meanOf,
  MIDNIGHT,
  NOON,
  only,
  placeAt,
  SIDE,
  SPEC,
  STILL,
  viewOf,
} from '../../../tests/support/simulated-look.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { ecefVecFromGeodetic, geodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { candidatesOf } from '../../core/imager/hot-pixels.ts';
import { hotSpotsOf } from '../../core/imager/hot-spots.ts';
import { imagerLookOf } from '../../core/imager/imager-look.ts';
import { addScaled, dot, norm, scale, type Vec3, vec3 } from '../../core/math/vector.ts';
import { brightnessTemperature, radianceOfBlackBody } from '../../core/physics/planck.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { shareOfHeat } from '../../core/physics/plume-light.ts';
import { fly } from '../fleet.ts';
import type { HeatSource } from '../infrared.ts';
import { heatOf } from '../looks.ts';
import { backdropOf, HIGH_CLOUDS, USUAL_BACKDROP } from './backdrop.ts';
import { simulatedImager } from './imager.ts';
import { noiseSigma } from './detector.ts';
import { type ImagerSpec, imagerOf } from './imager-spec.ts';
import { staringImager } from './presets.ts';

/** Of two looks, over the pixels that are good in both. */
function correlationOf(a: BandFrame, b: BandFrame): number {
  const [from, to] = [a, b].map(({ codes, quality }) => {
    const good = Array.from(codes, (code, at) => (quality[at] === 0 ? code : NaN));
    const mean = meanGood(good);
    return good.map((code) => code - mean);
  });
  let [both, left, right] = [0, 0, 0];
  from.forEach((value, at) => {
    if (Number.isNaN(value * to[at])) return;
    both += value * to[at];
    left += value * value;
    right += to[at] * to[at];
  });
  return both / Math.sqrt(left * right);
}

function meanGood(values: readonly number[]): number {
  const good = values.filter((value) => !Number.isNaN(value));
  return good.reduce((sum, value) => sum + value, 0) / good.length;
}

describe('a simulated look', () => {
  test('is the same bit for bit for the same seed and number, and another for others', () => {
    const codes = (seed: number, index: number): Buffer =>
      Buffer.concat(
        imager({ seed, backdrop: {} })
          .look(index)
          .map((frame) => Buffer.from(frame.codes.buffer)),
      );
    const first = codes(1, 3);
    expect(codes(1, 3).equals(first)).toBe(true);
    expect([codes(2, 3).equals(first), codes(1, 4).equals(first)]).toEqual([false, false]);
  });

  // Two that nobody named had the same noise: all that is drawn was drawn by a name that both had.
  test('of an imager at another place, or of another area, has noise and pattern of its own; the next of its own area has its pattern', () => {
    const backdrop = backdropOf({ seed: 1, ...USUAL_BACKDROP, ...CALM });
    const sky = (): { sunEcef_m: Vec3; moonEcef_m: Vec3 } => ({ sunEcef_m: MIDNIGHT, moonEcef_m: MIDNIGHT });
    const spec = (longitude_rad: number): ImagerSpec => {
      const preset = imagerOf(staringImager(longitude_rad));
      return { ...preset, drift_rad: 0, jitter_rad: 0, badPixels: 0.01, bands: [{ ...preset.bands[1], noise: 3, stripes: 2 }] };
    };
    const look = (longitude_rad: number, x_rad: number, name: 'M1' | 'M2', index = 0): BandFrame =>
      simulatedImager(
        spec(longitude_rad),
        { kind: 'mesoscale', x_rad, y_rad: 0.02, side_rad: SIDE * 28e-6, name },
        { seed: 1, backdrop, sky, begin_us: 0 },
      ).look(index)[0];
    const first = look(0, 0.03, 'M1');
    const others = [look(1, 0.03, 'M1'), look(0, 0.04, 'M1'), look(0, 0.03, 'M2')];
    for (const other of others) {
      expect(Math.abs(correlationOf(first, other))).toBeLessThan(0.4);
      expect([...other.quality]).not.toEqual([...first.quality]);
    }
    expect(correlationOf(first, look(0, 0.03, 'M1', 1))).toBeGreaterThan(0.7);
    expect(others.map(({ area }) => area)).toEqual(['M1', 'M1', 'M2']);
    const drawn = [0, 1].map((longitude_rad) => imagerOf(staringImager(longitude_rad), 5).bands[0].noise);
    expect(drawn[0]).not.toBe(drawn[1]);
  });

  test('has all bands of one moment', () => {
    const frames = imager().look(2);
    expect(frames.map(({ band, area, begin_us, end_us }) => [band, area, begin_us, end_us])).toEqual(
      [7, 13, 6].map((band) => [band, 'M1', seconds_us(60), seconds_us(66)]),
    );
  });

  test('beside the Earth has no value, and says so', () => {
    const rim = { kind: 'mesoscale', x_rad: 0.152, y_rad: 0, side_rad: SIDE * SPEC.step_rad } as const;
    const backdrop = backdropOf({ seed: 1, ...USUAL_BACKDROP });
    const sky = (): { sunEcef_m: Vec3; moonEcef_m: Vec3 } => ({ sunEcef_m: NOON, moonEcef_m: NOON });
    const [{ codes, quality, radianceOf }] = simulatedImager(SPEC, rim, { seed: 1, backdrop, sky, begin_us: 0 }).look(0);
    expect([quality[SIDE - 1], codes[SIDE - 1], radianceOf[codes[SIDE - 1]]]).toEqual([3, 16_383, NaN]);
    expect(quality[0]).toBe(0);
  });
});

test('an array sees dark beside the Earth, and what rises over the limb', () => {
  const spec = { ...imagerOf(staringImager(0)), badPixels: 0, drift_rad: 0, jitter_rad: 0 };
  const rim = { kind: 'mesoscale', x_rad: 0.153, y_rad: 0, side_rad: SIDE * spec.step_rad } as const;
  const limb = simulatedImager(spec, rim, {
    seed: 1,
    backdrop: backdropOf({ seed: 1, ...USUAL_BACKDROP }),
    sky: () => ({ sunEcef_m: vec3(-1.5e11, 0, 0), moonEcef_m: MIDNIGHT }),
    begin_us: 0,
  });
  const [, dark] = limb.look(0);
  const corner = SIDE - 1;
  expect([dark.quality[corner], Math.abs(dark.radianceOf[dark.codes[corner]]) < 0.01]).toEqual([0, true]);
  // The limb of an equatorial camera lies 81.3° away; 84° is behind it, and 50 km over it is in sight.
  const [, lit] = limb.look(0, only({ heat: [burning(geodeticDegrees(0, 84, 50_000), 1e6)] }));
  const [, hidden] = limb.look(0, only({ heat: [burning(geodeticDegrees(0, 84, 1_000), 1e6)] }));
  expect(excess(lit, dark)).toBeGreaterThan(0.05);
  expect(excess(hidden, dark)).toBe(0);
});

describe('heat', () => {
  const fire = { place: placeAt(20.3, 30.6), temperature_K: 900, area_m2: 2_000 };

  test('a fire of known temperature and area comes back by the formula that readers use', () => {
    const bare = { ...STILL, bands: STILL.bands.map((band) => ({ ...band, airDepth: 0 })) };
    const clear = imager({ spec: bare });
    const [with_, without] = [clear.look(0, only({ grounds: [fire] }))[0], clear.look(0)[0]];
    if (with_.planck === undefined) throw new Error('the band glows');
    // Its area as seen from the satellite, over a pixel's there.
    const { range_m, viewCosine } = viewOf(fire.place);
    const share = (fire.area_m2 * viewCosine) / (range_m * SPEC.step_rad) ** 2;
    const ownRadiance = excess(with_, without) / share + radianceOfBlackBody(with_.planck, 293);
    expect(Math.abs(brightnessTemperature(with_.planck, ownRadiance) - fire.temperature_K)).toBeLessThan(5);
  });

  test('is found by the search for hot spots, within a third of a pixel of where it was put', () => {
    const look = imagerLookOf(imager().look(0, only({ grounds: [fire] })));
    if ('message' in look) throw new Error(look.message);
    const [spot, ...others] = hotSpotsOf(look, candidatesOf(look, MIDNIGHT));
    expect(others).toEqual([]);
    expect(Math.hypot(spot.row - 20.3, spot.column - 30.6)).toBeLessThan(0.33);
  });

  test('a source keeps its energy wherever between the pixels it stands', () => {
    const clear = imager({ spec: STILL });
    const [none] = clear.look(0);
    const put = (row: number, column: number): number =>
      excess(clear.look(0, only({ heat: [burning(placeAt(row, column), 2e7)] }))[0], none);
    const whole = put(20, 20);
    expect(whole).toBeGreaterThan(0);
    const between = fc.double({ min: 18, max: 28, noNaN: true });
    holds(
      fc.property(between, between, (row, column) => {
        expect(Math.abs(put(row, column) / whole - 1)).toBeLessThan(0.03);
      }),
      { runs: 12 },
    );
  });

  test('under cloud it is dimmed, above it is not, and what lies on the clouds never is', () => {
    const overcast = imager({ spec: STILL, backdrop: { landShare: 1e-9, layers: [{ ...HIGH_CLOUDS, cover: 0.999, opticalDepth: 1 }] } });
    const [none] = overcast.look(0);
    const seen = (source: HeatSource): number => excess(overcast.look(0, only({ heat: [() => source] }))[0], none);
    const low = { r: ecefVecFromGeodetic(placeAt(20, 20, 2_000)), intensity_Wpsr: 5e6, aboveCloud: false };
    const high = { ...low, r: ecefVecFromGeodetic(placeAt(20, 20, 30_000)) };
    expect(seen(low)).toBeLessThan(0.2 * seen(high));
    expect(seen({ ...low, aboveCloud: true })).toBeGreaterThan(0.9 * seen(high));
  });

  test('goes out between two stages, and each row sees it when it is scanned', () => {
    const clear = imager({ spec: STILL });
    const [none] = clear.look(0);
    // Row 20 of 48 is seen 2.56 s into a look of 6 s: before its middle.
    const until = (end_s: number): number =>
      excess(
        clear.look(0, only({ heat: [(at_us) => (at_us < seconds_us(end_s) ? burning(placeAt(20, 20), 2e6)(at_us) : undefined)] }))[0],
        none,
      );
    expect(until(2.7)).toBeGreaterThan(0.1);
    expect(until(2.4)).toBe(0);
  });

  // The same flight that a theatre's satellites see: its burn, its stages' trough and its brightness are the truth's own.
  test('a flight is in the looks of its burn, and gone with it', () => {
    const flown = fly(
      {
        kind: 'published',
        id: 'one',
        site: placeAt(24, 24),
        launch_us: seconds_us(5),
        bearing_rad: 1,
        apogee_m: 2_000_000,
        groundRange_m: 900_000,
      },
      1,
    );
    if (flown.kind !== 'flown') throw new Error(flown.reason);
    const clear = imager({ spec: STILL });
    const lit = (index: number): number =>
      excess(clear.look(index, only({ heat: [(at_us) => heatOf(1, flown.truth, at_us)] }))[0], clear.look(index)[0]);
    expect(lit(0)).toBe(0);
    expect(lit(1)).toBeGreaterThan(0);
    expect(lit(2)).toBeGreaterThan(0);
    expect(lit(5)).toBe(0);
  });

  test('what is out of range is told as the most there is, and marked with the pixels around it', () => {
    const look = imager({ spec: STILL }).look(
      0,
      only({ grounds: [{ ...fire, place: placeAt(20, 30), temperature_K: 1400, area_m2: 1e6 }] }),
    );
    const [{ codes, quality }] = look;
    const at = 20 * SIDE + 30;
    expect(codes[at]).toBe(16_382);
    expect([-SIDE - 1, -1, 1, SIDE + 1].map((step) => quality[at + step])).toEqual([2, 2, 2, 2]);
    expect(quality[at + 5]).toBe(0);
  });

  test('a flash is in the look that it falls into, as wide as the cloud that it lights', () => {
    const clear = imager({ spec: { ...imagerOf(staringImager(-1.3)), badPixels: 0 } });
    const flash = { place: placeAt(20, 20), begin_us: seconds_us(1), lasts_s: 0.4, intensity_Wpsr: 1e7, radius_m: 8_000 };
    const lit = (index: number): number => excess(clear.look(index, only({ flashes: [flash] }))[1], clear.look(index)[1]);
    expect([lit(0), lit(2)]).toEqual([0, 0]);
    expect(lit(1)).toBeGreaterThan(0);
    // Pixels of half its height or more: 2π ln 2 of σ² in pixels, some 260 of 1 km.
    const [{ codes }, dark] = [clear.look(1, only({ flashes: [{ ...flash, intensity_Wpsr: 1e8 }] }))[1], clear.look(1)[1]];
    const over = Array.from(codes, (code, at) => code - dark.codes[at]);
    const most = Math.max(...over);
    const wide = over.filter((height) => height > most / 2).length;
    expect(wide).toBeGreaterThan(120);
    expect(wide).toBeLessThan(320);
  });
});

describe('a backdrop', () => {
  test('reflects the Sun by day, not at night, and less under a low Sun', () => {
    const level = (sun: Vec3): number => meanOf(imager({ sun, backdrop: { layers: [], landShare: 1 - 1e-9 } }).look(0)[2]);
    const low = scale(ecefVecFromGeodetic(geodetic(placeAt(24, 24).latitude_rad, placeAt(24, 24).longitude_rad + 1.3, 0)), 23_000);
    expect(level(NOON)).toBeGreaterThan(2 * level(low));
    expect(level(low)).toBeGreaterThan(20 * Math.abs(level(MIDNIGHT)));
  });

  test('shows the Sun on the sea where it mirrors it', () => {
    // As far on the other side of the vertical as the satellite is on this one: overhead halfway between the two, the sea would not show it here.
    const { vertical, towards } = viewOf(placeAt(24, 24));
    const mirrored = addScaled(scale(towards, -1), vertical, 2 * dot(towards, vertical));
    const glinting = meanOf(imager({ sun: scale(mirrored, 4_000) }).look(0)[0]);
    expect(glinting).toBeGreaterThan(1.3 * meanOf(imager({ sun: NOON }).look(0)[0]));
  });

  // 1983-09-26: high clouds mirrored the Sun.
  test('shows the Sun on level ice plates of high clouds, where they mirror it and nowhere else', () => {
    const { vertical, towards } = viewOf(placeAt(24, 24));
    const mirrored = addScaled(scale(towards, -1), vertical, 2 * dot(towards, vertical));
    const aside = addScaled(mirrored, vertical, -0.3 * norm(towards));
    const icy = { landShare: 1 - 1e-9, layers: [{ ...HIGH_CLOUDS, cover: 0.99, opticalDepth: 3 }] };
    const level = (towardsSun: Vec3): number =>
      meanOf(imager({ sun: scale(towardsSun, 1.5e11 / norm(towardsSun)), backdrop: icy }).look(0)[0]);
    expect(level(mirrored)).toBeGreaterThan(1.5 * level(aside));
  });

  test('clouds drift and change: a look a minute later is nearly the same, one a day later is not', () => {
    const clouded = { ...USUAL_BACKDROP, seed: 3, layers: [{ ...HIGH_CLOUDS, cover: 0.6 }] };
    const backdrop = backdropOf(clouded);
    const depthAt = (at_s: number): number[] =>
      Array.from({ length: 200 }, (_, k) => {
        const { x, y, z } = ecefVecFromGeodetic(placeAt(k % 48, k / 4));
        return backdrop.cloudsAt(seconds_us(at_s))(x, y, z)[0]?.opticalDepth ?? 0;
      });
    const differs = (a: number[], b: number[]): number => a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0);
    const now = depthAt(0);
    expect(differs(now, depthAt(60))).toBeGreaterThan(0);
    expect(differs(now, depthAt(86_400))).toBeGreaterThan(5 * differs(now, depthAt(60)));
  });
});

test('clouds that only drift are, some time later, the same as far on as they have gone', () => {
  const backdrop = backdropOf({ ...USUAL_BACKDROP, seed: 3, layers: [{ ...HIGH_CLOUDS, cover: 0.9, drift_mps: 20, change_mps: 0 }] });
  const degree_m = 111_320;
  // Over the equator, where a layer whose axis is tilted by 25° at most goes at nine tenths of its speed or more.
  const depths = (at_s: number, east_m: number, north_m: number): number[] =>
    Array.from({ length: 60 }, (_, k) => {
      const place = geodeticDegrees(north_m / degree_m, k / 10 + east_m / degree_m);
      const { x, y, z } = ecefVecFromGeodetic(place);
      return backdrop.cloudsAt(seconds_us(at_s))(x, y, z)[0]?.opticalDepth ?? 0;
    });
  const now = depths(0, 0, 0);
  let best = { differs: Infinity, gone_m: 0, east_m: 0 };
  for (let east_m = -24_000; east_m <= 24_000; east_m += 2_000)
    for (let north_m = -12_000; north_m <= 12_000; north_m += 2_000) {
      const differs = depths(1000, east_m, north_m).reduce((sum, depth, k) => sum + Math.abs(depth - now[k]), 0);
      if (differs < best.differs) best = { differs, gone_m: Math.hypot(east_m, north_m), east_m };
    }
  expect(best.gone_m).toBeGreaterThan(16_000);
  expect(best.gone_m).toBeLessThan(22_000);
  expect(best.east_m).toBeGreaterThan(0);
});

describe('in the water vapour’s band', () => {
  // As the theatre's satellites see 5 kW/sr half of the time (defaults.ts).
  test('5 kW per steradian stands out of the noise by some six sigma', () => {
    const spec = imagerOf(staringImager(-1.3));
    const { range_m } = viewOf(placeAt(24, 24));
    const pixel_m = range_m * spec.step_rad;
    const peak = (5_000 * shareOfHeat(spec.bands[0]) * 0.5) / (pixel_m * pixel_m);
    expect(peak / noiseSigma(spec.bands[0])).toBeGreaterThan(4);
    expect(peak / noiseSigma(spec.bands[0])).toBeLessThan(9);
  });

  const array = imager({
    spec: { ...imagerOf(staringImager(-1.3)), badPixels: 0, hitsPerSecondMegapixel: 0, drift_rad: 0, jitter_rad: 0 },
  });
  const [dark, clear] = array.look(0);

  test('the surface is hidden, and what burns shows once it is above some ten kilometres', () => {
    const warmer = { ...CALM, sea_K: 300, land_K: 330, landShare: 1 - 1e-9 };
    const spec = { ...imagerOf(staringImager(-1.3)), badPixels: 0 };
    const [level, hotter] = [{ ...warmer, land_K: 280 }, warmer].map((backdrop) => imager({ spec, backdrop }).look(0));
    expect(meanOf(hotter[0]) / meanOf(level[0])).toBeCloseTo(1, 1);
    expect(meanOf(hotter[1]) / meanOf(level[1])).toBeGreaterThan(3);
    const lit = (height_m: number): readonly number[] => {
      const look = array.look(0, only({ heat: [burning(placeAt(20, 20, height_m), 1e6)] }));
      return [excess(look[0], dark), excess(look[1], clear)];
    };
    const [low, high] = [lit(2_000), lit(20_000)];
    expect(low[0]).toBeLessThan(0.01 * high[0]);
    expect(low[1]).toBeGreaterThan(0.9 * high[1]);
  });
});
