import { parentPort } from 'node:worker_threads';
import { type JudgeJob, judgeJob } from './judge-job.ts';

/** One thread of `judge`: judges the run that it is handed, answers, and waits for the next. */
parentPort?.on('message', ({ at, job }: { readonly at: number; readonly job: JudgeJob }) => {
  parentPort?.postMessage({ at, result: judgeJob(job) });
});
