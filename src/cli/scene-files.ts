import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readColumns } from '../adapters/csv-table/csv-table.ts';
import { readStates } from '../adapters/tracks-csv/states-table.ts';
import { sensorViewOf } from '../core/plot-track/index.ts';
import type { Scene, ScenePlot, SceneTruth } from '../sim/scenes.ts';
import { CommandError } from './exit.ts';
import { readSensorSpec } from './sensor-spec-file.ts';
import { refuseTable } from './table-refused.ts';

const META = '.meta.json';
const REMEDY = 'give a folder that holds NAME.meta.json, NAME.dets.csv.gz (scan,t,det,el,az,range,origin) and NAME.truth.csv.gz';

/** Names of the scenes in a folder, in alphabetical order. */
export function scenesIn(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(META)) : [];
  if (names.length === 0) throw new CommandError('there are no scenes here', folder, REMEDY);
  return names.map((name) => name.slice(0, -META.length)).sort();
}

/** A scene with its truth and with the object behind each plot. Only the clairvoyant and the score look at those. */
export function readScene(folder: string, name: string): Scene {
  const spec = readSensorSpec(join(folder, name + META));
  const plots = numbersOf(join(folder, `${name}.dets.csv.gz`), ['scan', 'el', 'az', 'range', 'origin']);
  const truthFile = join(folder, `${name}.truth.csv.gz`);
  const truth = readStates(readFileSync(truthFile), truthFile, 'truth');
  if (truth.kind === 'rejected') return refuseTable(truth.problems);
  const { scans: scansOfTruth, scan: scanOfRow, names: namesOfTruth, name: nameOfRow, state } = truth.states;
  const last = [...plots.map(([scan]) => scan), ...scansOfTruth.map(({ scan }) => scan)].reduce((most, scan) => Math.max(most, scan), 0);
  const scans = Array.from({ length: last + 1 }, (): { plots: ScenePlot[]; truth: SceneTruth[] } => ({ plots: [], truth: [] }));
  for (const [scan, elevation_rad, azimuth_rad, range_m, origin] of plots)
    scans[scan].plots.push({ range_m, azimuth_rad, elevation_rad, origin });
  scanOfRow.forEach((at, row) => {
    scans[scansOfTruth[at].scan].truth.push({ target: Number(namesOfTruth[nameOfRow[row]]), x: state.slice(6 * row, 6 * row + 6) });
  });
  return {
    sensor: sensorViewOf(spec),
    accelerationPsd_m2ps3: spec.objects.accelerationPsd_m2ps3,
    period_s: spec.scanPeriod_s,
    scans,
  };
}

/** What another tracker made of the scenes, by name of the scene: its best GOSPA, and its processor time with the nearest-neighbour associator. */
export type Compared = { readonly gospa_m: number | undefined; readonly gnn_s: number | undefined };

const COMPARED = ['dataset', 'associator', 'filter', 'status', 'gospa_mean_10_59', 'cpu_s'];

export function readComparison(folder: string): ReadonlyMap<string, Compared> {
  const file = join(folder, 'stone-soup.csv');
  const best = new Map<string, Compared>();
  if (!existsSync(file)) return best;
  const table = readColumns(readFileSync(file), file, { numbers: [], words: COMPARED });
  if (table.kind === 'rejected') return refuseTable(table.problems);
  table.lines.forEach((_, row) => {
    const [dataset, associator, filter, status, gospaText, cpuText] = table.words.map((column) => column[row]);
    const before = best.get(dataset);
    const gospa = gospaText === '' ? Infinity : Number(gospaText);
    const least = Math.min(before?.gospa_m ?? Infinity, gospa);
    const isGnn = status === 'ok' && associator === 'gnn' && filter === 'ekf';
    best.set(dataset, {
      gospa_m: Number.isFinite(least) ? least : undefined,
      gnn_s: isGnn ? Number(cpuText) : before?.gnn_s,
    });
  });
  return best;
}

function numbersOf(file: string, columns: readonly string[]): number[][] {
  const table = readColumns(readFileSync(file), file, { numbers: columns });
  if (table.kind === 'rejected') return refuseTable(table.problems);
  return table.lines.map((_, row) => table.numbers.map((column) => column[row]));
}
