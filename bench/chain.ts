import { existsSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseScenario } from '../src/adapters/scenario-yaml/scenario-yaml.ts';
import type * as journalMemory from '../src/adapters/journal-memory/journal-memory.ts';
import { decode, encode } from '../src/core/codec.ts';
import type { Entry } from '../src/core/journal.ts';
import type * as pipeline from '../src/core/pipeline.ts';
import { start, step } from '../src/core/pipeline.ts';
import type * as theatre from '../src/server/theatre.ts';
import { createWorld } from '../src/sim/world.ts';

const SCENARIO = 'hs12-2017-08';
const ROUNDS = 9;

/** Entries a second of one flight: through `step` alone, from the decoded entry to the emissions; and through a theatre with its journal in
 *  memory, from the arrival over the entry's text to the digest of what was said. And what one assessment costs. With another built checkout's folder both are run in
 *  turn, A B A B, so that a busy machine is busy for both; times are the processor's. */
export async function chainBench(against?: string): Promise<string[]> {
  const journal = journalOf(SCENARIO);
  const flight_s = (journal[journal.length - 1].at_us - journal[0].at_us) / 1e6;
  const here = await built(new URL('..', import.meta.url).pathname);
  const there = against === undefined ? undefined : await built(against);
  return [
    `Whole chain, ${SCENARIO}: ${journal.length} entries, median of ${ROUNDS}, processor time`,
    ...compare('step', journal.length, flight_s, () => fold(here, journal), there && (() => fold(there, journal))),
    ...compare('theatre', journal.length, flight_s, () => conduct(here, journal), there && (() => conduct(there, journal))),
    ...compareAssessments(here, there, journal),
    '  step by room:',
    ...(await shares(() => fold(here, journal))).map(
      ({ room, share }) => `    ${room.padEnd(24)} ${(100 * share).toFixed(1).padStart(5)} %`,
    ),
  ];
}

/** What the comparison needs of a checkout, as it is built. */
type Built = { readonly core: typeof pipeline; readonly theatre: typeof theatre; readonly journals: typeof journalMemory };

async function built(folder: string): Promise<Built> {
  const from = async (file: string): Promise<unknown> => {
    const path = resolve(folder, 'dist', file);
    if (!existsSync(path)) throw new Error(`${path} is not there: give the folder of a checkout in which \`npm run build\` has run`);
    return await import(pathToFileURL(path).href);
  };
  return {
    core: (await from('core/pipeline.js')) as typeof pipeline,
    theatre: (await from('server/theatre.js')) as typeof theatre,
    journals: (await from('adapters/journal-memory/journal-memory.js')) as typeof journalMemory,
  };
}

function compare(name: string, entries: number, flight_s: number, here: () => number, there: (() => number) | undefined): string[] {
  here();
  there?.();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(here());
    if (there !== undefined) theirs.push(there());
  }
  const line = (who: string, s: number): string =>
    `  ${name.padEnd(8)} ${who.padEnd(8)} ${(s * 1e3).toFixed(0).padStart(5)} ms, ${grouped(entries / s).padStart(7)} entries a second, ${grouped(flight_s / s).padStart(6)} × real time`;
  if (there === undefined) return [line('', median(ours))];
  const ratio = median(ours.map((s, k) => theirs[k] / s));
  return [line('here', median(ours)), line('against', median(theirs)), `  ${name.padEnd(8)} ratio of entries a second ${ratio.toFixed(2)}`];
}

function journalOf(name: string): Entry[] {
  const file = new URL(`../scenarios/${name}/scenario.yaml`, import.meta.url);
  const read = parseScenario(readFileSync(file, 'utf8'), name);
  if (read.kind !== 'scenario') throw new Error(`${name} does not parse`);
  const world = createWorld(read.scenario);
  const state = start();
  const journal: Entry[] = [];
  for (let timed = world.next(); timed !== undefined; timed = world.next()) {
    // Through text and back, as every entry goes.
    const entry = decode(encode({ seq: journal.length, ...timed })) as Entry;
    journal.push(entry);
    step(state, entry, world.hear);
  }
  return journal;
}

/** Seconds that one pass over the journal takes. */
function fold({ core }: Built, journal: readonly Entry[]): number {
  const state = core.start();
  let emissions = 0;
  return timed(() => {
    for (const entry of journal)
      core.step(state, entry, () => {
        emissions += 1;
      });
    if (emissions === 0) throw new Error('the chain said nothing');
  });
}

function conduct({ theatre: { openTheatre }, journals }: Built, journal: readonly Entry[]): number {
  const opened = openTheatre({ journal: journals.openMemoryJournal(), snapshotEvery: 0 });
  return timed(() => {
    for (const { at_us, line, input } of journal) opened.accept(at_us, line, input);
    opened.close();
  });
}

/** What one assessment costs, and all that is told with it: the same journal with one a second and with one a minute, the difference over that of their numbers. */
function compareAssessments(here: Built, there: Built | undefined, journal: readonly Entry[]): string[] {
  const [often, seldom] = [1, 60].map((interval_s) => withInterval(journal, interval_s));
  const cost_us = (one: Built): number => {
    const more = assessmentsIn(one, often) - assessmentsIn(one, seldom);
    return ((fold(one, often) - fold(one, seldom)) / more) * 1e6;
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(cost_us(here));
    if (there !== undefined) theirs.push(cost_us(there));
  }
  const line = (who: string, us: number): string => `  assess   ${who.padEnd(8)} ${us.toFixed(0).padStart(5)} µs an assessment`;
  if (there === undefined) return [line('', median(ours))];
  const ratio = median(ours) / median(theirs);
  return [line('here', median(ours)), line('against', median(theirs)), `  assess   ratio of the cost of one ${ratio.toFixed(2)}`];
}

function withInterval(journal: readonly Entry[], value: number): Entry[] {
  const [first, ...others] = journal;
  const setting: Entry = { seq: 0, at_us: first.at_us, line: first.line, input: { kind: 'setting', name: 'assessmentInterval_s', value } };
  return [first, setting, ...others].map((entry, seq) => ({ ...entry, seq }));
}

function assessmentsIn({ core }: Built, journal: readonly Entry[]): number {
  const state = core.start();
  let count = 0;
  for (const entry of journal)
    core.step(state, entry, ({ kind }) => {
      if (kind === 'assessment') count += 1;
    });
  return count;
}

function timed(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Self time by folder, from V8's sampling profiler: nothing in the core has to be instrumented. */
async function shares(work: () => void): Promise<{ room: string; share: number }[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  for (let i = 0; i < 3; i++) work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const byNode = new Map(profile.nodes.map((node) => [node.id, roomOf(node.callFrame.url)]));
  const counts = new Map<string, number>();
  for (const id of profile.samples ?? []) {
    const room = byNode.get(id) ?? 'engine';
    counts.set(room, (counts.get(room) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return [...counts].map(([room, n]) => ({ room, share: n / all })).sort((a, b) => b.share - a.share);
}

function roomOf(url: string): string {
  const found = /\/(?:src|dist)\/(core\/[\w-]+|\w+)/.exec(url);
  return found === null ? 'engine (with collection)' : found[1];
}
