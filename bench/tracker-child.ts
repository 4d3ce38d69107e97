import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as plotTrack from '../dist/core/plot-track/index.js';
import { gospa } from '../dist/score/gospa.js';
import { PEERS } from '../dist/score/peers.js';
import { type RunningScene, runScene, type SceneTruth } from '../dist/sim/scenes.js';

/** The tracker of one built checkout in a process of its own: neither a scene kept for later nor another tracker is in its heap. The scene is
 *  always this checkout's. Told to `begin` a run, then to take `next` scan, as often as there are scans. */
export type Run = {
  /** Folder of the checkout whose tracker runs. */
  readonly of: string;
  readonly objects: number;
  readonly scans: number;
  readonly clutter: number;
  readonly motions: 'three' | 'one';
  readonly associator: plotTrack.Associator;
};
export type Ask = { readonly begin: Run } | { readonly next: 'scan' | 'scored scan' };
export type Taken = {
  readonly cpu_ms: number;
  readonly hypotheses: number;
  readonly tracks: number;
  /** Of the process, at most so far, bytes. */
  readonly memory_B: number;
  readonly gospa?: { readonly distance_m: number; readonly missed: number; readonly false: number };
};

/** The scene that the density is that of. */
const REFERENCE_OBJECTS = 100;
const MILLION = 1_000_000;
/** A radar on the ground at 0°N 0°E, for the motions that fall. */
const ON_THE_EARTH = Float64Array.of(6_378_137, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0);

type Going = {
  readonly tracker: plotTrack.MultiTracker;
  readonly sensor: RunningScene['sensor'];
  readonly period_s: number;
  readonly scans: Iterator<RunningScene['scans'] extends Iterable<infer Scan> ? Scan : never>;
  scan: number;
};
let going: Going | undefined;

process.on('message', (ask: Ask) => {
  void answer(ask);
});

async function answer(ask: Ask): Promise<void> {
  if ('begin' in ask) going = await begin(ask.begin);
  process.send?.('begin' in ask ? 'ready' : next(going as Going, ask.next === 'scored scan'));
}

async function begin({ of, objects, scans, clutter, motions, associator }: Run): Promise<Going> {
  const { flightFilter, kinematicFilter, MultiTracker } = await built(of);
  const scene = runScene({
    family: 'wide',
    objects,
    clutter,
    scans,
    seed: 1,
    full: true,
    lengthScale: Math.cbrt(objects / REFERENCE_OBJECTS),
  });
  const filter =
    motions === 'three' ? flightFilter() : kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: scene.accelerationPsd_m2ps3 });
  return {
    tracker: new MultiTracker(filter, {
      associator,
      // Beyond the default bound of new objects; a third more hypotheses than objects is what this clutter makes.
      ...(objects < MILLION ? {} : { settings: { tentativeObjects: 2 * objects }, hypotheses: 1.5 * objects }),
    }),
    sensor: motions === 'three' ? { ...scene.sensor, mount: ON_THE_EARTH } : scene.sensor,
    period_s: scene.period_s,
    scans: scene.scans[Symbol.iterator](),
    scan: 0,
  };
}

/** The tracker of a checkout; before its rooms were named by their roles it stood elsewhere. */
async function built(folder: string): Promise<typeof plotTrack> {
  const places = ['core/plot-track/index.js', 'core/track/multi/index.js'].map((file) => resolve(folder, 'dist', file));
  const path = places.find((place) => existsSync(place));
  if (path === undefined)
    throw new Error(`${places.join(' or ')} is not there: give the folder of a checkout in which \`npm run build\` has run`);
  return (await import(pathToFileURL(path).href)) as typeof plotTrack;
}

function next(run: Going, scored: boolean): Taken {
  const { value: scan, done } = run.scans.next();
  if (done === true) throw new Error('the scene is over');
  const began = process.cpuUsage();
  const tracks = run.tracker.takeScan(run.scan++ * run.period_s * 1e6, scan.plots, run.sensor);
  const { user, system } = process.cpuUsage(began);
  return {
    cpu_ms: (user + system) / 1000,
    hypotheses: run.tracker.status().hypotheses,
    tracks: tracks.length,
    memory_B: 1024 * process.resourceUsage().maxRSS,
    ...(scored ? { gospa: scoreOf(scan.truth, tracks, run.sensor.mount) } : {}),
  };
}

/** By the rule of the shared comparison, position only; scenes are in the sensor's axes and tracks in the world's. */
function scoreOf(truth: readonly SceneTruth[], tracks: readonly plotTrack.TrackEstimate[], mount: Float64Array): Taken['gospa'] {
  const there = new Float64Array(6 * truth.length);
  truth.forEach(({ x }, k) => {
    for (let i = 0; i < 3; i++) there[6 * k + i] = mount[i] + x[0] * mount[3 + i] + x[1] * mount[6 + i] + x[2] * mount[9 + i];
  });
  const told = new Float64Array(6 * tracks.length);
  tracks.forEach(({ x }, k) => told.set(x, 6 * k));
  const { distance_m, missedCount, falseCount } = gospa(there, told, PEERS);
  return { distance_m, missed: missedCount, false: falseCount };
}
