import type { Assessment, LaunchEstimate } from '../core/assess/assessment.ts';
import { launchedProbability } from '../core/discern/hypotheses.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { type Burning, type ImagerFold, imagerFold, type ImagerSensor, LONGEST_GAP_s, showsHeat } from '../core/imager/imager-fold.ts';
import type { Input } from '../core/journal.ts';
import { start, step } from '../core/pipeline.ts';
import type { InfraredSensor } from '../core/sense/sensor.ts';
import type { Micros, Radians, Seconds } from '../core/units.ts';

/** A launch, by all imagers that saw it until now. */
export type SeenLaunch = {
  readonly event: string;
  readonly estimate: LaunchEstimate;
  /** Probability that something was launched, and is not hot for another reason. */
  readonly probability: number;
  readonly heading_rad: Radians | undefined;
};

/** What a look adds: what burns in it and moves as a rocket does, and the launches of which it says more. */
export type LookOfSeries = { readonly hot: BandFrame; readonly plumes: readonly Burning[]; readonly launches: readonly SeenLaunch[] };

/** Imagers that are followed together: each by a fold of its own, all of them into one theatre. Nothing is kept of an imager whose looks are too far apart to be
 *  a series, as those of a whole disc are. */
export type LaunchesInLooks = {
  /** The next look, of whichever imager, in order of time. Undefined where it is none of a series: it shows no heat, comes late, or stands alone. */
  take(frames: readonly BandFrame[]): LookOfSeries | undefined;
};

type Followed = { readonly begin_us: Micros; readonly fold: ImagerFold | undefined };

export function launchesInLooks(): LaunchesInLooks {
  const hear = theatreOfImagers();
  const imagers = new Map<string, Followed>();
  const declared = new Set<string>();
  return {
    take(frames) {
      const hot = frames.find(showsHeat);
      if (hot === undefined) return undefined;
      const id = `${hot.satellite} ${hot.area}`;
      const before = imagers.get(id);
      if (before !== undefined && hot.begin_us <= before.begin_us) return undefined;
      const gap_s = before === undefined ? Infinity : (hot.begin_us - before.begin_us) / 1e6;
      const fold = gap_s > LONGEST_GAP_s ? undefined : (before?.fold ?? imagerFold(ofClass(id)));
      imagers.set(id, { begin_us: hot.begin_us, fold });
      if (fold === undefined) return undefined;
      if (!declared.has(id)) hear(hot.end_us, { kind: 'sensor', sensor: sensorOf(id, hot, gap_s) });
      declared.add(id);
      const { scan, burning } = fold.take(frames);
      return { hot, plumes: burning.filter(({ moves }) => moves), launches: hear(hot.end_us, scan).flatMap(launchOf) };
    },
  };
}

function launchOf({ event, launch, hypotheses, heading_rad }: Assessment): SeenLaunch[] {
  return launch === undefined ? [] : [{ event, estimate: launch, probability: launchedProbability(hypotheses), heading_rad }];
}

/** A theatre in memory, that answers with what it assesses. */
function theatreOfImagers(): (at_us: Micros, input: Input) => readonly Assessment[] {
  const state = start();
  let now_us: Micros = -Infinity;
  const enter = (at_us: Micros, input: Input): readonly Assessment[] => {
    const said = new Map<string, Assessment>();
    now_us = Math.max(now_us, at_us);
    step(state, { seq: state.seq + 1, at_us: now_us, line: 'test', input }, (emission) => {
      if (emission.kind === 'assessment') said.set(emission.assessment.event, emission.assessment);
    });
    return [...said.values()];
  };
  return (at_us, input) => {
    if (now_us === -Infinity) enter(at_us, { kind: 'theatre', theatre: 'imagers', line: 'test' });
    return enter(at_us, input);
  };
}

/** What files do not say of an imager: as the class of GOES-R imagers is specified. */
function ofClass(id: string): ImagerSensor {
  return { id, scan: 'sweeping', pointSpread: 0.45, noiseOf: () => 0.1, pointing_rad: 6e-6 };
}

function sensorOf(id: string, { raster: { rows, columns, step_rad } }: BandFrame, revisit_s: Seconds): InfraredSensor {
  return {
    kind: 'infrared-satellite',
    id,
    revisit_s,
    detectionProbability: 0.85,
    falseDetectionsPerScan: 0.02,
    fieldOfRegard_sr: rows * columns * step_rad * step_rad,
    sigmaLineOfSight_rad: 0.2 * step_rad,
  };
}
