import type { Line, OnLine } from '../../core/sense/line.ts';
import { onLine } from '../../core/sense/line.ts';
import { shown } from '../../core/valid.ts';
import { closingWords } from '../../api/warning-words.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';
import { identifierOf } from '../delivery/identifier.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts.ts';
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
  type Status,
  xmlOf,
} from './parts.ts';
import type { Phrasebook } from './phrases.ts';
import { textsIn } from './phrases.ts';
export type { CapSender } from './parts.ts';
import { capTime } from './time.ts';

/** CAP 1.2 of a live message, status Actual. By type it takes nothing else: an exercise's or a test's message does not compile (H6). */
export function renderActual(message: OnLine<'live', WarningMessage>, by: CapSender): string {
  return render('Actual', message, by);
}

/** CAP 1.2 of an exercise's message, status Exercise. */
export function renderExercise(message: OnLine<'exercise', WarningMessage>, by: CapSender): string {
  return render('Exercise', message, by);
}

/** CAP 1.2 of a test message, status Test. */
export function renderTest(message: OnLine<'test', WarningMessage>, by: CapSender): string {
  return render('Test', message, by);
}

/** CAP 1.2 of a message whose line is known at run time only: the status follows from the line. Throws `RangeError` for a line that there is not. */
export function renderCap(message: WarningMessage, by: CapSender): string {
  switch (message.line) {
    case 'live':
      return checked(message, 'live', renderActual, by);
    case 'exercise':
      return checked(message, 'exercise', renderExercise, by);
    case 'test':
      return checked(message, 'test', renderTest, by);
    default:
      message.line satisfies never;
      throw new RangeError(`message ${message.id}: there is no line ${shown(message.line)}; give live, exercise or test`);
  }
}

function checked<L extends Line>(
  message: WarningMessage,
  line: L,
  renderer: (message: OnLine<L, WarningMessage>, by: CapSender) => string,
  by: CapSender,
): string {
  const check = onLine(message, line);
  if (check.kind === 'wrong-line') throw new Error(`message ${message.id} is on line ${check.found}, not ${check.expected}`);
  return renderer(check.value, by);
}

/** Order of the elements is CAP's own; the schema asks for it. Elements that are undefined are left out. */
function render(status: Status, message: WarningMessage, by: CapSender): string {
  const { warning, references } = message;
  const facts = factsOf(message);
  const alert = {
    ...headOf(status, message, by),
    msgType: message.messageType,
    source: 'Tocsin',
    scope: status === 'Actual' ? 'Public' : 'Restricted',
    restriction: status === 'Actual' ? undefined : `Only for those who take part in this ${status === 'Test' ? 'test' : 'exercise'}`,
    note: note(status, message, by),
    references: referencesText(references, by),
    incidents: identifier(identifierOf(warning.event, by.journal)),
    info: PHRASEBOOKS.flatMap((book) => [info(book, facts, message, by), ...inReach(book, facts, message, by)]),
  };
  return xmlOf(alert);
}

function info(book: Phrasebook, facts: Facts, message: WarningMessage, by: CapSender): object {
  const { impactFrom_us, overAt_us } = facts;
  const texts = textsIn(book, facts);
  // Of one object with two warnings the other goes on: nothing is clear yet.
  const alerting = facts.purpose !== 'end' && facts.purpose !== 'retraction';
  const lastsUntil_us = alerting ? Math.max(overAt_us, message.sent_us) + AFTER_IMPACT_S * 1e6 : message.sent_us + ALL_CLEAR_S * 1e6;
  return present({
    language: book.language,
    category: ['Safety', 'Security'],
    event: texts.event,
    responseType: alerting ? 'Shelter' : 'AllClear',
    urgency: alerting ? 'Immediate' : 'Past',
    severity: alerting ? 'Extreme' : 'Minor',
    certainty: certainty(facts, message.warning.assessment.causeProbability),
    effective: capTime(message.sent_us),
    onset: alerting ? capTime(impactFrom_us) : undefined,
    expires: capTime(lastsUntil_us),
    senderName: by.senderName,
    headline: texts.headline,
    description: texts.description,
    instruction: texts.instruction,
    parameter: parameters(facts, message, by),
    area: areas(texts.areaDescription, message.warning.area.ring),
  });
}

/** A second, lower instruction for those whom only a change of course would concern. What ends or withdraws a warning is the same for all. */
function inReach(book: Phrasebook, facts: Facts, message: WarningMessage, by: CapSender): object[] {
  const { reach } = message.warning.area;
  if (reach === undefined || (facts.purpose !== 'alert' && facts.purpose !== 'update')) return [];
  const texts = textsIn(book, facts, 'inReach');
  const parameter = [
    ...parameters(facts, message, by),
    { valueName: 'tocsin:reach-probability', value: String(reach.probability) },
    { valueName: 'tocsin:reach-until', value: capTime(reach.until_us) },
  ];
  return [
    {
      ...info(book, facts, message, by),
      responseType: 'Prepare',
      urgency: 'Expected',
      severity: 'Severe',
      certainty: 'Possible',
      headline: texts.headline,
      description: texts.description,
      instruction: texts.instruction,
      parameter,
      area: areas(texts.areaDescription, reach.ring),
    },
  ];
}

/** CAP's Observed says that it has happened or goes on, Likely that the odds are better than even, Unlikely that it is not expected.
 *  Of what became of a missile whose warning ended nothing is claimed (H4). */
function certainty({ purpose, sighting }: Facts, probability: number): string {
  if (purpose === 'retraction') return 'Unlikely';
  if (purpose === 'end') return 'Unknown';
  if (sighting.basis === 'observed') return 'Observed';
  return probability > 0.5 ? 'Likely' : 'Possible';
}

/** What programs read, so that none has to read sentences. Receivers count the tracks for themselves (H5). */
function parameters(
  { sighting, impactFrom_us, impactTo_us }: Facts,
  { warning, tracks, purpose }: WarningMessage,
  { journal }: CapSender,
): object[] {
  const values: readonly (readonly [name: string, value: string | undefined])[] = [
    ['tocsin:purpose', purpose],
    ['tocsin:journal', journal],
    ['tocsin:warning', warning.id],
    ['tocsin:revision', String(warning.revision)],
    ['tocsin:tracks', tracks.join(' ')],
    ['tocsin:cause', warning.assessment.cause],
    ['tocsin:class', warning.assessment.energyClass],
    ['tocsin:basis', sighting.basis],
    ['tocsin:last-observed', capTime(sighting.lastObserved_us)],
    ['tocsin:impact-from', capTime(impactFrom_us)],
    ['tocsin:impact-to', capTime(impactTo_us)],
    ['tocsin:area-probability', String(warning.area.probability)],
  ];
  return values.filter(([, value]) => value !== undefined).map(([valueName, value]) => ({ valueName, value }));
}

/** For those who operate receivers, not for the public: which exercise this is, why a warning was withdrawn, and that no record stands behind it. */
function note(status: Status, { purpose, warning, notRecorded }: WarningMessage, { exercise }: CapSender): string | undefined {
  const parts = [
    status === 'Exercise' ? `Exercise: ${exercise ?? 'not named'}` : undefined,
    purpose === 'retraction' && warning.closedFor !== undefined ? `Withdrawn: ${closingWords(warning.closedFor)}` : undefined,
    purpose === 'same-object' && warning.closedFor !== undefined ? `Carried on: ${closingWords(warning.closedFor)}` : undefined,
    notRecorded ? 'Not recorded: the journal of the sender could not be written when this was sent' : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('. ');
}
