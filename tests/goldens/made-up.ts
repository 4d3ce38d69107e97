import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { enuBasis } from '../../src/core/frames/enu.ts';
import { geodeticDegrees, geodeticFromEcefVec } from '../../src/core/frames/geodetic.ts';
import { cos, sin } from '../../src/core/math/elementary.ts';
import { dot, norm } from '../../src/core/math/vector.ts';
import { isoFromMicros, microsFromIso } from '../../src/api/iso.ts';
import { degrees } from '../../src/core/units.ts';
import { fly } from '../../src/sim/fleet.ts';
import { type RandomStream, stream } from '../../src/sim/random.ts';
import { flightsFromTable } from '../../src/sim/recorded-flights.ts';
import type { TruthFlight } from '../../src/sim/truth.ts';

// The tables of examples/ that nobody has recorded: `npx tsx tests/goldens/made-up.ts && npm run format` writes them anew, and a test compares. Every figure is drawn, or
// comes out of the project's own simulation.

export const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

/** Every table, by its file under examples/. */
export const MADE_UP: Readonly<Record<string, () => object>> = {
  'flights.json': flights,
  'ascent.json': ascent,
};

type Row = Readonly<Record<string, string | number | null>>;

const SEED = 2025;
const EARTH_KM = 6371;

/** Missiles of all ranges, two that manoeuvre, a launch into orbit, and a row that cannot be flown, for each to be met once. */
function flights(): object {
  const random = stream(SEED, 'made-up flights');
  const missiles = [600, 1500, 4000, 9500].map((about_km) => missile(random, about_km, null));
  const manoeuvring = [missile(random, 450, 'pullup'), missile(random, 1800, 'glide')];
  const launcher = { ...row(random, 'made-up launcher', 'SLV'), outcome: 'success', distance_km: 2000, apogee_km: 500 };
  const unknown = { ...row(random, 'made-up, range not known', 'Unknown'), apogee_km: 40, distance_km: null };
  const rows = [...missiles, ...manoeuvring, launcher, unknown].map((one, at) => ({ idx: at + 1, ...one }));
  return { tests: rows };
}

/** Drawn until it can be flown: what has too little speed for its height, or more than any class has, cannot. */
function missile(random: RandomStream, about_km: number, maneuver: 'pullup' | 'glide' | null): Row {
  for (;;) {
    const distance_km = Math.round(between(random, 0.85, 1.15) * about_km);
    const apogee_km = Math.round(between(random, 0.8, 1.6) * leastEnergyApogee_km(distance_km));
    const drawn = { ...row(random, `made-up, ${distance_km} km`, 'Unknown'), outcome: 'success', maneuver, apogee_km, distance_km };
    const [one] = flightsFromTable([drawn]).flights;
    const flown = fly(one.flight, SEED);
    if (flown.kind === 'flown') return { ...drawn, type: flown.truth.energyClass };
  }
}

/** Highest point of the flight that takes the least energy over a round Earth:  h = R/2 (cos φ/2 + sin φ/2 − 1),  φ the angle of the range. */
function leastEnergyApogee_km(distance_km: number): number {
  const half = distance_km / EARTH_KM / 2;
  return (EARTH_KM / 2) * (cos(half) + sin(half) - 1);
}

/** When, from where and which way; the places are as random as the rest, and most of them are at sea. */
function row(random: RandomStream, missile: string, type: string): Row {
  const at = isoFromMicros(FIRST_DAY_us + Math.floor(between(random, 0, 365 * 1440)) * 60_000_000);
  return {
    date: at.slice(0, 10),
    time_utc: at.slice(11, 16),
    missile,
    type,
    maneuver: null,
    lat: round(between(random, -30, 40), 3),
    lon: round(between(random, -178, -135), 3),
    bearing_deg: round(between(random, 0, 360), 1),
  };
}

const FIRST_DAY_us = microsFromIso('2025-01-01T00:00:00Z');

/** What an upper stage would send down: a generic launcher on its way to 400 km, sampled each second until it is in orbit. */
function ascent(): object {
  const azimuth_deg = 90;
  const site = geodeticDegrees(28.6, -80.6, 0);
  const launch_us = FIRST_DAY_us;
  const flown = fly(
    { kind: 'space-launch', id: 'made-up', site, launch_us, azimuth_rad: degrees(azimuth_deg), insertionHeight_m: 400_000 },
    SEED,
  );
  if (flown.kind !== 'flown') throw new Error(flown.reason);
  const seconds = Math.floor((flown.truth.burnout_us - launch_us) / 1e6) + 30;
  const samples = Array.from({ length: seconds }, (_, second) => sample(flown.truth, second));
  return Object.fromEntries(LISTS.map((name) => [name, samples.map((one) => one[name])]));
}

const LISTS = ['time', 'altitude', 'velocity_x', 'velocity_y', 'acceleration'] as const;

type Sample = Readonly<Record<(typeof LISTS)[number], number>>;

function sample(truth: TruthFlight, second: number): Sample {
  const state = truth.stateAt(truth.launch.time_us + second * 1_000_000);
  if (state === undefined) throw new Error(`nothing is known of the ascent after ${second} s`);
  const here = geodeticFromEcefVec(state.r);
  const climb_mps = dot(state.v, enuBasis(here).up);
  return {
    time: second,
    altitude: round(here.height_m / 1000, 3),
    velocity_x: round(Math.sqrt(Math.max(0, norm(state.v) * norm(state.v) - climb_mps * climb_mps)), 2),
    velocity_y: round(climb_mps, 2),
    acceleration: round(state.thrust_mps2, 2),
  };
}

function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function round(value: number, digits: number): number {
  // JSON has no −0.
  return Number(value.toFixed(digits)) + 0;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href)
  for (const [file, table] of Object.entries(MADE_UP)) writeFileSync(join(EXAMPLES, file), JSON.stringify(table(), null, 2));
