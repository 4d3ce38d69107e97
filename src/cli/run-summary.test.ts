import { expect, test } from 'vitest';
import { microsFromIso } from '../api/iso.ts';
import { runSummarySchema } from '../api/wire-cli.ts';
import type { Assessment } from '../core/assess/assessment.ts';
import type { Emission } from '../core/tell/emission.ts';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import type { Warning } from '../core/warn/warning.ts';
import { createRunSummary } from './run-summary.ts';

const zero_us = microsFromIso('2020-01-01T00:00:00Z');
const at = (seconds: number) => zero_us + seconds * 1e6;
const place = { point: geodeticDegrees(40, 130), covarianceEast_m2: 9e6, covarianceEastNorth_m2: 0, covarianceNorth_m2: 16e6 };

function assessment(event: string, cause: Assessment['cause'], causeProbability: number): Assessment {
  return {
    id: `${event}-a1`,
    event,
    revision: 1,
    at_us: at(60),
    tracks: ['T1'],
    hypotheses: [],
    evidence: [],
    cause,
    causeProbability,
    basis: 'observed',
    lastObserved_us: at(60),
    phenomenologies: [],
    burning: false,
    launch: { ...place, time_us: at(1), sigmaTime_s: 1 },
    impact: { ...place, time_us: at(600), sigmaTime_s: 3, kind: 'ballistic', area: [], probability: 0.95 },
  };
}

const notice = (event: string): Emission => ({
  kind: 'notice',
  notice: { event, at_us: at(41), track: 'T1', firstSeen_us: at(35), phenomenology: 'heat', place },
});
const assessed = (event: string, cause: Assessment['cause'], probability: number): Emission => ({
  kind: 'assessment',
  assessment: assessment(event, cause, probability),
});
const warned = (seconds: number, change: Extract<Emission, { kind: 'warning' }>['change']): Emission => ({
  kind: 'warning',
  at_us: at(seconds),
  change,
  warning: { event: 'E1' } as Warning,
});

function summaryOf(emissions: readonly Emission[]) {
  const summary = createRunSummary('a-drill', 3, zero_us);
  for (const emission of emissions) summary.hear(emission);
  return summary.result();
}

test('a run that says nothing has level none, and null where nothing was', () => {
  const summary = summaryOf([]);
  expect(summary).toMatchObject({ level: 'none', noticeAt_s: null, cause: null, launch: null, impact: null });
  expect(runSummarySchema.parse(summary)).toEqual(summary);
});

test('a glint stays at notice, and so does what is not more likely than everything else together', () => {
  expect(summaryOf([notice('E1'), assessed('E1', 'sun-glint', 0.99)])).toMatchObject({
    level: 'notice',
    cause: 'sun-glint',
    noticeAt_s: 41,
  });
  expect(summaryOf([notice('E1'), assessed('E1', 'ballistic-missile', 0.43)])).toMatchObject({ level: 'notice' });
  expect(summaryOf([notice('E1'), assessed('E1', 'ballistic-missile', 0.6)])).toMatchObject({ level: 'assessment' });
});

test('the level is the highest that was reached, and each first time counts', () => {
  const said = [
    notice('E1'),
    assessed('E1', 'ballistic-missile', 0.99),
    warned(120, 'recommended'),
    warned(150, 'released'),
    warned(200, 'retracted'),
    warned(300, 'released'),
  ];
  expect(summaryOf(said)).toMatchObject({
    level: 'released',
    takenBack: false,
    recommendedAt_s: 120,
    releasedAt_s: 150,
    retractedAt_s: 200,
  });
});

test('the figures are of the event that went furthest, at the units of the edge', () => {
  const { cause, launch, impact } = summaryOf([
    notice('E2'),
    assessed('E2', 'sun-glint', 0.9),
    notice('E1'),
    assessed('E1', 'ballistic-missile', 0.99),
    warned(120, 'recommended'),
  ]);
  expect(cause).toBe('ballistic-missile');
  expect(launch?.sigma_km).toBeCloseTo(5, 9);
  expect(launch?.latitude).toBeCloseTo(40, 9);
  expect(impact?.semiMajor_km).toBeCloseTo(4 * 2.4477, 3);
  expect(impact?.semiMinor_km).toBeCloseTo(3 * 2.4477, 3);
});

test('a warning that was retracted and not released again is taken back in the end', () => {
  expect(summaryOf([warned(150, 'released'), warned(200, 'retracted')])).toMatchObject({ level: 'released', takenBack: true });
  expect(summaryOf([warned(150, 'released')])).toMatchObject({ takenBack: false });
});
