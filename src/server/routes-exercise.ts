import type { FastifyInstance } from 'fastify';
import { exerciseRequestSchema } from '../api/wire-exercise.ts';
import type { ServerOptions } from './options.ts';
import { badRequest, refused } from './refusals.ts';
import { mayAct, type Sessions } from './sessions.ts';

/** The report brings its own style and nothing else. */
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** GET /exercise tells how an exercise stands, POST /exercise conducts it, GET /after-action is its report. None of them is there on the
 *  live line, nor where nothing is run. */
export function routeExercise(app: FastifyInstance, { feed, exercise }: ServerOptions, sessions: Sessions): void {
  if (exercise === undefined || feed.options.line === 'live') return;

  app.get('/exercise', (_, reply) => reply.header('cache-control', 'no-store').send(exercise.state()));

  app.post('/exercise', (request, reply) => {
    const session = sessions.of(request.headers.cookie);
    if (!session) return reply.code(401).send(refused('nobody has signed in at this browser; POST /session with a role'));
    if (!mayAct(session)) return reply.code(403).send(refused('an observer looks on; take another role to act'));
    if (!sessions.mayGoOn(session, 'control'))
      return reply.code(429).send(refused('too many controls from this session; wait half a second'));
    const body = exerciseRequestSchema.safeParse(request.body);
    if (!body.success) return badRequest(reply, body.error);
    const reason = exercise.control(body.data, session);
    return reason === undefined ? reply.send({ kind: 'accepted' }) : reply.code(409).send(refused(reason));
  });

  app.get<{ Querystring: { attempt?: string } }>('/after-action', (request, reply) => {
    const { attempt } = request.query;
    const report = exercise.report(attempt === undefined ? undefined : Number(attempt));
    if (report === undefined) return reply.code(404).send(refused('there is no report of that attempt; GET /exercise lists them'));
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', REPORT_POLICY)
      .send(report);
  });
}
