import type { Case } from '../adapters/case-file/case-file.ts';
import { judgeCase, type Verdict } from '../judge/run-case.ts';
import { openCase } from './case-files.ts';

/** One case under one seed: plain data, so that it can be handed to a worker thread. */
export type JudgeJob = { readonly file: string; readonly seed: number };

export type JudgeOutcome =
  | { readonly kind: 'judged'; readonly file: string; readonly verdict: Verdict }
  /** A flight of it has figures that none can have. */
  | { readonly kind: 'no-flight'; readonly file: string; readonly reason: string };

let latest: { readonly file: string; readonly one: Case } | undefined;

/** Runs and judges. Depends on nothing but the job and the files of its case. */
export function judgeJob({ file, seed }: JudgeJob): JudgeOutcome {
  // The seeds of a case follow each other, and a table of states takes as long to read as to fly.
  if (latest?.file !== file) latest = { file, one: openCase(file) };
  try {
    return { kind: 'judged', file, verdict: judgeCase(latest.one, seed) };
  } catch (error) {
    if (error instanceof RangeError && /^(flight "|a scenario lasts)/.test(error.message))
      return { kind: 'no-flight', file, reason: error.message };
    throw error;
  }
}
