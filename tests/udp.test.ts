import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openUdp, type UdpSource } from '../src/adapters/udp/udp-source.ts';

// Datagrams on this machine, through the thread that fetches them.

let open: UdpSource | undefined;
afterEach(() => open?.close());

/** Sends datagrams of one octet each, numbered from 0. */
async function send(port: number, count: number): Promise<void> {
  const socket = createSocket('udp4');
  for (let k = 0; k < count; k += 1) {
    socket.send(Uint8Array.of(k), port, '127.0.0.1');
    if (k % 50 === 49) await pause(2);
  }
  await pause(20);
  socket.close();
  await once(socket, 'close');
}

test('datagrams come in order with the time of their arrival, and those that had come are there when it is closed', async () => {
  open = openUdp({ host: '127.0.0.1', port: 0, isGroup: false });
  const port = await open.ready;
  await send(port, 200);
  open.close();
  const found = [];
  for await (const batch of open.datagrams) found.push(...batch);
  expect(found.map(({ payload }) => payload[0])).toEqual(Array.from({ length: 200 }, (_, k) => k));
  expect(Math.abs((found[0]?.at_s ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  expect(open.counts).toMatchObject({ datagrams: 200, octets: 200, letGo: 0 });
});

test('beyond what may wait datagrams are let go, and counted', async () => {
  open = openUdp({ host: '127.0.0.1', port: 0, isGroup: false }, { mostWaiting: 500 });
  const port = await open.ready;
  await send(port, 200);
  open.close();
  let taken = 0;
  for await (const batch of open.datagrams) taken += batch.length;
  expect(taken).toBeGreaterThan(20);
  expect(open.counts.letGo).toBe(200 - taken);
});

test('an address that is not of this machine is refused where datagrams are asked for', async () => {
  open = openUdp('udp://192.0.2.1:8600');
  await expect(open.ready).rejects.toThrow('EADDRNOTAVAIL');
  await expect(open.datagrams[Symbol.asyncIterator]().next()).rejects.toThrow('EADDRNOTAVAIL');
});
