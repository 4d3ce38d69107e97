import { SENSOR_KINDS } from '../core/sense/sensor.ts';
import { z } from 'zod';
import { PROTOCOL, ROLES } from './protocol.ts';
import {
  actNameSchema,
  assessmentSchema,
  geodeticSchema,
  hazardSchema,
  launchesSchema,
  lineSchema,
  messageSchema,
  noticeSchema,
  eventEndSchema,
  trackSchema,
  warningSchema,
  wireEmissionSchema,
} from './wire-core.ts';

// What goes over the console's one WebSocket (/feed), and over /events for curl, as JSON.
// Tracks are JSON too: with tens of tracks at a few hertz that is some tens of kilobytes a second. At 2,000 tracks JSON takes 322 kB and
// 3.2 ms a frame, a binary frame 72 kB and 0.01 ms; `protocol` is there so that such a frame can be introduced without guessing.
//
// Every message that changes something has the next `seq`. A client that lost its link comes back with ?feed=…&after=<last seq> and gets
// what it missed; when that is no longer kept, or the server is another one, it gets a snapshot, which is the whole view at one seq.

export const modeSchema = z
  .enum(['LIVE', 'EXERCISE', 'TEST', 'REPLAY', 'WHAT-IF'])
  .describe('a property of the server process, never a menu item');

const micros = z.int();
const seq = z.int().min(0);

export const sensorViewSchema = z.object({
  id: z.string(),
  kind: z.enum(SENSOR_KINDS),
  /** A radar's site; where a satellite was at its latest scan. Absent until the first scan of a satellite. */
  position: geodeticSchema.optional(),
  /** Radar coverage as far as it is on the map: range, and the azimuth sector. */
  rangeMax_m: z.number().optional(),
  azimuthCentre_rad: z.number().optional(),
  azimuthHalfWidth_rad: z.number().optional(),
  /** Time of its latest measurement. */
  last_us: micros.optional(),
  scans: z.int(),
  detections: z.int(),
});

const placeViewSchema = z.object({
  name: z.string(),
  country: z.string(),
  latitude_rad: z.number(),
  longitude_rad: z.number(),
  population: z.number().optional(),
});

const trailPoint = z.object({
  at_us: micros,
  latitude_rad: z.number(),
  longitude_rad: z.number(),
  height_m: z.number(),
  basis: trackSchema.shape.basis.describe('a coasted point is never drawn as a seen one'),
});

const trackViewSchema = z.object({ track: trackSchema, trail: z.array(trailPoint) });

const eventViewSchema = z.object({
  id: z.string(),
  notice: noticeSchema.optional(),
  assessment: assessmentSchema.optional(),
  /** Probability of each hypothesis, in the order of HYPOTHESES, over time. */
  history: z.array(z.object({ at_us: micros, probabilities: z.array(z.number()) })),
  ended: eventEndSchema.optional(),
  hazard: hazardSchema.optional().describe('the latest that was said of its coming down'),
});

const deliverySchema = z.object({
  at_us: micros,
  message: z.string(),
  channel: z.string(),
  outcome: z.enum(['delivered', 'failed', 'dropped']),
  detail: z.string().optional(),
});

/** What waits on one channel and has called for somebody. */
const backlogSchema = z.object({
  channel: z.string(),
  connected: z.boolean().describe('whether this run has the channel'),
  messages: z.int(),
  oldest: z.string().describe('id of the message that has waited longest'),
  since_us: micros.describe('when that was sent'),
  attempts: z.int(),
  acknowledged: z.boolean().describe('somebody knows of it, and it calls no more'),
});

/** The exact words that a signature would send: rendered by the server from the same structured message as every channel's text. */
const draftSchema = z.object({
  warning: z.string(),
  revision: z.int(),
  release: z.string(),
  retraction: z.string(),
  channels: z.array(z.string()),
});

/** The words of a message that has gone out, by the same renderer. */
const wentOutSchema = z.object({ warning: z.string(), message: z.string(), sent_us: micros, text: z.string() });

const warningViewSchema = z.object({
  warning: warningSchema,
  changedAt_us: micros,
  change: z.string(),
  acknowledged: z.object({ person: z.string(), at_us: micros }).optional(),
  /** What new evidence voided: the first signature of a release, on an earlier revision. */
  voided: z.object({ person: z.string(), revision: z.int(), at_us: micros }).optional(),
  draft: draftSchema.optional(),
  wentOut: wentOutSchema.optional().describe('the latest message; the draft is of what would go out next'),
  messages: z.array(
    z.object({
      id: z.string(),
      messageType: messageSchema.shape.messageType,
      purpose: messageSchema.shape.purpose,
      sent_us: micros,
      deliveries: z.array(deliverySchema),
    }),
  ),
});

const timelineLineSchema = z.object({ at_us: micros, what: z.string(), figures: z.string() });

/** An alarm that stands: `subject` is the sensor, source or line that it is about, `detail` its sentence, `count` how often it was told. */
const alarmViewSchema = z.object({ at_us: micros, alarm: z.string(), subject: z.string(), detail: z.string(), count: z.int() });

/** Everything that a console shows, at one `seq`. Each list has a stated bound (BOUNDS in view.ts); `left` counts what fell out. */
export const viewSchema = z.object({
  at_us: micros.describe('time of the latest thing heard; 0 before the first'),
  lastMeasured_us: micros.optional(),
  entries: z.int(),
  sensors: z.array(sensorViewSchema),
  places: z.array(placeViewSchema),
  tracks: z.array(trackViewSchema),
  events: z.array(eventViewSchema),
  warnings: z.array(warningViewSchema),
  timeline: z.array(timelineLineSchema),
  alarms: z.array(alarmViewSchema),
  backlogs: z.array(backlogSchema),
  launches: launchesSchema.optional().describe('the latest count'),
  refused: z.int(),
  left: z.int(),
});

const time = z.string().describe('UTC, ISO 8601');

/** The part of the stream that changes the view, in order. */
export const changeMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('said'), seq, emission: wireEmissionSchema }),
  z.object({ kind: z.literal('line'), seq, line: timelineLineSchema }),
  z.object({ kind: z.literal('sensor'), seq, sensor: sensorViewSchema }),
  z.object({ kind: z.literal('places'), seq, places: z.array(placeViewSchema) }),
  z.object({ kind: z.literal('draft'), seq, draft: draftSchema }),
  z.object({ kind: z.literal('went-out'), seq, wentOut: wentOutSchema }),
  z.object({ kind: z.literal('delivery'), seq, delivery: deliverySchema }),
  z.object({ kind: z.literal('backlog'), seq, backlog: backlogSchema }),
  z.object({ kind: z.literal('got-through'), seq, channel: z.string() }),
]);

export const feedMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    protocol: z.literal(PROTOCOL),
    feed: z.string().describe('names this server run; sequence numbers of another run mean nothing here'),
    seq,
    mode: modeSchema,
    line: lineSchema,
    theatre: z.string(),
    title: z.string(),
    conducted: z.literal(true).optional().describe('there is /exercise: its time can be stopped, and more'),
    sensors: z.array(sensorViewSchema),
  }),
  z.object({ kind: z.literal('snapshot'), seq, view: viewSchema }),
  ...changeMessageSchema.options,
  /** A sign of life each second. It has no level and no count of threats, so it cannot be taken for a warning (H5). */
  z.object({
    kind: z.literal('alive'),
    seq: seq.describe('the latest; a gap means that something was lost'),
    at_us: micros,
    time,
    dataAge_s: z.number().nullable().describe('age of the newest measurement; null before the first'),
    state: z.enum(['running', 'over']),
    recorded: z.boolean().optional().describe('false while the server cannot write its journal'),
    entries: z.int(),
    sensors: z.array(z.object({ id: z.string(), last_us: micros.optional(), scans: z.int(), detections: z.int() })),
  }),
]);

/** A person's act as the console posts it to /acts. Who acts is not in it: the server knows the session. */
export const actRequestSchema = z.strictObject({
  act: actNameSchema,
  line: lineSchema.describe('the line that the person meant; checked against the theatre'),
  warning: z.string().min(1).max(200),
  revision: z.int().min(0),
  reason: z.string().min(1).max(500).optional(),
});

export const actAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted') }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
]);

/** What somebody does about a backlog, as the console posts it to /deliveries. */
export const deliveryRequestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('retry') }),
  z.strictObject({ do: z.literal('acknowledge'), channel: z.string().min(1).max(500) }),
]);

export const sessionRequestSchema = z.strictObject({ role: z.enum(ROLES) });

export const sessionAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nobody') }),
  z.object({
    kind: z.literal('signed-in'),
    person: z.string(),
    role: z.enum(ROLES),
    mayAct: z.boolean(),
    signIn: z
      .literal('demonstration')
      .describe('the server does not know who sits there; real sign-in comes later, exercises only until then'),
  }),
]);

export type Mode = z.infer<typeof modeSchema>;
export type SensorView = z.infer<typeof sensorViewSchema>;
export type PlaceView = z.infer<typeof placeViewSchema>;
export type TrailPoint = z.infer<typeof trailPoint>;
export type TrackView = z.infer<typeof trackViewSchema>;
export type EventView = z.infer<typeof eventViewSchema>;
export type Draft = z.infer<typeof draftSchema>;
export type WarningView = z.infer<typeof warningViewSchema>;
export type TimelineLine = z.infer<typeof timelineLineSchema>;
export type View = z.infer<typeof viewSchema>;
export type WireEmission = z.infer<typeof wireEmissionSchema>;
export type ChangeMessage = z.infer<typeof changeMessageSchema>;
export type FeedMessage = z.infer<typeof feedMessageSchema>;
export type AliveMessage = Extract<FeedMessage, { kind: 'alive' }>;
export type ActRequest = z.infer<typeof actRequestSchema>;
export type BacklogView = z.infer<typeof backlogSchema>;
export type DeliveryRequest = z.infer<typeof deliveryRequestSchema>;
export type ActAnswer = z.infer<typeof actAnswerSchema>;
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;
