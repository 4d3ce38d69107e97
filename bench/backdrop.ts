import { framesOf, type LookFiles, looksIn } from '../src/adapters/goes-abi/looks.ts';
import { imageFiles } from '../src/adapters/watched-folder/image-files.ts';
import { skyAt } from '../src/adapters/sky/sky.ts';
import { isoFromMicros } from '../src/api/iso.ts';
import { candidatesOf } from '../src/core/imager/hot-pixels.ts';
import { type ImagerLook, imagerLookOf } from '../src/core/imager/imager-look.ts';
import { radianceOfBlackBody } from '../src/core/physics/planck.ts';
import type { Kelvin } from '../src/core/units.ts';
import { backdropOf, HIGH_CLOUDS, LOW_CLOUDS, USUAL_BACKDROP } from '../src/sim/imager/backdrop.ts';
import { simulatedImager } from '../src/sim/imager/imager.ts';
import { imagerOf } from '../src/sim/imager/imager-spec.ts';
import { geostationaryImager } from '../src/sim/imager/presets.ts';
import { changeBetween, textureOf } from '../src/sim/imager/texture.ts';

/** What simulated backgrounds are like beside the real looks in a folder: each look beside simulated ones of its satellite's place, area and hour, one for each
 *  seed. A simulated background that is calmer than the real one makes whatever is tried on it look better than it is. Markdown, for docs/adr/0074. */
export async function backdropBench(folder: string | undefined, seeds: number): Promise<string[]> {
  if (folder === undefined) throw new Error('there are no real looks to compare with; name a folder of them with --frames');
  const lines: string[] = [];
  for (const [files, real] of await realLooks(folder)) lines.push(...beside(files, real, seeds));
  if (lines.length === 0) throw new Error(`${folder} has no look of an imager with the band around 3.9 µm; name one with --frames`);
  return lines;
}

/** The looks in a folder with the band around 3.9 µm; what else is in it is passed over. */
export async function realLooks(folder: string): Promise<(readonly [LookFiles, ImagerLook])[]> {
  const pass = (): void => {};
  const looks: (readonly [LookFiles, ImagerLook])[] = [];
  for (const files of await looksIn(imageFiles([folder]), pass)) {
    const look = lookOf(await framesOf(files, pass));
    if (look !== undefined) looks.push([files, look]);
  }
  return looks;
}

function beside({ satellite, area, begin_us }: LookFiles, real: ImagerLook, seeds: number): string[] {
  const cover = highCover(real);
  const made = Array.from({ length: seeds }, (_, k) => {
    const look = simulatedBeside(real, k + 1);
    return { now: look(0), next: look(1) };
  });
  const looks = made.map(({ now }) => textureOf(now));
  return [
    `${satellite} ${area}, ${isoFromMicros(begin_us)}: ${Math.round(100 * cover)} % under high clouds; simulated with as many of them and ${seeds} seeds, the middle one and both ends`,
    '',
    '| statistic | at | real | simulated | from | to | simulated / real |',
    '|---|---|---|---|---|---|---|',
    ...textureOf(real).map(({ of, at, value }, k) =>
      line(
        of,
        at,
        value,
        looks.map((rows) => rows[k].value),
      ),
    ),
    line(
      'hot pixels, none put in',
      '',
      hotIn(real),
      made.map(({ now }) => hotIn(now)),
    ),
    line(
      'change in 60 s',
      '',
      undefined,
      made.map(({ now, next }) => changeBetween(now, next)),
    ),
    '',
  ];
}

function line(of: string, at: string, real: number | undefined, values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const text = (value: number | undefined): string => value?.toFixed(of.startsWith('hot') ? 0 : value < 10 ? 2 : 1) ?? '';
  const ratio = real === undefined || real === 0 ? '' : (middle / real).toFixed(2);
  return `| ${of} | ${at} | ${text(real)} | ${text(middle)} | ${text(sorted[0])} | ${text(sorted.at(-1))} | ${ratio} |`;
}

/** There is no map in the simulation: the real looks are of a coast. */
const LAND = 0.6;
/** What is colder in the window is a high cloud. */
const HIGH_K: Kelvin = 262;

/** Share of a look under high clouds. */
function highCover({ window }: ImagerLook): number {
  if (window?.planck === undefined) return HIGH_CLOUDS.cover;
  const under = radianceOfBlackBody(window.planck, HIGH_K);
  return window.codes.reduce((count, code) => count + Number(window.radianceOf[code] < under), 0) / window.codes.length;
}

/** Simulated looks, a minute apart, from the place and hour of a real one on; of `side` pixels in its middle, or as many as it has. */
export function simulatedBeside(real: ImagerLook, seed: number, side = real.hot.raster.columns): (index: number) => ImagerLook {
  const { raster, grid, begin_us } = real.hot;
  const spec = imagerOf(geostationaryImager('longitude_rad' in grid ? grid.longitude_rad : 0, 60));
  const middle = (pixels: number): number => ((pixels - 1) / 2) * raster.step_rad;
  const area = {
    kind: 'mesoscale',
    x_rad: raster.x0_rad + middle(raster.columns),
    y_rad: raster.y0_rad - middle(raster.rows),
    side_rad: side * spec.step_rad,
  } as const;
  const layers = [LOW_CLOUDS, { ...HIGH_CLOUDS, cover: highCover(real) }];
  const backdrop = backdropOf({ seed, ...USUAL_BACKDROP, landShare: LAND, layers });
  const imager = simulatedImager(spec, area, { seed, backdrop, sky: skyAt, begin_us });
  return (index) => {
    const look = lookOf(imager.look(index));
    if (look === undefined) throw new Error('the simulated imager has no band around 3.9 µm');
    return look;
  };
}

function lookOf(frames: Parameters<typeof imagerLookOf>[0]): ImagerLook | undefined {
  const look = imagerLookOf(frames);
  return 'message' in look ? undefined : look;
}

function hotIn(look: ImagerLook): number {
  return candidatesOf(look, skyAt(look.hot.begin_us).sunEcef_m).filter(({ rejectedFor }) => rejectedFor === undefined).length;
}
