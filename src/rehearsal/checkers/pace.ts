import type { Emission } from '../../core/tell/emission.ts';
import type { Micros } from '../../core/units.ts';
import type { Checker } from '../observation.ts';

/** What people can follow: so many of one kind about one thing in so long. */
const WINDOW_S = 60;
const MOST_MESSAGES = 5;
const MOST_ALARMS = 6;
/** Of one warning in all. */
const MOST_OF_A_WARNING = 200;

export const pace: Checker = {
  name: 'pace',
  sentence: 'No flood: a warning sends few messages a minute and a bounded number in all, and an alarm about one thing comes seldom.',
  watch: () => {
    const times = new Map<string, Micros[]>();
    const sent = new Map<string, number>();
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const about = thingOf(seen.emission);
      if (about === undefined) return undefined;
      const { key, at_us, most } = about;
      const recent = [...(times.get(key) ?? []).filter((one) => at_us - one < WINDOW_S * 1e6), at_us];
      times.set(key, recent);
      if (recent.length > most) return `${recent.length} times in ${WINDOW_S} s: ${key}`;
      if (seen.emission.kind !== 'message') return undefined;
      const all = (sent.get(key) ?? 0) + 1;
      sent.set(key, all);
      return all > MOST_OF_A_WARNING ? `${all} ${key}` : undefined;
    };
  },
};

function thingOf(emission: Emission): { key: string; at_us: Micros; most: number } | undefined {
  if (emission.kind === 'message')
    return { key: `messages of ${emission.message.warning.id}`, at_us: emission.message.sent_us, most: MOST_MESSAGES };
  // A person's slip is answered each time.
  if (emission.kind !== 'alarm' || emission.alarm === 'wrong-line' || emission.alarm === 'event-limit') return undefined;
  const who = 'sensor' in emission ? emission.sensor : emission.source;
  return { key: `alarm ${emission.alarm} of ${who}`, at_us: emission.at_us, most: MOST_ALARMS };
}
