import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedMessage } from '../api/wire-feed.ts';
import { openDesk, RECOMMENDED_S, type Desk } from '../../tests/support/console-feed.ts';
import { buildServer, serve } from './http.ts';
import type { ServerOptions } from './options.ts';

const ACT = { act: 'release', line: 'exercise', warning: 'W-1', revision: 1 };

function optionsFor(desk: Desk) {
  return {
    feed: desk.feed,
    onAct: desk.onAct,
    renderCap: ({ id }: { id: string }) => `<alert><identifier>${id}</identifier></alert>`,
    renderGeojson: () => ({ type: 'FeatureCollection', features: [] }),
  };
}

async function open(desk = openDesk()) {
  const app = await buildServer({
    ...optionsFor(desk),
    journal: (from) => [{ seq: from, at_us: 10_000_000, line: 'exercise', input: { kind: 'tick' } }],
  });
  const signIn = async (role: string, cookie?: string) => {
    const reply = await app.inject({ method: 'POST', url: '/session', payload: { role }, headers: cookie ? { cookie } : {} });
    return { reply, cookie: String(reply.headers['set-cookie']).split(';')[0] };
  };
  return {
    app,
    desk,
    signIn,
    act: (cookie: string, payload: object = ACT) => app.inject({ method: 'POST', url: '/acts', payload, headers: { cookie } }),
  };
}

test('the live line is refused with the reason, because nobody could tell who signed', async () => {
  const desk = openDesk({ mode: 'LIVE', line: 'live' });
  expect(await serve(optionsFor(desk), { port: 0 })).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('sign-in'),
    remedy: expect.any(String),
  });
});

test('a port in use is named, with what to do about it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const serving = await serve(optionsFor(openDesk()), { port });
  expect(serving).toEqual({ kind: 'refused', reason: expect.stringContaining(String(port)), remedy: expect.stringContaining('--port') });
  taken.close();
});

test('every answer carries a policy under which nothing inline, evaluated or foreign can run', async () => {
  const { app } = await open();
  const { headers } = await app.inject('/healthz');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|http:|https:|\*/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  await app.close();
});

test('the page names its mode before any script runs, and its icon too', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-shell-'));
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), '<html lang="en" data-mode=""><title>Tocsin</title></html>');
  const desk = openDesk({ mode: 'REPLAY' });
  const app = await buildServer({ ...optionsFor(desk), consoleRoot: root });
  expect((await app.inject('/')).body).toBe('<html lang="en" data-mode="REPLAY"><title>REPLAY · Tocsin</title></html>');
  expect((await app.inject('/icon.svg')).body).toContain('#b48cff');
  await app.close();
  rmSync(root, { recursive: true });
});

test('without a built console the page says how to build it', async () => {
  const app = await buildServer({ ...optionsFor(openDesk()), consoleRoot: '/nowhere' });
  expect((await app.inject('/')).body).toContain('npm run build');
  await app.close();
});

test('the cookie is out of reach of scripts and of other sites, and is not what stands in the journal', async () => {
  const { app, desk, signIn, act } = await open();
  desk.playTo(RECOMMENDED_S);
  const { reply, cookie } = await signIn('duty officer');
  expect(reply.headers['set-cookie']).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  await act(cookie);
  const secret = cookie.split('=')[1];
  expect(secret.length).toBeGreaterThan(40);
  expect(desk.warning()?.signatures[0]).toMatchObject({ person: `person 1 of run ${desk.feed.name.slice(0, 8)}` });
  expect(JSON.stringify(desk.feed.view)).not.toContain(secret);
  await app.close();
});

test('a body that cannot be read is refused like anything else', async () => {
  const { app } = await open();
  const post = async (payload: string, type = 'application/json'): Promise<readonly [number, unknown]> => {
    const reply = await app.inject({ method: 'POST', url: '/acts', payload, headers: { 'content-type': type } });
    return [reply.statusCode, reply.json()];
  };
  const refused = { kind: 'refused', reason: expect.any(String) as string };
  expect(await post('{"act":')).toEqual([400, refused]);
  expect(await post('x', 'text/html')).toEqual([415, refused]);
  expect(await post(`"${'x'.repeat(2_000_000)}"`)).toEqual([413, refused]);
});

test('one browser is one person, whatever role it takes and however often', async () => {
  const { app, desk, signIn, act } = await open();
  desk.playTo(RECOMMENDED_S);
  const { cookie } = await signIn('duty officer');
  expect((await act(cookie)).json()).toEqual({ kind: 'accepted' });
  const again = await signIn('shift leader', cookie);
  expect(again.cookie).toBe(cookie);
  const second = await act(again.cookie);
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({ kind: 'refused', reason: expect.stringContaining('same-person') });
  const other = await signIn('shift leader');
  expect((await act(other.cookie)).json()).toEqual({ kind: 'accepted' });
  expect(desk.warning()?.state).toBe('released');
  await app.close();
});

test('who has not signed in, or only looks on, cannot act', async () => {
  const { app, desk, signIn, act } = await open();
  desk.playTo(RECOMMENDED_S);
  expect((await act('tocsin=guess')).statusCode).toBe(401);
  const { cookie } = await signIn('observer');
  expect((await act(cookie)).statusCode).toBe(403);
  expect((await app.inject('/session')).json()).toEqual({ kind: 'nobody' });
  expect((await app.inject({ url: '/session', headers: { cookie } })).json()).toMatchObject({
    kind: 'signed-in',
    role: 'observer',
    mayAct: false,
  });
  await app.close();
});

test('an act that is not well formed is refused with the field named', async () => {
  const { app, signIn, act } = await open();
  const { cookie } = await signIn('duty officer');
  const wrong = await act(cookie, { ...ACT, revision: 'latest' });
  expect(wrong.statusCode).toBe(400);
  expect(wrong.json()).toMatchObject({ reason: expect.stringContaining('revision') });
  expect((await act(cookie, { ...ACT, person: 'person 9' })).statusCode).toBe(400);
  await app.close();
});

test('a session that acts without end is told to wait, and no entry is made of it', async () => {
  const { app, desk, signIn, act } = await open();
  desk.playTo(RECOMMENDED_S);
  const { cookie } = await signIn('duty officer');
  const before = desk.feed.alive().entries;
  const codes: number[] = [];
  for (let k = 0; k < 60; k++) codes.push((await act(cookie, { ...ACT, act: 'acknowledge' })).statusCode);
  expect(codes.filter((code) => code === 429).length).toBeGreaterThan(30);
  expect(desk.feed.alive().entries - before).toBe(codes.filter((code) => code !== 429).length);
  await app.close();
});

test('a replay takes no sign-in and no act', async () => {
  const { app, signIn } = await open(openDesk({ mode: 'REPLAY' }));
  const { reply } = await signIn('duty officer');
  expect(reply.statusCode).toBe(403);
  expect(reply.json()).toMatchObject({ reason: expect.stringContaining('REPLAY') });
  await app.close();
});

test('a page from elsewhere can neither act here nor read here under a name of its own', async () => {
  const { app, signIn } = await open();
  const { cookie } = await signIn('duty officer');
  const foreign = await app.inject({ method: 'POST', url: '/acts', payload: ACT, headers: { cookie, origin: 'http://evil.example' } });
  expect(foreign.statusCode).toBe(403);
  const rebound = await app.inject({ url: '/healthz', headers: { host: 'evil.example' } });
  expect(rebound.statusCode).toBe(403);
  await app.close();
});

test('health, picture, journal and messages can be read without a console', async () => {
  const { app, desk, signIn, act } = await open();
  desk.playTo(RECOMMENDED_S);
  for (const role of ['duty officer', 'shift leader']) await act((await signIn(role)).cookie);
  expect((await app.inject('/healthz')).json()).toMatchObject({ status: 'ok', mode: 'EXERCISE', line: 'exercise', state: 'running' });
  expect((await app.inject('/geojson')).headers['content-type']).toContain('application/geo+json');
  const cap = await app.inject('/cap/W-1-m1.xml');
  expect(cap.headers['content-type']).toContain('application/cap+xml');
  expect(cap.body).toContain('W-1-m1');
  expect((await app.inject('/cap/W-9-m1.xml')).statusCode).toBe(404);
  expect(JSON.parse((await app.inject('/journal?from=3')).body)).toMatchObject({
    seq: 3,
    input: { kind: 'tick' },
    time: '1970-01-01T00:00:00Z',
  });
  expect((await app.inject('/journal?from=x')).statusCode).toBe(400);
  expect((await app.inject('/nothing')).json()).toMatchObject({ reason: expect.stringContaining('/nothing') });
  await app.close();
});

test('who has signed in has what waits for delivery tried at once, or says that they know of it; who only looks on does not', async () => {
  const desk = openDesk();
  const backlog = { channel: 'sirens', connected: true, messages: 2, oldest: 'W1-m1', since_us: 0, attempts: 9 };
  let acknowledged = false;
  let tries = 0;
  const app = await buildServer({
    ...optionsFor(desk),
    deliveries: {
      backlogs: () => [{ ...backlog, acknowledged }],
      retryDeliveries: () => (tries += 1),
      acknowledgeBacklog: (channel) => (channel === 'sirens' ? ((acknowledged = true), 2) : 0),
    },
  });
  const as = async (role: string) => {
    const reply = await app.inject({ method: 'POST', url: '/session', payload: { role } });
    const cookie = String(reply.headers['set-cookie']).split(';')[0];
    return (payload: object) => app.inject({ method: 'POST', url: '/deliveries', payload, headers: { cookie } });
  };
  expect((await app.inject('/deliveries')).json()).toEqual({ backlogs: [{ ...backlog, acknowledged: false }] });
  expect((await app.inject({ method: 'POST', url: '/deliveries', payload: { do: 'retry' } })).statusCode).toBe(401);
  expect((await (await as('observer'))({ do: 'retry' })).statusCode).toBe(403);
  const ask = await as('duty officer');
  expect((await ask({ do: 'retry' })).json()).toEqual({ kind: 'accepted' });
  expect(tries).toBe(1);
  expect((await ask({ do: 'acknowledge', channel: 'phones' })).statusCode).toBe(409);
  expect((await ask({ do: 'forget', channel: 'sirens' })).statusCode).toBe(400);
  expect((await ask({ do: 'acknowledge', channel: 'sirens' })).statusCode).toBe(200);
  expect(desk.feed.view.backlogs).toEqual([{ ...backlog, acknowledged: true }]);
  await app.close();
});

test('a call for an undelivered message stands on every console until it has gone through', () => {
  const { feed } = openDesk();
  const backlog = { channel: 'sirens', connected: true, messages: 1, oldest: 'W1-m1', since_us: 0, attempts: 5, acknowledged: false };
  feed.hearAlarm({ kind: 'undelivered', ...backlog });
  feed.hearAlarm({ kind: 'undelivered', ...backlog, attempts: 6 });
  expect(feed.view.backlogs).toEqual([{ ...backlog, attempts: 6 }]);
  feed.hearAlarm({ kind: 'got-through', channel: 'sirens', dropped: 0 });
  expect(feed.view.backlogs).toEqual([]);
});

async function listening(desk: Desk, more: Partial<ServerOptions> = {}) {
  const serving = await serve({ ...optionsFor(desk), ...more }, { port: 0 });
  if (serving.kind !== 'listening') throw new Error(serving.reason);
  return serving;
}

function hear(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const got: FeedMessage[] = [];
  const waiting: { readonly wanted: (one: FeedMessage) => boolean; readonly found: (one: FeedMessage) => void }[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as FeedMessage;
    got.push(message);
    for (const one of waiting) if (one.wanted(message)) one.found(message);
  });
  socket.on('error', () => undefined);
  const until = (wanted: (one: FeedMessage) => boolean) =>
    new Promise<FeedMessage>((found) => {
      const already = got.find(wanted);
      if (already) found(already);
      else waiting.push({ wanted, found });
    });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  return { socket, got, until, closed };
}

test('the feed greets, tells, and takes up where a client left off', async () => {
  const desk = openDesk();
  const serving = await listening(desk);
  const at = `ws://127.0.0.1:${serving.port}/feed`;
  const first = hear(at);
  await first.until(({ kind }) => kind === 'snapshot');
  desk.playTo(40);
  const last = await first.until((one) => one.kind === 'line' && one.line.what === 'notice');
  first.socket.close();
  await first.closed;
  desk.playTo(50);
  const again = hear(`${at}?feed=${desk.feed.name}&after=${last.seq}`);
  await again.until(({ kind }) => kind === 'alive');
  expect(again.got.some(({ kind }) => kind === 'snapshot')).toBe(false);
  expect(again.got[1].seq).toBe(last.seq + 1);
  const lost = hear(`${at}?feed=another&after=${last.seq}`);
  await lost.until(({ kind }) => kind === 'snapshot');
  await serving.close();
  expect(await again.closed).toBe(1001);
});

test('a page from elsewhere cannot open the feed', async () => {
  const serving = await listening(openDesk());
  const { closed, got } = hear(`ws://127.0.0.1:${serving.port}/feed`, { origin: 'http://evil.example' });
  await closed;
  expect(got).toEqual([]);
  await serving.close();
});

test('curl reads the same messages as events', async () => {
  const desk = openDesk();
  const serving = await listening(desk);
  const reply = await fetch(`${serving.url}events`);
  expect(reply.headers.get('content-type')).toBe('text/event-stream');
  const reader = reply.body?.getReader();
  let text = '';
  while (!text.includes('event: alive')) text += new TextDecoder().decode((await reader?.read())?.value);
  expect(text).toMatch(/^event: hello\nid: [\w-]+:\d+\ndata: \{/);
  expect(text).toContain('event: snapshot');
  await reader?.cancel();
  await serving.close();
});

test('a page elsewhere may link to the console and open nothing else here', async () => {
  const { app } = await open();
  const from = (site: string, url: string, mode = 'no-cors') =>
    app.inject({ url, headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode } }).then(({ statusCode }) => statusCode);
  for (const site of ['cross-site', 'same-site'])
    for (const url of ['/events', '/journal', '/geojson', '/session', '/healthz']) expect(await from(site, url)).toBe(403);
  expect(await from('cross-site', '/', 'navigate')).toBe(200);
  expect(await from('cross-site', '/')).toBe(403);
  expect(await from('same-origin', '/healthz')).toBe(200);
  expect(await from('none', '/geojson', 'navigate')).toBe(200);
  await app.close();
});

/** Somebody who opens a connection, says `words`, and reads nothing. */
function stranger(port: number, words: string): { readonly socket: Socket; readonly closed: Promise<void> } {
  const socket = connect(port, '127.0.0.1').pause();
  socket.on('error', () => undefined);
  socket.write(words);
  return { socket, closed: new Promise((resolve) => socket.on('close', () => resolve())) };
}

// A client of /events that never read was said goodbye to and never let go: with 700 of them the server grew from 100 to 929 MB.
test('a client that never reads is let go of, with all that waited for it', async () => {
  const desk = openDesk();
  const app = await buildServer({ ...optionsFor(desk), limits: { clients: 4, queuedBytes: 100_000, heartbeat_ms: 20 } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const deaf = Array.from({ length: 4 }, () => stranger(port, `GET /events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`));
  const connections = () => new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
  await expect.poll(connections).toBe(4);
  const consoles = async () => ((await app.inject('/healthz')).json() as { consoles: number }).consoles;
  await expect.poll(consoles).toBe(4);
  const words = 'x'.repeat(500_000);
  for (let k = 0; k < 40; k++) desk.feed.hearAlarm({ kind: 'got-through', channel: words, dropped: 0 });
  await expect.poll(consoles).toBe(0);
  await expect.poll(connections).toBe(0);
  for (const { socket } of deaf) socket.destroy();
  await app.close();
});

test('who says nothing, half a head or half a body is closed after his time, and one too many at once', async () => {
  const serving = await listening(openDesk(), { connections: { most: 3, request_ms: 200, look_ms: 50 } });
  const host = `host: 127.0.0.1:${serving.port}\r\n`;
  const slow = [
    stranger(serving.port, ''),
    stranger(serving.port, `GET / HTTP/1.1\r\n${host}`),
    stranger(serving.port, `POST /session HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: 500\r\n\r\n{`),
  ];
  const fourth = stranger(serving.port, '');
  fourth.socket.resume();
  await fourth.closed;
  for (const { socket, closed } of slow) {
    socket.resume();
    await closed;
  }
  expect((await fetch(`${serving.url}healthz`)).status).toBe(200);
  await serving.close();
});

test('the looks that show an event are listed and can be fetched, and a server that keeps none says so', async () => {
  const looks: ServerOptions['looks'] = (event) =>
    event === 'E1' ? [{ sensor: 'imager', at_us: 0, isTold: true, words: '48 × 48 pixels', png: Uint8Array.of(1, 2, 3) }] : [];
  const app = await buildServer({ ...optionsFor(openDesk()), looks });
  expect((await app.inject('/looks/E1')).json()).toEqual({
    kept: true,
    looks: [{ sensor: 'imager', time: expect.stringMatching(/Z$/), isTold: true, words: '48 × 48 pixels', picture: '/looks/E1/0.png' }],
  });
  expect((await app.inject('/looks/E2')).json()).toEqual({ kept: true, looks: [] });
  const picture = await app.inject('/looks/E1/0.png');
  expect([picture.headers['content-type'], [...picture.rawPayload]]).toEqual(['image/png', [1, 2, 3]]);
  expect((await app.inject('/looks/E1/1.png')).statusCode).toBe(404);
  const { app: without } = await open();
  expect((await without.inject('/looks/E1')).json()).toEqual({ kept: false, looks: [] });
  expect((await without.inject('/looks/E1/0.png')).statusCode).toBe(404);
});
