import { expect, test } from 'vitest';
import { openDesk } from '../../tests/support/console-feed.ts';
import type { ExerciseRequest } from '../api/wire-exercise.ts';
import { buildServer } from './http.ts';

async function open(conducted: boolean, desk = openDesk()) {
  const asked: ExerciseRequest[] = [];
  const app = await buildServer({
    feed: desk.feed,
    onAct: desk.onAct,
    renderCap: () => '',
    renderGeojson: () => ({ type: 'FeatureCollection', features: [] }),
    ...(conducted
      ? {
          exercise: {
            control: (request: ExerciseRequest) => (asked.push(request), request.do === 'end' ? 'not now' : undefined),
            state: () => ({ state: 'running' as const, speed: 1, attempt: 2, desks: [], injects: [], earlier: [1] }),
            report: (attempt: number | undefined) => (attempt === undefined || attempt === 1 ? `<p>${String(attempt)}</p>` : undefined),
          },
        }
      : {}),
  });
  const cookieOf = async (role: string) => {
    const reply = await app.inject({ method: 'POST', url: '/session', payload: { role } });
    return String(reply.headers['set-cookie']).split(';')[0];
  };
  const post = (payload: object | string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/exercise', payload, headers: { 'content-type': 'application/json', ...headers } });
  return { app, asked, cookieOf, post };
}

test('where nothing is conducted, and on the live line, an exercise is not there', async () => {
  for (const { app, post } of [await open(false), await open(true, openDesk({ mode: 'LIVE', line: 'live' }))]) {
    expect((await app.inject('/exercise')).statusCode).toBe(404);
    expect((await app.inject('/after-action')).statusCode).toBe(404);
    expect((await post({ do: 'pause' })).statusCode).toBe(404);
  }
});

test('who has not signed in, who looks on, and another site’s page conduct nothing', async () => {
  const { asked, cookieOf, post } = await open(true);
  const cookie = await cookieOf('duty officer');
  expect((await post({ do: 'pause' })).statusCode).toBe(401);
  expect((await post({ do: 'pause' }, { cookie: 'tocsin_x=1' })).statusCode).toBe(401);
  expect((await post({ do: 'pause' }, { cookie: await cookieOf('observer') })).statusCode).toBe(403);
  expect((await post({ do: 'pause' }, { cookie, origin: 'http://example.org' })).statusCode).toBe(403);
  expect((await post({ do: 'pause' }, { cookie, host: 'example.org' })).statusCode).toBe(403);
  expect(asked).toEqual([]);
});

test('what is no control is refused with what it lacks, and reaches nobody', async () => {
  const { asked, cookieOf, post } = await open(true);
  const cookie = await cookieOf('duty officer');
  const bad = [
    '{',
    'null',
    '[]',
    {},
    { do: 'launch' },
    { do: 'pause', by: 'somebody' },
    { do: 'speed', speed: 0.01 },
    { do: 'speed', speed: 1001 },
    { do: 'speed', speed: '2' },
    { do: 'take-desk', desk: '' },
    { do: 'inject', inject: 'x'.repeat(201) },
  ];
  for (const payload of bad) {
    const reply = await post(payload, { cookie });
    expect([reply.statusCode, reply.json<{ kind: string }>().kind]).toEqual([400, 'refused']);
  }
  expect((await post({ do: 'inject', inject: 'x'.repeat(20_000) }, { cookie })).statusCode).toBe(413);
  expect((await post('do=pause', { cookie, 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415);
  expect(asked).toEqual([]);
});

test('a control is done or refused with the reason; a report is a page that can run nothing', async () => {
  const { app, asked, cookieOf, post } = await open(true);
  const cookie = await cookieOf('shift leader');
  expect((await post({ do: 'speed', speed: 4 }, { cookie })).json()).toEqual({ kind: 'accepted' });
  const refused = await post({ do: 'end' }, { cookie });
  expect([refused.statusCode, refused.json()]).toEqual([409, { kind: 'refused', reason: 'not now' }]);
  expect(asked).toEqual([{ do: 'speed', speed: 4 }, { do: 'end' }]);
  const report = await app.inject('/after-action');
  expect([report.body, report.headers['content-type']]).toEqual(['<p>undefined</p>', 'text/html; charset=utf-8']);
  expect(report.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  expect((await app.inject('/after-action?attempt=1')).body).toBe('<p>1</p>');
  for (const attempt of ['3', 'x', '', '1&attempt=1']) expect((await app.inject(`/after-action?attempt=${attempt}`)).statusCode).toBe(404);
});
