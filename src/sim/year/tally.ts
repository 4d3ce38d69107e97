import type { Assessment } from '../../core/assess/assessment.ts';
import { probabilityOf } from '../../core/discern/hypotheses.ts';
import type { Encounter, Kind } from './encounter.ts';
import type { Heard } from './watch.ts';

/** What was said of one kind in all. */
export type Row = {
  encounters: number;
  events: number;
  assessments: number;
  mostMissile: number;
  /** Assessments by what they give a missile: the likeliest of all causes; likelier than all others together; what a recommendation asks. */
  likeliest: number;
  half: number;
  sure: number;
  /** Of those with a half and more: held open by the assessment itself. */
  open: number;
  saysMissile: number;
  recommended: number;
  hazards: number;
};

/** Of a year as much is kept as this; what was heard of a window is counted, and gone. */
export type Tally = {
  readonly rows: ReadonlyMap<Kind | undefined, Row>;
  /** What must not have been said, a line each. */
  readonly faults: string[];
};

const HALF = 0.5;
const SURE = 0.95;

export function newTally(kinds: readonly Kind[]): Tally {
  return { rows: new Map([...kinds, undefined].map((kind) => [kind, emptyRow()])), faults: [] };
}

/** Counts what meets in a window, and all that was said in it. Returns what must not have been. */
export function countWindow(tally: Tally, encounters: readonly Encounter[], heard: readonly Heard[]): readonly string[] {
  for (const { kind } of encounters) rowOf(tally, kind).encounters += 1;
  const wrong = new Map<string, number[]>();
  const told: string[] = [];
  for (const one of heard) {
    const row = rowOf(tally, one.of);
    const whose = `${one.window}: ${one.body} (${one.event})`;
    if (one.what === 'assessment') {
      add(row, one.assessment);
      if (!saysMissile(one.assessment, one.of)) continue;
      row.saysMissile += 1;
      if (one.of?.flies !== 'ballistic') wrong.set(whose, [...(wrong.get(whose) ?? []), missileOf(one.assessment)]);
    } else if (one.what === 'notice') row.events += 1;
    else if (one.what === 'hazard') {
      row.hazards += 1;
      if (one.of?.mayComeDown !== true) told.push(`${whose} is told to come down`);
    } else {
      row.recommended += 1;
      if (one.of?.mustNotWarn !== false) told.push(`${whose} is recommended for warning`);
    }
  }
  const called = [...wrong].map(
    ([whose, all]) => `${whose} is called a missile by ${all.length} assessments, with ${Math.max(...all).toFixed(3)} at most`,
  );
  const faults = [...told, ...called];
  tally.faults.push(...faults);
  return faults;
}

function rowOf({ rows }: Tally, kind: Kind | undefined): Row {
  const row = rows.get(kind);
  if (row === undefined) throw new RangeError('a kind that is not in the year');
  return row;
}

function add(row: Row, assessment: Assessment): void {
  const missile = missileOf(assessment);
  row.assessments += 1;
  row.mostMissile = Math.max(row.mostMissile, missile);
  if (assessment.cause === 'ballistic-missile') row.likeliest += 1;
  if (missile >= HALF) row.half += 1;
  if (missile >= HALF && isOpen(assessment)) row.open += 1;
  if (missile >= SURE) row.sure += 1;
}

/** An assessment says *missile* when it gives a missile more than all other causes together. While a launch, or what its
 *  stage parted from, burns, or may light its next stage, or is said to be either of two, the assessment says that it cannot be known yet: then it says *missile* only
 *  when it is as sure as a recommendation asks. */
export function saysMissile(assessment: Assessment, of: Kind | undefined): boolean {
  const missile = missileOf(assessment);
  return missile >= (of?.flies === 'launched' && isOpen(assessment) ? SURE : HALF);
}

function isOpen({ burning, noImpact, undecided, evidence }: Assessment): boolean {
  if (burning || noImpact === 'may-burn-again' || undecided !== undefined) return true;
  return evidence.some(({ finding }) => finding.feature === 'part-of' && finding.open);
}

function missileOf({ hypotheses }: Assessment): number {
  return probabilityOf(hypotheses, 'ballistic-missile');
}

function emptyRow(): Row {
  return {
    encounters: 0,
    events: 0,
    assessments: 0,
    mostMissile: 0,
    likeliest: 0,
    half: 0,
    sure: 0,
    open: 0,
    saysMissile: 0,
    recommended: 0,
    hazards: 0,
  };
}
