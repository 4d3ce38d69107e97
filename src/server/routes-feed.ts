import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { Client, EndReason, Hub } from './hub.ts';
import type { ServerOptions } from './options.ts';

/** Close codes of RFC 6455: 1001 going away, 1013 try again later (registered by IANA). */
const CLOSE_CODES: Readonly<Record<EndReason, number>> = { 'server-ends': 1001, 'too-slow': 1013, 'too-many': 1013 };
/** How long a dropped client may take over its last words. */
const LAST_WORDS_MS = 1000;

/** /feed, the console's WebSocket, and /events, the same messages for curl and wall boards. Both resume. */
export function routeFeed(app: FastifyInstance, { feed }: ServerOptions, hub: Hub): void {
  app.get('/feed', { websocket: true }, (socket, request) => {
    const leave = hub.join(socketClient(socket), resumeFrom(request.query));
    socket.on('close', () => leave?.());
    // A broken pipe or a frame past the limit ends this client; the close event follows and it leaves.
    socket.on('error', () => socket.terminate());
  });

  app.get('/events', (request, reply) => {
    const lastEventId = String(request.headers['last-event-id'] ?? '');
    const resume = /^[\w-]+:\d+$/.test(lastEventId)
      ? { feed: lastEventId.split(':')[0], after: Number(lastEventId.split(':')[1]) }
      : resumeFrom(request.query);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const leave = hub.join(
      {
        send: ({ kind, seq, text }) => raw.write(`event: ${kind}\nid: ${feed.name}:${seq}\ndata: ${text}\n\n`),
        queued: () => raw.writableLength,
        end(reason, detail) {
          raw.end(`event: end\ndata: ${JSON.stringify({ reason, detail })}\n\n`);
          // Who never reads never takes the last words either: what waits for him would stay in memory for as long as he keeps the line.
          setTimeout(() => request.raw.socket.destroy(), LAST_WORDS_MS).unref();
        },
      },
      resume,
    );
    raw.on('close', () => leave?.());
  });
}

function socketClient(socket: WebSocket): Client {
  return {
    send: ({ text }) => socket.send(text),
    queued: () => socket.bufferedAmount,
    end(reason, detail) {
      socket.close(CLOSE_CODES[reason], detail.slice(0, 120));
      setTimeout(() => socket.terminate(), LAST_WORDS_MS).unref();
    },
  };
}

/** `?feed=…&after=…`: where a client left off. */
function resumeFrom(query: unknown): { readonly feed: string; readonly after: number } | undefined {
  const { feed, after } = query as Record<string, unknown>;
  return typeof feed === 'string' && typeof after === 'string' && /^\d{1,15}$/.test(after) ? { feed, after: Number(after) } : undefined;
}
