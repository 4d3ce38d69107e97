import { expect, test } from 'vitest';
import { IMPACT_S, impactAt, newLife, TURNED } from '../../../tests/samples/warning-life.ts';
import type { ImpactEstimate } from '../assess/assessment.ts';
import type { ActName, HumanAct } from './warning.ts';

// What people's acts do to a warning, and which are refused.

test('two people in two sessions release; neither alone, nor one twice', () => {
  const life = newLife();
  life.act(190, 'release', 'first');
  life.act(191, 'release', 'first', { session: 'another session' });
  life.act(192, 'release', 'second', { session: 'session of first' });
  expect(life.sent).toHaveLength(0);
  life.act(193, 'release', 'second');
  expect(life.said).toEqual(['recommended', 'half-released', 'refused same-person', 'refused same-session', 'released']);
  expect(life.sent).toMatchObject([{ id: 'W1-m1', messageType: 'Alert', purpose: 'alert', goesOutAs: 1, references: [], sent_us: 193e6 }]);
  expect(life.warning).toMatchObject({
    releasedAt_us: 193e6,
    signatures: [
      { person: 'first', role: 'duty officer', session: 'session of first', at_us: 190e6, signedFor: 1 },
      { person: 'second', at_us: 193e6, signedFor: 1 },
    ],
  });
});

// 2018-01-13: the correction came 38 minutes later, on no prepared form.
test('two people send the retraction to everybody who got any message, whatever revision they read', () => {
  const life = newLife();
  life.release(190);
  life.assess(215, { impact: impactAt(41.6, 139.8) });
  life.assess(220, TURNED);
  life.act(225, 'retract', 'first');
  life.act(226, 'retract', 'first', { session: 'another' });
  life.act(227, 'retract', 'second', { session: 'session of first' });
  expect(life.sent).toHaveLength(2);
  life.act(228, 'retract', 'second', { revision: 1 });
  expect(life.heard().slice(-4)).toEqual(['half-retracted', 'refused same-person', 'refused same-session', 'retracted']);
  expect(life.sent.at(-1)).toMatchObject({
    messageType: 'Cancel',
    purpose: 'retraction',
    goesOutAs: 2,
    references: [
      { id: 'W1-m1', sent_us: 190e6 },
      { id: 'W1-m2', sent_us: 215e6 },
    ],
  });
  expect(life.warning).toMatchObject({
    state: 'retracted',
    closedAt_us: 228e6,
    closedFor: { kind: 'other-cause', cause: 'satellite' },
    retractSignatures: [],
  });
  expect(life.warning.turned).toBeUndefined();
});

test('people may retract although the evidence stands, and the reason is theirs', () => {
  const [spoken, silent] = [newLife(), newLife()];
  for (const life of [spoken, silent]) {
    life.release(190);
    life.act(200, 'retract', 'first');
  }
  spoken.act(201, 'retract', 'second', { reason: 'a drill of our own' });
  silent.act(201, 'retract', 'second');
  expect(spoken.warning.closedFor).toEqual({ kind: 'people', text: 'a drill of our own' });
  expect(silent.warning.closedFor).toEqual({ kind: 'people' });
});

test('a warning ends when its window has closed, not before, and the end names every earlier message', () => {
  const life = newLife();
  life.release(190);
  const { to_us } = life.warning.impactWindow;
  life.act(to_us / 1e6 - 1e-6, 'end', 'first');
  expect(life.said.at(-1)).toBe('refused wrong-state');
  life.act(to_us / 1e6, 'end', 'first');
  expect(life.sent.at(-1)).toMatchObject({ messageType: 'Update', purpose: 'end', references: [{ id: 'W1-m1' }] });
  expect(life.warning).toMatchObject({ state: 'ended', closedAt_us: to_us });
  expect(life.warning.closedFor).toBeUndefined();
});

/** Falls at 1,200 s if it goes on as it does, and at 1,500 s at the latest. */
function mayGlide(): ImpactEstimate {
  const falls = impactAt(41, 139);
  const span = { from_us: 1185e6, to_us: 1215e6 };
  return { ...falls, kind: 'may-manoeuvre', span: { ...span, to_us: 1500e6 }, asItFalls: { ...falls, span } };
}

test('nobody ends the warning of what may still glide at the time at which it would have fallen', () => {
  const life = newLife();
  life.release(190);
  life.assess(300, { impact: mayGlide() });
  expect(life.warning.impactWindow.to_us).toBeLessThan(1300e6);
  life.act(1529, 'end', 'first');
  expect(life.said.at(-1)).toBe('refused wrong-state');
  life.act(1530, 'end', 'first');
  expect(life.warning.state).toBe('ended');
});

test('nor does one that nobody released lapse by then', () => {
  const life = newLife();
  life.assess(300, { impact: mayGlide() });
  life.time(1530);
  expect(life.warning.state).toBe('recommended');
  life.time(1531);
  expect(life.warning.state).toBe('lapsed');
});

test('a dismissal is of the revision that stands: nobody dismisses an area that they have not read', () => {
  const life = newLife();
  life.assess(200, { impact: impactAt(44, 145) });
  life.act(201, 'dismiss', 'first', { revision: 1, reason: 'over the open sea' });
  expect(life.said.at(-1)).toBe('refused stale-revision');
  life.act(202, 'dismiss', 'first', { revision: 2, reason: 'over the open sea' });
  expect(life.warning.state).toBe('dismissed');
});

test('a warning that the evidence has turned against is retracted, not ended', () => {
  const life = newLife();
  life.release(190);
  life.assess(300, TURNED);
  const { to_us } = life.warning.impactWindow;
  life.act(to_us / 1e6, 'end', 'first');
  expect(life.said.at(-1)).toBe('refused wrong-state');
  expect(life.refusals.at(-1)).toBe(
    'the evidence has turned against warning W1, and an end would say that it was right; two people retract it',
  );
});

test('a dismissal needs its reason', () => {
  const life = newLife();
  life.act(190, 'dismiss', 'first');
  life.act(191, 'dismiss', 'first', { reason: '  ' });
  life.act(192, 'dismiss', 'first', { reason: 'announced test of our own' });
  expect(life.said.slice(1)).toEqual(['refused wrong-state', 'refused wrong-state', 'dismissed']);
  expect(life.warning.closedFor).toEqual({ kind: 'people', text: 'announced test of our own' });
});

// Which act each state takes; every other one is refused as of the wrong state.
const STATES: readonly (readonly [string, (life: ReturnType<typeof newLife>) => void, readonly ActName[]])[] = [
  ['recommended', () => undefined, ['acknowledge', 'release', 'dismiss']],
  ['half-released', (life) => life.act(185, 'release', 'zero'), ['acknowledge', 'release', 'dismiss']],
  ['released', (life) => life.release(185), ['acknowledge', 'retract']],
  ['withdrawn', (life) => life.assess(185, TURNED), []],
  ['dismissed', (life) => life.act(185, 'dismiss', 'zero', { reason: 'ours' }), []],
  ['lapsed', (life) => life.time(IMPACT_S + 200), []],
  ['joined', (life) => life.join(185, newLife('W2')), []],
];

test.each(STATES)('an act fits its state: %s', (state, prepare, taken) => {
  for (const name of ['acknowledge', 'release', 'retract', 'end', 'dismiss'] as const) {
    const life = newLife();
    prepare(life);
    expect(life.warning.state).toBe(state);
    life.heard();
    life.act(200, name, 'third', { reason: 'given' });
    expect([name, life.heard().join() === 'refused wrong-state']).toEqual([name, !taken.includes(name)]);
  }
});

test('who looks on signs nothing, nor does a role that nobody knows', () => {
  const refused: Partial<HumanAct>[] = [{ role: 'observer' }, { role: 'passer-by' }, { role: 'toString' }, { role: '' }];
  for (const over of refused) {
    const life = newLife();
    for (const name of ['acknowledge', 'release', 'dismiss'] as const) life.act(190, name, 'first', over);
    expect(life.said.slice(1)).toEqual(Array.from({ length: 3 }, () => 'refused role-may-not-sign'));
  }
  for (const role of ['duty officer', 'supervisor', 'watch officer', 'shift leader']) {
    const life = newLife();
    life.act(190, 'release', 'first', { role });
    expect(life.said.at(-1)).toBe('half-released');
  }
});

test('an act names a revision that there is; a release the present one', () => {
  for (const revision of [-5, 0, 0.5, 3, NaN, Infinity]) {
    const life = newLife();
    life.assess(185, { impact: impactAt(42, 141) });
    for (const name of ['acknowledge', 'release', 'dismiss', 'retract'] as const) life.act(190, name, 'first', { revision, reason: 'r' });
    expect(life.said.slice(2)).toEqual(Array.from({ length: 4 }, () => 'refused unknown-revision'));
  }
  const life = newLife();
  life.assess(185, { impact: impactAt(42, 141) });
  life.act(190, 'release', 'first', { revision: 1 });
  expect(life.said.at(-1)).toBe('refused stale-revision');
});

test('a desk acknowledges each revision once, and a warning a hundred times', () => {
  const life = newLife();
  life.act(190, 'acknowledge', 'first');
  life.act(191, 'acknowledge', 'first');
  life.assess(195, { impact: impactAt(42, 141) });
  life.act(196, 'acknowledge', 'first');
  life.act(196, 'acknowledge', 'first', { revision: 1 });
  expect(life.said.slice(1)).toEqual(['acknowledged', 'refused repeated', 'revised', 'acknowledged', 'refused repeated']);
  for (let k = 0; k < 120; k++) life.act(200, 'acknowledge', `person ${k}`);
  expect(life.record.acknowledgedBy).toHaveLength(100);
  expect(life.said.at(-1)).toBe('refused repeated');
});

// A refusal names what stands and what would work; people read it in the middle of the night.
test.each<[string, (life: ReturnType<typeof newLife>) => void, string]>([
  [
    'a role that may not',
    (life) => life.act(190, 'release', 'first', { role: 'observer' }),
    'observer may not release a warning; duty officer, supervisor, watch officer, shift leader may',
  ],
  [
    'a revision that there is not',
    (life) => life.act(190, 'release', 'first', { revision: 7 }),
    'warning W1 has revisions 1 to 1, and no 7',
  ],
  [
    'a stale revision',
    (life) => {
      life.assess(185, { impact: impactAt(42, 141) });
      life.act(190, 'release', 'first', { revision: 1 });
    },
    'revision 1 was signed, but the warning stands at 2; read it and sign again',
  ],
  [
    'the same person again',
    (life) => {
      life.act(190, 'release', 'first');
      life.act(191, 'release', 'first');
    },
    'first has signed already; another person in another session has to sign second',
  ],
  [
    'a retraction of what is not out',
    (life) => life.act(190, 'retract', 'first'),
    'warning W1 is recommended; only a released one can be retracted (dismiss it instead)',
  ],
  ['an end of what is not out', (life) => life.act(190, 'end', 'first'), 'warning W1 is recommended; only a released one can be ended'],
  [
    'a retraction of what is closed',
    (life) => {
      life.assess(185, TURNED);
      life.act(190, 'retract', 'first');
    },
    'warning W1 is withdrawn; only a released one can be retracted',
  ],
  [
    'a release of what is closed',
    (life) => {
      life.assess(185, TURNED);
      life.act(190, 'release', 'first');
    },
    'warning W1 is withdrawn; only a recommended one can be released',
  ],
  [
    'a dismissal of what is out',
    (life) => {
      life.release(185);
      life.act(190, 'dismiss', 'first', { reason: 'r' });
    },
    'warning W1 is released; only one that is not released yet can be dismissed',
  ],
  ['a dismissal without a reason', (life) => life.act(190, 'dismiss', 'first'), 'a dismissal of warning W1 needs its reason'],
  [
    'an end before the window has closed',
    (life) => {
      life.release(185);
      life.act(190, 'end', 'first');
    },
    'the impact window of warning W1 is still open; to take the warning back before it closes, retract it',
  ],
  [
    'an acknowledgement of what is closed',
    (life) => {
      life.assess(185, TURNED);
      life.act(190, 'acknowledge', 'first');
    },
    'warning W1 is withdrawn; only an open one is acknowledged',
  ],
  [
    'an acknowledgement again',
    (life) => {
      life.act(190, 'acknowledge', 'first');
      life.act(191, 'acknowledge', 'first');
    },
    'session session of first has acknowledged revision 1 of warning W1 already',
  ],
  [
    'one acknowledgement too many',
    (life) => {
      for (let k = 0; k < 101; k++) life.act(190, 'acknowledge', `p${k}`);
    },
    'warning W1 has been acknowledged 100 times',
  ],
])('the refusal of %s says so', (_, course, words) => {
  const life = newLife();
  course(life);
  expect(life.refusals).toEqual([words]);
});
