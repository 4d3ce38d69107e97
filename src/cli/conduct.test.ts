import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { conduct } from './conduct.ts';
import type { Output } from './output.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-conduct-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An output that only listens to what is announced. */
function listening(hear: (text: string) => void): Output {
  const nothing = (): void => undefined;
  return new Proxy({ announce: hear } as unknown as Output, {
    get: (own, name) => (name === 'announce' ? own.announce : nothing),
  });
}

test('a port that is taken, and a slip in the names of desks, leave no journal behind', async () => {
  const journal = join(folder, 'slip.db');
  const slip = conduct({
    scenario: 'hawaii-2018',
    journal,
    desks: ['desk-9'],
    output: listening(() => undefined),
    console: { port: 0, stay: true },
  });
  await expect(slip).rejects.toThrow('the scenario has no desk desk-9');
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const late = conduct({ scenario: 'hawaii-2018', journal, output: listening(() => undefined), console: { port, stay: true } });
  await expect(late).rejects.toThrow(`Port ${port} is in use`);
  taken.close();
  expect(existsSync(journal)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

async function post(url: string, path: string, body: object, cookie = ''): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) });
}

async function signIn(url: string): Promise<string> {
  return (await post(url, 'session', { role: 'supervisor' })).headers.get('set-cookie')?.split(';')[0] ?? '';
}

// The first attempt could not write its map; the second could, and the whole left with 0. Both wrote into one folder: of what the first had said nothing was left.
test('what an attempt could not write is a failure, however well the next one goes, and what it wrote stays', async () => {
  const out = join(folder, 'out');
  const inTheWay = join(out, 'picture.geojson');
  mkdirSync(inTheWay, { recursive: true });
  let begun = 0;
  const hear = (text: string): void => {
    const url = /^console: (\S+)/.exec(text)?.[1];
    if (url === undefined) return;
    begun += 1;
    if (begun === 1) void signIn(url).then((cookie) => post(url, 'exercise', { do: 'restart' }, cookie));
    else {
      rmSync(inTheWay, { recursive: true });
      process.emit('SIGINT');
    }
  };
  const status = await conduct({ scenario: 'hawaii-2018', speed: 1, out, output: listening(hear), console: { port: 0, stay: true } });
  expect([begun, status, existsSync(inTheWay)]).toEqual([2, 1, false]);
  expect(readdirSync(out)).toContain('emissions.ndjson');
  expect(readdirSync(`${out}-2`)).toEqual(expect.arrayContaining(['emissions.ndjson', 'picture.geojson']));
});
