import type { Line, OnLine } from '../sense/line.ts';
import type { Signature, Warning, WarningMessage } from './warning.ts';

declare const confirmed: unique symbol;

/** A warning that two different people in two different sessions have signed at its present revision. `confirm` is the only mint. */
export type Confirmed<W extends Warning> = W & { readonly [confirmed]: true };

export type Confirmation<W extends Warning> =
  | { readonly kind: 'confirmed'; readonly warning: Confirmed<W> }
  | { readonly kind: 'not-confirmed'; readonly reason: 'one-signature' | 'same-person' | 'same-session' | 'stale-revision' };

/** Checks the two signatures against the revision that is about to go out. No single session can release. */
export function confirm<W extends Warning>(warning: W, signatures: readonly Signature[]): Confirmation<W> {
  if (signatures.length < 2) return { kind: 'not-confirmed', reason: 'one-signature' };
  const [first, second] = signatures;
  if (first.person === second.person) return { kind: 'not-confirmed', reason: 'same-person' };
  if (first.session === second.session) return { kind: 'not-confirmed', reason: 'same-session' };
  if (signatures.some(({ revision }) => revision !== warning.revision)) return { kind: 'not-confirmed', reason: 'stale-revision' };
  return { kind: 'confirmed', warning: warning as Confirmed<W> };
}

/** The text that leaves for a line's channels: it takes a warning that is confirmed and on that line. A drill's warning, or one with
 *  a single signature, does not compile here (H6). */
export function publish<L extends Line>(warning: Confirmed<OnLine<L, Warning>>, message: WarningMessage): OnLine<L, WarningMessage> {
  if (message.warning.id !== warning.id || message.line !== warning.line)
    throw new Error(`message ${message.id} is not of warning ${warning.id} on line ${warning.line}`);
  return message as OnLine<L, WarningMessage>;
}
