import { byPhenomenology } from '../../src/core/sense/sensor.ts';
import { microsFromIso } from '../../src/api/iso.ts';
import type { ActAnswer } from '../../src/api/wire-feed.ts';
import { createTimeline } from '../../src/cli/timeline.ts';
import type { Assessment, GroundPoint, ImpactEstimate } from '../../src/core/assess/assessment.ts';
import type { Place } from '../../src/core/assess/places.ts';
import type { Finding } from '../../src/core/discern/finding.ts';
import type { Evidence } from '../../src/core/discern/evidence.ts';
import { HYPOTHESES, type Hypothesis, type HypothesisProbability } from '../../src/core/discern/hypotheses.ts';
import type { Emission } from '../../src/core/tell/emission.ts';
import { geodesicDirect } from '../../src/core/frames/geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees, type Geodetic } from '../../src/core/frames/geodetic.ts';
import type { Input } from '../../src/core/journal.ts';
import { vec3 } from '../../src/core/math/vector.ts';
import type { SensorSpec } from '../../src/core/sense/sensor.ts';
import { degrees } from '../../src/core/units.ts';
import { takeAct } from '../../src/core/warn/acts.ts';
import { recommend, redrawn, type WarningRecord } from '../../src/core/warn/record.ts';
import type { HumanAct, Warning, WarningPort } from '../../src/core/warn/warning.ts';
import { createFeed, type Feed, type FeedOptions } from '../../src/server/feed.ts';
import type { PeopleConcerned } from '../../src/core/assess/people-in.ts';
import { counted } from '../samples/people.ts';

// A fixed course of events for the console, told by what the core would say. The flight is no flight of physics: a parabola over a
// great circle, close enough to a lofted test to look like one. The warning's lifecycle is the core's own.

const LAUNCH_US = microsFromIso('2022-11-18T01:14:00Z');
const SITE = geodeticDegrees(39.19, 125.67);
const AZIMUTH = degrees(70);
const RANGE_M = 998_000;
const APOGEE_M = 6_040_000;
const FLIGHT_S = 4140;

const at = (t_s: number): number => LAUNCH_US + Math.round(t_s * 1e6);

function groundAt(t_s: number, height_m = 0): Geodetic {
  const { latitude_rad, longitude_rad } = geodesicDirect(SITE.latitude_rad, SITE.longitude_rad, AZIMUTH, (RANGE_M * t_s) / FLIGHT_S);
  return { frame: 'geodetic', latitude_rad, longitude_rad, height_m };
}

function heightAt(t_s: number): number {
  const x = t_s / (FLIGHT_S / 2) - 1;
  return APOGEE_M * (1 - x * x) * Math.min(1, 0.15 + t_s / 400);
}

const SENSORS: readonly SensorSpec[] = [
  satellite('geo-east'),
  satellite('geo-west'),
  radar('radar-north', 40.9, 139.9, 270),
  radar('radar-south', 35.8, 136.0, 300),
];

function satellite(id: string): SensorSpec {
  return {
    kind: 'infrared-satellite',
    id,
    revisit_s: 10,
    detectionProbability: 0.95,
    falseDetectionsPerScan: 0.1,
    fieldOfRegard_sr: 0.05,
    sigmaLineOfSight_rad: 30e-6,
  };
}

function radar(id: string, latitude_deg: number, longitude_deg: number, centre_deg: number): SensorSpec {
  return {
    kind: 'radar',
    id,
    site: geodeticDegrees(latitude_deg, longitude_deg),
    revisit_s: 2,
    detectionProbability: 0.9,
    falseDetectionsPerScan: 0.5,
    rangeMin_m: 1e4,
    rangeMax_m: 2.5e6,
    elevationMin_rad: degrees(3),
    elevationMax_rad: degrees(85),
    azimuthCentre_rad: degrees(centre_deg),
    azimuthHalfWidth_rad: degrees(60),
    sigmaRange_m: 30,
    sigmaAngle_rad: 2e-3,
    sigmaRangeRate_mps: 10,
  };
}

/** Rough positions and sizes: labels for a picture, no gazetteer. */
const PLACES: readonly Place[] = (
  [
    ['Tokyo', 'JP', 35.7, 139.7, 8336599],
    ['Sapporo', 'JP', 43.1, 141.3, 1883027],
    ['Hakodate', 'JP', 41.8, 140.7, 275730],
    ['Aomori', 'JP', 40.8, 140.7, 298394],
    ['Sendai', 'JP', 38.3, 140.9, 1063103],
    ['Seoul', 'KR', 37.6, 127.0, 10349312],
    ['Pyongyang', 'KP', 39.0, 125.8, 3222000],
    ['Vladivostok', 'RU', 43.1, 131.9, 587022],
    ['Busan', 'KR', 35.1, 129.0, 3678555],
    ['Osaka', 'JP', 34.7, 135.5, 2592413],
    ['Beijing', 'CN', 39.9, 116.4, 11716620],
  ] as const
).map(([name, country, latitude, longitude, population]) => ({
  name,
  country,
  latitude_rad: degrees(latitude),
  longitude_rad: degrees(longitude),
  population,
}));

function around(point: Geodetic, major_m: number, minor_m: number): GroundPoint {
  return {
    point,
    covarianceEast_m2: major_m * major_m,
    covarianceEastNorth_m2: 0.3 * major_m * minor_m,
    covarianceNorth_m2: minor_m * minor_m,
  };
}

function impactAt(t_s: number, shift_m = 0): ImpactEstimate {
  const middle = groundAt(FLIGHT_S);
  const sigma_m = 60_000 * Math.exp(-t_s / 150) + 6000;
  const centre = geodesicDirect(middle.latitude_rad, middle.longitude_rad, degrees(90), shift_m);
  const area = Array.from({ length: 36 }, (_, k) =>
    geodesicDirect(centre.latitude_rad, centre.longitude_rad, degrees(-10 * k), 2.6 * sigma_m),
  );
  return {
    ...around(centre, sigma_m, sigma_m * 0.8),
    time_us: at(FLIGHT_S),
    sigmaTime_s: 4 + 30 * Math.exp(-t_s / 100),
    kind: 'ballistic',
    area,
    probability: 0.95,
  };
}

const PERIGEE: Finding = { feature: 'perigee', perigee_m: -5.21e6, apogee_m: 412_000 };
const LOFTED: Finding = { feature: 'speed-and-flight-path', speed_mps: 5900, angle_rad: degrees(78) };
const MOVES: Finding = { feature: 'motion', speed_mps: 3100 };

function weigh(missile: number): HypothesisProbability[] {
  const shares: Partial<Record<Hypothesis, number>> = {
    'ballistic-missile': missile,
    'space-launch': (1 - missile) * 0.8,
    unknown: (1 - missile) * 0.2,
  };
  return HYPOTHESES.map((hypothesis) => ({ hypothesis, probability: shares[hypothesis] ?? 0 }));
}

const EVIDENCE: readonly Evidence[] = [
  { finding: PERIGEE, against: { 'space-launch': -7.4 } },
  { finding: LOFTED, against: { 'ballistic-missile': -0.1, 'space-launch': -3.1 } },
  { finding: MOVES, against: { 'sun-glint': -12, 'stationary-heat': -12 } },
];

function assessmentAt(t_s: number, shift_m = 0): Assessment {
  const missile = Math.min(0.996, 0.4 + t_s / 200);
  const radarSeen = t_s >= 100;
  return {
    id: `E-1-a${Math.round(t_s / 5)}`,
    event: 'E-1',
    revision: Math.round(t_s / 5),
    at_us: at(t_s),
    tracks: ['T-1'],
    hypotheses: weigh(missile),
    evidence: EVIDENCE,
    cause: 'ballistic-missile',
    causeProbability: missile,
    ...(t_s > 110
      ? {
          energyClass: 'ICBM' as const,
          equivalentSpeed_mps: 7010,
          sigmaEquivalentSpeed_mps: 45,
          burnout_us: at(108),
          apogee_m: APOGEE_M,
          apogeeAt_us: at(FLIGHT_S / 2),
        }
      : {}),
    basis: 'observed',
    lastObserved_us: at(t_s - 1),
    phenomenologies: [
      {
        phenomenology: 'heat',
        state: 'observed',
        sensors: ['geo-east', 'geo-west'],
        hits: Math.round(t_s / 5),
        last_us: at(Math.min(t_s, 108) - 1),
      },
      radarSeen
        ? {
            phenomenology: 'radar',
            state: 'observed',
            sensors: ['radar-north', 'radar-south'],
            hits: Math.round(t_s - 98),
            last_us: at(t_s - 1),
          }
        : { phenomenology: 'radar', state: 'not-expected', sensors: ['radar-north', 'radar-south'], hits: 0 },
    ],
    burning: t_s <= 108,
    launch: { ...around(SITE, 9000, 4000), time_us: LAUNCH_US, sigmaTime_s: 2.4 },
    heading_rad: AZIMUTH,
    headingHalfWidth_rad: 0.05,
    ...(t_s > 110 ? { impact: impactAt(t_s, shift_m), people: PEOPLE } : {}),
  };
}

const PEOPLE: PeopleConcerned = {
  inEstimate: counted(298_394, [['Aomori', 298_394]]),
  inAlertArea: counted(574_124, [
    ['Aomori', 298_394],
    ['Hakodate', 275_730],
  ]),
};

function track(id: string, position: Geodetic, t_s: number, sigma_m: number, radarHits: number): Emission {
  const p = sigma_m * sigma_m;
  const covariance = Array.from({ length: 21 }, (_, k) =>
    k === 0 || k === 6 || k === 11 ? p : k === 15 || k === 18 || k === 20 ? 100 : 0,
  );
  return {
    kind: 'track',
    track: {
      id,
      at_us: at(t_s),
      status: 'confirmed',
      basis: 'observed',
      positionEcef_m: ecefVecFromGeodetic(position),
      velocityEcef_mps: vec3(0, 0, 3000),
      covariance,
      modes: { boost: 0.1, coast: 0.9, entry: 0, manoeuvre: 0 },
      score: 21,
      hits: { ...byPhenomenology(() => 0), heat: Math.round(t_s / 5), radar: radarHits },
      last_us: { heat: at(t_s - 1) },
      sources: [],
    },
  };
}

/** Everything that the console is told at a second of the flight, in order. */
function* emissionsAt(t_s: number): Generator<Emission> {
  if (t_s % 10 === 0) yield { kind: 'alive', at_us: at(t_s), line: 'exercise', entries: 5 * t_s };
  if (t_s >= 30 && t_s % 5 === 0)
    yield track('T-1', groundAt(t_s, heightAt(t_s)), t_s, 15_000 * Math.exp(-t_s / 60) + 400, Math.max(0, t_s - 98));
  if (t_s === 40)
    yield {
      kind: 'notice',
      notice: { event: 'E-1', at_us: at(40), track: 'T-1', firstSeen_us: at(33), phenomenology: 'heat', place: around(SITE, 12_000, 7000) },
    };
  if (t_s >= 50 && t_s % 5 === 0) yield { kind: 'assessment', assessment: assessmentAt(t_s) };
  if (t_s === 60) {
    const fire = geodeticDegrees(46.2, 129.4);
    yield track('T-2', fire, 60, 9000, 0);
    yield {
      kind: 'notice',
      notice: { event: 'E-2', at_us: at(60), track: 'T-2', firstSeen_us: at(20), phenomenology: 'heat', place: around(fire, 9000, 9000) },
    };
    yield { kind: 'assessment', assessment: { ...fireAssessment(), launch: undefined } };
  }
}

function fireAssessment(): Assessment {
  const { launch: _, heading_rad: __, headingHalfWidth_rad: ___, ...rest } = assessmentAt(60);
  const hypotheses = rest.hypotheses.map((one) => ({
    ...one,
    probability: one.hypothesis === 'stationary-heat' ? 0.97 : one.hypothesis === 'unknown' ? 0.03 : 0,
  }));
  return {
    ...rest,
    id: 'E-2-a1',
    event: 'E-2',
    tracks: ['T-2'],
    hypotheses,
    cause: 'stationary-heat',
    causeProbability: 0.97,
    burning: true,
  };
}

function inputsAt(t_s: number): Input[] {
  if (t_s % 10 !== 5) return [{ kind: 'tick' }];
  const scans = SENSORS.map((sensor, k): Input => {
    if (sensor.kind === 'radar') return { kind: 'radar-scan', sensor: sensor.id, measuredAt_us: at(t_s - 0.5), plots: [] };
    const position = ecefVecFromGeodetic(geodeticDegrees(0, 100 + 50 * k, 35_786_000));
    return { kind: 'infrared-scan', sensor: sensor.id, measuredAt_us: at(t_s - 1), satelliteEcef_m: position, detections: [] };
  });
  return [{ kind: 'tick' }, ...scans];
}

/** A theatre played by hand: time goes on when a test says so; acts meet the core's own lifecycle. */
export type Desk = {
  readonly feed: Feed;
  /** Plays every second up to this one. The warning is recommended at 150 s. */
  playTo(t_s: number): void;
  /** New evidence: the area moves, the warning gets another revision. */
  moveArea(shift_m: number): void;
  onAct(act: HumanAct): ActAnswer;
  warning(): Warning | undefined;
  say(emission: Emission): void;
};

export const RECOMMENDED_S = 150;

export function openDesk(options: Partial<FeedOptions> = {}): Desk {
  const timeline = createTimeline();
  const feed = createFeed({
    mode: 'EXERCISE',
    line: 'exercise',
    theatre: 'hs17-2022-11',
    title: 'Lofted test, 18 November 2022',
    narrate: (emission) => timeline.hear(emission),
    draft: draftText,
    textOf: ({ warning, purpose, id }) => `Text of ${id}, ${purpose}.\n${draftText(warning).release}`,
    channels: ['directory (exercise)'],
    ...options,
  });
  let now_s = -1;
  let seq = 0;
  let record: WarningRecord | undefined;
  const hearEntry = (t_s: number, input: Input): number => {
    feed.hearEntry({ seq, at_us: at(t_s), line: 'exercise', input });
    return seq++;
  };
  const port = (refuse: WarningPort['refuse']): WarningPort => ({
    line: 'exercise',
    changed: (change, warning, act) =>
      feed.hear({
        kind: 'warning',
        at_us: at(now_s),
        change,
        warning,
        ...(act ? { act: { act: act.act, person: act.person, role: act.role, session: act.session } } : {}),
      }),
    send(message) {
      feed.hear({ kind: 'message', message });
      hearEntry(now_s, { kind: 'delivery', message: message.id, channel: 'directory (exercise)', outcome: 'delivered' });
    },
    refuse,
  });
  const quiet = port(() => undefined);

  hearEntry(0, { kind: 'theatre', theatre: 'hs17-2022-11', line: 'exercise' });
  for (const sensor of SENSORS) hearEntry(0, { kind: 'sensor', sensor });
  hearEntry(0, { kind: 'places', point: SITE, radius_m: 3e6, places: PLACES, leftOut: 0 });

  return {
    feed,
    playTo(t_s) {
      while (now_s < t_s) {
        now_s += 1;
        for (const input of inputsAt(now_s)) hearEntry(now_s, input);
        for (const emission of emissionsAt(now_s)) feed.hear(emission);
        if (now_s !== RECOMMENDED_S) continue;
        const drawing = { assessment: assessmentAt(now_s), impact: impactAt(now_s), shelterRadius_m: 10_000 };
        record = recommend('W-1', 'exercise', drawing, at(now_s));
        quiet.changed('recommended', record.warning);
      }
    },
    moveArea(shift_m) {
      if (!record) throw new Error('nothing is recommended yet');
      const assessment = assessmentAt(now_s, shift_m);
      const before = record.warning.state;
      record.warning = redrawn(record.warning, { assessment, impact: impactAt(now_s, shift_m), shelterRadius_m: 10_000 }, 0);
      feed.hear({ kind: 'assessment', assessment });
      quiet.changed(before === 'released' ? 'updated' : 'revised', record.warning);
    },
    onAct(act) {
      if (!record) return { kind: 'refused', reason: 'unknown-warning: there is no warning' };
      const entry = hearEntry(now_s, act);
      let answer: ActAnswer = { kind: 'accepted' };
      const desk = port((reason, detail) => {
        feed.hear({ kind: 'refused', seq: entry, at_us: at(now_s), reason, detail });
        answer = { kind: 'refused', reason: `${reason}: ${detail}` };
      });
      takeAct(record, act, at(now_s), desk);
      return answer;
    },
    warning: () => record?.warning,
    say: (emission) => feed.hear(emission),
  };
}

function draftText(warning: Warning): { readonly release: string; readonly retraction: string } {
  const { peopleInAlertArea: people } = warning;
  const places = people.kind === 'counted' ? people.places.map((one) => one.name).join(', ') : '';
  return {
    release: `EXERCISE EXERCISE EXERCISE\nBallistic missile warning ${warning.id}, revision ${warning.revision}.\nA missile is predicted to come down near ${places}.\nGo inside, away from windows, and stay there until this warning ends.\nThis is an exercise.`,
    retraction: `EXERCISE EXERCISE EXERCISE\nWarning ${warning.id} is withdrawn. There is no danger from it.\nThis is an exercise.`,
  };
}
