import { Worker } from 'node:worker_threads';

/** How often it is asked whether the parent is there still. */
const ASKED_ms = 1000;

/** Ends this process when the one that began it has ended, however it did. A thread sees to it where this one goes round in something for ever: nothing else would end it
 *  then. To be called by a process that was begun with `fork`. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit());
  const parent = process.ppid;
  const guard = `setInterval(() => { if (process.ppid !== ${parent}) process.kill(process.pid, 'SIGKILL'); }, ${ASKED_ms});`;
  new Worker(guard, { eval: true }).unref();
}
