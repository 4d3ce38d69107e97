import type { AnyChannel } from '../adapters/delivery/channel.ts';
import type { Arrival, Journal } from '../adapters/journal/journal.ts';
import { MAX_BATCH } from '../adapters/journal/journal.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Entry, Input } from '../core/journal.ts';
import type * as pipeline from '../core/pipeline.ts';
import type { Line } from '../core/sense/line.ts';
import type { Micros } from '../core/units.ts';
import type { DeliveryAlarm } from './deliver.ts';
import { createDelivery } from './deliver.ts';
import type { RecordAlarm } from './enduring.ts';
import { enduring } from './enduring.ts';
import type { Finding } from './finding.ts';
import type { Fold } from './fold.ts';
import { PIPELINE } from './fold.ts';
import type { FoldingAlarm } from './folding.ts';
import { createFolding } from './folding.ts';
import type { Backlog } from './backlog.ts';
import type { Signer } from './heads.ts';
import type { Waiting } from './outbox.ts';
import { createOutbox } from './outbox.ts';
import { entriesChecked } from './replay.ts';
import { joinRoster } from './roster.ts';
import { asRecorded, createSpeaker, type Origin, type SpeakerAlarm } from './speaker.ts';
import { CORE_STAMP } from './stamp.ts';
import type { Witness } from './vouch.ts';
import { createVouching } from './vouch.ts';

/** What the shell has to tell people about itself. */
export type TheatreAlarm =
  | FoldingAlarm
  /** A clock stepped back. The entry was taken, at the journal's last time. */
  | { readonly kind: 'time-went-back'; readonly seq: number; readonly by_us: Micros }
  /** Replay says something else than was said when the entry came: another version of the core, or a fault. */
  | { readonly kind: 'digest-differs'; readonly seq: number }
  /** The journal is not what was written. The theatre goes on with what is there; `tocsin audit` tells it all. */
  | { readonly kind: 'record-doubtful'; readonly finding: Finding }
  /** Signed heads cannot be written to their second place. */
  | { readonly kind: 'witness-failed'; readonly detail: string }
  /** The theatre ended before the disk came back. */
  | { readonly kind: 'never-recorded'; readonly entries: number }
  | RecordAlarm
  | SpeakerAlarm
  | DeliveryAlarm;

export type TheatreOptions = {
  readonly journal: Journal;
  readonly channels?: readonly AnyChannel[];
  /** Hears everything the core says, once the entry that caused it is durable. It must not call `accept`. */
  readonly onEmission?: (emission: Emission, origin: Origin) => void;
  readonly onAlarm?: (alarm: TheatreAlarm) => void;
  /** Names this run, where people sign whose identity ends with it, as at a console's demonstration sign-in: what one of them has signed
   *  alone when the journal is opened is void, and an `opened` entry says so. Otherwise one human, back after a restart under another
   *  name, would be the second person. Absent where people keep their ids over runs, as a scenario's do. */
  readonly run?: string;
  /** Entries between two snapshots; 0 for none. */
  readonly snapshotEvery?: number;
  /** False: replay from the first entry on, so that `onEmission` hears all that was ever said. */
  readonly fromSnapshot?: boolean;
  /** Signs heads of the record at intervals, and snapshots. */
  readonly signer?: Signer;
  /** Signs for `signer` where the record names another key: this one. Without it such a start is told as doubtful, and every audit tells it. */
  readonly formerSigner?: Signer;
  /** Where signed heads go besides the journal. */
  readonly witness?: Witness;
};

export type Theatre<State> = {
  /** Writes the entry down durably, folds it, and hands what follows to listeners and then to channels. A time before the last entry's is
   *  lifted to it, with an alarm: when a clock steps back, no measurement and no person's act may be lost for it. */
  accept(at_us: Micros, line: Line, input: Input): Entry;
  /** The same for a burst that came together: one wait for the disk, and all of it or nothing. */
  acceptAll(arrivals: readonly Arrival[]): readonly Entry[];
  readonly state: State;
  /** The journal as the theatre has it: with what waits for a disk that takes nothing. To read. */
  readonly journal: Journal & { readonly recorded: boolean };
  /** Digest of everything said so far (digest.ts). */
  readonly digest: string;
  /** Why the theatre takes nothing more, or undefined while it runs. */
  readonly stopped: string | undefined;
  /** Messages that some channel has not confirmed. */
  undelivered(): readonly Waiting[];
  /** The same, told of each channel. */
  backlogs(): readonly Backlog[];
  /** Tries all that waits now: somebody has mended a channel and will not wait for the pause, nor for an answer that does not come. */
  retryDeliveries(): void;
  /** Somebody knows of what waits on this channel: it calls no more for it. Returns how many messages that is. */
  acknowledgeBacklog(channel: string): number;
  /** Tries what is due at `at_us`, and calls a person where that is due. Entries do the same as they come; this is for a shell in which
   *  none come any more. Nothing but outcomes is journaled, at that time, so that a replay finds them. */
  deliverAt(at_us: Micros): void;
  /** Resolves when no channel is busy with a message any more. */
  settled(): Promise<void>;
  close(): void;
};

const SNAPSHOT_EVERY = 20_000;

/** Opens a theatre on its journal: takes up the state where the journal ends, sends again what no channel confirmed, and goes on. */
export function openTheatre(options: TheatreOptions): Theatre<pipeline.State> {
  return openTheatreOn(PIPELINE, options);
}

/** The same on another fold than the pipeline. */
export function openTheatreOn<State>(fold: Fold<State>, options: TheatreOptions): Theatre<State> {
  const { channels = [], snapshotEvery = SNAPSHOT_EVERY, signer } = options;
  const alarm = (what: TheatreAlarm): void => options.onAlarm?.(what);
  const doubt = (finding: Finding): void => alarm({ kind: 'record-doubtful', finding });
  const journal = enduring(options.journal, alarm, (seq) => vouching.caughtUp(seq));
  const { formerSigner, witness } = options;
  const vouching = createVouching({ journal, signer, formerSigner, witness, doubt, alarm });
  nameCore(journal, fold.stamp());
  const roster = joinRoster(journal, channels);
  const folding = createFolding(fold, { journal, signer, fromSnapshot: options.fromSnapshot !== false, alarm });
  const speaker = createSpeaker(options.onEmission, alarm);
  const begun = folding.position.seq;
  let last_us = begun < 0 ? -Infinity : (journal.entry(begun)?.at_us ?? -Infinity);
  /** The latest time that the shell spoke of (`deliverAt`), or that an entry bore. */
  let clock_us = last_us;
  let agrees = true;
  let closed = false;
  const outbox = createOutbox(roster, folding.waiting);
  const delivery = createDelivery({
    outbox,
    channels,
    alarm,
    now_us: () => Math.max(last_us, clock_us),
    write: (outcomes) => {
      for (let k = 0; k < outcomes.length; k += MAX_BATCH) write(outcomes.slice(k, k + MAX_BATCH));
    },
    isOpen: () => !closed && folding.stopped === undefined,
  });

  foldAll(entriesChecked(journal, begun + 1, doubt), true);
  foldRest();
  vouching.opened(folding.position);
  voidHalfSigned();
  outbox.hurry();
  delivery.sendDue();

  /** Nothing is written where nothing is half signed: a run that is taken up again gives the same bytes as one that was never cut off. */
  function voidHalfSigned(): void {
    const { run } = options;
    const last = journal.entry(journal.length - 1);
    if (run === undefined || last === undefined || folding.stopped !== undefined) return;
    if (fold.isHalfSigned?.(folding.position.state) !== true) return;
    write([{ at_us: last.at_us, line: last.line, input: { kind: 'opened', run } }]);
  }

  function acceptAll(arrivals: readonly Arrival[]): readonly Entry[] {
    if (closed) throw new Error(`the theatre on journal ${journal.name} is closed`);
    if (folding.stopped !== undefined) throw new Error(`the theatre on journal ${journal.name} has stopped: ${folding.stopped}`);
    if (speaker.speaking) throw new Error('a listener called accept while the core was speaking; accept when it has finished');
    const entries = write(arrivals);
    delivery.sendDue();
    if (snapshotEvery > 0 && folding.unsaved >= snapshotEvery) saveNow();
    return entries;
  }

  /** Durable first, then folded, then signed: nothing that is said or sent rests on an entry that a crash could take back. */
  function write(arrivals: readonly Arrival[]): readonly Entry[] {
    const entries = journal.appendAll(liftedToOrder(arrivals));
    foldAll(entries, false);
    foldRest();
    vouching.after(folding.position);
    return entries;
  }

  function liftedToOrder(arrivals: readonly Arrival[]): readonly Arrival[] {
    let before_us = last_us;
    return arrivals.map((arrival, k) => {
      const by_us = before_us - arrival.at_us;
      before_us = Math.max(before_us, arrival.at_us);
      if (!(by_us > 0)) return arrival;
      alarm({ kind: 'time-went-back', seq: journal.length + k, by_us });
      return { ...arrival, at_us: before_us };
    });
  }

  function foldAll(entries: Iterable<Entry>, replayed: boolean): void {
    for (const entry of entries) {
      foldOne(entry, replayed);
      if (folding.stopped !== undefined) return;
    }
  }

  /** A set-aside entry that was written on the way has a number after those that were being folded. */
  function foldRest(): void {
    const { seq } = folding.position;
    if (folding.stopped === undefined && seq < journal.length - 1) foldAll(journal.entries(seq + 1), false);
  }

  function foldOne(entry: Entry, replayed: boolean): void {
    last_us = entry.at_us;
    const said = folding.take(entry);
    if (said === undefined) return;
    keepDigest(replayed);
    for (const emission of said.emissions) {
      if (emission.kind !== 'message') continue;
      vouching.due();
      delivery.post(entry.seq, asRecorded(emission.message, journal.recorded));
    }
    if (entry.input.kind === 'delivery') noteDelivery(entry.input, entry.at_us);
    speaker.speak(said, { seq: entry.seq, replayed, recorded: journal.recorded });
  }

  function noteDelivery(outcome: Extract<Input, { kind: 'delivery' }>, at_us: Micros): void {
    outbox.settle(outcome, at_us);
    if (outcome.outcome === 'dropped') delivery.backlogs.dropped(outcome.channel);
  }

  function keepDigest(replayed: boolean): void {
    const { seq, digest } = folding.position;
    const recorded = replayed ? journal.digest(seq) : undefined;
    if (recorded === undefined) {
      if (!replayed || vouching.mayRecord(seq)) journal.recordDigest(seq, digest);
    } else if (agrees && recorded !== digest) {
      agrees = false;
      alarm({ kind: 'digest-differs', seq });
    }
  }

  /** While the disk takes nothing there is nothing to begin from. */
  function saveNow(): void {
    if (journal.recorded) folding.save(outbox.waiting());
  }

  return {
    accept: (at_us, line, input) => acceptAll([{ at_us, line, input }])[0],
    acceptAll,
    journal,
    get state() {
      return folding.position.state;
    },
    get digest() {
      return folding.position.digest;
    },
    get stopped() {
      return folding.stopped;
    },
    undelivered: () => outbox.waiting(),
    retryDeliveries: delivery.hurry,
    backlogs: () => delivery.backlogs.list(),
    acknowledgeBacklog: (channel) => delivery.backlogs.acknowledge(channel),
    deliverAt: (at_us) => {
      clock_us = Math.max(clock_us, at_us);
      delivery.sendDue();
    },
    settled: () => delivery.settled(),
    close: () => {
      if (closed) return;
      closed = true;
      journal.flush();
      if (snapshotEvery > 0 && folding.stopped === undefined && folding.unsaved > 0) saveNow();
      vouching.closed(folding.position);
      journal.flush();
      if (!journal.recorded) alarm({ kind: 'never-recorded', entries: journal.length - options.journal.length });
    },
  };
}

/** Writes down whose code speaks from here on: a digest that differs later is then no riddle. */
function nameCore(journal: Journal, stamp: string | undefined): void {
  if (stamp !== undefined && journal.meta(CORE_STAMP) !== stamp) journal.setMeta(CORE_STAMP, stamp);
}
