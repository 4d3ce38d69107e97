import { choiceFault, refuseFault } from '../../valid.ts';
import { type JointDiagonal, jointDiagonal, onAxes, type StateEstimate } from './joint-diagonal.ts';
import { checkEstimate } from './valid.ts';

/** What is known of how the errors of two estimates depend on each other.
 *    unknown      anything at all: covariance intersection, never too sure of itself, and often not surer than the better of the two
 *    common       they share information (an earlier exchange, a common prior), and are independent otherwise: inverse covariance intersection
 *    independent  nothing in common: the product of the two densities */
export type Dependence = (typeof DEPENDENCES)[number];
export const DEPENDENCES = ['unknown', 'common', 'independent'] as const;

/** What the weight makes least: the volume of the error ellipsoid (det P), or the mean square error of the position (trace of its block). */
export type FusionGoal = 'volume' | 'position';

export type Fused =
  | { readonly kind: 'fused'; readonly estimate: StateEstimate /** Share of the first. */; readonly weight: number }
  | { readonly kind: 'not-positive-definite' };

/** Fuses two estimates of one state at one time.
 *    unknown      P⁻¹ = ω A⁻¹ + (1−ω) B⁻¹                       P⁻¹ x = ω A⁻¹ a + (1−ω) B⁻¹ b
 *    common       P⁻¹ = A⁻¹ + B⁻¹ − Γ⁻¹,  Γ = ω A + (1−ω) B       P⁻¹ x = (A⁻¹ − ω Γ⁻¹) a + (B⁻¹ − (1−ω) Γ⁻¹) b
 *    independent  P⁻¹ = A⁻¹ + B⁻¹                               P⁻¹ x = A⁻¹ a + B⁻¹ b
 *  all written on the axes of `jointDiagonal`, where A = 1, B = λ, so that the weight is the root of one monotone function of one variable.
 *  Source  [JU1997] (unknown), [NSRH2017] (common).   Shapes  x n, P n×n; position is the first three states.
 *  Throws `RangeError` that names the field and the remedy for other shapes, numbers that are not finite, and words that are not known. */
export function fuse(a: StateEstimate, b: StateEstimate, dependence: Dependence, goal: FusionGoal = 'volume'): Fused {
  checkEstimate('a', a);
  checkEstimate('b', b, a.x.length);
  refuseFault(choiceFault('dependence', dependence, DEPENDENCES));
  refuseFault(choiceFault('goal', goal, ['volume', 'position']));
  return combined(a, b, dependence, goal);
}

/** `fuse` without its questions: a covariance that prediction has spoilt is then `not-positive-definite`, as it is in an object book. */
export function combined(a: StateEstimate, b: StateEstimate, dependence: Dependence, goal: FusionGoal = 'volume'): Fused {
  const axes = jointDiagonal(a, b);
  if (axes === undefined) return { kind: 'not-positive-definite' };
  const rule = RULES[dependence];
  const weight = rule.weight(axes, goal);
  const variance = new Float64Array(axes.n);
  const share = new Float64Array(axes.n);
  for (let k = 0; k < axes.n; k++) {
    const { ofA, ofB } = rule.information(axes.lambda[k], weight);
    variance[k] = 1 / (ofA + ofB);
    share[k] = ofB / (ofA + ofB);
  }
  return { kind: 'fused', estimate: onAxes(a, axes, variance, share), weight };
}

/** A way to fuse: what it takes from each estimate on an axis where the first has variance 1 and the second λ. */
type Rule = {
  information(lambda: number, weight: number): { readonly ofA: number; readonly ofB: number };
  weight(axes: JointDiagonal, goal: FusionGoal): number;
};

const RULES: Readonly<Record<Dependence, Rule>> = {
  unknown: {
    information: (lambda, weight) => ({ ofA: weight, ofB: (1 - weight) / lambda }),
    weight: intersectionWeight,
  },
  common: {
    information(lambda, weight) {
      const shared = 1 / (weight + (1 - weight) * lambda);
      return { ofA: 1 - weight * shared, ofB: 1 / lambda - (1 - weight) * shared };
    },
    weight: inverseIntersectionWeight,
  },
  independent: { information: (lambda) => ({ ofA: 1, ofB: 1 / lambda }), weight: () => 0.5 },
};

/** The best ω of covariance intersection.  With i_k(ω) = μ_k + ω (1 − μ_k), μ = 1/λ:
 *    volume     Σ ln i_k is concave:          root of  Σ (1−μ_k)/i_k
 *    position   Σ w_k/i_k is convex:          root of  Σ w_k (1−μ_k)/i_k²,   w_k = Σ_{rows < 3} T_rk²
 *  Both functions fall as ω grows; where one has no root in 0…1, the better estimate alone is the answer. */
function intersectionWeight({ n, t, lambda }: JointDiagonal, goal: FusionGoal): number {
  const cost = goal === 'volume' ? undefined : positionCost(n, t);
  const slope = (weight: number): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const mu = 1 / lambda[k];
      const information = mu + weight * (1 - mu);
      sum += cost === undefined ? (1 - mu) / information : (cost[k] * (1 - mu)) / (information * information);
    }
    return sum;
  };
  return fallingRoot(slope);
}

/** The best ω of inverse covariance intersection, in the same way.  i_k(ω) = 1 + μ_k − g_k,  g_k = 1/(ω + (1−ω) λ_k):
 *    volume     root of  Σ (1−λ_k) g_k²/i_k          position   root of  Σ w_k (1−λ_k) g_k²/i_k²
 *  The derivative of each term is −(1−λ)² times something positive, so both fall. */
function inverseIntersectionWeight({ n, t, lambda }: JointDiagonal, goal: FusionGoal): number {
  const cost = goal === 'volume' ? undefined : positionCost(n, t);
  const slope = (weight: number): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const g = 1 / (weight + (1 - weight) * lambda[k]);
      const information = 1 + 1 / lambda[k] - g;
      const gain = (1 - lambda[k]) * g * g;
      sum += cost === undefined ? gain / information : (cost[k] * gain) / (information * information);
    }
    return sum;
  };
  return fallingRoot(slope);
}

function positionCost(n: number, t: Float64Array): Float64Array {
  const cost = new Float64Array(n);
  for (let k = 0; k < n; k++) for (let row = 0; row < Math.min(3, n); row++) cost[k] += t[row * n + k] * t[row * n + k];
  return cost;
}

const CLOSE = 1e-15;
const PATIENCE = 3;
/** Every PATIENCE steps and one halve the bracket, which takes some fifty halvings to close, and a thousand if the root were the least double. */
const MOST_STEPS = 4400;

/** Where a falling function passes zero in 0…1; the end next to it when it does not. False position that halves the value of an end which
 *  stays for a second time (the Illinois rule), and bisection wherever that has not halved the bracket within PATIENCE steps: next to a pole (an axis
 *  on which one estimate is a million times the surer) false position creeps along the steep side by hairs. Some twenty evaluations. */
function fallingRoot(f: (x: number) => number): number {
  let [low, atLow] = [0, f(0)];
  let [high, atHigh] = [1, f(1)];
  if (atLow <= 0) return 0;
  if (atHigh >= 0) return 1;
  let stayed: 'low' | 'high' | undefined;
  let goal = 0.5;
  let patience = PATIENCE;
  for (let step = 0; step < MOST_STEPS && high - low > CLOSE * high; step++) {
    const middle = low + (high - low) / 2;
    const aimed = low + ((high - low) * atLow) / (atLow - atHigh);
    const x = patience > 0 && aimed > low && aimed < high ? aimed : middle;
    const y = f(x);
    if (y === 0 || x === low || x === high) return x;
    if (y > 0) {
      [low, atLow] = [x, y];
      if (stayed === 'high') atHigh *= 0.5;
      stayed = 'high';
    } else {
      [high, atHigh] = [x, y];
      if (stayed === 'low') atLow *= 0.5;
      stayed = 'low';
    }
    patience--;
    if (high - low <= goal) [goal, patience] = [(high - low) / 2, PATIENCE];
  }
  return low + (high - low) / 2;
}
