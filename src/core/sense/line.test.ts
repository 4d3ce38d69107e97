import { expect, test } from 'vitest';
import { confirm, publish } from '../warn/confirm.ts';
import type { Signature, Warning, WarningMessage } from '../warn/warning.ts';
import { type Line, LINES, onLine, type OnLine } from './line.ts';

const warningOn = (line: Line): Warning => ({ id: 'W1', line, revision: 3 }) as Warning;
const messageOn = (line: Line): WarningMessage => ({ id: 'W1-m1', line, goesOutAs: 3, warning: warningOn(line) }) as WarningMessage;
const signed = (person: string, session: string, signedFor = 3, role = 'duty officer'): Signature => ({
  person,
  role,
  session,
  signedFor,
  at_us: 0,
});

// 2018-01-13, Hawaii: one person chose the live template in a drill, and 38 minutes passed before the retraction.
test('a thing is on the line that it says, and on no other', () => {
  for (const found of LINES) {
    for (const asked of LINES) expect(onLine({ line: found }, asked).kind).toBe(found === asked ? 'on-line' : 'wrong-line');
  }
});

test('a drill or an unconfirmed warning does not compile where a live confirmed one is asked for', () => {
  const publishLive = (_warning: Parameters<typeof publish<'live'>>[0]): boolean => true;
  const drill = onLine(warningOn('exercise'), 'exercise');
  const live = onLine(warningOn('live'), 'live');
  if (drill.kind !== 'on-line' || live.kind !== 'on-line') throw new Error('both are on their lines');
  // @ts-expect-error a drill is not live
  publishLive(drill.value);
  // @ts-expect-error a live warning that nobody signed is not confirmed
  publishLive(live.value);
  // @ts-expect-error a plain object is on no line
  publishLive(warningOn('live'));
  const both = confirm(live.value, 'alert', [signed('a', '1'), signed('b', '2')]);
  expect(both.kind === 'confirmed' && publishLive(both.warning)).toBe(true);
});

test('no single session and no single person can confirm, and a signature under another revision counts for nothing', () => {
  const warning = warningOn('exercise');
  const reason = (...signatures: Signature[]): string => {
    const result = confirm(warning, 'alert', signatures);
    return result.kind === 'confirmed' ? 'confirmed' : result.reason;
  };
  expect(reason(signed('a', '1'))).toBe('one-signature');
  expect(reason(signed('a', '1'), signed('a', '2'))).toBe('same-person');
  expect(reason(signed('a', '1'), signed('b', '1'))).toBe('same-session');
  expect(reason(signed('a', '1', 2), signed('b', '2'))).toBe('stale-revision');
  expect(reason(signed('a', '1'), signed('b', '2', 4))).toBe('stale-revision');
  expect(reason(signed('a', '1'), signed('b', '2', 3, 'observer'))).toBe('role-may-not-sign');
  expect(reason(signed('a', '1'), signed('b', '2'))).toBe('confirmed');
});

test('a message cannot leave under another warning or line than the one that was confirmed', () => {
  const exercise = onLine(warningOn('exercise'), 'exercise');
  if (exercise.kind !== 'on-line') throw new Error('it is on its line');
  const confirmed = confirm<OnLine<'exercise', Warning>>(exercise.value, 'alert', [signed('a', '1'), signed('b', '2')]);
  if (confirmed.kind !== 'confirmed') throw new Error('it is confirmed');
  expect(() => publish(confirmed.warning, messageOn('live'))).toThrow(/line exercise/);
  expect(publish(confirmed.warning, messageOn('exercise')).id).toBe('W1-m1');
});
