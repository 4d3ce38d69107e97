import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { readNetcdf } from '../src/adapters/netcdf/netcdf.ts';
import { detectionLineSchema, detectSummarySchema } from '../src/api/wire-cli.ts';
import { buildCommandLine, tocsin } from './support/cli.ts';

// Real frames of the western satellite: a large fire by day, a quiet night, and the operational fire product of the day's frame.

const FRAMES = fileURLToPath(new URL('../../shared/data/goes_abi_l1b/', import.meta.url));
const REAL = existsSync(FRAMES) ? FRAMES : undefined;

beforeAll(buildCommandLine, 0);

async function detected(...args: readonly string[]) {
  const { status, out, err } = await tocsin(['detect', '--json', ...args]);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = lines.pop()?.['summary'];
  return {
    status,
    err,
    detections: lines.map((line) => detectionLineSchema.parse(line).detection),
    summary: detectSummarySchema.parse(last),
  };
}

/** Scan angles of the pixels that the operational product calls fires: by its mask alone, codes 10–15 and 30–35. */
async function operationalFires(): Promise<readonly (readonly [x: number, y: number])[]> {
  const name = readdirSync(FRAMES).find((file) => file.includes('FDCC')) ?? '';
  const { codes, x, y } = await readNetcdf(join(FRAMES, name), (product) => ({
    codes: product.packed('Mask').codes,
    x: product.values('x'),
    y: product.values('y'),
  }));
  return Array.from(codes).flatMap((code, at) =>
    (code >= 10 && code <= 15) || (code >= 30 && code <= 35) ? [[x[at % x.length], y[Math.floor(at / x.length)]] as const] : [],
  );
}

test('the burning pixels of a real fire are found where the operational product has them, none that it has not; the night is silent', async (context) => {
  if (REAL === undefined) return context.skip('needs ../shared/data/goes_abi_l1b');
  const { status, err, detections, summary } = await detected(FRAMES);
  expect(status).toBe(0);
  // The product is no frame of radiances.
  expect(err).toMatch(/^refused: .*FDCC.*: holds no radiances of an imager \(Rad\); /);
  expect(summary).toMatchObject({ files: 13, refused: 1, frames: 12, looks: 2, launches: 0, byCause: { fire: detections.length } });
  expect(detections.map(({ at, cause }) => [at.slice(0, 10), cause])).toEqual([['2019-10-27', 'fire']]);
  const pixels = detections.flatMap((detection) => [...detection.pixels]);
  // Of the frame: 500 × 500 pixels of 56 µrad from here on.
  const [x0, y0, step] = [0.024668, 0.115332, 56e-6];
  const fires = (await operationalFires())
    .map(([x, y]) => [Math.round((y0 - y) / step), Math.round((x - x0) / step)] as const)
    .filter(([row, column]) => row >= 0 && row < 500 && column >= 0 && column < 500);
  expect(fires).toHaveLength(29);
  const isNear = (a: { readonly row: number; readonly column: number }, [row, column]: readonly [number, number]): boolean =>
    Math.abs(a.row - row) <= 1 && Math.abs(a.column - column) <= 1;
  expect(fires.filter((fire) => pixels.some((pixel) => isNear(pixel, fire))).length).toBeGreaterThanOrEqual(27);
  expect(pixels.filter((pixel) => !fires.some((fire) => isNear(pixel, fire))).length).toBeLessThanOrEqual(2);
});

const LIGHTNING = fileURLToPath(new URL('../../shared/data/glm_l2/', import.meta.url));

test('files of lightning are read, of every year, as many events, groups and flashes as others count; none is a launch', async (context) => {
  if (!existsSync(LIGHTNING)) return context.skip('needs ../shared/data/glm_l2');
  const { out } = await tocsin(['detect', LIGHTNING]);
  const counted = (start: string) =>
    out
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.replace(/^.* lightning: /, '');
  expect(counted('2020-01-16')).toBe('0 flashes, of 0 groups and 0 events');
  expect(counted('2023-01-26')).toBe('34 flashes, of 891 groups and 2394 events');
  expect(counted('2025-04-07')).toBe('115 flashes, of 3374 groups and 7235 events');
  const { detections, summary } = await detected(LIGHTNING);
  expect(summary).toMatchObject({ launches: 0, byCause: { fire: 0, lightning: detections.length } });
  expect(detections.every(({ cause }) => cause === 'lightning')).toBe(true);
});

test('band 7 alone finds the fire as well', async (context) => {
  if (REAL === undefined) return context.skip('needs ../shared/data/goes_abi_l1b');
  const names = readdirSync(FRAMES).filter((name) => /C07_G17_s2019300/.test(name));
  const { detections } = await detected(...names.map((name) => join(FRAMES, name)));
  expect(detections.map(({ pixels }) => pixels.length > 20)).toEqual([true]);
});

test('where there is no frame, the verb says so and what to do, with status 2', async () => {
  const nowhere = await tocsin(['detect', 'nowhere.nc']);
  expect([nowhere.status, nowhere.out]).toEqual([2, '']);
  expect(nowhere.err).toContain('no such file');
  const none = await tocsin(['detect', fileURLToPath(new URL('goldens', import.meta.url))]);
  expect([none.status, none.out]).toEqual([2, '']);
  expect(none.err).toContain('remedy: name files that end in .nc');
});
