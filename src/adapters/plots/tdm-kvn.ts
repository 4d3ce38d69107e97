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

type Section = 'header' | 'metadata' | 'between' | 'data';
const MARKS: Readonly<Record<string, readonly [from: Section, to: Section]>> = {
  META_START: ['header', 'metadata'],
  META_STOP: ['metadata', 'between'],
  DATA_START: ['between', 'data'],
  DATA_STOP: ['data', 'header'],
};
const VERSION = 'CCSDS_TDM_VERS';
const HEADER = new Set(['CREATION_DATE', 'ORIGINATOR', 'MESSAGE_ID']);
const MENDING =
  'a tracking data message begins with CCSDS_TDM_VERS = 2.0 and has META_START … META_STOP, then DATA_START … DATA_STOP, for each segment';

/** Reads a TDM in keyword = value notation. A line that cannot be read is refused; a message whose sections are broken ends the reading. */
export function readKvn(text: string, reporter: TdmReporter): TdmMessage {
  const segments: TdmSegment[] = [];
  let section: Section = 'header';
  let metadata = new Map<string, TdmValue>();
  let records: TdmRecord[] = [];
  const header = new Map<string, TdmValue>();
  // Remarks on the message, and on each part of the segment.
  const remarks: string[] = [];
  let comments: string[] = [];
  let dataComments: string[] = [];
  let begun = 0;
  let isVersionSaid = false;
  let count = 0;
  const lines = text.split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    const content = lines[i].trim();
    if (content === '') continue;
    if (/^COMMENT(\s|$)/.test(content)) {
      const kept =
        section === 'header' && segments.length === 0 ? remarks : section === 'header' || section === 'metadata' ? comments : dataComments;
      kept.push(content.slice('COMMENT'.length).trim());
      continue;
    }
    const mark = Object.hasOwn(MARKS, content) ? MARKS[content] : undefined;
    if (mark !== undefined) {
      if (section !== mark[0])
        reporter.fail({ line, field: content, message: `it does not belong here, in the ${section}`, remedy: MENDING });
      section = mark[1];
      if (content === 'META_START') [metadata, records, begun] = [new Map(), [], line];
      if (content === 'DATA_STOP') {
        segments.push({ line: begun, metadata, comments, dataComments, records });
        [comments, dataComments] = [[], []];
      }
      continue;
    }
    const parts = /^([A-Za-z0-9_]+)\s*=\s*(.*)$/.exec(content);
    if (parts === null) {
      refuseUnread(reporter, { line, field: '', message: `"${content.slice(0, 40)}" is no KEYWORD = VALUE`, remedy: MENDING });
      continue;
    }
    const [, keyword, value] = parts;
    if (section === 'data') {
      count += 1;
      if (count > MOST_RECORDS)
        reporter.fail({ line, field: '', message: `the message has more than ${MOST_RECORDS} records`, remedy: 'split it' });
      const record = recordOf(keyword, value, line, reporter);
      if (record !== undefined) records.push(record);
    } else if (section === 'metadata') {
      addMetadata(metadata, keyword, value, line, reporter);
    } else if (keyword === VERSION) {
      noteVersion(value, reporter);
      isVersionSaid = true;
    } else if (HEADER.has(keyword)) header.set(keyword, { value, line });
    else refuseUnread(reporter, { line, field: keyword, message: 'it does not belong into the header', remedy: MENDING });
  }
  if (!isVersionSaid) noteVersion(undefined, reporter);
  if (section !== 'header')
    reporter.fail({
      line: lines.length,
      field: '',
      message: `the message ends within its ${section}: it is cut off`,
      remedy: 'get the whole message',
    });
  const last = segments.at(-1);
  // Remarks behind everything are on the last data.
  if (last !== undefined && comments.length > 0) segments.splice(-1, 1, { ...last, dataComments: [...last.dataComments, ...comments] });
  return { header, comments: remarks, segments };
}

function recordOf(keyword: string, content: string, line: number, reporter: TdmReporter): TdmRecord | undefined {
  const parts = content.split(/\s+/);
  if (!isDataKeyword(keyword)) {
    refuseUnread(reporter, { line, field: keyword, message: 'the standard has no such data', remedy: 'mend the keyword' });
    return undefined;
  }
  if (parts.length !== 2) {
    refuseUnread(reporter, {
      line,
      field: keyword,
      message: `there are ${parts.length} words after it`,
      remedy: 'write KEYWORD = EPOCH VALUE',
    });
    return undefined;
  }
  return { keyword, epoch: parts[0], value: parts[1], line };
}
