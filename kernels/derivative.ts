import { constant, type Expr, minus, negated, over, plus, times, whereGreater } from './expression.ts';

/** ∂f/∂x as a matrix of expressions, by forward differentiation on the graph: it cannot disagree with f, because it is read off f. */
export function jacobian(f: readonly Expr[], x: readonly Expr[]): Expr[][] {
  const columns = x.map((variable) => {
    const memory = new Map<Expr, Expr>();
    return f.map((e) => derivative(e, variable, memory));
  });
  return f.map((_, i) => columns.map((column) => column[i]));
}

function derivative(e: Expr, x: Expr, memory: Map<Expr, Expr>): Expr {
  const old = memory.get(e);
  if (old !== undefined) return old;
  const found = e === x ? constant(1) : rule(e, (a) => derivative(a, x, memory));
  memory.set(e, found);
  return found;
}

/** d e, from d of what it is made of. */
function rule(e: Expr, d: (a: Expr) => Expr): Expr {
  const [a, b] = e.args;
  switch (e.op) {
    case 'constant':
    case 'load':
    case 'parameter':
    case 'named':
      return constant(0);
    case 'add':
      return plus(d(a), d(b));
    case 'subtract':
      return minus(d(a), d(b));
    case 'negate':
      return negated(d(a));
    case 'multiply':
      return plus(times(d(a), b), times(a, d(b)));
    case 'reciprocal':
      return negated(times(e, e, d(a)));
    case 'sqrt':
      return times(0.5, over(d(a), e));
    case 'choose':
      return whereGreater(a, b, d(e.args[2]), d(e.args[3]));
    case 'call':
      return plus(...(e.given?.derivatives(e, e.args) ?? []).map((k, i) => times(k, d(e.args[i]))));
  }
}
