import type { Micros } from '../units.ts';
import { overAt_us } from './alert-area.ts';
import { change, close, isOpen, send, type WarningRecord } from './record.ts';
import { maySign, SIGNING_ROLES } from './roles.ts';
import type { HumanAct, Signature, Warning, WarningPort } from './warning.ts';

/** What a person's act does to a warning. Everything that it cannot do is refused with the reason and what would work. */
export function takeAct(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (!maySign(act.role)) {
    port.refuse('role-may-not-sign', `${act.role} may not ${act.act} a warning; ${SIGNING_ROLES.join(', ')} may`);
    return;
  }
  if (!Number.isInteger(act.revision) || act.revision < 1 || act.revision > warning.revision) {
    port.refuse('unknown-revision', `warning ${warning.id} has revisions 1 to ${warning.revision}, and no ${act.revision}`);
    return;
  }
  switch (act.act) {
    case 'acknowledge':
      acknowledge(record, act, at_us, port);
      return;
    case 'release':
      release(record, act, at_us, port);
      return;
    case 'retract':
      retract(record, act, at_us, port);
      return;
    case 'end':
      end(record, act, at_us, port);
      return;
    case 'dismiss':
      dismiss(record, act, at_us, port);
      return;
    default:
      act.act satisfies never;
  }
}

/** Most acknowledgements of one warning; further ones are refused. */
const MAX_ACKNOWLEDGEMENTS = 100;

function acknowledge(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning, acknowledgedBy } = record;
  if (!isOpen(warning)) {
    port.refuse('wrong-state', `warning ${warning.id} is ${warning.state}; only an open one is acknowledged`);
    return;
  }
  if (acknowledgedBy.some(({ session, signedFor }) => session === act.session && signedFor === act.revision)) {
    port.refuse('repeated', `session ${act.session} has acknowledged revision ${act.revision} of warning ${warning.id} already`);
    return;
  }
  if (acknowledgedBy.length >= MAX_ACKNOWLEDGEMENTS) {
    port.refuse('repeated', `warning ${warning.id} has been acknowledged ${MAX_ACKNOWLEDGEMENTS} times`);
    return;
  }
  acknowledgedBy.push(signature(act, at_us));
  change(record, warning, 'acknowledged', port, act);
}

function release(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'recommended' && warning.state !== 'half-released') {
    port.refuse('wrong-state', `warning ${warning.id} is ${warning.state}; only a recommended one can be released`);
    return;
  }
  if (!isOfPresentRevision(warning, act, port)) return;
  if (!maySignSecond(warning.signatures, act, port)) return;
  const signatures = [...warning.signatures, signature(act, at_us)];
  if (signatures.length < 2) {
    change(record, { ...warning, state: 'half-released', signatures }, 'half-released', port, act);
    return;
  }
  const released: Warning = { ...warning, state: 'released', signatures, releasedAt_us: at_us };
  change(record, released, 'released', port, act);
  send(record, 'alert', signatures, at_us, port);
}

/** As easy as the alert was: two people's signatures, whatever revision they look at, and to every receiver (H13). */
function retract(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'released') {
    port.refuse(
      'wrong-state',
      `warning ${warning.id} is ${warning.state}; only a released one can be retracted${warning.state === 'recommended' ? ' (dismiss it instead)' : ''}`,
    );
    return;
  }
  if (!maySignSecond(warning.retractSignatures, act, port)) return;
  const signatures = [...warning.retractSignatures, signature(act, at_us)];
  if (signatures.length < 2) {
    change(record, { ...warning, retractSignatures: signatures }, 'half-retracted', port, act);
    return;
  }
  close(record, 'retracted', warning.turned ?? peoples(act), at_us, port, act);
  send(record, 'retraction', signatures, at_us, port);
}

function end(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'released') {
    port.refuse('wrong-state', `warning ${warning.id} is ${warning.state}; only a released one can be ended`);
    return;
  }
  if (at_us < overAt_us(warning)) {
    port.refuse(
      'wrong-state',
      `the impact window of warning ${warning.id} is still open; to take the warning back before it closes, retract it`,
    );
    return;
  }
  if (at_us < record.mayComeUntil_us) {
    port.refuse(
      'wrong-state',
      `by the latest estimate of warning ${warning.id} it may still come down, later than was told; end it after that, or retract it to take it back`,
    );
    return;
  }
  if (warning.turned !== undefined) {
    port.refuse(
      'wrong-state',
      `the evidence has turned against warning ${warning.id}, and an end would say that it was right; two people retract it`,
    );
    return;
  }
  close(record, 'ended', undefined, at_us, port, act);
  send(record, 'end', warning.signatures, at_us, port);
}

function dismiss(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'recommended' && warning.state !== 'half-released') {
    port.refuse('wrong-state', `warning ${warning.id} is ${warning.state}; only one that is not released yet can be dismissed`);
    return;
  }
  if (act.reason === undefined || act.reason.trim() === '') {
    port.refuse('wrong-state', `a dismissal of warning ${warning.id} needs its reason`);
    return;
  }
  if (!isOfPresentRevision(warning, act, port)) return;
  close(record, 'dismissed', peoples(act), at_us, port, act);
}

/** Whoever releases or dismisses has read what stands now: a new revision may reach a city that the one before left out. */
function isOfPresentRevision(warning: Warning, act: HumanAct, port: WarningPort): boolean {
  if (act.revision === warning.revision) return true;
  port.refuse(
    'stale-revision',
    `revision ${act.revision} was signed, but the warning stands at ${warning.revision}; read it and sign again`,
  );
  return false;
}

function peoples({ reason }: HumanAct): { readonly kind: 'people'; readonly text?: string } {
  return reason === undefined ? { kind: 'people' } : { kind: 'people', text: reason };
}

function signature(act: HumanAct, at_us: Micros): Signature {
  return { person: act.person, role: act.role, session: act.session, at_us, signedFor: act.revision };
}

/** Refuses a second signature by the person or from the session of the first; the first always can. */
function maySignSecond(existing: readonly Signature[], act: HumanAct, port: WarningPort): boolean {
  const wrong = existing.some(({ person }) => person === act.person)
    ? 'same-person'
    : existing.some(({ session }) => session === act.session)
      ? 'same-session'
      : undefined;
  if (wrong === undefined) return true;
  port.refuse(wrong, `${existing[0].person} has signed already; another person in another session has to sign second`);
  return false;
}
