import type { Micros, Seconds } from '../../core/units.ts';

/** Days and weeks: what counts its seconds from midnight, or from the beginning of the week, begins anew after so long. */
const SPANS_us: readonly Micros[] = [86_400e6, 604_800e6];
/** Lines of so many neighbouring scans may be mixed: a number or a time that falls by no more has not begun anew. */
const MIXED = 4;
/** A number is this many periods behind its time at the least where the counter has begun anew: one that counts down is two behind with every line. */
const BEHIND = 2.5;

/** Makes numbers and times that begin anew go on: a counter of few bits, a time of day. Lines are given in the order in which they were read; what falls
 *  in a file that had risen until then, and by more than lines may be mixed, has begun anew where the other of the two goes on, or where it is
 *  plain from its size. */
export type Unwrapper = {
  time(at_us: Micros): Micros;
  /** `at_us`: as `time` gave it; undefined where the line has none. */
  number(scan: number, at_us: Micros | undefined): number;
  /** Whether the counter has begun anew after one number, at the next that was given: how many were left out between them it does not say. Asked in
   *  ascending order. */
  hasBegunAfter(number: number, next: number): boolean;
  /** What it did, for people. */
  notes(): string[];
};

export function createUnwrapper(period_s: Seconds): Unwrapper {
  const period_us = period_s * 1e6;
  let newest_us: Micros | undefined;
  let timesRise = true;
  let span_us = 0;

  let newest: { readonly scan: number; readonly number: number; readonly at_us: Micros | undefined } | undefined;
  /** Of the scan before the newest: one wrong number is no evidence. */
  let numberBefore = -Infinity;
  let numbersRise = true;
  let offset = 0;
  let offsetBefore = 0;
  /** Numbers, counted on, at which it has begun anew by its time. */
  const beginnings: number[] = [];

  function time(at_us: Micros): Micros {
    if (newest_us !== undefined && at_us < newest_us && span_us === 0) {
      const [newest, fall] = [newest_us, newest_us - at_us];
      if (timesRise && at_us >= 0) span_us = SPANS_us.find((span) => newest <= span && fall > span / 2) ?? 0;
      if (span_us === 0 && fall > MIXED * period_us) timesRise = false;
    }
    const whole = span_us === 0 || newest_us === undefined ? at_us : at_us + span_us * Math.round((newest_us - at_us) / span_us);
    newest_us = whole;
    return whole;
  }

  function number(scan: number, at_us: Micros | undefined): number {
    if (newest !== undefined && scan !== newest.scan) {
      if (newest.at_us !== undefined && at_us !== undefined) unwrapByTime(scan, newest, at_us);
      else unwrapBySize(scan, newest);
      numberBefore = newest.number;
    }
    newest = { scan, number: scan + offset, at_us };
    return scan + offset;
  }

  type Numbered = { readonly scan: number; readonly number: number };

  function unwrapByTime(scan: number, before: Numbered & { readonly at_us?: Micros | undefined }, at_us: Micros): void {
    const expected = before.number + (at_us - (before.at_us as Micros)) / period_us;
    // One wrong number is no beginning: the next line says so.
    if (Math.abs(scan + offsetBefore - expected) + 1 < Math.abs(scan + offset - expected)) [offset, offsetBefore] = [offsetBefore, offset];
    // What falls below one number only is of a scan whose last plot is later than the first of the next, or follows a wrong number.
    const falls = scan + offset < before.number && (scan + offset < numberBefore || numberBefore === -Infinity);
    if (at_us <= (before.at_us as Micros) || !falls || expected - (scan + offset) < BEHIND) return;
    offsetBefore = offset;
    offset = Math.max(before.number + 1, Math.round(expected)) - scan;
    beginnings.push(scan + offset);
  }

  /** Without times: a counter at the end of its bits that is at its beginning with the next line. */
  function unwrapBySize(scan: number, before: Numbered): void {
    const size = 2 ** Math.ceil(Math.log2(before.scan + 1));
    if (numbersRise && before.scan >= size - MIXED && scan < MIXED && hasBegunAnew(scan, before)) offset += size;
    else if (scan + offset < before.number - MIXED) numbersRise = false;
  }

  function hasBegunAnew(scan: number, before: Numbered): boolean {
    const number = scan + offset + MIXED;
    return number < before.number && (number < numberBefore || numberBefore === -Infinity) && scan < before.scan / 2;
  }

  return {
    time,
    number,
    hasBegunAfter(number, next) {
      while (beginnings.length > 0 && beginnings[0] <= number) beginnings.shift();
      return beginnings.length > 0 && beginnings[0] <= next;
    },
    notes: () => [
      ...(span_us === 0
        ? []
        : [
            `times begin anew at ${span_us === SPANS_us[0] ? 'midnight' : 'the end of the week'}: ${span_us / 1e6} s are added from there on`,
          ]),
      ...(offset === 0 ? [] : ['the counter of scans begins anew while time goes on: it is counted on']),
    ],
  };
}
