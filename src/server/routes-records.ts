import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { isoFromMicros } from '../api/iso.ts';
import { encode } from '../core/codec.ts';
import type { Entry } from '../core/journal.ts';
import type { ServerOptions } from './options.ts';
import type { Hub } from './hub.ts';

/** Most journal lines in one answer; the reader comes back with the next `from`. */
const JOURNAL_LINES = 10_000;

/** What can be read without a console: health, CAP of a message, the picture as GeoJSON, the journal as lines. */
export function routeRecords(app: FastifyInstance, { feed, renderCap, renderGeojson, journal }: ServerOptions, hub: Hub): void {
  app.get('/healthz', (_, reply) => {
    const { mode, line, theatre } = feed.options;
    const { dataAge_s, entries, state, time } = feed.alive();
    return reply
      .header('cache-control', 'no-store')
      .send({ status: 'ok', mode, line, theatre, state, time, dataAge_s, entries, consoles: hub.size });
  });

  app.get('/geojson', (_, reply) => reply.type('application/geo+json').send(renderGeojson()));

  app.get<{ Params: { file: string } }>('/cap/:file', (request, reply) => {
    const id = /^(.+)\.xml$/.exec(request.params.file)?.[1];
    const message = id === undefined ? undefined : feed.message(id);
    if (!message)
      return reply.code(404).send({ kind: 'refused', reason: `no message ${request.params.file}; a name is the message's id and .xml` });
    return reply.type('application/cap+xml').send(renderCap(message));
  });

  app.get<{ Querystring: { from?: string } }>('/journal', (request, reply) => {
    if (!journal) return reply.code(404).send({ kind: 'refused', reason: 'this server does not open its journal' });
    const from = Number(request.query.from ?? 0);
    if (!Number.isSafeInteger(from) || from < 0)
      return reply.code(400).send({ kind: 'refused', reason: 'from is the number of an entry: 0, 1, 2…' });
    return reply.type('application/x-ndjson').send(Readable.from(lines(journal(from))));
  });
}

function* lines(entries: Iterable<Entry>): Generator<string> {
  let count = 0;
  for (const entry of entries) {
    if (count === JOURNAL_LINES) return;
    count += 1;
    yield `${encode({ ...entry, time: isoFromMicros(entry.at_us) })}\n`;
  }
}
