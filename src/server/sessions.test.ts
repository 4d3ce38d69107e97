import { expect, test } from 'vitest';
import { createSessions } from './sessions.ts';

const cookieOf = (opened: { readonly setCookie: string } | undefined): string => opened?.setCookie.split(';')[0] ?? '';

// After a restart the first browser to come was "person 1" again, whoever it was: one human gave both signatures of a released alert.
test('a person of one run is never a person of another, and no session id comes twice', () => {
  const [before, after] = [createSessions('aaaaaaaa'), createSessions('bbbbbbbb')];
  const [first, second] = [before.open(undefined, 'duty officer'), before.open(undefined, 'shift leader')];
  const again = after.open(cookieOf(second), 'shift leader');
  expect(new Set([first, second, again].map((one) => one?.session.person)).size).toBe(3);
  expect(new Set([first, second, again].map((one) => one?.session.id)).size).toBe(3);
  expect(again?.session.person).toBe('person 1 of run bbbbbbbb');
});

test('a change of role is no change of person', () => {
  const sessions = createSessions('aaaaaaaa');
  const first = sessions.open(undefined, 'duty officer');
  const again = sessions.open(cookieOf(first), 'shift leader');
  expect(again?.session).toEqual({ ...first?.session, role: 'shift leader' });
  expect(sessions.of(cookieOf(first))?.role).toBe('shift leader');
});

test('strangers who sign in by the hundred sign out nobody who is there, and take the place of those who have left', () => {
  let now_ms = 0;
  const sessions = createSessions('aaaaaaaa', () => now_ms);
  const leader = cookieOf(sessions.open(undefined, 'shift leader'));
  const gone = cookieOf(sessions.open(undefined, 'duty officer'));
  const opened = Array.from({ length: 500 }, () => sessions.open(undefined, 'observer'));
  expect(opened.filter((one) => one !== undefined)).toHaveLength(198);
  for (; now_ms < 600_000; now_ms += 60_000) expect(sessions.of(leader)?.role).toBe('shift leader');
  expect(sessions.open(undefined, 'duty officer')).toBeDefined();
  expect([sessions.of(gone), sessions.of(leader)?.role]).toEqual([undefined, 'shift leader']);
});

test('one session acts twenty times at once and then every two seconds, and holds up nobody else', () => {
  let now_ms = 0;
  const sessions = createSessions('aaaaaaaa', () => now_ms);
  const [hasty, calm] = [sessions.open(undefined, 'duty officer')?.session, sessions.open(undefined, 'shift leader')?.session];
  if (!hasty || !calm) throw new Error('nobody is signed in');
  expect(Array.from({ length: 100 }, () => sessions.mayGoOn(hasty, 'act')).filter(Boolean)).toHaveLength(20);
  expect(sessions.mayGoOn(calm, 'act')).toBe(true);
  now_ms = 10_000;
  expect(Array.from({ length: 100 }, () => sessions.mayGoOn(hasty, 'act')).filter(Boolean)).toHaveLength(5);
});

// An officer who had stepped an exercise through to the recommendation could not sign it: "too many acts".
test('who conducts an exercise may still sign, however often time was stepped', () => {
  const sessions = createSessions('aaaaaaaa', () => 0);
  const officer = sessions.open(undefined, 'duty officer')?.session;
  if (!officer) throw new Error('nobody is signed in');
  expect(Array.from({ length: 100 }, () => sessions.mayGoOn(officer, 'control')).filter(Boolean)).toHaveLength(60);
  expect(sessions.mayGoOn(officer, 'act')).toBe(true);
});
