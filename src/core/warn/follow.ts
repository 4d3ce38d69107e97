import type { Assessment } from '../assess/assessment.ts';
import type { Line } from '../sense/line.ts';
import type { Micros } from '../units.ts';
import { send } from './acts.ts';
import { turned, withheld } from './gate.ts';
import { materiallyChanged, recommend, redraw, type WarningRecord } from './lifecycle.ts';
import type { Warning, WarningChange, WarningPort } from './warning.ts';

/** What a new assessment of an event does to its warning: recommend one, redraw it, make its withdrawal ready.
 *  Returns the record when one has come to be. */
export function followAssessment(
  record: WarningRecord | undefined,
  assessment: Assessment,
  options: { readonly id: string; readonly line: Line; readonly recommendProbability: number; readonly now_us: Micros },
  port: WarningPort,
): WarningRecord | undefined {
  if (record === undefined || isClosed(record.warning)) {
    if (record !== undefined && record.warning.state !== 'withdrawn') return record;
    return begin(record, assessment, options, port);
  }
  const reason = turned(assessment);
  if (reason !== undefined) {
    turn(record, reason, assessment, port);
    return record;
  }
  refresh(record, assessment, options.now_us, port);
  return record;
}

function begin(
  earlier: WarningRecord | undefined,
  assessment: Assessment,
  options: { readonly id: string; readonly line: Line; readonly recommendProbability: number; readonly now_us: Micros },
  port: WarningPort,
): WarningRecord | undefined {
  if (
    withheld(assessment, options.recommendProbability) !== undefined ||
    assessment.impact === undefined ||
    turned(assessment) !== undefined
  )
    return earlier;
  const record = recommend(options.id, options.line, assessment, assessment.impact, options.now_us);
  port.changed('recommended', record.warning);
  return record;
}

/** The area follows the track: before release by a new revision to sign, after it by an update to everybody who got the alert. */
function refresh(record: WarningRecord, assessment: Assessment, now_us: Micros, port: WarningPort): void {
  const { warning } = record;
  const { impact } = assessment;
  if (impact === undefined || impact.kind === 'powered' || assessment.basis === 'predicted' || !materiallyChanged(warning, impact)) return;
  change(record, redraw(warning, assessment, impact), warning.state === 'released' ? 'updated' : 'revised', port);
  if (warning.state === 'released') send(record, 'update', warning.signatures, now_us, port);
}

/** The evidence has turned. What is not out yet is withdrawn; what is out gets its retraction made ready for two people to send. */
function turn(record: WarningRecord, reason: string, assessment: Assessment, port: WarningPort): void {
  const { warning } = record;
  if (warning.state !== 'released') {
    change(record, { ...warning, state: 'withdrawn', closedAt_us: assessment.at_us, retractionReason: reason }, 'withdrawn', port);
    return;
  }
  if (warning.retractionReady) return;
  change(record, { ...warning, retractionReady: true, retractionReason: reason }, 'retraction-ready', port);
}

/** The track behind a warning is gone. When it went because it should have been seen and was not, the warning is called in question;
 *  when it was predicted to have come down, the warning waits for people to end it (H4: nobody says that it was seen to fall). */
export function followLoss(record: WarningRecord, reason: string, assessment: Assessment, port: WarningPort): void {
  if (reason === 'lost' && !isClosed(record.warning)) turn(record, 'its track is lost: sensors should see it and do not', assessment, port);
}

function change(record: WarningRecord, warning: Warning, name: WarningChange, port: WarningPort): void {
  record.warning = warning;
  port.changed(name, warning);
}

function isClosed(warning: Warning): boolean {
  return warning.state === 'ended' || warning.state === 'retracted' || warning.state === 'withdrawn' || warning.state === 'dismissed';
}
