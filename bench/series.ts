import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { displacementOf } from '../src/core/imager/displacement.ts';
import { type BandFrame, codeLineOf } from '../src/core/imager/frame.ts';
import { imagerFold } from '../src/core/imager/imager-fold.ts';
import type { ImagerSensor } from '../src/core/imager/imager-sensor.ts';
import { createSeriesKernel } from '../src/core/imager/series-kernel.ts';
import { radianceOfNoise } from '../src/core/physics/planck.ts';
import { compiled, run } from './compiled.ts';
import { mosaic } from './mosaic.ts';
import { processor_s } from './processor.ts';

/** Looks of a series: the background of the last ones has settled. */
export const LOOKS = 8;
/** A series is gone through so often, a full disc less. */
const ROUNDS = 5;
const HOT = 7;
const NOISE_K = 0.05;
/** What the loops learn by, here and in C. */
const LEARNING = { gain: 0.3, varianceGain: 0.1 } as const;
const THRESHOLD = 4;
/** C may put sums in another order here: else it takes each of them by itself. */
const FLAGS = ['-O3', '-march=native', '-fno-math-errno', '-fno-trapping-math', '-fassociative-math', '-fno-signed-zeros', '-lm'];
/** As many at a time as WebAssembly has. */
const BY_FOUR = '-mprefer-vector-width=128';
const SENSOR: ImagerSensor = {
  id: 'bench',
  scan: 'sweeping',
  pointSpread: 0.45,
  noiseOf: (band) => (band === 6 ? 0.0003 : NOISE_K),
  pointing_rad: 6e-6,
};

/** What a look of a series costs, in processor time, least of several: its loops (displacement, background, matched filter and its peaks) beside the same in C, which must find as many peaks; and
 *  all of it, from codes to what burns, of the hot band alone and with the window and sunlight beside it. */
export function seriesLines(
  sides: readonly number[],
  [day, night]: readonly (readonly (readonly BandFrame[])[])[],
  folder: string,
): string[] {
  const references = [[], [BY_FOUR]].map((more, k) => {
    const here = join(folder, `series-${k}`);
    mkdirSync(here);
    return compiled('series.c', [...FLAGS, ...more], here);
  });
  const lines = [
    `A look of a series, processor time, least of ${ROUNDS} rounds over ${LOOKS} looks ten seconds apart; all bands: the window and sunlight as well`,
    '  side          loops: here        C  here/C  C by 4  here/C   look: exceedances     here   looks/s   all bands: exceedances     here   looks/s',
  ];
  for (const side of sides) {
    // Made when they are looked at: eight of a full disc are a gigabyte.
    const all: LookOf = (k) => day[k].map((frame, band) => mosaic(side, [frame, night[k][band]]));
    const hot: LookOf = (k) => day[k].flatMap((frame, band) => (frame.band === HOT ? [mosaic(side, [frame, night[k][band]])] : []));
    const rounds = side > 2048 ? 1 : ROUNDS;
    const loops = loopsOf(hot, rounds);
    const given = argumentsOf(hot, join(folder, `looks-${side}`));
    const inC = references.map((reference) => leastOf(Array.from({ length: ROUNDS }, () => run(reference, ...given))));
    // Sums in another order move what is on the edge.
    for (const c of inC)
      if (c !== undefined && Math.abs(c[1] - loops.peaks) > 1e-3 * loops.peaks)
        throw new Error(`C finds ${c[1]} peaks, and not ${loops.peaks}`);
    lines.push(
      [
        `  ${side} × ${side}`.padEnd(14),
        `${(1e3 * loops.s).toFixed(2)} ms`.padStart(12),
        ...inC.flatMap((c) => [
          (c === undefined ? '–' : (1e3 * c[0]).toFixed(2)).padStart(8),
          (c === undefined ? '–' : (loops.s / c[0]).toFixed(2)).padStart(7),
        ]),
        ...[hot, all].flatMap((frames, k) => {
          const { s, exceedances } = foldOf(frames, rounds);
          return [
            String(exceedances).padStart(k === 0 ? 19 : 25),
            `${(1e3 * s).toFixed(1)} ms`.padStart(11),
            (1 / s).toFixed(1).padStart(8),
          ];
        }),
      ].join(' '),
    );
  }
  return [...lines, `  C: ${references[0].why ?? `gcc ${FLAGS.slice(0, -1).join(' ')}; by 4: ${BY_FOUR}`}`];
}

function leastOf(runs: readonly (number[] | undefined)[]): number[] | undefined {
  return runs.reduce((best, one) => (best !== undefined && one !== undefined && best[0] < one[0] ? best : one));
}

type LookOf = (k: number) => readonly BandFrame[];

/** The loops alone, of looks that follow each other: the least time of one, and the peaks of the last. */
function loopsOf(lookOf: LookOf, rounds: number): { readonly s: number; readonly peaks: number } {
  const [first] = lookOf(0);
  const { rows, columns } = first.raster;
  const line = codeLineOf(first.radianceOf);
  const kernel = createSeriesKernel(rows, columns);
  const learning = { ...LEARNING, noise2: noise2Of(first) };
  let [s, peaks] = [Infinity, 0];
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < LOOKS; k++) {
      const look = { codes: lookOf(k)[0].codes, line };
      if (k === 0) {
        kernel.begin(look, learning.noise2);
        continue;
      }
      const before = processor_s();
      kernel.displace(displacementOf(rows, columns, (from) => kernel.slopes(look, from)));
      peaks = 0;
      for (let strip = 0; strip < kernel.strips; strip++) {
        kernel.lay(look, strip, learning);
        peaks += kernel.peaks(THRESHOLD).length;
      }
      s = Math.min(s, processor_s() - before);
    }
  return { s, peaks };
}

/** For series.c, with the looks' codes in a file. */
function argumentsOf(lookOf: LookOf, file: string): readonly (string | number)[] {
  writeFileSync(file, new Uint8Array(0));
  for (let k = 0; k < LOOKS; k++) writeFileSync(file, new Uint8Array(lookOf(k)[0].codes.buffer), { flag: 'a' });
  const [frame] = lookOf(0);
  const { first, last, scale, offset } = codeLineOf(frame.radianceOf);
  const { rows, columns } = frame.raster;
  return [file, rows, columns, LOOKS, first, last, scale, offset, noise2Of(frame), LEARNING.gain, LEARNING.varianceGain];
}

function noise2Of({ planck }: BandFrame): number {
  if (planck === undefined) throw new Error('the hot band has no law');
  return radianceOfNoise(planck, NOISE_K) ** 2;
}

/** Looks from codes to what burns: the least time of one whose background has settled, and what exceeded the threshold in the last. */
function foldOf(lookOf: LookOf, rounds: number): { readonly s: number; readonly exceedances: number } {
  let [s, exceedances] = [Infinity, 0];
  for (let round = 0; round < rounds; round++) {
    const fold = imagerFold(SENSOR);
    for (let k = 0; k < LOOKS; k++) {
      const frames = lookOf(k);
      const before = processor_s();
      const report = fold.take(frames);
      if (k >= LOOKS / 2) s = Math.min(s, processor_s() - before);
      exceedances = report.exceedances.length;
    }
  }
  return { s, exceedances };
}
