/** A function of a state that a filter follows: how it moves (f) or what is measured of it (h). */
export type Mapping = {
  /** Components of the value. */
  readonly dimension: number;
  /** Writes the value at x. */
  of(out: Float64Array, x: Float64Array): void;
  /** ∂/∂x, dimension×n row-major; without it differences are taken. */
  readonly jacobian?: (out: Float64Array, x: Float64Array) => void;
  /** Components that are angles, rad: differences of them wrap, their mean is that of directions. */
  readonly angles?: readonly number[];
};

/** out = a − b, angles within ±π. `out` may be `a` or `b`. */
export function differenceInto(out: Float64Array, a: Float64Array, b: Float64Array, { dimension, angles }: Mapping): void {
  for (let i = 0; i < dimension; i++) out[i] = a[i] - b[i];
  for (const i of angles ?? []) out[i] = wrapped(out[i]);
}

const TURN = 2 * Math.PI;

function wrapped(angle_rad: number): number {
  return Math.abs(angle_rad) <= Math.PI ? angle_rad : angle_rad - TURN * Math.round(angle_rad / TURN);
}

/** Step of the differences as a share of a component's own spread. The error of a central difference is a third derivative's worth of it,
 *  (1e-3)² of what the sigma points see of the same curve; rounding stays below it for spreads above 1e-10 of the value. */
const SHARE = 1e-3;

/** ∂/∂x by central differences, each component moved by a thousandth of its own standard deviation. */
export function jacobianOf(mapping: Mapping, x: Float64Array, p: Float64Array): Float64Array {
  const n = x.length;
  const m = mapping.dimension;
  const out = new Float64Array(m * n);
  if (mapping.jacobian !== undefined) {
    mapping.jacobian(out, x);
    return out;
  }
  const moved = x.slice();
  const above = new Float64Array(m);
  const below = new Float64Array(m);
  for (let j = 0; j < n; j++) {
    const step = SHARE * (p[j * n + j] > 0 ? Math.sqrt(p[j * n + j]) : Math.abs(x[j]) + SHARE);
    const [high, low] = [x[j] + step, x[j] - step];
    moved[j] = high;
    mapping.of(above, moved);
    moved[j] = low;
    mapping.of(below, moved);
    moved[j] = x[j];
    differenceInto(above, above, below, mapping);
    for (let i = 0; i < m; i++) out[i * n + j] = above[i] / (high - low);
  }
  return out;
}
