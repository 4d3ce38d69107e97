import { z } from 'zod';
import { microsFromIso } from '../../api/iso.ts';

/** The words that the schemas of files are made of. Every complaint is two lines: what is wrong, and what to do about it. */

/** An object whose fields are all known; a slip in a name gets the nearest one offered. */
export function fields<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys as string[], known);
      return `${found(issue.input)}, and must be a group of fields\nwrite ${known.join(', ')} below it, indented`;
    },
  });
}

function unknownFields(keys: readonly string[], known: readonly string[]): string {
  const near = nearest(keys[0], known);
  const remedy =
    near === undefined ? `remove it; known here: ${known.join(', ')}` : `did you mean "${near}"? known here: ${known.join(', ')}`;
  return `unknown field ${keys.map((key) => `"${key}"`).join(', ')}\n${remedy}`;
}

/** A number with its unit and bounds. */
export function number(unit: string, low: number, high: number): z.ZodNumber {
  const bounds = `${low} to ${high}${unit === '' ? '' : ` ${unit}`}`;
  const error = (issue: { readonly input?: unknown }): string =>
    issue.input === undefined
      ? `missing\nadd it: a number from ${bounds}`
      : typeof issue.input === 'number' && Number.isFinite(issue.input)
        ? `${issue.input} is out of bounds\ngive a number from ${bounds}`
        : `${found(issue.input)}, and must be a number\nwrite a plain number from ${bounds}, without unit and without quotes`;
  const bounded = z.number({ error }).min(low, { error }).max(high, { error });
  return unit === '' ? bounded : bounded.meta({ description: unit });
}

/** A whole number, such as a seed: what says that it is one is not rounded. */
export function wholeNumber(low: number, high: number): z.ZodNumber {
  const error = (issue: { readonly input?: unknown }): string =>
    `${String(issue.input)} is no whole number\ngive one from ${low} to ${high}`;
  return number('', low, high).int({ error });
}

export const yesOrNo = z.boolean({ error: (issue) => `${found(issue.input)}, and must be true or false\nwrite true or false` });

export function oneOf<const T extends readonly [string, ...string[]]>(words: T, why = ''): z.ZodEnum<{ [K in T[number]]: K }> {
  const error = (issue: { readonly input?: unknown }): string => {
    const near = typeof issue.input === 'string' ? nearest(issue.input, words) : undefined;
    const offer = near === undefined ? `write one of: ${words.join(', ')}` : `did you mean "${near}"? known: ${words.join(', ')}`;
    return `${found(issue.input)}\n${why === '' ? offer : `${offer} (${why})`}`;
  };
  return z.enum(words, { error });
}

export const name = z
  .string({
    error: (issue) => `${found(issue.input)}, and must be a name\nwrite lower-case letters, digits and hyphens, such as radar-west`,
  })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
    error: (issue) => `"${String(issue.input)}" is not a name\nwrite lower-case letters, digits and hyphens, such as radar-west`,
  });

export const sentence = z
  .string({ error: (issue) => `${found(issue.input)}, and must be text\nwrite some words` })
  .min(1, { error: () => 'empty\nwrite some words' });

export const time = z
  .unknown()
  .meta({ type: 'string', format: 'date-time' })
  .transform((value, context) => {
    if (typeof value !== 'string') {
      context.issues.push({
        code: 'custom',
        input: value,
        message: `${found(value)}, and must be a time\nwrite it as 2022-11-18T01:14:00Z`,
      });
      return z.NEVER;
    }
    try {
      return microsFromIso(value);
    } catch (error) {
      const [problem, remedy = 'write it as 2022-11-18T01:14:00Z'] = String(error instanceof Error ? error.message : error).split('; ');
      context.issues.push({ code: 'custom', input: value, message: `${problem}\n${remedy}` });
      return z.NEVER;
    }
  });

export function list<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item, { error: (issue) => `${found(issue.input)}, and must be a list\nbegin each item with a hyphen, or write []` });
}

/** One of several kinds of thing, told apart by its field `kind`. */
export const kindError = (kinds: readonly string[]) => (issue: { readonly code?: string; readonly input?: unknown }) => {
  const given = typeof issue.input === 'object' && issue.input !== null && 'kind' in issue.input ? issue.input.kind : undefined;
  const near = typeof given === 'string' ? nearest(given, kinds) : undefined;
  return `${given === undefined ? 'no kind' : `kind ${JSON.stringify(given)} is unknown`}\n${near === undefined ? '' : `did you mean "${near}"? `}give it a kind: ${kinds.join(', ')}`;
};

function found(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'found empty';
  if (Array.isArray(value)) return 'found a list';
  if (typeof value === 'object') return 'found a group of fields';
  // JSON has no word for what YAML writes as .nan and .inf.
  return `found ${typeof value === 'number' ? value : JSON.stringify(value)}`;
}

/** The known word that is nearest in letters, if any is near enough to have been meant. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known.map((each) => ({ each, edits: editDistance(word.toLowerCase(), each.toLowerCase()) }));
  scored.sort((a, b) => a.edits - b.edits);
  const best = scored[0];
  if (best === undefined) return undefined;
  const startsAlike = best.each.toLowerCase().startsWith(word.toLowerCase()) || word.toLowerCase().startsWith(best.each.toLowerCase());
  return best.edits <= Math.max(2, word.length / 3) || startsAlike ? best.each : undefined;
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
