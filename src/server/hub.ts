import { told, type Feed, type Told } from './feed.ts';

/** One console, wall board or curl on the line: something that takes messages and can say how much of it still waits. */
export type Client = {
  send(told: Told): void;
  /** Characters or bytes handed over and not yet gone. */
  queued(): number;
  /** Ends it, with the reason as the last word. */
  end(reason: EndReason, detail: string): void;
};

export type EndReason = 'too-slow' | 'too-many' | 'server-ends';

export type HubLimits = {
  readonly clients: number;
  /** A client that lets this much pile up is dropped: it comes back and gets a snapshot, which is smaller than its backlog. */
  readonly queuedBytes: number;
  readonly heartbeat_ms: number;
};

export const HUB_LIMITS: HubLimits = { clients: 64, queuedBytes: 4_000_000, heartbeat_ms: 1000 };

export type Hub = {
  readonly size: number;
  /** Greets the client, brings it up to date and keeps it so. Returns how to leave; undefined when the house is full. */
  join(client: Client, resume?: { readonly feed: string; readonly after: number }): (() => void) | undefined;
  close(): void;
};

/** Carries one feed to every client. A slow one never slows the others, nor the theatre: it is dropped with the reason. */
export function createHub(feed: Feed, limits: HubLimits = HUB_LIMITS): Hub {
  const clients = new Map<Client, () => void>();

  const tell = (client: Client, what: Told): void => {
    if (!clients.has(client)) return;
    if (client.queued() <= limits.queuedBytes) return client.send(what);
    leave(client);
    client.end('too-slow', 'more than could be taken was waiting; come back for a snapshot');
  };
  const leave = (client: Client): void => {
    clients.get(client)?.();
    clients.delete(client);
  };
  const heartbeat = setInterval(() => {
    const sign = told(feed.alive());
    for (const client of clients.keys()) tell(client, sign);
  }, limits.heartbeat_ms);

  return {
    get size() {
      return clients.size;
    },
    join(client, resume) {
      if (clients.size >= limits.clients) {
        client.end('too-many', `at most ${limits.clients} consoles; close one`);
        return undefined;
      }
      client.send(told(feed.hello()));
      const missed = resume && feed.since(resume.feed, resume.after);
      for (const one of missed ?? [told(feed.snapshot())]) client.send(one);
      client.send(told(feed.alive()));
      clients.set(
        client,
        feed.subscribe((one) => tell(client, one)),
      );
      return () => leave(client);
    },
    close() {
      clearInterval(heartbeat);
      for (const client of Array.from(clients.keys())) {
        leave(client);
        client.end('server-ends', 'the server ends');
      }
    },
  };
}
