import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { ActAnswer } from '../api/wire-feed.ts';

export function refused(reason: string): ActAnswer {
  return { kind: 'refused', reason };
}

/** Answers a body that is not well formed, with the field named. */
export function badRequest(reply: FastifyReply, error: z.ZodError): FastifyReply {
  const [issue] = error.issues;
  return reply.code(400).send(refused(`${issue.path.join('.') || 'the body'}: ${issue.message}`));
}
