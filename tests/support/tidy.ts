import ts from 'typescript';

/** A place in the core that leans on something that is not the same everywhere, and what to write instead. */
export type Finding = { readonly file: string; readonly line: number; readonly uses: string; readonly instead: string };

/** `src/core/x.ts:12 uses Math.sin. Instead: …` */
export function sentence({ file, line, uses, instead }: Finding): string {
  return `${file}:${line} uses ${uses}. Instead: ${instead}`;
}

/**
 * What the language still offers inside the core although its result may differ between machines, Node versions or runs.
 * (Files, timers and `console` are absent there already: the core's tsconfig has no types for them. They are listed all the
 * same, so that the message says what to do.) Reads the syntax tree, so comments and strings are free to name anything.
 */
export function findingsInCore(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const given = namesGivenIn(source);
  const findings: Finding[] = [];
  const report = (node: ts.Node, [uses, instead]: Verdict): void => {
    findings.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, uses, instead });
  };
  const visit = (node: ts.Node): void => {
    const verdict = ts.isIdentifier(node) && given.has(node.text) ? undefined : verdictOn(node);
    if (verdict !== undefined) report(node, verdict);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

type Verdict = readonly [uses: string, instead: string];

function verdictOn(node: ts.Node): Verdict | undefined {
  if (ts.isIdentifier(node)) return isReference(node) ? verdictOnName(node) : undefined;
  if (ts.isPropertyAccessExpression(node) && /^toLocale|^localeCompare$/.test(node.name.text)) return [`.${node.name.text}()`, LOCALE];
  if (ts.isForInStatement(node)) return ['for..in', 'for (const key of Object.keys(…)), and mind that integer-like keys come first.'];
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return ['await', ASYNC];
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return ['async', ASYNC];
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent))
    return ['import()', 'a plain import at the top of the file.'];
  if (node.kind === ts.SyntaxKind.AsteriskAsteriskToken || node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return ['**', POWER];
  return undefined;
}

function verdictOnName(node: ts.Identifier): Verdict | undefined {
  if (node.text === 'Math') return verdictOnMath(node);
  const instead = INSTEAD_OF_GLOBAL.get(node.text);
  return instead === undefined ? undefined : [nameInContext(node), instead];
}

/** `Math` is welcome only as `Math.sqrt` and the like; taken apart or passed on, nobody can see what is used of it. */
function verdictOnMath(node: ts.Identifier): Verdict | undefined {
  const parent = node.parent;
  if (!ts.isPropertyAccessExpression(parent))
    return ['Math as a value', 'write Math.sqrt(…) and the like in full, so that this test can read them.'];
  const name = parent.name.text;
  if (EXACT_IN_MATH.has(name)) return undefined;
  return [`Math.${name}`, INSTEAD_OF_MATH.get(name) ?? ELEMENTARY(name)];
}

/** `Date.now` reads better in a message than `Date`. */
function nameInContext(node: ts.Identifier): string {
  const parent = node.parent;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node ? `${node.text}.${parent.name.text}` : node.text;
}

/** Whether a name stands for a variable here, and is not just what a property, a field or a new variable is called. */
function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  return (parent as { readonly name?: ts.Node }).name !== node;
}

/** Names that the file itself gives to something: a time `window`, the noise of a `process`. */
function namesGivenIn(source: ts.SourceFile): ReadonlySet<string> {
  const given = new Set<string>();
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) given.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return given;
}

const ELEMENTARY = (name: string): string =>
  `${name} from src/core/math/elementary.ts; the platform’s own differs in the last bit between builds.`;
const POWER = 'x * x, or pow from src/core/math/elementary.ts; the platform’s own differs between Node versions.';
const TIME = 'the time of the entry being folded (at_us). The core has no clock: a tick of time is a journal entry.';
const RANDOM = 'nothing: the core does not draw lots. Chance belongs into src/sim, with a seed; what it yields enters as entries.';
const ASYNC = 'a plain function. What takes time happens outside, and its result enters as a journal entry.';
const LOCALE = 'text that is the same everywhere; people’s formats belong to the edges (cli, console, adapters).';
const OUTSIDE = 'emit what happened, as data. The shell prints, stores and sends it.';

/** Defined to the last bit by the language: the same on every platform. */
const EXACT_IN_MATH: ReadonlySet<string> = new Set([
  'sqrt',
  'abs',
  'min',
  'max',
  'floor',
  'ceil',
  'round',
  'trunc',
  'sign',
  'PI',
  'fround',
  'imul',
  'clz32',
]);

const INSTEAD_OF_MATH: ReadonlyMap<string, string> = new Map([
  ['random', RANDOM],
  ['pow', POWER],
  ['hypot', 'Math.sqrt(x * x + y * y), or norm from src/core/math/vector.ts; hypot is slow and differs between builds.'],
  ['cbrt', 'pow(x, 1 / 3) from src/core/math/elementary.ts; the platform’s own differs in the last bit between builds.'],
]);

const INSTEAD_OF_GLOBAL: ReadonlyMap<string, string> = new Map([
  ...named(TIME, 'Date', 'performance', 'Temporal'),
  ...named(ASYNC, 'Promise', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Atomics', 'SharedArrayBuffer'),
  ...named(LOCALE, 'Intl'),
  ...named(RANDOM, 'crypto'),
  ...named(OUTSIDE, 'console', 'process', 'fetch', 'localStorage'),
  ...named('an argument that says what is needed. Nothing global reaches the core.', 'globalThis'),
  ...named('a plain reference; when the collector runs is nobody’s to know.', 'WeakRef', 'FinalizationRegistry'),
  ...named('a plain function.', 'eval', 'Function'),
]);

function named(instead: string, ...names: string[]): [string, string][] {
  return names.map((name) => [name, instead]);
}
