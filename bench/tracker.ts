import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chartSvg } from '../src/adapters/report/chart-svg.ts';
import type { Ask, Run, Taken } from './tracker-child.ts';

/** What is timed: which motions, how contending tracks are resolved, how much clutter. */
type Way = Pick<Run, 'motions' | 'associator' | 'clutter'> & { readonly name: string };

const WAYS: readonly Way[] = [
  { name: 'three motions, gates, optimal assignment; a false plot for ten objects', motions: 'three', associator: 'gnn', clutter: 0.1 },
  { name: 'one motion, gates, optimal assignment; a false plot for ten objects', motions: 'one', associator: 'gnn', clutter: 0.1 },
  { name: 'one motion, all of the ladder; a false plot for each object', motions: 'one', associator: 'pmbm', clutter: 1 },
];
const OBJECTS = [100, 1000, 10_000, 100_000];
const SCANS = 20;
/** Scans at the end that are timed: tracks stand, and the code is warm. */
const TIMED = 9;
/** Run for itself and in one way, the second: for how much memory it takes and how right it is as much as for its time. */
const MILLION = 1_000_000;
const SCANS_OF_MILLION = 10;
const TIMED_OF_MILLION = 5;
const HEAP_OF_MILLION_MB = 1200;

type Cost = { readonly objects: number; readonly way: string; readonly cpu_ms: number; readonly mean_ms: number; readonly last: Taken };
type Row = { readonly here: Cost; readonly against: Cost | undefined };

/** Processor time of a scan against the number of objects at one density: the volume grows with them, accuracy in metres stays. Each tracker has a
 *  process of its own. Another built checkout's takes the same scans in turn with this one's, scan by scan, so that a busy machine is busy for both. */
export async function trackerBench(most: number, svg: string | undefined, against: string | undefined): Promise<string[]> {
  const rows: Row[] = [];
  for (const objects of OBJECTS.filter((count) => count <= most))
    for (const way of WAYS) rows.push(await rowOf(objects, way, SCANS, TIMED, against));
  const million = most < MILLION ? undefined : await rowOf(MILLION, WAYS[1], SCANS_OF_MILLION, TIMED_OF_MILLION, undefined);
  if (svg !== undefined) writeFileSync(svg, plotOf(rows.map(({ here }) => here)));
  return [
    `Multi-object tracker, processor ms a scan (median of ${TIMED}), objects at one density:`,
    ...WAYS.flatMap(({ name }) => [`  ${name}`, ...rows.filter(({ here }) => here.way === name).map(lineOf)]),
    ...(million === undefined ? [] : linesOfMillion(million.here)),
  ];
}

/** Small scenes are over before the code is warm: as many rounds as make two thousand objects; the quickest counts. */
async function rowOf(objects: number, way: Way, scans: number, timed: number, against: string | undefined): Promise<Row> {
  const here = fileURLToPath(new URL('..', import.meta.url));
  const trackers = (against === undefined ? [here] : [here, against]).map(
    (of) => new Tracker(of, objects < MILLION ? undefined : HEAP_OF_MILLION_MB),
  );
  const best: (Cost | undefined)[] = trackers.map(() => undefined);
  for (let round = Math.max(1, Math.round(2000 / objects)); round > 0; round--) {
    for (const tracker of trackers) await tracker.begin({ ...way, objects, scans });
    for (let scan = 0; scan < scans; scan++)
      for (const tracker of trackers) await tracker.take(objects >= MILLION && scan === scans - 1 ? 'scored scan' : 'scan');
    trackers.forEach((tracker, k) => {
      const cost = costOf(objects, way.name, tracker.taken.slice(-timed));
      if (!(cost.cpu_ms >= (best[k]?.cpu_ms ?? Infinity))) best[k] = cost;
    });
  }
  for (const tracker of trackers) tracker.end();
  return { here: best[0] as Cost, against: best[1] };
}

function costOf(objects: number, way: string, taken: readonly Taken[]): Cost {
  const times = taken.map(({ cpu_ms }) => cpu_ms).sort((a, b) => a - b);
  const mean_ms = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { objects, way, cpu_ms: times[Math.floor(times.length / 2)], mean_ms, last: taken[taken.length - 1] };
}

/** A checkout's tracker in a process of its own. */
class Tracker {
  taken: Taken[] = [];
  private readonly of: string;
  private readonly child: ChildProcess;

  /** `heap_MB`: objects beyond which the collector does not wait; what the tracker keeps is in arrays, which do not count. */
  constructor(of: string, heap_MB: number | undefined) {
    this.of = of;
    const limit = heap_MB === undefined ? [] : [`--max-old-space-size=${heap_MB}`];
    this.child = fork(fileURLToPath(new URL('tracker-child.ts', import.meta.url)), { execArgv: ['--import', 'tsx', ...limit] });
  }

  async begin(run: Omit<Run, 'of'>): Promise<void> {
    this.taken = [];
    await this.ask({ begin: { ...run, of: this.of } });
  }

  async take(next: 'scan' | 'scored scan'): Promise<void> {
    this.taken.push((await this.ask({ next })) as Taken);
  }

  end(): void {
    this.child.disconnect();
  }

  private ask(what: Ask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`the tracker of ${this.of} ended`));
      this.child.once('exit', ended);
      this.child.once('message', (answer) => {
        this.child.off('exit', ended);
        resolve(answer);
      });
      this.child.send(what);
    });
  }
}

function lineOf({ here, against }: Row): string {
  const { objects, cpu_ms, mean_ms, last } = here;
  const own = `    ${String(objects).padStart(7)} objects ${cpu_ms.toFixed(1).padStart(8)} ms ${((1000 * cpu_ms) / objects).toFixed(2).padStart(7)} µs an object`;
  if (against === undefined) return `${own}  (${last.hypotheses} hypotheses, ${megabytes(last)} MB)`;
  const ratio = (of: number, to: number): string => (of / to).toFixed(2);
  return `${own}; against ${against.cpu_ms.toFixed(1).padStart(8)} ms: ${ratio(cpu_ms, against.cpu_ms)} (of means ${ratio(mean_ms, against.mean_ms)}; ${megabytes(last)} and ${megabytes(against.last)} MB)`;
}

function linesOfMillion({ objects, cpu_ms, last }: Cost): string[] {
  const { gospa, hypotheses, tracks } = last;
  return [
    `  ${objects} objects, ${WAYS[1].name}`,
    `    ${(cpu_ms / 1000).toFixed(2)} s a scan (median of the last ${TIMED_OF_MILLION} of ${SCANS_OF_MILLION}), ${megabytes(last)} MB at most, ${hypotheses} hypotheses`,
    `    ${tracks} tracks, GOSPA ${((gospa?.distance_m ?? NaN) / 1000).toFixed(1)} km, ${gospa?.missed} missed, ${gospa?.false} false at the last scan`,
  ];
}

function megabytes({ memory_B }: Taken): string {
  return (memory_B / 1e6).toFixed(0);
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
