import { z } from 'zod';
import type { Emission } from '../core/tell/emission.ts';
import type { Micros } from '../core/units.ts';
import { isoFromMicros } from './iso.ts';
import {
  ccsdsLineSchema,
  ccsdsSummarySchema,
  decodedLineSchema,
  decodeSummarySchema,
  elementsLineSchema,
  elementsSummarySchema,
} from './wire-decode.ts';
import {
  ascentSummarySchema,
  auditLineSchema,
  auditSummarySchema,
  detectionLineSchema,
  detectSummarySchema,
  followedLineSchema,
  flightLineSchema,
  flightsSummarySchema,
  handledLineSchema,
  judgeLineSchema,
  judgeSummarySchema,
  refusedLineSchema,
  replaySummarySchema,
  runSummarySchema,
  scenarioLineSchema,
  scenariosSummarySchema,
  shellAlarmLineSchema,
  summaryLineSchema,
  trackSummarySchema,
  watchSummarySchema,
} from './wire-cli.ts';
import { wireEmissionSchema } from './wire-core.ts';
import { exerciseRequestSchema, exerciseStateSchema } from './wire-exercise.ts';
import {
  actAnswerSchema,
  actRequestSchema,
  deliveryRequestSchema,
  feedMessageSchema,
  sessionAnswerSchema,
  sessionRequestSchema,
  type WireEmission,
} from './wire-feed.ts';

/** The published JSON Schemas, by name. `run`, `flights` and `ascent` are what one line under --json may be; `start` prints as `run`.
 *  Acts, sessions, deliveries and exercises are what the server is asked and answers.
 *  Written for readers: an unknown field is allowed, because a later version may add one. */
export function wireJsonSchemas(): Record<string, object> {
  const schemas = {
    run: z.union([wireEmissionSchema, shellAlarmLineSchema, summaryLineSchema(runSummarySchema)]),
    flights: z.union([flightLineSchema, summaryLineSchema(flightsSummarySchema)]),
    ascent: z.union([wireEmissionSchema, summaryLineSchema(ascentSummarySchema)]),
    scenarios: z.union([scenarioLineSchema, summaryLineSchema(scenariosSummarySchema)]),
    judge: z.union([judgeLineSchema, summaryLineSchema(judgeSummarySchema)]),
    replay: z.union([wireEmissionSchema, summaryLineSchema(replaySummarySchema)]),
    audit: z.union([auditLineSchema, summaryLineSchema(auditSummarySchema)]),
    decode: z.union([
      decodedLineSchema,
      elementsLineSchema,
      ccsdsLineSchema,
      summaryLineSchema(decodeSummarySchema),
      summaryLineSchema(elementsSummarySchema),
      summaryLineSchema(ccsdsSummarySchema),
    ]),
    detect: z.union([detectionLineSchema, followedLineSchema, summaryLineSchema(detectSummarySchema)]),
    watch: z.union([detectionLineSchema, followedLineSchema, refusedLineSchema, handledLineSchema, summaryLineSchema(watchSummarySchema)]),
    track: summaryLineSchema(trackSummarySchema),
    feed: feedMessageSchema,
    act: actRequestSchema,
    'act-answer': actAnswerSchema,
    session: sessionRequestSchema,
    'session-answer': sessionAnswerSchema,
    delivery: deliveryRequestSchema,
    exercise: exerciseRequestSchema,
    'exercise-state': exerciseStateSchema,
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      { title: `tocsin ${name}`, ...z.toJSONSchema(schema, { io: 'input', reused: 'ref' }) },
    ]),
  );
}

/** When something that the core said applies: each kind keeps its time where it belongs. */
export function timeOf(emission: Emission): Micros {
  switch (emission.kind) {
    case 'track':
      return emission.track.at_us;
    case 'notice':
      return emission.notice.at_us;
    case 'assessment':
      return emission.assessment.at_us;
    case 'message':
      return emission.message.sent_us;
    default:
      return emission.at_us;
  }
}

/** The wire form: the same fields, and the time once more as people read it. */
export function toWire(emission: Emission): WireEmission {
  // The schema's type is the core's without `readonly` and unit brands (wire-core.ts proves it), which is all that this cast takes off.
  return { ...emission, time: isoFromMicros(timeOf(emission)) } as WireEmission;
}

/** Reads one line back. Throws zod's error, which names the field, when it is not what the core says. */
export function parseWireEmission(line: string): WireEmission {
  return wireEmissionSchema.parse(JSON.parse(line));
}
