import type { JsonText } from '../plots/json-texts.ts';
import type { ElementsReporter } from './report.ts';

const OPENS = 0x7b;
const CLOSES = 0x7d;
const QUOTE = 0x22;
const ESCAPE = 0x5c;
const LINE_END = 0x0a;

/** The outermost objects of a text as it comes, with the line at which each begins: one a line, or those of a list, which publishers write without a line break however many there are. A text cannot go over the end of
 *  a line in JSON: an object in which one does is given as far as it goes. One that is longer than `longest` characters ends the reading. */
export async function* jsonObjects(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
  reporter: ElementsReporter,
): AsyncGenerator<readonly JsonText[]> {
  const decoder = new TextDecoder('utf-8');
  let [held, depth, line, begun] = ['', 0, 1, 0];
  let [isText, isEscaped] = [false, false];
  const take = (piece: string): JsonText[] => {
    const found: JsonText[] = [];
    let from = 0;
    const give = (end: number): void => {
      found.push({ text: held + piece.slice(from, end), line: begun });
      [held, depth, isText] = ['', 0, false];
    };
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === LINE_END) {
        if (isText && depth > 0) give(at);
        [line, isText, isEscaped] = [line + 1, false, false];
      } else if (isText) {
        if (isEscaped) isEscaped = false;
        else if (code === ESCAPE) isEscaped = true;
        else if (code === QUOTE) isText = false;
      } else if (code === QUOTE) isText = true;
      else if (code === OPENS) {
        if (depth === 0) [from, begun] = [at, line];
        depth += 1;
      } else if (code === CLOSES && depth > 0) {
        depth -= 1;
        if (depth === 0) give(at + 1);
      }
    }
    if (depth > 0) held += piece.slice(from);
    if (held.length > longest)
      reporter.fail({ line: begun, field: '', message: `the object is longer than ${longest} characters`, remedy: 'end it with }' });
    return found;
  };
  for await (const chunk of chunks) yield take(decoder.decode(chunk, { stream: true }));
  yield take(decoder.decode());
  if (depth > 0) yield [{ text: held, line: begun }];
}
