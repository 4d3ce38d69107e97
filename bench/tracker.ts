import { writeFileSync } from 'node:fs';
import { chartSvg } from '../src/adapters/report/chart-svg.ts';
// What is built and shipped is timed: run from its sources, every inner function would be wrapped to keep its name.
import { type Associator, flightFilter, kinematicFilter, MultiTracker } from '../dist/core/plot-track/index.js';
import { createScene, type Scene } from '../dist/sim/scenes.js';

/** What is timed: which motions, how contending tracks are resolved, how much clutter. */
type Way = { readonly name: string; readonly motions: 'three' | 'one'; readonly associator: Associator; readonly clutter: number };

const WAYS: readonly Way[] = [
  { name: 'three motions, gates, optimal assignment; a false plot for ten objects', motions: 'three', associator: 'gnn', clutter: 0.1 },
  { name: 'one motion, gates, optimal assignment; a false plot for ten objects', motions: 'one', associator: 'gnn', clutter: 0.1 },
  { name: 'one motion, all of the ladder; a false plot for each object', motions: 'one', associator: 'pmbm', clutter: 1 },
];
const OBJECTS = [100, 1000, 10_000, 100_000];
/** The scene that the density is that of. */
const REFERENCE_OBJECTS = 100;
const SCANS = 20;
/** Scans at the end that are timed: tracks stand, and the code is warm. */
const TIMED = 5;
/** A radar on the ground at 0°N 0°E, for the motions that fall. */
const ON_THE_EARTH = Float64Array.of(6_378_137, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0);

type Cost = { readonly objects: number; readonly way: string; readonly cpu_ms: number; readonly hypotheses: number };

/** Processor time of a scan against the number of objects at one density: the volume grows with them, accuracy in metres stays. */
export function trackerBench(most: number, svg: string | undefined): string[] {
  const costs = OBJECTS.filter((objects) => objects <= most).flatMap((objects) => {
    const scenes = new Map<number, Scene>();
    return WAYS.map((way) => {
      const scene = scenes.get(way.clutter) ?? sceneOf(objects, way.clutter);
      scenes.set(way.clutter, scene);
      return costOf(objects, way, scene);
    });
  });
  if (svg !== undefined) writeFileSync(svg, plotOf(costs));
  return [
    `Multi-object tracker, processor ms a scan (median of ${TIMED}), objects at one density:`,
    ...WAYS.flatMap(({ name }) => [
      `  ${name}`,
      ...costs
        .filter(({ way }) => way === name)
        .map(
          ({ objects, cpu_ms, hypotheses }) =>
            `    ${String(objects).padStart(7)} objects ${cpu_ms.toFixed(1).padStart(8)} ms ${((1000 * cpu_ms) / objects).toFixed(2).padStart(7)} µs an object  (${hypotheses} hypotheses)`,
        ),
    ]),
  ];
}

function sceneOf(objects: number, clutter: number): Scene {
  return createScene({
    family: 'wide',
    objects,
    clutter,
    scans: SCANS,
    seed: 1,
    full: true,
    lengthScale: Math.cbrt(objects / REFERENCE_OBJECTS),
  });
}

function costOf(objects: number, { name, motions, associator }: Way, scene: Scene): Cost {
  // Small scenes are over before the code is warm: as many rounds as make ten thousand objects.
  const rounds = Math.max(1, Math.round(2000 / objects));
  let best: Cost | undefined;
  for (let round = 0; round < rounds; round++) {
    const cost = once(objects, name, motions, associator, scene);
    if (best === undefined || cost.cpu_ms < best.cpu_ms) best = cost;
  }
  if (best === undefined) throw new Error('no round was run');
  return best;
}

function once(objects: number, way: string, motions: Way['motions'], associator: Associator, scene: Scene): Cost {
  const sensor = motions === 'three' ? { ...scene.sensor, mount: ON_THE_EARTH } : scene.sensor;
  const filter =
    motions === 'three' ? flightFilter() : kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: scene.accelerationPsd_m2ps3 });
  const tracker = new MultiTracker(filter, { associator });
  const times = scene.scans.map(({ plots }, scan) => {
    const start = process.cpuUsage();
    tracker.takeScan(scan * scene.period_s * 1e6, plots, sensor);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  const timed = times.slice(-TIMED).sort((a, b) => a - b);
  return { objects, way, cpu_ms: timed[Math.floor(TIMED / 2)], hypotheses: tracker.status().hypotheses };
}

function plotOf(costs: readonly Cost[]): string {
  return chartSvg('Processor time of a scan against the number of objects, at one density', [
    {
      title: 'µs an object and scan',
      x: 'objects (10^n)',
      logarithmic: true,
      curves: WAYS.map(({ name }) => ({
        name,
        points: costs
          .filter(({ way }) => way === name)
          .map(({ objects, cpu_ms }) => [Math.log10(objects), (1000 * cpu_ms) / objects] as const),
      })),
    },
  ]);
}
