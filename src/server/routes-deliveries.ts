import type { FastifyInstance } from 'fastify';
import { deliveryRequestSchema } from '../api/wire-feed.ts';
import type { ServerOptions } from './options.ts';
import { badRequest, refused } from './refusals.ts';
import { mayAct, type Sessions } from './sessions.ts';

/** GET /deliveries tells what waits on which channel. POST /deliveries tries all of it now, or says that somebody knows of a channel. */
export function routeDeliveries(app: FastifyInstance, { feed, deliveries }: ServerOptions, sessions: Sessions): void {
  app.get('/deliveries', (_, reply) => reply.header('cache-control', 'no-store').send({ backlogs: deliveries?.backlogs() ?? [] }));

  app.post('/deliveries', (request, reply) => {
    if (!deliveries) return reply.code(403).send(refused('nothing is sent from here'));
    const session = sessions.of(request.headers.cookie);
    if (!session) return reply.code(401).send(refused('nobody has signed in at this browser; POST /session with a role'));
    if (!mayAct(session)) return reply.code(403).send(refused('an observer looks on; take another role to act'));
    if (!sessions.mayGoOn(session, 'act')) return reply.code(429).send(refused('too many acts from this session; wait two seconds'));
    const body = deliveryRequestSchema.safeParse(request.body);
    if (!body.success) return badRequest(reply, body.error);
    if (body.data.do === 'retry') deliveries.retryDeliveries();
    else if (deliveries.acknowledgeBacklog(body.data.channel) === 0)
      return reply.code(409).send(refused(`nothing waits on ${body.data.channel}`));
    for (const backlog of deliveries.backlogs()) feed.hearAlarm({ kind: 'undelivered', ...backlog });
    return reply.send({ kind: 'accepted' });
  });
}
