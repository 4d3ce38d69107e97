import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalId } from '../adapters/journal/journal-id.ts';
import { placesAround } from '../adapters/places/places.ts';
import type { Emission } from '../core/tell/emission.ts';
import { type Told, told } from '../server/feed.ts';
import { openTheatre } from '../server/theatre.ts';
import { createRaid, RAID_SPAN_S } from '../sim/raid/raid.ts';
import { runRaid } from '../sim/raid/run.ts';
import { createRaidWorld, RAID_LINE } from '../sim/raid/world.ts';
import { createConsoleView } from './console-server.ts';
import { openRecord } from './journal-open.ts';
import { capFolder } from './outlets.ts';
import { createSensorLink } from './sensor-link.ts';

/** A raid to play; its journal is kept where one is named. */
export type WholeRaidJob = { readonly seed: number; readonly missiles: number; readonly journal?: string };

/** What the whole chain made of one raid, and what it took. */
export type WholeRaid = {
  readonly seed: number;
  readonly missiles: number;
  /** From the first launch to the last piece on the ground. */
  readonly lasts_s: number;
  /** Processor time of all threads for everything but making the world, and time by the clock with the waits for the disk. */
  readonly chain_s: number;
  readonly clock_s: number;
  readonly timesRealTime: number;
  /** The same of the tracker alone, in the same process on the same raid. */
  readonly trackerTimesRealTime: number;
  readonly rssPeak_MB: number;
  readonly entries: number;
  /** Entries that the disk never took. */
  readonly neverRecorded: number;
  readonly events: number;
  readonly warnings: number;
  readonly messages: number;
  /** The last count of launches that was said while the raid went on; the truth is `missiles`. */
  readonly count: LaunchesSaid | undefined;
  readonly feedMessages: number;
  readonly feed_MB: number;
};

type LaunchesSaid = Pick<Extract<Emission, { kind: 'launches' }>, 'likeliest' | 'low' | 'high' | 'probability'>;

const TITLE = 'Raid';

/** Plays one raid through everything that a theatre is made of: signed frames at the gate, the journal on disk, the core, warnings and
 *  the people who release them, messages as CAP files, and the feed of one console that is never slow. */
export async function wholeRaid({ seed, missiles, journal }: WholeRaidJob): Promise<WholeRaid> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-raid-'));
  try {
    return await play(seed, missiles, folder, journal ?? join(folder, 'journal.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(seed: number, missiles: number, folder: string, journalFile: string): Promise<WholeRaid> {
  const raid = createRaid({ missiles, seed, span_s: Math.min(RAID_SPAN_S, 3 * missiles) });
  const world = createRaidWorld(raid, seed, { placesAround });
  const link = createSensorLink({ line: RAID_LINE, sensors: raid.sensors, disturbances: [] }, new Map());
  const { journal, signer } = openRecord({ journal: journalFile });
  const id = journalId(journal);
  const channels = [capFolder(join(folder, 'cap'), { line: RAID_LINE, title: TITLE }, id)];
  const view = createConsoleView({ mode: 'EXERCISE', line: RAID_LINE, title: TITLE, theatre: 'raid', channels, journal: id });
  const counts = { notice: 0, warning: 0, message: 0, feed: 0, bytes: 0 };
  const counted: LaunchesSaid[] = [];
  view.feed.subscribe((told) => {
    counts.feed += 1;
    counts.bytes += bytesOf(told);
  });
  let neverRecorded = 0;
  const theatre = openTheatre({
    journal,
    signer,
    channels,
    onAlarm: (alarm) => {
      if (alarm.kind === 'never-recorded') neverRecorded = alarm.entries;
    },
    onEmission: (emission, { text }) => {
      count(counts, emission);
      if (emission.kind === 'launches') counted.push(emission);
      world.hear(emission);
      view.hear(emission, text);
    },
  });

  let worldCpu_us = 0;
  let heard = 0;
  const began_ms = performance.now();
  const began = process.cpuUsage();
  for (;;) {
    const before = cpu_us();
    const arrival = world.next();
    worldCpu_us += cpu_us() - before;
    if (arrival === undefined) break;
    theatre.accept(arrival.at_us, arrival.line, link.carry(arrival).input);
    for (const entry of journal.entries(heard)) view.feed.hearEntry(entry);
    heard = journal.length;
    if (arrival.input.kind === 'tick') counts.bytes += bytesOf(told(view.feed.alive()));
  }
  await theatre.settled();
  const { user, system } = process.cpuUsage(began);
  const chain_s = (user + system - worldCpu_us) / 1e6;
  const clock_s = (performance.now() - began_ms - worldCpu_us / 1e3) / 1e3;
  const rssPeak_MB = process.resourceUsage().maxRSS / 1024;
  const entries = journal.length;
  theatre.close();
  journal.close();
  const last = counted.at(-1);
  const lasts_s = (raid.end_us - raid.start_us) / 1e6;
  const { tracking_s } = runRaid({ seed, missiles }, () => cpu_us() / 1e3);
  return {
    seed,
    missiles,
    lasts_s,
    chain_s,
    clock_s,
    timesRealTime: lasts_s / chain_s,
    trackerTimesRealTime: lasts_s / tracking_s,
    rssPeak_MB,
    entries,
    neverRecorded,
    events: counts.notice,
    warnings: counts.warning,
    messages: counts.message,
    count: last && { likeliest: last.likeliest, low: last.low, high: last.high, probability: last.probability },
    feedMessages: counts.feed,
    feed_MB: counts.bytes / 1e6,
  };
}

/** What a socket makes of it before it leaves. */
function bytesOf({ text }: Told): number {
  return Buffer.from(text).length;
}

function cpu_us(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function count(counts: { notice: number; warning: number; message: number }, emission: Emission): void {
  if (emission.kind === 'notice') counts.notice += 1;
  if (emission.kind === 'warning' && emission.change === 'recommended') counts.warning += 1;
  if (emission.kind === 'message') counts.message += 1;
}
