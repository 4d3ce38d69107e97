import { type EventRecord, warningOf } from '../state/event-book.ts';
import type { State } from '../state/state.ts';
import { followJoin, followMove } from '../warn/follow.ts';
import { MAX_PIECES } from '../warn/piece-record.ts';
import { isOpen, type WarningRecord } from '../warn/record.ts';
import type { WarningPort } from '../warn/warning.ts';

/** Of two warnings of one object the one goes on that is out, else the one that is open, else the one of the event that goes on; the other's
 *  receivers are told that it is the same object. A closed one is carried over too: it keeps the rule by which it may be recommended again. What a warning
 *  holds besides, pieces that parted from its object, goes with it. */
export function joinWarnings(state: State, from: EventRecord, to: EventRecord, port: WarningPort): void {
  const mine = warningOf(state, from);
  const theirs = warningOf(state, to);
  if (mine === undefined) return;
  if (mine === theirs || mine.warning.event !== from.id) {
    joinAsPiece(from, to, mine, theirs, port);
    return;
  }
  if (theirs !== undefined && standing(theirs) >= standing(mine)) {
    carryPieces(state, mine, from, theirs);
    followJoin(mine, theirs, state.at_us, port);
    return;
  }
  if (theirs !== undefined) {
    carryPieces(state, theirs, to, mine);
    followMove(theirs, from.id, port);
    followJoin(theirs, mine, state.at_us, port);
  }
  rename(mine, from, to);
  followMove(mine, to.id, port);
  [from.warning, to.warning] = [theirs?.warning.id, mine.warning.id];
}

/** What was one piece of several in a warning is the other object now: a piece of the same warning, or warned of by itself. */
function joinAsPiece(from: EventRecord, to: EventRecord, mine: WarningRecord, theirs: WarningRecord | undefined, port: WarningPort): void {
  if (theirs === undefined) {
    rename(mine, from, to);
    to.warning = mine.warning.id;
  } else mine.pieces = mine.pieces.filter(({ event }) => event !== from.id);
  from.warning = undefined;
  if (mine.warning.event === from.id) followMove(mine, to.id, port);
}

function rename({ pieces }: WarningRecord, from: EventRecord, to: EventRecord): void {
  for (const piece of pieces) if (piece.event === from.id) piece.event = to.id;
}

/** The pieces of a warning besides that of an event go over to another one, as far as there is room. */
function carryPieces({ events }: State, closed: WarningRecord, of: EventRecord, into: WarningRecord): void {
  for (const piece of closed.pieces) {
    const event = events[piece.event] as EventRecord | undefined;
    if (event === undefined || event === of) continue;
    const hasRoom = into.pieces.length < MAX_PIECES;
    event.warning = hasRoom ? into.warning.id : undefined;
    if (hasRoom) into.pieces.push({ ...piece, inArea: false });
  }
  closed.pieces = closed.pieces.filter(({ event }) => event === of.id);
}

function standing({ warning }: WarningRecord): number {
  return warning.state === 'released' ? 2 : isOpen(warning) ? 1 : 0;
}
