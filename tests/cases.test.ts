import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CASE_FILE, readCase } from '../src/adapters/case-file/case-file.ts';
import { casesIn } from '../src/adapters/case-file/find-cases.ts';
import { describeProblem } from '../src/adapters/scenario-yaml/scenario-yaml.ts';
import { judgeCase } from '../src/judge/run-case.ts';

// The cases beside the project that speak of a warning's life, of sensors that fail, of twins and of heat that radar meets later. TOCSIN_CASE_SEEDS=20 runs each over seeds
// 1 to 20 instead of its own; TOCSIN_CASES=all runs every case.

const SEEDS = Number(process.env['TOCSIN_CASE_SEEDS'] ?? 0);

const LIFECYCLE = [
  'delivery-jitter-10s',
  'heat-then-far-radar',
  'radar-clock-minus-2s',
  'radar-clock-plus-3s',
  'radar-delay-20s',
  'radar-range-bias-2km',
  'radars-late-20s',
  'salvo-5-same-site',
  'two-5km-8s',
  'weak-radars-nobody-releases',
];
/** Six hours of a theatre. */
const LONG = ['quiet-6h'];

/** Cases that are not right yet, with what is wrong. One that comes right must leave this list: its test fails until it does. */
const NOT_YET: Readonly<Record<string, string>> = {};

const CASES = fileURLToPath(new URL('../../shared/cases/', import.meta.url));

/** Files of the cases beside the project, by the names that they go by. */
const FILES = new Map((existsSync(CASES) ? casesIn(CASES) : []).map((file) => [nameOf(file), file]));

function nameOf(file: string): string {
  return basename(file) === CASE_FILE ? basename(dirname(file)) : basename(file, '.expected.json');
}

/** Where there are none, these are skipped by their names. */
const chosen = process.env['TOCSIN_CASES'] === 'all' && FILES.size > 0 ? [...FILES.keys()] : [...LIFECYCLE, ...LONG];

describe.skipIf(FILES.size === 0)('the cases of ../shared/cases', () => {
  test.each(chosen)('%s is as a good system would have it', { timeout: 1_200_000 }, (name) => {
    const read = readCase(FILES.get(name) ?? '');
    if (read.kind === 'rejected') throw new Error(read.problems.map(describeProblem).join('\n'));
    const seeds = SEEDS > 0 ? Array.from({ length: SEEDS }, (_, k) => k + 1) : read.one.seeds;
    const faults = seeds.flatMap((seed) => judgeCase(read.one, seed).faults.map((fault) => `seed ${seed}: ${fault}`));
    const known = NOT_YET[name];
    if (known === undefined) expect(faults).toEqual([]);
    else expect(faults, `${name} is right now: take it out of NOT_YET ("${known}")`).not.toEqual([]);
  });
});
