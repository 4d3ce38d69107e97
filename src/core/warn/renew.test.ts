import { expect, test } from 'vitest';
import { assessment, IMPACT_S, impactAt, newLife, TURNED, UNSURE } from '../../../tests/samples/warning-life.ts';
import type { Assessment } from '../assess/assessment.ts';
import { MAX_RENEWALS } from './renew.ts';

// When a warning that was closed is recommended again.

const ABSENT: Partial<Assessment> = {
  phenomenologies: assessment().phenomenologies.map((one) =>
    one.phenomenology === 'radar' ? { ...one, state: 'expected-and-absent' as const } : one,
  ),
};

// One missile, 84 warnings: each assessment after a withdrawal began another one.
test('a withdrawn warning is recommended again as its next revision, once the evidence has stood for 20 s without a break', () => {
  const life = newLife();
  life.act(185, 'acknowledge', 'first');
  life.assess(190, TURNED);
  life.heard();
  for (let at = 195; at <= 210; at += 5) life.assess(at);
  life.assess(214.999);
  expect(life.heard()).toEqual([]);
  life.assess(215);
  expect(life.heard()).toEqual(['renewed']);
  expect(life.warning).toMatchObject({ id: 'W1', state: 'recommended', revision: 2, renewals: 1, signatures: [] });
  expect(life.warning.closedFor).toBeUndefined();
  expect(life.warning.closedAt_us).toBeUndefined();
  expect(life.record).toMatchObject({ acknowledgedBy: [], stretches: 0, hasFallenAway: false });
  expect(life.record.redrawn_us).toBeUndefined();
  expect(life.record.standsSince_us).toBeUndefined();
});

test.each([
  ['radar was absent', (life: ReturnType<typeof newLife>) => life.assess(190, ABSENT)],
  ['its track was lost', (life: ReturnType<typeof newLife>) => life.lose(190)],
])('what was withdrawn since %s is recommended again without having to be away first', (_, turn) => {
  const life = newLife();
  turn(life);
  expect(life.warning.state).toBe('withdrawn');
  for (let at = 195; at <= 215; at += 5) life.assess(at);
  expect(life.said.at(-1)).toBe('renewed');
});

test('a warning is closed by people or by the evidence: only after the latter it may come again at once', () => {
  const life = newLife();
  life.release(190);
  life.act(195, 'retract', 'first');
  life.act(196, 'retract', 'second');
  for (let at = 200; at <= 300; at += 5) life.assess(at);
  expect(life.warning.state).toBe('retracted');
});

test.each([
  ['turns', TURNED],
  ['is not sure', UNSURE],
  ['comes down nowhere', { impact: undefined }],
  ['came down already', { impact: impactAt(41, 139, { time_us: 200e6 }) }],
])('the wait begins anew when the evidence %s', (_, over) => {
  const life = newLife();
  life.assess(190, TURNED);
  life.heard();
  life.assess(195);
  life.assess(205, over);
  for (let at = 210; at < 230; at += 5) life.assess(at);
  expect(life.heard()).toEqual([]);
  life.assess(230);
  expect(life.heard()).toEqual(['renewed']);
});

test('each renewal waits twice as long as the one before, and there are four at most', () => {
  const life = newLife();
  const waits: number[] = [];
  let at = 190;
  for (let k = 0; k < MAX_RENEWALS + 2; k++) {
    life.assess(at, TURNED);
    life.heard();
    const from = at + 1;
    for (at = from; at < from + 400 && life.warning.state === 'withdrawn'; at += 1) life.assess(at);
    if (life.warning.state === 'recommended') waits.push(at - 1 - from);
  }
  expect(waits).toEqual([20, 40, 80, 160]);
});

test('the alert that is given again after a retraction refers to what went before', () => {
  const life = newLife();
  life.release(190);
  life.assess(200, TURNED);
  life.act(201, 'retract', 'first');
  life.act(202, 'retract', 'second');
  life.assess(205);
  life.assess(225);
  expect(life.warning).toMatchObject({ state: 'recommended', revision: 2 });
  expect(life.warning.releasedAt_us).toBeUndefined();
  life.release(230);
  expect(life.sent.at(-1)).toMatchObject({
    id: 'W1-m3',
    messageType: 'Alert',
    goesOutAs: 2,
    references: [{ id: 'W1-m1' }, { id: 'W1-m2' }],
  });
});

test('what people closed although the evidence stood stays closed, until it has been away or reaches other places', () => {
  const dismissed = (): ReturnType<typeof newLife> => {
    const life = newLife();
    life.act(190, 'dismiss', 'first', { reason: 'ours' });
    life.heard();
    return life;
  };
  const nagged = dismissed();
  for (let at = 195; at < 400; at += 5) nagged.assess(at);
  expect(nagged.heard()).toEqual([]);
  const away = dismissed();
  away.assess(195, UNSURE);
  for (let at = 200; at <= 220; at += 5) away.assess(at);
  expect(away.heard()).toEqual(['renewed']);
  const elsewhere = dismissed();
  for (let at = 195; at <= 215; at += 5) elsewhere.assess(at, { impact: impactAt(43, 141) });
  expect(elsewhere.heard()).toEqual(['renewed']);
});

test('what has ended or been joined is never recommended again', () => {
  const ends: ((life: ReturnType<typeof newLife>) => void)[] = [
    (life) => life.join(200, newLife('W2')),
    (life) => {
      life.release(200);
      life.act(IMPACT_S + 300, 'end', 'first');
    },
  ];
  for (const end of ends) {
    const life = newLife();
    end(life);
    life.heard();
    life.assess(IMPACT_S + 305, UNSURE);
    for (let at = IMPACT_S + 310; at < IMPACT_S + 400; at += 5) life.assess(at, { impact: impactAt(43, 141, { time_us: 9e9 }) });
    expect(life.heard()).toEqual([]);
  }
});
