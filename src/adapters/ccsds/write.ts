import { disassemble } from './disassemble.ts';
import { TRIANGLE_KEYWORDS, USER_DEFINED } from './fields.ts';
import type { CcsdsDocument } from './message.ts';
import type { RawBlock, RawEntry, RawMessage } from './raw.ts';

/** A document in keyword = value notation: its messages one behind the other. Read again it is the same document.
 *  Throws RangeError for what that notation cannot say: a line that ends, blanks at an end, what a message of messages says of itself, a keyword that the standard does not have. */
export function writeKvn({ messages, combined }: Pick<CcsdsDocument, 'messages' | 'combined'>): string {
  if (combined !== undefined && (combined.comments.length > 0 || combined.messageId !== undefined))
    throw new RangeError('keyword = value notation has no message of messages: its remarks and its MESSAGE_ID have no place; write XML');
  return messages.map((message) => kvnOf(disassemble(message))).join('\n');
}

function kvnOf(message: RawMessage): string {
  const { kind, version, header, segments } = message;
  const lines = [`CCSDS_${kind.toUpperCase()}_VERS = ${said('the version', version ?? '')}`, ...blockLines(header)];
  for (const { metadata, data } of segments) {
    if (kind === 'opm' || kind === 'omm') lines.push(...blockLines(metadata), ...data.flatMap(blockLines));
    else {
      lines.push('', 'META_START', ...blockLines(metadata), 'META_STOP', '');
      if (kind === 'tdm') lines.push('DATA_START', ...data.flatMap(observationLines), 'DATA_STOP');
      else lines.push(...ephemerisLines(data));
    }
  }
  return `${lines.join('\n')}\n`;
}

function blockLines({ comments, entries }: RawBlock): string[] {
  return [...comments.map(remark), ...entries.map(({ keyword, value }) => `${keyword} = ${said(keyword, value)}`)];
}

function observationLines({ comments, entries }: RawBlock): string[] {
  const [epoch, value] = entries;
  return [...comments.map(remark), ...(value === undefined ? [] : [`${value.keyword} = ${word(epoch)} ${word(value)}`])];
}

function ephemerisLines(data: readonly RawBlock[]): string[] {
  const states = data.filter(({ name }) => name !== 'covarianceMatrix');
  const covariances = data.filter(({ name }) => name === 'covarianceMatrix');
  const lines = states.flatMap(({ comments, entries }) => [
    ...comments.map(remark),
    ...(entries.length === 0 ? [] : [entries.map(word).join(' ')]),
  ]);
  if (covariances.length === 0) return lines;
  return [...lines, '', 'COVARIANCE_START', ...covariances.flatMap(covarianceLines), 'COVARIANCE_STOP'];
}

function covarianceLines({ comments, entries }: RawBlock): string[] {
  const numbers = entries.filter(({ keyword }) => TRIANGLE_KEYWORDS.includes(keyword)).map(word);
  const words = entries.filter(({ keyword }) => !TRIANGLE_KEYWORDS.includes(keyword));
  const rows = [1, 2, 3, 4, 5, 6].map((length) => numbers.splice(0, length).join(' '));
  return [...comments.map(remark), ...words.map(({ keyword, value }) => `${keyword} = ${said(keyword, value)}`), ...rows];
}

function word({ keyword, value }: RawEntry): string {
  if (/\s/.test(value)) throw new RangeError(`${keyword}: "${value}" is no one word`);
  return said(keyword, value);
}

function remark(text: string): string {
  return text === '' ? 'COMMENT' : `COMMENT ${said('COMMENT', text)}`;
}

// Control characters but for the tab, halves of a sign, and what ends a line: XML cannot hold them, and the other notation would read them otherwise.
const CONTROL = /[^\P{Cc}\t]|[\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff\ufeff]/u;

const PLAIN = /^[\w.:+-]+$/;

/** A text that reads back as it is. */
function said(keyword: string, text: string): string {
  if (PLAIN.test(text)) return text;
  if (text === '') throw new RangeError(`${keyword} says nothing: leave it out`);
  if (text.trim() !== text || CONTROL.test(text))
    throw new RangeError(`${keyword}: "${text}" has more than one line, or a blank at an end, and would read back otherwise`);
  return text;
}

/** A document in XML: one message, or a message of messages (NDM) where there are several or it was one. Read again it is the same document.
 *  Throws RangeError for what cannot be said, as `writeKvn` does. */
export function writeXml({ messages, combined }: Pick<CcsdsDocument, 'messages' | 'combined'>): string {
  const isOne = messages.length === 1 && combined === undefined;
  const inner = messages.flatMap((message) => xmlOf(disassemble(message), isOne ? SCHEMA : ''));
  const about = [
    ...(combined?.messageId === undefined ? [] : [element('MESSAGE_ID', combined.messageId)]),
    ...(combined?.comments ?? []).map(remarkElement),
  ];
  const lines = isOne ? inner : [`<ndm${SCHEMA}>`, ...about, ...inner, '</ndm>'];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`;
}

const SCHEMA =
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://sanaregistry.org/r/ndmxml_unqualified/ndmxml-3.0.0-master-3.0.xsd"';

function xmlOf({ kind, version, header, segments }: RawMessage, schema: string): string[] {
  const body = segments.flatMap(({ metadata, data }) =>
    within('segment', [
      ...within('metadata', blockElements(metadata)),
      ...within(
        'data',
        data.flatMap((block) => (block.name === 'data' ? block.comments.map(remarkElement) : within(block.name, blockElements(block)))),
      ),
    ]),
  );
  const id = `CCSDS_${kind.toUpperCase()}_VERS`;
  const inner = [...within('header', blockElements(header)), ...within('body', body)];
  return [`<${kind}${schema} id="${id}" version="${escaped(said(id, version ?? ''))}">`, ...inner, `</${kind}>`];
}

function within(name: string, lines: readonly string[]): string[] {
  return [`<${name}>`, ...lines, `</${name}>`];
}

function blockElements({ comments, entries }: RawBlock): string[] {
  return [...comments.map(remarkElement), ...entries.map(({ keyword, value }) => element(keyword, value))];
}

function remarkElement(text: string): string {
  return text === '' ? '<COMMENT></COMMENT>' : element('COMMENT', text);
}

function element(keyword: string, value: string): string {
  const text = escaped(said(keyword, value));
  if (!keyword.startsWith(USER_DEFINED)) return `<${keyword}>${text}</${keyword}>`;
  const name = keyword.slice(USER_DEFINED.length);
  if (!/^\w+$/.test(name)) throw new RangeError(`"${name}" is no name: letters, digits and _ are`);
  return `<USER_DEFINED parameter="${name}">${text}</USER_DEFINED>`;
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/[&<>"]/g, (one) => NAMED[one]);
}
