import { PerformanceObserver } from 'node:perf_hooks';
import { compileReference, type Reference } from './c-reference.ts';
import { FILTER_CASES, type FilterCase, runKernels, type Timed } from './filter-cases.ts';
import { runNaive } from './filter-naive.ts';

const ROUNDS = 40;
const STEPS = 8_000;
const NAIVE_STEPS = 40;
const WARM_UP = 60_000;
const NAIVE_WARM_UP = 400;
const MILLION = 1_000_000;

/** Nanoseconds of the processor for one filter step, beside the same arithmetic in C and written naively. Rounds are interleaved and the
 *  least of each counts: whatever else runs on the machine only adds. */
export async function filterBench(): Promise<string[]> {
  const reference = compileReference();
  try {
    const rows = FILTER_CASES.map((one, index) => measured(one, index, reference));
    return [
      `One filter step (predict, then a plot of range and two angles), nanoseconds, least of ${ROUNDS} rounds:`,
      '  model               dt      here         C    here/C       naive  naive/here',
      ...rows,
      `  C: ${reference.kind === 'compiled' ? `${reference.compiler} -O3 -march=native, straight-line scalar code` : reference.why}`,
      ...(await allocations()),
    ];
  } finally {
    if (reference.kind === 'compiled') reference.remove();
  }
}

function measured(one: FilterCase, index: number, reference: Reference): string {
  const kernels = runKernels(one);
  const naive = runNaive(one);
  kernels(WARM_UP);
  naive(NAIVE_WARM_UP);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    here: kernels(STEPS),
    c: reference.kind === 'compiled' ? reference.run(index, STEPS) : undefined,
    naive: naive(NAIVE_STEPS),
  }));
  const [{ here, c, naive: slow }] = rounds;
  assertAlike(one, 'the naive version', here, slow);
  if (c !== undefined) assertAlike(one, 'the C reference', here, c);
  const here_ns = Math.min(...rounds.map((round) => round.here.ns));
  const c_ns = c === undefined ? undefined : Math.min(...rounds.map((round) => round.c?.ns ?? Infinity));
  const naive_ns = Math.min(...rounds.map((round) => round.naive.ns));
  return [
    `  ${one.name.padEnd(18)}`,
    `${one.dt_s} s`.padStart(4),
    here_ns.toFixed(0).padStart(9),
    (c_ns?.toFixed(0) ?? '–').padStart(9),
    (c_ns === undefined ? '–' : (here_ns / c_ns).toFixed(2)).padStart(9),
    naive_ns.toFixed(0).padStart(11),
    (naive_ns / here_ns).toFixed(0).padStart(11),
  ].join(' ');
}

/** A number that nobody checks may be the time of something else. Steps in a run are a multiple of those between restarts, so all end alike. */
export function assertAlike(one: FilterCase, what: string, here: Timed, other: Timed): void {
  here.state.forEach((v, i) => {
    const size = Math.max(Math.abs(v), Math.abs(other.state[i]), 1);
    if (!(Math.abs(v - other.state[i]) / size < 1e-6))
      throw new Error(`${one.name}: ${what} gives ${other.state[i]} for number ${i}, not ${v}`);
  });
}

/** How much memory a million steps leave behind, and how often the collector ran meanwhile. */
async function allocations(): Promise<string[]> {
  const lines: string[] = [];
  for (const one of FILTER_CASES) {
    const run = runKernels(one);
    run(WARM_UP);
    let collections = 0;
    const observer = new PerformanceObserver((list) => {
      collections += list.getEntries().length;
    });
    observer.observe({ entryTypes: ['gc'] });
    const before = process.memoryUsage().heapUsed;
    run(MILLION);
    const grown = process.memoryUsage().heapUsed - before;
    await new Promise((resolve) => setTimeout(resolve, 10));
    observer.disconnect();
    lines.push(
      `  a million steps of ${one.name}: heap ${grown >= 0 ? '+' : ''}${(grown / 1024).toFixed(0)} KiB, ${collections} collections`,
    );
  }
  return lines;
}
