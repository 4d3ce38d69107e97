import { availableParallelism } from 'node:os';
import { type ResourceLimits, Worker } from 'node:worker_threads';

/** More than this gains nothing: the machine has other things to do, and each thread carries the whole program. */
const MOST_WORKERS = 8;

/** Threads to use: as asked, or one for each core up to a bound. */
export function workersFor(asked: number | undefined, jobs: number): number {
  return Math.max(1, Math.min(asked ?? Math.min(availableParallelism(), MOST_WORKERS), jobs));
}

/** Runs `jobs` in worker threads and returns their results in the order of the jobs, whichever ended first: the output is the same for
 *  any number of threads. `resourceLimits` are each thread's own. The script answers each job with `{at, result}`. The first error stops everything and is thrown. */
export async function inThreads<Job, Result>(
  script: URL,
  jobs: readonly Job[],
  threads: number,
  done: () => void,
  resourceLimits: ResourceLimits = {},
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const workers: Worker[] = [];
  try {
    await Promise.all(
      Array.from({ length: threads }, () => {
        const worker = new Worker(script, { resourceLimits });
        workers.push(worker);
        return new Promise<void>((resolve, reject) => {
          const give = (): void => {
            if (next >= jobs.length) return resolve();
            worker.postMessage({ at: next, job: jobs[next] });
            next += 1;
          };
          worker.on('message', (answer: { readonly at: number; readonly result: Result }) => {
            results[answer.at] = answer.result;
            done();
            give();
          });
          worker.on('error', reject);
          worker.on('exit', (code) => {
            if (code !== 0) reject(new Error(`a worker thread ended with status ${code}`));
          });
          give();
        });
      }),
    );
    return results;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
