/** Text that may stand anywhere in a page. Names of objects and files come from outside. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** 12345.678 as `12,346`, 1.2345 as `1.23`: three digits, or all before the point. Without the platform's locale. */
export function number(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const decimals = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  const [whole, fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (fraction === undefined ? grouped : `${grouped}.${fraction}`).replace('-', '−');
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export type HtmlColumn<Row> = {
  readonly title: string;
  readonly numeric?: boolean;
  /** HTML; the cell's maker escapes. */
  readonly cell: (row: Row) => string;
};

/** A table with a caption and headings that say what they head. A wide one scrolls in its own box, also by keyboard. */
export function table<Row>(caption: string, columns: readonly HtmlColumn<Row>[], rows: readonly Row[]): string {
  const cellClass = (column: HtmlColumn<Row>): string => (column.numeric === true ? ' class="numeric"' : '');
  const head = columns.map((column) => `<th scope="col"${cellClass(column)}>${escaped(column.title)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = columns.map((column, at) =>
      at === 0 ? `<th scope="row"${cellClass(column)}>${column.cell(row)}</th>` : `<td${cellClass(column)}>${column.cell(row)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="${escaped(caption)}" tabindex="0"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}
