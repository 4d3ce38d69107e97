import { parentPort } from 'node:worker_threads';
import { type FlightJob, flyRow } from './fly-row.ts';

/** One thread of `flights`: flies the row it is handed, answers, and waits for the next. */
parentPort?.on('message', ({ at, job }: { readonly at: number; readonly job: FlightJob }) => {
  parentPort?.postMessage({ at, result: flyRow(job) });
});
