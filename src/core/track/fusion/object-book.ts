import { cholesky } from '../../math/matrix.ts';
import type { Micros } from '../../units.ts';
import { distance2, paired } from './associate-tracks.ts';
import { type Bounds, choiceFault, isFields, numberFault, refuseFault, shown, timeFault } from '../../valid.ts';
import { combined, type Dependence, DEPENDENCES } from './fuse.ts';
import type { StateEstimate } from './joint-diagonal.ts';
import { areDisjoint, isWithin, merged, type Pedigree, pedigreeError } from './pedigree.ts';

/** One system's word on one of its tracks: position and velocity at a time, and what they were made from. */
export type ReportedTrack = {
  readonly system: string;
  readonly track: string;
  readonly at_us: Micros;
  /** Six states, ECEF, m and m/s. */
  readonly estimate: StateEstimate;
  readonly pedigree: Pedigree;
};

/** One object as several systems know it: the last report of each, systems in order of their names. */
export type BookedObject = { readonly id: string; readonly parts: ReportedTrack[] };

/** All objects. Plain data: it can be part of a larger state. */
export type ObjectBook = { readonly objects: BookedObject[]; nextNumber: number };

export type BookOptions = {
  /** The name of the system that keeps this book; its own tracks are reported to it like any other's, from its own sensors alone. */
  readonly self: string;
  /** The estimate `dt_s` later (earlier, where it is negative), with the process noise of that time. */
  predict(estimate: StateEstimate, dt_s: number): StateEstimate;
  /** Squared distance in six dimensions up to which two reports may be of one object; 22.5 is χ²₆ at 0.999. */
  readonly gate: number;
  /** For reports with no origin in common. Their errors still share what the object itself did, so `common` is right for anything that
   *  manoeuvres, and `independent` at most for a coast. */
  readonly whenDisjoint: Dependence;
  /** Reports older than this are let go. */
  readonly maxAge_s: number;
  readonly maxObjects: number;
};

/** What became of a report.   nothing-new   what it was made from is in this system's last report already, at most predicted on
 *                             own-echo      it holds nothing but what this system itself has sent */
export type ReportOutcome =
  | { readonly kind: 'joined' | 'new-object'; readonly object: string }
  | { readonly kind: 'nothing-new' | 'own-echo' | 'no-room' }
  | { readonly kind: 'malformed'; readonly reason: string };

export type FusedObject = {
  readonly object: string;
  readonly estimate: StateEstimate;
  readonly pedigree: Pedigree;
  /** The reports that it rests on: one whose every source is among the others' is left out. */
  readonly from: readonly { readonly system: string; readonly track: string }[];
};

/** A book with no object in it. */
export function newObjectBook(): ObjectBook {
  return { objects: [], nextNumber: 1 };
}

/** Takes the reports of one system, to a time that none of them is later than: each goes on with its object, joins one that this system
 *  has not reported yet, or is an object of its own.
 *  What is fused is for the picture (`pictureOf`) and never goes into a report's own track, so information cannot come round and count twice
 *  here; what other systems fused and sent on is told by its pedigree. */
export function takeReports(book: ObjectBook, reports: readonly ReportedTrack[], at_us: Micros, options: BookOptions): ReportOutcome[] {
  checkBook(at_us, options);
  if (!Array.isArray(reports) || reports.some((report: unknown) => !isFields(report)))
    throw new RangeError(`reports: ${shown(reports)} is no list of reports; give a list of ReportedTrack`);
  if (reports.some(({ system }) => system !== reports[0].system))
    throw new RangeError('reports: they are of several systems; take those of one system at a time');
  letGo(book, at_us, options.maxAge_s);
  const outcomes = reports.map((report) => goOn(book, report, at_us, options));
  const open = reports.filter((_, k) => outcomes[k] === undefined);
  const settled = settle(book, open, at_us, options);
  let next = 0;
  return outcomes.map((outcome) => outcome ?? settled[next++]);
}

/** What is known of each object at a time, from all that report it. */
export function pictureOf(book: ObjectBook, at_us: Micros, options: BookOptions): FusedObject[] {
  checkBook(at_us, options);
  return book.objects.map(({ id, parts }) => ({ object: id, ...fusedFrom(parts, at_us, options) }));
}

/** Throws `RangeError` for a time or an option that cannot be. */
function checkBook(at_us: Micros, options: BookOptions): void {
  refuseFault(timeFault('at_us', at_us));
  if (!isFields(options)) throw new RangeError(`options: ${shown(options)} will not do; give BookOptions`);
  if (typeof options.self !== 'string')
    throw new RangeError(`options.self: ${shown(options.self)} is no name; give the name of this system`);
  if (typeof options.predict !== 'function')
    throw new RangeError(`options.predict: ${shown(options.predict)} is no function; give (estimate, dt_s) => estimate`);
  refuseFault(numberFault('options.gate', options.gate, { ...POSITIVE, remedy: 'give a squared distance: 22.5 is χ² of 6 at 0.999' }));
  refuseFault(choiceFault('options.whenDisjoint', options.whenDisjoint, DEPENDENCES));
  refuseFault(numberFault('options.maxAge_s', options.maxAge_s, { ...POSITIVE, unit: 's' }));
  refuseFault(numberFault('options.maxObjects', options.maxObjects, POSITIVE));
}

const POSITIVE: Bounds = { unit: '', range: [Number.MIN_VALUE, Infinity], remedy: 'give a number above 0' };

/** The outcome of a report that needs no association; undefined for one that does. */
function goOn(book: ObjectBook, report: ReportedTrack, at_us: Micros, options: BookOptions): ReportOutcome | undefined {
  const error = reportError(report, at_us);
  if (error !== undefined) return { kind: 'malformed', reason: error };
  if (report.system !== options.self && report.pedigree.every(({ origin }) => origin === options.self)) return { kind: 'own-echo' };
  const object = book.objects.find(({ parts }) => parts.some(({ system, track }) => system === report.system && track === report.track));
  if (object === undefined) return undefined;
  const place = object.parts.findIndex(({ system }) => system === report.system);
  if (isWithin(report.pedigree, object.parts[place].pedigree)) return { kind: 'nothing-new' };
  const [last] = object.parts.splice(place, 1);
  if (object.parts.length > 0 && distance2(at(report, at_us, options), fusedFrom(object.parts, at_us, options).estimate) >= options.gate)
    return undefined;
  object.parts.splice(place, 0, { ...last, ...report });
  return { kind: 'joined', object: object.id };
}

/** Reports without an object: the assignment to those that their system does not report, and new objects for the rest. */
function settle(book: ObjectBook, open: readonly ReportedTrack[], at_us: Micros, options: BookOptions): ReportOutcome[] {
  if (open.length === 0) return [];
  const { system } = open[0];
  const free = book.objects.filter(({ parts }) => parts.every((part) => part.system !== system));
  const columnOf = paired(
    open.map((report) => at(report, at_us, options)),
    free.map(({ parts }) => fusedFrom(parts, at_us, options).estimate),
    options.gate,
  );
  return open.map((report, k): ReportOutcome => {
    const object = columnOf[k] < 0 ? undefined : free[columnOf[k]];
    if (object !== undefined) {
      object.parts.push(report);
      object.parts.sort((a, b) => (a.system < b.system ? -1 : 1));
      return { kind: 'joined', object: object.id };
    }
    if (book.objects.length >= options.maxObjects) return { kind: 'no-room' };
    const id = `O${book.nextNumber++}`;
    book.objects.push({ id, parts: [report] });
    return { kind: 'new-object', object: id };
  });
}

function fusedFrom(parts: readonly ReportedTrack[], at_us: Micros, options: BookOptions): Omit<FusedObject, 'object'> {
  const used = withoutRumours(parts);
  let estimate = at(used[0], at_us, options);
  let { pedigree } = used[0];
  for (const part of used.slice(1)) {
    const dependence = areDisjoint(pedigree, part.pedigree) ? options.whenDisjoint : 'unknown';
    const fused = combined(estimate, at(part, at_us, options), dependence);
    // Both were checked at the door; a covariance that prediction has spoilt adds nothing.
    if (fused.kind === 'fused') estimate = fused.estimate;
    pedigree = merged(pedigree, part.pedigree);
  }
  return { estimate, pedigree, from: used.map(({ system, track }) => ({ system, track })) };
}

/** Leaves out reports that were made from nothing but what the others were made from, those with the most origins first: they are relays. */
function withoutRumours(parts: readonly ReportedTrack[]): ReportedTrack[] {
  let used = [...parts];
  const suspects = [...parts].sort((a, b) => b.pedigree.length - a.pedigree.length || (a.system < b.system ? 1 : -1));
  for (const suspect of suspects) {
    const others = used.filter((part) => part !== suspect);
    const known = others.reduce<Pedigree>((sum, { pedigree }) => merged(sum, pedigree), []);
    if (isWithin(suspect.pedigree, known)) used = others;
  }
  return used;
}

function at(report: ReportedTrack, at_us: Micros, options: BookOptions): StateEstimate {
  return report.at_us === at_us ? report.estimate : options.predict(report.estimate, (at_us - report.at_us) / 1e6);
}

function letGo(book: ObjectBook, at_us: Micros, maxAge_s: number): void {
  const oldest_us = at_us - maxAge_s * 1e6;
  for (const { parts } of book.objects) parts.splice(0, Infinity, ...parts.filter((part) => part.at_us >= oldest_us));
  book.objects.splice(0, Infinity, ...book.objects.filter(({ parts }) => parts.length > 0));
}

function reportError({ at_us, estimate, pedigree }: ReportedTrack, now_us: Micros): string | undefined {
  if (!Number.isSafeInteger(at_us)) return 'its time is no whole number of µs';
  if (at_us > now_us) return 'it is of a time to come';
  if (!isFields(estimate) || !(estimate.x instanceof Float64Array) || !(estimate.p instanceof Float64Array)) return 'it has no estimate';
  const { x, p } = estimate;
  if (x.length !== 6 || p.length !== 36) return 'it has not six states';
  if (!x.every(Number.isFinite) || !p.every(Number.isFinite)) return 'a number in it is not finite';
  const scale = Float64Array.from({ length: 6 }, (_, i) => Math.sqrt(p[i * 7]));
  const unit = p.map((v, k) => v / (scale[Math.floor(k / 6)] * scale[k % 6]));
  if (!cholesky(unit, unit, 6)) return 'its covariance is not positive definite';
  const error = pedigreeError(pedigree);
  return error === undefined ? undefined : `of its pedigree: ${error}`;
}
