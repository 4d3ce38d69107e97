import { byCount, describeRefusal, MOST_LISTED, MOST_REASONS, reasonOf, type Refusal, type RefusedFor } from '../plots/report.ts';

/** What became of a file of orbit elements, while it is read and after: what was read is what was kept and what was refused. */
export type ElementsReport = {
  readonly read: number;
  readonly kept: number;
  readonly refused: number;
  /** How many objects those are that were kept, by their catalogue numbers. */
  readonly objects: number;
  /** How many were refused for each reason, the most frequent first. */
  readonly reasons: readonly RefusedFor[];
  /** The first refusals; the count above goes on. */
  readonly refusals: readonly Refusal[];
  /** Things that a person should know and that are no fault. */
  readonly notes: readonly string[];
};

/** The file cannot be used at all. */
export class ElementsFileError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(describeRefusal(refusal));
    this.name = 'ElementsFileError';
    this.refusal = refusal;
  }
}

export type ElementsReporter = ElementsReport & {
  /** Counts and lists one set of elements, or what is left of one, that is not used. */
  refuse(refusal: Omit<Refusal, 'file' | 'lines'>): undefined;
  /** Counts one set that is used. */
  keep(catalogueNumber: number): void;
  /** Says a thing once, with how often it was met. */
  note(text: string): void;
  /** Ends the reading. */
  fail(refusal: Omit<Refusal, 'file'>): never;
};

const OTHER = 'other reasons';
const MOST_NOTES = 20;

export function createElementsReporter(file: string): ElementsReporter {
  const counts = { kept: 0, refused: 0 };
  const objects = new Set<number>();
  const reasons = new Map<string, number>();
  const refusals: Refusal[] = [];
  const notes = new Map<string, number>();
  const note = (text: string): void => {
    if (notes.has(text) || notes.size < MOST_NOTES) notes.set(text, (notes.get(text) ?? 0) + 1);
  };
  return {
    get read() {
      return counts.kept + counts.refused;
    },
    get kept() {
      return counts.kept;
    },
    get refused() {
      return counts.refused;
    },
    get objects() {
      return objects.size;
    },
    get reasons() {
      return byCount(reasons);
    },
    refusals,
    get notes() {
      return [...notes].map(([text, count]) => `${text}: ${count}`);
    },
    refuse(refusal) {
      counts.refused += 1;
      const reason = reasonOf(refusal);
      const counted = reasons.has(reason) || reasons.size < MOST_REASONS ? reason : OTHER;
      reasons.set(counted, (reasons.get(counted) ?? 0) + 1);
      if (refusals.length < MOST_LISTED) refusals.push({ file, ...refusal });
      return undefined;
    },
    keep(catalogueNumber) {
      counts.kept += 1;
      if (objects.has(catalogueNumber)) note('sets of an object of which the file has another');
      objects.add(catalogueNumber);
    },
    note,
    fail(refusal) {
      throw new ElementsFileError({ file, ...refusal });
    },
  };
}
