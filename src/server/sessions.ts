import { randomBytes } from 'node:crypto';
import type { Role } from '../api/protocol.ts';
import { maySign } from '../core/warn/roles.ts';
import { createQuota } from './quota.ts';

/** Somebody at one browser. `id` is public: it stands in the journal beside what this session signed. The cookie is the secret.
 *  Person and id carry the server's run: "person 2" of one run is somebody else than "person 2" of the next, and must not count as
 *  the same, nor as another than "person 1" who came back. */
export type Session = { readonly id: string; readonly person: string; readonly role: Role };

export type Sessions = {
  /** The session that a `Cookie` header proves, if any. */
  of(cookieHeader: string | undefined): Session | undefined;
  /** Takes a role at this browser. A browser that has a session keeps it, and its person: leaving and coming back makes nobody two people.
   *  Undefined when the house is full. */
  open(cookieHeader: string | undefined, role: Role): { readonly session: Session; readonly setCookie: string } | undefined;
  /** Whether this session may do one more thing of that kind now. What somebody conducts takes nothing from what they may sign. */
  mayGoOn(session: Session, doing: Doing): boolean;
};

/** Most sessions kept. Past it nobody new may sign in until one has been left alone for as long as `LEFT_ALONE_MS`: strangers who sign in
 *  by the hundred must not sign out the people on duty. An open console comes by each minute and is never left alone. */
const MAX_SESSIONS = 200;
const LEFT_ALONE_MS = 600_000;

/** What one session may do: this much in a burst, and then one each two seconds. Each act is a line in the journal for ever and a
 *  message to every console. */
const ACTS = { burst: 20, every_ms: 2000 };
/** Who steps an exercise through presses often; how many controls an exercise takes in all is bounded by itself. */
const CONTROLS = { burst: 60, every_ms: 500 };

/** `act`: a signature, or what is done about a delivery. `control`: of an exercise's time, world and desks. */
export type Doing = 'act' | 'control';

/** What a server's run is called in the ids of people and sessions. */
export function runOf(feedName: string): string {
  return feedName.slice(0, 8);
}

type Kept = { session: Session; seen_ms: number; readonly quotas: Readonly<Record<Doing, () => boolean>> };

/** Demonstration sign-in, fit for exercises on one machine and nothing else: it tells browsers apart, not people. A second browser
 *  profile is a second person to it. Real sign-in (passkeys, OpenID) comes before anything live, and live is refused until then.
 *  `run` names this run: cookies ignore ports, so two servers on one machine need two names. */
export function createSessions(run: string, now_ms: () => number = () => performance.now()): Sessions {
  const name = `tocsin_${run}`;
  // In order of use: the one that was used longest ago is the first.
  const sessions = new Map<string, Kept>();
  let people = 0;

  const secretIn = (header: string | undefined): string | undefined =>
    header
      ?.split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);

  const keptOf = (header: string | undefined): { readonly secret: string; readonly kept: Kept } | undefined => {
    const secret = secretIn(header);
    const kept = secret === undefined ? undefined : sessions.get(secret);
    if (secret === undefined || kept === undefined) return undefined;
    kept.seen_ms = now_ms();
    sessions.delete(secret);
    sessions.set(secret, kept);
    return { secret, kept };
  };

  const makeRoom = (): boolean => {
    if (sessions.size < MAX_SESSIONS) return true;
    const [[secret, { seen_ms }]] = sessions;
    return now_ms() - seen_ms >= LEFT_ALONE_MS && sessions.delete(secret);
  };

  const begin = (role: Role): { readonly secret: string; readonly kept: Kept } => {
    people += 1;
    const secret = randomBytes(32).toString('base64url');
    const session = { id: `${run}-${randomBytes(6).toString('hex')}`, person: `person ${people} of run ${run}`, role };
    const quotas = { act: createQuota(ACTS, now_ms), control: createQuota(CONTROLS, now_ms) };
    const kept = { session, seen_ms: now_ms(), quotas };
    sessions.set(secret, kept);
    return { secret, kept };
  };

  return {
    of: (header) => keptOf(header)?.kept.session,
    open(header, role) {
      const found = keptOf(header) ?? (makeRoom() ? begin(role) : undefined);
      if (found === undefined) return undefined;
      const { secret, kept } = found;
      kept.session = { ...kept.session, role };
      return { session: kept.session, setCookie: `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict` };
    },
    mayGoOn({ id }, doing) {
      for (const { session, quotas } of sessions.values()) if (session.id === id) return quotas[doing]();
      return false;
    },
  };
}

/** Whether the role may sign, and so act at all; the core asks the same. */
export function mayAct(session: Session): boolean {
  return maySign(session.role);
}
