import { FALLING, type Falling, randomFlight } from '../src/sim/regions/flights.ts';
import { judgeRegions, type Phase, PHASES, type RegionScore } from '../src/sim/regions/judge.ts';
import { wilson } from './wilson.ts';

/** Which flights are flown: of each family those with the seeds from this one on. */
export type RegionFlights = { readonly flights: number; readonly from: number; readonly family: string | undefined };

/** Whether 95 % are 95 %: random flights of three families through the whole chain, and of what is stated of the launch and of the impact in six phases how often the
 *  area holds it, how often the time lies in 1.96 sigmas, the mean squared distance in sigmas (2 when the covariance is right), and the NEES of the
 *  track (6). Brackets hold the binomial interval of 95 % (Wilson). The same again by what it was taken for. Markdown, for docs/regions.md. */
export function regionsBench({ flights, from, family }: RegionFlights): string[] {
  const families = FALLING.filter((falling) => family === undefined || falling === family);
  if (families.length === 0) throw new Error(`there is no family of flights called ${family}; choose from ${FALLING.join(', ')}`);
  const each = Math.ceil(flights / families.length);
  const flown = families.map((falling) => ({ falling, ...flyFamily(falling, from, each) }));
  const all = flown.flatMap(({ scores }) => scores);
  const causes = [...new Set(all.map(({ cause }) => cause))];
  return [
    `${each} flights of each family, from seed ${from} on.`,
    '',
    ...table([head('what falls'), ...flown.flatMap(({ falling, scores }) => rowsOf(falling, scores))]),
    '',
    ...flown.flatMap(({ falling, silent }) => (silent === 0 ? [] : `No region was stated of ${silent} flights of the family ${falling}.`)),
    '',
    ...table([
      head('taken for'),
      ...causes.flatMap((cause) =>
        rowsOf(
          cause,
          all.filter((one) => one.cause === cause),
        ),
      ),
    ]),
  ];
}

function flyFamily(falling: Falling, from: number, count: number): { readonly scores: readonly RegionScore[]; readonly silent: number } {
  const scores: RegionScore[] = [];
  let silent = 0;
  for (let k = 0; k < count; k++) {
    const said = judgeRegions(randomFlight(from + k, falling), from + k);
    if (said.length === 0) silent += 1;
    scores.push(...said);
    if ((k + 1) % 50 === 0) process.stderr.write(`  ${falling}: ${k + 1} of ${count}\n`);
  }
  return { scores, silent };
}

function head(first: string): string[] {
  return [first, 'when', 'n', 'area holds, %', '', 'd² of 2', 'median', 'time holds, %', '', 'NEES of 6', 'median error, km'];
}

function rowsOf(name: string, scores: readonly RegionScore[]): string[][] {
  return PHASES.flatMap((phase) => {
    const those = scores.filter((one) => one.phase === phase);
    return those.length === 0 ? [] : [rowOf(name, phase, those)];
  });
}

function table([first, ...rows]: readonly (readonly string[])[]): string[] {
  return [first, first.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

/** A distance beyond which one flight would make the mean of thousands. */
const FAR = 50;

function rowOf(name: string, phase: Phase, scores: readonly RegionScore[]): string[] {
  const n = scores.length;
  const known = scores.flatMap(({ nees }) => nees ?? []);
  const inside = scores.filter((one) => one.inside).length;
  const timely = scores.filter(({ time_sigma }) => Math.abs(time_sigma) < 1.96).length;
  const mean = (of: (one: RegionScore) => number): number => scores.reduce((sum, one) => sum + Math.min(FAR, of(one)), 0) / n;
  const median = (of: (one: RegionScore) => number): number => scores.map(of).toSorted((a, b) => a - b)[n >> 1];
  return [
    name,
    phase,
    String(n),
    percent(inside / n),
    bracketed(wilson(inside, n)),
    mean(({ distance2 }) => distance2).toFixed(2),
    median(({ distance2 }) => distance2).toFixed(2),
    percent(timely / n),
    bracketed(wilson(timely, n)),
    known.length === 0 ? '' : (known.reduce((sum, nees) => sum + Math.min(FAR, nees), 0) / known.length).toFixed(1),
    (median(({ error_m }) => error_m) / 1000).toFixed(2),
  ];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function bracketed([low, high]: readonly [number, number]): string {
  return `(${percent(low)}–${percent(high)})`;
}
