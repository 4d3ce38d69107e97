import { describe, expect, test } from 'vitest';
import { caseIds, casesAreHere, readCase, runScenario } from './support/cases.ts';
import { judge } from './support/judge-case.ts';

// The cases beside the project that speak of a warning's life, of sensors that fail, of twins and of heat that radar meets later. TOCSIN_CASE_SEEDS=20 runs each over seeds
// 1 to 20 instead of its own; TOCSIN_CASES=all runs every case that is a scenario.

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

/** Where there are none, these are skipped by their names. */
const chosen = process.env['TOCSIN_CASES'] === 'all' && casesAreHere() ? caseIds() : [...LIFECYCLE, ...LONG];

describe.skipIf(!casesAreHere())('the cases of ../shared/cases', () => {
  test.each(chosen)('%s is as a good system would have it', { timeout: 1_200_000 }, (id) => {
    const one = readCase(id);
    const seeds = SEEDS > 0 ? Array.from({ length: SEEDS }, (_, k) => k + 1) : one.expected.seeds;
    const faults = seeds.flatMap((seed) => judge(one, runScenario(one.scenario, seed), seed).map((fault) => `seed ${seed}: ${fault}`));
    const known = NOT_YET[id];
    if (known === undefined) expect(faults).toEqual([]);
    else expect(faults, `${id} is right now: take it out of NOT_YET ("${known}")`).not.toEqual([]);
  });
});
