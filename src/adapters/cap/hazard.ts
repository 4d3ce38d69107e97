import { overAt_us } from '../../core/warn/alert-area.ts';
import type { Hazard } from '../../core/warn/hazard.ts';
import { statementId } from '../../core/warn/hazard.ts';
import { identifierOf } from '../delivery/identifier.ts';
import { hazardFactsOf } from './facts.ts';
import { PHRASEBOOKS } from './languages.ts';
import {
  AFTER_IMPACT_S,
  ALL_CLEAR_S,
  areas,
  type CapSender,
  headOf,
  identifier,
  present,
  referencesText,
  STATUSES,
  xmlOf,
} from './parts.ts';
import { hazardTextsIn, type Phrasebook } from './phrases.ts';
import { capTime } from './time.ts';

/** CAP 1.2 of what is said of a hazard. It is for people on duty, who pass it on to those who sail, fly and live there: never public by itself, and with
 *  less urgency, severity and certainty than any alert. */
export function renderHazard(hazard: Hazard, by: CapSender): string {
  const { line, references, state, endedFor, said_us } = hazard;
  const status = STATUSES[line];
  const over = state === 'ended';
  return xmlOf({
    ...headOf(status, { id: statementId(hazard), sent_us: said_us }, by),
    msgType:
      references.length === 0 ? 'Alert' : endedFor?.kind === 'does-not-come-down' || endedFor?.kind === 'track-lost' ? 'Cancel' : 'Update',
    source: 'Tocsin',
    scope: 'Restricted',
    restriction: `Only for those on duty, to pass on${status === 'Actual' ? '' : `; for those who take part in this ${line}`}`,
    note: status === 'Exercise' ? `Exercise: ${by.exercise ?? 'not named'}` : undefined,
    references: referencesText(references, by),
    incidents: identifier(identifierOf(hazard.event, by.journal)),
    info: PHRASEBOOKS.map((book) => hazardInfo(book, hazard, over, by)),
  });
}

function hazardInfo(book: Phrasebook, hazard: Hazard, over: boolean, by: CapSender): object {
  const texts = hazardTextsIn(book, hazardFactsOf(hazard));
  const { said_us, impactWindow, area, instruction } = hazard;
  const lasts_s = over ? ALL_CLEAR_S : AFTER_IMPACT_S;
  const values = [
    ['tocsin:hazard', hazard.id],
    ['tocsin:revision', String(hazard.revision)],
    ['tocsin:journal', by.journal],
    ['tocsin:instruction', instruction],
    ['tocsin:tracks', hazard.tracks.join(' ')],
    ['tocsin:basis', hazard.basis],
    ['tocsin:last-observed', capTime(hazard.lastObserved_us)],
    ['tocsin:impact-from', capTime(impactWindow.from_us)],
    ['tocsin:impact-to', capTime(impactWindow.to_us)],
    ['tocsin:area-probability', String(area.probability)],
  ];
  return present({
    language: book.language,
    category: ['Safety', 'Transport'],
    event: texts.event,
    responseType: instruction === 'all-clear' ? 'AllClear' : 'Avoid',
    urgency: over ? 'Past' : 'Expected',
    severity: over ? 'Minor' : 'Moderate',
    certainty: over ? 'Unknown' : 'Likely',
    effective: capTime(said_us),
    onset: over ? undefined : capTime(impactWindow.from_us),
    expires: capTime((over ? said_us : Math.max(overAt_us(hazard), said_us)) + lasts_s * 1e6),
    senderName: by.senderName,
    headline: texts.headline,
    description: texts.description,
    instruction: texts.instruction,
    parameter: values.map(([valueName, value]) => ({ valueName, value })),
    area: areas(texts.areaDescription, area.ring),
  });
}
