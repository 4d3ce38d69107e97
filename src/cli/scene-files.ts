import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readStates } from '../adapters/tracks-csv/states-table.ts';
import { sensorViewOf } from '../core/plot-track/index.ts';
import type { Scene, ScenePlot, SceneTruth } from '../sim/scenes.ts';
import { CommandError } from './exit.ts';
import { packedText } from './packed-text.ts';
import { readSensorSpec } from './sensor-spec-file.ts';

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
  if (truth.kind === 'rejected')
    throw new CommandError(truth.problems[0].message, `${truthFile}, line ${truth.problems[0].line}`, truth.problems[0].remedy);
  const last = Math.max(...plots.map(([scan]) => scan), ...truth.rows.map(({ scan }) => scan));
  const scans = Array.from({ length: last + 1 }, (): { plots: ScenePlot[]; truth: SceneTruth[] } => ({ plots: [], truth: [] }));
  for (const [scan, elevation_rad, azimuth_rad, range_m, origin] of plots)
    scans[scan].plots.push({ range_m, azimuth_rad, elevation_rad, origin });
  for (const { scan, id, state } of truth.rows) scans[scan].truth.push({ target: Number(id), x: Float64Array.from(state) });
  return {
    sensor: sensorViewOf(spec),
    accelerationPsd_m2ps3: spec.objects.accelerationPsd_m2ps3,
    period_s: spec.scanPeriod_s,
    scans,
  };
}

/** What another tracker made of the scenes, by name of the scene: its best GOSPA, and its processor time with the nearest-neighbour associator. */
export type Compared = { readonly gospa_m: number | undefined; readonly gnn_s: number | undefined };

export function readComparison(folder: string): ReadonlyMap<string, Compared> {
  const file = join(folder, 'stone-soup.csv');
  const best = new Map<string, Compared>();
  if (!existsSync(file)) return best;
  for (const row of parse(readFileSync(file, 'utf8'), { columns: true }) as Record<string, string>[]) {
    const before = best.get(row['dataset']);
    const whole = row['status'] === 'ok';
    const gospa = row['gospa_mean_10_59'] === '' ? Infinity : Number(row['gospa_mean_10_59']);
    const least = Math.min(before?.gospa_m ?? Infinity, gospa);
    const isGnn = whole && row['associator'] === 'gnn' && row['filter'] === 'ekf';
    best.set(row['dataset'], {
      gospa_m: Number.isFinite(least) ? least : undefined,
      gnn_s: isGnn ? Number(row['cpu_s']) : before?.gnn_s,
    });
  }
  return best;
}

function numbersOf(file: string, columns: readonly string[]): number[][] {
  const text = packedText(file, REMEDY);
  return (parse(text, { columns: true, skip_empty_lines: true }) as Record<string, string>[]).map((row, at) => {
    const numbers = columns.map((name) => (row[name] === undefined || row[name] === '' ? Number.NaN : Number(row[name])));
    if (numbers.some((value) => !Number.isFinite(value)))
      throw new CommandError(`a row lacks one of ${columns.join(', ')}`, `${file}, row ${at + 1}`, REMEDY);
    return numbers;
  });
}
