import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Reporter } from '../plots/report.ts';

/** An element: its name, its attributes, its children, its text, and where it begins. */
export type XmlElement = {
  readonly name: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

/** The outermost element of a CCSDS message in XML, and its text with blanks for what stands aside. A document that declares a type or an entity is refused before anything of it is parsed: nothing outside
 *  the file is ever fetched, and nothing in it expands. `message` is what is wanted, for the remedies. */
export function readXmlMessage(
  raw: string,
  message: string,
  reporter: Pick<Reporter, 'fail'>,
): { readonly root: XmlElement | undefined; readonly bare: string } {
  const { text, bare } = plainXml(raw, message, reporter);
  return { root: rootOf(text, message, reporter), bare };
}

/** The same in two steps, for a document of many messages that are parsed one by one: its text with line ends of one kind, and that text with blanks for what stands aside. */
export function plainXml(raw: string, message: string, reporter: Pick<Reporter, 'fail'>): { readonly text: string; readonly bare: string } {
  const text = raw.replace(/\r\n?/g, '\n');
  const bare = declaring(text);
  const declaration = /<!(DOCTYPE|ENTITY)/i.exec(bare);
  if (declaration !== null)
    reporter.fail({
      line: lineAt(text, declaration.index),
      field: declaration[0],
      message: 'a document type or an entity is not read: it could name a file outside, or grow without end',
      remedy: `remove the declaration; ${/^[aeo]/i.test(message) ? 'an' : 'a'} ${message} needs none`,
    });
  return { text, bare };
}

/** The outermost element of a text. Declarations must have been looked for. */
export function rootOf(text: string, message: string, reporter: Pick<Reporter, 'fail'>): XmlElement | undefined {
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    reporter.fail({ line: valid.err.line, field: '', message: `this is no XML: ${valid.err.msg}`, remedy: 'mend it here' });
  return parse(text, message, reporter)[0];
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

/** Names of one namespace or another are the standard's names; what is said to programs that show the message (processing instructions) is passed over. */
const PARSER = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  maxNestedTags: 20,
});
// The package's types say `Symbol` where the language says `symbol`.
const PLACE = XMLParser.getMetaDataSymbol() as unknown as symbol;

function parse(text: string, message: string, reporter: Pick<Reporter, 'fail'>): XmlElement[] {
  const lines = lineCounter(text);
  try {
    return elementsOf(PARSER.parse(text) as readonly Node[], lines);
  } catch (error) {
    return reporter.fail({
      line: 0,
      field: '',
      message: `this XML cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      remedy: `give a plain ${message}: no element is nested deeper than five`,
    });
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function attributesOf(node: Node): ReadonlyMap<string, string> {
  const stated = node[':@'];
  if (typeof stated !== 'object' || stated === null) return NONE;
  return new Map(Object.entries(stated).map(([name, value]) => [name, String(value).replace(REFERENCE, meant).trim()]));
}

type Node = { readonly [name: string]: unknown; readonly [place: symbol]: { readonly startIndex?: number } | undefined };

function elementsOf(nodes: readonly Node[], lines: (index: number) => number): XmlElement[] {
  return nodes.flatMap((node): XmlElement[] => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const inner = node[name] as readonly Node[];
    return [
      {
        name,
        line: lines(node[PLACE]?.startIndex ?? 0),
        attributes: attributesOf(node),
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

/** The children of an element that are called so. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
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
