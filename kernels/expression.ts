/** Scalars that remember how they were made. A specification written with these is a formula; the tracer folds what is constant, keeps one
 *  node for each value however often it is written, and everything else (derivatives, TypeScript, C) is read off the nodes.
 *
 *  Normal form: constants stand in front of products and are multiplied out; signs are carried outward; a quotient is a product with a
 *  reciprocal, so that one division serves all who divide by the same. */
export type Expr = {
  readonly op: Op;
  readonly args: readonly Expr[];
  /** Of a constant. */
  readonly value: number;
  /** Of what is loaded, of a parameter, of a named value. */
  readonly name: string;
  /** Where a loaded value stands. */
  readonly place: Place | undefined;
  /** Of a call. */
  readonly given: Given | undefined;
  /** Order of making, within one trace. */
  readonly id: number;
};

type Op =
  | 'constant'
  | 'load'
  | 'parameter'
  | 'named'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'reciprocal'
  | 'negate'
  | 'sqrt'
  | 'call'
  | 'choose';

/** Element `index` of the array called `slot`, counted from its offset; an array without offset counts from zero. */
export type Place = { readonly slot: string; readonly index: number };

/** A function from outside with its derivative by each argument, which may use the call itself.
 *  `module` is where TypeScript imports it from; C calls it by the same name. With `memory`, an array of that module, arguments and result
 *  go through its first elements: V8 boxes a double on its way into or out of a function that it does not inline. */
export type Given = {
  readonly name: string;
  readonly module: string;
  readonly memory?: string;
  /** How many of the arguments are handed over; on the others only the derivative depends. All by default. */
  readonly passes?: number;
  evaluate(...args: number[]): number;
  derivatives(call: Expr, args: readonly Expr[]): Expr[];
};

export type Scalar = Expr | number;

/** What a value is computed from. */
export const operandsOf = (e: Expr): readonly Expr[] => e.args.slice(0, e.given?.passes ?? e.args.length);

let known = new Map<string, Expr>();

/** Runs one specification with a memory of its own, so that what it yields does not depend on what was traced before. */
export function traced<T>(specification: () => T): T {
  const before = known;
  known = new Map();
  try {
    return specification();
  } finally {
    known = before;
  }
}

function node(op: Op, args: readonly Expr[], more: Partial<Pick<Expr, 'value' | 'name' | 'place' | 'given'>> = {}): Expr {
  const { value = 0, name = '', place, given } = more;
  const ids = args.map((arg) => arg.id);
  // a + b is b + a: the same bits, so the same node.
  if (op === 'add' || op === 'multiply') ids.sort((a, b) => a - b);
  const bits = op === 'constant' ? (Object.is(value, -0) ? '-0' : String(value)) : '';
  const key = [op, bits, name, place?.slot, place?.index, given?.name, ...ids].join(' ');
  const old = known.get(key);
  if (old !== undefined) return old;
  const made: Expr = { op, args, value, name, place, given, id: known.size };
  known.set(key, made);
  return made;
}

export function constant(value: number): Expr {
  return node('constant', [], { value });
}

/** A value read from an array. */
export function load(name: string, slot: string, index: number): Expr {
  return node('load', [], { name, place: { slot, index } });
}

/** A number handed to the kernel. */
export function parameter(name: string): Expr {
  return node('parameter', [], { name });
}

/** A value under a name of its own. To derivatives it is a fresh variable: nothing is differentiated through it, so that a Jacobian can be
 *  taken at a computed point, and axes be held while a measurement is linearised about them. What is a leaf already keeps its own name. */
export function named(name: string, e: Scalar): Expr {
  const inner = lift(e);
  return LEAVES.has(inner.op) ? inner : node('named', [inner], { name });
}
const LEAVES: ReadonlySet<Op> = new Set<Op>(['constant', 'load', 'parameter', 'named']);

export function call(given: Given, ...args: Scalar[]): Expr {
  return node('call', args.map(lift), { given });
}

/** `yes` where a > b, else `no`. */
export function whereGreater(a: Scalar, b: Scalar, yes: Scalar, no: Scalar): Expr {
  return node('choose', [lift(a), lift(b), lift(yes), lift(no)]);
}

export function sqrt(a: Scalar): Expr {
  const e = lift(a);
  return e.op === 'constant' ? constant(Math.sqrt(e.value)) : node('sqrt', [e]);
}

export function negated(a: Scalar): Expr {
  const e = lift(a);
  if (e.op === 'constant') return constant(e.value === 0 ? 0 : -e.value);
  if (e.op === 'negate') return e.args[0];
  if (e.op === 'subtract') return minus(e.args[1], e.args[0]);
  if (e.op === 'multiply' && e.args[0].op === 'constant') return times(-e.args[0].value, e.args[1]);
  return node('negate', [e]);
}

export function plus(...terms: Scalar[]): Expr {
  return terms.map(lift).reduce(added, constant(0));
}

export function minus(a: Scalar, b: Scalar): Expr {
  return subtracted(lift(a), lift(b));
}

export function times(...factors: Scalar[]): Expr {
  return factors.map(lift).reduce(multiplied, constant(1));
}

export function over(a: Scalar, b: Scalar): Expr {
  return multiplied(lift(a), reciprocal(lift(b)));
}

export function square(a: Scalar): Expr {
  return times(a, a);
}

function lift(a: Scalar): Expr {
  return typeof a === 'number' ? constant(a) : a;
}

function isZero(e: Expr): boolean {
  return e.op === 'constant' && e.value === 0;
}

/** c·x as its constant and the rest. */
function split(e: Expr): { factor: number; rest: Expr } {
  if (e.op === 'multiply' && e.args[0].op === 'constant') return { factor: e.args[0].value, rest: e.args[1] };
  return { factor: 1, rest: e };
}

function added(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value + b.value);
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  if (b.op === 'negate') return subtracted(a, b.args[0]);
  if (a.op === 'negate') return subtracted(b, a.args[0]);
  if (b.op === 'constant' && b.value < 0) return subtracted(a, constant(-b.value));
  const p = split(a);
  const q = split(b);
  if (p.rest === q.rest) return times(p.factor + q.factor, p.rest);
  if (q.factor < 0) return subtracted(a, times(-q.factor, q.rest));
  if (p.factor < 0) return subtracted(b, times(-p.factor, p.rest));
  return node('add', [a, b]);
}

function subtracted(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value - b.value);
  if (isZero(a)) return negated(b);
  if (isZero(b)) return a;
  if (b.op === 'negate') return added(a, b.args[0]);
  const p = split(a);
  const q = split(b);
  if (p.rest === q.rest) return times(p.factor - q.factor, p.rest);
  if (q.factor < 0) return added(a, times(-q.factor, q.rest));
  return node('subtract', [a, b]);
}

function multiplied(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value * b.value);
  if (isZero(a) || isZero(b)) return constant(0);
  if (a.op === 'negate') return negated(multiplied(a.args[0], b));
  if (b.op === 'negate') return negated(multiplied(a, b.args[0]));
  const p = a.op === 'constant' ? { factor: a.value, rest: constant(1) } : split(a);
  const q = b.op === 'constant' ? { factor: b.value, rest: constant(1) } : split(b);
  const factor = p.factor * q.factor;
  const rest = p.rest.op === 'constant' ? q.rest : q.rest.op === 'constant' ? p.rest : product(p.rest, q.rest);
  if (factor === 1) return rest;
  if (factor === -1) return negated(rest);
  return rest.op === 'constant' ? constant(factor * rest.value) : node('multiply', [constant(factor), rest]);
}

/** A product of two things that hold no constant in front. */
function product(a: Expr, b: Expr): Expr {
  if (a.op === 'reciprocal' && a.args[0] === b) return constant(1);
  if (b.op === 'reciprocal' && b.args[0] === a) return constant(1);
  return node('multiply', [a, b]);
}

function reciprocal(e: Expr): Expr {
  if (e.op === 'constant') return constant(1 / e.value);
  if (e.op === 'reciprocal') return e.args[0];
  if (e.op === 'negate') return negated(reciprocal(e.args[0]));
  return node('reciprocal', [e]);
}
