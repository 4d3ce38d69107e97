import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  assessment,
  IMPACT_S,
  impactAt,
  type Life,
  newLife,
  SIGNATURE_LASTS_S,
  TURNED,
  UNSURE,
} from '../../../tests/samples/warning-life.ts';
import { NONE_FOUND } from '../../../tests/samples/people.ts';
import { holds } from '../../../tests/support/properties.ts';
import type { ImpactEstimate } from '../assess/assessment.ts';
import { followAssessment } from './follow.ts';
import { MAX_MESSAGES, send } from './record.ts';
import { MAX_RENEWALS } from './renew.ts';

// What evidence and time do to a warning.

test('nothing is recommended that the gate withholds, or that has turned already', () => {
  const port = { line: 'exercise', changed: () => undefined, send: () => undefined, refuse: () => undefined } as const;
  const options = { id: 'W1', line: 'exercise', recommendProbability: 0.95, shelterRadius_m: 10_000, now_us: 180e6 } as const;
  const begins = (over: Parameters<typeof assessment>[0]): boolean =>
    followAssessment(undefined, assessment(over), options, port) !== undefined;
  expect(begins({})).toBe(true);
  expect(begins(UNSURE)).toBe(false);
  expect(begins({ impact: undefined })).toBe(false);
  const [heat, radar] = assessment().phenomenologies;
  expect(begins({ phenomenologies: [heat, { ...radar, state: 'expected-and-absent' }] })).toBe(false);
});

test('what is about to leave on another line, or unsigned, stops the core', () => {
  const life = newLife();
  life.release(190);
  const said: string[] = [];
  const port = (line: 'live' | 'exercise') => ({ line, changed: () => undefined, send: () => said.push('sent'), refuse: () => undefined });
  const { signatures } = life.warning;
  expect(() => send(life.record, 'update', signatures, 200e6, port('live'))).toThrow(
    'warning W1 of line exercise was about to leave on line live',
  );
  expect(() => send(life.record, 'update', signatures.slice(0, 1), 200e6, port('exercise'))).toThrow(
    'warning W1 was about to leave unconfirmed: one-signature',
  );
  expect(said).toEqual([]);
});

test('new evidence voids the first signature', () => {
  const life = newLife();
  life.act(190, 'release', 'first');
  life.assess(195, { impact: impactAt(42, 141) });
  expect(life.warning).toMatchObject({ state: 'recommended', revision: 2, signatures: [] });
  life.act(200, 'release', 'second', { revision: 1 });
  expect(life.said.slice(-2)).toEqual(['revised', 'refused stale-revision']);
  life.act(201, 'release', 'second');
  expect(life.sent).toHaveLength(0);
  life.act(202, 'release', 'first');
  expect(life.sent).toMatchObject([{ goesOutAs: 2 }]);
});

test('refinement inside the area disturbs nobody; an area that moves out of it updates everybody who got the alert', () => {
  const life = newLife();
  life.release(190);
  life.assess(195, { impact: impactAt(41.01, 139.01, { sigma_m: 4500 }) });
  expect(life.sent).toHaveLength(1);
  life.assess(200, { impact: impactAt(41.6, 139.8) });
  expect(life.said.at(-1)).toBe('updated');
  expect(life.sent.at(-1)).toMatchObject({ messageType: 'Update', purpose: 'update', goesOutAs: 2, references: [{ id: 'W1-m1' }] });
  expect(life.warning.signatures.map(({ signedFor }) => signedFor)).toEqual([1, 1]);
});

// 2022-11-03: "has passed over Japan" was a prediction. A coasted track redraws nothing; nor does what may still burn.
test('a prediction without a new sight moves no area, nor does what may light again, nor what comes down nowhere', () => {
  const life = newLife();
  life.assess(200, { basis: 'predicted', lastObserved_us: 180e6, impact: impactAt(45, 150) });
  life.assess(205, { impact: undefined, noImpact: 'may-burn-again' });
  life.assess(210, { impact: undefined });
  expect(life.said).toEqual(['recommended']);
});

test('what is out is not drawn anew either for what may light again', () => {
  const life = newLife();
  life.release(190);
  life.assess(215, { lastObserved_us: 215e6, impact: undefined, noImpact: 'may-burn-again' });
  expect(life.sent).toHaveLength(1);
  life.assess(220, { lastObserved_us: 220e6, impact: impactAt(45, 150) });
  expect(life.sent.at(-1)).toMatchObject({ purpose: 'update' });
});

test('an area that has moved says nothing against the time: the window keeps its margin', () => {
  const life = newLife();
  const width_us = (): number => life.warning.impactWindow.to_us - life.warning.impactWindow.from_us;
  const before = width_us();
  life.assess(195, { lastObserved_us: 195e6, impact: impactAt(42, 141) });
  expect([life.warning.revision, life.record.stretches, width_us()]).toEqual([2, 0, before]);
  life.assess(260, { lastObserved_us: 260e6, impact: impactAt(42, 141, { time_us: (IMPACT_S + 200) * 1e6 }) });
  expect([life.warning.revision, life.record.stretches]).toEqual([3, 1]);
  expect(width_us()).toBeGreaterThan(before);
});

test('between two looks of a slow radar nothing new is seen, though it counts as observed', () => {
  const life = newLife();
  life.assess(185, { basis: 'observed', lastObserved_us: 180e6, impact: impactAt(45, 150) });
  expect(life.said).toEqual(['recommended']);
});

test('a report that is always late makes a prediction, and is a new sight all the same', () => {
  const life = newLife();
  life.assess(200, { basis: 'predicted', lastObserved_us: 181e6, impact: impactAt(45, 150) });
  expect(life.said).toEqual(['recommended', 'revised']);
});

test('before release, evidence that turns withdraws the recommendation and nothing goes out', () => {
  const life = newLife();
  life.assess(190, TURNED);
  expect(life.warning).toMatchObject({ state: 'withdrawn', closedAt_us: 190e6, closedFor: { kind: 'other-cause', cause: 'satellite' } });
  expect(life.sent).toHaveLength(0);
});

// A radar that missed a few looks called a true warning in question, and after twenty good ones the desk still read "radar should see it and
// does not" beside it; signatures for the retraction lived for ever.
test('a retraction is ready while the evidence is turned, and not any more when it has stood again for ten seconds', () => {
  const life = newLife();
  life.release(190);
  life.heard();
  life.assess(200, TURNED);
  life.assess(205, TURNED);
  expect(life.heard()).toEqual(['retraction-ready']);
  expect(life.warning.turned).toEqual({ kind: 'other-cause', cause: 'satellite', probability: 0.9 });
  life.act(206, 'retract', 'first');
  life.assess(210);
  life.assess(215, TURNED);
  life.assess(220);
  life.assess(229.999);
  expect(life.heard()).toEqual(['half-retracted']);
  life.assess(230);
  expect(life.heard()).toEqual(['stands-again']);
  expect(life.warning.turned).toBeUndefined();
  life.act(231, 'retract', 'second');
  expect(life.heard()).toEqual(['half-retracted']);
  expect(life.sent.map(({ purpose }) => purpose)).toEqual(['alert']);
  life.assess(240, TURNED);
  expect(life.heard()).toEqual(['retraction-ready']);
});

test('another way for the evidence to have turned is told, the same one is not told again', () => {
  const life = newLife();
  life.release(190);
  life.heard();
  life.assess(200, TURNED);
  life.lose(205);
  life.lose(210);
  expect(life.heard()).toEqual(['retraction-ready', 'retraction-ready']);
  expect(life.warning.turned).toEqual({ kind: 'track-lost' });
});

test('a retraction that is ready gives the cause that is likeliest now', () => {
  const life = newLife();
  life.release(190);
  life.assess(200, TURNED);
  life.heard();
  life.assess(205, { ...TURNED, causeProbability: 0.8 });
  life.assess(210, { ...TURNED, cause: 'space-launch' });
  expect(life.heard()).toEqual(['retraction-ready']);
  expect(life.warning.turned).toMatchObject({ kind: 'other-cause', cause: 'space-launch' });
});

test('what neither stands nor turns takes no retraction back, nor does silence once the body may be down', () => {
  for (const neither of [
    UNSURE,
    { cause: 'satellite', causeProbability: 0.49 } as const,
    { ...TURNED, at_us: 1160e6, basis: 'predicted' } as const,
    { burning: true },
  ]) {
    const life = newLife();
    life.release(190);
    life.assess(200, TURNED);
    life.act(201, 'retract', 'first');
    life.heard();
    for (let at = 205; at < 260; at += 5) life.assess(at, neither);
    expect(life.heard()).toEqual([]);
    expect(life.warning.retractSignatures).toHaveLength(1);
  }
});

test('the evidence has to stand for ten seconds without a break to take a retraction back', () => {
  const life = newLife();
  life.release(190);
  life.assess(200, TURNED);
  life.heard();
  life.assess(205);
  life.assess(210, UNSURE);
  life.assess(215);
  life.assess(220);
  expect(life.heard()).toEqual([]);
  life.assess(225);
  expect(life.heard()).toEqual(['stands-again']);
});

// At 0.94 a recommendation stood still while its object went on; it could be signed all the same, and the alert went out for 41° north of what came down at 43°.
test('what would not be recommended any more, and may still be signed, follows its track as what is out does', () => {
  const life = newLife();
  life.act(190, 'release', 'first');
  life.assess(200, { ...UNSURE, impact: impactAt(43, 139) });
  life.act(201, 'release', 'second', { revision: 1 });
  expect(life.heard()).toEqual(['recommended', 'half-released', 'revised', 'refused stale-revision']);
  life.release(205);
  expect(life.sent).toMatchObject([{ goesOutAs: 2, warning: { area: { estimate: impactAt(43, 139).area } } }]);
  life.assess(225, { ...UNSURE, impact: impactAt(45, 150) });
  expect(life.heard()).toEqual(['half-released', 'released', 'updated']);
});

test('what turns out to be seen by one phenomenology alone is withdrawn while it is not out', () => {
  const one = { phenomenologies: [{ phenomenology: 'heat', state: 'observed', sensors: ['s1'], hits: 40 }] } as const;
  const [open, out] = [newLife(), newLife()];
  out.release(190);
  for (const life of [open, out]) life.assess(200, one);
  expect(open.warning).toMatchObject({ state: 'withdrawn', closedFor: { kind: 'one-phenomenology' } });
  expect(out.warning.state).toBe('released');
});

test('while the evidence is turned no area is drawn anew', () => {
  const life = newLife();
  life.release(190);
  life.assess(200, TURNED);
  life.assess(205, { impact: impactAt(45, 150) });
  expect(life.sent).toHaveLength(1);
});

test('a track that is lost calls its warning in question, unless it may have come down by then', () => {
  const [early, late, open] = [newLife(), newLife(), newLife()];
  for (const life of [early, late]) life.release(190);
  const { from_us } = late.warning.impactWindow;
  early.lose(from_us / 1e6 + 2, from_us / 1e6 - 1e-6);
  // What is closed bears the journal's time, as all that happens to a warning does, and not the measurement's.
  late.lose(from_us / 1e6);
  open.lose(300, 298);
  expect(open.warning.closedAt_us).toBe(300e6);
  expect(early.said.at(-1)).toBe('retraction-ready');
  expect(late.said.at(-1)).toBe('released');
  expect(open.warning).toMatchObject({ state: 'withdrawn', closedFor: { kind: 'track-lost' } });
});

test('what is closed is not called in question by a loss', () => {
  const life = newLife();
  life.assess(190, TURNED);
  life.heard();
  life.lose(200);
  expect(life.heard()).toEqual([]);
});

test('a first signature is void when the second has not come in time, of a release and of a retraction', () => {
  const life = newLife();
  life.act(190, 'release', 'first');
  life.time(190 + SIGNATURE_LASTS_S);
  expect(life.warning.state).toBe('half-released');
  life.time(190 + SIGNATURE_LASTS_S + 1e-6);
  expect(life.said.at(-1)).toBe('signature-expired');
  expect(life.warning).toMatchObject({ state: 'recommended', signatures: [] });
  life.release(500);
  life.act(510, 'retract', 'first');
  life.time(510 + SIGNATURE_LASTS_S);
  life.time(511 + SIGNATURE_LASTS_S);
  life.time(512 + SIGNATURE_LASTS_S);
  expect(life.said.slice(-2)).toEqual(['half-retracted', 'signature-expired']);
  expect(life.warning).toMatchObject({ state: 'released', retractSignatures: [] });
  expect(life.warning.signatures).toHaveLength(2);
});

// A person signed, the server was restarted, and the same person, "person 1" once more, signed second.
test('what only one person has signed is void in the next run of the theatre; what both have signed stands', () => {
  const [half, retracting, whole, fresh] = [newLife(), newLife(), newLife(), newLife()];
  half.act(190, 'release', 'first');
  for (const life of [retracting, whole]) life.release(190);
  retracting.act(195, 'retract', 'first');
  for (const life of [half, retracting, whole, fresh]) life.open();
  expect([half, retracting, whole, fresh].map(({ said }) => said.at(-1))).toEqual([
    'signature-voided',
    'signature-voided',
    'released',
    'recommended',
  ]);
  half.act(200, 'release', 'second');
  retracting.act(200, 'retract', 'second');
  expect([half.said.at(-1), retracting.said.at(-1)]).toEqual(['half-released', 'half-retracted']);
});

test('a retraction that one has signed is void when the area moves', () => {
  const life = newLife();
  life.release(190);
  life.act(195, 'retract', 'first');
  life.assess(200, { impact: impactAt(42, 141) });
  expect(life.said.at(-1)).toBe('updated');
  life.act(205, 'retract', 'second');
  expect(life.said.at(-1)).toBe('half-retracted');
});

test('a recommendation that nobody released lapses when its window is over; one that is out waits for people', () => {
  const [open, half, out] = [newLife(), newLife(), newLife()];
  half.act(IMPACT_S, 'release', 'first');
  out.release(190);
  const to_s = open.warning.impactWindow.to_us / 1e6;
  for (const life of [open, half, out]) life.time(to_s);
  expect(open.warning.state).toBe('recommended');
  for (const life of [open, half, out]) life.time(to_s + 1e-6);
  expect([open, half, out].map(({ warning }) => warning.state)).toEqual(['lapsed', 'lapsed', 'released']);
  expect(open.warning.closedFor).toEqual({ kind: 'window-over' });
});

test('what falls on without turning is over sooner and sooner, which disturbs nobody', () => {
  const falls = impactAt(41, 139);
  const span = { from_us: (IMPACT_S - 15) * 1e6, to_us: (IMPACT_S + 15) * 1e6 };
  const until = (to_s: number): ImpactEstimate => ({
    ...falls,
    kind: 'may-manoeuvre',
    span: { ...span, to_us: to_s * 1e6 },
    asItFalls: { ...falls, span },
  });
  const life = newLife();
  life.release(190);
  life.assess(300, { impact: until(2000) });
  const [said, sent, { revision, signatures }] = [life.said.length, life.sent.length, life.warning];
  life.assess(400, { impact: until(1941) });
  expect(life.said.length).toBe(said);
  life.assess(500, { impact: until(1940) });
  life.assess(600, { impact: falls });
  expect(life.said.slice(said)).toEqual(['shortened', 'shortened']);
  expect(life.sent.length).toBe(sent);
  expect(life.warning).toMatchObject({ revision, signatures, area: { reach: { until_us: (IMPACT_S + 45) * 1e6 } } });
});

test('the receivers of a warning whose object is another warning’s too are told so, and nothing is withdrawn', () => {
  const [out, open, goesOn] = [newLife(), newLife('W2'), newLife('W7')];
  out.release(190);
  for (const life of [out, open]) life.join(200, goesOn);
  for (const life of [out, open])
    expect(life.warning).toMatchObject({ state: 'joined', closedFor: { kind: 'same-object', warning: 'W7' } });
  expect(out.sent.at(-1)).toMatchObject({ messageType: 'Update', purpose: 'same-object', references: [{ id: 'W1-m1' }] });
  expect(open.sent).toEqual([]);
  out.join(205, newLife('W8'));
  expect(out.sent).toHaveLength(2);
});

test('what becomes of the warning that goes on follows the joined one to its receivers, and on to those of a third (H13)', () => {
  const [first, second, third] = [newLife('W1'), newLife('W2'), newLife('W3')];
  for (const life of [first, second, third]) life.release(190);
  first.join(200, second);
  second.join(210, third);
  third.assess(260, TURNED);
  third.act(270, 'retract', 'first', { reason: 'r' });
  third.act(275, 'retract', 'second', { reason: 'r' });
  const { purpose, references, id } = third.sent.at(-1) ?? {};
  expect([purpose, id]).toEqual(['retraction', 'W3-m2']);
  expect(references?.map((one) => one.id)).toEqual(['W1-m1', 'W1-m2', 'W2-m1', 'W2-m2', 'W3-m1']);
});

// A body under a parachute was told of every five seconds, for ever.
test('what comes down ever later is told less and less often, with a window that widens', () => {
  const life = newLife();
  life.release(190);
  let remaining_s = 600;
  for (let at = 195; at < 195 + 3600; at += 5) {
    life.assess(at, { impact: impactAt(41, 139, { time_us: (at + remaining_s) * 1e6, sigmaTime_s: 2 }) });
    remaining_s = Math.max(60, remaining_s - 1);
  }
  const updates = life.sent.filter(({ purpose }) => purpose === 'update');
  expect(updates.length).toBeLessThan(16);
  const width = ({ warning: { impactWindow } }: (typeof updates)[number]): number => (impactWindow.to_us - impactWindow.from_us) / 2e6;
  expect(updates.slice(0, 5).map(width)).toEqual([66, 126, 246, 486, 486]);
});

test('areas that reach other places follow each other after 20 s, other changes after 60 s, and after twenty of them after five minutes', () => {
  const gaps = (impactOf: (k: number) => ReturnType<typeof impactAt>): number[] => {
    const life = newLife();
    life.release(185);
    for (let at = 190; at < 1150; at += 1) life.assess(at, { impact: impactOf(at) });
    const times = life.sent.filter(({ purpose }) => purpose === 'update').map(({ sent_us }) => sent_us / 1e6);
    return times.slice(1).map((time, k) => time - times[k]);
  };
  const moving = gaps((at) => impactAt(30 + 3 * (at % 11), 139));
  expect(moving.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 20));
  expect(moving.slice(19)).toEqual([300]);
  const late = gaps((at) => impactAt(41, 139, { time_us: (1200 + 4000 * (at % 11)) * 1e6 }));
  expect(late.slice(0, 5)).toEqual([60, 60, 60, 60, 60]);
  const shrinking = newLife();
  shrinking.assess(185, { impact: impactAt(41, 139, { sigma_m: 60_000 }) });
  shrinking.release(190);
  shrinking.assess(200, { impact: impactAt(41, 139, { sigma_m: 10_000 }) });
  expect(shrinking.sent).toHaveLength(1);
  shrinking.assess(245, { impact: impactAt(41, 139, { sigma_m: 10_000 }) });
  expect(shrinking.sent).toHaveLength(2);
});

test('a warning has two hundred messages at most, and room is kept for its retraction and for renewals', () => {
  const life = newLife();
  life.release(185);
  for (let at = 190; at < 190 + 300 * 300; at += 300)
    life.assess(at, { impact: impactAt((at / 300) % 2 < 1 ? 40 : 43, 139, { time_us: 1e12 }) });
  expect(life.sent).toHaveLength(MAX_MESSAGES - 1 - 2 * MAX_RENEWALS);
  life.assess(1e5, TURNED);
  life.act(1e5, 'retract', 'first');
  life.act(1e5, 'retract', 'second');
  expect(life.sent.at(-1)).toMatchObject({ id: `W1-m${MAX_MESSAGES - 2 * MAX_RENEWALS}`, purpose: 'retraction' });
});

// Whatever comes in whatever order: these hold at every moment.
test('over any course of evidence, acts and time: two people behind all that goes out, every reference to what went out, one open state', () => {
  const event = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('assess' as const), turned: fc.boolean(), east: fc.integer({ min: 0, max: 4 }) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('act' as const),
        act: fc.constantFrom('acknowledge' as const, 'release' as const, 'retract' as const, 'end' as const, 'dismiss' as const),
        person: fc.constantFrom('a', 'b', 'c'),
        back: fc.integer({ min: -1, max: 2 }),
        role: fc.constantFrom('duty officer', 'observer'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        { kind: 'time' as const },
        { kind: 'open' as const },
        { kind: 'lose' as const },
        { kind: 'join' as const },
      ),
    },
  );
  holds(
    fc.property(fc.array(event, { maxLength: 80 }), (events) => {
      const life = newLife();
      let at = 180;
      for (const one of events) {
        at += 15;
        const open = life.warning.state;
        if (one.kind === 'assess')
          life.assess(at, one.turned ? TURNED : { impact: impactAt(41, 138 + one.east, { time_us: (at + 300) * 1e6 }) });
        else if (one.kind === 'act')
          life.act(at, one.act, one.person, { revision: life.warning.revision - one.back, role: one.role, reason: 'r' });
        else if (one.kind === 'time') life.time(at);
        else if (one.kind === 'open') life.open();
        else if (one.kind === 'lose') life.lose(at);
        else life.join(at, newLife('W9'));
        if (open === 'joined' || open === 'ended') expect(life.warning.state).toBe(open);
        expect(life.warning.turned === undefined || life.warning.state === 'released').toBe(true);
        expect(life.warning.retractSignatures.length).toBeLessThan(2);
      }
      life.sent.forEach((message, k) => {
        expect(message.references.map(({ id }) => id)).toEqual(life.sent.slice(0, k).map(({ id }) => id));
        const { signatures } = message.warning;
        expect(new Set(signatures.map(({ person }) => person)).size).toBe(2);
        expect(signatures.every(({ role }) => role === 'duty officer')).toBe(true);
        if (message.purpose === 'alert')
          expect(signatures.map(({ signedFor }) => signedFor)).toEqual([message.goesOutAs, message.goesOutAs]);
        else expect(life.sent.slice(0, k).some(({ purpose }) => purpose === 'alert')).toBe(true);
      });
    }),
    { runs: 300 },
  );
});

test('who lives there may be looked up after the recommendation: it is revised, unless somebody has signed', () => {
  const people = { inEstimate: NONE_FOUND, inAlertArea: NONE_FOUND };
  const unknown = { inEstimate: { kind: 'not-looked-up' }, inAlertArea: { kind: 'not-looked-up' } } as const;
  const begin = (): Life => {
    const life = newLife();
    life.record.warning = { ...life.warning, peopleInAlertArea: unknown.inAlertArea };
    life.heard();
    return life;
  };
  const fresh = begin();
  fresh.assess(181, { people: unknown });
  expect(fresh.heard()).toEqual([]);
  fresh.assess(181, { people });
  expect([fresh.heard(), fresh.warning.revision, fresh.warning.peopleInAlertArea]).toEqual([['revised'], 2, NONE_FOUND]);
  // It was no drawing anew of the area: the next one has not to wait for its pause.
  fresh.assess(182, { people, impact: impactAt(42, 139) });
  expect(fresh.heard()).toEqual(['revised']);
  const signed = begin();
  signed.act(181, 'release', 'first');
  signed.heard();
  signed.assess(182, { people });
  expect([signed.heard(), signed.warning.state]).toEqual([[], 'half-released']);
});
