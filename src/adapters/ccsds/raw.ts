import type { Refusal } from '../plots/report.ts';
import type { CcsdsKind } from './message.ts';

/** A message as its text says it, alike in both notations: parts with their keywords, nothing of it understood yet. */
export type RawMessage = {
  readonly kind: CcsdsKind;
  readonly version: string | undefined;
  readonly line: number;
  /** Whether something in it was refused already. */
  readonly isRefused: boolean;
  readonly header: RawBlock;
  readonly segments: readonly RawSegment[];
};

/** `data`: its parts in order, and one that is called `data` for remarks on all of it. */
export type RawSegment = { readonly line: number; readonly metadata: RawBlock; readonly data: readonly RawBlock[] };
/** `name`: what the part is called in XML. */
export type RawBlock = { readonly name: string; readonly line: number; readonly comments: string[]; readonly entries: RawEntry[] };
/** `unit`: where XML says it as an attribute. */
export type RawEntry = { readonly keyword: string; readonly value: string; readonly unit?: string; readonly line: number };

export function rawBlock(name: string, line: number): RawBlock {
  return { name, line, comments: [], entries: [] };
}

/** Where faults of a file go. */
export type Faults = {
  readonly problems: readonly Refusal[];
  /** How many there are: the list ends after a thousand. */
  readonly count: number;
  readonly notes: readonly string[];
  refuse(problem: Omit<Refusal, 'file' | 'lines'>): undefined;
  /** Ends the reading. */
  fail(problem: Omit<Refusal, 'file'>): never;
  note(text: string): void;
};

/** What ends the reading of a file; its fault is in the list. */
export class Unreadable extends Error {}

const MOST_PROBLEMS = 1000;
const MOST_NOTES = 50;

export function createFaults(file: string): Faults {
  const problems: Refusal[] = [];
  const notes: string[] = [];
  let count = 0;
  return {
    problems,
    notes,
    get count() {
      return count;
    },
    refuse(problem) {
      count += 1;
      if (problems.length < MOST_PROBLEMS) problems.push({ file, ...problem });
      return undefined;
    },
    fail(problem) {
      count += 1;
      // What ended the reading is always told.
      if (problems.length >= MOST_PROBLEMS) problems.pop();
      problems.push({ file, ...problem });
      throw new Unreadable(problem.message);
    },
    note(text) {
      if (!notes.includes(text) && notes.length < MOST_NOTES) notes.push(text);
    },
  };
}

/** What a message that is not read is, by its letters. */
const OTHERS: Readonly<Record<string, string>> = {
  ocm: 'an orbit comprehensive message',
  cdm: 'a conjunction data message',
  aem: 'an attitude ephemeris message',
  apm: 'an attitude parameter message',
  acm: 'an attitude comprehensive message',
  rdm: 'a re-entry data message',
};
export const KINDS: readonly CcsdsKind[] = ['opm', 'omm', 'oem', 'tdm'];

export function isKind(letters: string): letters is CcsdsKind {
  return (KINDS as readonly string[]).includes(letters);
}

/** Refuses a message of another kind by what it is. */
export function refuseKind(letters: string, line: number, faults: Faults): void {
  const name = Object.hasOwn(OTHERS, letters) ? OTHERS[letters] : undefined;
  faults.refuse({
    line,
    field: letters.slice(0, 40),
    message:
      name === undefined
        ? 'this is no message of the CCSDS that is known here'
        : `this is ${name} (${letters.toUpperCase()}), which is not read`,
    remedy: 'give an OPM, OMM, OEM or TDM',
  });
}

const VERSIONS: readonly string[] = ['1.0', '2.0', '3.0'];
const ASSUMED = '3.0';
const ASSUMED_TDM = '2.0';

/** The version that a message states, or is read as. */
export function versionOf({ kind, version }: Pick<RawMessage, 'kind' | 'version'>, faults: Faults): string {
  const assumed = kind === 'tdm' ? ASSUMED_TDM : ASSUMED;
  const name = `CCSDS_${kind.toUpperCase()}_VERS`;
  if (version === undefined || version === '')
    faults.note(`${name}, with which the message begins, is missing: it is read as version ${assumed}`);
  else if (!VERSIONS.includes(version))
    faults.note(
      `${name} is ${version.slice(0, 20)}: it is read as version ${assumed}, and what other versions mean otherwise is not known`,
    );
  return version === undefined || version === '' ? assumed : version;
}
