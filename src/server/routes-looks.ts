import type { FastifyInstance } from 'fastify';
import { isoFromMicros } from '../api/iso.ts';
import type { ServerOptions } from './options.ts';
import type { LooksAnswer } from '../api/wire-looks.ts';
import { refused } from './refusals.ts';

/** GET /looks/E1 lists the looks of imagers that show an event, GET /looks/E1/0.png is one of them. */
export function routeLooks(app: FastifyInstance, { looks: keptLooks }: ServerOptions): void {
  const looks: NonNullable<ServerOptions['looks']> = (event) => keptLooks?.(event) ?? [];

  app.get<{ Params: { event: string } }>('/looks/:event', ({ params: { event } }, reply) =>
    reply.header('cache-control', 'no-store').send({
      kept: keptLooks !== undefined,
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
