import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { CHECKERS } from './checkers/all.ts';
import { type Part, rehearsePart } from './crew.ts';
import { writeFound } from './found.ts';
import { worldOf } from './generate.ts';
import { shrink } from './shrink.ts';
import { count, type Finding, newTally, type Tally, unmet } from './tally.ts';

const USAGE = `npm run rehearse -- [--seed N] [--worlds M] [--hours H] [--world K] [--threads T] [--json] [--first] [--checker NAME] [--shrink NAME]
  Rehearses worlds 0 to M − 1 of a seed (100 of seed 1), or no more of them than H theatre hours, or world K alone.
  --checker NAME, once or more, leaves only these watching.
  --first ends with the first world in which something is found.
  --shrink NAME makes the found world K small and writes it to scenarios/found/NAME/world.json.
  Exit status 0: all is well; 1: something was found, or something that must sometimes happen did not in a thousand worlds or more.`;

/** Worlds in which everything must have happened that must sometimes happen. */
const ENOUGH_WORLDS = 1000;

type Options = {
  readonly seed: number;
  readonly worlds: number;
  readonly hours: number;
  readonly world: number | undefined;
  readonly threads: number;
  readonly json: boolean;
  readonly first: boolean;
  readonly checkers: readonly string[];
  readonly shrink: string | undefined;
};

function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        worlds: { type: 'string', default: '100' },
        hours: { type: 'string', default: 'Infinity' },
        world: { type: 'string' },
        threads: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        first: { type: 'boolean', default: false },
        checker: { type: 'string', multiple: true, default: CHECKERS.map(({ name }) => name) },
        shrink: { type: 'string' },
      },
    });
    const world = values.world === undefined ? undefined : Number(values.world);
    const whole = { seed: Number(values.seed), worlds: Number(values.worlds), threads: Number(values.threads) };
    for (const [name, value] of Object.entries({ ...whole, world: world ?? 0 }))
      if (!Number.isSafeInteger(value) || value < 0) return `--${name} takes a whole number`;
    const unknown = values.checker.find((one) => !CHECKERS.some(({ name }) => name === one));
    if (unknown !== undefined) return `no checker is called ${unknown}; there are ${CHECKERS.map(({ name }) => name).join(', ')}`;
    if (!(Number(values.hours) > 0)) return '--hours takes a number of hours above 0';
    if (values.shrink !== undefined && (world === undefined || !/^[a-z0-9-]+$/.test(values.shrink)))
      return '--shrink takes a name of small letters, digits and hyphens, and needs --world';
    return {
      ...whole,
      world,
      hours: Number(values.hours),
      json: values.json,
      first: values.first,
      checkers: values.checker,
      shrink: values.shrink,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${USAGE}\n`);
    return 2;
  }
  const { seed, world, json } = options;
  if (options.shrink !== undefined) return shrinkTo(options.shrink, seed, world ?? 0, options.checkers);
  const part = { seed, first: world ?? 0, last: world ?? options.worlds - 1, checkers: options.checkers };
  const tally = newTally();
  const began_ms = performance.now();
  await rehearsePart(part, options.threads, (finding) => {
    count(tally, finding);
    if (json) say(JSON.stringify({ seed, ...finding }));
    else tell(seed, finding);
    return tally.lasted_s < options.hours * 3600 && !(options.first && tally.found.size > 0);
  });
  const took_s = (performance.now() - began_ms) / 1000;
  const { never, wrongly } = unmet(tally);
  if (json)
    say(
      JSON.stringify({ ...tally, marks: Object.fromEntries(tally.marks), found: Object.fromEntries(tally.found), never, wrongly, took_s }),
    );
  else tellAll(tally, took_s);
  return tally.found.size > 0 || wrongly.length > 0 || (tally.worlds >= ENOUGH_WORLDS && never.length > 0) ? 1 : 0;
}

function tell(seed: number, { number, violations }: Finding): void {
  for (const { checker, detail } of violations) say(`world ${number} of seed ${seed}  ${checker}: ${detail.slice(0, 400)}`);
}

function tellAll(tally: Tally, took_s: number): void {
  const { never, wrongly } = unmet(tally);
  const hours = tally.lasted_s / 3600;
  say(`${tally.worlds} worlds, ${hours.toFixed(1)} theatre hours, ${tally.entries} entries, ${tally.crashes} crashes`);
  say(`${took_s.toFixed(0)} s of machine time: ${((hours * 3600) / took_s).toFixed(0)} theatre hours an hour`);
  for (const { name, sentence } of CHECKERS) {
    const found = tally.found.get(name);
    if (found !== undefined) say(`✗ ${name}: in ${found.count} worlds, first in ${found.number}. ${sentence}`);
  }
  if (tally.found.size === 0) say(`✓ all ${CHECKERS.length} checkers are silent`);
  if (wrongly.length > 0) say(`✗ reached, and never may be: ${wrongly.join(', ')}`);
  say(never.length === 0 ? '✓ everything that must sometimes happen has happened' : `not reached: ${never.join(', ')}`);
}

async function shrinkTo(name: string, seed: number, number: number, checkers: readonly string[]): Promise<number> {
  const [finding] = await rehearseAll({ seed, first: number, last: number, checkers });
  const checker = CHECKERS.find((one) => one.name === finding?.violations.at(0)?.checker);
  if (checker === undefined) {
    process.stderr.write(`Nothing is found in world ${number} of seed ${seed}.\n`);
    return 1;
  }
  const small = await shrink(worldOf(seed, number), checker, 300, ({ scenario }) =>
    process.stderr.write(`${scenario.flights.length} flights, ${scenario.sensors.length} sensors\n`),
  );
  if (small === undefined) return 1;
  const folder = fileURLToPath(new URL(`../../scenarios/found/${name}`, import.meta.url));
  writeFound(folder, { ...small.world, name });
  say(`${folder}: ${checker.name}: ${small.violation.detail}\nWrite its story into README.md beside it.`);
  return 0;
}

async function rehearseAll(part: Part): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  await rehearsePart(part, 1, (finding) => findings.push(finding) > 0);
  return findings;
}

// Who reads no further, as `head` does, has heard enough.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main();
