import { ellipseRing } from '../../src/core/assess/area.ts';
import type { Assessment, ImpactEstimate } from '../../src/core/assess/assessment.ts';
import { geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { takeAct } from '../../src/core/warn/acts.ts';
import { followAssessment, followJoin, followLoss, followOpening, followTime } from '../../src/core/warn/follow.ts';
import type { WarningRecord } from '../../src/core/warn/record.ts';
import type { ActName, HumanAct, Warning, WarningChange, WarningMessage, WarningPort } from '../../src/core/warn/warning.ts';

import { NONE_FOUND } from './people.ts';

// One warning's life on the core's own lifecycle: assessments and people's acts go in, what it says comes out.

export const MINUTE_US = 60_000_000;
/** When the sample flight is to come down. */
export const IMPACT_S = 1200;

export function impactAt(
  latitude: number,
  longitude: number,
  over: Partial<ImpactEstimate> & { readonly sigma_m?: number } = {},
): ImpactEstimate {
  const { sigma_m = 5000, ...rest } = over;
  const ground = {
    point: geodeticDegrees(latitude, longitude),
    covarianceEast_m2: sigma_m * sigma_m,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: sigma_m * sigma_m,
  };
  return {
    ...ground,
    time_us: IMPACT_S * 1e6,
    sigmaTime_s: 5,
    kind: 'ballistic',
    area: ellipseRing(ground, 0.95),
    probability: 0.95,
    ...rest,
  };
}

/** An assessment for which a warning is recommended. */
export function assessment(over: Partial<Assessment> = {}): Assessment {
  return {
    id: 'E1-a9',
    event: 'E1',
    revision: 9,
    at_us: 3 * MINUTE_US,
    tracks: ['T1'],
    hypotheses: [{ hypothesis: 'ballistic-missile', probability: 0.99 }],
    evidence: [],
    cause: 'ballistic-missile',
    causeProbability: 0.99,
    basis: 'observed',
    lastObserved_us: 3 * MINUTE_US,
    phenomenologies: [
      { phenomenology: 'heat', state: 'observed', sensors: ['s1'], hits: 40 },
      { phenomenology: 'radar', state: 'observed', sensors: ['r1'], hits: 20 },
    ],
    burning: false,
    impact: impactAt(41, 139),
    people: { inEstimate: NONE_FOUND, inAlertArea: NONE_FOUND },
    ...over,
  };
}

/** What turns the evidence against it. */
export const TURNED: Partial<Assessment> = { cause: 'satellite', causeProbability: 0.9, impact: undefined };
/** What neither stands nor turns: one that is not sure enough to recommend. */
export const UNSURE: Partial<Assessment> = { causeProbability: 0.6 };

export type Life = {
  readonly said: (WarningChange | `refused ${string}`)[];
  /** What each refusal says to the person. */
  readonly refusals: string[];
  readonly sent: WarningMessage[];
  readonly record: WarningRecord;
  readonly warning: Warning;
  /** Drops what was said so far and returns it. */
  heard(): string[];
  assess(at_s: number, over?: Partial<Assessment>): void;
  act(at_s: number, name: ActName, person: string, over?: Partial<HumanAct>): void;
  release(at_s: number): void;
  /** `lost_s`: by the time of measurement, which lags behind. */
  lose(at_s: number, lost_s?: number): void;
  join(at_s: number, into: Life): void;
  time(at_s: number): void;
  open(): void;
};

export const SIGNATURE_LASTS_S = 300;

/** A warning that was recommended at 180 s. */
export function newLife(id = 'W1'): Life {
  const said: Life['said'] = [];
  const sent: WarningMessage[] = [];
  const refusals: string[] = [];
  const port: WarningPort = {
    line: 'exercise',
    changed: (change) => said.push(change),
    send: (message) => sent.push(message),
    refuse: (reason, detail) => {
      said.push(`refused ${reason}`);
      refusals.push(detail);
    },
  };
  const options = (at_s: number) =>
    ({ id, line: 'exercise', recommendProbability: 0.95, shelterRadius_m: 10_000, now_us: at_s * 1e6 }) as const;
  const begun = followAssessment(undefined, assessment(), options(180), port);
  if (begun === undefined) throw new Error('it is recommended');
  const record = begun;
  const act: Life['act'] = (at_s, name, person, over = {}) =>
    takeAct(
      record,
      {
        kind: 'act',
        act: name,
        line: 'exercise',
        person,
        role: 'duty officer',
        session: `session of ${person}`,
        warning: id,
        revision: record.warning.revision,
        ...over,
      },
      at_s * 1e6,
      port,
    );
  return {
    said,
    refusals,
    sent,
    record,
    get warning() {
      return record.warning;
    },
    heard: () => said.splice(0),
    assess: (at_s, over = {}) => {
      followAssessment(record, assessment({ at_us: at_s * 1e6, lastObserved_us: at_s * 1e6, ...over }), options(at_s), port);
    },
    act,
    release: (at_s) => {
      act(at_s, 'release', 'first');
      act(at_s, 'release', 'second');
    },
    lose: (at_s, lost_s = at_s) => followLoss(record, lost_s * 1e6, at_s * 1e6, port),
    join: (at_s, into) => followJoin(record, into.record, at_s * 1e6, port),
    time: (at_s) => followTime(record, at_s * 1e6, SIGNATURE_LASTS_S, port),
    open: () => followOpening(record, port),
  };
}
