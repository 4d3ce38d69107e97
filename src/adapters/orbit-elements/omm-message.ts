import { childrenOf, readXmlMessage, type XmlElement } from '../ccsds-xml/ccsds-xml.ts';
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

/** Reads messages in XML: one, or a message of messages (NDM). */
export function* ommXmlSets(text: string, reporter: ElementsReporter): Generator<ElementSet> {
  const { root, bare } = readXmlMessage(text, 'OMM', reporter);
  const messages = root === undefined ? [] : root.name === 'ndm' ? childrenOf(root, 'omm') : root.name === 'omm' ? [root] : [];
  if (messages.length === 0)
    reporter.fail({
      line: root?.line ?? 1,
      field: root?.name ?? '',
      message: 'this is no orbit mean-elements message',
      remedy: 'give a document with the root <omm>, or an <ndm> with some inside',
    });
  const versions = [...bare.matchAll(VERSION)];
  for (const [, version] of versions) noteVersion(version, reporter);
  for (let k = versions.length; k < messages.length; k++) noteVersion(undefined, reporter);
  for (const message of messages) {
    const segments = childrenOf(message, 'body').flatMap((body) => childrenOf(body, 'segment'));
    if (segments.length !== 1)
      reporter.refuse({
        line: message.line,
        field: 'segment',
        message: `the message has ${segments.length} segments`,
        remedy: 'give a message for each object, with one segment',
      });
    for (const segment of segments.length === 1 ? segments : []) {
      const set = segmentSet(segment, reporter);
      if (set !== undefined) yield set;
    }
  }
}

const VERSION = /<(?:[\w.-]+:)?omm\b[^>]*?\sversion\s*=\s*["']\s*([^"'\s]*)/g;
/** Parts of a message that hold keywords. */
const PARTS = ['meanElements', 'spacecraftParameters', 'tleParameters', 'covarianceMatrix', 'userDefinedParameters'];

function segmentSet(segment: XmlElement, reporter: ElementsReporter): ElementSet | undefined {
  const said = new Map<string, Said>();
  for (const part of ['metadata', 'data'])
    if (childrenOf(segment, part).length !== 1) {
      const count = childrenOf(segment, part).length;
      return reporter.refuse({
        line: childrenOf(segment, part).at(1)?.line ?? segment.line,
        field: part,
        message: count === 0 ? 'it is missing' : 'it is there twice',
        remedy: 'give one <metadata> and one <data> for each object',
      });
    }
  const [metadata, data] = ['metadata', 'data'].map((part) => childrenOf(segment, part)[0]);
  for (const { name, text, line } of [metadata.children, data.children]
    .flat()
    .flatMap((one) => (PARTS.includes(one.name) ? one.children : [one]))) {
    if (!isOmmKeyword(name)) return refuseKeyword(name, line, reporter);
    if (name === 'COMMENT' || name.startsWith('USER_DEFINED') || text === '') continue;
    const before = said.get(name);
    if (before !== undefined)
      return reporter.refuse({ line, field: name, message: `line ${before.line} says it too`, remedy: 'leave one of the two out' });
    said.set(name, { value: text, line });
  }
  return ommSet({ line: segment.line, say: (keyword) => said.get(keyword) }, reporter);
}
