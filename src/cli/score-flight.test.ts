import { byPhenomenology } from '../core/sense/sensor.ts';
import { expect, test } from 'vitest';
import type { Assessment, GroundPoint } from '../core/assess/assessment.ts';
import type { Emission, TrackReport } from '../core/tell/emission.ts';
import { geodesicDirect } from '../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, type Geodetic, geodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import { degrees } from '../core/units.ts';
import type { TruthFlight } from '../sim/truth.ts';
import { scoreAscent } from './score-ascent.ts';
import { createFlightEar, scoreFlight } from './score-flight.ts';

const site = geodeticDegrees(39, 126);
const at = (seconds: number) => seconds * 1e6;

function away(from: Geodetic, azimuth_deg: number, distance_m: number): Geodetic {
  const point = geodesicDirect(from.latitude_rad, from.longitude_rad, degrees(azimuth_deg), distance_m);
  return geodetic(point.latitude_rad, point.longitude_rad, 0);
}

const landing = away(site, 90, 1_000_000);

/** A flight that hangs over its site: enough for the one who keeps the score. */
const truth: TruthFlight = {
  id: 'flight',
  kind: 'ballistic',
  heat: 'of-class',
  launch: { point: site, time_us: 0 },
  stateAt: (at_us) =>
    at_us < 0 || at_us > at(600)
      ? undefined
      : { r: ecefVecFromGeodetic(site), v: { x: 0, y: 0, z: 0 }, thrust_mps2: 0, plume_Wpsr: 0, crossSection_m2: 0.1 },
  burnout_us: at(90),
  apogee: { height_m: 300_000, at_us: at(300) },
  impact: { point: landing, time_us: at(600) },
  end_us: at(600),
  equivalentSpeed_mps: 3100,
  energyClass: 'MRBM',
};

function ground(point: Geodetic, sigma_m: number): GroundPoint {
  return { point, covarianceEast_m2: sigma_m ** 2, covarianceEastNorth_m2: 0, covarianceNorth_m2: sigma_m ** 2 };
}

function assessment(seconds: number, missKilometres: number, changes: Partial<Assessment> = {}): Assessment {
  const point = away(landing, 0, missKilometres * 1000);
  const area = [45, 135, 225, 315].map((azimuth) => away(point, azimuth, 20_000));
  return {
    id: 'E1-a1',
    event: 'E1',
    revision: seconds,
    at_us: at(seconds),
    tracks: ['T1'],
    hypotheses: [],
    evidence: [],
    cause: 'ballistic-missile',
    causeProbability: 0.99,
    energyClass: 'MRBM',
    basis: 'observed',
    lastObserved_us: at(seconds),
    phenomenologies: [],
    burning: false,
    launch: { ...ground(away(site, 0, 2000), 1000), time_us: 0, sigmaTime_s: 1 },
    impact: { ...ground(point, 5000), time_us: at(604), sigmaTime_s: 3, kind: 'ballistic', area, probability: 0.95 },
    ...changes,
  };
}

function track(id: string, place: Geodetic): Emission {
  const report: TrackReport = {
    id,
    at_us: at(50),
    status: 'confirmed',
    basis: 'observed',
    positionEcef_m: ecefVecFromGeodetic(place),
    velocityEcef_mps: { x: 0, y: 0, z: 0 },
    covariance: [],
    modes: { boost: 1, coast: 0, entry: 0, manoeuvre: 0 },
    score: 10,
    hits: { ...byPhenomenology(() => 0), heat: 3 },
    last_us: {},
    sources: [],
  };
  return { kind: 'track', track: report };
}

const notice = (event: string, trackId: string, seconds: number): Emission => ({
  kind: 'notice',
  notice: { event, at_us: at(seconds), track: trackId, firstSeen_us: at(seconds), phenomenology: 'heat', place: ground(site, 1000) },
});

const row = { flight: '1', date: '2020-01-01', missile: 'X', recordedType: 'MRBM' };

test('only what was said of the flight counts for it: a false track far off has a notice of its own', () => {
  const ear = createFlightEar(truth);
  const said = [track('T9', away(site, 0, 800_000)), notice('E9', 'T9', 20), track('T1', away(site, 0, 3000)), notice('E1', 'T1', 40)];
  for (const emission of said) ear.hear(emission);
  ear.hear({ kind: 'assessment', assessment: { ...assessment(60, 1), event: 'E9', tracks: ['T9'] } });
  ear.hear({ kind: 'assessment', assessment: assessment(61, 1) });
  const heard = ear.heard();
  expect(heard.notice_us).toBe(at(40));
  expect(heard.assessments.map((one) => one.event)).toEqual(['E1']);
});

test('impact figures are those that stand at the true apogee, launch and class those of the end', () => {
  const assessments = [assessment(200, 30), assessment(295, 4), assessment(310, 1), assessment(590, 0.1, { energyClass: 'SRBM' })];
  const { line } = scoreFlight(row, truth, at(30), { assessments, notice_us: at(40) });
  expect(line.impactError_km).toBeCloseTo(4, 2);
  expect(line.impactPredicted_km).toBeCloseTo(7.07, 2);
  expect(line).toMatchObject({
    impactInside95: true,
    impactTimeError_s: 4,
    energyClass: 'SRBM',
    trueClass: 'MRBM',
    noticeAt_s: 40,
    plumeSeenAt_s: 30,
  });
  expect(line.launchError_km).toBeCloseTo(2, 2);
  expect(line).toMatchObject({ launchInside95: true, areaHoldsImpactAtApogee: true, areaHoldsImpactAtEnd: true });
});

test('a flight that is first assessed after its apogee is scored by that assessment', () => {
  const { line } = scoreFlight(row, truth, undefined, { assessments: [assessment(400, 25), assessment(500, 1)] });
  expect(line.impactError_km).toBeCloseTo(25, 1);
  expect(line).toMatchObject({
    impactInside95: false,
    areaHoldsImpactAtApogee: false,
    areaHoldsImpactAtEnd: true,
    plumeSeenAt_s: null,
    noticeAt_s: null,
  });
});

test('a flight of which nothing was said has no figures, and no zeros in their place', () => {
  const { line } = scoreFlight(row, truth, undefined, { assessments: [] });
  expect(line).toMatchObject({
    cause: null,
    energyClass: null,
    launchError_km: null,
    impactError_km: null,
    impactInside95: null,
    areaHoldsImpactAtEnd: null,
  });
});

test('sure is the first time after which the cause keeps its 0.95 to the end of the record', () => {
  const assessments = [
    assessment(60, 0, { causeProbability: 0.99 }),
    assessment(70, 0, { causeProbability: 0.9 }),
    assessment(80, 0, { causeProbability: 0.96 }),
    assessment(90, 0, { cause: 'space-launch', causeProbability: 0.97 }),
    assessment(100, 0, { cause: 'space-launch', causeProbability: 0.99 }),
    assessment(900, 0, { cause: 'unknown', causeProbability: 0.3 }),
  ];
  expect(scoreAscent('x', 7.5, truth, { assessments })).toMatchObject({ cause: 'space-launch', sureAt_s: 90, recommended: false });
  expect(scoreAscent('x', 7.5, truth, { assessments: assessments.slice(0, 2) })).toMatchObject({ sureAt_s: null });
  expect(scoreAscent('x', 7.5, truth, { assessments: [] })).toMatchObject({
    cause: null,
    sureAt_s: null,
    impact: null,
    impactHoldsEnd: null,
  });
});
