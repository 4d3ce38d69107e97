import { isoFromMicros } from '../api/iso.ts';
import type { EdgeImpact, EdgeLaunch, RunSummary } from '../api/wire-cli.ts';
import type { Assessment, ImpactEstimate, LaunchEstimate } from '../core/assess/assessment.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Micros } from '../core/units.ts';
import { toDegrees } from '../core/units.ts';
import { ellipseAt, rmsError_m } from '../score/ground.ts';

type Level = RunSummary['level'];

const LEVELS: readonly Level[] = ['none', 'notice', 'assessment', 'recommendation', 'released'];

/** An assessment raises the level when it names something that was launched, as more likely than everything else together. One that
 *  explains the event away, or leaves it open, informs and stays at notice. */
const MORE_LIKELY_THAN_NOT = 0.5;
const EXPLAINED: readonly Assessment['cause'][] = [
  'sun-glint',
  'moon-echo',
  'stationary-heat',
  'satellite',
  'aircraft',
  'meteor',
  'unknown',
];

/** What one event came to. */
type Story = { level: Level; takenBack: boolean; last?: Assessment; launch?: LaunchEstimate; impact?: ImpactEstimate };

/** Folds what the core says into the figures of `run`'s summary. Seconds count from `zero_us`; a thing that never happened is null.
 *  Cause, launch and impact are those of the event that went furthest (of equals the first). */
export function createRunSummary(
  scenario: string,
  seed: number,
  zero_us: Micros,
): { hear(emission: Emission): void; result(): RunSummary } {
  const stories = new Map<string, Story>();
  const first: { notice?: Micros; recommended?: Micros; released?: Micros; retracted?: Micros } = {};

  const storyOf = (event: string): Story => {
    const story = stories.get(event) ?? newStory();
    stories.set(event, story);
    return story;
  };

  return {
    hear(emission) {
      switch (emission.kind) {
        case 'notice':
          raise(storyOf(emission.notice.event), 'notice');
          first.notice ??= emission.notice.at_us;
          break;
        case 'assessment':
          hearAssessment(storyOf(emission.assessment.event), emission.assessment);
          break;
        case 'warning': {
          const story = storyOf(emission.warning.event);
          raise(story, emission.change === 'released' ? 'released' : 'recommendation');
          if (emission.change === 'released') story.takenBack = false;
          if (emission.change === 'retracted') story.takenBack = true;
          if (emission.change === 'recommended') first.recommended ??= emission.at_us;
          if (emission.change === 'released') first.released ??= emission.at_us;
          if (emission.change === 'retracted') first.retracted ??= emission.at_us;
          break;
        }
        default:
      }
    },
    result() {
      const after = (at_us: Micros | undefined) => (at_us === undefined ? null : (at_us - zero_us) / 1e6);
      const main = [...stories.values()].reduce<Story>((best, one) => (rank(one.level) > rank(best.level) ? one : best), newStory());
      return {
        scenario,
        seed,
        zero: isoFromMicros(zero_us),
        level: main.level,
        takenBack: main.takenBack,
        noticeAt_s: after(first.notice),
        recommendedAt_s: after(first.recommended),
        releasedAt_s: after(first.released),
        retractedAt_s: after(first.retracted),
        cause: main.last?.cause ?? null,
        launch: main.launch ? edgeLaunch(main.launch) : null,
        impact: main.impact ? edgeImpact(main.impact) : null,
      };
    },
  };
}

function newStory(): Story {
  return { level: 'none', takenBack: false };
}

function hearAssessment(story: Story, assessment: Assessment): void {
  if (!EXPLAINED.includes(assessment.cause) && assessment.causeProbability > MORE_LIKELY_THAN_NOT) raise(story, 'assessment');
  story.last = assessment;
  if (assessment.launch) story.launch = assessment.launch;
  if (assessment.impact) story.impact = assessment.impact;
}

function raise(story: Story, level: Level): void {
  if (rank(level) > rank(story.level)) story.level = level;
}

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** A launch estimate in the units of the edge. */
function edgeLaunch(launch: LaunchEstimate): EdgeLaunch {
  return {
    latitude: toDegrees(launch.point.latitude_rad),
    longitude: toDegrees(launch.point.longitude_rad),
    time: isoFromMicros(launch.time_us),
    sigma_km: rmsError_m(launch) / 1000,
  };
}

/** An impact estimate in the units of the edge; the half-axes are those of the ellipse at the stated probability. */
export function edgeImpact(impact: ImpactEstimate): EdgeImpact {
  const { major_m, minor_m } = ellipseAt(impact, impact.probability);
  return {
    latitude: toDegrees(impact.point.latitude_rad),
    longitude: toDegrees(impact.point.longitude_rad),
    time: isoFromMicros(impact.time_us),
    semiMajor_km: major_m / 1000,
    semiMinor_km: minor_m / 1000,
    probability: impact.probability,
    kind: impact.kind,
  };
}
