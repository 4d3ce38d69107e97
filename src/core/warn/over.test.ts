import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessment, IMPACT_S, impactAt, newLife, UNSURE } from '../../../tests/samples/warning-life.ts';
import { holds } from '../../../tests/support/properties.ts';
import type { Assessment } from '../assess/assessment.ts';
import { spanOf } from '../assess/together.ts';
import { followHazard, followHazardTime, type Hazard, isStated, newHazardRecord } from './hazard.ts';

// Nothing is over by time while it may still come down by what is known.

/** What is said of one course of estimates, each of when it comes down, of a hazard. */
function hazardLife() {
  const record = newHazardRecord();
  const said: string[] = [];
  const port = { said: (change: string, { endedFor }: Hazard) => said.push(endedFor === undefined ? change : endedFor.kind) };
  const options = (now_s: number) => ({ id: 'H1', line: 'exercise', shelterRadius_m: 1e4, now_us: now_s * 1e6 }) as const;
  return {
    record,
    said,
    assess: (at_s: number, over: Partial<Assessment>) =>
      followHazard(record, assessment({ at_us: at_s * 1e6, lastObserved_us: at_s * 1e6, ...over }), undefined, options(at_s), port),
    time: (at_s: number) => followHazardTime(record, at_s * 1e6, port),
  };
}

const at = (time_s: number, sigmaTime_s: number, over: Partial<Assessment['impact']> = {}): Partial<Assessment> => ({
  impact: impactAt(41, 139, { time_us: time_s * 1e6, sigmaTime_s, ...over }),
});

type Course = readonly (readonly [at_s: number, estimate: Partial<Assessment>])[];

/** Each of them was once told to be over at the end of the window that had been said, 1,245 s, and told again when it was about to come down. */
const COURSES: readonly (readonly [string, Course, number])[] = [
  ['three sigmas reach out of the window', [[1244, at(1244, 15)]], 1289],
  [
    'the time moves on within the pause after a drawing',
    [
      [1205, { impact: impactAt(42, 141) }],
      [1210, at(1300, 5)],
    ],
    1315,
  ],
  ['it may come down until long after', [[1244, at(1200, 5, { span: { from_us: 1185e6, to_us: 1500e6 } })]], 1500],
];

test.each(COURSES)('a hazard, and a warning that nobody released, are told on: %s', (_, course, over_s) => {
  const [hazard, warning] = [hazardLife(), newLife()];
  for (const at_s of [180, 185, 190]) hazard.assess(at_s, at(IMPACT_S, 5));
  for (const [at_s, estimate] of course)
    for (const life of [hazard, warning]) {
      life.time(at_s);
      life.assess(at_s, estimate);
    }
  for (const life of [hazard, warning]) life.time(over_s - 1);
  expect([isStated(hazard.record), warning.warning.state]).toEqual([true, 'recommended']);
  for (const told of [hazard.record.hazard!, warning.warning]) expect(told.impactWindow.to_us).toBeGreaterThanOrEqual(over_s * 1e6);
});

const step = fc.record({
  wait_s: fc.integer({ min: 1, max: 60 }),
  later_s: fc.integer({ min: -40, max: 120 }),
  sigma_s: fc.integer({ min: 0, max: 60 }),
  what: fc.constantFrom('stands', 'stands', 'stands', 'unsure', 'not-known', 'unseen'),
});

/** Draws estimates that wander, and asks `check` after each second with the end of the three sigmas of the last one, s. */
function wander(
  steps: readonly { readonly wait_s: number; readonly later_s: number; readonly sigma_s: number; readonly what: string }[],
  life: {
    assess(at_s: number, over: Partial<Assessment>): void;
    time(at_s: number): void;
  },
  check: (at_s: number, until_s: number) => void,
): void {
  let [at_s, time_s, until_s] = [1100, IMPACT_S, IMPACT_S + 15];
  for (const { wait_s, later_s, sigma_s, what } of steps) {
    for (const end_s = at_s + wait_s; at_s < end_s; at_s++) {
      life.time(at_s);
      check(at_s, until_s);
    }
    if (what === 'unseen') continue;
    time_s += later_s;
    const known = what !== 'not-known';
    const estimate = known ? at(time_s, sigma_s) : ({ impact: undefined, noImpact: 'speed-not-known' } as const);
    life.assess(at_s, { ...estimate, ...(what === 'unsure' ? UNSURE : {}) });
    if (known) until_s = spanOf([impactAt(41, 139, { time_us: time_s * 1e6, sigmaTime_s: sigma_s })]).to_us / 1e6;
    else until_s = Math.max(until_s, at_s);
  }
}

test('however an estimate wanders, no hazard is over, and no warning lapses or can be ended, before three sigmas of the latest one', () => {
  holds(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const hazard = hazardLife();
      for (const at_s of [180, 185, 190]) hazard.assess(at_s, at(IMPACT_S, 5));
      let ends = 0;
      wander(steps, hazard, (at_s, until_s) => {
        const now = hazard.said.filter((one) => one === 'window-over').length;
        if (now > ends) expect(at_s).toBeGreaterThan(until_s);
        ends = now;
      });
      const open = newLife();
      wander(steps, open, (at_s, until_s) => {
        if (open.heard().includes('lapsed')) expect(at_s).toBeGreaterThan(until_s);
      });
      const out = newLife();
      out.release(190);
      wander(steps, out, (at_s, until_s) => {
        if (at_s < until_s) out.act(at_s, 'end', 'first');
        expect(out.warning.state).toBe('released');
      });
    }),
  );
});

test('an end before the latest estimate is over is refused with what to do', () => {
  const life = newLife();
  life.release(190);
  life.assess(1244, { impact: undefined, noImpact: 'held-up' });
  life.act(1246, 'end', 'first');
  expect(life.refusals).toEqual([
    'by the latest estimate of warning W1 it may still come down, later than was told; end it after that, or retract it to take it back',
  ]);
  life.act(1274, 'end', 'first');
  expect(life.warning.state).toBe('ended');
});

// A warning that nobody had released lapsed for good while later looks said that the impact was still to come.
test('what has lapsed is recommended again when an impact has been to come for twenty seconds, and not when it is over', () => {
  const lapsed = (): ReturnType<typeof newLife> => {
    const life = newLife();
    life.time(1246);
    expect(life.heard()).toEqual(['recommended', 'lapsed']);
    return life;
  };
  const [late, over] = [lapsed(), lapsed()];
  for (let at_s = 1250; at_s <= 1270; at_s += 5) {
    late.assess(at_s, at(1300, 5));
    over.assess(at_s, at(1249, 5));
  }
  expect(late.heard()).toEqual(['renewed']);
  expect(over.heard()).toEqual([]);
  expect(late.warning).toMatchObject({ state: 'recommended', renewals: 1 });
});

// People have time to read between two drawings, unless there is none.
test.each<[string, boolean, number, Partial<Assessment>]>([
  ['it comes later than what was said, which is over before the pause', true, 1205, at(1300, 5)],
  ['it comes later, and there is time to say so', false, 1105, at(1300, 5)],
  ['it comes sooner, before the pause is over', true, 1105, at(1140, 5)],
  ['it comes sooner, and there is time to say so', false, 1005, at(1140, 5)],
  ['its area has shrunk, and it may be down before the pause is over', true, 1150, { impact: impactAt(41, 139, { sigma_m: 5000 }) }],
  ['its area has shrunk, and there is time to say so', false, 1100, { impact: impactAt(41, 139, { sigma_m: 5000 }) }],
])('what was drawn 25 s ago is drawn anew at once or after its pause: %s', (_, atOnce, drawn_s, estimate) => {
  const life = newLife();
  life.assess(drawn_s, { impact: impactAt(41, 139, { sigma_m: 30_000 }) });
  expect(life.warning.revision).toBe(2);
  for (const at_s of [drawn_s + 15, drawn_s + 25]) life.assess(at_s, estimate);
  expect(life.warning.revision).toBe(atOnce ? 3 : 2);
  life.assess(drawn_s + 61, estimate);
  expect(life.warning.revision).toBe(3);
});

test('after twenty drawings too people are told in time that it comes later', () => {
  const life = newLife();
  life.release(185);
  for (let at_s = 290; at_s <= 970; at_s += 20) life.assess(at_s, { impact: impactAt(30 + 3 * (at_s % 11), 139) });
  expect(life.record).toMatchObject({ redrawings: 21, redrawn_us: 970e6 });
  life.assess(1050, at(1300, 5));
  expect(life.warning.impactWindow.to_us).toBeGreaterThan(1315e6);
});
