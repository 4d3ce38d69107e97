import { XMLBuilder } from 'fast-xml-parser';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { Line } from '../../core/sense/line.ts';
import type { MessageReference } from '../../core/warn/warning.ts';
import { identifierOf } from '../delivery/identifier.ts';
import { capPolygons } from './polygon.ts';
import { capTime } from './time.ts';

// What every CAP message is made of, whatever it says.

/** Who sends. `sender` is CAP's: globally unique, an address by convention; no space, comma, `<` or `&`. */
export type CapSender = {
  readonly sender: string;
  /** Id of the journal that the messages come from (journal-id.ts): with it their identifiers are this sender's own over all runs. */
  readonly journal: string;
  readonly senderName?: string;
  /** Name of the exercise; CAP asks for it in the note of status Exercise. */
  readonly exercise?: string;
};

export type Status = 'Actual' | 'Exercise' | 'Test';

export const STATUSES: Readonly<Record<Line, Status>> = { live: 'Actual', exercise: 'Exercise', test: 'Test' };

/** How long after the impact window an alert still counts, and how long an all-clear does, s. */
export const AFTER_IMPACT_S = 600;
export const ALL_CLEAR_S = 3600;

export function headOf(status: Status, { id, sent_us }: MessageReference, by: CapSender): object {
  return {
    '@_xmlns': 'urn:oasis:names:tc:emergency:cap:1.2',
    identifier: identifier(identifierOf(id, by.journal)),
    sender: identifier(by.sender),
    sent: capTime(sent_us),
    status,
  };
}

export function referencesText(references: readonly MessageReference[], by: CapSender): string | undefined {
  if (references.length === 0) return undefined;
  return references.map(({ id, sent_us }) => [by.sender, identifierOf(id, by.journal), capTime(sent_us)].join(',')).join(' ');
}

export function xmlOf(alert: Readonly<Record<string, unknown>>): string {
  return clean(BUILDER.build({ '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' }, alert: present(alert) }));
}

/** One area for each side of the antimeridian. What has no ring still says in words where. */
export function areas(areaDesc: string, ring: readonly Geodetic[]): object[] {
  const polygons = capPolygons(ring);
  if (polygons.length === 0) return [{ areaDesc }];
  return polygons.map((polygon, k) => ({
    areaDesc: polygons.length === 1 ? areaDesc : `${areaDesc} (${k + 1}/${polygons.length})`,
    polygon,
  }));
}

/** CAP forbids spaces, commas, `<` and `&` in identifiers and senders, because `references` is built from them. */
export function identifier(text: string): string {
  if (!/^[^\s,<&]+$/.test(text)) throw new Error(`${JSON.stringify(text)} cannot be a CAP identifier or sender: no space, comma, < or &`);
  return text;
}

/** Names and reasons come from outside; a character that XML 1.0 cannot hold must not spoil the whole alert. */
function clean(text: string): string {
  return text.replace(NOT_XML, '\uFFFD');
}

const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

export function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const BUILDER = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@_', format: true, indentBy: '  ', processEntities: true });
