import { childrenOf, readXmlMessage, type XmlElement } from '../ccsds-xml/ccsds-xml.ts';
import { tdmOfElement } from '../plots/tdm-xml.ts';
import { HEADER, METADATA, PARTS, USER_DEFINED, USER_PART } from './fields.ts';
import { refuseKeyword } from './kvn.ts';
import type { CcsdsDocument } from './message.ts';
import { type Faults, isKind, type RawBlock, rawBlock, type RawMessage, type RawSegment, refuseKind } from './raw.ts';
import { rawTdm, tdmReporter } from './tdm.ts';

/** The messages of a document in XML: one, or a message of messages (NDM), alike whether their names have a prefix. */
export function xmlMessages(
  text: string,
  faults: Faults,
): { readonly messages: RawMessage[]; readonly combined?: NonNullable<CcsdsDocument['combined']> } {
  const { root } = readXmlMessage(text, 'CCSDS message', faults);
  if (root === undefined) return faults.fail({ line: 1, field: '', message: 'there is no element', remedy: 'give a message of the CCSDS' });
  if (root.name !== 'ndm') return { messages: messageOf(root, faults) };
  const comments: string[] = [];
  let messageId: string | undefined;
  const messages: RawMessage[] = [];
  for (const child of root.children) {
    if (child.name === 'COMMENT') comments.push(...remarks(child));
    else if (child.name === 'MESSAGE_ID') messageId = plain(child.text);
    else messages.push(...messageOf(child, faults));
  }
  return { messages, combined: { comments, ...(messageId !== undefined && { messageId }) } };
}

function messageOf(element: XmlElement, faults: Faults): RawMessage[] {
  const kind = element.name.toLowerCase();
  if (!isKind(kind)) {
    refuseKind(kind, element.line, faults);
    return [];
  }
  const version = element.attributes.get('version');
  const before = faults.count;
  if (kind === 'tdm') {
    counted(element, 'header', faults);
    for (const body of counted(element, 'body', faults))
      for (const segment of childrenOf(body, 'segment')) counted(segment, 'data', faults, 'metadata');
    const raw = rawTdm(tdmOfElement(element, tdmReporter(faults)), version, element.line);
    return [{ ...raw, isRefused: faults.count > before }];
  }
  strangers(element, ['header', 'body'], faults);
  const [head] = counted(element, 'header', faults);
  const header = head === undefined ? rawBlock('header', element.line) : blockOf(head, HEADER, faults);
  const segments = counted(element, 'body', faults).flatMap((body) => {
    strangers(body, ['segment'], faults);
    return childrenOf(body, 'segment').map((segment): RawSegment => segmentOf(kind, segment, faults));
  });
  if (kind !== 'oem' && segments.length !== 1)
    faults.refuse({
      line: element.line,
      field: 'segment',
      message: `the message has ${segments.length} segments`,
      remedy: 'give one: it is of one object',
    });
  return [{ kind, version, line: element.line, isRefused: faults.count > before, header, segments }];
}

/** What must be there once. */
function counted(element: XmlElement, name: string, faults: Faults, ...names: readonly string[]): readonly XmlElement[] {
  for (const one of [name, ...names]) {
    const found = childrenOf(element, one);
    if (found.length !== 1)
      faults.refuse({
        line: found.at(1)?.line ?? element.line,
        field: one,
        message: found.length === 0 ? `<${element.name}> has none` : `<${element.name}> has ${found.length}`,
        remedy: `give one <${one}>`,
      });
  }
  return childrenOf(element, name).slice(0, 1);
}

function strangers(element: XmlElement, known: readonly string[], faults: Faults): void {
  for (const { name, line } of element.children) if (!known.includes(name)) refuseKeyword({ keyword: name, line }, known, faults);
}

function segmentOf(kind: 'opm' | 'omm' | 'oem', element: XmlElement, faults: Faults): RawSegment {
  strangers(element, ['metadata', 'data'], faults);
  const [meta] = counted(element, 'metadata', faults);
  const metadata = meta === undefined ? rawBlock('metadata', element.line) : blockOf(meta, METADATA[kind], faults);
  const data: RawBlock[] = [];
  for (const part of counted(element, 'data', faults)) {
    const remarksOnAll = rawBlock('data', part.line);
    data.push(remarksOnAll);
    for (const child of part.children) {
      const known = PARTS[kind].find(({ name }) => name === child.name);
      if (child.name === 'COMMENT') remarksOnAll.comments.push(...remarks(child));
      else if (known === undefined)
        refuseKeyword(
          { keyword: child.name, line: child.line },
          PARTS[kind].map(({ name }) => name),
          faults,
        );
      else if (known.many === undefined && data.some(({ name }) => name === child.name))
        faults.refuse({ line: child.line, field: child.name, message: 'it is there twice', remedy: 'leave one of the two out' });
      else data.push(blockOf(child, known.fields, faults));
    }
  }
  return { line: element.line, metadata, data };
}

function blockOf(element: XmlElement, fields: readonly { readonly keyword: string }[], faults: Faults): RawBlock {
  const block = rawBlock(element.name, element.line);
  const known = fields.map(({ keyword }) => keyword);
  for (const child of element.children) {
    const { name, line, text, attributes, children } = child;
    if (name === 'COMMENT') block.comments.push(...remarks(child));
    else if (element.name === USER_PART && name === 'USER_DEFINED') {
      const parameter = attributes.get('parameter');
      if (parameter === undefined || !/^\w+$/.test(parameter))
        faults.refuse({ line, field: name, message: 'it has no name', remedy: 'write parameter="NAME", of letters, digits and _' });
      else block.entries.push({ keyword: USER_DEFINED + parameter, value: plain(text), line });
    } else if (!known.includes(name) || children.length > 0) refuseKeyword({ keyword: name, line }, known, faults);
    else {
      const unit = attributes.get('units');
      block.entries.push({ keyword: name, value: plain(text), ...(unit !== undefined && { unit }), line });
    }
  }
  return block;
}

/** A text in one line, as keyword = value notation has it too. */
function plain(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

function remarks({ text }: XmlElement): string[] {
  return text.split('\n').map((line) => line.trim());
}
