/** What parts the cells of a line. Comma, or what a spreadsheet in another country writes. */
export type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];
/** What a header names its columns with; anything else that stands between words was meant as a delimiter. */
const NO_PART_OF_A_NAME = /[^\p{L}\p{M}\p{N}_."'()[\]°%/*^+-]/u;
/** What to do where it is another. */
export const WHICH_DELIMITERS = 'part the cells by commas, semicolons or tabs';

export type Dialect = { readonly kind: 'delimiter'; readonly delimiter: Delimiter } | { readonly kind: 'other'; readonly message: string };

/** The delimiter that a header is parted by: of those that are read the one that it holds most of, outside quotes. */
export function dialectOf(header: string): Dialect {
  const plain = header.replace(/"[^"]*"/g, 'quoted').trim();
  const count = (text: string): number => plain.split(text).length - 1;
  const delimiter = DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
  if (count('|') > count(delimiter)) return other('"|"');
  if (count(delimiter) > 0) return { kind: 'delimiter', delimiter };
  const stranger = NO_PART_OF_A_NAME.exec(plain)?.[0];
  return stranger === undefined ? { kind: 'delimiter', delimiter: ',' } : other(stranger.trim() === '' ? 'blanks' : `"${stranger}"`);
}

/** What the line `sep=;` says, which spreadsheets write before the header; undefined where a line is none. */
export function declaredDialect(line: string): Dialect | undefined {
  const found = /^\s*"?sep=(.*?)"?\s*$/is.exec(line)?.[1];
  if (found === undefined || found.length > 2) return undefined;
  const delimiter = DELIMITERS.find((one) => one === found) ?? (/^sep=\t/i.test(line) || found === '\\t' ? '\t' : undefined);
  if (delimiter !== undefined) return { kind: 'delimiter', delimiter };
  return { kind: 'other', message: `the line sep= names ${found === '' ? 'none' : `"${found}"`} as its delimiter` };
}

function other(what: string): Dialect {
  return { kind: 'other', message: `the header is parted by ${what}, which is no delimiter that is read` };
}
