import type { Reporter } from './report.ts';

/** Lines of a text that comes in pieces, without their ends. A line longer than `longest` characters ends the reading: nothing is held that has no end. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
  reporter: Pick<Reporter, 'fail'>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    line += lines.length;
    if (rest.length > longest)
      reporter.fail({ line: line + 1, field: '', message: `the line is longer than ${longest} characters`, remedy: 'break it up' });
    yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}
