import { onLine } from '../sense/line.ts';
import type { Micros } from '../units.ts';
import { confirm, publish } from './confirm.ts';
import { messageOf, secondSignatureError, signature, type WarningRecord } from './lifecycle.ts';
import type { HumanAct, Signature, Warning, WarningChange, WarningMessage, WarningPort } from './warning.ts';

/** What a person's act does to a warning. Everything that it cannot do is refused with the reason and what would work. */
export function takeAct(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
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

/** Most acknowledgements kept with a warning. */
const MAX_ACKNOWLEDGEMENTS = 100;

function acknowledge(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  if (record.acknowledgedBy.length < MAX_ACKNOWLEDGEMENTS) record.acknowledgedBy.push(signature(act, at_us));
  change(record, record.warning, 'acknowledged', port, act);
}

function release(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'recommended' && warning.state !== 'half-released') {
    port.refuse('wrong-state', `warning ${warning.id} is ${warning.state}; only a recommended one can be released`);
    return;
  }
  if (act.revision !== warning.revision) {
    port.refuse(
      'stale-revision',
      `revision ${act.revision} was signed, but the warning stands at ${warning.revision}; read it and sign again`,
    );
    return;
  }
  const wrong = secondSignatureError(warning.signatures, act);
  if (wrong !== undefined) {
    port.refuse(wrong, `${warning.signatures[0].person} has signed already; another person in another session has to sign second`);
    return;
  }
  const signatures = [...warning.signatures, signature(act, at_us)];
  if (signatures.length < 2) {
    change(record, { ...warning, state: 'half-released', signatures }, 'half-released', port, act);
    return;
  }
  const released: Warning = { ...warning, state: 'released', signatures, releasedAt_us: at_us };
  change(record, released, 'released', port, act);
  send(record, 'alert', signatures, at_us, port);
}

/** As easy as the alert was: the same two people's worth of signatures, whatever revision they look at, and to every receiver (H13). */
function retract(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'released') {
    port.refuse(
      'wrong-state',
      `warning ${warning.id} is ${warning.state}; only a released one can be retracted${warning.state === 'recommended' ? ' (dismiss it instead)' : ''}`,
    );
    return;
  }
  const wrong = secondSignatureError(record.retractSignatures, act);
  if (wrong !== undefined) {
    port.refuse(
      wrong,
      `${record.retractSignatures[0].person} has signed the retraction already; another person in another session has to sign second`,
    );
    return;
  }
  record.retractSignatures.push({ ...signature(act, at_us), revision: warning.revision });
  if (record.retractSignatures.length < 2) {
    change(record, warning, 'half-retracted', port, act);
    return;
  }
  const signatures = record.retractSignatures.map((s) => ({ ...s, revision: warning.revision }));
  const reason = warning.retractionReason ?? act.reason ?? 'withdrawn by the people on duty';
  change(record, { ...warning, state: 'retracted', closedAt_us: at_us, retractionReason: reason }, 'retracted', port, act);
  send(record, 'retraction', signatures, at_us, port);
}

function end(record: WarningRecord, act: HumanAct, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'released') {
    port.refuse('wrong-state', `warning ${warning.id} is ${warning.state}; only a released one can be ended`);
    return;
  }
  if (at_us < warning.impactWindow.to_us) {
    port.refuse(
      'wrong-state',
      `the impact window of warning ${warning.id} is still open; to take the warning back before it closes, retract it`,
    );
    return;
  }
  change(record, { ...warning, state: 'ended', closedAt_us: at_us }, 'ended', port, act);
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
  change(record, { ...warning, state: 'dismissed', closedAt_us: at_us }, 'dismissed', port, act);
}

function change(record: WarningRecord, warning: Warning, name: WarningChange, port: WarningPort, act: HumanAct): void {
  record.warning = warning;
  port.changed(name, warning, act);
}

/** The only way out. The signatures are checked once more against the revision that goes out, and the line against itself. */
export function send(
  record: WarningRecord,
  purpose: WarningMessage['purpose'],
  signatures: readonly Signature[],
  at_us: Micros,
  port: WarningPort,
): void {
  const onItsLine = onLine(record.warning, record.warning.line);
  if (onItsLine.kind !== 'on-line') throw new Error(`warning ${record.warning.id} is on no line`);
  const confirmation = confirm(
    onItsLine.value,
    signatures.map((s) => ({ ...s, revision: record.warning.revision })),
  );
  if (confirmation.kind !== 'confirmed')
    throw new Error(`warning ${record.warning.id} was about to leave unconfirmed: ${confirmation.reason}`);
  const message = publish(confirmation.warning, messageOf(record, purpose, at_us));
  record.messages.push(message);
  port.send(message);
}
