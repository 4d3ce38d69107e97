import { expect, test } from 'vitest';
import { confirm, type publish } from '../warn/confirm.ts';
import type { Signature, Warning } from '../warn/warning.ts';
import { type Line, LINES, onLine } from './line.ts';

const warningOn = (line: Line): Warning => ({ id: 'W1', line, revision: 3 }) as Warning;
const signed = (person: string, session: string): Signature => ({ person, role: 'duty officer', session, signedFor: 3, at_us: 0 });

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
