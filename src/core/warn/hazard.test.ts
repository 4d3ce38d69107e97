import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessment, IMPACT_S, impactAt } from '../../../tests/samples/warning-life.ts';
import { holds } from '../../../tests/support/properties.ts';
import type { Assessment } from '../assess/assessment.ts';
import type { Micros } from '../units.ts';
import {
  endHazard,
  followHazard,
  followHazardLoss,
  followHazardTime,
  type Hazard,
  type HazardChange,
  type HazardRecord,
  isStated,
  newHazardRecord,
  statementId,
} from './hazard.ts';
import { areaOf } from './alert-area.ts';
import { recommend, type WarningRecord } from './record.ts';
import type { WarningState } from './warning.ts';

// What evidence, warnings and time do to a hazard.

const FALLS: Partial<Assessment> = { cause: 'unknown', hypotheses: [{ hypothesis: 'unknown', probability: 1 }] };
const UP: Partial<Assessment> = { ...FALLS, impact: undefined };

function warningIn(state: WarningState): WarningRecord {
  const record = recommend('W1', 'exercise', { assessment: assessment(), impact: impactAt(41, 139), shelterRadius_m: 1e4 }, 0);
  record.warning = { ...record.warning, state };
  return record;
}

function newLife() {
  const record: HazardRecord = newHazardRecord();
  const said: { readonly change: HazardChange; readonly hazard: Hazard }[] = [];
  const port = { said: (change: HazardChange, hazard: Hazard) => said.push({ change, hazard }) };
  const us = (at_s: number): Micros => at_s * 1e6;
  return {
    record,
    said,
    heard: () =>
      said.splice(0).map(({ change, hazard }) => `${change} ${hazard.revision}${hazard.endedFor ? ` ${hazard.endedFor.kind}` : ''}`),
    assess: (at_s: number, over: Partial<Assessment> = {}, warning?: WarningState) =>
      followHazard(
        record,
        assessment({ ...FALLS, at_us: us(at_s), lastObserved_us: us(at_s), ...over }),
        warning === undefined ? undefined : warningIn(warning),
        { id: 'H1', line: 'exercise', shelterRadius_m: 1e4, now_us: us(at_s) },
        port,
      ),
    time: (at_s: number) => followHazardTime(record, us(at_s), port),
    lose: (at_s: number) => followHazardLoss(record, us(at_s), us(at_s), port),
    join: (at_s: number) => endHazard(record, { kind: 'same-object', event: 'E2' }, us(at_s), port),
  };
}

/** A hazard that was stated at 120 s. */
function statedLife() {
  const life = newLife();
  for (let at_s = 110; at_s <= 120; at_s += 5) life.assess(at_s);
  expect(life.heard()).toEqual(['stated 1']);
  return life;
}

test('what has come down for ten seconds without a break is stated once, with what to do, where and when', () => {
  const life = newLife();
  for (const at_s of [105, 110]) life.assess(at_s);
  life.assess(115, UP);
  for (const at_s of [120, 125]) life.assess(at_s);
  expect(life.said).toEqual([]);
  for (const at_s of [130, 135, 140]) life.assess(at_s);
  expect(life.said).toHaveLength(1);
  expect(life.said[0]).toMatchObject({
    change: 'stated',
    hazard: {
      id: 'H1',
      event: 'E1',
      line: 'exercise',
      revision: 1,
      state: 'stated',
      instruction: 'keep-clear',
      assessment: 'E1-a9',
      references: [],
    },
  });
  const { impactWindow, area } = life.said[0].hazard;
  expect(impactWindow.from_us).toBeLessThan(IMPACT_S * 1e6);
  expect(impactWindow.to_us).toBeGreaterThan(IMPACT_S * 1e6);
  expect(area).toEqual(areaOf(impactAt(41, 139), 1e4));
  expect(area.estimate).toEqual(impactAt(41, 139).area);
});

test('a prediction alone states nothing, nor is told what is over', () => {
  const life = newLife();
  for (let at_s = 100; at_s <= 160; at_s += 5) life.assess(at_s, { basis: 'predicted' });
  for (let at_s = IMPACT_S + 60; at_s <= IMPACT_S + 120; at_s += 5) life.assess(at_s);
  expect(life.said).toEqual([]);
});

test('what comes down where it was announced to is told by the announcement, until it deviates', () => {
  const life = newLife();
  const announced = { id: 'n1', what: 'sounding rocket', state: 'as-announced', matches: [], holds: true } as const;
  for (let at_s = 100; at_s <= 160; at_s += 5) life.assess(at_s, { announced });
  expect(life.said).toEqual([]);
  life.assess(165, { announced: { ...announced, state: 'deviates', holds: false } });
  expect(life.heard()).toEqual(['stated 1']);
});

test('it is drawn anew by the rule of warnings: where it reaches out, at most every twenty seconds, and not by a prediction', () => {
  const life = statedLife();
  life.assess(125, { impact: impactAt(41.01, 139.01) });
  expect(life.heard()).toEqual([]);
  life.assess(130, { impact: impactAt(42, 141) });
  life.assess(135, { impact: impactAt(43, 143) });
  life.assess(160, { impact: impactAt(44, 145), basis: 'predicted', lastObserved_us: 130e6 });
  expect(life.heard()).toEqual(['revised 2']);
  life.assess(165, { impact: impactAt(44, 145) });
  expect(life.said[0].hazard.references).toEqual([
    { id: 'H1-r1', sent_us: 120e6 },
    { id: 'H1-r2', sent_us: 130e6 },
  ]);
});

test('it ends when it may stay up for twenty seconds, and is stated again as the same hazard when it comes down', () => {
  const life = statedLife();
  for (const over of [
    { impact: undefined, noImpact: 'may-stay-up' },
    { impact: undefined, noImpact: 'may-stay-up', burning: true },
    { hypotheses: [{ hypothesis: 'satellite', probability: 0.9 }] },
  ] satisfies Partial<Assessment>[]) {
    const from_s = 200 * life.record.hazard!.revision;
    life.assess(from_s, over);
    life.assess(from_s + 15, over);
    expect(life.heard()).toEqual([]);
    life.assess(from_s + 20, over);
    expect(life.record.hazard).toMatchObject({ state: 'ended', instruction: 'all-clear', endedFor: { kind: 'does-not-come-down' } });
    expect(life.heard()).toHaveLength(1);
    for (let at_s = from_s + 25; at_s <= from_s + 45; at_s += 5) life.assess(at_s);
    expect(life.heard()).toHaveLength(1);
    expect(life.record.hazard).toMatchObject({ id: 'H1', state: 'stated' });
    expect(life.record.hazard).not.toHaveProperty('endedFor');
  }
});

test('it ends when it burns on its way up, wherever its top is by then, and not when it burns on its way down', () => {
  const burns = { impact: undefined, noImpact: 'burning', burning: true } as const;
  const course = (topAt_s: number): string[] => {
    const life = newLife();
    for (let at_s = 110; at_s <= 120; at_s += 5) life.assess(at_s, { apogeeAt_us: topAt_s * 1e6 });
    for (let at_s = 125; at_s <= 145; at_s += 5) life.assess(at_s, burns);
    return life.heard();
  };
  expect(course(130)).toEqual(['stated 1', 'ended 2 does-not-come-down']);
  expect(course(125)).toEqual(['stated 1']);
});

// Twenty seconds before a booster came down under its engines people were told that the area was free again, and after that to keep clear of it.
test('what is held up on its way down, by thrust or lift, is told until it is seen no more, and follows what is known of it', () => {
  const life = statedLife();
  const { to_us } = life.record.hazard!.impactWindow;
  const last_s = to_us / 1e6 + 100;
  for (let at_s = 125; at_s <= last_s; at_s += 5) {
    const why = (['burning', 'turned-back', 'held-up', 'may-burn-again'] as const)[at_s % 4];
    life.assess(at_s, { impact: undefined, noImpact: why, burning: why === 'burning' });
    life.time(at_s);
  }
  life.time(last_s + 25);
  expect(life.heard()).toEqual([]);
  life.time(last_s + 31);
  expect(life.heard()).toEqual(['ended 2 window-over']);
  const braking = statedLife();
  braking.assess(130, { burning: true, impact: impactAt(42, 141) });
  expect(braking.heard()).toEqual(['revised 2']);
});

// What fell from 110 km, and only satellites still saw glow, was known less well than before for half a minute: people were told all-clear, and then to keep clear.
test('while nobody can say where it comes down any more what was said stands, until it is not known to come down or its time is over', () => {
  const life = statedLife();
  const vague = { impact: undefined, noImpact: 'too-wide' } as const;
  for (let at_s = 125; at_s <= 185; at_s += 5) life.assess(at_s, vague);
  expect(life.heard()).toEqual([]);
  expect(life.record.hazard).toMatchObject({ state: 'stated', revision: 1 });
  for (let at_s = 190; at_s <= 210; at_s += 5) life.assess(at_s, { ...vague, noImpact: 'may-stay-up' });
  expect(life.record.hazard).toMatchObject({ state: 'ended', endedFor: { kind: 'does-not-come-down' } });
});

test('an open warning of a missile covers it: it is not stated beside one, ends with one, and is stated when that is closed and it still comes down', () => {
  for (const open of ['recommended', 'half-released', 'released'] as const) {
    const life = newLife();
    for (let at_s = 100; at_s <= 140; at_s += 5) life.assess(at_s, {}, open);
    expect(life.heard()).toEqual([]);
    life.assess(145, {}, 'withdrawn');
    expect(life.heard()).toEqual(['stated 1']);
    life.assess(150, {}, open);
    expect(life.record.hazard).toMatchObject({ instruction: 'heed-warning', endedFor: { kind: 'warned', warning: 'W1' } });
    life.assess(155, {}, open);
    expect(life.heard()).toEqual(['ended 2 warned']);
    life.assess(160, {}, 'dismissed');
    expect(life.heard()).toEqual(['stated 3']);
  }
});

test('by the end of its window it is over; what is lost before it may be down is not there; what is lost after stands until then', () => {
  const life = statedLife();
  const { from_us, to_us } = life.record.hazard!.impactWindow;
  life.lose(from_us / 1e6);
  life.time(to_us / 1e6);
  expect(life.heard()).toEqual([]);
  life.time(to_us / 1e6 + 1);
  life.time(to_us / 1e6 + 2);
  expect(life.heard()).toEqual(['ended 2 window-over']);
  const lost = statedLife();
  lost.lose(from_us / 1e6 - 1);
  lost.lose(from_us / 1e6);
  expect(lost.heard()).toEqual(['ended 2 track-lost']);
});

test('what may still glide is not over at the time at which it would have fallen', () => {
  const life = statedLife();
  const falls = impactAt(41, 139);
  const span = { from_us: (IMPACT_S - 15) * 1e6, to_us: (IMPACT_S + 15) * 1e6 };
  const over_s = IMPACT_S + 300;
  life.assess(200, { impact: { ...falls, kind: 'may-manoeuvre', span: { ...span, to_us: over_s * 1e6 }, asItFalls: { ...falls, span } } });
  expect(life.heard()).toEqual(['revised 2']);
  life.time(over_s + 30);
  expect(life.heard()).toEqual([]);
  life.time(over_s + 31);
  expect(life.heard()).toEqual(['ended 3 window-over']);
});

test('where two events are of one object the one that goes on says what to do', () => {
  const life = statedLife();
  life.join(130);
  life.join(131);
  expect(life.record.hazard).toMatchObject({ instruction: 'keep-clear', endedFor: { kind: 'same-object', event: 'E2' } });
  expect(life.heard()).toEqual(['ended 2 same-object']);
});

test('over any course of evidence, warnings and time: open and over by turns, each statement with its number and all that went before, fifty at most', () => {
  const WARNINGS: readonly (WarningState | undefined)[] = [
    undefined,
    undefined,
    undefined,
    'recommended',
    'released',
    'withdrawn',
    'ended',
  ];
  const step = fc.record({
    wait_s: fc.integer({ min: 1, max: 40 }),
    what: fc.constantFrom('falls', 'falls', 'falls', 'moves', 'up', 'burns', 'time', 'lost'),
    north: fc.integer({ min: -5, max: 5 }),
    warning: fc.constantFrom(...WARNINGS),
    observed: fc.boolean(),
  });
  holds(
    fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), (steps) => {
      const life = newLife();
      let at_s = 100;
      for (const { wait_s, what, north, warning, observed } of steps) {
        at_s += wait_s;
        const time_us = (at_s + 400) * 1e6;
        const basis = observed ? 'observed' : 'predicted';
        const before = life.said.length;
        if (what === 'time') life.time(at_s);
        else if (what === 'lost') life.lose(at_s);
        else if (what === 'up') life.assess(at_s, UP, warning);
        else
          life.assess(
            at_s,
            { basis, burning: what === 'burns', impact: impactAt(what === 'moves' ? 41 + north : 41, 139, { time_us }) },
            warning,
          );
        expect(life.said.length - before).toBeLessThanOrEqual(1);
        const open = what !== 'time' && what !== 'lost' && (warning === 'recommended' || warning === 'released');
        if (open) expect(isStated(life.record)).toBe(false);
      }
      expect(life.said.length).toBeLessThanOrEqual(50);
      life.said.forEach(({ change, hazard }, k) => {
        expect(hazard.revision).toBe(k + 1);
        expect(hazard.references.map(({ id }) => id)).toEqual(life.said.slice(0, k).map((one) => statementId(one.hazard)));
        const wasOpen = k > 0 && life.said[k - 1].hazard.state === 'stated';
        expect(change === 'stated').toBe(!wasOpen);
        expect(hazard.state === 'ended').toBe(change === 'ended');
        expect(hazard.endedFor !== undefined).toBe(change === 'ended');
      });
    }),
  );
});

test('at the bound its end is still said, and nothing after it', () => {
  const life = statedLife();
  for (let k = 1; k < 80; k++) life.assess(120 + 400 * k, { impact: impactAt(41 + (k % 2) * 3, 139, { time_us: 1e12 }) });
  expect(life.said.filter(({ change }) => change === 'revised')).toHaveLength(48);
  life.heard();
  life.lose(100_000);
  expect(life.heard()).toEqual(['ended 50 track-lost']);
  for (let at_s = 100_000; at_s <= 100_100; at_s += 5) life.assess(at_s, { impact: impactAt(41, 139, { time_us: 1e12 }) });
  expect(life.heard()).toEqual([]);
});
