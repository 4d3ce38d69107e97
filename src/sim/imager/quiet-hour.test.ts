import { describe, expect, it } from 'vitest';
import { skyAt } from '../../adapters/sky/sky.ts';
import { geodeticOfScan, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { dot, norm, unit } from '../../core/math/vector.ts';
import { taiFromUtc_us } from '../../core/time/scale.ts';
import { gridOf } from './area.ts';
import { imagerOf } from './imager-spec.ts';
import { geostationaryImager } from './presets.ts';
import { quietHour, studyQuietHour } from './quiet-hour.ts';

const BEGIN_us = taiFromUtc_us(Date.UTC(2025, 2, 20, 15) * 1000);
const spec = imagerOf(geostationaryImager(-1.31, 10));
const middle = { x_rad: 0.03, y_rad: 0.08 };
const area = (seed: number) => ({ seed, spec, middle, side: 96 });
const hours = Array.from({ length: 200 }, (_, seed) => quietHour(area(seed), BEGIN_us));

describe('an hour in which nobody launches anything', () => {
  it('has fires, storms and bolides as often as it says, the same for the same seed', () => {
    const mean = (of: (hour: (typeof hours)[number]) => number): number => hours.reduce((sum, hour) => sum + of(hour), 0) / hours.length;
    // Four sigmas of a Poisson mean over 200 hours.
    expect(Math.abs(mean(({ fires }) => fires.filter(({ lit_us }) => lit_us < BEGIN_us).length) - 4)).toBeLessThan(0.57);
    expect(Math.abs(mean(({ fires }) => fires.filter(({ lit_us }) => lit_us >= BEGIN_us).length) - 4)).toBeLessThan(0.57);
    expect(Math.abs(mean(({ flashes }) => (flashes.length > 0 ? 1 : 0)) - (1 - Math.exp(-0.5)))).toBeLessThan(0.14);
    expect(Math.abs(mean(({ bolides }) => bolides.length) - 0.25)).toBeLessThan(0.15);
    expect(quietHour(area(3), BEGIN_us)).toEqual(hours[3]);
  });

  it('has them in the area and in the hour', () => {
    const grid = gridOf(spec);
    for (const { fires, bolides } of hours) {
      for (const { full } of fires) {
        const scan = scanOfGeodetic(grid, full.place);
        expect(Math.max(Math.abs((scan?.x_rad ?? 1) - middle.x_rad), Math.abs((scan?.y_rad ?? 1) - middle.y_rad))).toBeLessThanOrEqual(
          48.001 * spec.step_rad,
        );
      }
      for (const { at_us } of bolides) expect(at_us - BEGIN_us).toBeGreaterThanOrEqual(0);
    }
    expect(geodeticOfScan(grid, middle)).toBeDefined();
  });

  it('has bolides that fall, and from everywhere', () => {
    const falls = hours.flatMap(({ bolides }) =>
      bolides.map(({ place, velocityEcef_mps }) => dot(unit(velocityEcef_mps), unit(ecefVecFromGeodetic(place)))),
    );
    for (const sine of falls) expect(sine).toBeLessThan(0.01);
    expect(Math.min(...falls)).toBeLessThan(-0.9);
    expect(Math.max(...falls)).toBeGreaterThan(-0.4);
    const speeds = hours.flatMap(({ bolides }) => bolides.map(({ velocityEcef_mps }) => norm(velocityEcef_mps)));
    expect(Math.min(...speeds)).toBeGreaterThanOrEqual(12_000 - 1e-6);
  });

  it('is followed look by look, and no launch is told of it', () => {
    const short = { ...spec, framePeriod_s: 240 };
    const study = studyQuietHour({ ...area(3), spec: short, side: 32 }, BEGIN_us, skyAt);
    expect(study.looks).toBe(15);
    expect(study.launches).toBe(0);
  });
});
