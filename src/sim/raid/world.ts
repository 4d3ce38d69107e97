import type { Emission } from '../../core/tell/emission.ts';
import type { Input } from '../../core/journal.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';
import { staffOf } from '../people.ts';
import type { Person, SimulatedLine } from '../scenario.ts';
import { SETTLING_S, type TimedInput, type World, type WorldSources } from '../world.ts';
import type { Raid } from './raid.ts';
import { type RaidScan, raidScans } from './scans.ts';

export const RAID_LINE: SimulatedLine = 'exercise';

const TICK_US: Micros = 1_000_000;

/** Two people who release what is recommended, as fast as a drill asks of them, and end what has come down. */
const PEOPLE: readonly Person[] = [
  {
    id: 'duty-officer',
    role: 'duty officer',
    session: 'desk-1',
    acts: [
      { act: 'release', when: { kind: 'after', heard: 'recommended', delay_s: 15 } },
      { act: 'end', when: { kind: 'after-impact-window', delay_s: 60 }, reason: 'the time of impact has passed' },
    ],
  },
  {
    id: 'supervisor',
    role: 'supervisor',
    session: 'desk-2',
    acts: [{ act: 'release', when: { kind: 'after', heard: 'recommended', delay_s: 30 } }],
  },
];

/** A raid as a theatre gets it: what the sensors report, in order of arrival, a tick each second, two people who answer warnings, and who lives where
 *  it is asked. */
export function createRaidWorld(
  raid: Raid,
  seed: number,
  { placesAround }: Pick<WorldSources, 'placesAround'> = {},
): Pick<World, 'start_us' | 'end_us' | 'hear' | 'next'> {
  const staff = staffOf(PEOPLE, RAID_LINE);
  const opening: Input[] = [
    { kind: 'theatre', theatre: 'raid', line: RAID_LINE },
    ...raid.sensors.map(({ spec }): Input => ({ kind: 'sensor', sensor: spec })),
  ];
  const answers: Input[] = [];
  const arrivals = inOrderOfArrival(raidScans(raid, seed));
  // The people still have to end what has come down.
  const end_us = raid.end_us + seconds_us(SETTLING_S);
  let scan = arrivals.next();
  let tick_us = raid.start_us;
  let now_us = raid.start_us;

  /** What the sensors or the clock bring next; at one moment the tick comes last, so that it lets the core draw its conclusions. */
  const upcoming = (): { readonly due_us: Micros; readonly input: Input } | undefined => {
    if (scan.done !== true && scan.value.at_us <= tick_us) return { due_us: scan.value.at_us, input: scan.value.scan };
    return tick_us <= end_us ? { due_us: tick_us, input: { kind: 'tick' } } : undefined;
  };

  const actBefore = (limit_us: Micros): TimedInput | undefined => {
    while (staff.due_us() <= limit_us) {
      const due = staff.act(limit_us);
      if (due !== undefined) return { at_us: Math.max(due.at_us, now_us), line: RAID_LINE, input: due.act };
    }
    return undefined;
  };

  return {
    start_us: raid.start_us,
    end_us,
    hear(emission: Emission) {
      staff.hear(emission);
      if (emission.kind === 'places-wanted' && placesAround !== undefined)
        answers.push({ kind: 'places', ...placesAround(emission.point, emission.radius_m) });
    },
    next() {
      const first = opening.shift();
      if (first !== undefined) return { at_us: raid.start_us, line: RAID_LINE, input: first };
      const answer = answers.shift();
      if (answer !== undefined) return { at_us: now_us, line: RAID_LINE, input: answer };
      const next = upcoming();
      const act = actBefore(Math.min(next?.due_us ?? end_us, end_us));
      if (act !== undefined) now_us = act.at_us;
      if (act !== undefined || next === undefined) return act;
      if (next.input.kind === 'tick') tick_us += TICK_US;
      else scan = arrivals.next();
      now_us = next.due_us;
      return { at_us: next.due_us, line: RAID_LINE, input: next.input };
    },
  };
}

type Arriving = { readonly at_us: Micros; readonly scan: RaidScan['scan'] };

/** Scans come in order of measurement; each arrives its sensor's latency later, so that a quick sensor's overtakes a slow one's. */
function* inOrderOfArrival(scans: Iterable<RaidScan>): Generator<Arriving, undefined> {
  const onTheWay: Arriving[] = [];
  for (const { sensor, scan } of scans) {
    while (onTheWay.length > 0 && onTheWay[0].at_us <= scan.measuredAt_us) yield* onTheWay.splice(0, 1);
    const at_us = scan.measuredAt_us + seconds_us(sensor.latency_s);
    let place = onTheWay.length;
    while (place > 0 && onTheWay[place - 1].at_us > at_us) place -= 1;
    onTheWay.splice(place, 0, { at_us, scan });
  }
  yield* onTheWay;
  return undefined;
}
