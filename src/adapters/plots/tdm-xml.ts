import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { refuseUnread, type Reporter } from './report.ts';
import {
  addMetadata,
  isDataKeyword,
  MOST_RECORDS,
  noteVersion,
  type TdmMessage,
  type TdmRecord,
  type TdmSegment,
  type TdmValue,
} from './tdm-message.ts';

/** An element: its name, its children, its text, and where it begins. */
type Element = { readonly name: string; readonly line: number; readonly children: readonly Element[]; readonly text: string };

/** Reads a TDM in XML. A document that declares a type or an entity is refused before anything of it is parsed: nothing outside the file is ever fetched, and
 *  nothing in it expands. */
export function readXml(raw: string, reporter: Reporter): TdmMessage {
  const text = raw.replace(/\r\n?/g, '\n');
  const bare = declaring(text);
  const declaration = /<!(DOCTYPE|ENTITY)/i.exec(bare);
  if (declaration !== null)
    reporter.fail({
      line: lineAt(text, declaration.index),
      field: declaration[0],
      message: 'a document type or an entity is not read: it could name a file outside, or grow without end',
      remedy: 'remove the declaration; a TDM needs none',
    });
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    reporter.fail({ line: valid.err.line, field: '', message: `this is no XML: ${valid.err.msg}`, remedy: 'mend it here' });
  const [root] = parse(text, reporter);
  const messages = root === undefined ? [] : root.name === 'ndm' ? childrenOf(root, 'tdm') : root.name === 'tdm' ? [root] : [];
  if (messages.length === 0)
    reporter.fail({
      line: root?.line ?? 1,
      field: root?.name ?? '',
      message: 'this is no tracking data message',
      remedy: 'give a document with the root <tdm>, or an <ndm> with one inside',
    });
  const versions = [...bare.matchAll(VERSION)];
  for (const [, version] of versions) noteVersion(version, reporter);
  if (versions.length < messages.length) noteVersion(undefined, reporter);
  let count = 0;
  const segments = messages.flatMap((message) =>
    childrenOf(message, 'body')
      .flatMap((body) => childrenOf(body, 'segment'))
      .map((segment): TdmSegment => {
        const records = childrenOf(segment, 'data').flatMap((data) => recordsOf(data, reporter));
        count += records.length;
        if (count > MOST_RECORDS)
          reporter.fail({
            line: segment.line,
            field: '',
            message: `the message has more than ${MOST_RECORDS} records`,
            remedy: 'split it',
          });
        return { line: segment.line, metadata: metadataOf(segment, reporter), records };
      }),
  );
  return { segments };
}

function metadataOf(segment: Element, reporter: Reporter): Map<string, TdmValue> {
  const metadata = new Map<string, TdmValue>();
  for (const { name, text, line } of childrenOf(segment, 'metadata').flatMap(({ children }) => children)) {
    if (name === 'COMMENT') continue;
    addMetadata(metadata, name, text, line, reporter);
  }
  return metadata;
}

function recordsOf(data: Element, reporter: Reporter): TdmRecord[] {
  const records: TdmRecord[] = [];
  for (const observation of data.children) {
    if (observation.name === 'COMMENT') continue;
    const [epoch, ...others] = childrenOf(observation, 'EPOCH');
    if (observation.name !== 'observation' || epoch === undefined || others.length > 0) {
      refuseUnread(reporter, {
        line: observation.line,
        field: observation.name,
        message: 'it is no observation with one EPOCH',
        remedy: 'write <observation><EPOCH>…</EPOCH>…',
      });
      continue;
    }
    for (const { name, text, line } of observation.children) {
      if (name === 'EPOCH') continue;
      if (isDataKeyword(name)) records.push({ keyword: name, epoch: epoch.text, value: text, line });
      else refuseUnread(reporter, { line, field: name, message: 'the standard has no such data', remedy: 'mend the keyword' });
    }
  }
  return records;
}

const CDATA = '#cdata';

/** Comments, literal texts and processing instructions, with how they end. */
const ASIDE: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };

/** The text with blanks for what stands aside and declares nothing. One that does not end is left as it is, and all after it: one walk over the text, however many
 *  begin. */
function declaring(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { 0: begin, index } of text.matchAll(/<!--|<!\[CDATA\[|<\?/g)) {
    if (index < at) continue;
    const end = text.indexOf(ASIDE[begin], index + begin.length);
    if (end < 0) break;
    parts.push(text.slice(at, index), text.slice(index, end).replace(/[^\n]/g, ' '));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** The version that a message states, an attribute of its outermost element. */
const VERSION = /<(?:[\w.-]+:)?tdm\b[^>]*?\sversion\s*=\s*["']\s*([^"'\s]*)/g;

/** Names of one namespace or another are the standard's names; what is said to programs that show the message (processing instructions) is passed over. */
const PARSER = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  maxNestedTags: 20,
});
// The package's types say `Symbol` where the language says `symbol`.
const PLACE = XMLParser.getMetaDataSymbol() as unknown as symbol;

function parse(text: string, reporter: Reporter): Element[] {
  const lines = lineCounter(text);
  try {
    return elementsOf(PARSER.parse(text) as readonly Node[], lines);
  } catch (error) {
    return reporter.fail({
      line: 0,
      field: '',
      message: `this XML cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'give a plain TDM: no element is nested deeper than five',
    });
  }
}

type Node = { readonly [name: string]: unknown; readonly [place: symbol]: { readonly startIndex?: number } | undefined };

function elementsOf(nodes: readonly Node[], lines: (index: number) => number): Element[] {
  return nodes.flatMap((node): Element[] => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const inner = node[name] as readonly Node[];
    return [
      {
        name,
        line: lines(node[PLACE]?.startIndex ?? 0),
        children: elementsOf(inner, lines),
        text: inner.map(textOf).join('').trim(),
      },
    ];
  });
}

function textOf(node: Node): string {
  const { '#text': text, [CDATA]: literal } = node;
  if (Array.isArray(literal)) return literal.map((one: Node) => (typeof one['#text'] === 'string' ? one['#text'] : '')).join('');
  return typeof text === 'string' ? text.replace(REFERENCE, meant) : '';
}

/** The references that mean the same in every document: a character by its number, and the five names of XML itself. */
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function meant(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal as string, 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

/** Line of an index; indices are asked for in ascending order, so one walk over the text serves all. */
function lineCounter(text: string): (index: number) => number {
  let at = 0;
  let line = 1;
  return (index) => {
    if (index < at) [at, line] = [0, 1];
    for (; at < index; at++) if (text.charCodeAt(at) === 10) line += 1;
    return line;
  };
}

function lineAt(text: string, index: number): number {
  return lineCounter(text)(index);
}
