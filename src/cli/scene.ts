import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { makeFolder } from '../adapters/folder/folder.ts';
import { openResult, type ResultSink, writeResult } from '../adapters/result-file/result-file.ts';
import { toDegrees } from '../core/units.ts';
import { type RunningScene, runScene, type SceneFamily, type SceneScan } from '../sim/scenes.ts';
import { seedNumber, wholeNumber } from './options.ts';
import { openOutput } from './output.ts';

const HELP = `
A radar in flat axes, objects that fly straight but for white-noise acceleration, and false plots. Families: wide (a large view), dense (a small
one, five false plots an object), cso (closely spaced objects, in groups of five). The same options give the same files.

Comes out: in DIR, in the place of what stood under these names,
  plots.csv    scan,t,el,az,range       what the radar measured, objects and clutter; s, rad, m
  sensor.yaml                           the radar, as tocsin track wants it
  truth.csv    scan,t,target,x,y,z,vx,vy,vz   what there was, as tocsin score wants it; m, m/s

Examples:
  tocsin scene --out scene/
  tocsin scene --seed 7 --family cso --objects 50 --out scene/
  tocsin track --plots scene/plots.csv --sensor scene/sensor.yaml --out tracks.csv
  tocsin score --truth scene/truth.csv --tracks tracks.csv`;

type Options = {
  readonly out: string;
  readonly seed: number;
  readonly family: SceneFamily;
  readonly objects: number;
  readonly scans: number;
};

/** With five false plots an object, as many in a scan as the spec of a sensor may state. */
const MOST_OBJECTS = 20_000;
/** A day of scans, and more. */
const MOST_SCANS = 20_000;

/** `tocsin scene`: a scene to track and to score on, of which the truth is known. */
export function addScene(verb: Command): void {
  verb
    .requiredOption('--out <DIR>', 'the folder that the files go to')
    .addOption(new Option('--seed <N>', 'seed of the scene').argParser(seedNumber).default(1))
    .addOption(new Option('--family <NAME>', 'what kind of scene').choices(['wide', 'dense', 'cso']).default('wide'))
    .addOption(new Option('--objects <N>', 'in view at a time, once it has filled up').argParser(wholeNumber(1, MOST_OBJECTS)).default(20))
    .addOption(new Option('--scans <N>', 'looks of the radar').argParser(wholeNumber(1, MOST_SCANS)).default(60))
    .addHelpText('after', HELP)
    .action(scene);
}

async function scene({ out, seed, family, objects, scans }: Options): Promise<void> {
  const output = openOutput(false);
  const [plots, truth, sensor] = ['plots.csv', 'truth.csv', 'sensor.yaml'].map((name) => join(out, name));
  makeFolder(out);
  const running = runScene({ family, objects, scans, seed });
  const drawnBy = `tocsin scene --family ${family} --objects ${objects} --scans ${scans} --seed ${seed}`;
  await bothWhole(
    openResult(plots),
    () => openResult(truth),
    async (plotSink, truthSink) => {
      await plotSink.write('scan,t,el,az,range\n');
      await truthSink.write('scan,t,target,x,y,z,vx,vy,vz\n');
      let scan = 0;
      for (const each of running.scans) {
        await plotSink.write(plotRows(each, scan, running.period_s));
        await truthSink.write(truthRows(each, scan, running.period_s));
        scan += 1;
      }
      writeResult(sensor, sensorText(running, drawnBy));
    },
  );
  output.line(`${plots}, ${sensor}, ${truth}: ${scans} scans of a scene of the family "${family}", seed ${seed}`);
  output.line(`next: tocsin track --plots ${plots} --sensor ${sensor} --out tracks.csv`);
  output.line(`then: tocsin score --truth ${truth} --tracks tracks.csv`);
}

/** Two results that are there when both are whole. */
async function bothWhole(
  first: ResultSink,
  openSecond: () => ResultSink,
  work: (first: ResultSink, second: ResultSink) => Promise<void>,
): Promise<void> {
  let second: ResultSink | undefined;
  try {
    second = openSecond();
    await work(first, second);
  } catch (error) {
    await first.drop();
    await second?.drop();
    throw error;
  }
  await first.close();
  await second.close();
}

/** Far finer than the radar's errors: 10 nrad and 1 cm. */
function plotRows({ plots }: SceneScan, scan: number, period_s: number): string {
  return plots
    .map((plot) => [scan, scan * period_s, plot.elevation_rad.toFixed(8), plot.azimuth_rad.toFixed(8), plot.range_m.toFixed(2)].join(','))
    .map(line)
    .join('');
}

function truthRows({ truth }: SceneScan, scan: number, period_s: number): string {
  return truth
    .map(({ target, x }) => line([scan, scan * period_s, target, ...Array.from(x, (value) => value.toFixed(3))].join(',')))
    .join('');
}

function line(text: string): string {
  return `${text}\n`;
}

function sensorText({ sensor, accelerationPsd_m2ps3, period_s }: RunningScene, drawnBy: string): string {
  const { view } = sensor;
  const km = (from_m: number, to_m: number): string => `[${from_m / 1000}, ${to_m / 1000}]`;
  const sector = (from_rad: number, to_rad: number): string => `[${deg(from_rad)}, ${deg(to_rad)}]`;
  return `# The radar of a drawn scene: ${drawnBy}
sensor: radar
measures: polar
frame: { kind: flat }
sigma: { range_m: ${sensor.sigmaRange_m}, azimuth_deg: ${deg(sensor.sigmaAzimuth_rad)}, elevation_deg: ${deg(sensor.sigmaElevation_rad)} }
view:
  azimuth_deg: ${sector(view.azimuthMin_rad, view.azimuthMax_rad)}
  elevation_deg: ${sector(view.elevationMin_rad, view.elevationMax_rad)}
  range_km: ${km(view.rangeMin_m, view.rangeMax_m)}
scan_period_s: ${period_s}
detection_probability: ${sensor.detectionProbability}
clutter: { false_plots_per_scan: ${sensor.falsePlotsPerScan} }
objects: { velocity_sigma_mps: ${sensor.priorVelocity_mps}, acceleration_psd_m2ps3: ${accelerationPsd_m2ps3} }
`;
}

/** Without the last digits, which only the way through radians has made. */
function deg(angle_rad: number): number {
  return Number(toDegrees(angle_rad).toPrecision(12));
}
