import { countLaunches, type LaunchCount, launchEvidence } from '../../core/assess/launches.ts';
import { screen } from '../../core/detect/screen.ts';
import type { Track } from '../../core/theatre-track/track.ts';
import { newTracker, takeScan } from '../../core/theatre-track/tracker.ts';
import type { Seconds } from '../../core/units.ts';
import { createJudge, type RaidScore } from './judge.ts';
import { createRaid, RAID_SPAN_S } from './raid.ts';
import { raidScans } from './scans.ts';

export type RaidJob = {
  readonly seed: number;
  readonly missiles: number;
  /** As the theatre's setting of that name; 1 unless told. */
  readonly jointHypotheses?: number | undefined;
};

/** What the theatre's tracker made of one raid. */
export type RaidRun = RaidScore & {
  readonly seed: number;
  readonly missiles: number;
  readonly count: LaunchCount;
  readonly holdsCount: boolean;
  readonly scans: number;
  /** From the first launch to the last piece on the ground, and what the tracker took for it. */
  readonly lasts_s: Seconds;
  readonly tracking_s: Seconds;
};

/** Plays one raid to the theatre's tracker. `now_ms` is a clock for the speed alone. */
export function runRaid({ seed, missiles, jointHypotheses }: RaidJob, now_ms: () => number): RaidRun {
  // Fewer missiles come in a shorter time: the density is that of the whole raid.
  const raid = createRaid({ missiles, seed, span_s: Math.min(RAID_SPAN_S, 3 * missiles) });
  const judge = createJudge(raid);
  const tracker = newTracker();
  const known = new Map<string, Track>();
  let seq = 0;
  let tracking_ms = 0;
  for (const { sensor, scan } of raidScans(raid, seed)) {
    const start_ms = now_ms();
    const screened = new Set(screen(sensor.spec, scan).map(({ index }) => index));
    const outcome = takeScan(tracker, sensor.spec, scan, seq, screened, { jointHypotheses });
    tracking_ms += now_ms() - start_ms;
    seq += 1;
    judge.after(tracker, outcome, scan.measuredAt_us);
    for (const track of tracker.tracks) if (track.status === 'confirmed') known.set(track.id, track);
    // What turned out to be the same object as another track says nothing of launches.
    for (const { track, into } of outcome.ended) if (into !== undefined) known.delete(track.id);
  }
  const count = countLaunches([...known.values()].map(launchEvidence), raid.end_us);
  return {
    ...judge.score(),
    seed,
    missiles,
    count,
    holdsCount: count.low <= missiles && missiles <= count.high,
    scans: seq,
    lasts_s: (raid.end_us - raid.start_us) / 1e6,
    tracking_s: tracking_ms / 1000,
  };
}
