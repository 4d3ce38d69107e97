import { type Expr, operandsOf } from './expression.ts';

/** The value of an expression where loads and parameters have the given values, by name: slow, for tests of specifications. */
export function evaluate(e: Expr, values: Readonly<Record<string, number>>): number {
  const [a, b, c, d] = e.args.map((arg) => () => evaluate(arg, values));
  switch (e.op) {
    case 'constant':
      return e.value;
    case 'load':
    case 'parameter':
      return values[e.name];
    case 'named':
      return a();
    case 'add':
      return a() + b();
    case 'subtract':
      return a() - b();
    case 'multiply':
      return a() * b();
    case 'reciprocal':
      return 1 / a();
    case 'negate':
      return -a();
    case 'sqrt':
      return Math.sqrt(a());
    case 'choose':
      return a() > b() ? c() : d();
    case 'call':
      return e.given?.evaluate(...operandsOf(e).map((arg) => evaluate(arg, values))) ?? NaN;
  }
}
