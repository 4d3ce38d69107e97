import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import websocket from '@fastify/websocket';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { createHub, HUB_LIMITS } from './hub.ts';
import type { ConnectionLimits, ServerOptions } from './options.ts';
import { CONTENT_SECURITY_POLICY, strangerError } from './safety.ts';
import { builtConsole, readShell, modeIcon } from './shell.ts';
import { routeActs } from './routes-acts.ts';
import { routeDeliveries } from './routes-deliveries.ts';
import { createSessions, runOf } from './sessions.ts';
import { routeExercise } from './routes-exercise.ts';
import { routeFeed } from './routes-feed.ts';
import { routeLooks } from './routes-looks.ts';
import { routeRecords } from './routes-records.ts';

export type ListenOptions = {
  /** 0 takes any free port. */
  readonly port: number;
};

export type Serving = { readonly kind: 'listening'; readonly url: string; readonly port: number; close(): Promise<void> } | Refused;

type Refused = { readonly kind: 'refused'; readonly reason: string; readonly remedy: string };

/** Only this machine: what listens on other addresses needs sign-in and TLS, which come with the live line. */
const HOST = '127.0.0.1';
/** How long a connection may take over its last words when the server closes. */
const LAST_WORDS_MS = 1000;

/** Connections of all kinds at once, consoles included; one more is closed as it comes. Each takes a descriptor of the process that also has
 *  to write the alert: 200 leave room under the usual limit of 1,024. Who has not said within `request_ms` what he wants, body and all,
 *  is closed at the next look. */
const CONNECTIONS: ConnectionLimits = { most: 200, request_ms: 10_000, look_ms: 5000 };

/** Starts the server for consoles, on this machine only. Resolves when it listens; a refusal says what to do instead. */
export async function serve(options: ServerOptions, { port }: ListenOptions): Promise<Serving> {
  const { line } = options.feed.options;
  if (line === 'live') {
    return {
      kind: 'refused',
      reason: 'This server knows no real sign-in yet, so it does not serve the live line: nobody could tell who released a warning.',
      remedy: 'Run the scenario on the exercise or test line.',
    };
  }
  const app = await buildServer(options);
  try {
    await app.listen({ host: HOST, port });
  } catch (error) {
    await app.close();
    return listenRefusal(error, port);
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return { kind: 'listening', url: `http://${HOST}:${bound}/`, port: bound, close: () => app.close() };
}

/** Why nothing could listen at a port now; undefined where it can. For who has work to do before it serves: somebody may get there in between. */
export async function portRefusal(port: number): Promise<Refused | undefined> {
  const probe = createServer();
  try {
    probe.listen(port, HOST);
    await once(probe, 'listening');
    return undefined;
  } catch (error) {
    return listenRefusal(error, port);
  } finally {
    probe.close();
  }
}

/** The server without a port, for `serve` and for tests. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const limits = options.connections ?? CONNECTIONS;
  const app = Fastify({
    logger: false,
    bodyLimit: 16_384,
    forceCloseConnections: true,
    requestTimeout: limits.request_ms,
    keepAliveTimeout: limits.request_ms,
    http: { headersTimeout: limits.request_ms, connectionsCheckingInterval: limits.look_ms },
  });
  app.server.maxConnections = limits.most;
  const hub = createHub(options.feed, options.limits ?? HUB_LIMITS);
  const upgraded = rememberUpgrades(app);
  app.addHook('preClose', async () => {
    hub.close();
    setTimeout(() => upgraded.forEach((socket) => socket.destroy()), LAST_WORDS_MS).unref();
  });
  app.addHook('onRequest', async (request, reply) => {
    const error = strangerError(request.method, request.url, request.headers);
    if (!error) return;
    // A refused upgrade leaves its connection to nobody; it ends when the refusal is out.
    reply.raw.once('finish', () => request.raw.socket.destroySoon());
    await reply.code(403).header('connection', 'close').send({ kind: 'refused', reason: error });
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    // Plain HTTP on this machine: telling the browser to insist on TLS would lock people out.
    strictTransportSecurity: false,
  });
  await app.register(websocket, { options: { maxPayload: 1024 } });
  const root = options.consoleRoot ?? builtConsole();
  const assets = join(root, 'assets');
  if (existsSync(assets)) await app.register(fastifyStatic, { root: assets, prefix: '/assets/', immutable: true, maxAge: '365d' });

  const shell = readShell(root, options.feed.options.mode);
  app.get('/', (_, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(shell));
  app.get('/icon.svg', (_, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'no-store').send(modeIcon(options.feed.options.mode)),
  );
  const sessions = createSessions(runOf(options.feed.name));
  routeActs(app, options, sessions);
  routeDeliveries(app, options, sessions);
  routeExercise(app, options, sessions);
  routeFeed(app, options, hub);
  routeLooks(app, options);
  routeRecords(app, options, hub);
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ kind: 'refused', reason: `there is nothing at ${request.url}; the console is at /` }),
  );
  // A body that is no JSON, too long, or of another shape: told as every other refusal is. Of a fault of ours nothing is told.
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error.statusCode ?? 500;
    return reply.code(status).send({ kind: 'refused', reason: status < 500 ? error.message : 'the server failed at this' });
  });
  return app;
}

/** Connections that left HTTP for WebSocket: the server no longer counts them, and would wait for them for ever when it closes. */
function rememberUpgrades(app: FastifyInstance): ReadonlySet<Duplex> {
  const upgraded = new Set<Duplex>();
  app.server.on('upgrade', (_, socket: Duplex) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
  });
  return upgraded;
}

function listenRefusal(error: unknown, port: number): Refused {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return {
      kind: 'refused',
      reason: `Port ${port} is in use: perhaps another Tocsin runs.`,
      remedy: 'End that one, or choose another with --port NUMBER; --port 0 takes any free one.',
    };
  }
  if (code === 'EACCES') {
    return { kind: 'refused', reason: `Port ${port} is not for this user.`, remedy: 'Choose one above 1023 with --port NUMBER.' };
  }
  throw error;
}
