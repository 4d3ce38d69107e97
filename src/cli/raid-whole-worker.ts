import { parentPort } from 'node:worker_threads';
import { wholeRaid, type WholeRaidJob } from './raid-whole.ts';

/** The thread of `raid --whole`: plays the raid that it is handed, answers, and waits for the next. */
parentPort?.on('message', ({ at, job }: { readonly at: number; readonly job: WholeRaidJob }) => {
  void wholeRaid(job).then((result) => parentPort?.postMessage({ at, result }));
});
