import type { Assessment } from '../assess/assessment.ts';
import type { TurnedEvidence } from './warning.ts';

/** Why a recommendation is not made yet; `undefined` when it is due. Each reason is one rule that history wrote. */
export type Withheld =
  | 'no-impact-area'
  | 'still-burning'
  | 'only-one-phenomenology'
  | 'cause-not-sure'
  | 'not-seen-to-coast'
  | 'as-announced';

/** Looks in which a phenomenology must have seen it before it counts: two may be clutter that lies in line. */
const LEAST_HITS = 3;

/** Phenomenologies that must each have seen it. */
const INDEPENDENT = 2;

/** Protective action needs two independent phenomenologies (H1), a cause that is sure enough, and an area that a coasting track
 *  gives (H3, H7); what flies as it was announced in all that can be checked is not recommended (H10). Information is never held back by any of this. */
export function withheld(assessment: Assessment, probability: number): Withheld | undefined {
  const { impact, phenomenologies } = assessment;
  if (assessment.burning) return 'still-burning';
  if (impact === undefined) return assessment.noImpact === 'may-burn-again' ? 'not-seen-to-coast' : 'no-impact-area';
  if (phenomenologies.filter(({ hits }) => hits >= LEAST_HITS).length < INDEPENDENT) return 'only-one-phenomenology';
  if (assessment.cause !== 'ballistic-missile' || assessment.causeProbability < probability) return 'cause-not-sure';
  if (assessment.announced?.holds) return 'as-announced';
  return undefined;
}

/** Another cause than a missile turns a warning when it is likelier than everything else together. */
const MORE_LIKELY_THAN_NOT = 0.5;

/** How the evidence has turned against a warning. `undefined` where it has not, which is not yet that it stands. Silence from `explained_us` on is no evidence, nor is what follows from
 *  silence: by then the body may have come down, and what lies on the ground is seen by nobody. */
export function turned(assessment: Assessment, explained_us: number = Infinity): TurnedEvidence | undefined {
  const { cause, causeProbability: probability } = assessment;
  const explained = assessment.at_us >= explained_us;
  if (explained && assessment.basis === 'predicted') return undefined;
  if (cause !== 'ballistic-missile' && probability > MORE_LIKELY_THAN_NOT) return { kind: 'other-cause', cause, probability };
  const absent = assessment.phenomenologies.some(
    ({ phenomenology, state }) => phenomenology === 'radar' && state === 'expected-and-absent',
  );
  return absent && !explained ? { kind: 'radar-absent' } : undefined;
}

/** Whether the evidence stands for a warning: it passes the gate, and has not turned. Between standing and turned lies what says neither. */
export function stands(assessment: Assessment, probability: number): boolean {
  return withheld(assessment, probability) === undefined && turned(assessment) === undefined;
}
