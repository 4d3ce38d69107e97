import type { Line, OnLine } from '../sense/line.ts';
import { maySign } from './roles.ts';
import type { MessagePurpose, Signature, Warning, WarningMessage } from './warning.ts';

declare const confirmed: unique symbol;

/** A warning that two different people in two different sessions have signed. `confirm` is the only mint. */
export type Confirmed<W extends Warning> = W & { readonly [confirmed]: true };

export type Confirmation<W extends Warning> =
  | { readonly kind: 'confirmed'; readonly warning: Confirmed<W> }
  | {
      readonly kind: 'not-confirmed';
      readonly reason: 'one-signature' | 'same-person' | 'same-session' | 'role-may-not-sign' | 'stale-revision';
    };

/** Checks the two signatures behind what is about to go out as the warning's present revision. No single session can release.
 *  What people signed for and what goes out are one and the same revision in an alert. An update follows the track under the signatures of
 *  the alert, and so do an end and a joining; a retraction may have been signed while the area moved: there the revision that was read
 *  may be an earlier one, but it has to be one that there was. */
export function confirm<W extends Warning>(warning: W, purpose: MessagePurpose, signatures: readonly Signature[]): Confirmation<W> {
  const goesOutAs = warning.revision;
  if (signatures.length < 2) return { kind: 'not-confirmed', reason: 'one-signature' };
  const [first, second] = signatures;
  if (first.person === second.person) return { kind: 'not-confirmed', reason: 'same-person' };
  if (first.session === second.session) return { kind: 'not-confirmed', reason: 'same-session' };
  if (signatures.some(({ role }) => !maySign(role))) return { kind: 'not-confirmed', reason: 'role-may-not-sign' };
  const fits = ({ signedFor }: Signature): boolean =>
    purpose === 'alert' ? signedFor === goesOutAs : signedFor >= 1 && signedFor <= goesOutAs;
  if (!signatures.every(fits)) return { kind: 'not-confirmed', reason: 'stale-revision' };
  return { kind: 'confirmed', warning: warning as Confirmed<W> };
}

/** The text that leaves for a line's channels: it takes a warning that is confirmed and on that line. A drill's warning, or one with
 *  a single signature, does not compile here (H6). */
export function publish<L extends Line>(warning: Confirmed<OnLine<L, Warning>>, message: WarningMessage): OnLine<L, WarningMessage> {
  if (message.warning.id !== warning.id || message.line !== warning.line || message.goesOutAs !== warning.revision)
    throw new Error(`message ${message.id} is not revision ${warning.revision} of warning ${warning.id} on line ${warning.line}`);
  return message as OnLine<L, WarningMessage>;
}
