import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import { offset, ringHolds } from '../assess/area.ts';
import type { Line } from '../sense/line.ts';
import type { Micros } from '../units.ts';
import type { AlertArea, HumanAct, Signature, Warning, WarningMessage } from './warning.ts';

/** A warning with what the lifecycle must remember and a reader need not see. */
export type WarningRecord = { warning: Warning; retractSignatures: Signature[]; messages: WarningMessage[]; acknowledgedBy: Signature[] };

/** The area is what the current track's impact estimate says and nothing else (H3): there is no other parameter. */
export function areaOf(impact: ImpactEstimate): AlertArea {
  return { ring: impact.area, probability: impact.probability };
}

/** How many sigmas of the impact time the window spans on each side, and the least margin, s. */
const WINDOW_SIGMAS = 3;
const WINDOW_MARGIN_S = 30;

function windowOf(impact: ImpactEstimate): Warning['impactWindow'] {
  const half_us = Math.round((WINDOW_MARGIN_S + WINDOW_SIGMAS * impact.sigmaTime_s) * 1e6);
  return { from_us: impact.time_us - half_us, to_us: impact.time_us + half_us };
}

export function recommend(id: string, line: Line, assessment: Assessment, impact: ImpactEstimate, now_us: Micros): WarningRecord {
  const warning: Warning = {
    id,
    event: assessment.event,
    line,
    revision: 1,
    state: 'recommended',
    assessment,
    area: areaOf(impact),
    impactWindow: windowOf(impact),
    places: assessment.people.places,
    signatures: [],
    retractionReady: false,
    recommendedAt_us: now_us,
  };
  return { warning, retractSignatures: [], messages: [], acknowledgedBy: [] };
}

/** The warning redrawn from a newer assessment. Signatures under the old revision are void: nobody signed this text. */
export function redraw(warning: Warning, assessment: Assessment, impact: ImpactEstimate): Warning {
  return {
    ...warning,
    revision: warning.revision + 1,
    state: warning.state === 'half-released' ? 'recommended' : warning.state,
    assessment,
    area: areaOf(impact),
    impactWindow: windowOf(impact),
    places: assessment.people.places,
    signatures: warning.state === 'released' ? warning.signatures : [],
  };
}

/** Whether people would act differently on the new area: it reaches out of the old one, or it has shrunk to less than half as wide,
 *  or the time has left the old window. Refinement inside the old area is no reason to void a signature or to disturb the public. */
export function materiallyChanged(warning: Warning, impact: ImpactEstimate): boolean {
  const { ring } = warning.area;
  if (impact.time_us < warning.impactWindow.from_us || impact.time_us > warning.impactWindow.to_us) return true;
  const size = width(ring);
  const reach = grown(ring, impact.point, SLACK + (2 * COARSE_M) / size);
  if (impact.area.some((point) => !ringHolds(reach, point))) return true;
  return size > WIDE_M && width(impact.area) < SHRUNK * size;
}

/** A wide area that has shrunk to less than this share of its width is worth telling people. */
const SHRUNK = 0.4;
const WIDE_M = 60_000;
/** A new area may poke out of the old one by this share of the distance from the centre and this much besides: nobody takes shelter
 *  by the kilometre, and every update costs attention. */
const SLACK = 1.15;
const COARSE_M = 10_000;

function grown(ring: AlertArea['ring'], centre: ImpactEstimate['point'], factor: number): AlertArea['ring'] {
  return ring.map((corner) => ({
    ...corner,
    latitude_rad: centre.latitude_rad + factor * (corner.latitude_rad - centre.latitude_rad),
    longitude_rad: centre.longitude_rad + factor * turnsRemoved(corner.longitude_rad - centre.longitude_rad),
  }));
}

function turnsRemoved(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

/** Longest distance from the first corner: a measure of size that is cheap and steady. */
function width(ring: AlertArea['ring']): number {
  let most = 0;
  for (const corner of ring) {
    const { east, north } = offset(ring[0], corner);
    most = Math.max(most, Math.sqrt(east * east + north * north));
  }
  return most;
}

export function signature(act: HumanAct, at_us: Micros): Signature {
  return { person: act.person, session: act.session, at_us, revision: act.revision };
}

/** Why this signature cannot be the second one; the first always can. */
export function secondSignatureError(existing: readonly Signature[], act: HumanAct): 'same-person' | 'same-session' | undefined {
  if (existing.some(({ person }) => person === act.person)) return 'same-person';
  if (existing.some(({ session }) => session === act.session)) return 'same-session';
  return undefined;
}

/** The next message of a warning. A retraction and an end refer to every earlier one, so that they follow it everywhere (H13). */
export function messageOf(record: WarningRecord, purpose: WarningMessage['purpose'], sent_us: Micros): WarningMessage {
  return {
    kind: 'warning-message',
    id: `${record.warning.id}-m${record.messages.length + 1}`,
    line: record.warning.line,
    messageType: purpose === 'alert' ? 'Alert' : purpose === 'retraction' ? 'Cancel' : 'Update',
    purpose,
    references: record.messages.map(({ id, sent_us: at }) => ({ id, sent_us: at })),
    sent_us,
    tracks: record.warning.assessment.tracks,
    warning: record.warning,
  };
}
