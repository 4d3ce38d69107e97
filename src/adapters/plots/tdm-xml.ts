import { childrenOf, readXmlMessage, type XmlElement } from '../ccsds-xml/ccsds-xml.ts';
import { refuseUnread } from './report.ts';
import {
  addMetadata,
  isDataKeyword,
  MOST_RECORDS,
  noteVersion,
  type TdmMessage,
  type TdmRecord,
  type TdmReporter,
  type TdmSegment,
  type TdmValue,
} from './tdm-message.ts';

/** Reads a TDM in XML. A document that declares a type or an entity is refused before anything of it is parsed: nothing outside the file is ever fetched, and
 *  nothing in it expands. */
export function readXml(raw: string, reporter: TdmReporter): TdmMessage {
  const { root, bare } = readXmlMessage(raw, 'TDM', reporter);
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
  const parts = messages.map((message) => tdmOfElement(message, reporter));
  const segments = parts.flatMap((part) => part.segments);
  const count = segments.reduce((sum, { records }) => sum + records.length, 0);
  if (count > MOST_RECORDS)
    reporter.fail({ line: root?.line ?? 1, field: '', message: `the message has more than ${MOST_RECORDS} records`, remedy: 'split it' });
  return { header: parts[0].header, comments: parts[0].comments, segments };
}

/** The message that an element <tdm> holds. */
export function tdmOfElement(message: XmlElement, reporter: TdmReporter): TdmMessage {
  const heads = childrenOf(message, 'header').flatMap(({ children }) => children);
  const header = new Map<string, TdmValue>();
  for (const { name, text, line } of heads) if (name !== 'COMMENT') header.set(name, { value: text, line });
  const segments = childrenOf(message, 'body')
    .flatMap((body) => childrenOf(body, 'segment'))
    .map((segment): TdmSegment => {
      const [metadata, data] = ['metadata', 'data'].map((part) => childrenOf(segment, part));
      return {
        line: segment.line,
        metadata: metadataOf(segment, reporter),
        comments: remarksOf(metadata.flatMap(({ children }) => children)),
        dataComments: remarksOf(data.flatMap(({ children }) => children)),
        records: data.flatMap((part) => recordsOf(part, reporter)),
      };
    });
  return { header, comments: remarksOf(heads), segments };
}

function remarksOf(elements: readonly XmlElement[]): string[] {
  return elements.filter(({ name }) => name === 'COMMENT').flatMap(({ text }) => text.split('\n').map((line) => line.trim()));
}

function metadataOf(segment: XmlElement, reporter: TdmReporter): Map<string, TdmValue> {
  const metadata = new Map<string, TdmValue>();
  for (const { name, text, line } of childrenOf(segment, 'metadata').flatMap(({ children }) => children)) {
    if (name === 'COMMENT') continue;
    addMetadata(metadata, name, text, line, reporter);
  }
  return metadata;
}

function recordsOf(data: XmlElement, reporter: TdmReporter): TdmRecord[] {
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

/** The version that a message states, an attribute of its outermost element. */
const VERSION = /<(?:[\w.-]+:)?tdm\b[^>]*?\sversion\s*=\s*["']\s*([^"'\s]*)/g;
