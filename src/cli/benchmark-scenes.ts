import { type Command, Option } from 'commander';
import { type Associator, kinematicFilter, MultiTracker } from '../core/plot-track/index.ts';
import { type PeersScore, peersScore } from '../score/peers.ts';
import type { Objects, Picture } from '../score/picture.ts';
import { Clairvoyant, type ToldEstimate } from '../sim/clairvoyant.ts';
import { ExistenceClairvoyant, newObjectsOf } from '../sim/existence-clairvoyant.ts';
import { PastClairvoyant } from '../sim/past-clairvoyant.ts';
import { createScene, type Scene, type SceneFamily, type SceneTruth } from '../sim/scenes.ts';
import { EXIT, type Leave } from './exit.ts';
import { seedNumber } from './options.ts';
import { openOutput } from './output.ts';
import { progress } from './progress.ts';
import { type Compared, readComparison, readScene, scenesIn } from './scene-files.ts';
import { type Column, figure, renderTable } from './table.ts';

const HELP = `
Runs the multi-object tracker, by its default settings, over scenes with truth: many objects, clutter, groups that fly together. FOLDER holds
scenes as files (NAME.meta.json, NAME.dets.csv.gz, NAME.truth.csv.gz); without it scenes of the same families are drawn from the seed.

Comes out: a row for each scene. GOSPA (p 2, c 10 km, alpha 2, positions; mean over scans 10 to the end), with the missed and false objects
and the switches of names behind it. Clairvoyant is the GOSPA of a tracker that is told which object made which plot and which are there:
the same filters, nothing to associate, to confirm or to end, from the first plot on. What of ratio, GOSPA over the clairvoyant's, nobody can win:
confirming is the ratio of one who is told which plots belong together but not whether they are an object; it has the evidence of each object by
itself, and knows nothing of groups. In brackets behind the switches are the clairvoyant's, and those of one who is told who made
which plot in all scans but the one in hand: who names at once cannot have fewer. Others' best is read from stone-soup.csv in the FOLDER. Time is processor time, the least of four runs: the first ones compile, and others use the machine; worst is the slowest scan of that
run. Exit status 1 when
another tracker's best is better on any scene.

Examples:
  tocsin benchmark scenes
  tocsin benchmark scenes ../shared/peers
  tocsin benchmark scenes ../shared/peers --associator gnn`;

type Row = {
  readonly scene: string;
  readonly associator: Associator;
  readonly score: PeersScore;
  readonly clairvoyant: PeersScore;
  /** Told which plots belong together (ExistenceClairvoyant). */
  readonly confirming: PeersScore;
  /** Told of every scan but the one in hand (PastClairvoyant). */
  readonly past: PeersScore;
  readonly others: Compared | undefined;
  readonly cpu_ms: number;
  readonly worstScan_ms: number;
};

const COLUMNS: readonly Column<Row>[] = [
  { title: 'scene', cell: ({ scene }) => scene },
  { title: 'GOSPA m', align: 'right', cell: ({ score }) => figure(score.gospaMean_m, 0) },
  { title: 'clairvoyant', align: 'right', cell: ({ clairvoyant }) => figure(clairvoyant.gospaMean_m, 0) },
  { title: 'ratio', align: 'right', cell: (row) => figure(ratioOf(row), 2) },
  { title: 'confirming', align: 'right', cell: (row) => figure(confirmingRatioOf(row), 2) },
  { title: "others' best", align: 'right', cell: ({ others }) => (others?.gospa_m === undefined ? '' : figure(others.gospa_m, 0)) },
  { title: 'missed %', align: 'right', cell: ({ score }) => figure(100 * score.missedFraction, 1) },
  { title: 'false/scan', align: 'right', cell: ({ score }) => figure(score.falsePerScan, 2) },
  {
    title: 'switches',
    align: 'right',
    cell: ({ score, clairvoyant, past }) => `${score.switches} (${clairvoyant.switches}, ${past.switches})`,
  },
  { title: 'CPU ms', align: 'right', cell: ({ cpu_ms }) => figure(cpu_ms, 0) },
  { title: 'worst ms', align: 'right', cell: ({ worstScan_ms }) => figure(worstScan_ms, 1) },
  {
    title: '× GNN there',
    align: 'right',
    cell: ({ others, cpu_ms }) => (others?.gnn_s === undefined ? '' : figure((1000 * others.gnn_s) / cpu_ms, 0)),
  },
];

type Choice = { readonly associator: Associator; readonly seed: number; readonly json?: boolean };

/** `tocsin benchmark scenes`: the multi-object tracker beside a clairvoyant and beside others. */
export function addScenes(benchmark: Command, leave: Leave): void {
  benchmark
    .command('scenes')
    .argument('[FOLDER]', 'scenes as files; by default some are drawn')
    .description('many objects in clutter: GOSPA beside a clairvoyant tracker and beside others, with the time it takes')
    .addOption(new Option('--associator <WHICH>', 'how contending tracks are resolved').choices(['gnn', 'jpda', 'pmbm']).default('pmbm'))
    .addOption(new Option('--seed <N>', 'of drawn scenes').argParser(seedNumber).default(1))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((folder: string | undefined, choice: Choice) => {
      if (!scenes(folder, choice)) leave(EXIT.checkFailed);
    });
}

function scenes(folder: string | undefined, { associator, seed, json }: Choice): boolean {
  const output = openOutput(json === true);
  const all = folder === undefined ? drawn(seed) : scenesIn(folder).map((name) => ({ name, scene: () => readScene(folder, name) }));
  const comparison = folder === undefined ? new Map<string, Compared>() : readComparison(folder);
  const bar = progress('scenes', all.length, output.json);
  const rows = all.map(({ name, scene }, i) => {
    const row = rowOf(name, scene(), associator, comparison.get(name));
    bar.step(i + 1);
    return row;
  });
  bar.stop();
  const behind = rows.filter(({ score, others }) => others?.gospa_m !== undefined && score.gospaMean_m > others.gospa_m);
  for (const row of rows) output.object({ kind: 'scene', ...row, ratio: ratioOf(row), confirmingRatio: confirmingRatioOf(row) });
  for (const line of renderTable(COLUMNS, rows)) output.line(line);
  output.line(
    '\nswitches: of names, in brackets those of the clairvoyant, whose names are always right (estimates that err by more than objects are apart change places), and those of who is told all but the scan in hand.',
  );
  if (comparison.size > 0)
    output.line(
      behind.length === 0 ? "At or ahead of others' best on every scene." : `Behind on ${behind.map(({ scene }) => scene).join(', ')}.`,
    );
  output.object({ summary: { scenes: rows.length, behind: behind.length } });
  return behind.length === 0;
}

const DRAWN: readonly { readonly family: SceneFamily; readonly objects: number }[] = [
  { family: 'wide', objects: 100 },
  { family: 'wide', objects: 500 },
  { family: 'cso', objects: 50 },
  { family: 'dense', objects: 50 },
];

function drawn(seed: number): { name: string; scene: () => Scene }[] {
  return DRAWN.map(({ family, objects }) => ({ name: `${family} ${objects}`, scene: () => createScene({ family, objects, seed }) }));
}

const RUNS = 4;

function rowOf(name: string, scene: Scene, associator: Associator, others: Compared | undefined): Row {
  const runs = Array.from({ length: RUNS }, () => run(scene, associator));
  const { pictures, cpu_ms, worstScan_ms } = runs.reduce((best, next) => (next.cpu_ms < best.cpu_ms ? next : best));
  return {
    scene: name,
    associator,
    score: peersScore(pictures),
    clairvoyant: peersScore(told(scene)),
    confirming: peersScore(toldWhichBelong(scene)),
    past: peersScore(toldThePast(scene)),
    others,
    cpu_ms,
    worstScan_ms,
  };
}

function filterOf(scene: Scene): ReturnType<typeof kinematicFilter> {
  return kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: scene.accelerationPsd_m2ps3 });
}

function run(scene: Scene, associator: Associator): { pictures: Picture[]; cpu_ms: number; worstScan_ms: number } {
  const tracker = new MultiTracker(filterOf(scene), { associator });
  let cpu_ms = 0;
  let worstScan_ms = 0;
  const pictures = scene.scans.map(({ plots, truth }, scan) => {
    const start = process.cpuUsage();
    const tracks = tracker.takeScan(scan * scene.period_s * 1e6, plots, scene.sensor);
    const { user, system } = process.cpuUsage(start);
    cpu_ms += (user + system) / 1000;
    worstScan_ms = Math.max(worstScan_ms, (user + system) / 1000);
    return pictureOf(scene, scan, truth, tracks);
  });
  return { pictures, cpu_ms, worstScan_ms };
}

function told(scene: Scene): Picture[] {
  const clairvoyant = new Clairvoyant(filterOf(scene));
  return scene.scans.map(({ plots, truth }, scan) =>
    pictureOf(scene, scan, truth, named(clairvoyant.takeScan(scan * scene.period_s, plots, idsOf(truth), scene.sensor))),
  );
}

function toldWhichBelong(scene: Scene): Picture[] {
  const clairvoyant = new ExistenceClairvoyant(filterOf(scene), newObjectsOf(scene));
  return scene.scans.map(({ plots, truth }, scan) =>
    pictureOf(scene, scan, truth, named(clairvoyant.takeScan(scan * scene.period_s, plots, scene.sensor))),
  );
}

function toldThePast(scene: Scene): Picture[] {
  const clairvoyant = new PastClairvoyant(filterOf(scene));
  return scene.scans.map(({ plots, truth }, scan) =>
    pictureOf(scene, scan, truth, named(clairvoyant.takeScan(scan * scene.period_s, plots, idsOf(truth), scene.sensor))),
  );
}

function idsOf(truth: readonly SceneTruth[]): number[] {
  return truth.map(({ target }) => target);
}

type Named = { readonly id: string; readonly x: Float64Array };

function named(tracks: readonly ToldEstimate[]): Named[] {
  return tracks.map(({ target, x }) => ({ id: String(target), x }));
}

function pictureOf(scene: Scene, scan: number, truth: readonly SceneTruth[], tracks: readonly Named[]): Picture {
  return {
    scan,
    time_s: scan * scene.period_s,
    truth: objectsOf(named(truth)),
    tracks: objectsOf(tracks),
  };
}

function objectsOf(list: readonly Named[]): Objects {
  const states = new Float64Array(6 * list.length);
  list.forEach(({ x }, i) => states.set(x.subarray(0, 6), 6 * i));
  return { ids: list.map(({ id }) => id), states };
}

function ratioOf({ score, clairvoyant }: Row): number {
  return score.gospaMean_m / clairvoyant.gospaMean_m;
}

function confirmingRatioOf({ confirming, clairvoyant }: Row): number {
  return confirming.gospaMean_m / clairvoyant.gospaMean_m;
}
