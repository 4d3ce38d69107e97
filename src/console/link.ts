import { PROTOCOL } from '../api/protocol.ts';
import type { FeedMessage } from '../api/wire-feed.ts';
import type { Store } from './store.ts';

/** A heartbeat comes each second; three missed ones are a lost link, whatever the socket says of itself. */
const STALE_MS = 3000;
const RETRY_MS = [500, 1000, 2000, 4000];

/** Keeps the store fed over one WebSocket: comes back by itself, picks up where it left off, and says when it cannot.
 *  Returns the way to end it. */
export function connect(store: Store): () => void {
  let socket: WebSocket | undefined;
  let heard_ms = performance.now();
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let resume = true;
  let ended = false;

  const open = (): void => {
    const query = resume && store.hello ? `?feed=${encodeURIComponent(store.hello.feed)}&after=${store.seq}` : '';
    resume = true;
    const next = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/feed${query}`);
    socket = next;
    next.addEventListener('message', (event: MessageEvent<string>) => {
      if (next !== socket) return;
      heard_ms = performance.now();
      failures = 0;
      hear(JSON.parse(event.data) as FeedMessage);
    });
    next.addEventListener('close', (event) => {
      if (next === socket) lose(event.reason || 'the connection to the server closed');
    });
  };

  const hear = (message: FeedMessage): void => {
    if (message.kind === 'hello' && message.protocol !== PROTOCOL) {
      ended = true;
      store.setLink({
        kind: 'other-protocol',
        why: `the server speaks version ${String(message.protocol)}, this page ${String(PROTOCOL)}: load the page again`,
      });
      socket?.close();
      return;
    }
    if (store.take(message) === 'gap') {
      // Something is missing in between: a whole view, rather than a wrong one.
      resume = false;
      lose('a change was missing; asking for everything again');
      return;
    }
    if (message.kind !== 'hello' && store.link.kind !== 'up') store.setLink({ kind: 'up' });
  };

  const lose = (why: string): void => {
    const old = socket;
    socket = undefined;
    old?.close();
    if (ended || retry !== undefined) return;
    if (store.link.kind !== 'lost') store.setLink({ kind: 'lost', sinceUtc: new Date().toISOString().slice(11, 19), why });
    const wait = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
    failures += 1;
    retry = setTimeout(() => {
      retry = undefined;
      heard_ms = performance.now();
      open();
    }, wait);
  };

  const watch = setInterval(() => {
    if (socket && performance.now() - heard_ms > STALE_MS) lose('nothing was heard for three seconds');
    if (store.link.kind === 'lost') store.tick();
  }, 500);

  open();
  return () => {
    ended = true;
    clearInterval(watch);
    clearTimeout(retry);
    socket?.close();
  };
}
