import { createHash } from 'node:crypto';
import type { AnyChannel } from '../adapters/delivery/channel.ts';
import { readControls, type WrittenControl, writeControl } from '../adapters/journal/control-log.ts';
import type { Arrival, Journal } from '../adapters/journal/journal.ts';
import { heardIn } from '../adapters/sensor-feed/gate.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import type { HumanAct } from '../core/warn/warning.ts';
import type { Backlog } from '../server/backlog.ts';
import { keepDelivering } from '../server/keep-delivering.ts';
import type { Signer } from '../server/heads.ts';
import { openTheatre, type TheatreAlarm } from '../server/theatre.ts';
import { readableEntries, statedEntries } from '../server/readable.ts';
import type { Witness } from '../server/vouch.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { TruthBody } from '../sim/truth.ts';
import type { ImagerLookSeen } from '../sim/imager/imager-scans.ts';
import type { World } from '../sim/world.ts';
import { CommandError } from './exit.ts';
import { zeroOf } from '../sim/zero.ts';
import { factsOf, type RunFacts, writeFacts } from './journal-facts.ts';
import type { Pace } from './pace.ts';
import { createSensorLink } from './sensor-link.ts';
import { isListInstalled } from '../adapters/places/places.ts';
import { sourcedWorld } from '../adapters/world-sources/world-sources.ts';

export type SimulationOptions = {
  readonly scenario: Scenario;
  /** The scenario's text, to tell whether a journal is taken up again with the same one. */
  readonly text: string;
  readonly seed: number;
  readonly journal: Journal;
  readonly signer?: Signer;
  readonly formerSigner?: Signer;
  readonly witness?: Witness;
  readonly channels: readonly AnyChannel[];
  /** `seq`: the entry that it was said to. */
  readonly hear: (emission: Emission, text: string | undefined, seq: number) => void;
  readonly hearEntry?: (entry: Entry) => void;
  /** Is shown what imagers see. */
  readonly onLook?: (look: ImagerLookSeen) => void;
  readonly alarm: (alarm: TheatreAlarm) => void;
  /** Names this run where people sign at a console (TheatreOptions.run). */
  readonly run?: string;
};

export type Simulation = {
  readonly facts: RunFacts;
  /** Simulated seconds from the first input to the last. */
  readonly duration_s: number;
  readonly digest: string;
  /** What really flies in it. */
  readonly truth: readonly TruthBody[];
  /** The simulated present. */
  readonly now_us: Micros;
  /** Runs the world to its end, or until the signal. `advance` hears of the simulated seconds that have gone by. */
  run(options: { readonly pace: Pace; readonly signal?: AbortSignal; readonly advance?: (passed_s: number) => void }): Promise<void>;
  /** Writes down what somebody did to the exercise, and does to the world what it says. `paused`: whether the clock stands after it, for who takes the
   *  exercise up; the pace is not told. */
  readonly control: (by: string, text: string, intervention?: Intervention, paused?: boolean) => void;
  readonly controls: () => readonly WrittenControl[];
  /** What a person at a console does: journaled at the simulated present. Returns why it was refused, or undefined. */
  readonly act: (act: HumanAct) => string | undefined;
  /** After the world's end: goes on with what waits for delivery, by the clock on the wall, and the simulated present goes on with it.
   *  Returns how to stop. */
  readonly linger: () => () => void;
  readonly backlogs: () => readonly Backlog[];
  /** Tries all that waits now. */
  readonly retryDeliveries: () => void;
  /** Somebody knows what waits on this channel; it calls no more for it. Returns how many messages that is. */
  readonly acknowledgeBacklog: (channel: string) => number;
  /** Journal entries from a number on, also those that wait for the disk. */
  readonly entries: (fromSeq: number) => Iterable<Entry>;
  readonly close: () => Promise<void>;
};

/** A scenario in a theatre: the world makes sensor frames and people's acts, the frames go signed over the sensor feed, the theatre
 *  writes everything down and folds it, and the world's people hear what the core says. `run`, `serve` and `start` are this loop.
 *  A journal that holds the beginning of the same run is taken up where it ends: the world is made again up to there. */
export function simulate(options: SimulationOptions): Simulation {
  const { scenario, seed, journal, signer, formerSigner, witness } = options;
  const facts = sameRun(options);
  const world = sourcedWorld(scenario, seed, { ...(isListInstalled() ? {} : { placesAround: undefined }), onLook: options.onLook });
  const link = createSensorLink(scenario, heardIn(readableEntries(journal)));
  const said = new Map<number, Emission[]>();
  let refusal: { readonly seq: number; readonly detail: string } | undefined;
  let live = false;
  const theatre = openTheatre({
    journal,
    channels: options.channels,
    fromSnapshot: false,
    signer,
    formerSigner,
    witness,
    onAlarm: options.alarm,
    run: options.run,
    onEmission: (emission, { seq, text }) => {
      if (emission.kind === 'refused') refusal = { seq, detail: `${emission.reason}: ${emission.detail}` };
      if (live) world.hear(emission);
      else said.set(seq, [...(said.get(seq) ?? []), emission]);
      options.hear(emission, text, seq);
    },
  });
  catchUp(world, scenario, journal, said, options.hearEntry);
  said.clear();
  live = true;
  let heardEntries = journal.length;
  let now_us: Micros = journal.length === 0 ? world.start_us : (journal.entry(journal.length - 1)?.at_us ?? world.start_us);

  /** Deliveries are written down by the theatre itself, so there may be more than were accepted here. */
  const tellEntries = (): void => {
    if (options.hearEntry) for (const each of theatre.journal.entries(heardEntries)) options.hearEntry(each);
    heardEntries = theatre.journal.length;
  };

  const accept = (arrival: Arrival): Entry => {
    const entry = theatre.accept(arrival.at_us, arrival.line, arrival.input);
    now_us = Math.max(now_us, arrival.at_us);
    tellEntries();
    return entry;
  };

  return {
    facts,
    duration_s: (world.end_us - world.start_us) / 1e6,
    get digest() {
      return theatre.digest;
    },
    truth: world.truth,
    get now_us() {
      return now_us;
    },
    control(by, text, intervention, paused) {
      writeControl(theatre.journal, { at_us: now_us, by, text, intervention, paused });
      if (intervention !== undefined) world.intervene(intervention);
    },
    controls: () => readControls(theatre.journal),
    async run({ pace, signal, advance }) {
      let told_us = world.start_us;
      for (let due_us = world.due_us(); due_us < Infinity; due_us = world.due_us()) {
        await pace.until(due_us);
        if (signal?.aborted) return;
        // Taken only now: what somebody did meanwhile comes before it, as it does where the world is made again from the journal.
        if (world.due_us() > due_us) continue;
        const arrival = world.next();
        if (arrival === undefined) break;
        accept(link.carry(arrival));
        if (arrival.at_us > told_us) advance?.((arrival.at_us - told_us) / 1e6);
        told_us = Math.max(told_us, arrival.at_us);
      }
      await theatre.settled();
    },
    act(act) {
      const { seq } = accept({ at_us: now_us, line: scenario.line, input: act });
      return refusal?.seq === seq ? refusal.detail : undefined;
    },
    linger: () =>
      keepDelivering(now_us, (at_us) => {
        now_us = Math.max(now_us, at_us);
        theatre.deliverAt(now_us);
        tellEntries();
      }),
    backlogs: () => theatre.backlogs(),
    retryDeliveries() {
      theatre.retryDeliveries();
      tellEntries();
    },
    acknowledgeBacklog: (channel) => theatre.acknowledgeBacklog(channel),
    entries: (fromSeq) => theatre.journal.entries(fromSeq),
    async close() {
      await theatre.settled();
      theatre.close();
      journal.close();
    },
  };
}

/** A fresh journal gets the facts of this run; one that was begun must be of the same run, or two stories would be told as one. */
function sameRun({ scenario, seed, text, journal }: SimulationOptions): RunFacts {
  const facts: RunFacts = {
    scenario: scenario.id,
    title: scenario.title,
    line: scenario.line,
    seed,
    ...zeroOf(scenario),
    scenarioHash: hashOf(text),
  };
  if (factsOf(journal) === undefined && journal.length === 0) writeFacts(journal, facts);
  else refuseOtherRun(journal, text, seed);
  return facts;
}

/** Refuses a journal that holds something else than this run. */
export function refuseOtherRun(
  journal: Journal,
  text: string,
  seed: number,
  remedy = 'give a new file with --journal, or the scenario and seed it was begun with',
): void {
  const before = factsOf(journal);
  if (before === undefined ? journal.length === 0 : before.scenarioHash === hashOf(text) && before.seed === seed) return;
  throw new CommandError(
    `this journal holds another run: ${before ? `${before.scenario}, seed ${before.seed}` : 'something else'}`,
    journal.name,
    remedy,
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Kinds of entries that a theatre writes by itself. */
const FOREIGN: ReadonlySet<string> = new Set(['delivery', 'set-aside', 'opened']);

/** Makes the world again up to where the journal ends: each entry that came from it is taken from it once more, and its people hear
 *  what was said then. Deliveries, set-aside notes, openings and acts from a console came from elsewhere. */
function catchUp(
  world: World,
  scenario: Scenario,
  journal: Journal,
  said: ReadonlyMap<number, readonly Emission[]>,
  hearEntry: SimulationOptions['hearEntry'],
): void {
  const own = new Set(scenario.people.map((person) => person.session));
  const controls = readControls(journal);
  const interveneBefore = (seq: number): void => {
    for (; controls.length > 0 && controls[0].beforeSeq <= seq; controls.shift())
      if (controls[0].intervention !== undefined) world.intervene(controls[0].intervention as Intervention);
  };
  for (const { entry, kind } of statedEntries(journal)) {
    const { input, seq } = entry;
    interveneBefore(seq);
    const foreign = FOREIGN.has(kind) || (input.kind === 'act' && !own.has(input.session));
    if (!foreign) world.next();
    for (const emission of said.get(seq) ?? []) world.hear(emission);
    hearEntry?.(entry);
  }
  interveneBefore(journal.length);
}
