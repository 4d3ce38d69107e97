import type { Command } from 'commander';
import { framesOf, imageFiles, looksIn } from '../adapters/goes-abi/looks.ts';
import { type Flash, isGlm, type LightningFile, readGlm } from '../adapters/goes-glm/goes-glm.ts';
import { NetcdfError } from '../adapters/netcdf/netcdf.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import type { DetectionLine, DetectSummary } from '../api/wire-cli.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import { candidatesOf } from '../core/imager/hot-pixels.ts';
import { type HotSpot, hotSpotsOf } from '../core/imager/hot-spots.ts';
import { type ImagerLook, imagerLookOf, temperatureOf } from '../core/imager/imager-look.ts';
import { placeOf } from '../core/imager/place.ts';
import { toDegrees } from '../core/units.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { openOutput, type Output } from './output.ts';
import { iso, position } from './words.ts';

const HELP = `
FILE is a frame of the GOES-R imager (ABI, level 1b: OR_ABI-L1b-Rad….nc), a file of its lightning mapper (GLM, level 2: OR_GLM-L2-LCFA….nc), or a folder
of them. Bands of one look, which share satellite, area and
beginning, are used together: heat is looked for around 3.9 µm (band 7), the window around 11 µm (13, 14 or 15) says how warm the surface is, and 2.2
or 1.6 µm (6 or 5) how bright the Sun shines on it. Band 7 alone will do, and finds less.

One look does not tell a launch from a fire: neither moves within it. What is hot is said to be a fire, and no launch is ever said.

Comes out: a line for each hot spot and for each file of lightning (--json: for each flash), and how many pixels stood out and were not hot, by the reason. With --json an object a line
(tocsin schema detect), the summary last.

Exit status: 2 when no file could be used; a file that cannot be is told, and the others go on.

Examples:
  tocsin detect OR_ABI-L1b-RadM1-M6C07_G17_s20193002000275_e20193002000344_c20193002000390.nc
  tocsin detect frames/
  tocsin detect --json frames/ | tail -1`;

/** `tocsin detect`: from the pixels of an imager to what is hot in them. */
export function addDetect(verb: Command, leave: Leave): void {
  verb
    .argument('<FILE...>', 'frames, or folders of them')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', HELP)
    .action(async (named: readonly string[], { json }: { readonly json?: boolean }) => {
      const { frames } = await detect(named, openOutput(json === true));
      if (frames === 0) leave(EXIT.badInput);
    });
}

type Counts = { -readonly [K in keyof DetectSummary]: DetectSummary[K] };
type Refuse = (fault: Pick<NetcdfError, 'file' | 'field' | 'message' | 'remedy'>) => void;

async function detect(named: readonly string[], output: Output): Promise<DetectSummary> {
  const files = imageFiles(named);
  if (files.length === 0)
    throw new CommandError('there are no frames here', named.join(', '), 'name files that end in .nc, or a folder that holds some');
  const counts: Counts = {
    files: files.length,
    refused: 0,
    frames: 0,
    looks: 0,
    events: 0,
    candidates: 0,
    rejected: { texture: 0, surface: 0, sunlight: 0 },
    launches: 0,
    byCause: { fire: 0, lightning: 0 },
  };
  const refuse: Refuse = ({ file, field, message, remedy }) => {
    counts.refused += 1;
    output.remark(`refused: ${file}${field === '' ? '' : ` ${field}`}: ${message}; ${remedy}`);
  };
  const frames: string[] = [];
  const spans = new Map<string, string>();
  for (const file of files)
    try {
      if (await isGlm(file)) tellLightning(unlessTwice(await readGlm(file), spans), counts, output);
      else frames.push(file);
    } catch (error) {
      if (!(error instanceof NetcdfError)) throw error;
      refuse(error);
    }
  await tellHeat(frames, counts, refuse, output);
  output.line(summaryText(counts));
  output.object({ summary: counts });
  return counts;
}

/** A file of lightning, unless another one of the same satellite and beginning was read before: its flashes would count twice. */
function unlessTwice(lightning: LightningFile, spans: Map<string, string>): LightningFile {
  const { source, satellite, begin_us } = lightning;
  const span = `${satellite} ${begin_us}`;
  const before = spans.get(span);
  if (before !== undefined) throw new NetcdfError(source, '', `has the lightning of ${before} once more`, 'name one of the two');
  spans.set(span, source);
  return lightning;
}

function tellLightning({ source, satellite, begin_us, events, groups, flashes }: LightningFile, counts: Counts, output: Output): void {
  counts.frames += 1;
  counts.events += flashes.length;
  counts.byCause.lightning += flashes.length;
  output.line(`${iso(begin_us)}  ${satellite} lightning: ${flashes.length} flashes, of ${groups} groups and ${events} events`);
  for (const flash of flashes) output.object(flashLine(source, satellite, flash));
}

/** One look at a time: a whole disc of one band is sixty megabytes, and its images ten times that. */
async function tellHeat(files: readonly string[], counts: Counts, refuse: Refuse, output: Output): Promise<void> {
  for (const look of await looksIn(files, refuse)) {
    const frames = await framesOf(look, refuse);
    if (frames.length === 0) continue;
    const seen = imagerLookOf(frames);
    if ('message' in seen) {
      for (const file of look.files) refuse({ file, field: seen.place, message: seen.message, remedy: seen.remedy });
      continue;
    }
    const candidates = candidatesOf(seen, skyAt(look.begin_us).sunEcef_m);
    const spots = hotSpotsOf(seen, candidates);
    for (const { source, band } of seen.elsewhere)
      refuse({
        file: source,
        field: 'x, y',
        message: `band ${band} is not on the grid of band ${seen.hot.band}`,
        remedy: 'give bands as they were published, none of them cut or warped',
      });
    counts.frames += frames.length - seen.elsewhere.length;
    counts.looks += 1;
    counts.events += spots.length;
    counts.byCause.fire += spots.length;
    counts.candidates += candidates.length;
    for (const { rejectedFor } of candidates) if (rejectedFor !== undefined) counts.rejected[rejectedFor] += 1;
    const bands = frames
      .filter((frame) => !seen.elsewhere.includes(frame))
      .map(({ band }) => band)
      .join(' ');
    const found = spots.length === 0 ? 'nothing is hot' : `${spots.length} hot`;
    output.line(`${iso(look.begin_us)}  ${look.satellite} ${look.area}, bands ${bands}: ${found}`);
    for (const spot of spots) {
      output.line(spotLine(seen, spot));
      output.object(detectionLine(seen, spot));
    }
  }
}

/** What the mapper is specified to: fewer than one flash in twenty is none (24-hour mean). */
const MAPPER_IS_RIGHT = 0.95;

function flashLine(file: string, satellite: string, flash: Flash): DetectionLine {
  const { at_us, latitude_rad, longitude_rad, lasts_s, energy_J, area_m2, events } = flash;
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    detection: {
      file,
      satellite,
      at: iso(at_us),
      latitude_deg: toDegrees(latitude_rad),
      longitude_deg: toDegrees(longitude_rad),
      cause: 'lightning',
      confidence: MAPPER_IS_RIGHT,
      lasts_s,
      energy_J: orNull(energy_J),
      area_km2: orNull(area_m2 / 1e6),
      events,
      pixels: [],
    },
  };
}

function spotLine(look: ImagerLook, { place, pixels, isAtLeast, probability }: HotSpot): string {
  const where = place === undefined ? 'beside the Earth' : position(place, 3);
  return `  fire  ${where}  ${pixels.length} ${pixels.length === 1 ? 'pixel' : 'pixels'}, ${isAtLeast ? 'at least ' : ''}${temperatureOf(look, pixels[0]).toFixed(0)} K  ${probability.toFixed(2)}`;
}

function detectionLine(look: ImagerLook, spot: HotSpot): DetectionLine {
  const { source, satellite, area, begin_us } = look.hot;
  const { place, row, column, pixels, isAtLeast, k, probability } = spot;
  return {
    detection: {
      file: source,
      satellite,
      area,
      at: iso(begin_us),
      ...degreesOf(place),
      row,
      column,
      pixels: pixels.map((at) => pixelOf(look, at)),
      peak_K: temperatureOf(look, pixels[0]),
      atLeast: isAtLeast,
      contrast: k,
      cause: 'fire',
      confidence: probability,
    },
  };
}

function pixelOf(look: ImagerLook, at: number): Extract<DetectionLine['detection'], { cause: 'fire' }>['pixels'][number] {
  const row = Math.floor(at / look.hot.raster.columns);
  const column = at - row * look.hot.raster.columns;
  return { row, column, ...degreesOf(placeOf(look.hot, row, column)), brightness_K: temperatureOf(look, at) };
}

function degreesOf(place: Geodetic | undefined): { readonly latitude_deg: number | null; readonly longitude_deg: number | null } {
  if (place === undefined) return { latitude_deg: null, longitude_deg: null };
  return { latitude_deg: toDegrees(place.latitude_rad), longitude_deg: toDegrees(place.longitude_rad) };
}

function summaryText({ looks, frames, refused, candidates, byCause, rejected }: DetectSummary): string {
  const { texture, surface, sunlight } = rejected;
  return [
    '',
    `read      ${frames} frames of ${looks} looks and files of lightning; ${refused} files refused`,
    `found     ${byCause.fire} fires, ${byCause.lightning} flashes of lightning, no launch`,
    `rejected  of ${candidates} pixels that stand out: ${texture} no more than others around them, ${surface} on a surface as warm, ${sunlight} in sunlight as bright`,
  ].join('\n');
}
