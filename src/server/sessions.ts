import { randomBytes } from 'node:crypto';
import type { Role } from '../api/protocol.ts';

/** Somebody at one browser. `id` is public: it stands in the journal beside what this session signed. The cookie is the secret. */
export type Session = { readonly id: string; readonly person: string; readonly role: Role };

export type Sessions = {
  /** The session that a `Cookie` header proves, if any. */
  of(cookieHeader: string | undefined): Session | undefined;
  /** Takes a role at this browser. A browser that has a session keeps it, and its person: leaving and coming back makes nobody two people. */
  open(cookieHeader: string | undefined, role: Role): { readonly session: Session; readonly setCookie: string };
};

/** Most sessions kept; past it the one that was used longest ago has to sign in again. */
const MAX_SESSIONS = 200;

/** Demonstration sign-in, fit for exercises on one machine and nothing else: it tells browsers apart, not people. A second browser
 *  profile is a second person to it. Real sign-in (passkeys, OpenID) comes before anything live, and live is refused until then.
 *  `server` names this run: cookies ignore ports, so two servers on one machine need two names. */
export function createSessions(server: string): Sessions {
  const name = `tocsin_${server.slice(0, 8)}`;
  const sessions = new Map<string, Session>();
  let people = 0;

  const secretIn = (header: string | undefined): string | undefined =>
    header
      ?.split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);

  const of = (header: string | undefined): Session | undefined => {
    const secret = secretIn(header);
    const session = secret === undefined ? undefined : sessions.get(secret);
    if (secret !== undefined && session) {
      sessions.delete(secret);
      sessions.set(secret, session);
    }
    return session;
  };

  return {
    of,
    open(header, role) {
      const before = of(header);
      const secret = before ? (secretIn(header) ?? '') : randomBytes(32).toString('base64url');
      if (!before) people += 1;
      const session: Session = before ? { ...before, role } : { id: randomBytes(6).toString('hex'), person: `person ${people}`, role };
      sessions.set(secret, session);
      const [oldest] = sessions.keys();
      if (sessions.size > MAX_SESSIONS) sessions.delete(oldest);
      return { session, setCookie: `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict` };
    },
  };
}

/** An observer looks on; the others may act. */
export function mayAct(session: Session): boolean {
  return session.role !== 'observer';
}
