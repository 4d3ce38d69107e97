import { expect, test } from 'vitest';
import type { Assessment, PhenomenologyState } from '../assess/assessment.ts';
import { assessment, impactAt, MINUTE_US } from '../../../tests/samples/warning-life.ts';
import { turned, withheld } from './gate.ts';

const seen = (heat: number, radar: number): PhenomenologyState[] => [
  { phenomenology: 'heat', state: 'observed', sensors: ['s1'], hits: heat },
  { phenomenology: 'radar', state: 'observed', sensors: ['r1'], hits: radar },
];
const absentRadar: PhenomenologyState[] = [seen(40, 20)[0], { ...seen(40, 20)[1], state: 'expected-and-absent' }];

// Clause by clause: what is changed of an assessment that stands, and what the gate then says. A row a clause, both sides of each edge.
const ANNOUNCED = { id: 'n1', what: 'sounding rocket', state: 'as-announced', matches: [] } as const;

test.each<[string, Partial<Assessment>, ReturnType<typeof withheld>]>([
  ['it stands', {}, undefined],
  ['it burns', { burning: true }, 'still-burning'],
  ['it burns, and comes down nowhere yet', { burning: true, impact: undefined }, 'still-burning'],
  ['it comes down nowhere', { impact: undefined }, 'no-impact-area'],
  ['it flies as it was announced in all', { announced: { ...ANNOUNCED, holds: true } }, 'as-announced'],
  ['not all of what was announced could be checked', { announced: { ...ANNOUNCED, holds: false } }, undefined],
  ['it may light again (2023-04-13)', { impact: undefined, noImpact: 'may-burn-again' }, 'not-seen-to-coast'],
  ['it may manoeuvre: a wide area is an area', { impact: { ...impactAt(41, 139), kind: 'may-manoeuvre' } }, undefined],
  ['heat has seen it three times', { phenomenologies: seen(3, 20) }, undefined],
  ['heat has seen it twice', { phenomenologies: seen(2, 20) }, 'only-one-phenomenology'],
  ['radar has seen it three times', { phenomenologies: seen(40, 3) }, undefined],
  ['radar has seen it twice', { phenomenologies: seen(40, 2) }, 'only-one-phenomenology'],
  ['nothing is said of radar (2009-04-04)', { phenomenologies: [seen(40, 0)[0]] }, 'only-one-phenomenology'],
  ['nothing is said of heat', { phenomenologies: [seen(0, 40)[1]] }, 'only-one-phenomenology'],
  ['it is a missile at the threshold', { causeProbability: 0.95 }, undefined],
  ['it is a missile just below it', { causeProbability: 0.9499 }, 'cause-not-sure'],
  ['it is surely something else', { cause: 'space-launch', causeProbability: 0.99 }, 'cause-not-sure'],
])('the gate, when %s', (_, over, reason) => {
  expect(withheld(assessment(over), 0.95)).toBe(reason);
});

const before = 19 * MINUTE_US;
const after = 21 * MINUTE_US;
const window = 20 * MINUTE_US;

test.each<[string, Partial<Assessment>, string | undefined]>([
  ['it stands', {}, undefined],
  ['a missile is unlikely, and nothing else likely', { causeProbability: 0.3 }, undefined],
  ['another cause has even odds', { cause: 'satellite', causeProbability: 0.5 }, undefined],
  ['another cause is likelier than not', { cause: 'satellite', causeProbability: 0.51 }, 'other-cause'],
  ['radar should see it and does not (1979, 1980)', { phenomenologies: absentRadar, at_us: before }, 'radar-absent'],
  ['radar is silent where it may have come down', { phenomenologies: absentRadar, at_us: window }, undefined],
  [
    'another cause is likelier because of that silence',
    { cause: 'satellite', causeProbability: 0.9, basis: 'predicted', at_us: after },
    undefined,
  ],
  [
    'it is seen after its time, to be something else',
    { cause: 'satellite', causeProbability: 0.9, basis: 'observed', at_us: after },
    'other-cause',
  ],
  [
    'another cause is likelier by prediction, before its time',
    { cause: 're-entry', causeProbability: 0.9, basis: 'predicted', at_us: before },
    'other-cause',
  ],
])('the evidence against it, when %s', (_, over, kind) => {
  expect(turned(assessment(over), window)?.kind).toBe(kind);
});

test('heat that goes out is no silence: only radar is expected to see a coast', () => {
  const [heat, radar] = seen(40, 20);
  expect(turned(assessment({ phenomenologies: [{ ...heat, state: 'expected-and-absent' }, radar] }))).toBeUndefined();
});

test('what the evidence speaks for is said with its probability', () => {
  expect(turned(assessment({ cause: 'satellite', causeProbability: 0.8 }))).toEqual({
    kind: 'other-cause',
    cause: 'satellite',
    probability: 0.8,
  });
});
