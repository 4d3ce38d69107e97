import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { parseScenario } from '../src/adapters/scenario-yaml/scenario-yaml.ts';
import { decode, encode } from '../src/core/codec.ts';
import type { Entry } from '../src/core/journal.ts';
import { start, step } from '../src/core/pipeline.ts';
import { createWorld } from '../src/sim/world.ts';

const SCENARIO = 'hs12-2017-08';
const ROUNDS = 5;

/** Entries a second through `step`, from the decoded journal text to the emissions, and the share of the time in each room. */
export async function chainBench(): Promise<string[]> {
  const journal = journalOf(SCENARIO);
  fold(journal);
  const times = Array.from({ length: ROUNDS }, () => fold(journal)).sort((a, b) => a - b);
  const median_s = times[Math.floor(ROUNDS / 2)];
  const flight_s = (journal[journal.length - 1].at_us - journal[0].at_us) / 1e6;
  return [
    `Whole chain, ${SCENARIO}: ${journal.length} entries in ${(median_s * 1e3).toFixed(0)} ms (median of ${ROUNDS})`,
    `  ${Math.round(journal.length / median_s).toLocaleString('en')} entries a second, ${Math.round(flight_s / median_s).toLocaleString('en')} × real time`,
    '  time by room:',
    ...(await shares(() => fold(journal))).map(({ room, share }) => `    ${room.padEnd(24)} ${(100 * share).toFixed(1).padStart(5)} %`),
  ];
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
function fold(journal: readonly Entry[]): number {
  const state = start();
  const began = performance.now();
  let emissions = 0;
  for (const entry of journal)
    step(state, entry, () => {
      emissions += 1;
    });
  if (emissions === 0) throw new Error('the chain said nothing');
  return (performance.now() - began) / 1e3;
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
  const found = /\/src\/(core\/(?:\w+)|\w+)/.exec(url);
  return found === null ? 'engine (with collection)' : found[1];
}
