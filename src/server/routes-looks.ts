import type { FastifyInstance } from 'fastify';
import { isoFromMicros } from '../api/iso.ts';
import type { ServerOptions } from './options.ts';
import type { LooksAnswer } from '../api/wire-looks.ts';
import { refused } from './refusals.ts';

/** GET /looks/E1 lists the looks of imagers that show an event, GET /looks/E1/0.png is one of them. Not there where nobody keeps frames. */
export function routeLooks(app: FastifyInstance, { looks }: ServerOptions): void {
  if (looks === undefined) return;

  app.get<{ Params: { event: string } }>('/looks/:event', ({ params: { event } }, reply) =>
    reply.header('cache-control', 'no-store').send({
      looks: looks(event).map(({ sensor, at_us, isTold, words }, k) => ({
        sensor,
        time: isoFromMicros(at_us),
        isTold,
        words,
        picture: `/looks/${encodeURIComponent(event)}/${k}.png`,
      })),
    } satisfies LooksAnswer),
  );

  app.get<{ Params: { event: string; file: string } }>('/looks/:event/:file', ({ params: { event, file } }, reply) => {
    const number = /^(\d+)\.png$/.exec(file)?.[1];
    const look = number === undefined ? undefined : looks(event).at(Number(number));
    if (look === undefined) return reply.code(404).send(refused(`no look ${file} of ${event}; GET /looks/${event} lists them`));
    return reply.type('image/png').send(Buffer.from(look.png));
  });
}
