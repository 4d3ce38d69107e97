import type { Line } from '../core/sense/line.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Dice } from './dice.ts';
import { spanIn } from './span.ts';
import type { Desk, Habit, Receiver, RehearsedWorld, Span, Visitor } from './world.ts';

type Shell = Pick<RehearsedWorld, 'visitors' | 'desks' | 'receivers' | 'disk' | 'crashes' | 'snapshotEvery'>;

const VISITS: readonly Visitor['kind'][] = [
  'before-theatre',
  'unknown-sensor',
  'unknown-setting',
  'said-again',
  'other-kind',
  'wrong-line',
  'second-theatre',
  'many-sensors',
  'rejected',
  'many-rejected',
  'clock-back',
  'unknown-act',
];
const SLIPS: readonly Habit[] = ['signs-twice', 'signs-stale', 'slips', 'repeats', 'acts-on-the-gone'];

/** People, receivers, disk and process: what is around the sensors. `trouble` from 0 (all is well) to 1. */
export function shellTroubles(dice: Dice, trouble: number, line: Line, all: Span): Shell {
  const some = (p: number): boolean => dice.chance(p * trouble);
  return {
    visitors: some(0.6)
      ? dice.some(VISITS, 0.2).map((kind) => ({ kind, at_us: Math.round(dice.between(all.from_us + 1e6, all.to_us)) }))
      : [],
    desks: desksOf(dice, trouble, all),
    receivers: receiversOf(dice, trouble, line, all),
    disk: some(0.4) ? Array.from({ length: dice.whole(1, 2) }, () => ({ ...shortSpan(dice, all), share: dice.pick([0.05, 0.5, 1]) })) : [],
    crashes: some(0.8)
      ? Array.from({ length: dice.whole(1, 6) }, () => ({
          dealings: Math.round(dice.scaled(1, 1500)),
          after: dice.chance(0.5),
          down_s: dice.pick([0, 0, 2, 20]),
          from: dice.chance(0.6) ? ('snapshot' as const) : ('journal' as const),
        }))
      : [],
    snapshotEvery: dice.pick([0, 50, 200, 1000]),
  };
}

function desksOf(dice: Dice, trouble: number, all: Span): Desk[] {
  const desks: Desk[] = [];
  const delay_s = (): number => dice.pick([3, 10, 20, dice.between(20, 400)]);
  const people = dice.chance(0.05) ? 0 : dice.pick([1, 2, 2, 2, 3]);
  for (let k = 0; k < people; k++) {
    const habits: Habit[] = ['releases', ...dice.some(['retracts', 'ends'] as const, 0.7), ...dice.some(['acknowledges'] as const, 0.2)];
    if (dice.chance(0.06)) habits.push('dismisses');
    if (dice.chance(0.06)) habits.push('retracts-anyway');
    if (dice.chance(trouble)) habits.push(...dice.some(SLIPS, 0.25));
    desks.push({
      person: `person-${k + 1}`,
      session: `desk-${k + 1}`,
      role: dice.pick(['duty officer', 'supervisor', 'watch officer', 'shift leader']),
      delay_s: delay_s(),
      habits,
      linkLost: dice.chance(trouble * 0.4) ? [spanIn(dice, all)] : [],
    });
  }
  if (people > 0 && dice.chance(trouble * 0.5))
    desks.push({
      person: 'onlooker',
      session: 'desk-o',
      role: 'observer',
      delay_s: 5,
      habits: ['releases', 'retracts-anyway', 'ends'],
      linkLost: [],
    });
  // The same person at another desk, and another person at the same desk.
  if (people > 0 && dice.chance(trouble * 0.5)) desks.push({ ...desks[0], session: 'desk-x', delay_s: delay_s() });
  if (people > 0 && dice.chance(trouble * 0.5)) desks.push({ ...desks[0], person: 'relief', delay_s: delay_s() });
  return desks;
}

function receiversOf(dice: Dice, trouble: number, line: Line, all: Span): Receiver[] {
  const receivers = Array.from({ length: dice.whole(1, 3) }, (_, k): Receiver => {
    const troubles = dice.chance(trouble)
      ? Array.from({ length: dice.whole(1, 3) }, () => ({
          ...spanIn(dice, all),
          kind: dice.pick(['fails', 'forgets', 'hangs', 'refuses', 'doubles'] as const),
        }))
      : [];
    return { name: `receiver-${k + 1}`, line, troubles };
  });
  return dice.chance(0.3) ? [...receivers, { name: 'sirens', line: 'live', troubles: [] }] : receivers;
}

function shortSpan(dice: Dice, all: Span): Span {
  const from_us = Math.round(dice.between(all.from_us, all.to_us));
  return { from_us, to_us: from_us + seconds_us(dice.scaled(1, 90)) };
}
