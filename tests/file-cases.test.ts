import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Ended, verb } from './support/cli.ts';

// The small files beside the project on which the command line did the wrong thing: each is given to it in a folder that holds nothing else.

const FOLDER = fileURLToPath(new URL('../../shared/cases-files/', import.meta.url));

type Bounds = number | readonly number[];

type Expect = {
  readonly exit?: Bounds;
  readonly tracks?: Bounds;
  readonly plots?: Bounds;
  readonly refused?: Bounds;
  readonly scans?: Bounds;
  readonly lines?: number;
  readonly metric?: Readonly<Record<string, number>>;
  readonly unchanged?: readonly string[];
  readonly distinctIdentifiers?: readonly string[];
} & { readonly [texts in `${'stdout' | 'stderr' | 'says'}${'Includes' | 'Excludes'}`]?: readonly (string | readonly string[])[] };

type FileCase = {
  readonly id: string;
  readonly files: readonly string[];
  readonly command: string | readonly string[];
  readonly expect: Expect | readonly Expect[];
};

const CASES: readonly FileCase[] = existsSync(FOLDER) ? JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) : [];

const listOf = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T]);

/** Summary figures by the name that a case gives them; of a run that was refused as a whole all are 0. */
function figuresOf(out: string): Record<string, unknown> {
  const last = out
    .trim()
    .split('\n')
    .findLast((line) => line.startsWith('{"summary"'));
  const summary = last === undefined ? {} : JSON.parse(last).summary;
  const { tracks = 0, plotsRead: plots = 0, refused = 0, scans = 0 } = summary;
  return { ...summary, tracks, plots, refused, scans, lines: plots + refused };
}

function metricOf(out: string, path: string): unknown {
  const objects = out
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const [metric, field] = path.split('.');
  return objects.map((one) => (one.metric === metric ? one[field] : undefined)).find((value) => value !== undefined);
}

function isWithin(value: unknown, bounds: Bounds): boolean {
  const [low, high = low] = listOf(bounds);
  return typeof value === 'number' && value >= low && value <= high;
}

/** What is not as one way of being right asks. */
function faultsOf(
  expected: Expect,
  folder: string,
  ended: readonly Ended[],
  names: readonly string[],
  before: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = [];
  const last = ended[ended.length - 1];
  if (expected.exit !== undefined && !ended.every(({ status }) => listOf(expected.exit ?? 0).includes(status ?? -1)))
    faults.push(`exit ${ended.map(({ status }) => status).join(', ')}`);
  const figures = figuresOf(last.out);
  for (const name of ['tracks', 'plots', 'refused', 'scans', 'lines'] as const) {
    const bounds = expected[name];
    if (bounds !== undefined && !(last.status === 2 && name === 'refused') && !isWithin(figures[name], bounds))
      faults.push(`${name} ${String(figures[name])}`);
  }
  const blank = (text: string): string => names.reduce((all, name) => all.replaceAll(name, ''), text).toLowerCase();
  const streams = { stdout: last.out, stderr: last.err, says: last.out + last.err };
  for (const [stream, text] of Object.entries(streams) as ['stdout' | 'stderr' | 'says', string][]) {
    const says = (one: string): boolean => blank(text).includes(one.toLowerCase()) || (names.includes(one) && text.includes(one));
    for (const wanted of expected[`${stream}Includes`] ?? [])
      if (!listOf(wanted).some(says)) faults.push(`${stream} lacks ${listOf(wanted).join(' or ')}`);
    for (const unwanted of expected[`${stream}Excludes`] ?? [])
      if (listOf(unwanted).some(says)) faults.push(`${stream} says ${listOf(unwanted).join(' or ')}`);
  }
  for (const [path, value] of Object.entries(expected.metric ?? {})) {
    const found = metricOf(last.out, path);
    if (typeof found !== 'number' || Math.abs(found - value) > 1e-6) faults.push(`${path} ${String(found)}`);
  }
  for (const file of expected.unchanged ?? [])
    if (readFileSync(join(folder, file), 'latin1') !== before.get(file)) faults.push(`${file} is changed`);
  const sets = (expected.distinctIdentifiers ?? []).map((name) => identifiersIn(join(folder, name)));
  if (
    sets.length > 0 &&
    (sets.some(({ size }) => size === 0) || sets.some((one, k) => sets.some((other, j) => j > k && [...one].some((id) => other.has(id)))))
  )
    faults.push('identifiers repeat');
  return faults;
}

function identifiersIn(folder: string): Set<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.xml')) continue;
    for (const [, id] of readFileSync(join(folder, entry), 'utf8').matchAll(/<identifier>([^<]*)</g)) found.add(id);
  }
  return found;
}

describe.skipIf(CASES.length === 0)('the file cases of ../shared/cases-files', () => {
  test.each(CASES.map((one) => [one.id, one] as const))('%s', { timeout: 300_000 }, async (_, one) => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-files-'));
    try {
      for (const file of one.files) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        cpSync(join(FOLDER, file), join(folder, file), { recursive: true });
      }
      const before = new Map(
        one.files.filter((file) => /\.\w+$/.test(file)).map((file) => [file, readFileSync(join(folder, file), 'latin1')]),
      );
      const ended: Ended[] = [];
      for (const words of listOf(one.command)) ended.push(await verb(words.split(' ').slice(1), folder));
      for (const { out, err, status } of ended) {
        expect(status, err).not.toBe(3);
        expect(out + err).not.toMatch(/^\s+at .*\(?node:|internal error/m);
      }
      const ways = listOf(one.expect).map((way) => faultsOf(way, folder, ended, one.files, before));
      if (!ways.some((faults) => faults.length === 0)) expect(ways, ended.map(({ out, err }) => out + err).join('\n')).toContainEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
