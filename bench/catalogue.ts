import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { BulkPropagator, createSingleThreadRuntime, EciBaseCalculator, twoline2satrec } from 'satellite.js';
import { processor_s } from './processor.ts';
import { openElements } from '../src/adapters/orbit-elements/read-elements.ts';
import { type Catalogue, createCatalogue } from '../src/core/catalogue/catalogue.ts';
import type { MeanElements } from '../src/core/catalogue/mean-elements.ts';
import { createOverhead } from '../src/core/catalogue/overhead.ts';
import type { RadarSky } from '../src/core/catalogue/radar-sky.ts';
import { createSieve } from '../src/core/catalogue/sieve.ts';
import { geodeticDegrees } from '../src/core/frames/geodetic.ts';
import { isoFromMicros, microsFromIso } from '../src/core/time/iso.ts';
import { utcFromTai_us } from '../src/core/time/scale.ts';
import type { Micros } from '../src/core/units.ts';

const FILE = fileURLToPath(new URL('../../shared/data/tle/celestrak_active_2026-05-07T2231Z.tle.gz', import.meta.url));
/** Rounds in which the two take turns; the middle one counts, since the machine has other things to do. */
const ROUNDS = 41;
const TIMES_A_ROUND = 5;

/** What the catalogue of objects in orbit costs: to read, to reckon once, and to carry to a time, beside satellite.js's own bulk propagator in WebAssembly, on one core in the same run. */
export async function catalogueBench(): Promise<string[]> {
  if (!existsSync(FILE)) return ['needs ../shared/data/tle'];
  const elements: MeanElements[] = [];
  const read_s = await spent(async () => {
    for await (const set of openElements(FILE).sets) elements.push(set.elements);
  });
  const from_us = microsFromIso('2026-05-08T00:00:00Z');
  const once_s = Math.min(await spent(() => createCatalogue(elements)), await spent(() => createCatalogue(elements)));
  const lines = linesOf(FILE);
  const objects = elements.map((one, k): Flown => ({ elements: one, lines: lines[k] }));
  const isDeep = ({ elements: { meanMotion_radps } }: Flown): boolean => (2 * Math.PI) / meanMotion_radps >= 225 * 60;
  const rows = [
    ['all', objects],
    ['near-earth', objects.filter((one) => !isDeep(one))],
    ['deep space', objects.filter(isDeep)],
  ] as const;
  const told = [
    `objects in orbit: ${elements.length} read in ${(1e3 * read_s).toFixed(0)} ms, reckoned once in ${(1e3 * once_s).toFixed(0)} ms; times from ${isoFromMicros(from_us)}`,
    '',
    '               objects  satellite.js        here  ratio   further apart than a millimetre, and at most (their epochs are of one number)',
  ];
  for (const [name, some] of rows) told.push(await row(name, some, from_us));
  told.push('', ...overheadLines(elements, from_us));
  return told;
}

/** As many as a catalogue with everything has, and a radar far in the north that sees far. */
const MANY = 30_000;
const RADAR: RadarSky = { site: geodeticDegrees(64.3, -149.2), rangeMax_m: 5_000_000, elevationMin_rad: 0.05 };
const MINUTES = 10;

/** What it costs to know second by second who is in a radar's sky, beside carrying everybody to every second. */
function overheadLines(elements: readonly MeanElements[], from_us: Micros): string[] {
  const others = elements.map((one) => ({ ...one, meanAnomaly_rad: one.meanAnomaly_rad + 1 }));
  const catalogue = createCatalogue([...elements, ...others].slice(0, MANY));
  const sieve = createSieve(catalogue, RADAR);
  const overhead = createOverhead(catalogue, RADAR);
  overhead(from_us);
  let [candidates, seen] = [0, 0];
  const sieve_s = seconds(() => {
    for (let k = 0; k < MINUTES; k++) candidates += sieve.mayBeInSky(from_us + k * 60e6, from_us + (k + 1) * 60e6).length;
  });
  const second_s = seconds(() => {
    for (let k = 0; k < 60 * MINUTES; k++) seen += overhead(from_us + k * 1e6).count;
  });
  const everybody_s = seconds(() => {
    for (let k = 0; k < 60; k++) catalogue.propagate(from_us + k * 1e6);
  });
  const ms = (s: number, times: number): string => `${((1e3 * s) / times).toFixed(2)} ms`;
  return [
    `in the sky of a radar that sees 5,000 km, of ${MANY} objects (${sieve.everMay} that ever may): ${(seen / 60 / MINUTES).toFixed(0)}, of ${(candidates / MINUTES).toFixed(0)} candidates`,
    `  a second costs ${ms(second_s, 60 * MINUTES)}, with the sieve of each minute (${ms(sieve_s, MINUTES)}); everybody carried to it ${ms(everybody_s, 60)}`,
  ];
}

function seconds(work: () => void): number {
  const before = processor_s();
  work();
  return processor_s() - before;
}

type Flown = { readonly elements: MeanElements; readonly lines: readonly [string, string] };

/** The lines of each object's elements. */
function linesOf(file: string): (readonly [string, string])[] {
  const lines = gunzipSync(readFileSync(file)).toString().split(/\r?\n/);
  return lines.flatMap((line, at) => (line.startsWith('1 ') ? [[line, lines[at + 1]] as const] : []));
}

async function row(name: string, objects: readonly Flown[], from_us: Micros): Promise<string> {
  const elements = objects.map((one) => one.elements);
  const catalogue = createCatalogue(elements);
  const theirs = await createTheirs(objects);
  const here: number[] = [];
  const there: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const at_us = from_us + round * 60e6;
    there.push(timed(theirs.propagate, at_us));
    here.push(timed((time_us) => catalogue.propagate(time_us), at_us));
  }
  const [a, b] = [median(there), median(here)];
  const { count, most_m } = apart(catalogue, theirs, from_us);
  const ns = (s: number): string => `${((1e9 * s) / elements.length).toFixed(0)} ns`;
  return [
    name.padEnd(12),
    String(elements.length).padStart(9),
    ns(a).padStart(13),
    ns(b).padStart(11),
    (a / b).toFixed(2).padStart(6),
    `   ${count}, ${(1e3 * most_m).toExponential(1)} mm`,
  ].join(' ');
}

type Theirs = { propagate(at_us: Micros): void; place_m(k: number): readonly number[] | undefined };

/** satellite.js, which takes elements as two lines, since of an OMM's epoch it drops what is below a millisecond, and times as dates. */
async function createTheirs(objects: readonly Flown[]): Promise<Theirs> {
  const propagator = new BulkPropagator({
    runtime: await createSingleThreadRuntime(),
    calculators: [new EciBaseCalculator()],
    satRecsCount: objects.length,
    datesCount: 1,
  });
  propagator.setSatRecs(objects.map(({ lines: [first, second] }) => twoline2satrec(first, second)));
  return {
    propagate(at_us) {
      propagator.setDates([new Date(utcFromTai_us(at_us) / 1000)]);
      propagator.run();
    },
    place_m(k) {
      const { position, error } = propagator.getRawOutput().eci;
      return error[k] === 0 ? [0, 1, 2].map((i) => 1000 * position[3 * k + i]) : undefined;
    },
  };
}

function apart(catalogue: Catalogue, theirs: Theirs, at_us: Micros): { readonly count: number; readonly most_m: number } {
  theirs.propagate(at_us);
  const states = catalogue.propagate(at_us);
  let [count, most_m] = [0, 0];
  for (let k = 0; k < states.count; k++) {
    const place = theirs.place_m(k);
    if (place === undefined || states.faults[k] !== 0) continue;
    const off_m = Math.hypot(states.x_m[k] - place[0], states.y_m[k] - place[1], states.z_m[k] - place[2]);
    most_m = Math.max(most_m, off_m);
    if (off_m > 1e-3) count += 1;
  }
  return { count, most_m };
}

function timed(propagate: (at_us: Micros) => void, at_us: Micros): number {
  const before = processor_s();
  for (let k = 0; k < TIMES_A_ROUND; k++) propagate(at_us + k * 1e6);
  return (processor_s() - before) / TIMES_A_ROUND;
}

async function spent(work: () => unknown): Promise<number> {
  const before = processor_s();
  await work();
  return processor_s() - before;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
