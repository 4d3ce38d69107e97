import type { HumanAct, WarningMessage } from '../../core/warn/warning.ts';
import type { Checker } from '../observation.ts';

/** Roles whose signature counts. Said here once more, and not imported: a checker that asks the code it checks finds nothing. */
const SIGNERS: ReadonlySet<string> = new Set(['duty officer', 'supervisor', 'watch officer', 'shift leader']);

type Signed = HumanAct & { readonly seq: number };

/** H2 and the last door: looked at from the journal's acts, not from the signatures that the warning itself shows. */
export const twoPeople: Checker = {
  name: 'two-people',
  sentence:
    'An alert goes out after two people in two sessions, whose roles may sign, have released the very revision that goes out; a retraction after two have retracted.',
  watch: ({ world }) => {
    const acts: Signed[] = [];
    /** By the entry with which the latest alert went out: what was signed before it was signed for another one. */
    const alerted = new Map<string, number>();
    return (seen) => {
      if (seen.kind === 'taken') {
        for (const { seq, input } of seen.entries) if (input.kind === 'act') acts.push({ ...input, seq });
        return undefined;
      }
      if (seen.kind !== 'said' || seen.emission.kind !== 'message') return undefined;
      const { message } = seen.emission;
      const signed = acts.filter(
        ({ warning, line, role, seq }) =>
          warning === message.warning.id &&
          line === world.scenario.line &&
          SIGNERS.has(role) &&
          seq <= seen.seq &&
          seq > (alerted.get(warning) ?? -1),
      );
      if (message.purpose === 'alert') {
        alerted.set(message.warning.id, seen.seq);
        const these = signed.filter(({ act, revision }) => act === 'release' && revision === message.goesOutAs);
        return lacking(these, message) ?? shown(message);
      }
      if (!alerted.has(message.warning.id)) return `${message.id} is a ${message.purpose} of ${message.warning.id}, which nobody released`;
      return message.purpose === 'retraction'
        ? lacking(
            signed.filter(({ act }) => act === 'retract'),
            message,
          )
        : undefined;
    };
  },
};

function lacking(signed: readonly Signed[], { id, purpose, warning }: WarningMessage): string | undefined {
  const pair = signed.some((one) => signed.some((other) => one.person !== other.person && one.session !== other.session));
  return pair
    ? undefined
    : `${id} (${purpose}, revision ${warning.revision}) was signed by ${signed.map(({ person, session }) => `${person} at ${session}`).join(', ') || 'nobody'}`;
}

/** What the alert itself says of its signatures. */
function shown({ id, warning, goesOutAs }: WarningMessage): string | undefined {
  const { signatures } = warning;
  const persons = new Set(signatures.map(({ person }) => person));
  const sessions = new Set(signatures.map(({ session }) => session));
  if (persons.size < 2 || sessions.size < 2) return `${id} shows ${persons.size} people in ${sessions.size} sessions`;
  const other = signatures.find(({ signedFor }) => signedFor !== goesOutAs);
  return other === undefined ? undefined : `${id} goes out as ${goesOutAs} and was signed for ${other.signedFor}`;
}
