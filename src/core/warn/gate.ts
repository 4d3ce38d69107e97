import type { Assessment } from '../assess/assessment.ts';

/** Why a recommendation is not made yet; `undefined` when it is due. Each reason is one rule that history wrote. */
export type Withheld = 'no-impact-area' | 'still-burning' | 'only-one-phenomenology' | 'cause-not-sure' | 'not-seen-to-coast';

/** Protective action needs two independent phenomenologies (H1), a cause that is sure enough, and an area that a coasting track
 *  gives (H3, H7). Information is never held back by any of this. */
export function withheld(assessment: Assessment, probability: number): Withheld | undefined {
  const { impact, phenomenologies } = assessment;
  if (assessment.burning) return 'still-burning';
  if (impact === undefined) return 'no-impact-area';
  if (impact.kind === 'powered') return 'not-seen-to-coast';
  for (const kind of ['heat', 'radar'] as const) {
    const found = phenomenologies.find(({ phenomenology }) => phenomenology === kind);
    if (found === undefined || found.hits < 3) return 'only-one-phenomenology';
  }
  if (assessment.cause !== 'ballistic-missile' || assessment.causeProbability < probability) return 'cause-not-sure';
  return undefined;
}

/** Why a released warning should be taken back: the evidence has turned. `undefined` while it stands. */
export function turned(assessment: Assessment): string | undefined {
  if (assessment.cause !== 'ballistic-missile' && assessment.causeProbability > 0.5)
    return `the evidence now speaks for: ${assessment.cause}`;
  const absent = assessment.phenomenologies.find(
    ({ phenomenology, state }) => phenomenology === 'radar' && state === 'expected-and-absent',
  );
  return absent === undefined ? undefined : 'radar should see it and does not';
}
