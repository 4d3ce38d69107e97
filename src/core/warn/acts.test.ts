import { expect, test } from 'vitest';
import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import { ellipseRing } from '../assess/area.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { takeAct } from './acts.ts';
import { followAssessment } from './follow.ts';
import { withheld } from './gate.ts';
import type { WarningRecord } from './record.ts';
import type { ActName, HumanAct, Warning, WarningMessage, WarningPort } from './warning.ts';

const MINUTE_US = 60_000_000;

function impactAt(latitude: number, longitude: number, sigma_m = 5000): ImpactEstimate {
  const ground = {
    point: geodeticDegrees(latitude, longitude),
    covarianceEast_m2: sigma_m ** 2,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: sigma_m ** 2,
  };
  return { ...ground, time_us: 20 * MINUTE_US, sigmaTime_s: 5, kind: 'ballistic', area: ellipseRing(ground, 0.95), probability: 0.95 };
}

function assessment(over: Partial<Assessment> = {}): Assessment {
  return {
    id: 'E1-a9',
    event: 'E1',
    revision: 9,
    at_us: 3 * MINUTE_US,
    tracks: ['T1'],
    hypotheses: [{ hypothesis: 'ballistic-missile', probability: 0.99, evidence: [] }],
    cause: 'ballistic-missile',
    causeProbability: 0.99,
    basis: 'observed',
    lastObserved_us: 3 * MINUTE_US,
    phenomenologies: [
      { phenomenology: 'heat', state: 'observed', sensors: ['s1'], hits: 40 },
      { phenomenology: 'radar', state: 'observed', sensors: ['r1'], hits: 20 },
    ],
    burning: false,
    impact: impactAt(41, 139),
    people: { count: 0, places: [] },
    ...over,
  };
}

/** A warning that stands recommended, with everything that it says recorded. */
function recommended(): {
  record: WarningRecord;
  said: string[];
  sent: WarningMessage[];
  port: WarningPort;
  act: (name: ActName, person: string, over?: Partial<HumanAct>) => void;
} {
  const said: string[] = [];
  const sent: WarningMessage[] = [];
  const port: WarningPort = {
    line: 'exercise',
    changed: (change: string, _warning: Warning) => said.push(change),
    send: (message) => sent.push(message),
    refuse: (reason) => said.push(`refused ${reason}`),
  };
  const record = followAssessment(undefined, assessment(), OPTIONS, port);
  if (record === undefined) throw new Error('it is recommended');
  const act = (name: ActName, person: string, over: Partial<HumanAct> = {}): void =>
    takeAct(
      record,
      {
        kind: 'act',
        act: name,
        line: 'exercise',
        person,
        role: 'duty officer',
        session: `session of ${person}`,
        warning: 'W1',
        revision: record.warning.revision,
        ...over,
      },
      4 * MINUTE_US,
      port,
    );
  return { record, said, sent, port, act };
}

const OPTIONS = { id: 'W1', line: 'exercise', recommendProbability: 0.95, now_us: 3 * MINUTE_US } as const;

// 2012-04-13: the satellite saw it within a minute; waiting for radar cost 43. Information is not gated, action is.
test('one phenomenology alone is never recommended for action, whatever it is sure of', () => {
  for (const missing of ['heat', 'radar'] as const) {
    const one = assessment({
      phenomenologies: assessment().phenomenologies.map((p) =>
        p.phenomenology === missing ? { ...p, hits: 0, state: 'not-expected' as const } : p,
      ),
    });
    expect(withheld(one, 0.95)).toBe('only-one-phenomenology');
  }
  expect(withheld(assessment(), 0.95)).toBeUndefined();
});

test('what burns, what is not sure and what comes down nowhere is not recommended', () => {
  expect(withheld(assessment({ burning: true }), 0.95)).toBe('still-burning');
  expect(withheld(assessment({ causeProbability: 0.9 }), 0.95)).toBe('cause-not-sure');
  expect(withheld(assessment({ cause: 'space-launch' }), 0.95)).toBe('cause-not-sure');
  expect(withheld(assessment({ impact: undefined }), 0.95)).toBe('no-impact-area');
});

test('two people in two sessions release; neither alone, nor one twice', () => {
  const { said, sent, act } = recommended();
  act('release', 'first');
  act('release', 'first', { session: 'another session' });
  act('release', 'second', { session: 'session of first' });
  expect(sent).toHaveLength(0);
  act('release', 'second');
  expect(said).toEqual(['recommended', 'half-released', 'refused same-person', 'refused same-session', 'released']);
  expect(sent.map(({ messageType, purpose }) => [messageType, purpose])).toEqual([['Alert', 'alert']]);
});

test('new evidence voids the first signature', () => {
  const { record, said, sent, port, act } = recommended();
  act('release', 'first');
  followAssessment(record, assessment({ impact: impactAt(42, 141) }), OPTIONS, port);
  act('release', 'second', { revision: 1 });
  expect(said.slice(-2)).toEqual(['revised', 'refused stale-revision']);
  act('release', 'second');
  expect(sent).toHaveLength(0);
  act('release', 'first');
  expect(sent).toHaveLength(1);
});

test('refinement inside the area disturbs nobody; an area that moves out of it updates everybody who got the alert', () => {
  const { record, said, sent, port, act } = recommended();
  act('release', 'first');
  act('release', 'second');
  followAssessment(record, assessment({ impact: impactAt(41.01, 139.01, 4500) }), OPTIONS, port);
  expect(sent).toHaveLength(1);
  followAssessment(record, assessment({ impact: impactAt(41.6, 139.8) }), OPTIONS, port);
  expect(said.at(-1)).toBe('updated');
  expect(sent.at(-1)).toMatchObject({ messageType: 'Update', purpose: 'update', references: [{ id: 'W1-m1' }] });
});

// 2022-11-03: "has passed over Japan" was a prediction. A coasted track redraws nothing.
test('a prediction without a new sight moves no area', () => {
  const { record, said, port } = recommended();
  followAssessment(record, assessment({ basis: 'predicted', impact: impactAt(45, 150) }), OPTIONS, port);
  expect(said).toEqual(['recommended']);
});

// 2018-01-13: the correction came 38 minutes later, on no prepared form.
test('when the evidence turns the retraction is ready, and two people send it to everybody who got any message', () => {
  const { record, said, sent, port, act } = recommended();
  act('release', 'first');
  act('release', 'second');
  followAssessment(record, assessment({ impact: impactAt(41.6, 139.8) }), OPTIONS, port);
  followAssessment(record, assessment({ cause: 'unknown', causeProbability: 0.8, impact: undefined }), OPTIONS, port);
  expect(said.at(-1)).toBe('retraction-ready');
  act('retract', 'first');
  act('retract', 'second', { revision: 1 });
  expect(sent.at(-1)).toMatchObject({ messageType: 'Cancel', purpose: 'retraction', references: [{ id: 'W1-m1' }, { id: 'W1-m2' }] });
  expect(record.warning.state).toBe('retracted');
});

test('before release, evidence that turns withdraws the recommendation and nothing goes out', () => {
  const { record, sent, port } = recommended();
  followAssessment(record, assessment({ cause: 'sun-glint', causeProbability: 0.9 }), OPTIONS, port);
  expect(record.warning.state).toBe('withdrawn');
  expect(sent).toHaveLength(0);
});

test('a warning ends after its window, not before, and the end names every earlier message', () => {
  const { record, said, sent, act, port } = recommended();
  act('release', 'first');
  act('release', 'second');
  act('end', 'first');
  expect(said.at(-1)).toBe('refused wrong-state');
  const after: HumanAct = {
    kind: 'act',
    act: 'end',
    line: 'exercise',
    person: 'first',
    role: 'duty officer',
    session: '1',
    warning: 'W1',
    revision: 1,
  };
  takeAct(record, after, 30 * MINUTE_US, port);
  expect(sent.at(-1)).toMatchObject({ messageType: 'Update', purpose: 'end', references: [{ id: 'W1-m1' }] });
});

test('a dismissal needs its reason', () => {
  const { said, act } = recommended();
  act('dismiss', 'first');
  act('dismiss', 'first', { reason: 'announced test of our own' });
  expect(said.slice(1)).toEqual(['refused wrong-state', 'dismissed']);
});
