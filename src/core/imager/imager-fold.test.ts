import { describe, expect, test } from 'vitest';
import { glowing, shining, SIDE } from '../../../tests/support/imager-frames.ts';
import { addPoint } from '../../sim/imager/point-spread.ts';
import { stream } from '../../sim/random.ts';
import { cameraOf, type FixedGrid, geodeticOfScan, pointedGrid, scanOfGeodetic } from '../frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { tangentBasis } from '../frames/line-of-sight.ts';
import { addScaled, dot, norm, subtract, vec3 } from '../math/vector.ts';
import { shareOfHeat } from '../physics/plume-light.ts';
import type { BandFrame } from './frame.ts';
import { imagerFold, type ImagerReport } from './imager-fold.ts';
import type { ImagerSensor } from './imager-sensor.ts';

const SENSOR: ImagerSensor = { id: 'imager', scan: 'sweeping', pointSpread: 0.45, noiseOf: () => 0.1, pointing_rad: 6e-6 };
const LOOK_us = 10_000_000;

/** Where a point of light is in a look, and its radiance over all pixels, in noises of a pixel. */
type Point = { readonly row: number; readonly column: number; readonly sigmas: number };

/** A night's look of calm ground, a look every ten seconds, with points in it. */
function look(
  index: number,
  points: readonly Point[] = [],
  frame = (kelvin: () => number, extra: (i: number, j: number) => number) => glowing(7, 3.9, kelvin, extra),
): BandFrame {
  const random = stream(index, 'look');
  const light = new Float64Array(SIDE * SIDE);
  // Radiance of 0.1 K at 300 K and 3.9 µm.
  for (const { row, column, sigmas } of points) addPoint(light, SIDE, row, column, 0.45, 0.0032 * sigmas);
  const made = frame(
    () => 290 + 0.13 * random.normal(),
    (i, j) => light[i * SIDE + j],
  );
  return { ...made, source: `look ${index}`, begin_us: index * LOOK_us, end_us: index * LOOK_us + 6_000_000 };
}

function follow(looks: readonly (readonly BandFrame[])[], sensor = SENSOR): ImagerReport[] {
  const fold = imagerFold(sensor);
  return looks.map((frames) => fold.take(frames));
}

const QUIET = 6;
/** Lights up in the look after the quiet ones, and climbs: pixels after so many looks. */
const climbing = (index: number): Point[] => {
  const n = index - QUIET;
  return n < 0 ? [] : [{ row: 40 - 0.45 * n * n, column: 30.3 + 0.2 * n * n, sigmas: 60 }];
};
const flight = (looks: number): BandFrame[][] => Array.from({ length: looks }, (_, index) => [look(index, climbing(index))]);

// A cloud that comes in with the wind is new there, and was told as moving for minutes.
test('what shines within two pixels of a side is new ground or cloud, and nothing', () => {
  const shine = (index: number, column: number): Point[] =>
    index < QUIET ? [] : [{ row: 30 + 0.3 * (index - QUIET), column, sigmas: 60 }];
  const toldAt = (column: number): number => {
    const looks = Array.from({ length: QUIET + 6 }, (_, index) => [look(index, shine(index, column))]);
    return follow(looks).reduce((sum, { burning }) => sum + burning.length, 0);
  };
  expect(toldAt(1)).toBe(0);
  expect(toldAt(SIDE - 2)).toBe(0);
  expect(toldAt(6)).toBeGreaterThan(0);
});

describe('a plume', () => {
  const reports = follow(flight(QUIET + 6));

  test('is told from its second look on, and nothing else is', () => {
    expect(reports.map(({ burning }) => burning.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(new Set(reports.flatMap(({ burning }) => burning.map(({ tracklet }) => tracklet.id))).size).toBe(1);
    expect(reports.map(({ scan }) => scan.detections.length)).toEqual(reports.map(({ burning }) => burning.length));
  });

  test('is seen where it is: its sight is off by what its covariance says, and its time is its row’s', () => {
    let squares = 0;
    const told = reports.slice(QUIET + 1);
    told.forEach(({ scan, burning }, k) => {
      const [{ row, column, sigmas }] = climbing(QUIET + 1 + k);
      const { grid, raster, planck, begin_us, end_us } = look(QUIET + 1 + k);
      const place = geodeticOfScan(grid, { x_rad: raster.x0_rad + column * raster.step_rad, y_rad: raster.y0_rad - row * raster.step_rad });
      if (place === undefined) throw new Error('it is beside the Earth');
      const towards = subtract(ecefVecFromGeodetic(place), scan.satelliteEcef_m);
      const [{ lineOfSightEcef, covariance_rad2, intensity_Wpsr }] = scan.detections;
      const { right, up } = tangentBasis(lineOfSightEcef);
      const [u, v] = [dot(towards, right) / norm(towards), dot(towards, up) / norm(towards)];
      squares += (u * u) / covariance_rad2.rightRight + (v * v) / covariance_rad2.upUp;
      expect(Math.hypot(u, v)).toBeLessThan(0.4 * raster.step_rad);
      const light = (0.0032 * sigmas * (38e6 * raster.step_rad) ** 2) / shareOfHeat({ planck, wavelength_um: 3.9 });
      expect(intensity_Wpsr / light).toBeGreaterThan(0.8);
      expect(intensity_Wpsr / light).toBeLessThan(1.2);
      const share = (burning[0].tracklet.last.fit.row + 0.5) / SIDE;
      expect(Math.abs(scan.measuredAt_us - begin_us - share * (end_us - begin_us))).toBeLessThan(50_000);
    });
    expect(squares / (2 * told.length)).toBeLessThan(2.5);
  });

  test('is no better placed than the sensor points', () => {
    const [{ scan }] = follow(flight(QUIET + 3), { ...SENSOR, pointing_rad: 1e-3 }).slice(-1);
    const [{ covariance_rad2 }] = scan.detections;
    for (const variance of [covariance_rad2.rightRight, covariance_rad2.upUp]) expect(Math.sqrt(variance)).toBeGreaterThanOrEqual(1e-3);
  });

  test('of an array, all of it is seen in the middle of its exposure', () => {
    const [last] = follow(flight(QUIET + 3), { ...SENSOR, scan: 'staring' }).slice(-1);
    expect(last.scan.measuredAt_us).toBe((QUIET + 2) * LOOK_us + 3_000_000);
  });

  test('is told once where two bands show it', () => {
    const both = flight(QUIET + 3).map(([frame], index) => [
      frame,
      look(index, climbing(index), (kelvin, extra) => glowing(1, 2.7, kelvin, extra)),
    ]);
    expect(
      follow(both)
        .map(({ burning }) => burning.length)
        .slice(-2),
    ).toEqual([1, 1]);
  });
});

test('by odds of twenty to one that it is something, and no less, a plume is told', () => {
  // From too weak to clear, in small steps: the weakest that is told in its second look has just these odds.
  const told = Array.from({ length: 14 }, (_, step) => {
    const dim = (index: number): Point[] => climbing(index).map((point) => ({ ...point, sigmas: 32 + step }));
    const last = follow(Array.from({ length: QUIET + 2 }, (_look, index) => [look(index, dim(index))])).at(-1);
    return last?.burning.map(({ tracklet }) => tracklet.score) ?? [];
  }).flat();
  expect(Math.min(...told)).toBeGreaterThan(Math.log(19));
  expect(Math.min(...told)).toBeLessThan(Math.log(30));
});

describe('turned down is', () => {
  test('what burns where it is: a fire that flares up is known to stand by its third look, and that is said once', () => {
    const fire = (index: number): Point[] => (index < QUIET ? [] : [{ row: 20.2, column: 41.4, sigmas: 50 * 1.5 ** (index - QUIET) }]);
    const reports = follow(Array.from({ length: QUIET + 10 }, (_, index) => [look(index, fire(index))]));
    expect(reports.map(({ burning }) => burning.length).lastIndexOf(1)).toBeLessThan(QUIET + 2);
    expect(reports.flatMap(({ burning }) => burning).some(({ moves }) => moves)).toBe(false);
    expect(reports.reduce((sum, { turnedDown }) => sum + turnedDown.standing, 0)).toBe(1);
  });

  // 1983 in pixels: sunlight on clouds that stood was told as moving, since the camera went by and what is nearer than its target moves in its image.
  test('what burns where it is, of a camera that goes by, although it moves in the image', () => {
    const target = ecefVecFromGeodetic(geodeticDegrees(47, -111));
    const over = ecefVecFromGeodetic(geodeticDegrees(60, -111, 1_500_000));
    const raster = { ...look(0).raster, x0_rad: -31.5 * 500e-6, y0_rad: 31.5 * 500e-6, step_rad: 500e-6 };
    const gridOf = (index: number) => pointedGrid(addScaled(over, vec3(6_000, 3_000, 0), 10 * index), target);
    const inImage = (index: number, latitude_deg: number): Point => {
      const { x_rad, y_rad } = scanOfGeodetic(gridOf(index), geodeticDegrees(latitude_deg, -111)) ?? { x_rad: 0, y_rad: 0 };
      return { row: (raster.y0_rad - y_rad) / raster.step_rad, column: (x_rad - raster.x0_rad) / raster.step_rad, sigmas: 60 };
    };
    const passed = (latitudeOf: (index: number) => number): ImagerReport[] =>
      follow(
        Array.from({ length: QUIET + 14 }, (_, index) => {
          const points = index < QUIET ? [] : [inImage(index, latitudeOf(index - QUIET))];
          return [{ ...look(index, points), grid: gridOf(index), raster }];
        }),
      );
    const [first, last] = [inImage(QUIET, 47.3), inImage(QUIET + 13, 47.3)];
    expect(Math.hypot(last.row - first.row, last.column - first.column)).toBeGreaterThan(1);
    const fire = passed(() => 47.3);
    expect(fire.flatMap(({ burning }) => burning).filter(({ moves }) => moves)).toEqual([]);
    expect(fire.flatMap(({ turnedDownEach }) => turnedDownEach).find(({ tracklet }) => tracklet.hits > 2)?.reason).toBe('standing');
    // New ground comes in at the sides, of which nothing was expected.
    const atSide = follow(
      Array.from({ length: QUIET + 2 }, (_, index) => {
        const points = index < QUIET ? [] : [20, 40].map((row, k) => ({ row, column: k === 0 ? 1.2 : 30, sigmas: 60 }));
        return [{ ...look(index, points), grid: gridOf(index), raster }];
      }),
    );
    expect(atSide[QUIET].exceedances.map(({ fit }) => Math.round(fit.row)).filter((row) => row % 20 === 0)).toEqual([40]);
    const rocket = passed((n) => 47.3 - 5e-3 * n * n);
    expect(rocket[QUIET + 5].burning.map(({ moves }) => moves)).toEqual([true]);
  });

  test('what flared up half a minute ago and has neither moved nor surely stood since', () => {
    const lit = (index: number): Point[] => {
      if (index === QUIET) return [{ row: 20, column: 41.4, sigmas: 120 }];
      return index === QUIET + 3 ? [{ row: 20.75, column: 41.4, sigmas: 150 }] : [];
    };
    const reports = follow(Array.from({ length: QUIET + 6 }, (_, index) => [look(index, lit(index))]));
    expect(reports.flatMap(({ burning }) => burning)).toEqual([]);
    expect(reports.flatMap(({ turnedDown: { standing } }) => standing)).toEqual(reports.map(() => 0));
  });

  test('clutter that a plume takes for its own when it is gone', () => {
    const gone = (index: number): Point[] => {
      if (index < QUIET + 6) return climbing(index);
      return index === QUIET + 7 ? [{ row: 40 - 0.45 * 49 + 4, column: 30.3 + 0.2 * 49 - 3.5, sigmas: 10 }] : [];
    };
    const reports = follow(Array.from({ length: QUIET + 9 }, (_, index) => [look(index, gone(index))]));
    expect(reports[QUIET + 5].burning).toHaveLength(1);
    expect(reports[QUIET + 7].exceedances.map(({ k }) => Math.round(k))).toEqual([expect.toSatisfy((k: number) => k >= 4 && k <= 7)]);
    expect(reports.slice(QUIET + 6).flatMap(({ burning }) => burning)).toEqual([]);
  });

  test('a flash', () => {
    const flash = (index: number): Point[] => (index === QUIET + 1 ? [{ row: 20.2, column: 41.4, sigmas: 400 }] : []);
    const reports = follow(Array.from({ length: QUIET + 6 }, (_, index) => [look(index, flash(index))]));
    expect(reports.flatMap(({ burning }) => burning)).toEqual([]);
    expect(reports.reduce((sum, { turnedDown }) => sum + turnedDown.once, 0)).toBeGreaterThan(0);
  });

  test('what another band shows as a cloud’s', () => {
    const patches = (index: number): Point[] => {
      const random = stream(index, 'patches');
      return Array.from({ length: 60 }, () => ({
        row: 60 * random.uniform(),
        column: 60 * random.uniform(),
        sigmas: 40 * random.normal(),
      }));
    };
    const looks = Array.from({ length: QUIET + 4 }, (_, index) => [
      look(index, index < QUIET ? [] : patches(index)),
      look(index, index < QUIET ? [] : patches(index).map((point) => ({ ...point, sigmas: 3 * point.sigmas })), (kelvin, extra) =>
        glowing(13, 10.3, kelvin, (i, j) => 30 * extra(i, j)),
      ),
    ]);
    const weather = (reports: ImagerReport[]): number => reports.reduce((sum, { turnedDown }) => sum + turnedDown.weather, 0);
    expect(weather(follow(looks))).toBeGreaterThan(5);
    expect(weather(follow(looks.map(([frame]) => [frame])))).toBe(0);
  });
});

describe('the background', () => {
  test('is none before its fourth look: nothing stands out of it', () => {
    const lit = (index: number): Point[] => (index === 0 ? [] : [{ row: 30 + 3 * index, column: 30, sigmas: 90 }]);
    const found = follow(Array.from({ length: 5 }, (_, index) => [look(index, lit(index))])).map(
      ({ exceedances }) => exceedances.length > 0,
    );
    expect(found).toEqual([false, false, false, true, true]);
  });

  test('begins anew after a gap, and where the area is another', () => {
    const shifted = (frame: BandFrame): BandFrame => ({ ...frame, raster: { ...frame.raster, x0_rad: frame.raster.x0_rad + 1e-3 } });
    const late = (frame: BandFrame): BandFrame => ({
      ...frame,
      begin_us: frame.begin_us + 200_000_000,
      end_us: frame.end_us + 200_000_000,
    });
    expect(
      follow([[look(0)], [look(1)], [shifted(look(2))], [shifted(look(3))], [late(look(4))]]).map(({ beginsAnew }) => beginsAnew),
    ).toEqual([true, false, true, false, true]);
    const anew = (change: Partial<BandFrame>): boolean => follow([[look(0)], [{ ...look(1), ...change }]])[1].beginsAnew;
    const { raster, grid } = look(1);
    expect(anew({})).toBe(false);
    expect(anew({ raster: { ...raster, y0_rad: raster.y0_rad + 0.3 * raster.step_rad } })).toBe(true);
    expect(anew({ raster: { ...raster, step_rad: 1.01 * raster.step_rad } })).toBe(true);
    expect(anew({ raster: { ...raster, rows: SIDE / 2, columns: 2 * SIDE } })).toBe(true);
    expect(anew({ grid: { ...(grid as FixedGrid), longitude_rad: 0.01 + (grid as FixedGrid).longitude_rad } })).toBe(true);
  });

  test('goes on where the camera moves by less than a pixel, and begins anew where it moves by more', () => {
    const { raster, grid } = look(0);
    const place = { x_rad: raster.x0_rad + 32 * raster.step_rad, y_rad: raster.y0_rad - 32 * raster.step_rad };
    const target = ecefVecFromGeodetic(geodeticOfScan(grid, place) ?? geodeticDegrees(0, 0));
    const camera = cameraOf(grid);
    // Pointed at one place from a camera that moves on by 5 km a look: what is there stays in the middle.
    const from = (index: number, off_m: number): BandFrame => ({
      ...look(index),
      raster: { ...raster, x0_rad: -31.5 * raster.step_rad, y0_rad: 31.5 * raster.step_rad },
      grid: pointedGrid({ ...camera, z: 5_000 * index }, { ...target, z: target.z + off_m }),
    });
    expect(follow([[from(0, 0)], [from(1, 0)], [from(2, 400)], [from(3, 9_000)]]).map(({ beginsAnew }) => beginsAnew)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test('bands of other pixels are left out', () => {
    const finer = shining(6, 2.2, () => 0.1);
    const alike = glowing(13, 10.3, () => 290);
    const bands = (other: BandFrame): number[] => {
      const looks = [0, 1].map((index) => [look(index), { ...other, begin_us: index * LOOK_us }]);
      return [...follow(looks)[1].bands];
    };
    expect(bands(finer)).toEqual([7]);
    expect(bands(alike)).toEqual([7, 13]);
    expect(bands({ ...alike, grid: { ...(alike.grid as FixedGrid), sweep: 'y' } })).toEqual([7]);
  });

  test('a band that comes twice in a look is followed once', () => {
    const once = follow(flight(QUIET + 3));
    const twice = follow(flight(QUIET + 3).map(([frame]) => [frame, frame]));
    expect(twice.map(({ exceedances }) => exceedances)).toEqual(once.map(({ exceedances }) => exceedances));
  });

  test('what it cannot use it names, with the remedy', () => {
    expect(() => follow([[look(1)], [look(1)]])).toThrow(
      new RangeError('look 1 is no later than the look before it: give looks in order of time'),
    );
    expect(() => follow([[glowing(13, 10.3, () => 290)]])).toThrow(/no band between 2.5 and 4.2 µm: give the one around 3.9/);
    const { raster } = look(0);
    const bad = (change: Partial<BandFrame>) => () => follow([[{ ...look(0), ...change }]]);
    expect(bad({ begin_us: Infinity })).toThrow(/lasts from Infinity to 6000000: give whole microseconds/);
    expect(bad({ end_us: NaN })).toThrow(/to NaN: give whole microseconds/);
    expect(bad({ raster: { ...raster, step_rad: 0 } })).toThrow(/pixels of 0 rad .*: give scan angles in radians/);
    expect(bad({ radianceOf: new Float64Array(3) })).toThrow(/radiances of 3 codes: give one for each of 65536/);
  });

  test('a look that was refused may be given again, mended', () => {
    const fold = imagerFold(SENSOR);
    fold.take([look(0)]);
    expect(() => fold.take([{ ...look(1), codes: new Uint16Array(5) }])).toThrow('5 codes');
    expect(fold.take([look(1)]).beginsAnew).toBe(false);
  });

  test('a band that was away for long has no background, and nothing stands out of it', () => {
    const second = (index: number): BandFrame => ({ ...look(index), band: 8 });
    const warmer = (index: number): BandFrame =>
      look(index, [], (_kelvin, extra) => ({ ...glowing(8, 3.9, (i, j) => 290 + 3 * Math.sin(i) * Math.cos(j), extra) }));
    const looks = Array.from({ length: 30 }, (_, index) => [
      look(index),
      ...(index < 5 ? [second(index)] : index < 25 ? [] : [warmer(index)]),
    ]);
    expect(follow(looks)[25].exceedances).toEqual([]);
  });

  test('while no background is known it is said that nothing was looked at', () => {
    const reports = follow(Array.from({ length: 5 }, (_, index) => [look(index)]));
    expect(reports.map(({ scan }) => scan.field?.cosHalfAngle === 1)).toEqual([true, true, true, false, false]);
  });

  test('a sensor that is none is refused', () => {
    expect(() => imagerFold({ ...SENSOR, pointSpread: 0 })).toThrow('pointSpread is 0, not a sigma between 0 and 1.2 pixels');
    expect(() => imagerFold({ ...SENSOR, pointSpread: 2 })).toThrow('looked for in three by three');
    expect(() => imagerFold({ ...SENSOR, scan: 'slowly' as 'staring' })).toThrow('scan is slowly, not sweeping or staring');
    expect(() => imagerFold({ ...SENSOR, pointing_rad: NaN })).toThrow('pointing_rad is NaN');
    expect(() => follow([[look(0)]], { ...SENSOR, noiseOf: () => 0 })).toThrow('noiseOf(7) is 0');
    expect(() => follow([[{ ...look(0), codes: new Uint16Array(5) }]])).toThrow('look 0 has 5 codes for 64 × 64 pixels');
  });
});
