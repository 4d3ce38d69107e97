/** What may have caused an event. Missile classes are kept apart from the cause: the class is a matter of energy (H11).
 *  The order is that of the columns in `findings.ts`, and of equal probabilities. */
export const HYPOTHESES = [
  'ballistic-missile',
  'space-launch',
  'powered-return',
  'satellite',
  're-entry',
  'aircraft',
  'meteor',
  'sun-glint',
  'moon-echo',
  'stationary-heat',
  'unknown',
] as const;

export type Hypothesis = (typeof HYPOTHESES)[number];

export type HypothesisProbability = {
  readonly hypothesis: Hypothesis;
  readonly probability: number;
};

/** Of a hypothesis that is not among them it is 0. */
export function probabilityOf(hypotheses: readonly HypothesisProbability[], hypothesis: Hypothesis): number {
  return hypotheses.find((one) => one.hypothesis === hypothesis)?.probability ?? 0;
}

/** What began with a launch. */
const LAUNCHED: readonly Hypothesis[] = ['ballistic-missile', 'space-launch', 'powered-return'];

/** Probability that it was launched, as whichever of these. */
export function launchedProbability(hypotheses: readonly HypothesisProbability[]): number {
  let launched = 0;
  for (const { hypothesis, probability } of hypotheses) if (LAUNCHED.includes(hypothesis)) launched += probability;
  return launched;
}
