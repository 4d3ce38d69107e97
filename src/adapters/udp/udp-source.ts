import { Worker } from 'node:worker_threads';
import { datagramsIn } from './udp-batch.ts';
import { type UdpAddress, udpAddress } from './udp-address.ts';
import type { FromReceiver, ReceiverOrder } from './udp-receiver.ts';

export type UdpDatagram = {
  readonly payload: Uint8Array;
  /** When the receiver took it, seconds since 1970 UTC. */
  readonly at_s: number;
};

export type UdpCounts = {
  /** Datagrams that were taken, and their octets. */
  datagrams: number;
  octets: number;
  /** Datagrams that had come and were let go because `MOST_WAITING` octets waited already. */
  letGo: number;
  /** Datagrams that the system let go because they were not fetched in time; where it does not say (all but Linux), null. */
  lost: number | null;
};

export type UdpSource = {
  /** Datagrams in the order in which they came; ends when `close` is called and what had come has been taken. */
  readonly datagrams: AsyncIterable<readonly UdpDatagram[]>;
  readonly counts: UdpCounts;
  /** Resolves with the port once datagrams are listened for; rejects where that cannot be. */
  readonly ready: Promise<number>;
  close(): void;
};

/** Octets that wait to be taken; beyond it what comes is let go, and counted: what is new is worth no more than what waits, and memory has an end. */
export const MOST_WAITING = 64 * 1024 * 1024;

/** Listens for datagrams in a thread of its own, so that they are fetched while this one computes. A RangeError where the address is none. Port 0, which no text says, is any free one. */
export function openUdp(address: string | UdpAddress, { mostWaiting = MOST_WAITING } = {}): UdpSource {
  const order: ReceiverOrder = { ...(typeof address === 'string' ? udpAddress(address) : address), mostWaiting };
  const counts: UdpCounts = { datagrams: 0, octets: 0, letGo: 0, lost: null };
  const batches: Uint8Array[] = [];
  let wake = (): void => {};
  let hasEnded = false;
  let failure: Error | undefined;
  const worker = new Worker(new URL('./udp-receiver.js', import.meta.url), { workerData: order });
  const ready = new Promise<number>((resolve, reject) => {
    worker.on('message', (message: FromReceiver) => {
      if (message.kind === 'ready') resolve(message.port);
      if (message.kind === 'batch') batches.push(message.bytes);
      if (message.kind !== 'ready') {
        counts.letGo = message.letGo;
        counts.lost = message.lost;
      }
      if (message.kind === 'ended') hasEnded = true;
      wake();
    });
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      hasEnded = true;
      reject(failure);
      wake();
    });
  });
  // Who never asks for it hears of a failure from the datagrams.
  ready.catch(() => undefined);

  async function* datagrams(): AsyncGenerator<readonly UdpDatagram[]> {
    for (;;) {
      const bytes = batches.shift();
      if (bytes !== undefined) {
        worker.postMessage({ kind: 'taken', octets: bytes.length });
        const found = datagramsIn(bytes);
        counts.datagrams += found.length;
        counts.octets += found.reduce((sum, { payload }) => sum + payload.length, 0);
        yield found;
      } else if (hasEnded) {
        await worker.terminate();
        if (failure !== undefined) throw failure;
        return;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return { datagrams: datagrams(), counts, ready, close: () => worker.postMessage({ kind: 'close' }) };
}
