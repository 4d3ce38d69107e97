import { expect, test } from 'vitest';
import { udpAddress } from './udp-address.ts';
import { createBatch, datagramsIn } from './udp-batch.ts';
import { lostAt } from './udp-lost.ts';

test('addresses, in numbers, with their port', () => {
  expect(udpAddress('udp://127.0.0.1:8600')).toEqual({ host: '127.0.0.1', port: 8600, isGroup: false });
  expect(udpAddress('udp://232.1.1.11:8600?interface=10.0.0.5')).toEqual({
    host: '232.1.1.11',
    port: 8600,
    isGroup: true,
    interface: '10.0.0.5',
  });
  expect(udpAddress('udp://[ff02::1]:1')).toEqual({ host: 'ff02::1', port: 1, isGroup: true });
  for (const wrong of [
    'udp://localhost:8600',
    'udp://127.0.0.1',
    'udp://127.0.0.1:0',
    'udp://127.0.0.1:70000',
    'tcp://127.0.0.1:1',
    'udp://127.0.0.1:1?face=2',
  ])
    expect(() => udpAddress(wrong)).toThrow('write udp://ADDRESS:PORT');
  expect(() => udpAddress('udp://127.0.0.1:1?interface=lo')).toThrow('is none');
});

test('a batch is its datagrams again, long ones and empty ones', () => {
  const batch = createBatch();
  const payloads = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(65_507).fill(7)];
  for (const [k, payload] of payloads.entries()) batch.add(payload, 1.5 + k);
  const found = datagramsIn(batch.take());
  expect(found.map(({ at_s, payload }) => [at_s, payload])).toEqual(payloads.map((payload, k) => [1.5 + k, payload]));
  expect([batch.octets, batch.take().length]).toEqual([0, 0]);
});

test('what the system lost is read from its table, of the port and no other', () => {
  const table = [
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
    '  100: 0100007F:2198 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 12',
    '  101: 0200007F:2198 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 3',
    '  102: 0100007F:2199 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 99',
  ].join('\n');
  expect([lostAt(0x2198, () => table), lostAt(5, () => table)]).toEqual([15, null]);
  const none = (): string => {
    throw new Error('no such file');
  };
  expect(lostAt(0x2198, none)).toBeNull();
});
