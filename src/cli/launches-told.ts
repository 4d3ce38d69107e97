import type { LaunchEstimate } from '../core/assess/assessment.ts';
import type { EndedEvent, SeenEvent } from './imager-theatre.ts';
import type { LookOfSeries } from './launches-in-looks.ts';

/** A launch as it is told. */
export type ToldLaunch = SeenEvent & {
  readonly estimate: LaunchEstimate;
  /** Why no more will be said of it. */
  readonly ended?: Pick<EndedEvent, 'reason' | 'into'>;
};

/** What was said of launches, over all looks of a run. */
export type LaunchesTold = {
  /** What of a look's events is to be told: a launch that is new, better known, more or less probable by a step, or at an end. */
  news(look: Pick<LookOfSeries, 'events' | 'ended'>): readonly ToldLaunch[];
  /** How many launches there were, by what was told of each last. */
  readonly count: number;
};

/** A change of probability that is told though where and when it was launched is known no better. */
const STEP = 0.1;
/** Launches that are remembered: of one before that nobody hears the end. */
const MOST = 10_000;

export function launchesTold(): LaunchesTold {
  const told = new Map<string, ToldLaunch>();
  const tell = (launch: ToldLaunch): ToldLaunch => {
    told.set(launch.event, launch);
    const [oldest] = told.keys();
    if (told.size > MOST) told.delete(oldest);
    return launch;
  };
  return {
    news({ events, ended }) {
      const better = events.flatMap((event) => {
        const before = told.get(event.event);
        const estimate = event.estimate ?? before?.estimate;
        if (estimate === undefined) return [];
        const isKnown =
          before?.estimate === estimate && before.ended === undefined && Math.abs(before.probability - event.probability) < STEP;
        return isKnown ? [] : [tell({ ...event, estimate })];
      });
      const over = ended.flatMap(({ event, reason, into }) => {
        const before = told.get(event);
        return before === undefined || before.ended !== undefined ? [] : [tell({ ...before, ended: { reason, into } })];
      });
      return [...better, ...over];
    },
    get count() {
      return [...told.values()].filter(isOne).length;
    },
  };
}

/** Likelier a launch than not, and none that is told by another name. */
function isOne({ probability, ended }: ToldLaunch): boolean {
  return probability >= 0.5 && ended?.reason !== 'same-object' && ended?.reason !== 'unmade';
}
