import type { FastifyInstance } from 'fastify';
import { actRequestSchema, sessionRequestSchema, type ActAnswer, type SessionAnswer } from '../api/wire-feed.ts';
import type { HumanAct } from '../core/warn/warning.ts';
import type { ServerOptions } from './options.ts';
import { refused, badRequest } from './refusals.ts';
import { mayAct, type Session, type Sessions } from './sessions.ts';

/** POST /session takes a role; GET /session tells it; POST /acts does what a person decided. */
export function routeActs(app: FastifyInstance, { feed, onAct }: ServerOptions, sessions: Sessions): void {
  const { mode } = feed.options;
  // Replay and what-if are for looking: there is nobody to warn, so there is nothing to sign.
  const closed =
    mode === 'REPLAY' || mode === 'WHAT-IF' ? `this is ${mode}: it can be looked at, and nothing can be signed in it` : undefined;

  app.get('/session', (request, reply) => {
    const session = sessions.of(request.headers.cookie);
    const answer: SessionAnswer = session ? answerFor(session) : { kind: 'nobody' };
    return reply.header('cache-control', 'no-store').send(answer);
  });

  app.post('/session', (request, reply) => {
    if (closed) return reply.code(403).send(refused(closed));
    const body = sessionRequestSchema.safeParse(request.body);
    if (!body.success) return badRequest(reply, body.error);
    const opened = sessions.open(request.headers.cookie, body.data.role);
    if (!opened) return reply.code(503).send(refused('as many people are signed in as there can be; one who leaves makes room'));
    const { session, setCookie } = opened;
    return reply.header('set-cookie', setCookie).send(answerFor(session));
  });

  app.post('/acts', async (request, reply) => {
    if (closed) return reply.code(403).send(refused(closed));
    const session = sessions.of(request.headers.cookie);
    if (!session) return reply.code(401).send(refused('nobody has signed in at this browser; POST /session with a role'));
    if (!mayAct(session)) return reply.code(403).send(refused('an observer looks on; take another role to act'));
    if (!sessions.mayGoOn(session, 'act')) return reply.code(429).send(refused('too many acts from this session; wait two seconds'));
    const body = actRequestSchema.safeParse(request.body);
    if (!body.success) return badRequest(reply, body.error);
    const { act, line, warning, revision, reason } = body.data;
    const { person, role, id } = session;
    const entry: HumanAct = {
      kind: 'act',
      act,
      line,
      person,
      role,
      session: id,
      warning,
      revision,
      ...(reason === undefined ? {} : { reason }),
    };
    const answer: ActAnswer = await onAct(entry);
    return reply.code(answer.kind === 'accepted' ? 200 : 409).send(answer);
  });
}

function answerFor(session: Session): SessionAnswer {
  return { kind: 'signed-in', person: session.person, role: session.role, mayAct: mayAct(session), signIn: 'demonstration' };
}
