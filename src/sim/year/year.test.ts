import { expect, test } from 'vitest';
import { vec3 } from '../../core/math/vector.ts';
import { FAMILIES } from '../causes/families.ts';
import { stream } from '../random.ts';
import { createWorld } from '../world.ts';
import { encountersOf, type Window, windowsOf } from './calendar.ts';
import type { Encounter, Kind } from './encounter.ts';
import { KINDS } from './kinds.ts';
import { drawMet } from './met.ts';
import { countWindow, newTally, type Tally } from './tally.ts';
import { THEATRES } from './theatres.ts';
import { type Heard, type MakeWorld, watch } from './watch.ts';

/** The Sun over the equator, going round once a day; the Moon opposite, and so far that its echo is that of the Moon. */
const DAY_S = 86_400;
const sky = (at_us: number) => {
  const turn = (-2 * Math.PI * (at_us / 1e6)) / DAY_S;
  const [x, y] = [Math.cos(turn), Math.sin(turn)];
  return { sunEcef_m: vec3(1.5e11 * x, 1.5e11 * y, 0), moonEcef_m: vec3(-3.8e8 * x, -3.8e8 * y, 0) };
};
/** All that meets, through the core, and counted. */
function counted(kinds: readonly Kind[], windows: readonly Window[], seed: number): Tally {
  const tally = newTally(kinds);
  for (const window of windows) countWindow(tally, window.encounters, watch(window, seed, make));
  return tally;
}
const make: MakeWorld = (scenario, seed, fleet) => createWorld(scenario, seed, { sky, fleet });
const AT_US = 1_700_000_000_000_000;

/** One of a kind before the first theatre where it can be met. */
function met(kind: Kind): Encounter {
  for (const theatre of [THEATRES[1], THEATRES[2]]) {
    const drawn = kind.draw({ id: kind.name, at_us: AT_US, theatre, sky, chance: (name) => stream(1, `${kind.name}/${name}`) });
    if (drawn !== undefined) return { kind, theatre, disturbances: [], announcements: [], ...drawn };
  }
  throw new Error(`${kind.name} cannot be met`);
}

test('each kind of the year can be met, and none of them is called a missile or recommended', () => {
  const encounters = KINDS.map((kind) => met(kind));
  const { rows, faults } = counted(KINDS, windowsOf(0, encounters), 1);
  expect(faults).toEqual([]);
  for (const name of ['launch to orbit, announced', 'sounding rocket, announced', 'decay', 'bolide', 'satellite']) {
    const kind = KINDS.find((one) => one.name === name);
    expect(rows.get(kind)?.events, name).toBeGreaterThan(0);
  }
});

test('a failed launch comes down beyond its announced zone, and people are told; of what does not come down nobody is to be', () => {
  const failed = KINDS.filter(({ name }) => name.startsWith('failed'));
  const { rows, faults } = counted(
    failed,
    windowsOf(
      0,
      failed.map((kind) => met(kind)),
    ),
    1,
  );
  expect(faults).toEqual([]);
  const row = rows.get(failed[0]);
  expect((row?.hazards ?? 0) + (row?.recommended ?? 0)).toBeGreaterThan(0);
  for (const kind of KINDS) {
    const hazard: Heard = { what: 'hazard', at_us: AT_US, of: kind, body: kind.name, event: 'E1', window: 'noon' };
    const stays = ['satellite', 'aircraft', 'fire', 'glint', 'echo'].some((one) => kind.name.includes(one));
    expect(countWindow(newTally(KINDS), [], [hazard])).toEqual(stays ? [`noon: ${kind.name} (E1) is told to come down`] : []);
  }
});

// Two false detections stood in line with the first look of a launch under a clear sky: it was taken for something that came in, its plume for the glow of the air, and
// after its burn it was recommended as a missile.
test('a launch whose first look stands in line with two false ones is a launch as soon as it is seen to climb', () => {
  const kinds = KINDS.filter(({ name }) => name === 'launch to orbit, announced');
  const [window] = windowsOf(21, encountersOf(21, 1, kinds, sky));
  const heard = watch(window, 22, make);
  expect(countWindow(newTally(kinds), window.encounters, heard)).toEqual([]);
  const said = heard.flatMap((one) => (one.what === 'assessment' ? one.assessment : []));
  expect(said[1].cause).toBe('re-entry');
  expect(said.find(({ burning }) => burning)?.at_us).toBeLessThan(window.encounters[0].from_us + 60e6);
});

/** A flight that is a missile, put among what is not. */
const HIDDEN: Kind = {
  name: 'missile that nobody expects',
  perYear: 365,
  source: 'this test',
  sampled: false,
  flies: 'launched',
  mustNotWarn: true,
  mayComeDown: true,
  draw(occasion) {
    const family = FAMILIES.find(({ name }) => name === 'missile, short');
    const drawn = family && drawMet(family, occasion, () => occasion.at_us);
    return drawn && { from_us: occasion.at_us, to_us: drawn.body.end_us, bodies: [drawn.body] };
  },
};

test('a missile that is put among it is called one, recommended, and both are found', () => {
  const { rows, faults } = counted([HIDDEN], windowsOf(3, [met(HIDDEN)]), 1);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toContain('is recommended for warning');
  expect(faults[1]).toMatch(/day 3, middle 1: missile that nobody expects \(E1\) is called a missile by \d+ assessments/);
  expect(rows.get(HIDDEN)).toMatchObject({ encounters: 1, events: 1, recommended: 1 });
});

/** All of them at noon of their day, for a minute, before one theatre each. */
const brief = (kind: Kind): Kind => ({ ...kind, draw: ({ at_us }) => ({ from_us: at_us, to_us: at_us + 60e6, bodies: [] }) });

test('a year has as many of each kind as is stated, within chance, and each day is the same whenever it is drawn', () => {
  const kinds = KINDS.map(brief);
  const year = Array.from({ length: 365 }, (_, day) => encountersOf(day, 7, kinds, sky));
  for (const kind of kinds) {
    const count = year.flat().filter((one) => one.kind === kind).length;
    expect(Math.abs(count - kind.perYear), kind.name).toBeLessThan(4 * Math.sqrt(kind.perYear));
  }
  expect(encountersOf(200, 7, kinds, sky)).toEqual(year[200]);
});

test('what meets before one theatre is one window, and what does not is another', () => {
  const [kind] = KINDS;
  const at = (theatre: number, from_s: number, to_s: number): Encounter => ({
    kind,
    theatre: THEATRES[theatre],
    from_us: AT_US + from_s * 1e6,
    to_us: AT_US + to_s * 1e6,
    bodies: [],
    disturbances: [],
    announcements: [],
  });
  const windows = windowsOf(9, [at(1, 200, 300), at(0, 0, 100), at(1, 0, 250), at(1, 301, 400)]);
  expect(windows.map(({ id, encounters }) => [id, encounters.length])).toEqual([
    ['day 9, north 1', 1],
    ['day 9, middle 2', 2],
    ['day 9, middle 3', 1],
  ]);
});
