import { basename } from 'node:path';
import type { Command } from 'commander';
import { framesOf, looksIn } from '../adapters/goes-abi/looks.ts';
import { imageFiles } from '../adapters/watched-folder/image-files.ts';
import { isGlm, type LightningFile, readGlm } from '../adapters/goes-glm/goes-glm.ts';
import { NetcdfError } from '../adapters/netcdf/netcdf.ts';
import { LONGEST_GAP_s } from '../core/imager/laid-look.ts';
import type { DetectSummary } from '../api/wire-cli.ts';
import { counted, noCounts, summaryText } from './detect-counts.ts';
import type { Desk } from './desk.ts';
import { refusalText, tellLightning, tellLook } from './detect-look.ts';
import type { Showing } from './detect-show.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { launchesInLooks } from './launches-in-looks.ts';
import { launchesTold } from './launches-told.ts';
import { openOutput, type Output } from './output.ts';
import { refuseOverwriting } from './overwriting.ts';

const HELP = `
FILE is a frame of the GOES-R imager (ABI, level 1b: OR_ABI-L1b-Rad….nc), a file of its lightning mapper (GLM, level 2: OR_GLM-L2-LCFA….nc), or a folder
of them. Bands of one look, which share satellite, area and
beginning, are used together: heat is looked for around 3.9 µm (band 7), the window around 11 µm (13, 14 or 15) says how warm the surface is, and 2.2
or 1.6 µm (6 or 5) how bright the Sun shines on it. Band 7 alone will do: it finds only
what stands out more, by day not what sunlight may explain, and tells what is less likely a fire than not as "fire?".

One look does not tell a launch from a fire: neither moves within it. Looks of one area that are no more than ${LONGEST_GAP_s} seconds apart do: what burns in several of them
and moves as thrust moves it is a plume. Where it shows in three looks and more, where and when it was launched is told as well, by all satellites that see it, and again when that is known better, becomes less likely or is over.
Three looks show the background, and the fourth is the first to be held against it; of a large area it is the fifth, since a first look of that size is not kept.

Comes out: a line for each hot spot and for each file of lightning (--json: for each flash), and how many pixels stood out and were not hot, by the reason; of a look in series, what was turned down beside the looks before it. With --json an object a line
(tocsin schema detect), the summary last.

--png draws the neighbourhood of what is found, enlarged, one file each: of a look the 20 hot spots that stand out most, and of what was turned down the 2 of
each reason that do; and of each plume that is followed its neighbourhood in the looks before, in which it is told, and after, in one file: of 12 launches 4 each, and 8 more.
--report is one file of HTML: a map of each launch with its plumes over time, maps of looks, hot spots, what was turned down and why, the files used and refused. It holds no more
than 12 maps of launches, 12 of looks and 60 pictures, and 500 rows a table: what tells of a launch comes first, then plumes, then what stands out most; how much is left out is said.

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

async function detect(named: readonly string[], { png, report }: Options, output: Output): Promise<DetectSummary> {
  const files = imageFiles(named, output.remark);
  if (files.length === 0)
    throw new CommandError('there are no frames here', named.join(', '), 'name files that end in .nc, or a folder that holds some');
  refuseOverwriting(files, [report]);
  const counts = { ...noCounts(), files: files.length, report: report ?? null };
  const showing = png === undefined && report === undefined ? undefined : await showingFor(png, report, output.remark);
  const refuse: Desk['refuse'] = (fault) => {
    counts.refused += 1;
    output.remark(refusalText(fault));
    showing?.refused(fault);
  };
  const desk: Desk = { counts, series: launchesInLooks(), launches: launchesTold(), showing, refuse, output };
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
  // One look at a time: a whole disc is ninety megabytes a band.
  for (const look of await looksIn(frames, refuse)) tellLook(look, await framesOf(look, refuse), desk);
  const summary = { ...counts, launches: desk.launches.count };
  output.line(summaryText(counts, summary.launches));
  output.object({ summary });
  const drawn = showing?.close(
    summary,
    `What is hot in ${named.length > 3 ? `${files.length} files` : named.map((path) => basename(path)).join(', ')}`,
  );
  if (png !== undefined && drawn !== undefined && drawn.strips.length > 0) {
    const left = drawn.left === 0 ? '' : `; ${drawn.left} more have none`;
    output.announce(`Plumes over looks: ${counted(drawn.strips.length, 'picture')} in ${png}, …-plume-N.png${left}`);
  }
  if (report !== undefined) output.announce(`Report: ${report}`);
  return summary;
}

/** The library that draws is one that need not be installed. */
async function showingFor(png: string | undefined, report: string | undefined, note: Output['remark']): Promise<Showing> {
  const { createShowing } = await import('./detect-show.ts');
  return createShowing(png, report, note);
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
