import { basename } from 'node:path';
import type { Command } from 'commander';
import { framesOf, imageFiles, looksIn } from '../adapters/goes-abi/looks.ts';
import { isGlm, type LightningFile, readGlm } from '../adapters/goes-glm/goes-glm.ts';
import { NetcdfError } from '../adapters/netcdf/netcdf.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import type { DetectSummary } from '../api/wire-cli.ts';
import { candidatesOf, REJECTED_FOR, rejectedOf } from '../core/imager/hot-pixels.ts';
import { hotSpotsOf } from '../core/imager/hot-spots.ts';
import { imagerLookOf } from '../core/imager/imager-look.ts';
import { detectionLine, flashLine, spotLine } from './detect-lines.ts';
import type { Showing } from './detect-show.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { openOutput, type Output } from './output.ts';
import { refuseOverwriting } from './overwriting.ts';
import { iso } from './words.ts';

const HELP = `
FILE is a frame of the GOES-R imager (ABI, level 1b: OR_ABI-L1b-Rad….nc), a file of its lightning mapper (GLM, level 2: OR_GLM-L2-LCFA….nc), or a folder
of them. Bands of one look, which share satellite, area and
beginning, are used together: heat is looked for around 3.9 µm (band 7), the window around 11 µm (13, 14 or 15) says how warm the surface is, and 2.2
or 1.6 µm (6 or 5) how bright the Sun shines on it. Band 7 alone will do, and finds less.

One look does not tell a launch from a fire: neither moves within it. What is hot is said to be a fire, and no launch is ever said.

Comes out: a line for each hot spot and for each file of lightning (--json: for each flash), and how many pixels stood out and were not hot, by the reason. With --json an object a line
(tocsin schema detect), the summary last.

--png draws the neighbourhood of what is found, enlarged, one file each: of a look the 20 hot spots that stand out most, and of what was turned down the 2 of
each reason that do. --report is one file of HTML: a map of each look, every hot spot, what was turned down and why, the files used and refused. It holds the
first 60 pictures and 12 maps.

Exit status: 2 when no file could be used; a file that cannot be is told, and the others go on.

Examples:
  tocsin detect OR_ABI-L1b-RadM1-M6C07_G17_s20193002000275_e20193002000344_c20193002000390.nc
  tocsin detect frames/
  tocsin detect --json frames/ | tail -1
  tocsin detect frames/ --png pictures/ --report report.html`;

/** `tocsin detect`: from the pixels of an imager to what is hot in them. */
export function addDetect(verb: Command, leave: Leave): void {
  verb
    .argument('<FILE...>', 'frames, or folders of them')
    .option('--png <DIR>', 'draw what is found into this folder')
    .option('--report <FILE>', 'write a report with maps and pictures, one file of HTML')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', HELP)
    .action(async (named: readonly string[], options: Options) => {
      const { frames } = await detect(named, options, openOutput(options.json === true));
      if (frames === 0) leave(EXIT.badInput);
    });
}

type Options = { readonly png?: string; readonly report?: string; readonly json?: boolean };
type Counts = { -readonly [K in keyof DetectSummary]: DetectSummary[K] };
type Refuse = (fault: Pick<NetcdfError, 'file' | 'field' | 'message' | 'remedy'>) => void;
/** Where what is found goes: counted, drawn where somebody asked for it, and told. */
type Desk = { readonly counts: Counts; readonly showing: Showing | undefined; readonly refuse: Refuse; readonly output: Output };

async function detect(named: readonly string[], { png, report }: Options, output: Output): Promise<DetectSummary> {
  const files = imageFiles(named);
  if (files.length === 0)
    throw new CommandError('there are no frames here', named.join(', '), 'name files that end in .nc, or a folder that holds some');
  refuseOverwriting(files, [report]);
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
    report: report ?? null,
  };
  const showing = png === undefined && report === undefined ? undefined : await showingFor(png, report);
  const refuse: Refuse = (fault) => {
    const { file, field, message, remedy } = fault;
    counts.refused += 1;
    output.remark(`refused: ${file}${field === '' ? '' : ` ${field}`}: ${message}; ${remedy}`);
    showing?.refused(fault);
  };
  const desk: Desk = { counts, showing, refuse, output };
  const frames: string[] = [];
  const spans = new Map<string, string>();
  for (const file of files)
    try {
      if (await isGlm(file)) tellLightning(unlessTwice(await readGlm(file), spans), desk);
      else frames.push(file);
    } catch (error) {
      if (!(error instanceof NetcdfError)) throw error;
      refuse(error);
    }
  await tellHeat(frames, desk);
  showing?.close(counts, `What is hot in ${named.length > 3 ? `${files.length} files` : named.map((path) => basename(path)).join(', ')}`);
  output.line(summaryText(counts));
  output.object({ summary: counts });
  if (report !== undefined) output.announce(`Report: ${report}`);
  return counts;
}

/** The library that draws is one that need not be installed. */
async function showingFor(png: string | undefined, report: string | undefined): Promise<Showing> {
  const { createShowing } = await import('./detect-show.ts');
  return createShowing(png, report);
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

function tellLightning(file: LightningFile, { counts, showing, output }: Desk): void {
  const { source, satellite, begin_us, events, groups, flashes } = file;
  counts.frames += 1;
  counts.events += flashes.length;
  counts.byCause.lightning += flashes.length;
  output.line(`${iso(begin_us)}  ${satellite} lightning: ${flashes.length} flashes, of ${groups} groups and ${events} events`);
  for (const flash of flashes) output.object(flashLine(source, satellite, flash));
  showing?.lightning(file);
}

/** One look at a time: a whole disc of one band is sixty megabytes, and its images ten times that. */
async function tellHeat(files: readonly string[], { counts, showing, refuse, output }: Desk): Promise<void> {
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
    const used = frames.filter((frame) => !seen.elsewhere.includes(frame)).sort((a, b) => a.band - b.band);
    for (const { source, band } of seen.elsewhere)
      refuse({
        file: source,
        field: 'x, y',
        message: `band ${band} is not on the grid of band ${seen.hot.band}`,
        remedy: 'give bands as they were published, none of them cut or warped',
      });
    counts.frames += used.length;
    counts.looks += 1;
    counts.events += spots.length;
    counts.byCause.fire += spots.length;
    counts.candidates += candidates.length;
    const rejected = rejectedOf(candidates);
    for (const reason of REJECTED_FOR) counts.rejected[reason] += rejected[reason];
    const bands = used.map(({ band }) => band).join(' ');
    const found = spots.length === 0 ? 'nothing is hot' : `${spots.length} hot`;
    output.line(`${iso(look.begin_us)}  ${look.satellite} ${look.area}, bands ${bands}: ${found}`);
    const pictures = showing?.look({ look, seen, used, spots, candidates });
    spots.forEach((spot, k) => {
      output.line(spotLine(seen, spot));
      output.object(detectionLine(seen, spot, pictures?.spots[k] ?? null));
    });
    for (const { place, rejectedFor, file } of pictures?.rejections ?? []) output.line(`  turned down, ${rejectedFor}  ${place}  ${file}`);
  }
}

function summaryText({ looks, frames, refused, candidates, byCause, rejected }: DetectSummary): string {
  const { texture, surface, sunlight } = rejected;
  return [
    '',
    `read      ${frames} frames of ${looks} looks and files of lightning; ${refused} files refused`,
    `found     ${byCause.fire} ${byCause.fire === 1 ? 'fire' : 'fires'}, ${byCause.lightning} flashes of lightning, no launch`,
    `rejected  of ${candidates} pixels that stand out: ${texture} no more than others around them, ${surface} on a surface as warm, ${sunlight} in sunlight as bright`,
  ].join('\n');
}
