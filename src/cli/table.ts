/** A column: its heading, and whether its figures stand to the right. */
export type Column<Row> = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => string;
};

const GAP = '  ';

/** Rows as lines of aligned text, headings first. Widths follow the content; no line ends in blanks. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const cells = [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => column.cell(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at].length)));
  const lines = cells.map((line) =>
    line
      .map((text, at) => pad(text, widths[at], columns[at].align))
      .join(GAP)
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join(GAP);
  return [lines[0], rule, ...lines.slice(1)];
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}

/** A figure with fixed decimals, or a dash where there is none: an empty cell would look like a fault of the table. */
export function figure(value: number | undefined | null, decimals: number): string {
  return value === undefined || value === null || !Number.isFinite(value) ? '-' : value.toFixed(decimals);
}

/** A share from 0 to 1 as per cent, with the count it was taken from. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} % (${part}/${whole})`;
}
