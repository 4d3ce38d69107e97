import { childrenOf, plainXml, rootOf, type XmlElement } from '../ccsds-xml/ccsds-xml.ts';
import type { Refusal } from '../plots/report.ts';
import type { ElementSet } from './element-set.ts';
import { isOmmKeyword, ommSet, refuseKeyword } from './omm.ts';
import type { ElementsReporter } from './report.ts';

type Said = { readonly value: string; readonly line: number };

const VERSIONS = ['1.0', '2.0', '3.0'];

function noteVersion(version: string | undefined, reporter: ElementsReporter): void {
  if (version === undefined) reporter.note('messages without their CCSDS_OMM_VERS, read as of version 3.0');
  else if (!VERSIONS.includes(version)) reporter.note(`messages of version ${version.slice(0, 20)}, read as of version 3.0`);
}

/** Reads messages in keyword = value notation, one behind the other. */
export function* ommKvnSets(text: string, reporter: ElementsReporter): Generator<ElementSet> {
  let begun = 0;
  let said = new Map<string, Said>();
  let isRefused = false;
  const end = (): ElementSet | undefined =>
    begun === 0 || isRefused ? undefined : ommSet({ line: begun, say: (keyword) => said.get(keyword) }, reporter);
  let line = 0;
  for (const raw of text.split(/\r\n?|\n/)) {
    line += 1;
    const content = raw.trim();
    if (content === '' || /^COMMENT\b/.test(content)) continue;
    const [, keyword, rest] = /^([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/.exec(content) ?? [];
    if (keyword === 'CCSDS_OMM_VERS') {
      const set = end();
      if (set !== undefined) yield set;
      [begun, said, isRefused] = [line, new Map(), false];
      noteVersion(rest, reporter);
      continue;
    }
    if (isRefused) continue;
    const before = keyword === undefined ? undefined : said.get(keyword);
    if (keyword === undefined || rest === undefined) {
      reporter.refuse({ line, field: '', message: 'this is no keyword with its value', remedy: 'write KEYWORD = value' });
      isRefused = true;
    } else if (!isOmmKeyword(keyword)) {
      refuseKeyword(keyword, line, reporter);
      isRefused = true;
    } else if (before !== undefined && !keyword.startsWith('USER_DEFINED')) {
      reporter.refuse({ line, field: keyword, message: `line ${before.line} says it too`, remedy: 'leave one of the two out' });
      isRefused = true;
      // A unit may stand behind a value.
    } else if (rest !== '') said.set(keyword, { value: rest.replace(/\s*\[[^\]]*\]$/, ''), line });
  }
  const set = end();
  if (set !== undefined) yield set;
}

/** A message from its first to its last tag, and its version. */
const MESSAGE = /<((?:[\w.-]+:)?omm)\b([^>]*)>[^]*?<\/\1\s*>/g;
const VERSION = /\sversion\s*=\s*["']\s*([^"'\s]*)/;

/** Reads messages in XML: one, or a message of messages (NDM), of which each is parsed by itself. */
export function* ommXmlSets(raw: string, reporter: ElementsReporter): Generator<ElementSet> {
  const { text, bare } = plainXml(raw, 'OMM', reporter);
  const spans = [...bare.matchAll(MESSAGE)].map(({ 0: whole, 2: attributes, index }) => ({
    from: index,
    to: index + whole.length,
    version: VERSION.exec(attributes)?.[1],
  }));
  checkAround(text, bare, spans, reporter);
  let [line, counted] = [1, 0];
  for (const { from, to, version } of spans) {
    for (; counted < from; counted++) if (text.charCodeAt(counted) === LINE_END) line += 1;
    const root = messageOf(text.slice(from, to), line, reporter);
    if (root === undefined) continue;
    noteVersion(version, reporter);
    const set = messageSet(root, line - 1, reporter);
    if (set !== undefined) yield set;
  }
}

const LINE_END = 10;

/** What is around the messages must be nothing, or a message of messages. */
function checkAround(
  text: string,
  bare: string,
  spans: readonly { readonly from: number; readonly to: number }[],
  reporter: ElementsReporter,
): void {
  let at = 0;
  const around: string[] = [];
  for (const { from, to } of spans) {
    around.push(text.slice(at, from), text.slice(from, to).replace(/[^\n]/g, ''));
    at = to;
  }
  around.push(text.slice(at));
  if (spans.length === 1 && isBlank(bare.slice(0, spans[0].from)) && isBlank(bare.slice(at))) return;
  const root = rootOf(around.join(''), 'OMM', reporter);
  if (spans.length > 0 && root?.name === 'ndm') return;
  reporter.fail({
    line: root?.line ?? 1,
    field: root?.name ?? '',
    message: 'this is no orbit mean-elements message',
    remedy: 'give a document with the root <omm>, or an <ndm> with some inside',
  });
}

/** Of what stands aside the ends are left. */
const isBlank = (bare: string): boolean => bare.replace(/\ufeff|\?>|-->|\]\]>/g, '').trim() === '';

/** The root of a message's text, which begins at a line; a message that is no XML is refused, and costs no other. */
function messageOf(text: string, line: number, reporter: ElementsReporter): XmlElement | undefined {
  let root: XmlElement | undefined;
  try {
    root = rootOf(text, 'OMM', {
      fail: (refusal) => {
        throw new BrokenMessage(refusal);
      },
    });
  } catch (error) {
    if (!(error instanceof BrokenMessage)) throw error;
    const { refusal } = error;
    return reporter.refuse({ ...refusal, line: line - 1 + Math.max(1, refusal.line) });
  }
  return root;
}

class BrokenMessage extends Error {
  readonly refusal: Omit<Refusal, 'file'>;

  constructor(refusal: Omit<Refusal, 'file'>) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function messageSet(message: XmlElement, before: number, reporter: ElementsReporter): ElementSet | undefined {
  const segments = childrenOf(message, 'body').flatMap((body) => childrenOf(body, 'segment'));
  if (segments.length === 1) return segmentSet(segments[0], before, reporter);
  return reporter.refuse({
    line: before + message.line,
    field: 'segment',
    message: `the message has ${segments.length} segments`,
    remedy: 'give a message for each object, with one segment',
  });
}

/** Parts of a message that hold keywords. */
const PARTS = ['meanElements', 'spacecraftParameters', 'tleParameters', 'covarianceMatrix', 'userDefinedParameters'];

/** `above`: lines before the message. */
function segmentSet(segment: XmlElement, above: number, reporter: ElementsReporter): ElementSet | undefined {
  const said = new Map<string, Said>();
  for (const part of ['metadata', 'data'])
    if (childrenOf(segment, part).length !== 1) {
      const count = childrenOf(segment, part).length;
      return reporter.refuse({
        line: above + (childrenOf(segment, part).at(1)?.line ?? segment.line),
        field: part,
        message: count === 0 ? 'it is missing' : 'it is there twice',
        remedy: 'give one <metadata> and one <data> for each object',
      });
    }
  const [metadata, data] = ['metadata', 'data'].map((part) => childrenOf(segment, part)[0]);
  for (const { name, text, line: within } of [metadata.children, data.children]
    .flat()
    .flatMap((one) => (PARTS.includes(one.name) ? one.children : [one]))) {
    const line = above + within;
    if (!isOmmKeyword(name)) return refuseKeyword(name, line, reporter);
    if (name === 'COMMENT' || name.startsWith('USER_DEFINED') || text === '') continue;
    const before = said.get(name);
    if (before !== undefined)
      return reporter.refuse({ line, field: name, message: `line ${before.line} says it too`, remedy: 'leave one of the two out' });
    said.set(name, { value: text, line });
  }
  return ommSet({ line: above + segment.line, say: (keyword) => said.get(keyword) }, reporter);
}
