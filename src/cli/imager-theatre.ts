import type { SkyPositions } from '../adapters/sky/sky.ts';
import type { Assessment, Course, LaunchEstimate } from '../core/assess/assessment.ts';
import { launchedProbability } from '../core/discern/hypotheses.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { Input } from '../core/journal.ts';
import { start, step } from '../core/pipeline.ts';
import type { InfraredScan } from '../core/sense/scan.ts';
import type { InfraredSensor } from '../core/sense/sensor.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Micros, Radians, Seconds } from '../core/units.ts';
import { iso } from './words.ts';

/** An event, by all satellites that saw it until now. */
export type SeenEvent = {
  /** No other event has this name, in whichever run: the first look of its theatre is in it. */
  readonly event: string;
  /** Absent while it is no launch. */
  readonly estimate: LaunchEstimate | undefined;
  /** Probability that something was launched, and is not hot for another reason. */
  readonly probability: number;
  /** Where it goes, as far as that is known. */
  readonly course: Partial<Course>;
  readonly satellites: readonly string[];
  /** When it was seen last. */
  readonly seen_us: Micros;
};

/** An event of which no more will be said: it is the same as another, `into`, or was seen no more. */
export type EndedEvent = Pick<Extract<Emission, { kind: 'event-ended' }>, 'event' | 'reason' | 'into'>;

/** What a look leads to. `refused`: what the theatre could not use, and why. */
export type Said = { readonly events: readonly SeenEvent[]; readonly ended: readonly EndedEvent[]; readonly refused: readonly string[] };

/** A theatre in memory, in which satellites are the sensors, and not the areas at which they look. */
export type ImagerTheatre = {
  /** A look at one area, so long after the one before: `scan` is what it comes to, undefined of the first, which is held against nothing. The look is folded when this
   *  returns. */
  hear(hot: BandFrame, sky: SkyPositions, revisit_s: Seconds, scan: InfraredScan | undefined): Said;
  /** A look that ended before this is too late for it. */
  reach_us(): Micros;
};

/** Looks of other satellites may come so much later: a minute's wait for bands, or another way through the network. */
const LATE_s: Seconds = 60;
/** So long after a look all of it is folded. */
const FOLDED_AFTER_us: Micros = 1_000_000;
/** The theatre's time is no farther ahead of a look, however many come in a second. */
const MOST_AHEAD_us: Micros = 10_000_000;

export function imagerTheatre(first: BandFrame): ImagerTheatre {
  const state = start();
  const declared = new Set<string>();
  const nameOf = (event: string): string => `${iso(first.begin_us)}/${event}`;
  let now_us = first.begin_us;
  const enter = (input: Input): readonly Emission[] => {
    const said: Emission[] = [];
    step(state, { seq: state.seq + 1, at_us: now_us, line: 'test', input }, (emission) => said.push(emission));
    return said;
  };
  enter({ kind: 'theatre', theatre: 'imagers', line: 'test' });
  // Nothing waits for older looks: those that come are folded where they belong.
  enter({ kind: 'setting', name: 'reorderLag_s', value: 0 });
  enter({ kind: 'setting', name: 'lateHorizon_s', value: LATE_s });
  // Each look is told of.
  enter({ kind: 'setting', name: 'assessmentInterval_s', value: 1 });
  return {
    hear(hot, sky, revisit_s, scan) {
      const said = [...enter({ kind: 'sky', validAt_us: hot.begin_us, ...sky })];
      if (scan !== undefined && !declared.has(hot.satellite)) said.push(...enter({ kind: 'sensor', sensor: sensorOf(hot, revisit_s) }));
      if (scan !== undefined) declared.add(hot.satellite);
      now_us = Math.max(now_us, hot.end_us + FOLDED_AFTER_us);
      said.push(...enter(scan ?? { kind: 'tick' }));
      // What came late is folded once a second, and told of after that.
      const isLate = state.late.waiting.length > 0 || said.some(({ kind }) => kind === 'late-taken');
      if (isLate && now_us < hot.end_us + MOST_AHEAD_us) {
        now_us += FOLDED_AFTER_us;
        said.push(...enter({ kind: 'tick' }));
      }
      return inOrder(said, nameOf);
    },
    reach_us: () => now_us - LATE_s * 1e6,
  };
}

/** Of an event what was said last. */
function inOrder(said: readonly Emission[], nameOf: (event: string) => string): Said {
  const events = new Map<string, SeenEvent>();
  const ended: EndedEvent[] = [];
  const refused: string[] = [];
  for (const emission of said) {
    if (emission.kind === 'assessment') events.set(emission.assessment.event, seenEvent(emission.assessment, nameOf));
    if (emission.kind === 'event-ended') {
      const { event, reason, into } = emission;
      ended.push({ event: nameOf(event), reason, into: into && nameOf(into) });
    }
    if (emission.kind === 'refused') refused.push(emission.detail);
  }
  return { events: [...events.values()], ended, refused };
}

function seenEvent(assessment: Assessment, nameOf: (event: string) => string): SeenEvent {
  const { event, launch, hypotheses, heading_rad, headingHalfWidth_rad, phenomenologies, lastObserved_us } = assessment;
  return {
    event: nameOf(event),
    estimate: launch,
    probability: launchedProbability(hypotheses),
    course: heading_rad === undefined || headingHalfWidth_rad === undefined ? {} : { heading_rad, headingHalfWidth_rad },
    satellites: phenomenologies.flatMap(({ sensors }) => sensors),
    seen_us: lastObserved_us,
  };
}

/** How far such an imager points aside, most of it for minutes: specified are 28 µrad, three sigma. */
export const POINTING_rad: Radians = 28e-6 / 3;

/** What a satellite is to the theatre: two areas at which it looks are seen from one place, and are no two witnesses. */
function sensorOf({ satellite, raster: { rows, columns, step_rad } }: BandFrame, revisit_s: Seconds): InfraredSensor {
  return {
    kind: 'infrared-satellite',
    id: satellite,
    revisit_s,
    detectionProbability: 0.85,
    falseDetectionsPerScan: 0.02,
    fieldOfRegard_sr: rows * columns * step_rad * step_rad,
    sigmaLineOfSight_rad: 0.2 * step_rad,
    sigmaPointing_rad: POINTING_rad,
  };
}
