import { expect, test } from 'vitest';
import { type Line, onLine, type OnLine } from '../sense/line.ts';
import { confirm, publish } from './confirm.ts';
import type { MessagePurpose, Signature, Warning, WarningMessage } from './warning.ts';

const warningOn = (line: Line): Warning => ({ id: 'W1', line, revision: 3 }) as Warning;
const messageOf = (over: Partial<WarningMessage>): WarningMessage =>
  ({ id: 'W1-m1', line: 'exercise', goesOutAs: 3, warning: warningOn('exercise'), ...over }) as WarningMessage;
const signed = (person: string, session: string, signedFor = 3, role = 'duty officer'): Signature => ({
  person,
  role,
  session,
  signedFor,
  at_us: 0,
});

function verdict(purpose: MessagePurpose, ...signatures: Signature[]): string {
  const result = confirm(warningOn('exercise'), purpose, signatures);
  return result.kind === 'confirmed' ? 'confirmed' : `${result.kind}: ${result.reason}`;
}

test('no single session and no single person can confirm, nor who may not sign', () => {
  expect(verdict('alert')).toBe('not-confirmed: one-signature');
  expect(verdict('alert', signed('a', '1'))).toBe('not-confirmed: one-signature');
  expect(verdict('alert', signed('a', '1'), signed('a', '2'))).toBe('not-confirmed: same-person');
  expect(verdict('alert', signed('a', '1'), signed('b', '1'))).toBe('not-confirmed: same-session');
  expect(verdict('alert', signed('a', '1'), signed('b', '2', 3, 'observer'))).toBe('not-confirmed: role-may-not-sign');
  expect(verdict('alert', signed('a', '1', 3, 'observer'), signed('b', '2'))).toBe('not-confirmed: role-may-not-sign');
  expect(verdict('alert', signed('a', '1'), signed('b', '2'))).toBe('confirmed');
});

// What both have signed for is what goes out, in an alert; all else may have been signed for an earlier revision that there was.
test.each<[MessagePurpose, readonly number[]]>([
  ['alert', [3]],
  ['update', [1, 2, 3]],
  ['end', [1, 2, 3]],
  ['same-object', [1, 2, 3]],
  ['retraction', [1, 2, 3]],
])('%s: signed for %s it goes out as 3, and for no other', (purpose, fitting) => {
  for (const signedFor of [-1, 0, 1, 2, 3, 4, NaN]) {
    const expected = fitting.includes(signedFor) ? 'confirmed' : 'not-confirmed: stale-revision';
    expect([signedFor, verdict(purpose, signed('a', '1', signedFor), signed('b', '2'))]).toEqual([signedFor, expected]);
    expect([signedFor, verdict(purpose, signed('a', '1'), signed('b', '2', signedFor))]).toEqual([signedFor, expected]);
  }
});

test('a message cannot leave under another warning, line or revision than the one that was confirmed', () => {
  const exercise = onLine(warningOn('exercise'), 'exercise');
  if (exercise.kind !== 'on-line') throw new Error('it is on its line');
  const confirmed = confirm<OnLine<'exercise', Warning>>(exercise.value, 'alert', [signed('a', '1'), signed('b', '2')]);
  if (confirmed.kind !== 'confirmed') throw new Error('it is confirmed');
  expect(publish(confirmed.warning, messageOf({})).id).toBe('W1-m1');
  const wrong: Partial<WarningMessage>[] = [{ line: 'live' }, { goesOutAs: 2 }, { warning: { ...warningOn('exercise'), id: 'W2' } }];
  for (const over of wrong) {
    expect(() => publish(confirmed.warning, messageOf(over))).toThrow('message W1-m1 is not revision 3 of warning W1 on line exercise');
  }
});
