import type { Assessment } from '../core/assess/assessment.ts';
import type { Hypothesis } from '../core/discern/hypotheses.ts';
import { clockFromMicros } from './iso.ts';

/** Which causes cannot be told apart yet, and when they can: the command line and the console read the same. `call`: what each is called there. */
export function undecidedWords(
  { between, decidedAt_us }: NonNullable<Assessment['undecided']>,
  call: (hypothesis: Hypothesis) => string = (hypothesis) => hypothesis,
): string {
  return `either of two, ${between.map(call).join(' or ')}: decided at ${clockFromMicros(decidedAt_us)}Z, when a last stage has burned or has not`;
}
