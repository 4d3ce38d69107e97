import { framesOf, imageFiles, type LookFiles, looksIn } from '../src/adapters/goes-abi/looks.ts';
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
import { changeBetween, type TextureRow, textureOf } from '../src/sim/imager/texture.ts';

/** What simulated backgrounds are like beside the real looks in a folder: each look beside simulated ones of its satellite's place, area and hour, one for each
 *  seed. A simulated background that is calmer than the real one makes whatever is tried on it look better than it is. Markdown, for docs/adr/0074. */
export async function backdropBench(folder: string, seeds: number): Promise<string[]> {
  const lines: string[] = [];
  for (const files of await looksIn(imageFiles([folder]), () => {})) {
    const real = lookOf(await framesOf(files, () => {}));
    if (real !== undefined) lines.push(...beside(files, real, seeds));
  }
  if (lines.length === 0) throw new Error(`${folder} has no look of an imager with the band around 3.9 µm; name one with --frames`);
  return lines;
}

type Simulated = { readonly rows: TextureRow[]; readonly hot: number; readonly change: number };

function beside({ satellite, area, begin_us }: LookFiles, real: ImagerLook, seeds: number): string[] {
  const rows = textureOf(real);
  const cover = highCover(real);
  const made = Array.from({ length: seeds }, (_, k) => simulated(real, cover, k + 1));
  return [
    `${satellite} ${area}, ${isoFromMicros(begin_us)}: ${Math.round(100 * cover)} % under high clouds; simulated with as many of them and ${seeds} seeds, the middle one and both ends`,
    '',
    '| statistic | at | real | simulated | from | to | simulated / real |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(({ of, at, value }, k) => line(of, at, value, made.map((one) => one.rows[k].value))),
    line('hot pixels, none put in', '', hotIn(real), made.map(({ hot }) => hot)),
    line('change in 60 s', '', undefined, made.map(({ change }) => change)),
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

function simulated({ hot }: ImagerLook, cover: number, seed: number): Simulated {
  const { raster, grid, begin_us } = hot;
  const spec = imagerOf(geostationaryImager(grid.longitude_rad, 60));
  const half_rad = (raster.columns / 2) * raster.step_rad;
  const area = { kind: 'mesoscale', x_rad: raster.x0_rad + half_rad, y_rad: raster.y0_rad - half_rad } as const;
  const imager = simulatedImager(spec, area, { seed, backdrop: backdropOf({ seed, ...USUAL_BACKDROP, landShare: LAND, layers: [LOW_CLOUDS, { ...HIGH_CLOUDS, cover }] }), sky: skyAt, begin_us });
  const [now, next] = [0, 1].map((index) => lookOf(imager.look(index)));
  if (now === undefined || next === undefined) throw new Error('the simulated imager has no band around 3.9 µm');
  return { rows: textureOf(now), hot: hotIn(now), change: changeBetween(now, next) };
}

function lookOf(frames: Parameters<typeof imagerLookOf>[0]): ImagerLook | undefined {
  const look = imagerLookOf(frames);
  return 'message' in look ? undefined : look;
}

function hotIn(look: ImagerLook): number {
  return candidatesOf(look, skyAt(look.hot.begin_us).sunEcef_m).filter(({ rejectedFor }) => rejectedFor === undefined).length;
}
