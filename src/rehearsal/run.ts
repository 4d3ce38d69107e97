import { JournalError } from '../adapters/journal/journal.ts';
import { memoryStore, openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import type { Entry, Input } from '../core/journal.ts';
import { snapshot } from '../core/pipeline.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';
import { verifyJournal } from '../server/replay.ts';
import { openTheatre } from '../server/theatre.ts';
import type * as pipeline from '../core/pipeline.ts';
import type { Theatre } from '../server/theatre.ts';
import type { TimedInput } from '../sim/world.ts';
import { diceOf } from './dice.ts';
import { Died, journalOn, type Life, lifeOf } from './disk.ts';
import { feedOf } from './feed.ts';
import { markedBy } from './marked-by.ts';
import type { Checker, Observation, Violation } from './observation.ts';
import { receiversOf } from './receivers.ts';
import type { RehearsedWorld } from './world.ts';

export type Outcome = {
  readonly violations: readonly Violation[];
  /** What of marks.ts was reached. */
  readonly marks: ReadonlySet<string>;
  /** Simulated time, s, and entries. */
  readonly lasted_s: number;
  readonly entries: number;
  readonly crashes: number;
};

/** How often the theatre's insides are looked at. */
const LOOK_EVERY_US = 60_000_000;
/** What was turned away by the disk is brought again after this time. */
const AGAIN_US = 1_000_000;
/** How long all is well after the end, and how often deliveries are tried then. */
const DRAIN_S = 900;
const DRAIN_EVERY_S = 10;

/** Rehearses one world from its beginning to its end, the whole shell on simulated time and disk. The same world gives the same outcome. */
export async function rehearse(world: RehearsedWorld, checkers: readonly Checker[]): Promise<Outcome> {
  const feed = feedOf(world);
  const violations: Violation[] = [];
  const marks = new Set<string>();
  const watchers = checkers.map((checker) => ({ checker, look: checker.watch({ world, truth: feed.truth }) }));
  let now_us = world.scenario.start_us;
  const observe = (observation: Observation): void => {
    for (const mark of markedBy(observation)) marks.add(mark);
    for (const { checker, look } of watchers) {
      const detail = look(observation);
      if (detail !== undefined) violations.push({ checker: checker.name, at_us: now_us, detail });
    }
  };

  const store = memoryStore();
  const luck = diceOf(world.scenario.seed, 'disk');
  const receivers = receiversOf(
    world.receivers,
    () => now_us,
    feed.end_us,
    ({ receiver, message }) => observe({ kind: 'received', at_us: now_us, channel: receiver.name, line: receiver.line, message }),
  );
  const told = new Set<number>();
  const taken = (entries: readonly Entry[]): void => {
    const fresh = entries.filter(({ seq }) => !told.has(seq));
    for (const { seq } of fresh) told.add(seq);
    if (fresh.length > 0) observe({ kind: 'taken', entries: fresh });
  };
  let life: Life = lifeOf(world.crashes.at(0));
  let lives = 0;
  let saidUpTo = -1;
  let theatre: Theatre<pipeline.State> | undefined;
  let down_us: Micros = now_us;

  /** Starts the process; undefined when it dies or its disk fails on the way up. */
  function open(): Theatre<pipeline.State> | undefined {
    const crash = world.crashes.at(lives);
    life = lifeOf(crash);
    const mine = life;
    const before = world.crashes.at(lives - 1);
    const fails = (): boolean =>
      now_us < feed.end_us && world.disk.some(({ from_us, to_us, share }) => from_us <= now_us && now_us < to_us && luck.chance(share));
    try {
      const opened = openTheatre({
        journal: journalOn(openMemoryJournal(store), mine, fails, taken),
        channels: receivers.channels(mine),
        run: `run-${lives + 1}`,
        snapshotEvery: world.snapshotEvery,
        fromSnapshot: before?.from !== 'journal',
        onEmission: (emission, { seq }) => {
          if (mine.dead || seq <= saidUpTo) return;
          const entry = theatre?.journal.entry(seq);
          if (entry !== undefined) taken([entry]);
          spoken = Math.max(spoken, seq);
          observe({ kind: 'said', seq, emission });
          feed.hear(emission, now_us);
        },
        onAlarm: (alarm) => {
          if (alarm.kind === 'not-recorded') mine.endures = true;
          if (alarm.kind === 'recorded-again') mine.endures = false;
          if (!mine.dead) observe({ kind: 'alarm', at_us: now_us, alarm });
        },
      });
      saidUpTo = spoken;
      observe({ kind: 'opened', at_us: now_us, times: lives + 1 });
      return opened;
    } catch (error) {
      fell(error);
      return undefined;
    }
  }
  let spoken = -1;

  /** An error that came out of the shell: a death, a failing disk, or what must not be. */
  function fell(error: unknown): 'died' | 'disk' | 'broke' {
    if (error instanceof Died || life.dead) {
      theatre = undefined;
      saidUpTo = spoken;
      down_us = now_us + seconds_us(world.crashes.at(lives)?.down_s ?? 0);
      lives += 1;
      return 'died';
    }
    if (error instanceof JournalError) {
      if (theatre === undefined) down_us = now_us + AGAIN_US;
      return 'disk';
    }
    observe({ kind: 'broke', at_us: now_us, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return 'broke';
  }

  /** Brings one input to the door. False when there is nobody to go on with. */
  function bring(timed: TimedInput): boolean {
    if (theatre === undefined) {
      if (isSetup(timed.input)) feed.again(timed, Math.max(down_us, timed.at_us) + 1);
      return true;
    }
    const length = store.rows.length;
    try {
      const entry = theatre.accept(timed.at_us, timed.line, timed.input);
      saidUpTo = spoken;
      taken([entry]);
      observe({ kind: 'accepted', seq: entry.seq, input: timed.input });
    } catch (error) {
      const how = fell(error);
      if (how === 'broke') return false;
      const isWritten = store.rows.length > length;
      if (!isWritten && (how === 'disk' || isSetup(timed.input))) feed.again(timed, Math.max(down_us, timed.at_us + AGAIN_US));
    }
    return theatre?.stopped === undefined;
  }

  let looked_us = now_us;
  function look(): void {
    if (theatre === undefined || now_us - looked_us < LOOK_EVERY_US) return;
    looked_us = now_us;
    const { state } = theatre;
    observe({ kind: 'looked', at_us: now_us, state, snapshotLength: snapshot(state).length, waiting: theatre.undelivered() });
  }

  for (;;) {
    const [input_us, hanging_us] = [feed.due_us(), receivers.due_us()];
    const next_us = Math.min(input_us, hanging_us);
    if (next_us > feed.end_us) break;
    now_us = Math.max(now_us, next_us);
    if (theatre === undefined && now_us >= down_us) theatre = open();
    if (hanging_us <= input_us) {
      receivers.letGo(now_us);
      await promisesRun();
      if (life.dead && theatre !== undefined) fell(new Died('died in a promise'));
      saidUpTo = spoken;
      continue;
    }
    const timed = feed.take();
    if (timed !== undefined && !bring(timed)) break;
    look();
  }

  // All is well from here on: whatever waits must come through.
  life.dealings = Infinity;
  const end_us = Math.max(now_us, feed.end_us);
  for (let s = 0; s <= DRAIN_S; s += DRAIN_EVERY_S) {
    now_us = end_us + seconds_us(s);
    if (theatre === undefined) {
      lives = world.crashes.length;
      theatre = open();
    }
    receivers.letGo(now_us);
    await promisesRun();
    if (life.dead) theatre = undefined;
    try {
      theatre?.deliverAt(now_us);
      saidUpTo = spoken;
    } catch (error) {
      if (fell(error) === 'broke') break;
    }
    if (theatre !== undefined && theatre.undelivered().length === 0 && s >= 2 * DRAIN_EVERY_S) break;
  }
  const stopped = theatre?.stopped !== undefined;
  theatre?.close();
  const journal = openMemoryJournal(store);
  observe({
    kind: 'over',
    at_us: now_us,
    entries: [...journal.entries()],
    waiting: theatre?.undelivered() ?? [],
    digest: theatre?.digest ?? '',
    verification: stopped ? undefined : verifyJournal(journal),
  });
  return { violations, marks, lasted_s: (feed.end_us - world.scenario.start_us) / 1e6, entries: store.rows.length, crashes: lives };
}

/** Lets everything run that waits for a promise. Nothing in a rehearsal waits for more than a few. */
async function promisesRun(): Promise<void> {
  for (let k = 0; k < 12; k++) await Promise.resolve();
}

function isSetup(input: Input): boolean {
  return (
    input.kind === 'theatre' ||
    input.kind === 'sensor' ||
    input.kind === 'places' ||
    input.kind === 'announcement' ||
    input.kind === 'setting'
  );
}
