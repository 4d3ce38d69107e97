import { type Assessment, FRESH_S } from '../assess/assessment.ts';
import type { EventRecord } from '../state/event-book.ts';
import { PHENOMENOLOGIES } from '../sense/sensor.ts';
import { lastObserved_us, type Track } from '../theatre-track/track.ts';
import type { Micros } from '../units.ts';

/** As many events are assessed every few seconds however many there are. */
const CROWD = 100;
/** In a crowd none waits for longer than so many times the ordinary interval. */
const LONGEST_WAIT = 6;
/** From so long before it falls on every assessment may be the last. */
const NEAR_US = 60_000_000;
/** Mean squared distance of its hits, per dimension, from which on the models do not describe what it does. */
const SURPRISED = 2;

/** How many intervals an event waits that goes on as it did, with so many in the air. Nobody follows hundreds of pictures that move every few seconds, and
 *  the machine has to keep up with the raid: the work of a crowd grows no further with its size. */
export function waitInCrowd(events: number): number {
  return Math.min(Math.max(events / CROWD, 1), LONGEST_WAIT);
}

/** Whether an event is assessed after so many intervals: after one, and where it goes on as it did after as many as the crowd asks for. */
export function isDueAfter(intervals: number, crowded: number, asBefore: () => boolean): boolean {
  return intervals >= 1 && (intervals >= crowded || !asBefore());
}

/** Whether all has been told of an event that there is to tell, and its track does what was expected: it coasts, is seen or not as before, by the same
 *  kinds of sensors, falls as said, and not soon. `told`: a warning or a hazard of it is out. */
export function goesOn({ last }: Pick<EventRecord, 'last'>, told: boolean, track: Track, now_us: Micros): boolean {
  if (last?.impact === undefined || !told) return false;
  const isSeen = now_us - lastObserved_us(track) <= FRESH_S * 1e6;
  return (
    !last.burning &&
    !track.burn.burning &&
    isSeen === (last.basis === 'observed') &&
    isSeenBySame(last, track) &&
    track.surprise < SURPRISED &&
    (last.impact.kind === 'ballistic' || last.impact.asItFalls !== undefined) &&
    last.impact.time_us - now_us > NEAR_US
  );
}

function isSeenBySame({ phenomenologies }: Assessment, { seen }: Track): boolean {
  return PHENOMENOLOGIES.every((one) => {
    const before = phenomenologies.find(({ phenomenology }) => phenomenology === one);
    return (before?.hits ?? 0) > 0 === seen[one].hits > 0;
  });
}
