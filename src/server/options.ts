import type { ActAnswer } from '../api/wire-feed.ts';
import type { ExerciseRequest, ExerciseState } from '../api/wire-exercise.ts';
import type { Entry } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import type { HumanAct, WarningMessage } from '../core/warn/warning.ts';
import type { Backlog } from './backlog.ts';
import type { Feed } from './feed.ts';
import type { HubLimits } from './hub.ts';
import type { Session } from './sessions.ts';

/** What people can do about messages that wait for delivery. */
export type DeliveryDesk = {
  backlogs(): readonly Backlog[];
  retryDeliveries(): void;
  /** Returns how many messages somebody now knows of. */
  acknowledgeBacklog(channel: string): number;
};

/** How an exercise is conducted. */
export type ExerciseDesk = {
  state(): ExerciseState;
  /** Returns why it was not done, or undefined. */
  control(request: ExerciseRequest, by: Session): string | undefined;
  /** The after-action report, of the present attempt when none is named. */
  report(attempt?: number): string | undefined;
};

/** A picture of a part of a look, PNG, with words that say how to read it; `isTold`: what was found to burn is ringed. */
export type LookShown = {
  readonly sensor: string;
  readonly at_us: Micros;
  readonly isTold: boolean;
  readonly words: string;
  readonly png: Uint8Array;
};

export type ConnectionLimits = { readonly most: number; readonly request_ms: number; readonly look_ms: number };

/** What the server is given: it knows no journal, no channel and no format of its own. */
export type ServerOptions = {
  readonly feed: Feed;
  /** What becomes of a person's act: journaled and taken, or refused with the reason that the core gave. */
  onAct(act: HumanAct): ActAnswer | Promise<ActAnswer>;
  /** CAP 1.2 of a message, from the renderer that the channels use. */
  renderCap(message: WarningMessage): string;
  /** The present picture as a GeoJSON FeatureCollection. */
  renderGeojson(): object;
  /** Journal entries from a number on, lazily. Absent where nobody may read the journal over HTTP. */
  journal?(fromSeq: number): Iterable<Entry>;
  /** Absent where nothing is sent, as in a replay. */
  readonly deliveries?: DeliveryDesk;
  /** Looks of imagers that show an event, in order of time. Absent where nobody keeps frames. */
  looks?(event: string): readonly LookShown[];
  /** Absent where nothing is exercised; never there on the live line. */
  readonly exercise?: ExerciseDesk;
  /** Where the built console lies; by default beside this program. */
  readonly consoleRoot?: string;
  readonly limits?: HubLimits;
  readonly connections?: ConnectionLimits;
};
