import type { Assessment, ImpactEstimate } from '../../src/core/assess/assessment.ts';
import type { Geodetic } from '../../src/core/frames/geodetic.ts';
import type { Line } from '../../src/core/sense/line.ts';
import { degrees } from '../../src/core/units.ts';
import type { Hazard } from '../../src/core/warn/hazard.ts';
import type { Warning, WarningMessage } from '../../src/core/warn/warning.ts';
import { counted } from './people.ts';

const OTARU = counted(120_000, [['Otaru', 120_000]]);

/** 2022-11-18T01:14:00Z on the core's scale. */
export const LAUNCH_US = 1_668_734_040_000_000 + 37_000_000;

const at = (latitude_deg: number, longitude_deg: number): Geodetic => ({
  frame: 'geodetic',
  latitude_rad: degrees(latitude_deg),
  longitude_rad: degrees(longitude_deg),
  height_m: 0,
});

/** A counter-clockwise ring of `corners` points, a rough circle on the map. */
export function ringAround(latitude_deg: number, longitude_deg: number, radius_deg: number, corners = 36): readonly Geodetic[] {
  return Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * k) / corners;
    return at(
      latitude_deg + radius_deg * Math.sin(angle),
      longitude_deg + (radius_deg * Math.cos(angle)) / Math.cos(degrees(latitude_deg)),
    );
  });
}

export function sampleAssessment(changes: Partial<Assessment> = {}): Assessment {
  const spread = { covarianceEast_m2: 4e8, covarianceEastNorth_m2: 0, covarianceNorth_m2: 9e8 };
  const impact: ImpactEstimate = {
    point: at(41.2, 138.5),
    ...spread,
    time_us: LAUNCH_US + 4_140_000_000,
    sigmaTime_s: 6,
    kind: 'ballistic',
    area: ringAround(41.2, 138.5, 0.8),
    probability: 0.95,
  };
  return {
    id: 'E1-a4',
    event: 'E1',
    revision: 4,
    at_us: LAUNCH_US + 150_000_000,
    tracks: ['T1'],
    hypotheses: [{ hypothesis: 'ballistic-missile', probability: 0.97 }],
    evidence: [],
    cause: 'ballistic-missile',
    causeProbability: 0.97,
    energyClass: 'ICBM',
    equivalentSpeed_mps: 7100,
    sigmaEquivalentSpeed_mps: 40,
    basis: 'observed',
    lastObserved_us: LAUNCH_US + 149_000_000,
    phenomenologies: [
      { phenomenology: 'heat', state: 'observed', sensors: ['geo-1', 'geo-2'], hits: 20, last_us: LAUNCH_US + 149_000_000 },
      { phenomenology: 'radar', state: 'observed', sensors: ['coastal-1'], hits: 9, last_us: LAUNCH_US + 148_000_000 },
    ],
    burning: false,
    launch: { point: at(39.2, 125.7), ...spread, time_us: LAUNCH_US, sigmaTime_s: 2 },
    heading_rad: degrees(68),
    headingHalfWidth_rad: degrees(4),
    burnout_us: LAUNCH_US + 140_000_000,
    apogee_m: 6_049_000,
    apogeeAt_us: LAUNCH_US + 2_100_000_000,
    impact,
    people: { inEstimate: counted(90_000, [['Otaru', 120_000]]), inAlertArea: OTARU },
    ...changes,
  };
}

export function sampleWarning(line: Line, changes: Partial<Warning> = {}): Warning {
  const assessment = changes.assessment ?? sampleAssessment();
  const impact_us = assessment.impact?.time_us ?? LAUNCH_US;
  return {
    id: 'W1',
    event: assessment.event,
    line,
    revision: 2,
    state: 'released',
    assessment,
    area: { ring: assessment.impact?.area ?? [], estimate: assessment.impact?.area ?? [], probability: 0.95, shelterRadius_m: 10_000 },
    impactWindow: { from_us: impact_us - 48_000_000, to_us: impact_us + 48_000_000 },
    peopleInAlertArea: assessment.people?.inAlertArea ?? { kind: 'not-looked-up' },
    signatures: [
      { person: 'duty officer', role: 'duty officer', session: 's1', at_us: LAUNCH_US + 160_000_000, signedFor: 2 },
      { person: 'commander', role: 'supervisor', session: 's2', at_us: LAUNCH_US + 170_000_000, signedFor: 2 },
    ],
    retractSignatures: [],
    renewals: 0,
    recommendedAt_us: LAUNCH_US + 120_000_000,
    releasedAt_us: LAUNCH_US + 170_000_000,
    ...changes,
  };
}

export function sampleHazard(line: Line, changes: Partial<Hazard> = {}): Hazard {
  const { assessment, area, impactWindow, peopleInAlertArea } = sampleWarning(line);
  const { cause, causeProbability, basis, lastObserved_us, tracks } = assessment;
  return {
    id: 'H1',
    event: 'E1',
    line,
    revision: 1,
    state: 'stated',
    instruction: 'keep-clear',
    area,
    impactWindow,
    peopleInAlertArea,
    cause,
    causeProbability,
    basis,
    lastObserved_us,
    tracks,
    assessment: assessment.id,
    references: [],
    statedAt_us: LAUNCH_US + 300_000_000,
    said_us: LAUNCH_US + 300_000_000,
    ...changes,
  };
}

/** A message on one line; the type says which, as the real ones do after their check. */
export function sampleMessage(line: Line, changes: Partial<WarningMessage> = {}): WarningMessage {
  const warning = changes.warning ?? sampleWarning(line);
  return {
    kind: 'warning-message',
    id: `${warning.id}-m1`,
    line,
    messageType: 'Alert',
    purpose: 'alert',
    goesOutAs: warning.revision,
    references: [],
    sent_us: LAUNCH_US + 170_000_000,
    tracks: warning.assessment.tracks,
    warning,
    ...changes,
  };
}
