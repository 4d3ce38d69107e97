import type { Assessment } from '../assess/assessment.ts';
import type { Micros } from '../units.ts';
import type { PieceExclusion, WarningPiece } from './warning.ts';

/** A piece with what must be remembered of it. */
export type PieceRecord = {
  /** Another one, when the two turn out to be the same object. */
  event: string;
  tracks: readonly string[];
  readonly since_us: Micros;
  inArea: boolean;
  /** What speaks against its area, and since when without a break. */
  against: { readonly why: PieceExclusion; readonly since_us: Micros } | undefined;
  excluded: PieceExclusion | undefined;
  /** Since when nothing has spoken against one that is excluded. */
  clearSince_us: Micros | undefined;
};

/** Most pieces of one warning, excluded ones too. What parts from the same body beyond that gets a warning of its own, which holds as many again: nobody is left
 *  out, and what breaks into fifty makes seven warnings and not fifty. */
export const MAX_PIECES = 8;

export function newPiece({ event, tracks }: Assessment, since_us: Micros, inArea: boolean): PieceRecord {
  return { event, tracks, since_us, inArea, against: undefined, excluded: undefined, clearSince_us: undefined };
}

export function saidOf({ event, tracks, inArea, excluded }: PieceRecord): WarningPiece {
  return { event, tracks, inArea: inArea && excluded === undefined, ...(excluded === undefined ? {} : { excluded }) };
}
