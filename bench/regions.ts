import { FALLING, type Falling, randomFlight } from '../src/sim/regions/flights.ts';
import { judgeRegions, type Phase, PHASES, type RegionScore } from '../src/sim/regions/judge.ts';

/** Whether 95 % are 95 %: random flights of three families through the whole chain, and of what is stated of the impact in four phases how often the
 *  area holds it, how often the time lies in 1.96 sigmas, the mean squared distance in sigmas (2 when the covariance is right), and the NEES of the
 *  track (6). Brackets hold the binomial interval of 95 % (Wilson). */
export function regionsBench(flights: number): string[] {
  const each = Math.ceil(flights / FALLING.length);
  const rows = FALLING.flatMap((falling) => {
    const scores: RegionScore[] = [];
    let silent = 0;
    for (let seed = 1; seed <= each; seed++) {
      const said = judgeRegions(randomFlight(seed, falling), seed);
      if (said.length === 0) silent += 1;
      scores.push(...said);
      if (seed % 50 === 0) process.stderr.write(`  ${falling}: ${seed} of ${each}\n`);
    }
    return [
      ...PHASES.map((phase) =>
        rowOf(
          falling,
          phase,
          scores.filter((one) => one.phase === phase),
        ),
      ),
      [falling, 'no impact stated', String(silent), ...Array<string>(8).fill('')],
    ];
  });
  const head = ['what falls', 'when', 'n', 'area holds %', '', 'd² of 2', 'median', 'time holds %', '', 'NEES of 6', 'error km'];
  const widths = head.map((_, k) => Math.max(...[head, ...rows].map((row) => row[k].length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, k) => (k < 2 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join('  ')
      .trimEnd(),
  );
}

/** A distance beyond which one flight would make the mean of thousands. */
const FAR = 50;

function rowOf(falling: Falling, phase: Phase, scores: readonly RegionScore[]): string[] {
  const n = scores.length;
  if (n === 0) return [falling, phase, '0', ...Array<string>(8).fill('')];
  const inside = scores.filter((one) => one.inside).length;
  const timely = scores.filter(({ time_sigma }) => Math.abs(time_sigma) < 1.96).length;
  const mean = (of: (one: RegionScore) => number): number => scores.reduce((sum, one) => sum + Math.min(FAR, of(one)), 0) / n;
  const median = (of: (one: RegionScore) => number): number => scores.map(of).toSorted((a, b) => a - b)[n >> 1];
  return [
    falling,
    phase,
    String(n),
    percent(inside / n),
    interval(inside, n),
    mean(({ distance2 }) => distance2).toFixed(2),
    median(({ distance2 }) => distance2).toFixed(2),
    percent(timely / n),
    interval(timely, n),
    mean(({ nees }) => nees ?? 6).toFixed(1),
    (median(({ error_m }) => error_m) / 1000).toFixed(2),
  ];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** Wilson's interval: right near 0 and 1 too, where the normal one reaches over. */
function interval(hits: number, n: number): string {
  const z2 = 1.96 * 1.96;
  const share = hits / n;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (1.96 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return `(${percent(middle - half)}–${percent(middle + half)})`;
}
