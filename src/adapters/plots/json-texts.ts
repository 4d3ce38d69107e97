import { linesOf } from './lines.ts';
import type { Reporter } from './report.ts';

/** The text of a JSON object and the line at which it begins. */
export type JsonText = { readonly text: string; readonly line: number };

/** The objects of a text, as it is read: one a line, or, where the first line is not a whole one, those of a list or of a document that is written over
 *  several lines. In lines each stands for itself: one that is broken costs no other. */
export async function* jsonTexts(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
  reporter: Pick<Reporter, 'fail'>,
): AsyncGenerator<readonly JsonText[]> {
  let line = 0;
  let document: Splitter | undefined;
  let isLines = false;
  for await (const texts of linesOf(chunks, longest, reporter)) {
    const found: JsonText[] = [];
    for (const given of texts) {
      line += 1;
      const text = line === 1 ? given.replace(/^\ufeff/, '') : given;
      if (text.trim() === '') continue;
      if (!isLines && document === undefined) {
        isLines = /^\s*\{.*\}\s*$/.test(text);
        if (!isLines) document = createSplitter(longest, reporter);
      }
      if (document === undefined) found.push({ text, line });
      else document.take(text, line, found);
    }
    yield found;
  }
  if (document !== undefined) yield document.rest();
}

type Splitter = {
  take(text: string, line: number, into: JsonText[]): void;
  /** What was not ended. */
  rest(): JsonText[];
};

const OPENS = 0x7b;
const CLOSES = 0x7d;
const QUOTE = 0x22;
const ESCAPE = 0x5c;

/** Parts a document into its outermost objects. */
function createSplitter(longest: number, reporter: Pick<Reporter, 'fail'>): Splitter {
  let depth = 0;
  let isText = false;
  let held = '';
  let begun = 0;
  return {
    take(text, line, into) {
      let from = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (isText) {
          if (code === ESCAPE) i += 1;
          else if (code === QUOTE) isText = false;
        } else if (code === QUOTE) isText = true;
        else if (code === OPENS) {
          if (depth === 0) [from, begun] = [i, line];
          depth += 1;
        } else if (code === CLOSES && depth > 0) {
          depth -= 1;
          if (depth > 0) continue;
          into.push({ text: held + text.slice(from, i + 1), line: begun });
          held = '';
        }
      }
      if (depth > 0) held += `${text.slice(from)}\n`;
      if (held.length > longest)
        reporter.fail({ line: begun, field: '', message: `the object is longer than ${longest} characters`, remedy: 'break it up' });
    },
    rest: () => (depth === 0 ? [] : [{ text: held, line: begun }]),
  };
}

/** The name that stands twice in one object of a text, of which JSON's own reader would keep the last in silence. */
export function nameTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const names = open[open.length - 1];
      const name = token.slice(1, token.lastIndexOf('"'));
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return undefined;
}

/** What a text says; undefined where it is no JSON. `NaN`, which some programs write into it, is null. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (!text.includes('NaN')) return undefined;
  }
  try {
    return JSON.parse(text.replace(/([:[,]\s*)-?NaN(?=\s*[,\]}])/g, '$1null'));
  } catch {
    return undefined;
  }
}
