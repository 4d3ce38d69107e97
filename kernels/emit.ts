import { type Expr, operandsOf } from './expression.ts';
import type { Block, Kernel, Slot, Store } from './kernel.ts';

/** How a language writes what kernels need. */
type Language = {
  readonly declare: string;
  readonly declareOffset: string;
  readonly sqrt: string;
  /** What tells the compiler that an offset plus a few numbers does not overflow; V8 would otherwise check each sum. */
  bound(offset: string): string;
  /** Whether all is loaded before anything is stored: a C compiler orders loads as it likes only where no store stands between. */
  readonly loadsFirst: boolean;
};
const TYPESCRIPT: Language = {
  declare: 'const',
  declareOffset: 'const',
  sqrt: 'Math.sqrt',
  bound: (offset) => `${offset} &= 0x3fffffff;`,
  loadsFirst: false,
};
const C: Language = { declare: 'const double', declareOffset: 'const long', sqrt: 'sqrt', bound: () => '', loadsFirst: true };

/** Width at which the project's formatter breaks lines, and what an expression may take of it. */
const LINE = 140;
const EXPRESSION = LINE - 30;

/** Constants that stand by name in what is emitted, by their value. */
export type Names = ReadonlyMap<number, string>;

/** A straight-line TypeScript function. */
export function typescriptOf(kernel: Kernel, names: Names = new Map()): string {
  const parameters = givenSlots(kernel).flatMap(({ array, offset }) => [`${array}: Float64Array`, `${offset}: number`]);
  parameters.push(...kernel.numbers.map((name) => `${name}: number`));
  const result = kernel.returnsAbove === undefined ? 'void' : 'boolean';
  const oneLine = `export function ${kernel.name}(${parameters.join(', ')}): ${result} {`;
  const head =
    oneLine.length <= LINE ? [oneLine] : [`export function ${kernel.name}(`, ...parameters.map((one) => `  ${one},`), `): ${result} {`];
  return [comment(kernel.about), ...head, ...bodyOf(kernel, TYPESCRIPT, names).map((line) => `  ${line}`), '}', ''].join('\n');
}

/** The same arithmetic as a C function. */
export function cOf(kernel: Kernel): string {
  const aliased = givenSlots(kernel).flatMap(({ array, offset }) => [`double *${array}`, `long ${offset}`]);
  const parameters = [...aliased, ...kernel.numbers.map((name) => `double ${name}`)].join(', ');
  const result = kernel.returnsAbove === undefined ? 'void' : 'int';
  return [`${result} ${kernel.name}(${parameters}) {`, ...bodyOf(kernel, C, new Map()).map((line) => `  ${line}`), '}', ''].join('\n');
}

/** What kernels need from outside: modules with the names that they import. */
export function importsOf(kernels: readonly Kernel[]): { module: string; names: readonly string[] }[] {
  const found = new Map<string, Set<string>>();
  for (const { given } of kernels.flatMap((one) => reachable(rootsOf(one)))) {
    if (given === undefined) continue;
    const names = found.get(given.module) ?? new Set<string>();
    if (given.memory !== undefined) names.add(given.memory);
    found.set(given.module, names.add(given.name));
  }
  return [...found].map(([module, names]) => ({ module, names: [...names].sort() }));
}

function comment(lines: readonly string[]): string {
  return lines.map((line, i) => `${i === 0 ? '/** ' : ' *  '}${line}${i === lines.length - 1 ? ' */' : ''}`).join('\n');
}

/** The slots that are parameters. */
const givenSlots = ({ slots }: Kernel): readonly Slot[] => slots.filter(({ behind }) => behind === undefined);

function rootsOf(kernel: Kernel): Expr[] {
  return [...kernel.stores.map((store) => store.value), ...(kernel.returnsAbove?.values ?? [])];
}

/** All that the roots need, what is needed first before what needs it. */
function reachable(roots: readonly Expr[]): Expr[] {
  const order = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (order.has(e)) return;
    operandsOf(e).forEach(visit);
    order.add(e);
  };
  roots.forEach(visit);
  return [...order];
}

/** A number is loaded where it is first needed, and each store follows at once what it stores, or all values would live long and be spilled. What may be
 *  the record that is written (`inPlace`) is read before anything is stored at the same index. */
function bodyOf(kernel: Kernel, language: Language, names: Names): string[] {
  const roots = rootsOf(kernel);
  const order = reachable(roots);
  const placeOf = (e: Expr): string => place(kernel.slots, e.place?.slot ?? '', e.place?.index ?? 0);
  const writer = new Writer(language, usesOf(order, roots), placeOf);
  writer.lines.push(...kernel.slots.map((slot) => offsetOf(slot, language)).filter((line) => line !== ''));
  const loads = order.filter((e) => e.op === 'load').sort((a, b) => byPlace(kernel.slots, a, b));
  if (language.loadsFirst) for (const e of loads) writer.text(e);
  const mayBe = (read: string, written: string): boolean => read === written || kernel.inPlace?.[written] === read;
  // Inside the function, where they are literals to the compiler.
  for (const e of order.filter(({ op }) => op === 'constant')) writer.declareConstant(e, names);
  const overwritten = ({ slot, index }: Store): Expr[] => loads.filter((e) => e.place?.index === index && mayBe(e.place.slot, slot));
  const groups = groupsOf(kernel.stores, overwritten);
  const outside = sharedBy(groups);
  const write = (store: Store): void => {
    const text = writer.text(store.value);
    for (const e of overwritten(store)) writer.text(e);
    writer.lines.push(`${place(kernel.slots, store.slot, store.index)} = ${text};`);
  };
  for (const { block, stores, needed } of groups) {
    const before = needed.filter((e) => outside.has(e));
    if (block === undefined) stores.forEach(write);
    else writer.block(block, before, () => stores.forEach(write));
  }
  const conditions = (kernel.returnsAbove?.values ?? []).map((e) => `${writer.text(e)} > ${kernel.returnsAbove?.bound}`);
  if (conditions.length > 0) writer.lines.push(`return ${conditions.join(' && ')};`);
  return writer.lines;
}

function offsetOf({ offset, behind }: Slot, language: Language): string {
  return behind === undefined ? language.bound(offset) : `${language.declareOffset} ${offset} = ${behind.offset} + ${behind.by};`;
}

/** Stores of one block, or of none, with all that they need. */
type Group = { readonly block: Block | undefined; readonly stores: readonly Store[]; readonly needed: readonly Expr[] };

function groupsOf(stores: readonly Store[], overwritten: (store: Store) => readonly Expr[]): Group[] {
  const groups: Store[][] = [];
  for (const store of stores) {
    const last = groups.at(-1);
    if (last !== undefined && last[0].block === store.block) last.push(store);
    else groups.push([store]);
  }
  return groups.map((group) => ({
    block: group[0].block,
    stores: group,
    needed: reachable(group.flatMap((store) => [store.value, ...overwritten(store)])),
  }));
}

/** What has to stand outside of all blocks: what is needed outside, is given to a block, or is needed in two. */
function sharedBy(groups: readonly Group[]): ReadonlySet<Expr> {
  const shared = new Set(groups.flatMap(({ block }) => reachable((block?.given ?? []).map(({ value }) => value))));
  const seen = new Set<Expr>();
  for (const { block, needed } of groups)
    for (const e of needed) {
      if (block === undefined || seen.has(e)) shared.add(e);
      seen.add(e);
    }
  return shared;
}

const nameOf = ({ array, name }: Slot): string => name ?? array;

function place(slots: readonly Slot[], name: string, index: number): string {
  const slot = slots.find((one) => nameOf(one) === name);
  if (slot === undefined) throw new Error(`${name} is not a slot of this kernel`);
  return index === 0 ? `${slot.array}[${slot.offset}]` : `${slot.array}[${slot.offset} + ${index}]`;
}

function byPlace(slots: readonly Slot[], a: Expr, b: Expr): number {
  const order = (e: Expr): number => slots.findIndex((slot) => nameOf(slot) === e.place?.slot) * 1000 + (e.place?.index ?? 0);
  return order(a) - order(b);
}

function usesOf(order: readonly Expr[], roots: readonly Expr[]): ReadonlyMap<Expr, number> {
  const uses = new Map<Expr, number>();
  const count = (e: Expr): void => {
    uses.set(e, (uses.get(e) ?? 0) + 1);
  };
  for (const e of order) operandsOf(e).forEach(count);
  roots.forEach(count);
  return uses;
}

/** How tightly a piece of text holds together. The formatter wants a bracket between * and /. */
type Piece = { text: string; binds: 'sum' | 'product' | 'quotient' | 'sign' | 'atom' };

class Writer {
  lines: string[] = [];
  private names = new Map<Expr, string>();
  private taken = new Set<string>();
  private temporaries = 0;
  private readonly language: Language;
  private readonly uses: ReadonlyMap<Expr, number>;

  private readonly placeOf: (load: Expr) => string;

  constructor(language: Language, uses: ReadonlyMap<Expr, number>, placeOf: (load: Expr) => string) {
    this.language = language;
    this.uses = uses;
    this.placeOf = placeOf;
  }

  /** Writes a block, behind what it needs of what stands outside; no block where nothing is declared in it. */
  block({ given }: Block, outside: readonly Expr[], inside: () => void): void {
    for (const e of outside) if (this.isDeclared(e)) this.text(e);
    const { lines, names, taken } = this;
    this.lines = [];
    this.names = new Map(names);
    this.taken = new Set(taken);
    for (const { name, value } of given) {
      const text = this.text(value);
      this.names.set(value, this.unique(name));
      this.lines.push(`${this.language.declare} ${name} = ${text};`);
    }
    inside();
    if (this.taken.size > taken.size) lines.push('{', ...this.lines.map((line) => `  ${line}`), '}');
    else lines.push(...this.lines);
    Object.assign(this, { lines, names, taken });
  }

  declare(e: Expr, text: string): string {
    const name = this.unique(e.name === '' ? `t${++this.temporaries}` : e.name);
    this.names.set(e, name);
    this.lines.push(`${this.language.declare} ${name} = ${text};`);
    return name;
  }

  declareConstant(e: Expr, names: Names): void {
    const name = names.get(e.value);
    if (name === undefined) return;
    this.names.set(e, this.unique(name));
    this.lines.push(`${this.language.declare} ${name} = ${literal(e.value)};`);
  }

  text(e: Expr): string {
    return this.piece(e).text;
  }

  private throughMemory(e: Expr, name: string, memory: string): string {
    const values = operandsOf(e).map((arg) => this.piece(arg).text);
    this.lines.push(...values.map((value, i) => `${memory}[${i}] = ${value};`), `${name}();`);
    return this.declare(e, `${memory}[${values.length}]`);
  }

  private unique(name: string): string {
    if (this.taken.has(name)) throw new Error(`two values are called ${name}`);
    this.taken.add(name);
    return name;
  }

  /** Whether it gets a name, and not only a place in what it is used for. */
  private isDeclared(e: Expr): boolean {
    if (e.op === 'constant' || e.op === 'parameter') return false;
    return (this.uses.get(e) ?? 0) > 1 || e.op === 'load' || e.op === 'named' || e.op === 'choose' || e.given?.memory !== undefined;
  }

  private piece(e: Expr): Piece {
    const name = this.names.get(e);
    if (name !== undefined) return { text: name, binds: 'atom' };
    if (e.op === 'constant') return { text: literal(e.value), binds: e.value < 0 ? 'sign' : 'atom' };
    if (e.op === 'load') return { text: this.declare(e, this.placeOf(e)), binds: 'atom' };
    if (e.op === 'parameter') return { text: e.name, binds: 'atom' };
    if (e.given?.memory !== undefined) return { text: this.throughMemory(e, e.given.name, e.given.memory), binds: 'atom' };
    const made = this.made(e);
    return this.isDeclared(e) ? { text: this.declare(e, made.text), binds: 'atom' } : made;
  }

  private made(e: Expr): Piece {
    const parts = this.partsOf(e);
    const pieces = parts.args.map((arg) => this.piece(arg));
    for (;;) {
      const made = parts.join(pieces);
      if (made.text.length <= EXPRESSION) return made;
      const longest = pieces.reduce((best, piece, i) => (piece.text.length > pieces[best].text.length ? i : best), 0);
      pieces[longest] = { text: this.declare(parts.args[longest], pieces[longest].text), binds: 'atom' };
    }
  }

  private partsOf(e: Expr): { args: readonly Expr[]; join(pieces: readonly Piece[]): Piece } {
    const [a, b] = e.args;
    switch (e.op) {
      case 'add':
      case 'subtract': {
        const sign = e.op === 'add' ? '+' : '-';
        return { args: [a, b], join: ([l, r]) => ({ text: `${l.text} ${sign} ${bracket(r, 'sum', 'sign')}`, binds: 'sum' }) };
      }
      case 'multiply': {
        // A reciprocal that only this product uses is a division.
        const divisor = this.isLoneReciprocal(b) ? b : this.isLoneReciprocal(a) ? a : undefined;
        if (divisor !== undefined) return this.quotient(divisor === b ? a : b, divisor.args[0]);
        return {
          args: [a, b],
          join: ([l, r]) => ({
            text: `${bracket(l, 'sum', 'quotient')} * ${bracket(r, 'sum', 'product', 'quotient', 'sign')}`,
            binds: 'product',
          }),
        };
      }
      case 'reciprocal':
        return {
          args: [a],
          join: ([d]) => ({ text: `1 / ${bracket(d, 'sum', 'product', 'quotient', 'sign')}`, binds: 'quotient' }),
        };
      case 'negate':
        return { args: [a], join: ([p]) => ({ text: `-${bracket(p, 'sum', 'product', 'quotient', 'sign')}`, binds: 'sign' }) };
      case 'sqrt':
        return { args: [a], join: ([p]) => ({ text: `${this.language.sqrt}(${p.text})`, binds: 'atom' }) };
      case 'call':
        return {
          args: operandsOf(e),
          join: (pieces) => ({ text: `${e.given?.name}(${pieces.map((piece) => piece.text).join(', ')})`, binds: 'atom' }),
        };
      case 'choose':
        return {
          args: e.args,
          join: ([l, r, yes, no]) => ({ text: `${l.text} > ${r.text} ? ${yes.text} : ${no.text}`, binds: 'sum' }),
        };
      case 'named':
        return { args: [a], join: ([p]) => p };
      default:
        throw new Error(`${e.op} has no parts`);
    }
  }

  private quotient(a: Expr, b: Expr): { args: readonly Expr[]; join(pieces: readonly Piece[]): Piece } {
    return {
      args: [a, b],
      join: ([l, r]) => ({
        text: `${bracket(l, 'sum', 'product')} / ${bracket(r, 'sum', 'product', 'quotient', 'sign')}`,
        binds: 'quotient',
      }),
    };
  }

  private isLoneReciprocal(e: Expr): boolean {
    return e.op === 'reciprocal' && (this.uses.get(e) ?? 0) === 1 && !this.names.has(e);
  }
}

function bracket(piece: Piece, ...looser: Piece['binds'][]): string {
  return looser.includes(piece.binds) ? `(${piece.text})` : piece.text;
}

/** As the formatter writes it: no plus sign in an exponent. */
function literal(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} came out of a specification`);
  return String(value).replace('e+', 'e');
}
