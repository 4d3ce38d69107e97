import { describe, expect, test } from 'vitest';
import { counted, NONE_FOUND } from '../../../tests/samples/people.ts';
import { LAUNCH_US, ringAround, sampleAssessment, sampleHazard, sampleMessage, sampleWarning } from '../../../tests/samples/warning.ts';
import { HYPOTHESES } from '../../core/discern/hypotheses.ts';
import type { Line } from '../../core/sense/line.ts';
import type { Hazard } from '../../core/warn/hazard.ts';
import type { Warning, WarningMessage } from '../../core/warn/warning.ts';
import { renderCap } from './cap.ts';
import { factsOf } from './facts.ts';
import { renderHazard } from './hazard.ts';
import { PHRASEBOOKS } from './languages.ts';
import { textsIn } from './phrases.ts';

// Whole messages as they go out, byte by byte: golden/NAME.xml. Each differs from the others in what it runs through, and together they say all that
// there is to be said. Who changes a word reads them; `npx vitest run src/adapters/cap -u` writes them.

const SENDER = { sender: 'tocsin@example.org', journal: '4f2a9c0b71de', senderName: 'Warning centre', exercise: 'autumn' };
const references = [
  { id: 'W1-m1', sent_us: LAUNCH_US + 170_000_000 },
  { id: 'W1-m2', sent_us: LAUNCH_US + 230_000_000 },
];
const area = { ring: ringAround(41, 139, 0.3, 6), estimate: [], probability: 0.95, shelterRadius_m: 10_000 };
const PLACES = counted(
  1_234_567,
  [
    ['Otaru', 120_000],
    ['Sapporo', 1_900_000],
  ],
  7,
);
const piece = (track: string, inArea: boolean) => ({ event: 'E1', tracks: [track], inArea });
const { impact } = sampleAssessment();
const mayManoeuvre = impact && { ...impact, kind: 'may-manoeuvre' as const };

function message(line: Line, warning: Partial<Warning>, changes: Partial<WarningMessage> = {}): WarningMessage {
  return sampleMessage(line, { ...changes, warning: sampleWarning(line, { area, ...warning }) });
}

const AT_SOUTH_WEST = { ...area, ring: ringAround(-33.9, -70.6, 0.3, 6) };

const MESSAGES: Readonly<Record<string, WarningMessage>> = {
  'alert-live': message('live', { peopleInAlertArea: PLACES, pieces: [piece('T1', true), piece('T2', true), piece('T3', false)] }),
  'alert-of-three-pieces': message('test', {
    assessment: sampleAssessment({ ...(mayManoeuvre && { impact: mayManoeuvre }), basis: 'predicted', causeProbability: 0.5 }),
    peopleInAlertArea: { ...PLACES, partly: true } as typeof PLACES,
    pieces: [piece('T1', true), piece('T2', true), piece('T3', true)],
    area: AT_SOUTH_WEST,
  }),
  'update-with-a-reach': message(
    'exercise',
    {
      peopleInAlertArea: NONE_FOUND,
      assessment: sampleAssessment({ basis: 'predicted' }),
      area: { ...area, reach: { ring: ringAround(41, 139, 2, 5), probability: 0.9, until_us: LAUNCH_US + 6e9 } },
    },
    { purpose: 'update', messageType: 'Update', id: 'W1-m3', references },
  ),
  'end-over': message(
    'live',
    { peopleInAlertArea: { kind: 'not-looked-up' }, closedFor: { kind: 'window-over' } },
    { purpose: 'end', messageType: 'Update', id: 'W1-m3', references, sent_us: LAUNCH_US + 9e9 },
  ),
  'end-early-without-area': message(
    'test',
    { area: { ...area, ring: [] }, peopleInAlertArea: { kind: 'none-found' } as Warning['peopleInAlertArea'] },
    { purpose: 'end', messageType: 'Update', id: 'W1-m3', references },
  ),
  'retraction-for-the-radar': message(
    'live',
    { closedFor: { kind: 'radar-absent' } },
    { purpose: 'retraction', messageType: 'Cancel', id: 'W1-m3', references, notRecorded: true },
  ),
  'retraction-by-people': message(
    'exercise',
    { closedFor: { kind: 'people', text: 'a slip of the hand' } },
    { purpose: 'retraction', messageType: 'Cancel', id: 'W1-m3', references },
  ),
  'same-object': message(
    'live',
    { closedFor: { kind: 'same-object', warning: 'W2' } },
    { purpose: 'same-object', messageType: 'Update', id: 'W1-m3', references },
  ),
};

const HAZARDS: Readonly<Record<string, Hazard>> = {
  'hazard-live': sampleHazard('live', { area, peopleInAlertArea: PLACES }),
  'hazard-revised': sampleHazard('test', { area, revision: 2, references: [{ id: 'H1-r1', sent_us: LAUNCH_US + 300_000_000 }] }),
  'hazard-over': sampleHazard('exercise', {
    area,
    revision: 3,
    state: 'ended',
    instruction: 'all-clear',
    endedFor: { kind: 'track-lost' },
    references: [{ id: 'H1-r2', sent_us: LAUNCH_US + 360_000_000 }],
  }),
};

describe('what goes out', () => {
  test.each(Object.entries(MESSAGES))('%s stands in golden/', async (name, one) => {
    await expect(renderCap(one, SENDER)).toMatchFileSnapshot(`golden/${name}.xml`);
  });

  test.each(Object.entries(HAZARDS))('%s stands in golden/', async (name, one) => {
    await expect(renderHazard(one, SENDER)).toMatchFileSnapshot(`golden/${name}.xml`);
  });

  test('an exercise without a name says so', () => {
    const { exercise, ...unnamed } = SENDER;
    expect(exercise).toBe('autumn');
    expect(renderCap(MESSAGES['update-with-a-reach'], unnamed)).toContain('<note>Exercise: not named</note>');
    expect(renderHazard(HAZARDS['hazard-over'], unnamed)).toContain('<note>Exercise: not named</note>');
  });
});

test('every cause, month and point of the compass has its word in every language', async () => {
  const lines = PHRASEBOOKS.flatMap((book) => {
    const facts = factsOf(sampleMessage('live'));
    const causes = HYPOTHESES.map((cause) => `${cause}: ${textsIn(book, { ...facts, cause, purpose: 'alert' }).event}`);
    const months = Array.from({ length: 12 }, (_, k) => {
      const impactFrom_us = facts.impactFrom_us + k * 30 * 86_400e6;
      // An hour and a half: once over midnight.
      const over_us = k === 5 ? 22 * 3600e6 : 5400e6;
      return textsIn(book, { ...facts, isOver: true, purpose: 'end', impactFrom_us, impactTo_us: impactFrom_us + over_us }).description;
    });
    const compass = Array.from({ length: 8 }, (_, k) => {
      const nearest = { name: 'Otaru', country: 'JP', distance_m: 1000 * k, bearing_rad: (k * Math.PI) / 4 };
      return textsIn(book, { ...facts, people: { kind: 'none-found', nearest } }).description;
    });
    return [`# ${book.language}`, ...causes, ...months, ...compass, ''];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/words.txt');
});
