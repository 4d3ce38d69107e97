import { z } from 'zod';
import { ANNOUNCED_CHECKS } from '../core/assess/announcement.ts';
import type { Emission } from '../core/tell/emission.ts';
import { NO_IMPACT } from '../core/assess/assessment.ts';
import { SCREEN_REASONS } from '../core/detect/screen.ts';
import { HYPOTHESES } from '../core/discern/hypotheses.ts';
import { LINES } from '../core/sense/line.ts';
import { type SensorSpec, PHENOMENOLOGIES } from '../core/sense/sensor.ts';
import type { HumanAct } from '../core/warn/warning.ts';
import { alarmSchema } from './wire-alarm.ts';
import { findingSchema } from './wire-finding.ts';
import { peopleConcernedSchema, peopleInSchema } from './wire-people.ts';

// What the core says, as schemas: the same names, the same SI units and radians, so that a reader needs one vocabulary.
// Object schemas let unknown fields pass: a later version may add some, and an old reader must not choke on them.

/** Nudges zod off `new Function`, which a strict content security policy reports even when it is only tried. */
z.config({ jitless: true });

const micros = z.int().describe('integer microseconds of TAI since 1970-01-01T00:00:00 TAI');
const span = z.object({ from_us: micros, to_us: micros });
const vec3 = z.object({ x: z.number(), y: z.number(), z: z.number() });
const probability = z.number().min(0).max(1);
const energyClass = z.enum(['SRBM', 'MRBM', 'IRBM', 'ICBM']);

export const lineSchema = z.enum(LINES).describe('live, exercise or test; nothing crosses');

export const geodeticSchema = z.object({
  frame: z.literal('geodetic'),
  latitude_rad: z.number(),
  longitude_rad: z.number(),
  height_m: z.number(),
});

const courseShape = { heading_rad: z.number().optional(), headingHalfWidth_rad: z.number().optional() };

const groundPointShape = {
  point: geodeticSchema,
  covarianceEast_m2: z.number(),
  covarianceEastNorth_m2: z.number(),
  covarianceNorth_m2: z.number(),
};

const phenomenology = z.enum(PHENOMENOLOGIES);
const basis = z.enum(['observed', 'predicted']).describe('seen now, or only computed forward from what was seen');
const ring = z.array(geodeticSchema).describe('closed ring, the first point not repeated');

export const trackSchema = z.object({
  id: z.string(),
  at_us: micros,
  status: z.enum(['tentative', 'confirmed', 'ended']),
  basis,
  positionEcef_m: vec3,
  velocityEcef_mps: vec3,
  covariance: z.array(z.number()).describe('position and velocity, 6×6, upper triangle by rows, SI'),
  modes: z.object({ boost: z.number(), coast: z.number(), entry: z.number(), manoeuvre: z.number() }),
  score: z.number().describe('log-likelihood ratio of an object against clutter'),
  hits: z.record(phenomenology, z.int()),
  last_us: z.partialRecord(phenomenology, micros),
  sources: z.array(
    z.object({
      seq: z.int(),
      index: z.int(),
      weight: z.number().describe('how surely it was the track’s, where a doubt was left; absent it is certain').optional(),
    }),
  ),
});

export const noticeSchema = z.object({
  event: z.string(),
  at_us: micros,
  track: z.string(),
  firstSeen_us: micros,
  phenomenology,
  place: z.object(groundPointShape),
});

const ACTS = ['acknowledge', 'release', 'retract', 'end', 'dismiss'] as const;

export const assessmentSchema = z.object({
  id: z.string(),
  event: z.string(),
  revision: z.int(),
  at_us: micros,
  tracks: z.array(z.string()),
  hypotheses: z.array(z.object({ hypothesis: z.enum(HYPOTHESES), probability })).describe('most probable first'),
  evidence: z.array(
    z.object({
      finding: findingSchema,
      against: z
        .partialRecord(z.enum(HYPOTHESES), z.number())
        .describe('log-likelihood relative to the best explanation of this finding; a hypothesis not named explains it best'),
    }),
  ),
  cause: z.enum(HYPOTHESES),
  causeProbability: probability,
  undecided: z
    .object({ between: z.array(z.enum(HYPOTHESES)), decidedAt_us: micros })
    .optional()
    .describe('causes that nothing can tell apart before a time: a launcher in coast may still light its last stage'),
  energyClass: energyClass
    .optional()
    .describe('by energy relative to the turning Earth, of what comes down; absent where no class has nine tenths'),
  classes: z
    .array(z.object({ energyClass, probability }))
    .optional()
    .describe('what the energy and its error leave of each, likeliest first'),
  equivalentSpeed_mps: z.number().optional(),
  sigmaEquivalentSpeed_mps: z.number().optional(),
  basis,
  lastObserved_us: micros,
  phenomenologies: z.array(
    z.object({
      phenomenology,
      state: z.enum(['observed', 'expected-and-absent', 'not-expected']),
      sensors: z.array(z.string()),
      hits: z.int(),
      last_us: micros.optional(),
    }),
  ),
  burning: z.boolean(),
  launch: z.object({ ...groundPointShape, time_us: micros, sigmaTime_s: z.number(), ...courseShape }).optional(),
  ...courseShape,
  burnout_us: micros.optional(),
  apogee_m: z.number().optional(),
  apogeeAt_us: micros.optional(),
  impact: z
    .object({
      ...groundPointShape,
      time_us: micros,
      sigmaTime_s: z.number(),
      span: span
        .optional()
        .describe(
          'of what may be of several kinds, or may manoeuvre: from three sigmas before the first to three after the last, or to when what lift holds up longest is down',
        ),
      kind: z.enum(['ballistic', 'may-manoeuvre']),
      area: ring,
      probability,
      asItFalls: z
        .object({ area: ring, probability, span })
        .optional()
        .describe('of what may manoeuvre and has not been seen to: where it falls if it goes on as it does'),
    })
    .optional(),
  ballisticCoefficientMost_kgpm2: z
    .number()
    .optional()
    .describe('no more mass over its drag area than this, with 97.5 %, by what the air has taught'),
  announced: z
    .object({
      id: z.string(),
      what: z.string().describe('in the announcer’s words'),
      state: z.enum(['as-announced', 'deviates']),
      matches: z.array(z.enum(ANNOUNCED_CHECKS)).describe('what could be checked, and matches'),
      holds: z.boolean().describe('whether a recommendation is held back for it'),
      deviation: z.object({ what: z.enum(ANNOUNCED_CHECKS), at_us: micros }).optional(),
    })
    .describe('what the flight was announced as; absent where no announcement fits')
    .optional(),
  noImpact: z.enum(NO_IMPACT).optional().describe('why no impact is stated'),
  people: peopleConcernedSchema.optional().describe('of the impact’s two areas'),
});

const signature = z.object({
  person: z.string(),
  role: z.string(),
  session: z.string(),
  at_us: micros,
  signedFor: z.int().describe('the revision that the person read'),
});

const turnedKinds = [
  z.object({ kind: z.literal('other-cause'), cause: z.enum(HYPOTHESES), probability }),
  z.object({ kind: z.literal('radar-absent') }),
  z.object({ kind: z.literal('track-lost') }),
] as const;
const turned = z.discriminatedUnion('kind', turnedKinds);
const closingReason = z.discriminatedUnion('kind', [
  ...turnedKinds,
  z.object({ kind: z.literal('people'), text: z.string().optional() }),
  z.object({ kind: z.literal('one-phenomenology') }),
  z.object({ kind: z.literal('window-over') }),
  z.object({ kind: z.literal('same-object'), warning: z.string() }),
]);

const pieceExclusion = z.discriminatedUnion('kind', [
  ...turnedKinds,
  z.object({ kind: z.literal('come-down') }),
  z.object({ kind: z.literal('light'), ballisticCoefficientMost_kgpm2: z.number() }),
  z.object({ kind: z.literal('elsewhere') }),
]);

const alertArea = z.object({
  ring: ring.describe('all within the shelter radius of the estimate’s own area; closed, the first point not repeated'),
  estimate: ring.describe('the estimate’s own area; closed, the first point not repeated'),
  probability: probability.describe('that the impact falls into the estimate’s own area'),
  shelterRadius_m: z.number(),
  reach: z
    .object({ ring, probability, until_us: micros })
    .optional()
    .describe('where else it may come down if it manoeuvres, and until when: to be ready, not to take shelter'),
});

export const warningSchema = z.object({
  id: z.string(),
  event: z.string(),
  pieces: z
    .array(
      z.object({
        event: z.string(),
        tracks: z.array(z.string()),
        inArea: z.boolean().describe('the area was drawn over this one’s, or held it already'),
        excluded: pieceExclusion.optional().describe('why its area counts no more'),
      }),
    )
    .optional()
    .describe('of what has parted in flight: all pieces, whose areas it holds until they are excluded'),
  line: lineSchema,
  revision: z.int(),
  state: z.enum(['recommended', 'half-released', 'released', 'ended', 'retracted', 'withdrawn', 'dismissed', 'lapsed', 'joined']),
  assessment: assessmentSchema,
  area: alertArea,
  impactWindow: span,
  peopleInAlertArea: peopleInSchema.describe('those who are told, more than those in the estimate’s own area'),
  signatures: z.array(signature),
  retractSignatures: z.array(signature).describe('for the retraction, while it has only one'),
  turned: turned.optional().describe('the evidence has turned against a released warning: its retraction is ready'),
  renewals: z.int().describe('times that it was recommended again after it had been closed'),
  recommendedAt_us: micros,
  releasedAt_us: micros.optional(),
  closedAt_us: micros.optional(),
  closedFor: closingReason.optional(),
});

const hazardEnd = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('window-over') }),
  z.object({ kind: z.literal('does-not-come-down') }),
  z.object({ kind: z.literal('track-lost') }),
  z.object({ kind: z.literal('warned'), warning: z.string() }),
  z.object({ kind: z.literal('same-object'), event: z.string() }),
]);

/** That something comes down, whatever it is: information that nobody signs and no channel of warnings carries. */
export const hazardSchema = z.object({
  id: z.string(),
  event: z.string(),
  line: lineSchema,
  revision: z.int(),
  state: z.enum(['stated', 'ended']),
  instruction: z.enum(['keep-clear', 'all-clear', 'heed-warning']),
  area: alertArea,
  impactWindow: span,
  peopleInAlertArea: peopleInSchema.describe('those who are told'),
  cause: z.enum(HYPOTHESES).describe('for those on duty; what to do does not depend on it'),
  causeProbability: probability,
  basis,
  lastObserved_us: micros,
  tracks: z.array(z.string()),
  assessment: z.string().describe('the assessment that this was drawn from'),
  references: z.array(z.object({ id: z.string(), sent_us: micros })).describe('what was said of it before'),
  statedAt_us: micros,
  said_us: micros.describe('when this revision was said'),
  endedFor: hazardEnd.optional(),
});

export const eventEndSchema = z.enum(['not-seen-again', 'lost', 'forgotten', 'diverged', 'come-down', 'same-object', 'unmade']);

const actor = z.object({ act: z.enum(ACTS), person: z.string(), role: z.string(), session: z.string(), reason: z.string().optional() });

export const messageSchema = z.object({
  kind: z.literal('warning-message'),
  id: z.string(),
  line: lineSchema,
  messageType: z.enum(['Alert', 'Update', 'Cancel']),
  purpose: z.enum(['alert', 'update', 'end', 'retraction', 'same-object']),
  goesOutAs: z.int().describe('the revision that this is'),
  references: z.array(z.object({ id: z.string(), sent_us: micros })),
  sent_us: micros,
  tracks: z.array(z.string()),
  warning: warningSchema,
  notRecorded: z.literal(true).optional().describe('sent while the record failed'),
});

const refusal = z.enum([
  'wrong-line',
  'unknown-sensor',
  'late',
  'doubled',
  'from-the-future',
  'too-many-detections',
  'not-finite',
  'no-place',
  'unknown-warning',
  'unknown-revision',
  'stale-revision',
  'same-person',
  'same-session',
  'role-may-not-sign',
  'repeated',
  'wrong-state',
  'unknown-setting',
  'unknown-theatre',
  'sensor-limit',
  'bad-announcement',
  'announcement-limit',
  'unknown-input',
  'time-went-back',
]);

const change = z.enum([
  'recommended',
  'renewed',
  'revised',
  'half-released',
  'released',
  'updated',
  'retraction-ready',
  'stands-again',
  'shortened',
  'half-retracted',
  'retracted',
  'ended',
  'withdrawn',
  'dismissed',
  'lapsed',
  'joined',
  'moved',
  'piece-added',
  'piece-excluded',
  'signature-expired',
  'signature-voided',
  'acknowledged',
]);

const screenReason = z.enum(SCREEN_REASONS);

export const launchesSchema = z.object({
  kind: z.literal('launches'),
  at_us: micros,
  likeliest: z.int(),
  low: z.int(),
  high: z.int(),
  expected: z.number(),
  probability: z.number().describe('that the number is between `low` and `high`'),
  objects: z.int().describe('confirmed tracks now; objects are not launches'),
});

const emissionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('refused'),
    seq: z.int(),
    at_us: micros,
    reason: refusal,
    detail: z.string(),
    source: z.string().optional().describe('of what is counted: a sensor, or another line'),
    count: z.int().optional().describe('how many of this source and reason so far; the first and every hundredth are told'),
  }),
  alarmSchema,
  z.object({
    kind: z.literal('late-taken'),
    at_us: micros,
    scans: z.array(z.object({ seq: z.int(), sensor: z.string(), measuredAt_us: micros })),
    since_us: micros.describe('the tracks were folded again from here'),
    changes: z.array(z.object({ track: z.string(), change: z.enum(['moved', 'appeared', 'returned', 'gone']), moved_m: z.number() })),
  }),
  z.object({
    kind: z.literal('screened'),
    at_us: micros,
    seq: z.int().describe('the journal entry of the scan'),
    sensor: z.string(),
    detections: z.int().describe('in the scan'),
    counts: z.partialRecord(screenReason, z.int()),
    setAside: z.array(z.object({ index: z.int(), reason: screenReason })).describe('the first hundred'),
  }),
  z.object({ kind: z.literal('track'), track: trackSchema }),
  z.object({ kind: z.literal('notice'), notice: noticeSchema }),
  z.object({ kind: z.literal('assessment'), assessment: assessmentSchema }),
  z.object({
    kind: z.literal('places-wanted').describe('who lives there is not looked up yet'),
    at_us: micros,
    point: geodeticSchema,
    radius_m: z.number(),
  }),
  z.object({
    kind: z.literal('event-ended'),
    at_us: micros,
    event: z.string(),
    track: z.string(),
    reason: eventEndSchema,
    into: z.string().optional().describe('the event of the same object, which goes on'),
  }),
  z.object({ kind: z.literal('event-resumed'), at_us: micros, event: z.string(), track: z.string() }),
  z.object({ kind: z.literal('warning'), at_us: micros, change, warning: warningSchema, act: actor.optional() }),
  z.object({ kind: z.literal('message'), message: messageSchema }),
  z.object({ kind: z.literal('hazard'), at_us: micros, change: z.enum(['stated', 'revised', 'ended']), hazard: hazardSchema }),
  launchesSchema,
  z.object({ kind: z.literal('alive'), at_us: micros, line: lineSchema, entries: z.int() }),
]);

/** One thing that the core said, with its time once more as ISO text: the wire form of `Emission`. */
export const wireEmissionSchema = emissionSchema.and(z.object({ time: z.string().describe('UTC, ISO 8601') }));

export const sensorSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('infrared-satellite'),
    id: z.string(),
    revisit_s: z.number(),
    detectionProbability: z.number(),
    falseDetectionsPerScan: z.number(),
    fieldOfRegard_sr: z.number(),
    sigmaLineOfSight_rad: z.number(),
    sigmaPointing_rad: z
      .number()
      .describe(
        'Of the errors that its detections state, what all of some minutes have in common on each axis, one sigma. Absent where nobody says',
      )
      .optional(),
  }),
  z.object({
    kind: z.literal('radar'),
    id: z.string(),
    site: geodeticSchema,
    revisit_s: z.number(),
    detectionProbability: z.number(),
    sensitivity: z
      .object({ signalToNoise_dB: z.number(), range_m: z.number(), falseAlarmProbability: z.number() })
      .describe('Of one square metre at that range. Absent: one square metre is shown every other time at rangeMax_m')
      .optional(),
    falseDetectionsPerScan: z.number(),
    rangeMin_m: z.number(),
    rangeMax_m: z.number(),
    elevationMin_rad: z.number(),
    elevationMax_rad: z.number(),
    azimuthCentre_rad: z.number(),
    azimuthHalfWidth_rad: z.number(),
    sigmaRange_m: z.number(),
    sigmaAngle_rad: z.number(),
    sigmaRangeRate_mps: z.number().describe('Absent: it measures no range rate').optional(),
    moves: z.literal(true).describe('Where it was comes with each scan').optional(),
    refraction: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('none') }),
        z.object({ kind: z.literal('four-thirds-earth') }),
        z.object({ kind: z.literal('exponential'), refractivity: z.number(), scaleHeight_m: z.number() }),
      ])
      .describe('How the air bends its plots; absent: it takes that out itself')
      .optional(),
  }),
]);

export const actNameSchema = z.enum(ACTS);

// The schemas say the same as the core's types, field for field. When one of them moves without the other, these lines stop compiling.
type Plain<T> = T extends number ? number : T extends string | boolean ? T : { [K in keyof T]: Plain<T[K]> };
type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Bare<T> = Mutable<Plain<T>>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Schemas = [
  Same<Bare<z.infer<typeof emissionSchema>>, Bare<Emission>>,
  Same<Bare<z.infer<typeof sensorSchema>>, Bare<SensorSpec>>,
  Same<z.infer<typeof actNameSchema>, HumanAct['act']>,
];
export const schemasMatchTheCore: Schemas = [true, true, true];
