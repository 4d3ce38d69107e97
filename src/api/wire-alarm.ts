import { SCAN_KINDS } from '../core/sense/scan.ts';
import { z } from 'zod';
import { LINES } from '../core/sense/line.ts';

// The alarms of the core, as schemas. What each means stands at core/tell/alarm.ts; the sentence that people read is made in alarm-words.ts.

const micros = z.int().describe('integer microseconds of TAI since 1970-01-01T00:00:00 TAI');
const bias = z.object({ range_m: z.number(), azimuth_rad: z.number(), elevation_rad: z.number(), time_s: z.number() });

const finding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-told') }),
  z.object({ kind: z.literal('sound') }),
  z.object({ kind: z.literal('beside'), track: z.string(), apart_m: z.number() }),
  z.object({ kind: z.literal('biased'), bias, sigma: bias.describe('one sigma of each part') }),
  z.object({ kind: z.literal('unregistered'), radars: z.int() }),
  z.object({ kind: z.literal('drifting'), moves: z.int(), span_s: z.number() }),
]);

const inputKind = z.enum([
  'theatre',
  'setting',
  'sensor',
  'places',
  'announcement',
  'sky',
  ...SCAN_KINDS,
  'tick',
  'act',
  'opened',
  'delivery',
  'rejected',
  'set-aside',
]);

const said = { kind: z.literal('alarm'), at_us: micros };
const sensor = z.string();
const phase = z.enum(['begins', 'ends']);

export const alarmSchema = z.discriminatedUnion('alarm', [
  z.object({
    ...said,
    alarm: z.literal('wrong-line'),
    seq: z.int(),
    inputKind,
    claimed: z.enum(LINES),
    line: z.enum(LINES),
    count: z.int(),
  }),
  z.object({ ...said, alarm: z.literal('sensor-rejected'), source: z.string(), reason: z.string(), count: z.int() }),
  z.object({ ...said, alarm: z.literal('sources-rejected'), source: z.string(), reason: z.string(), count: z.int() }),
  z.object({
    ...said,
    alarm: z.literal('sensor-silent'),
    phase,
    sensor,
    since_us: micros.describe('when it last sent, or was declared'),
    silence_s: z.number(),
    limit_s: z.number(),
    through: z.number().describe('share of its looks that came through of late, the longest gap aside'),
  }),
  z.object({
    ...said,
    alarm: z.literal('sensor-late'),
    phase,
    sensor,
    delay_s: z.number().describe('median from measurement to arrival'),
    horizon_s: z.number().describe('how late a scan may be now'),
    wanted_s: z.number().describe('how late it must be allowed to be'),
    refused: z.int(),
  }),
  z.object({ ...said, alarm: z.literal('sensor-clock'), phase, sensor, ahead_s: z.number(), refused: z.int() }),
  z.object({ ...said, alarm: z.literal('sensor-bias'), sensor, finding }),
  z.object({ ...said, alarm: z.literal('track-limit'), phase, sensor, scans: z.int() }),
  z.object({ ...said, alarm: z.literal('event-limit'), phase, events: z.int() }),
]);
