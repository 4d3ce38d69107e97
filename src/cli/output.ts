import { describeError } from './exit.ts';

/** Where a verb writes: text for people or JSON lines for programs on the standard output, remarks on the standard error. */
export type Output = {
  readonly json: boolean;
  /** A line for people; says nothing under --json, so that every line there is one object. */
  readonly line: (text: string) => void;
  /** One JSON object on a line; says nothing without --json. */
  readonly object: (value: object) => void;
  /** Many lines, or many objects, written at once: of what comes by the million. */
  readonly manyLines: (texts: readonly string[]) => void;
  readonly manyObjects: (values: readonly object[]) => void;
  /** Where something is to be found, such as the console: for people among the lines, under --json beside them. */
  readonly announce: (text: string) => void;
  /** A remark that is no result: goes to the standard error. */
  readonly remark: (text: string) => void;
  readonly paint: Paint;
  /** Width of the terminal that people read it in; undefined where it goes elsewhere. */
  readonly columns: number | undefined;
};

type Style = (text: string) => string;

export type Paint = { readonly strong: Style; readonly faint: Style; readonly good: Style; readonly bad: Style; readonly warn: Style };

/** Colour only where a person looks on: a terminal, and NO_COLOR not set (no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: Readonly<Record<string, string | undefined>>): Paint {
  const on = stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  const style = (code: number): Style => (on ? (text) => `\u001b[${code}m${text}\u001b[0m` : (text) => text);
  return { strong: style(1), faint: style(2), good: style(32), bad: style(31), warn: style(33) };
}

/** Titles, names and reasons come from files and from people: what would steer a terminal (its title, its clipboard, what it shows) is made
 *  visible instead. Line breaks, tabs and the colours of `paintFor` stay. */
export function harmless(text: string): string {
  return text.replace(STEERING, (found) => (OURS.has(found) || BREAKS.has(found[0]) ? found : `\uFFFD${found.slice(1)}`));
}

const STEERING = /\p{Cc}(?:\[\d{1,2}m)?|\p{Bidi_Control}/gu;
const BREAKS = new Set(['\n', '\t']);
const OURS = new Set([0, 1, 2, 31, 32, 33].map((code) => `\u001b[${code}m`));

/** JSON on one line. JSON itself escapes only what is below U+0020. */
function jsonLine(value: object): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The process's own streams. */
export function openOutput(json: boolean): Output {
  return {
    json,
    line: (text) => {
      if (!json) process.stdout.write(`${harmless(text)}\n`);
    },
    object: (value) => {
      if (json) process.stdout.write(`${jsonLine(value)}\n`);
    },
    manyLines: (texts) => {
      if (!json && texts.length > 0) process.stdout.write(`${harmless(texts.join('\n'))}\n`);
    },
    manyObjects: (values) => {
      if (json && values.length > 0) process.stdout.write(`${values.map(jsonLine).join('\n')}\n`);
    },
    announce: (text) => {
      (json ? process.stderr : process.stdout).write(`${harmless(text)}\n`);
    },
    remark: (text) => {
      process.stderr.write(`${harmless(text)}\n`);
    },
    paint: paintFor(process.stdout, process.env),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  };
}

/** An output that keeps what it was told, for tests and for golden files. */
export function keptOutput(json: boolean): Output & { readonly lines: string[]; readonly objects: object[]; readonly remarks: string[] } {
  const lines: string[] = [];
  const objects: object[] = [];
  const remarks: string[] = [];
  return {
    json,
    lines,
    objects,
    remarks,
    line: (text) => {
      if (!json) lines.push(text);
    },
    object: (value) => {
      if (json) objects.push(value);
    },
    manyLines: (texts) => {
      if (!json) lines.push(...texts);
    },
    manyObjects: (values) => {
      if (json) objects.push(...values);
    },
    announce: (text) => {
      remarks.push(text);
    },
    remark: (text) => {
      remarks.push(text);
    },
    paint: paintFor({ isTTY: false }, {}),
    columns: undefined,
  };
}

/** `tocsin … | head` closes our output early; that is no error of anybody's, so it ends quietly. A full disk behind it is one, and is told. */
export function watchStandardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    const named = Object.assign(error, { path: 'the standard output' });
    const { lines, status } = describeError(named, process.env['TOCSIN_DEBUG'] === '1');
    process.stderr.write(`${harmless(lines.join('\n'))}\n`);
    process.exit(status);
  });
}
