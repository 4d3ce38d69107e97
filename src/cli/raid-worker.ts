import { parentPort } from 'node:worker_threads';
import { type RaidJob, runRaid } from '../sim/raid/run.ts';

/** One thread of `raid`: plays the raid that it is handed, answers, and waits for the next. */
parentPort?.on('message', ({ at, job }: { readonly at: number; readonly job: RaidJob }) => {
  parentPort?.postMessage({ at, result: runRaid(job, () => performance.now()) });
});
