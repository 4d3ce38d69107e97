import { useCallback, useEffect, useState } from 'react';
import type { Role } from '../api/protocol.ts';
import type { ActAnswer, ActRequest, DeliveryRequest, SessionAnswer } from '../api/wire-feed.ts';

export type Session = Extract<SessionAnswer, { kind: 'signed-in' }>;

const PRESENT_EVERY_MS = 60_000;

/** Who sits here, as far as the server knows, and how to take a role. `feed`: which run of the server this page hears; a session ends with
 *  its run, and another one is asked who this is. */
export function useSession(feed: string | undefined): {
  readonly session: Session | undefined;
  readonly signIn: (role: Role) => Promise<string | undefined>;
} {
  const [session, setSession] = useState<Session>();
  useEffect(() => {
    let gone = false;
    void fetch('/session')
      .then(async (reply) => (await reply.json()) as SessionAnswer)
      .then((answer) => !gone && setSession(answer.kind === 'signed-in' ? answer : undefined))
      .catch(() => undefined); // the link's own alarm says that the server is away
    // The server keeps a session as long as its browser comes by; people on duty look on for hours before they act.
    const present = setInterval(() => void fetch('/session').catch(() => undefined), PRESENT_EVERY_MS);
    return () => {
      gone = true;
      clearInterval(present);
    };
  }, [feed]);
  const signIn = useCallback(async (role: Role) => {
    const answer = await post<SessionAnswer | ActAnswer>('/session', { role });
    if (answer.kind === 'signed-in') setSession(answer);
    return answer.kind === 'refused' ? answer.reason : undefined;
  }, []);
  return { session, signIn };
}

/** Does what a person decided. A refusal carries the reason that the core or the server gave. */
export async function sendAct(act: ActRequest): Promise<ActAnswer> {
  return post<ActAnswer>('/acts', act);
}

/** Has what waits for delivery tried now, or says that somebody knows of it. */
export async function sendToDeliveries(request: DeliveryRequest): Promise<ActAnswer> {
  return post<ActAnswer>('/deliveries', request);
}

export async function post<T>(path: string, body: object): Promise<T | { readonly kind: 'refused'; readonly reason: string }> {
  try {
    const reply = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return (await reply.json()) as T;
  } catch {
    return {
      kind: 'refused',
      reason: 'the server did not answer: nothing is known to have happened; look at the state before trying again',
    };
  }
}
