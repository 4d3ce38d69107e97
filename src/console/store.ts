import { useSyncExternalStore } from 'react';
import { beat, emptyView, fold } from '../api/view.ts';
import type { AliveMessage, FeedMessage, View } from '../api/wire-feed.ts';

export type Hello = Extract<FeedMessage, { kind: 'hello' }>;

/** How the feed stands. `lost`: nothing came for three heartbeats, or the socket closed; what is shown is then as old as it says. */
export type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up' }
  | { readonly kind: 'lost'; readonly sinceUtc: string; readonly why: string }
  | { readonly kind: 'other-protocol'; readonly why: string };

export type Store = {
  view: View;
  hello: Hello | undefined;
  alive: AliveMessage | undefined;
  /** When that came, on this machine's own clock. */
  aliveAt_ms: number;
  link: Link;
  /** Last sequence number seen; the next change must carry the next one. */
  seq: number;
  version: number;
  /** Takes a message; `gap` means that a change is missing and a snapshot is needed. */
  take(message: FeedMessage): 'taken' | 'gap';
  setLink(link: Link): void;
  /** Draws again although nothing came: ages grow. */
  tick(): void;
  subscribe(listener: () => void): () => void;
};

/** People do not read faster than this; several changes in between are one drawing. */
const DRAW_EVERY_MS = 50;

export function createStore(): Store {
  const listeners = new Set<() => void>();
  let due: ReturnType<typeof setTimeout> | undefined;

  const changed = (): void => {
    due ??= setTimeout(() => {
      due = undefined;
      store.version += 1;
      for (const listener of listeners) listener();
    }, DRAW_EVERY_MS);
  };

  const store: Store = {
    view: emptyView(),
    hello: undefined,
    alive: undefined,
    aliveAt_ms: 0,
    link: { kind: 'connecting' },
    seq: 0,
    version: 0,
    take(message) {
      changed();
      switch (message.kind) {
        case 'hello':
          // Another server run: what this page knew is not its past.
          if (store.hello && store.hello.feed !== message.feed) store.view = emptyView();
          store.hello = message;
          return 'taken';
        case 'snapshot':
          store.view = message.view;
          store.seq = message.seq;
          return 'taken';
        case 'alive':
          store.alive = message;
          store.aliveAt_ms = performance.now();
          beat(store.view, message);
          return message.seq === store.seq ? 'taken' : 'gap';
        default:
          if (message.seq !== store.seq + 1) return 'gap';
          store.seq = message.seq;
          fold(store.view, message);
          return 'taken';
      }
    },
    setLink(link) {
      store.link = link;
      changed();
    },
    tick: changed,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return store;
}

/** Draws again when the store has changed. The view is folded in place, so parts read it afresh each time. */
export function useStore(store: Store): number {
  return useSyncExternalStore(store.subscribe, () => store.version);
}

/** Age of the newest measurement as far as this page can know it: what the server said last, and how long it has said nothing since. */
export function dataAge_s({ alive, aliveAt_ms, link }: Store): number | undefined {
  if (!alive || alive.dataAge_s === null) return undefined;
  return link.kind === 'up' ? alive.dataAge_s : alive.dataAge_s + (performance.now() - aliveAt_ms) / 1000;
}
