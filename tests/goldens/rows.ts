/** A line of a timeline (src/cli/timeline.ts), read back. */
export type Row = {
  /** Seconds after T+00:00. */
  readonly at_s: number;
  readonly what: string;
  /** Event, warning or message that it is about; empty where it is about none. */
  readonly subject: string;
  readonly figures: string;
};

const ROW = /^T([+-])(\d+):(\d\d)\s+\S+Z\s{2}(.{16})\s{2}(.*)$/;
/** The head and the summary have no time; they are read as said at the end. */
const PLAIN = /^(level|notice) /;

/** Reads a timeline; what has no time (title, blank lines) is left out, the closing verdict is not. */
export function rowsOf(timeline: string): Row[] {
  const rows: Row[] = [];
  for (const text of timeline.split('\n')) {
    const found = ROW.exec(text);
    if (found) {
      const [, sign, minutes, seconds, what, figures] = found;
      const at_s = (sign === '-' ? -1 : 1) * (60 * Number(minutes) + Number(seconds));
      rows.push({ at_s, what: what.trim(), subject: /\b[EW]\d+\b/.exec(figures)?.[0] ?? '', figures });
    } else if (PLAIN.test(text)) rows.push({ at_s: rows.at(-1)?.at_s ?? 0, what: 'in the end', subject: '', figures: text });
  }
  return rows;
}

/** What a row says apart from its digits. Names keep theirs (E1, W1-m2, desk-1) and so does a revision; a track's number is no name that anybody
 *  decided on. */
export function wordsOf({ what, figures }: Row): string {
  const words = figures
    .replaceAll(/\bT\d+\b/g, 'T·')
    .replaceAll(/(?<![\w-])[\d.,:]*\d(?:e[+-]?\d+)?/g, (digits, at: number) => (figures.slice(0, at).endsWith('revision ') ? digits : '·'))
    .replaceAll('·Z', '·');
  return `${what} ${words}`;
}

/** `T+04:00`. */
export function sinceZero(at_s: number): string {
  const whole = Math.abs(at_s);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `T${at_s < 0 ? '-' : '+'}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}
