import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { makeFolder } from '../adapters/folder/folder.ts';
import { abiFileName, writeAbi } from '../adapters/goes-abi/write-abi.ts';
import { openResult, writeResult } from '../adapters/result-file/result-file.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import { isoFromMicros } from '../api/iso.ts';
import { toDegrees } from '../core/units.ts';
import type { TruthFlight } from '../sim/truth.ts';
import { type BackdropSettings, HIGH_CLOUDS, LOW_CLOUDS, USUAL_BACKDROP } from '../sim/imager/backdrop.ts';
import { type LaunchFrames, launchFrames, type LookAtLaunch } from '../sim/imager/launch-frames.ts';
import { type Light, LIGHTS } from '../sim/imager/launch-study.ts';
import { geostationaryImager, staringImager } from '../sim/imager/presets.ts';
import { CommandError } from './exit.ts';
import { seedNumber, wholeNumber } from './options.ts';
import { openOutput } from './output.ts';

const HELP = `
A missile of a random class from a random site, in the looks of one satellite or two, from a minute and a half before its launch to its burn-out: moving clouds, sunlight, noise,
a camera that drifts. Nobody gives away frames with launches in them. The same options give the same frames.

Comes out: in DIR,
  frames/       a file for each band of each look, as the GOES-R imager's level 1b has them (IS_ABI-L1b-….nc); each says that it is simulated
  truth.json    where and when it was launched, its class, where it went, and when it burnt out
  plumes.csv    at,satellite,row,column,height_m,intensity_Wpsr   where the plume is in each look, pixels from 0; nothing while there is none

Examples:
  tocsin frames --out launch/
  tocsin frames --out launch-12/ --seed 12 --imager weather --light day --background cloudy --every 30
  tocsin detect launch/frames/ --report report.html`;

/** The classes of imagers: weather satellites, pixels of 2 km; and arrays that stare, 1 km, with a band at 2.7 µm. */
const IMAGERS = {
  weather: (longitude_rad: number, satellite: string) => geostationaryImager(longitude_rad, 10, satellite),
  staring: staringImager,
} as const;

/** What is behind a launch: bare land and sea; broken clouds; most of the sky covered; high ice, whose level crystals mirror a low Sun. */
const BACKGROUNDS: Readonly<Record<string, BackdropSettings['layers']>> = {
  quiet: [],
  usual: USUAL_BACKDROP.layers,
  cloudy: [
    { ...LOW_CLOUDS, cover: 0.75 },
    { ...HIGH_CLOUDS, cover: 0.45 },
  ],
  ice: [{ ...HIGH_CLOUDS, cover: 0.85 }],
};

const SIDE = { least: 48, most: 512, usual: 96 } as const;
/** Looks farther apart than two minutes are no series (docs/adr/0079). */
const MOST_EVERY_S = 120;

type Options = {
  readonly out: string;
  readonly seed: number;
  readonly imager: keyof typeof IMAGERS;
  readonly satellites: '1' | '2';
  readonly light: Light;
  readonly background: string;
  readonly every: number;
  readonly side: number;
};

/** `tocsin frames`: a launch in frames of imagers, of which the truth is known. */
export function addFrames(verb: Command): void {
  verb
    .requiredOption('--out <DIR>', 'the folder that the files go to')
    .addOption(new Option('--seed <N>', 'seed of the launch and of all that is around it').argParser(seedNumber).default(1))
    .addOption(new Option('--imager <CLASS>', 'class of the imagers').choices(Object.keys(IMAGERS)).default('staring'))
    .addOption(new Option('--satellites <N>', 'how many look').choices(['1', '2']).default('2'))
    .addOption(new Option('--light <HOUR>', 'how high the Sun stands over the site').choices(LIGHTS).default('night'))
    .addOption(new Option('--background <KIND>', 'what is behind it').choices(Object.keys(BACKGROUNDS)).default('usual'))
    .addOption(new Option('--every <SECONDS>', 'from look to look').argParser(wholeNumber(1, MOST_EVERY_S)).default(10))
    .addOption(new Option('--side <PIXELS>', 'side of the area').argParser(wholeNumber(SIDE.least, SIDE.most)).default(SIDE.usual))
    .addHelpText('after', HELP)
    .action(frames);
}

async function frames({ out, seed, imager, satellites, light, background, every, side }: Options): Promise<void> {
  const output = openOutput(false);
  const folder = join(out, 'frames');
  makeFolder(folder);
  if (readdirSync(folder).some((name) => name.endsWith('.nc')))
    throw new CommandError('there are frames here already, and those of two launches make no series', folder, 'name another folder');
  const made = launchFrames({
    seed,
    satellites: satellites === '2' ? 2 : 1,
    light,
    backdrop: { ...USUAL_BACKDROP, layers: BACKGROUNDS[background] },
    preset: IMAGERS[imager],
    sky: skyAt,
    framePeriod_s: every,
    side,
  });
  if (made === undefined)
    throw new CommandError(`the site of seed ${seed} lies behind the limb of a satellite`, '--seed', 'take another one');
  const files = await written(out, folder, made);
  writeResult(
    join(out, 'truth.json'),
    `${JSON.stringify(truthOf(made, { seed, imager, light, background, every_s: every }), undefined, 2)}\n`,
  );
  output.line(
    `${out}: ${files} frames of a launch at ${isoFromMicros(made.truth.launch.time_us)}, seed ${seed}; ${join(out, 'truth.json')} and plumes.csv say where`,
  );
  output.line(`next: tocsin detect ${folder} --report report.html`);
}

/** How many files were written, with a row for each look. */
async function written(out: string, folder: string, { looks }: LaunchFrames): Promise<number> {
  const plumes = openResult(join(out, 'plumes.csv'));
  let files = 0;
  try {
    await plumes.write('at,satellite,row,column,height_m,intensity_Wpsr\n');
    for (const look of looks) {
      for (const frame of look.frames) {
        await writeAbi(join(folder, abiFileName(frame)), frame);
        files += 1;
      }
      await plumes.write(rowOf(look));
    }
  } catch (error) {
    await plumes.drop();
    throw error;
  }
  await plumes.close();
  return files;
}

function rowOf({ satellite, frames: [frame], plume }: LookAtLaunch): string {
  const figures =
    plume === undefined
      ? ['', '', '', '']
      : [plume.row.toFixed(3), plume.column.toFixed(3), plume.height_m.toFixed(0), plume.intensity_Wpsr.toFixed(0)];
  return `${[isoFromMicros(frame.begin_us), satellite, ...figures].join(',')}\n`;
}

function truthOf({ truth, azimuth_rad }: LaunchFrames, made: object) {
  const { launch, burnout_us, energyClass, apogee, impact } = truth;
  return {
    made,
    launch: { at: isoFromMicros(launch.time_us), ...degreesOf(launch.point) },
    azimuth_deg: fine(toDegrees(azimuth_rad)),
    class: energyClass,
    burnout: isoFromMicros(burnout_us),
    apogee_km: fine(apogee.height_m / 1000),
    ...(impact && { impact: { at: isoFromMicros(impact.time_us), ...degreesOf(impact.point) } }),
  };
}

function degreesOf({ latitude_rad, longitude_rad }: TruthFlight['launch']['point']) {
  return { latitude_deg: fine(toDegrees(latitude_rad)), longitude_deg: fine(toDegrees(longitude_rad)) };
}

/** To a metre, about. */
function fine(value: number): number {
  return Number(value.toFixed(5));
}
