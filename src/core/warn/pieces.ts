import type { Assessment } from '../assess/assessment.ts';
import type { Micros } from '../units.ts';
import { reachesOut } from './alert-area.ts';
import { newPiece, type PieceRecord, saidOf } from './piece-record.ts';
import { change, type WarningRecord } from './record.ts';
import type { PieceExclusion, Warning, WarningChange, WarningPort } from './warning.ts';

/** What has parted from a body is followed piece by piece, and one warning holds the areas of all until one is excluded (H16): on 22 June 2025 the track
 *  went with the rear part, and the city on which the front fell had no siren. */

/** Both areas count for so long at least, s. */
const BOTH_FOR_S = 60;

/** How long a reason must have held before a piece is excluded for it, s. Its time to come down is a wait of its own. */
const HELD_S: Readonly<Record<PieceExclusion['kind'], number>> = {
  'other-cause': 10,
  light: 10,
  elsewhere: 10,
  'radar-absent': 60,
  'track-lost': 60,
  'come-down': 0,
};

/** For so long nothing must have spoken against one that was excluded before it counts again, s: the shock of an entry lasts for some looks. */
const COUNTS_AGAIN_S = 20;

/** What parted from the body of a warning counts for it from now on. */
export function addPiece(record: WarningRecord, assessment: Assessment, now_us: Micros, port: WarningPort): void {
  const piece = newPiece(assessment, now_us, false);
  record.pieces.push(piece);
  counts(record, piece, assessment, port);
}

/** What speaks against a piece, now: it is excluded when that has held for long enough while another one counts of which nothing is said, and counts again when it
 *  has not held for a while. */
export function weighPiece(
  record: WarningRecord,
  piece: PieceRecord,
  why: PieceExclusion | undefined,
  assessment: Assessment | undefined,
  at_us: Micros,
  port: WarningPort,
): void {
  if (why === undefined) {
    piece.against = undefined;
    if (piece.excluded === undefined || assessment === undefined) return;
    piece.clearSince_us ??= at_us;
    if (at_us - piece.clearSince_us >= COUNTS_AGAIN_S * 1e6) counts(record, piece, assessment, port);
    return;
  }
  piece.clearSince_us = undefined;
  piece.against = { why, since_us: piece.against?.why.kind === why.kind ? piece.against.since_us : at_us };
  const held_s = (at_us - piece.against.since_us) / 1e6;
  const both_s = why.kind === 'come-down' ? Infinity : (at_us - piece.since_us) / 1e6;
  if (piece.excluded !== undefined || held_s < HELD_S[why.kind] || both_s < BOTH_FOR_S || !othersCount(record, piece)) return;
  piece.excluded = why;
  say(record, 'piece-excluded', port);
}

/** Pieces whose areas the warning is to hold. */
export function counted({ pieces }: WarningRecord): PieceRecord[] {
  return pieces.filter(({ excluded }) => excluded === undefined);
}

/** The area has been drawn over these, and over no others. */
export function drawnOver({ pieces }: WarningRecord, events: readonly string[]): void {
  for (const piece of pieces) piece.inArea = events.includes(piece.event);
}

/** The warning with its pieces as they stand; of one object alone nothing is said of pieces. */
export function withPieces({ pieces: _, ...warning }: Warning, { pieces }: WarningRecord): Warning {
  return pieces.length < 2 ? warning : { ...warning, pieces: pieces.map(saidOf) };
}

function othersCount(record: WarningRecord, piece: PieceRecord): boolean {
  return counted(record).some((other) => other !== piece && other.against === undefined);
}

function counts(record: WarningRecord, piece: PieceRecord, { impact }: Assessment, port: WarningPort): void {
  Object.assign(piece, { excluded: undefined, clearSince_us: undefined });
  piece.inArea = impact !== undefined && !reachesOut(record.warning.area, impact, false);
  say(record, 'piece-added', port);
}

function say(record: WarningRecord, name: WarningChange, port: WarningPort): void {
  change(record, withPieces(record.warning, record), name, port);
}
