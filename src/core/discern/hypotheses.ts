/** What may have caused an event. Missile classes are kept apart from the cause: the class is a matter of energy (H11). */
export type Hypothesis =
  | 'ballistic-missile'
  | 'space-launch'
  | 'powered-return'
  | 'satellite'
  | 'decay'
  | 'sun-glint'
  | 'moon-echo'
  | 'stationary-heat'
  | 'unknown';

export const HYPOTHESES: readonly Hypothesis[] = [
  'ballistic-missile',
  'space-launch',
  'powered-return',
  'satellite',
  'decay',
  'sun-glint',
  'moon-echo',
  'stationary-heat',
  'unknown',
];

/** One reason for or against one hypothesis, with the weight it carries. */
export type Evidence = {
  /** What was looked at, e.g. `flight-path-angle`, `radar-absent`. */
  readonly feature: string;
  /** The figure, readable, with its unit. */
  readonly finding: string;
  /** Natural logarithm of the likelihood under this hypothesis, relative to the best explanation of this feature (so ≤ 0). */
  readonly logLikelihood: number;
};

export type HypothesisProbability = {
  readonly hypothesis: Hypothesis;
  readonly probability: number;
  readonly evidence: readonly Evidence[];
};
