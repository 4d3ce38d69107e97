import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../tests/support/properties.ts';
import { sharedText } from '../tests/support/shared.ts';
import { jacobian } from './derivative.ts';
import { evaluate } from './evaluate.ts';
import { constant, type Expr, minus, negated, over, parameter, plus, type Scalar, sqrt, times, traced } from './expression.ts';
import { loadedVector } from './matrix.ts';
import { coast } from './spec/motion.ts';
import { log } from './spec/outside.ts';

type Golden = {
  readonly j2gravity: readonly {
    readonly state: readonly number[];
    readonly acc_ecef_coriolis: readonly number[];
    readonly jac_ecef_rows4to6: readonly (readonly number[])[];
  }[];
  readonly j2gravity_constants: { readonly GM: number; readonly a: number; readonly omega: number; readonly J2: number };
};

/** The golden accelerations are given with 16 digits; their own rounding is what is left. */
const RELATIVE = 1e-12;
const NAMES = ['x', 'y', 'z', 'vx', 'vy', 'vz'];

test('acceleration with J2 in turning axes, and its traced derivatives, are an independent library’s', (context) => {
  const golden = JSON.parse(sharedText('peers/golden/nrl_tcl.json', context)) as Golden;
  const { GM, a, omega, J2 } = golden.j2gravity_constants;
  traced(() => {
    const x = loadedVector(NAMES, 's', 0);
    const rate = coast({ gm_m3ps2: GM, a_m: a, j2: J2, omega_radps: omega }).rate(x);
    const derivative = jacobian(rate, x);
    for (const one of golden.j2gravity) {
      const at = Object.fromEntries(NAMES.map((name, i) => [name, one.state[i]]));
      one.acc_ecef_coriolis.forEach((v, i) => expect(Math.abs(evaluate(rate[3 + i], at) - v)).toBeLessThan(RELATIVE * 10));
      one.jac_ecef_rows4to6.forEach((row, i) =>
        row.forEach((v, j) => expect(Math.abs(evaluate(derivative[3 + i][j], at) - v)).toBeLessThan(RELATIVE * (j < 3 ? 1e-5 : 1e-4))),
      );
    }
  });
});

/** A random formula of three variables, and the same in numbers. */
type Formula = { readonly trace: (v: readonly Expr[]) => Expr; readonly number: (v: readonly number[]) => number };

const leaf: fc.Arbitrary<Formula> = fc.oneof(
  fc.integer({ min: 0, max: 2 }).map((i) => ({ trace: (v: readonly Expr[]) => v[i], number: (v: readonly number[]) => v[i] })),
  fc.integer({ min: -3, max: 3 }).map((k) => ({ trace: () => constant(k), number: () => k })),
);

const { formula } = fc.letrec<{ formula: Formula }>((tie) => {
  const two = (trace: (a: Scalar, b: Scalar) => Expr, number: (a: number, b: number) => number): fc.Arbitrary<Formula> =>
    fc.tuple(tie('formula'), tie('formula')).map(([f, g]) => ({
      trace: (v) => trace(f.trace(v), g.trace(v)),
      number: (v) => number(f.number(v), g.number(v)),
    }));
  const one = (trace: (a: Expr) => Expr, number: (a: number) => number): fc.Arbitrary<Formula> =>
    tie('formula').map((f) => ({ trace: (v) => trace(f.trace(v)), number: (v) => number(f.number(v)) }));
  return {
    formula: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      two(plus, (a, b) => a + b),
      two(minus, (a, b) => a - b),
      two(times, (a, b) => a * b),
      two(
        (a, b) => over(a, plus(1, times(b, b))),
        (a, b) => a / (1 + b * b),
      ),
      one(negated, (a) => -a),
      one(
        (a) => sqrt(plus(1, times(a, a))),
        (a) => Math.sqrt(1 + a * a),
      ),
      one(
        (a) => log(plus(1, times(a, a))),
        (a) => Math.log(1 + a * a),
      ),
    ),
  };
});

const VARIABLES = ['a', 'b', 'c'];
const point = fc.tuple(...VARIABLES.map(() => fc.double({ min: 0.3, max: 3, noNaN: true })));

test('folding changes no formula', () => {
  holds(
    fc.property(formula, point, (f, v) => {
      const expected = f.number(v);
      fc.pre(Number.isFinite(expected) && Math.abs(expected) < 1e6);
      const traced_ = traced(() => evaluate(f.trace(VARIABLES.map(parameter)), { a: v[0], b: v[1], c: v[2] }));
      // Sums that cancel keep fewer digits, in the tracer's order as in the formula's own.
      expect(Math.abs(traced_ - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
    }),
    { runs: 500 },
  );
});

test('traced derivatives are what small steps show', () => {
  holds(
    fc.property(formula, point, (f, v) => {
      const step = 1e-5;
      const slopes = v.map((_, i) => {
        const [up, down] = [step, -step].map((d) => f.number(v.map((e, j) => (i === j ? e + d : e))));
        return (up - down) / (2 * step);
      });
      const wider = v.map((_, i) => {
        const [up, down] = [2 * step, -2 * step].map((d) => f.number(v.map((e, j) => (i === j ? e + d : e))));
        return (up - down) / (4 * step);
      });
      // Where two step sizes disagree the formula bends too sharply for this test to say anything.
      fc.pre(slopes.every((s, i) => Number.isFinite(s) && Math.abs(s) < 1e4 && Math.abs(s - wider[i]) < 1e-6));
      const found = traced(() => {
        const variables = VARIABLES.map(parameter);
        return jacobian([f.trace(variables)], variables)[0].map((e) => evaluate(e, { a: v[0], b: v[1], c: v[2] }));
      });
      found.forEach((s, i) => expect(Math.abs(s - slopes[i])).toBeLessThan(1e-4 * (1 + Math.abs(s))));
    }),
    { runs: 500 },
  );
});

test('what is written twice is one node, whatever the order of its terms', () => {
  traced(() => {
    const [a, b] = ['a', 'b'].map(parameter);
    expect(plus(a, b)).toBe(plus(b, a));
    expect(times(a, b, 2)).toBe(times(2, b, a));
    expect(minus(a, a)).toBe(constant(0));
    expect(over(b, b)).toBe(constant(1));
    expect(plus(a, a, a)).toBe(times(3, a));
  });
});
