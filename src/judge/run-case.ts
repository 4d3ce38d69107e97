import type { Case } from '../adapters/case-file/case-file.ts';
import { sourcedWorld } from '../adapters/world-sources/world-sources.ts';
import type { Emission } from '../core/tell/emission.ts';
import { foldWorld } from '../sim/fold-world.ts';
import type { CaseRun } from './account.ts';
import { type Calibration, calibrationOf } from './calibration.ts';
import { judge } from './judge.ts';

export type Verdict = {
  readonly id: string;
  readonly seed: number;
  /** What is not as expected; none when the run is right. */
  readonly faults: readonly string[];
  readonly calibration: Calibration;
};

/** What the judge does not look at, and there is much of it. */
const UNHEARD: ReadonlySet<Emission['kind']> = new Set(['track', 'alive', 'late-taken', 'screened']);

/** Runs a case through the core, people included; without signatures, journal and channels. Throws `RangeError` when a flight of it cannot be flown. */
export function runCase({ scenario }: Pick<Case, 'scenario'>, seed: number): CaseRun {
  const said: Emission[] = [];
  const { state } = foldWorld(sourcedWorld(scenario, seed), (emission) => {
    if (!UNHEARD.has(emission.kind)) said.push(emission);
  });
  return { said, end: state };
}

export function judgeCase(one: Case, seed: number): Verdict {
  const run = runCase(one, seed);
  return { id: one.id, seed, faults: judge(one, run, seed), calibration: calibrationOf(one, run, seed) };
}
