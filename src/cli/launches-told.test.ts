import { expect, test } from 'vitest';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import type { EndedEvent, SeenEvent } from './imager-theatre.ts';
import { launchesTold } from './launches-told.ts';

const estimate = (): NonNullable<SeenEvent['estimate']> => ({
  point: geodeticDegrees(40, 130, 0),
  covarianceEast_m2: 1e6,
  covarianceEastNorth_m2: 0,
  covarianceNorth_m2: 1e6,
  time_us: 0,
  sigmaTime_s: 3,
});

/** What is told of looks that say these things of events, each by its name, probability and end. */
function told(...looks: readonly { readonly events?: readonly SeenEvent[]; readonly ended?: readonly EndedEvent[] }[]) {
  const launches = launchesTold();
  const news = looks.map(({ events = [], ended = [] }) =>
    launches.news({ events, ended }).map((one) => [one.event, one.probability, ...(one.ended === undefined ? [] : [one.ended.reason])]),
  );
  return { news, count: launches.count };
}

function seen(event: string, probability: number, known: SeenEvent['estimate']): SeenEvent {
  return { event, estimate: known, probability, course: {}, satellites: ['G99'], seen_us: 0 };
}

test('a launch is told when it is new or better known, and not again', () => {
  const [first, better] = [estimate(), estimate()];
  const { news, count } = told(...[first, first, better].map((known) => ({ events: [seen('E1', 0.9, known)] })));
  expect(news).toEqual([[['E1', 0.9]], [], [['E1', 0.9]]]);
  expect(count).toBe(1);
});

// Its estimate stayed, and that it had become a fire was never told.
test('that it becomes less likely is told by steps, and also where it is no launch any more; then it counts no longer', () => {
  const known = estimate();
  const { news, count } = told(
    { events: [seen('E1', 0.65, known)] },
    { events: [seen('E1', 0.6, known)] },
    { events: [seen('E1', 0.13, undefined)] },
    { events: [seen('E1', 0.12, undefined)] },
  );
  expect(news).toEqual([[['E1', 0.65]], [], [['E1', 0.13]], []]);
  expect(count).toBe(0);
});

test('what was never a launch is not told, whatever is said of it and of its end', () => {
  const { news, count } = told({ events: [seen('E1', 0.9, undefined)] }, { ended: [{ event: 'E1', reason: 'lost' }] });
  expect(news).toEqual([[], []]);
  expect(count).toBe(0);
});

test('its end is told once; one that is the same as another counts no longer, and one that is seen no more does', () => {
  const end: EndedEvent = { event: 'E2', reason: 'same-object', into: 'E1' };
  const { news, count } = told(
    { events: [seen('E1', 0.9, estimate()), seen('E2', 0.9, estimate())] },
    { ended: [end] },
    { ended: [end, { event: 'E1', reason: 'lost' }] },
  );
  expect(news.slice(1)).toEqual([[['E2', 0.9, 'same-object']], [['E1', 0.9, 'lost']]]);
  expect(count).toBe(1);
});

test('what goes on after its end is told again', () => {
  const known = estimate();
  const { news } = told(
    { events: [seen('E1', 0.9, known)] },
    { ended: [{ event: 'E1', reason: 'lost' }] },
    { events: [seen('E1', 0.9, known)] },
  );
  expect(news).toEqual([[['E1', 0.9]], [['E1', 0.9, 'lost']], [['E1', 0.9]]]);
});
