import { childrenOf, readXmlMessage, type XmlElement } from '../ccsds-xml/ccsds-xml.ts';
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

/** Reads a TDM in XML. A document that declares a type or an entity is refused before anything of it is parsed: nothing outside the file is ever fetched, and
 *  nothing in it expands. */
export function readXml(raw: string, reporter: Reporter): TdmMessage {
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

function metadataOf(segment: XmlElement, reporter: Reporter): Map<string, TdmValue> {
  const metadata = new Map<string, TdmValue>();
  for (const { name, text, line } of childrenOf(segment, 'metadata').flatMap(({ children }) => children)) {
    if (name === 'COMMENT') continue;
    addMetadata(metadata, name, text, line, reporter);
  }
  return metadata;
}

function recordsOf(data: XmlElement, reporter: Reporter): TdmRecord[] {
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
