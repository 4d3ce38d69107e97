import { HEADER, METADATA, type Part, PARTS, STATE_OF_EPHEMERIS, TRIANGLE_KEYWORDS, USER_DEFINED, USER_PART } from './fields.ts';
import { readKvn } from '../plots/tdm-kvn.ts';
import type { CcsdsKind } from './message.ts';
import { type Faults, isKind, type RawBlock, rawBlock, type RawEntry, type RawMessage, type RawSegment, refuseKind } from './raw.ts';
import { rawTdm, tdmReporter } from './tdm.ts';

const BEGINNING = /^\s*CCSDS_([A-Z]{3})_VERS\s*=(.*)$/;
/** Messages of one file; one behind the other they would otherwise be read without end. */
const MOST_MESSAGES = 100_000;

/** The messages of a text in keyword = value notation, one behind the other. */
export function kvnMessages(text: string, faults: Faults): RawMessage[] {
  const lines = text.split(/\r\n|\n|\r/);
  const begins = lines.flatMap((line, i) => (BEGINNING.test(line) ? [i] : []));
  if (begins.length > MOST_MESSAGES)
    faults.fail({
      line: begins[MOST_MESSAGES] + 1,
      field: '',
      message: `there are more than ${MOST_MESSAGES} messages`,
      remedy: 'split the file',
    });
  const first = lines.findIndex((line) => line.trim() !== '' && !/^\s*COMMENT(\s|$)/.test(line));
  if (begins.length === 0 || first < begins[0])
    return faults.fail({
      line: first + 1,
      field: '',
      message: `this is no message of the CCSDS: it begins with "${(lines[first] ?? '').trim().slice(0, 40)}"`,
      remedy: 'begin it with its version, such as CCSDS_OEM_VERS = 3.0',
    });
  return begins.flatMap((begin, k) => {
    const [, letters = '', stated = ''] = BEGINNING.exec(lines[begin]) ?? [];
    const version = stated.trim();
    const kind = letters.toLowerCase();
    const end = begins[k + 1] ?? lines.length;
    const before = faults.count;
    // Remarks before the version are of the header.
    const from = k === 0 ? 0 : begin;
    if (!isKind(kind)) {
      refuseKind(kind, begin + 1, faults);
      return [];
    }
    if (kind === 'tdm') {
      const raw = rawTdm(readKvn(lines.slice(from, end).join('\n'), tdmReporter(faults, from)), version, begin + 1, from);
      return [{ ...raw, isRefused: faults.count > before }];
    }
    const message = kind === 'oem' ? ephemeris(lines, from, end, faults) : flat(kind, lines, from, end, faults);
    return [{ ...message, kind, version, line: begin + 1, isRefused: faults.count > before }];
  });
}

type Line = { readonly line: number; readonly text: string };
type Read = Pick<RawMessage, 'header' | 'segments'>;

/** Lines that say something; remarks go to what comes after them. */
function* saying(lines: readonly string[], from: number, end: number, comments: string[]): Generator<Line> {
  for (let i = from; i < end; i++) {
    const text = lines[i].trim();
    if (text === '' || BEGINNING.test(text)) continue;
    if (/^COMMENT(\s|$)/.test(text)) comments.push(text.slice('COMMENT'.length).trim());
    else yield { line: i + 1, text };
  }
}

function entryOf({ text, line }: Line, faults: Faults): RawEntry | undefined {
  const [, keyword, value] = /^([A-Za-z0-9_]+)\s*=\s*(.*)$/.exec(text) ?? [];
  if (keyword === undefined || value === undefined)
    return faults.refuse({
      line,
      field: '',
      message: `"${text.slice(0, 40)}" is no KEYWORD = VALUE`,
      remedy: 'write a keyword, = and its value',
    });
  return { keyword, value, line };
}

/** Messages of one object, whose keywords say by themselves to which part they belong. */
function flat(kind: 'opm' | 'omm', lines: readonly string[], from: number, end: number, faults: Faults): Read {
  const header = rawBlock('header', from + 1);
  const metadata = rawBlock('metadata', from + 1);
  const data: RawBlock[] = [];
  const parts = partsOf(kind);
  const comments: string[] = [];
  let last = header;
  for (const line of saying(lines, from, end, comments)) {
    const entry = entryOf(line, faults);
    if (entry === undefined) continue;
    const name = entry.keyword.startsWith(USER_DEFINED) ? USER_PART : parts.get(entry.keyword);
    if (name === undefined) {
      refuseKeyword(entry, [...parts.keys()], faults);
      continue;
    }
    const block = name === 'header' ? header : name === 'metadata' ? metadata : blockFor(data, kind, name, entry);
    block.comments.push(...comments.splice(0));
    block.entries.push(entry);
    last = block;
  }
  // Remarks behind everything are of the last part.
  last.comments.push(...comments);
  const line = metadata.entries[0]?.line ?? from + 1;
  return { header, segments: [{ line, metadata: { ...metadata, line }, data }] };
}

function partsOf(kind: 'opm' | 'omm'): Map<string, string> {
  return new Map([
    ...HEADER.map(({ keyword }): [string, string] => [keyword, 'header']),
    ...METADATA[kind].map(({ keyword }): [string, string] => [keyword, 'metadata']),
    ...PARTS[kind].flatMap(({ name, fields }) => fields.map(({ keyword }): [string, string] => [keyword, name])),
  ]);
}

function blockFor(data: RawBlock[], kind: CcsdsKind, name: string, { keyword, line }: RawEntry): RawBlock {
  const part = kind === 'tdm' ? undefined : PARTS[kind].find((one: Part) => one.name === name);
  const before = data.findLast((block) => block.name === name);
  if (before !== undefined && part?.many !== keyword) return before;
  // A second state is a keyword that stands twice; a second manoeuvre is another one.
  if (before !== undefined && part?.many === undefined) return before;
  const block = rawBlock(name, line);
  data.push(block);
  return block;
}

/** Refuses a keyword that the standard does not have, with the nearest of those that it has. */
export function refuseKeyword({ keyword, line }: Pick<RawEntry, 'keyword' | 'line'>, known: readonly string[], faults: Faults): undefined {
  const capital = keyword.toUpperCase();
  const near = known.find((one) => one === capital) ?? known.find((one) => isNear(one, capital));
  return faults.refuse({
    line,
    field: keyword.slice(0, 40),
    message: 'the standard has no such keyword here',
    remedy: near === undefined ? 'mend the keyword, or leave the line out' : `mend the keyword: is it ${near}?`,
  });
}

/** Whether two words differ in one letter: another one, one more, one less. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 4) return false;
  let k = 0;
  while (k < a.length && k < b.length && a[k] === b[k]) k += 1;
  const [restA, restB] = [a.slice(k), b.slice(k)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

const META = { START: 'META_START', STOP: 'META_STOP' };
const COVARIANCE = { START: 'COVARIANCE_START', STOP: 'COVARIANCE_STOP' };
const ORDER = 'an ephemeris has META_START … META_STOP, then its states, then COVARIANCE_START … COVARIANCE_STOP where it has covariances';
const STATE_KEYWORDS: readonly string[] = STATE_OF_EPHEMERIS.map(({ keyword }) => keyword);

type Section = 'header' | 'metadata' | 'states' | 'covariances' | 'end';
const MARKS: Readonly<Record<string, readonly [from: readonly Section[], to: Section]>> = {
  [META.START]: [['header', 'states', 'end'], 'metadata'],
  [META.STOP]: [['metadata'], 'states'],
  [COVARIANCE.START]: [['states'], 'covariances'],
  [COVARIANCE.STOP]: [['covariances'], 'end'],
};

function ephemeris(lines: readonly string[], from: number, end: number, faults: Faults): Read {
  const header = rawBlock('header', from + 1);
  const segments: (RawSegment & { readonly data: RawBlock[] })[] = [];
  const comments: string[] = [];
  let section: Section = 'header';
  let last = header;
  for (const one of saying(lines, from, end, comments)) {
    const { line, text } = one;
    const mark = Object.hasOwn(MARKS, text) ? MARKS[text] : undefined;
    if (mark !== undefined) {
      // What broken sections hold cannot be told.
      if (!mark[0].includes(section))
        faults.fail({ line, field: text, message: `it does not belong here, in the ${section}`, remedy: ORDER });
      last.comments.push(...(section === 'header' || section === 'metadata' ? comments.splice(0) : []));
      section = mark[1];
      if (text === META.START) segments.push({ line, metadata: rawBlock('metadata', line), data: [] });
      continue;
    }
    const segment = segments.at(-1);
    if (segment === undefined) last = header;
    else if (section === 'metadata') last = segment.metadata;
    else if (section === 'states') {
      const data = dataBlock(segment.data, line);
      data.comments.push(...comments.splice(0));
      const state = stateOf(one, faults);
      if (state !== undefined) segment.data.push(state);
      continue;
    } else if (section === 'covariances') {
      covarianceLine(one, segment.data, comments, faults);
      continue;
    } else {
      faults.refuse({ line, field: '', message: 'it stands behind the covariances', remedy: ORDER });
      continue;
    }
    const entry = entryOf(one, faults);
    if (entry === undefined) continue;
    last.comments.push(...comments.splice(0));
    const known = (section === 'header' ? HEADER : METADATA.oem).map(({ keyword }) => keyword as string);
    if (known.includes(entry.keyword)) last.entries.push(entry);
    else refuseKeyword(entry, known, faults);
  }
  checkTriangle(segments, faults);
  if (section === 'metadata' || section === 'covariances')
    faults.refuse({
      line: end,
      field: '',
      message: `the message ends within its ${section}: it is cut off`,
      remedy: 'get the whole message',
    });
  const segment = segments.at(-1);
  if (comments.length > 0) (segment === undefined ? header : dataBlock(segment.data, segment.line)).comments.push(...comments);
  return { header, segments };
}

function dataBlock(data: RawBlock[], line: number): RawBlock {
  if (data[0]?.name !== 'data') data.unshift(rawBlock('data', line));
  return data[0];
}

function stateOf({ line, text }: Line, faults: Faults): RawBlock | undefined {
  const words = text.split(/\s+/);
  const [keyword] = words;
  if (words[1] === '=' || /^[A-Z_]+=/.test(keyword))
    return faults.refuse({ line, field: keyword.slice(0, 40), message: 'a keyword does not belong among the states', remedy: ORDER });
  if (words.length !== 7 && words.length !== 10)
    return faults.refuse({
      line,
      field: '',
      message: `the state has ${words.length} words`,
      remedy: 'write the epoch, three numbers of km and three of km/s, and accelerations all three or none',
    });
  // Parted anew when it is asked for: an ephemeris of a million states is not held word by word.
  return {
    name: 'stateVector',
    line,
    comments: [],
    get entries() {
      return text.split(/\s+/).map((value, k) => ({ keyword: STATE_KEYWORDS[k], value, line }));
    },
  };
}

/** A line among the covariances: a keyword, or the next row of the triangle. */
function covarianceLine(one: Line, data: RawBlock[], comments: string[], faults: Faults): void {
  const { line, text } = one;
  const last = data.at(-1)?.name === 'covarianceMatrix' ? data.at(-1) : undefined;
  if (/=/.test(text)) {
    const entry = entryOf(one, faults);
    if (entry === undefined) return;
    if (entry.keyword !== 'EPOCH' && entry.keyword !== 'COV_REF_FRAME') {
      refuseKeyword(entry, ['EPOCH', 'COV_REF_FRAME'], faults);
      return;
    }
    const isNew = last === undefined || entry.keyword === 'EPOCH';
    const block = isNew ? rawBlock('covarianceMatrix', line) : last;
    if (isNew) data.push(block);
    block.comments.push(...comments.splice(0));
    block.entries.push(entry);
    return;
  }
  if (last === undefined) {
    faults.refuse({ line, field: 'EPOCH', message: 'a covariance has none', remedy: 'write EPOCH = … before its rows' });
    return;
  }
  last.comments.push(...comments.splice(0));
  const known = last.entries.filter(({ keyword }) => TRIANGLE_KEYWORDS.includes(keyword)).length;
  const row = ROWS.indexOf(known) + 1;
  const words = text.split(/\s+/);
  if (row === 0 || row > 6 || words.length !== row)
    faults.fail({
      line,
      field: TRIANGLE_KEYWORDS[known] ?? '',
      message: row > 6 ? 'the covariance has more than six rows' : `row ${row} of the covariance has ${words.length} numbers`,
      remedy: 'write the lower triangle: one number, then two, and so on to six',
    });
  for (let k = 0; k < row; k++) last.entries.push({ keyword: TRIANGLE_KEYWORDS[known + k], value: words[k], line });
}

/** Refuses covariances that lack rows, once each, and leaves them out. */
function checkTriangle(segments: readonly { readonly data: RawBlock[] }[], faults: Faults): void {
  for (const { data } of segments)
    for (const block of data.filter(({ name }) => name === 'covarianceMatrix')) {
      const count = block.entries.filter(({ keyword }) => TRIANGLE_KEYWORDS.includes(keyword)).length;
      if (count === TRIANGLE_KEYWORDS.length) continue;
      faults.refuse({
        line: block.line,
        field: 'EPOCH',
        message: `the covariance of this epoch has ${ROWS.indexOf(count)} rows`,
        remedy: 'write all six',
      });
      data.splice(data.indexOf(block), 1);
    }
}

/** How many numbers stand before each row of a triangle. */
const ROWS = [0, 1, 3, 6, 10, 15, 21];
