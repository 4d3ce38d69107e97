import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal-sqlite.ts';
import { parseScenario } from '../src/adapters/scenario-yaml/scenario-yaml.ts';
import { MAX_BATCH, type Arrival } from '../src/adapters/journal/journal.ts';
import { createWorld } from '../src/sim/world.ts';
import { newSigningKey, signerOf } from '../src/server/heads.ts';
import { openTheatre } from '../src/server/theatre.ts';

const SCENARIO = 'hs12-2017-08';
/** The longest that a world may last. */
const WEEK_US = 7 * 86_400e6;

/** What opening a journal of so many megabytes costs: from its snapshot, and by folding it again. The journal is a recorded flight and the
 *  quiet hours after it, as sensors with false detections report them. */
export function openBench(megabytes: number): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-open-'));
  try {
    const path = join(folder, 'long.db');
    const signer = signerOf(newSigningKey());
    const written = taken(() => write(path, megabytes * 1e6, signer));
    tell(`written: ${inWords(written)}`);
    const closed = openSqliteJournal(path, { readOnly: true });
    const entries = closed.length;
    const snapshot = closed.latestSnapshot();
    closed.close();
    const fromSnapshot = taken(() => open(path, signer, true));
    tell(`opened from its snapshot: ${inWords(fromSnapshot)}`);
    const folded = taken(() => open(path, signer, false));
    return [
      `Opening a journal of ${(statSync(path).size / 1e6).toFixed(0)} MB, ${entries.toLocaleString('en')} entries, written and folded in ${inWords(written)}`,
      `  from its snapshot at entry ${snapshot?.seq ?? 'none'} (${((snapshot?.text.length ?? 0) / 1e3).toFixed(0)} kB): ${inWords(fromSnapshot)}`,
      `  by folding it again: ${inWords(folded)}; the snapshot takes ${(fromSnapshot.processor_s / folded.processor_s).toFixed(5)} of its processor time`,
      `  ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB of memory at most`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Signer = ReturnType<typeof signerOf>;

function write(path: string, bytes: number, signer: Signer): void {
  const file = new URL(`../scenarios/${SCENARIO}/scenario.yaml`, import.meta.url);
  const read = parseScenario(readFileSync(file, 'utf8'), SCENARIO);
  if (read.kind !== 'scenario') throw new Error(`${SCENARIO} does not parse`);
  const { scenario } = read;
  const journal = openSqliteJournal(path);
  let world = createWorld({ ...scenario, end_us: scenario.start_us + WEEK_US });
  const theatre = openTheatre({ journal, signer, onEmission: (emission) => world.hear(emission) });
  // In bursts, since the bench is not about the disk's waits; one at a time while people act on what they hear.
  let burst: Arrival[] = [];
  for (let week = 1; ; ) {
    const arrival = world.next();
    if (arrival === undefined) {
      const start_us = scenario.start_us + week * WEEK_US;
      world = createWorld({ ...scenario, flights: [], people: [], start_us, end_us: start_us + WEEK_US });
      week += 1;
      continue;
    }
    burst.push(arrival);
    const quiet = theatre.state.at_us > scenario.start_us + 3600e6;
    if (burst.length < (quiet ? MAX_BATCH : 1)) continue;
    theatre.acceptAll(burst);
    burst = [];
    if (quiet && statSync(path).size > bytes) break;
  }
  theatre.close();
  journal.close();
}

function open(path: string, signer: Signer, fromSnapshot: boolean): void {
  const journal = openSqliteJournal(path);
  openTheatre({ journal, signer, fromSnapshot, snapshotEvery: 0, onAlarm: (alarm) => process.stderr.write(`${JSON.stringify(alarm)}\n`) });
  journal.close();
}

type Taken = { readonly clock_s: number; readonly processor_s: number };

function taken(work: () => void): Taken {
  const began_ms = performance.now();
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return { clock_s: (performance.now() - began_ms) / 1e3, processor_s: (user + system) / 1e6 };
}

function inWords({ clock_s, processor_s }: Taken): string {
  return `${clock_s.toFixed(3)} s (processor ${processor_s.toFixed(3)} s)`;
}

/** A long journal takes an hour: each part is told as it is known. */
function tell(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
