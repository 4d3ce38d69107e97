import { type Row, rowsOf, sinceZero, wordsOf } from './rows.ts';

/** What differs between two timelines of one scenario: first what was decided, then how many digits moved. */
export type Difference = {
  /** One sentence a decision that is gone, new, another, at another time, or about an area or a number of people of another size. */
  readonly decisions: readonly string[];
  /** Lines that say the same with other digits. */
  readonly otherDigits: number;
  /** Lines that only sharpen a figure already told, more than before (or fewer, when negative). */
  readonly moreRefinements: number;
};

/** Figures that get sharper: told once they are a finding, after that a matter of digits. */
const REFINED = new Set(['launch point', 'impact', 'apogee']);
/** What people and receivers get to know: for these the second counts. */
const DATED = new Set(
  (
    'notice alarm message recommended renewed revised updated half-released released retraction-ready stands-again shortened half-retracted retracted ' +
    'withdrawn dismissed ended piece-added piece-excluded'
  ).split(' '),
);
/** An area or a number of people that grew or shrank by more than this is another decision; by less, digits. */
const OTHER_SIZE = 1.2;

export function compareTimelines(before: string, after: string): Difference {
  const [old, now] = [told(rowsOf(before)), told(rowsOf(after))];
  const { same, gone, added } = align(old.decisions, now.decisions);
  return {
    decisions: [...replaced(gone, added), ...same.flatMap(([a, b]) => moved(a, b))],
    otherDigits: same.filter(([a, b]) => a.figures !== b.figures || a.at_s !== b.at_s).length,
    moreRefinements: now.refinements - old.refinements,
  };
}

function told(rows: readonly Row[]): { decisions: Row[]; refinements: number } {
  const last = new Map<string, string>();
  const decisions = rows.filter((row) => {
    if (!REFINED.has(row.what)) return true;
    const [key, words] = [`${row.what} ${row.subject}`, wordsOf(row)];
    const known = last.get(key) === words;
    last.set(key, words);
    return !known;
  });
  return { decisions, refinements: rows.length - decisions.length };
}

type Aligned = { same: (readonly [Row, Row])[]; gone: Row[]; added: Row[] };

/** The longest common sequence of two lists, by what the rows say. */
function align(a: readonly Row[], b: readonly Row[]): Aligned {
  const [p, q] = [a.map(wordsOf), b.map(wordsOf)];
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i][j] = p[i] === q[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const aligned: Aligned = { same: [], gone: [], added: [] };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && p[i] === q[j]) aligned.same.push([a[i++], b[j++]]);
    else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) aligned.gone.push(a[i++]);
    else aligned.added.push(b[j++]);
  }
  return aligned;
}

/** What is gone and what is new; told together where one stands in the other's place. */
function replaced(gone: readonly Row[], added: readonly Row[]): string[] {
  const left = [...added];
  const take = (fits: (row: Row) => boolean): Row | undefined => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const sentences = gone.map((row) => {
    const words = wordsOf(row);
    const elsewhere = take((one) => wordsOf(one) === words);
    if (elsewhere) return `order     ${line(row)}\n   now    ${line(elsewhere)}`;
    const other = take(({ what, subject }) => what === row.what && subject === row.subject);
    return other ? `changed   ${line(row)}\n   now    ${line(other)}` : `gone      ${line(row)}`;
  });
  return [...sentences, ...left.map((row) => `new       ${line(row)}`)];
}

function moved(a: Row, b: Row): string[] {
  const sentences: string[] = [];
  if (a.at_s !== b.at_s && DATED.has(a.what)) {
    const by_s = Math.abs(b.at_s - a.at_s);
    sentences.push(
      `${b.at_s > a.at_s ? 'later  ' : 'earlier'}   ${line(b)}\n   was    ${sinceZero(a.at_s)}, ${by_s} s ${b.at_s > a.at_s ? 'before' : 'after'}`,
    );
  }
  for (const pattern of [/area ([\d,]+) km²/, /([\d.,]+(?: million)?) people/]) {
    const [was, is] = [a, b].map(({ figures }) => numberOf(pattern.exec(figures)?.[1]));
    if (Math.max(was, is) > OTHER_SIZE * Math.min(was, is) && !REFINED.has(a.what))
      sentences.push(`size      ${line(b)}\n   was    ${pattern.exec(a.figures)?.[0]}`);
  }
  return sentences;
}

/** `1,951`, `670,000` and `1.2 million`. */
function numberOf(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  return Number(text.replace(' million', '').replaceAll(',', '')) * (text.endsWith(' million') ? 1e6 : 1);
}

function line({ at_s, what, figures }: Row): string {
  return `${sinceZero(at_s)}  ${what.padEnd(16)}  ${figures}`;
}
