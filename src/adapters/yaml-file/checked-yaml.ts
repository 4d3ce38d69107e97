import { isMap, isNode, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type { z } from 'zod';

/** One thing that is wrong in a file: where, what, and what to do about it. */
export type Problem = {
  readonly file: string;
  /** From 1, as editors count. */
  readonly line: number;
  readonly column: number;
  /** As a path in the file: `flights[0].apogee_km`. Empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
};

/** A problem at a path of the document; `key` names the field itself when it is the field's name that is wrong. */
export type Finding = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
  readonly key?: string;
};

export type CheckedFile<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'rejected'; readonly problems: readonly Problem[] };

/** Reads YAML 1.2 (or JSON, which is YAML) that has to fit a schema and, beyond it, pass `crossChecks`. Either the whole file is right or nothing of it is used; all
 *  problems are listed, in order of their place. `file` is only a name for the messages. */
export function checkedYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  crossChecks: (value: z.output<S>) => readonly Finding[] = () => [],
): CheckedFile<z.output<S>> {
  if (text.length > MOST_CHARACTERS) return { kind: 'rejected', problems: [tooBig(file, text.length)] };
  try {
    return checkedText(text, file, schema, crossChecks);
  } catch (error) {
    // Reader and schema go down into what they read, level by level, and so does the program's stack.
    if (isTooDeep(error)) return { kind: 'rejected', problems: [tooDeep(file)] };
    throw error;
  }
}

function checkedText<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  crossChecks: (value: z.output<S>) => readonly Finding[],
): CheckedFile<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const deep = document.errors.find(isTooDeep);
  if (deep !== undefined) return { kind: 'rejected', problems: [tooDeep(file, position(lines, deep.pos[0]))] };
  const syntax = document.errors.map((error) => ({
    ...position(lines, error.pos[0]),
    file,
    field: '',
    ...wrongYaml(error),
  }));
  if (syntax.length > 0) return { kind: 'rejected', problems: syntax };
  const plain = plainValue(document);
  if (plain === undefined) return { kind: 'rejected', problems: [tooManyAliases(file)] };
  const checked = schema.safeParse(plain.value);
  const findings: readonly Finding[] = checked.success
    ? crossChecks(checked.data)
    : checked.error.issues.map((issue) =>
        finding(issue.path as (string | number)[], issue.message, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined),
      );
  if (checked.success && findings.length === 0) return { kind: 'value', value: checked.data };
  const problems = findings.map(({ path, message, remedy, key }) => ({
    file,
    ...position(lines, offsetOf(document, path, key)),
    field: fieldOf(key === undefined ? path : [...path, key]),
    message,
    remedy,
  }));
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { kind: 'rejected', problems };
}

function wrongYaml({ code, message }: YAMLError): Pick<Problem, 'message' | 'remedy'> {
  return code === 'DUPLICATE_KEY'
    ? { message: 'this key stands twice in its group', remedy: 'leave one of the two out' }
    : { message, remedy: 'mend the YAML here: indent with spaces, and put texts that hold a colon in quotes' };
}

/** Longest text that is read: a hand-written file has some thousand characters, and reading takes longer than in proportion. */
const MOST_CHARACTERS = 1_000_000;
/** Times that one anchor may be used: aliases of aliases grow into the billions. */
const MOST_ALIASES = 100;

function tooBig(file: string, characters: number): Problem {
  const message = `${characters} characters; ${MOST_CHARACTERS} is the most`;
  return { file, line: 1, column: 1, field: '', message, remedy: 'split it, or take out what is no part of it' };
}

/** The reader passes on as an error of the text what is the end of the program's stack. */
function isTooDeep(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Maximum call stack');
}

function tooDeep(file: string, place = { line: 1, column: 1 }): Problem {
  const message = 'lists or groups stand in one another thousands of levels deep';
  return { file, ...place, field: '', message, remedy: 'write it flat: nothing here is more than ten levels deep' };
}

function tooManyAliases(file: string): Problem {
  const message = `one anchor (&name) is used more than ${MOST_ALIASES} times, counted through the aliases (*name) of aliases`;
  return { file, line: 1, column: 1, field: '', message, remedy: 'write out what the aliases stand for' };
}

/** The document as plain data; undefined when its aliases blow up. */
function plainValue(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** A problem as one line of text: `scenario.yaml:12:5 flights[0].apogee_km: missing; add it: …`. */
export function describeProblem({ file, line, column, field, message, remedy }: Problem): string {
  return `${file}:${line}:${column} ${field === '' ? '' : `${field}: `}${message}; ${remedy}`;
}

/** The schema's complaints carry problem and remedy on two lines. */
function finding(path: readonly (string | number)[], text: string, key: string | undefined): Finding {
  const [message, remedy = 'see docs for what the file holds'] = text.split('\n');
  return { path, message, remedy, ...(key === undefined ? {} : { key }) };
}

/** Where a path stands in the text; for a field that is missing, where its group begins. */
function offsetOf(document: Document, path: readonly (string | number)[], key: string | undefined): number {
  for (let n = path.length; n >= 0; n--) {
    const node = n === 0 ? document.contents : document.getIn(path.slice(0, n), true);
    if (!isNode(node) || !node.range) continue;
    if (n === path.length && key !== undefined && isMap(node)) return keyOffset(node, key) ?? node.range[0];
    return node.range[0];
  }
  return 0;
}

function keyOffset(map: { readonly items: readonly { readonly key: unknown }[] }, name: string): number | undefined {
  for (const { key } of map.items) if (isNode(key) && key.range && String(key) === name) return key.range[0];
  return undefined;
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function fieldOf(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}
