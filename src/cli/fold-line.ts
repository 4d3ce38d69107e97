/** Columns of a timeline before its figures. */
const FIGURES_AT = 38;
/** Where figures would be left with less room than this, what is folded stands under the beginning of the line instead. */
const LEAST_ROOM = 40;
const SMALL_INDENT = 4;

/** A line folded between words to what a terminal shows in one, the rest below its figures, so that the columns stay readable. Words longer than a line are
 *  left whole. Without a terminal (`columns` undefined) lines are records, and stay as they are. */
export function foldLine(line: string, columns: number | undefined): string {
  if (columns === undefined || line.length <= columns) return line;
  const indent = ' '.repeat(columns - FIGURES_AT >= LEAST_ROOM ? FIGURES_AT : SMALL_INDENT);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const start = lines.length === 0 ? 0 : indent.length;
    const before = rest.lastIndexOf(' ', columns);
    const cut = before > start ? before : rest.indexOf(' ', columns);
    if (cut < 0) break;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = `${indent}${rest.slice(cut + 1).trimStart()}`;
  }
  return [...lines, rest].join('\n');
}
