import { isoFromMicros } from '../../api/iso.ts';
import type { Micros } from '../../core/units.ts';

/** One thing in a file of plots that cannot be used: where, what, and what to do about it. */
export type Refusal = {
  readonly file: string;
  /** From 1; 0 where the file as a whole is meant. */
  readonly line: number;
  /** Column or key; empty for the line as a whole. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
  /** How many lines, or plots, it is of, where it is of several. */
  readonly lines?: number;
};

/** What became of a file, while it is read and after. */
export type PlotReport = {
  readonly plots: number;
  readonly scans: number;
  readonly refused: number;
  /** Plots that the file states, used or not: lines of a table, plots of NDJSON, epochs of a message, and what could not be read as one. */
  readonly lines: number;
  /** How many were refused for each reason, the most frequent first. */
  readonly reasons: readonly RefusedFor[];
  /** The first refusals; the count above goes on. */
  readonly refusals: readonly Refusal[];
  /** Things that a person should know and that are no fault. */
  readonly notes: readonly string[];
};

export type RefusedFor = { readonly reason: string; readonly count: number };

/** Reasons that are counted one by one; what has another is counted as `OTHER`. */
export const MOST_REASONS = 50;
const OTHER = 'other reasons';

/** What a refusal has in common with others: figures and what stood in the file are left out. */
export function reasonOf({ field, message }: Pick<Refusal, 'field' | 'message'>): string {
  const common = message.replace(/"[^"]*"|[+-]?\d[\d.,]*(?:e[+-]?\d+)?/gi, '…');
  return field === '' ? common : `${field.replace(/^plots\[\d+\]\./, '')}: ${common}`;
}

export function byCount(reasons: ReadonlyMap<string, number>): RefusedFor[] {
  return [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** Refusals that are listed one by one. */
export const MOST_LISTED = 100;
const MOST_NOTES = 20;

/** `plots.csv:12 range: "12x" is no number; write …`. */
export function describeRefusal({ file, line, field, message, remedy }: Refusal): string {
  return `${file}${line > 0 ? `:${line}` : ''}${field === '' ? '' : ` ${field}`}: ${message}; ${remedy}`;
}

/** The file cannot be used at all, or must not be used with a fault in it (strict). */
export class PlotFileError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(describeRefusal(refusal));
    this.name = 'PlotFileError';
    this.refusal = refusal;
  }
}

export type Reporter = PlotReport & {
  /** Counts and lists a refusal, of one line or of several; in strict reading it ends the reading. */
  refuse(refusal: Omit<Refusal, 'file' | 'lines'>, lines?: number): void;
  /** Says a thing once, however often it is met. */
  note(text: string): void;
  /** Ends the reading. */
  fail(refusal: Omit<Refusal, 'file'>): never;
  count(what: 'plots' | 'scans' | 'lines', more: number): void;
  /** Times of the file are of the calendar, and `t` of what comes out counts from this one; said anew, the last holds. */
  countFrom(at_us: Micros): void;
  readonly zero_us: Micros | undefined;
};

/** Refuses what could not be read as a plot, and so was not counted as one before. */
export function refuseUnread(reporter: Pick<Reporter, 'count' | 'refuse'>, refusal: Omit<Refusal, 'file' | 'lines'>): void {
  reporter.count('lines', 1);
  reporter.refuse(refusal);
}

/** Beside a file without dates `t` is what that file states. */
function zeroNote(zero_us: Micros): string {
  return zero_us === 0
    ? 't is as the file without dates states it, which must be in TAI seconds since 1970 to be beside a tracking data message'
    : `t counts from ${isoFromMicros(zero_us)}`;
}

export function createReporter(file: string, strict: boolean): Reporter {
  const counts = { plots: 0, scans: 0, refused: 0, lines: 0 };
  const reasons = new Map<string, number>();
  const refusals: Refusal[] = [];
  const notes: string[] = [];
  let zero_us: Micros | undefined;
  return {
    get zero_us() {
      return zero_us;
    },
    get notes() {
      return zero_us === undefined ? notes : [...notes, zeroNote(zero_us)];
    },
    countFrom(at_us) {
      zero_us = at_us;
    },
    get plots() {
      return counts.plots;
    },
    get scans() {
      return counts.scans;
    },
    get refused() {
      return counts.refused;
    },
    get lines() {
      return counts.lines;
    },
    get reasons() {
      return byCount(reasons);
    },
    refusals,
    refuse(refusal, lines = 1) {
      const whole = { file, ...refusal, ...(lines > 1 && { lines }) };
      if (strict) throw new PlotFileError(whole);
      counts.refused += lines;
      const reason = reasonOf(refusal);
      const counted = reasons.has(reason) || reasons.size < MOST_REASONS ? reason : OTHER;
      reasons.set(counted, (reasons.get(counted) ?? 0) + lines);
      if (refusals.length < MOST_LISTED) refusals.push(whole);
    },
    note(text) {
      if (!notes.includes(text) && notes.length < MOST_NOTES) notes.push(text);
    },
    fail(refusal) {
      throw new PlotFileError({ file, ...refusal });
    },
    count(what, more) {
      counts[what] += more;
    },
  };
}
