import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Compiled, compiled, run } from './compiled.ts';
import { mosaic, TILE } from './mosaic.ts';
import { processor_s } from './processor.ts';
import { LOOKS, seriesLines } from './series.ts';
import { skyAt } from '../src/adapters/sky/sky.ts';
import { readAbi } from '../src/adapters/goes-abi/goes-abi.ts';
import { writeAbi } from '../src/adapters/goes-abi/write-abi.ts';
import { type BandFrame, codeLineOf } from '../src/core/imager/frame.ts';
import { BESIDE, candidatesOf, COLUMNS, noiseOf, piecesOf, ROWS, STANDS_OUT, withBeside } from '../src/core/imager/hot-pixels.ts';
import { hotSpotsOf } from '../src/core/imager/hot-spots.ts';
import { type ImagerLook, imagerLookOf } from '../src/core/imager/imager-look.ts';
import { createPixelKernel } from '../src/core/imager/pixel-kernel.ts';
import { taiFromUtc_us } from '../src/core/time/scale.ts';
import { backdropOf, USUAL_BACKDROP } from '../src/sim/imager/backdrop.ts';
import { simulatedImager } from '../src/sim/imager/imager.ts';
import { imagerOf } from '../src/sim/imager/imager-spec.ts';
import { geostationaryImager } from '../src/sim/imager/presets.ts';

/** Sides of a mesoscale-like area and of a full disc of 2 km. */
const SIDES = [1024, 5424] as const;
const ROUNDS = 9;
const kernel = createPixelKernel(ROWS + 2 * BESIDE, COLUMNS + 2 * BESIDE);
/** The Sun stands over the west of them, and has set in their east. */
const HOURS_utc = { day: 17, night: 5 } as const;

/** What pixels cost, in processor time, least of several rounds, everything in one run: the loop that takes heights and finds what stands out of them, beside the same in C and
 *  beside how fast memory is read; the whole of one look, from codes to hot spots; reading a file, beside C's netCDF; and a look of a series (series.ts). Frames are simulated looks of 500 × 500 pixels beside their mirror
 *  images, half by day and half by night, round as the Earth's disc is where they are a full disc. */
export async function pixelsBench(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  try {
    const reference = compiled('pixels.c', ['-O3', '-march=native', '-lm'], folder);
    const reader = compiled('netcdf.c', ['-O2', '-l:libnetcdf.so.19'], folder);
    const series = (['day', 'night'] as const).map(tilesOf);
    const tiles = series.map(([first]) => first);
    const memory = bandwidth_GBps();
    const lines = [
      `Pixels, processor time, least of ${ROUNDS} rounds; memory is read at ${memory.toFixed(1)} GB/s by a loop of this platform`,
      '  side          loop: here        C  here/C   look: candidates     here   frames/s    by day  by night',
    ];
    for (const side of SIDES) lines.push(rowOf(side, tiles, reference, folder));
    lines.push(`  C: ${reference.why ?? 'gcc -O3 -march=native'}`, ...(await reading(tiles, reader, folder)));
    return [...lines, ...seriesLines(SIDES, series, folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks ten seconds apart. */
function tilesOf(when: keyof typeof HOURS_utc): BandFrame[][] {
  const spec = imagerOf(geostationaryImager(-1.31, 10));
  const area = { kind: 'mesoscale', x_rad: 0.02, y_rad: 0.07, side_rad: TILE * spec.step_rad } as const;
  const begin_us = taiFromUtc_us(Date.UTC(2025, 2, 20, HOURS_utc[when]) * 1000);
  const backdrop = backdropOf({ seed: 7, ...USUAL_BACKDROP });
  const imager = simulatedImager(spec, area, { seed: 7, backdrop, sky: skyAt, begin_us });
  return Array.from({ length: LOOKS }, (_, index) => imager.look(index));
}

function lookOf(frames: readonly BandFrame[]): ImagerLook {
  const look = imagerLookOf(frames);
  if ('message' in look) throw new Error(look.message);
  return look;
}

function rowOf(side: number, [day, night]: readonly (readonly BandFrame[])[], reference: Compiled, folder: string): string {
  const both = day.map((frame, band) => mosaic(side, [frame, night[band]]));
  const look = lookOf(both);
  const loop = least_s(() => loopOver(look));
  const file = join(folder, `codes-${side}`);
  writeFileSync(file, new Uint8Array(look.hot.codes.buffer));
  const { first, last } = codeLineOf(look.hot.radianceOf);
  const c = run(reference, file, side, side, ROWS, COLUMNS, BESIDE, first, last, leastOf(look), ROUNDS);
  if (c !== undefined && c[1] !== loop.result) throw new Error(`C finds ${c[1]} that stand out, and not ${loop.result}`);
  const whole = least_s(() => wholeLook(both));
  const alone = [day, night].map((tile) => least_s(() => wholeLook(tile)).s / TILE ** 2);
  return [
    `  ${side} × ${side}`.padEnd(14),
    `${(1e3 * loop.s).toFixed(2)} ms`.padStart(11),
    (c === undefined ? '–' : (1e3 * c[0]).toFixed(2)).padStart(8),
    (c === undefined ? '–' : (loop.s / c[0]).toFixed(2)).padStart(7),
    String(whole.result).padStart(18),
    `${(1e3 * whole.s).toFixed(1)} ms`.padStart(11),
    (1 / whole.s).toFixed(1).padStart(9),
    ...alone.map((s) => `${(1e9 * s).toFixed(1)} ns/px`.padStart(10)),
  ].join(' ');
}

/** In codes. */
function leastOf(look: ImagerLook): number {
  return (STANDS_OUT * noiseOf(look)) / codeLineOf(look.hot.radianceOf).scale;
}

/** The loop alone, over a whole frame in pieces as the core takes it. Returns how many stand out. */
function loopOver(look: ImagerLook): number {
  const { codes, radianceOf, raster } = look.hot;
  const line = codeLineOf(radianceOf);
  const least = leastOf(look);
  let found = 0;
  for (const inner of piecesOf(raster))
    found += kernel.standing({ codes, columns: raster.columns }, withBeside(inner, raster), line, inner, least).length;
  return found;
}

function wholeLook(frames: readonly BandFrame[]): number {
  const look = lookOf(frames);
  const candidates = candidatesOf(look, skyAt(look.hot.begin_us).sunEcef_m);
  hotSpotsOf(look, candidates);
  return candidates.length;
}

/** A full disc written as the operator does, one band of radiances with its marks, read by the project's reader and by C's. */
async function reading([day, night]: readonly (readonly BandFrame[])[], reader: Compiled, folder: string): Promise<string[]> {
  const file = join(folder, 'disc.nc');
  const hot = day.findIndex(({ wavelength_um }) => wavelength_um > 3.5 && wavelength_um < 4.2);
  await writeAbi(file, mosaic(5424, [day[hot], night[hot]]));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = processor_s();
    await readAbi(file);
    times.push(processor_s() - before);
  }
  const here = Math.min(...times);
  const c = run(reader, file, ROUNDS);
  const ratio = c === undefined ? `C: ${reader.why}` : `C netCDF ${(1e3 * c[0]).toFixed(0)} ms, here/C ${(here / c[0]).toFixed(2)}`;
  return [
    `  reading a full disc of one band, 5424 × 5424: here ${(1e3 * here).toFixed(0)} ms (the first time ${(1e3 * times[0]).toFixed(0)}), ${ratio}`,
    `  most memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  ];
}

function bandwidth_GBps(): number {
  const words = new Float64Array(8_000_000);
  const { s } = least_s(() => {
    let sum = 0;
    for (let k = 0; k < words.length; k += 4) sum += words[k] + words[k + 1] + words[k + 2] + words[k + 3];
    return sum;
  });
  return words.byteLength / s / 1e9;
}

function least_s<T>(work: () => T): { readonly s: number; readonly result: T } {
  let result = work();
  let s = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = processor_s();
    result = work();
    s = Math.min(s, processor_s() - before);
  }
  return { s, result };
}
