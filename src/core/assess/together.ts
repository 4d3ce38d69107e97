import { hullRing } from './area.ts';
import type { ImpactEstimate, Span } from './assessment.ts';

/** Sigmas of the impact time within which a body is taken to come down. */
const TIME_SIGMAS = 3;

/** From when the first may come down to when the last may. */
export function spanOf(impacts: readonly Pick<ImpactEstimate, 'time_us' | 'sigmaTime_s' | 'span'>[]): Span {
  let [first_us, last_us] = [Infinity, -Infinity];
  for (const { time_us, sigmaTime_s, span } of impacts) {
    const half_us = Math.round(TIME_SIGMAS * sigmaTime_s * 1e6);
    first_us = Math.min(first_us, span?.from_us ?? time_us - half_us);
    last_us = Math.max(last_us, span?.to_us ?? time_us + half_us);
  }
  return { from_us: first_us, to_us: last_us };
}

/** Where and when several bodies come down, as if they were one: an area that holds each one's, and all between them, since what parts goes on along
 *  one line and what parts from that falls between; a span that holds all of theirs. Each area holds its body with the least of the
 *  probabilities at least. Point, covariance and time are the first one's. */
export function together(impacts: readonly [ImpactEstimate, ...ImpactEstimate[]]): ImpactEstimate {
  const [first] = impacts;
  if (impacts.length === 1) return first;
  const falls = impacts.map((one) => one.asItFalls ?? one);
  return {
    ...first,
    span: spanOf(impacts),
    kind: impacts.some(({ kind }) => kind === 'may-manoeuvre') ? 'may-manoeuvre' : 'ballistic',
    ...hullOf(impacts),
    ...(impacts.some(({ asItFalls }) => asItFalls !== undefined)
      ? { asItFalls: { ...hullOf(falls), span: spanOf(impacts.map(fallen)) } }
      : {}),
  };
}

/** When it comes down if it goes on as it does. */
export function fallen(impact: ImpactEstimate): Parameters<typeof spanOf>[0][number] {
  return { ...impact, ...impact.asItFalls };
}

function hullOf(areas: readonly Pick<ImpactEstimate, 'area' | 'probability'>[]): Pick<ImpactEstimate, 'area' | 'probability'> {
  return { area: hullRing(areas.flatMap(({ area }) => area)), probability: Math.min(...areas.map(({ probability }) => probability)) };
}
