import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';

/** Every run draws the same cases, so that what is green stays green; TOCSIN_SEED=random (or a number) explores others. */
const STANDARD_SEED = 20_000_101;

export type Draw = {
  /** How many cases are drawn; 100 when not said. */
  readonly runs?: number;
};

/** Asserts that a property holds for cases drawn at random, after those that once failed: `x.seeds.txt` beside `x.test.ts` keeps them. A failure
 *  says the line that keeps its case. Call it inside a test; an asynchronous property gives a promise to wait for. */
export function holds<Ts>(property: fc.IAsyncProperty<Ts>, draw?: Draw): Promise<void>;
export function holds<Ts>(property: fc.IProperty<Ts>, draw?: Draw): void;
export function holds<Ts>(property: fc.IRawProperty<Ts>, { runs = 100 }: Draw = {}): Promise<void> | void {
  const { testPath = '', currentTestName = '' } = expect.getState();
  const file = testPath.replace(/\.test\.tsx?$/, '.seeds.txt');
  const kept = existsSync(file) ? keptCases(readFileSync(file, 'utf8')).filter(({ test }) => test === currentTestName) : [];
  const reporter = (details: fc.RunDetails<Ts>): void => {
    if (!details.failed) return;
    const line = `${details.seed} ${details.counterexamplePath?.split(':')[0] ?? 0} ${currentTestName}`;
    throw new Error(
      `${fc.defaultReportMessage(details)}\n\nKeep the case: add this line to ${basename(file)}, beside the test\n${line}\n`,
      {
        cause: details.errorInstance,
      },
    );
  };
  const draws: fc.Parameters<Ts>[] = [
    ...kept.map(({ seed, run }) => ({ seed, path: String(run), numRuns: 1 })),
    { seed: seedOf(process.env.TOCSIN_SEED), numRuns: runs },
  ];
  if (!property.isAsync()) {
    // What is not asynchronous is checked at once: fast-check says so by what it returns.
    for (const one of draws) reporter(fc.check(property as fc.IProperty<Ts>, one));
    return;
  }
  return draws.reduce<Promise<void>>(
    (before, one) => before.then(async () => reporter(await fc.check(property as fc.IAsyncProperty<Ts>, one))),
    Promise.resolve(),
  );
}

/** A case: the seed, how many cases of it come before, and the full name of the test. What begins with # is a remark. */
export type KeptCase = { readonly seed: number; readonly run: number; readonly test: string };

/** Throws Error, with the line, for a line that is none. */
export function keptCases(text: string): KeptCase[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [, seed, run, test] = /^(-?\d+) (\d+) (.+)$/.exec(line.trim()) ?? [];
    if (test === undefined) throw new Error(`no kept case: "${line}"; write SEED RUN NAME OF THE TEST`);
    return [{ seed: Number(seed), run: Number(run), test }];
  });
}

/** Throws Error for what is neither a number nor `random`. */
export function seedOf(text: string | undefined): number {
  if (text === undefined || text === '') return STANDARD_SEED;
  if (text === 'random') return Math.floor(Math.random() * 2 ** 32) | 0;
  const seed = Number(text);
  if (!Number.isInteger(seed)) throw new Error(`TOCSIN_SEED=${text}: write a whole number, or random`);
  return seed | 0;
}
