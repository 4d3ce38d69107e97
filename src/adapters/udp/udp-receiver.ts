import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { UdpAddress } from './udp-address.ts';
import { createBatch } from './udp-batch.ts';
import { lostAt } from './udp-lost.ts';

// The thread that fetches datagrams: nothing but that, so that the system's buffer never fills while something is computed.

export type ReceiverOrder = UdpAddress & { readonly mostWaiting: number };
type Counted = { readonly letGo: number; readonly lost: number | null };
export type FromReceiver =
  | { readonly kind: 'ready'; readonly port: number }
  | ({ readonly kind: 'batch'; readonly bytes: Uint8Array } & Counted)
  | ({ readonly kind: 'ended' } & Counted);
export type ToReceiver = { readonly kind: 'taken'; readonly octets: number } | { readonly kind: 'close' };

/** Datagrams go on so often, or when so many octets are there. */
const EACH_ms = 10;
const FULL = 256 * 1024;
/** Octets that the system is asked to hold; it gives what it allows. */
const BUFFER = 16 * 1024 * 1024;

const order = workerData as ReceiverOrder;
const port = parentPort;
if (port === null) throw new Error('this is a thread of its own');
const socket = createSocket({ type: isIPv6(order.host) ? 'udp6' : 'udp4', reuseAddr: order.isGroup });
const batch = createBatch();
let waiting = 0;
let letGo = 0;
const counted = (): Counted => ({ letGo, lost: lostAt(socket.address().port, readTable) });

function readTable(): string {
  return readFileSync(isIPv6(order.host) ? '/proc/net/udp6' : '/proc/net/udp', 'latin1');
}

function flush(): void {
  if (batch.octets === 0) return;
  const bytes = batch.take();
  waiting += bytes.length;
  port?.postMessage({ kind: 'batch', bytes, ...counted() } satisfies FromReceiver, [bytes.buffer]);
}

const ticking = setInterval(flush, EACH_ms);
socket.on('message', (payload) => {
  if (waiting + batch.octets + payload.length > order.mostWaiting) {
    letGo += 1;
    return;
  }
  batch.add(payload, Date.now() / 1000);
  if (batch.octets >= FULL) flush();
});
socket.on('error', (error) => {
  throw error;
});
port.on('message', (message: ToReceiver) => {
  if (message.kind === 'taken') waiting -= message.octets;
  else {
    flush();
    clearInterval(ticking);
    const last = counted();
    socket.close();
    port.postMessage({ kind: 'ended', ...last } satisfies FromReceiver);
    port.close();
  }
});
// A group is listened for at its own address, so that what is sent to the same port of this machine is not taken for it.
socket.bind(order.port, order.host, () => {
  if (order.isGroup) socket.addMembership(order.host, order.interface);
  try {
    socket.setRecvBufferSize(BUFFER);
  } catch {
    // It stays as large as the system makes it.
  }
  port.postMessage({ kind: 'ready', port: socket.address().port } satisfies FromReceiver);
});
