import { degrees } from '../../core/units.ts';
import { linesOf } from '../plots/lines.ts';
import { type ElementSet, kept, REVOLUTIONS_A_DAY } from './element-set.ts';
import { epochOfDay } from './epoch.ts';
import type { ElementsReporter } from './report.ts';

type Line = { readonly text: string; readonly line: number };

const LONGEST_LINE = 1000;
/** A line of elements has 69 characters; some files leave out the checksum. */
const LENGTH = 69;
const LINE_OF_ELEMENTS = /^[12] .{50}/;
const CUT_OFF = /^[12] [ \dA-HJ-NP-Z][ \d]{3}\d[A-Z ]/;

/** Reads two-line element sets as they come, each with a line of its name before it or without.
 *  Source  [HR1980] section 2 of its appendix; the letters of catalogue numbers beyond 99,999: Space-Track's "Alpha-5". */
export async function* tleSets(chunks: AsyncIterable<Uint8Array>, reporter: ElementsReporter): AsyncGenerator<ElementSet> {
  let name: Line | undefined;
  let first: Line | undefined;
  let line = 0;
  for await (const texts of linesOf(chunks, LONGEST_LINE, reporter)) {
    for (const raw of texts) {
      line += 1;
      const text = (line === 1 ? raw.replace(/^\ufeff/, '') : raw).trimEnd();
      if (text === '' || text.startsWith('#')) continue;
      if (!LINE_OF_ELEMENTS.test(text)) {
        if (CUT_OFF.test(text)) {
          if (first !== undefined && !text.startsWith(`2 ${first.text.slice(2, 7)}`)) lone(first, reporter);
          reporter.refuse({
            line,
            field: '',
            message: `the line has ${text.length} characters of ${LENGTH}`,
            remedy: 'fetch it again: it is cut off',
          });
          [name, first] = [undefined, undefined];
          continue;
        }
        if (first !== undefined) first = lone(first, reporter);
        if (name !== undefined) refuseName(name, reporter);
        name = { text, line };
      } else if (text.startsWith('1')) {
        if (first !== undefined) first = lone(first, reporter);
        first = { text, line };
      } else if (first === undefined) {
        reporter.refuse({
          line,
          field: '',
          message: 'line 2 of elements has no line 1 before it',
          remedy: 'give both lines of each object',
        });
        name = undefined;
      } else {
        const set = setOf(name?.text ?? '', first, { text, line }, reporter);
        if (set !== undefined) yield set;
        [name, first] = [undefined, undefined];
      }
    }
  }
  if (first !== undefined) lone(first, reporter);
  else if (name !== undefined) refuseName(name, reporter);
}

function lone({ line }: Line, reporter: ElementsReporter): undefined {
  return reporter.refuse({
    line,
    field: '',
    message: 'line 1 of elements has no line 2 behind it',
    remedy: 'give both lines of each object',
  });
}

function refuseName({ text, line }: Line, reporter: ElementsReporter): undefined {
  const message = `"${text.slice(0, 24)}" is neither a line of elements nor the name above one`;
  return reporter.refuse({ line, field: '', message, remedy: 'give a name at most once, right above its two lines' });
}

function setOf(name: string, first: Line, second: Line, reporter: ElementsReporter): ElementSet | undefined {
  for (const { text, line } of [first, second]) {
    const fault = lineFault(text);
    if (fault !== undefined) return reporter.refuse({ line, ...fault });
  }
  for (const { text } of [first, second]) if (text.length < LENGTH) reporter.note('lines without a checksum');
  const catalogueNumber = catalogueNumberOf(first.text.slice(2, 7));
  const other = catalogueNumberOf(second.text.slice(2, 7));
  if (catalogueNumber === undefined || other === undefined) {
    const { line, text } = catalogueNumber === undefined ? first : second;
    const message = `"${text.slice(2, 7)}" is no catalogue number`;
    return reporter.refuse({
      line,
      field: 'catalogue number',
      message,
      remedy: 'write five digits, or a letter but I and O and four digits',
    });
  }
  if (catalogueNumber !== other)
    return reporter.refuse({
      line: second.line,
      field: 'catalogue number',
      message: `line 2 is of object ${other}, and the line 1 before it of object ${catalogueNumber}`,
      remedy: 'give both lines of one object one after the other',
    });
  const type = first.text.slice(62, 63).trim();
  if (!['', '0', '2'].includes(type))
    return reporter.refuse({
      line: first.line,
      field: 'ephemeris type',
      message: type === '4' ? 'these are elements of SGP4-XP, which SGP4 would carry kilometres away' : `"${type}" is not the type of SGP4`,
      remedy: 'give elements of SGP4 (type 0)',
    });
  const wrong = (line: number, field: string, text: string, remedy: string): undefined =>
    reporter.refuse({ line, field, message: `"${text}" is no ${field}`, remedy });
  const [, yearDigits, dayDigits, fraction] = /^(\d\d)([ \d]{3})(?:\.(\d{0,8}))? *$/.exec(first.text.slice(18, 32)) ?? [];
  // Two digits of a year: what flew first flew in 1957.
  const year = Number(yearDigits) < 57 ? 2000 + Number(yearDigits) : 1900 + Number(yearDigits);
  const epoch = yearDigits === undefined ? undefined : epochOfDay(year, Number(dayDigits), fraction ?? '');
  if (epoch === undefined) return wrong(first.line, 'epoch', first.text.slice(18, 32), 'write year and day of the year, as 26127.81900272');
  const values: Record<string, number> = {};
  for (const { field, at, of } of FIELDS) {
    const { text, line } = of === 1 ? first : second;
    const stated = text.slice(...at);
    const value = field === 'drag term' ? powerOf(stated) : field === 'eccentricity' ? decimal(`.${stated.trim()}`) : decimal(stated);
    if (value === undefined) return wrong(line, field, stated, REMEDIES[field] ?? 'write a decimal number in its columns');
    values[field] = value;
  }
  return kept(
    first.line,
    {
      catalogueNumber,
      name: name.replace(/^0 /, '').trim(),
      internationalDesignator: designatorOf(first.text.slice(9, 17)),
      ...epoch,
      meanMotion_radps: values['mean motion'] * REVOLUTIONS_A_DAY,
      eccentricity: values['eccentricity'],
      inclination_rad: degrees(values['inclination']),
      ascendingNode_rad: degrees(values['ascending node']),
      argumentOfPerigee_rad: degrees(values['argument of perigee']),
      meanAnomaly_rad: degrees(values['mean anomaly']),
      bstar: values['drag term'],
    },
    reporter,
  );
}

/** What is wrong with a line as such. */
function lineFault(text: string): { readonly field: string; readonly message: string; readonly remedy: string } | undefined {
  if (/^[12] \d{6}/.test(text))
    return {
      field: 'catalogue number',
      message: `${text.slice(2, 8)} has six digits, for which a two-line set has no place`,
      remedy: 'give its elements as OMM: in JSON, CSV or XML',
    };
  if (text.length > LENGTH)
    return { field: '', message: `the line has ${text.length} characters of ${LENGTH}`, remedy: 'leave out what stands behind it' };
  if (text.length === LENGTH) {
    const sum = checksumOf(text);
    if (text[LENGTH - 1] !== String(sum))
      return {
        field: 'checksum',
        message: `the line ends with ${text[LENGTH - 1]} and its digits make ${sum}`,
        remedy: 'fetch it again: a character has been changed',
      };
  }
  return undefined;
}

/** The sum of the digits, a minus for one, modulo ten. */
function checksumOf(text: string): number {
  let sum = 0;
  for (const character of text.slice(0, LENGTH - 1))
    sum += character === '-' ? 1 : character >= '0' && character <= '9' ? Number(character) : 0;
  return sum % 10;
}

/** Letters of the first place of a catalogue number, from ten on: without those that look like digits. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

function catalogueNumberOf(text: string): number | undefined {
  const [, lead, digits] = /^ *([A-HJ-NP-Z]?)(\d+)$/.exec(text) ?? [];
  if (digits === undefined || (lead !== '' && digits.length !== 4)) return undefined;
  const number = lead === '' ? Number(digits) : (10 + LETTERS.indexOf(lead)) * 10_000 + Number(digits);
  return number > 0 ? number : undefined;
}

const FIELDS = [
  { field: 'drag term', of: 1, at: [53, 61] },
  { field: 'inclination', of: 2, at: [8, 16] },
  { field: 'ascending node', of: 2, at: [17, 25] },
  { field: 'eccentricity', of: 2, at: [26, 33] },
  { field: 'argument of perigee', of: 2, at: [34, 42] },
  { field: 'mean anomaly', of: 2, at: [43, 51] },
  { field: 'mean motion', of: 2, at: [52, 63] },
] as const;

const REMEDIES: Readonly<Record<string, string>> = {
  'drag term': 'write it as 12345-6, which means 0.12345e-6',
  eccentricity: 'write seven digits, in front of which a point is meant',
};

function decimal(text: string): number | undefined {
  return /^ *[+-]?(?:\d+\.?\d*|\.\d+) *$/.test(text) ? Number(text) : undefined;
}

/** What ` 12345-6` means: 0.12345e-6. */
function powerOf(text: string): number | undefined {
  const [, sign, digits, exponent] = /^ *([+-]?)\.?([ \d]\d*)([+-]\d|) *$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(`${sign}.${digits.trim()}e${exponent || '0'}`);
}

/** 1998-067A of 98067A. */
function designatorOf(text: string): string {
  const [, year, launch, piece] = /^(\d\d)(\d{3})([A-Z]*)\s*$/.exec(text) ?? [];
  if (year === undefined) return text.trim();
  return `${Number(year) < 57 ? 20 : 19}${year}-${launch}${piece}`;
}
