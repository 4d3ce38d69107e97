import { seconds_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { stream } from '../random.ts';
import type { Encounter, Kind } from './encounter.ts';
import { THEATRES } from './theatres.ts';

const DAYS_A_YEAR = 365;
const DAY_US: Micros = seconds_us(86_400);
/** 2023-01-01, in whole days of the core's time: only the Sun and the Moon mind the year. */
const FIRST_DAY = 19_358;

/** What a theatre has to do with at once: encounters whose times meet, one after the other. */
export type Window = { readonly id: string; readonly encounters: readonly Encounter[] };

/** The encounters of one day: of each kind a Poisson number at its yearly rate, at any time and before any theatre; every second one of what is sampled beside
 *  another encounter of the day. Each day is drawn by itself, and each encounter in it. */
export function encountersOf(day: number, seed: number, kinds: readonly Kind[], sky: Sky): Encounter[] {
  const found: Encounter[] = [];
  for (const kind of [...kinds].sort((a, b) => Number(a.sampled) - Number(b.sampled))) {
    const random = stream(seed, `${kind.name}/day ${day}`);
    const count = random.poisson(kind.perYear / DAYS_A_YEAR);
    for (let n = 1; n <= count; n++) {
      const id = `${kind.name} ${day}.${n}`;
      const beside = kind.sampled && random.uniform() < 0.5 ? found[Math.floor(random.uniform() * found.length)] : undefined;
      const at_us = beside?.from_us ?? (FIRST_DAY + day) * DAY_US + Math.floor(random.uniform() * DAY_US);
      const theatre = beside?.theatre ?? THEATRES[Math.floor(random.uniform() * THEATRES.length)];
      const drawn = kind.draw({ id, at_us, theatre, sky, chance: (name) => stream(seed, `${id}/${name}`) });
      if (drawn !== undefined) found.push({ kind, theatre, disturbances: [], announcements: [], ...drawn });
    }
  }
  return found;
}

/** The encounters of a day by what meets before one theatre; the time between is left out. */
export function windowsOf(day: number, encounters: readonly Encounter[]): Window[] {
  const windows: Encounter[][] = [];
  for (const theatre of THEATRES) {
    let until_us = -Infinity;
    for (const one of encounters.filter((each) => each.theatre === theatre).sort((a, b) => a.from_us - b.from_us)) {
      if (one.from_us > until_us) windows.push([]);
      windows[windows.length - 1].push(one);
      until_us = Math.max(until_us, one.to_us);
    }
  }
  return windows.map((meeting, k) => ({ id: `day ${day}, ${meeting[0].theatre.name} ${k + 1}`, encounters: meeting }));
}
