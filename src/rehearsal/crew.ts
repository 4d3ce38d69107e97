import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { CHECKERS } from './checkers/all.ts';
import { BLOCK, worldOf } from './generate.ts';
import { rehearse } from './run.ts';
import { type Finding, findingOf } from './tally.ts';

/** Worlds `first` to `last` of a seed, and the names of the checkers that watch them. */
export type Part = { readonly seed: number; readonly first: number; readonly last: number; readonly checkers: readonly string[] };

async function rehearseOne({ seed, checkers }: Part, number: number): Promise<Finding> {
  return findingOf(
    number,
    await rehearse(
      worldOf(seed, number),
      CHECKERS.filter(({ name }) => checkers.includes(name)),
    ),
  );
}

/** Rehearses a part on several threads, block by block; `onFinding` hears each world in whatever order they end, and says whether to go on. */
export async function rehearsePart(part: Part, threads: number, onFinding: (finding: Finding) => boolean): Promise<void> {
  if (threads <= 1) {
    for (let number = part.first; number <= part.last; number++) if (!onFinding(await rehearseOne(part, number))) return;
    return;
  }
  const workers = Array.from(
    { length: threads },
    (_, k) => new Worker(new URL(import.meta.url), { workerData: { part, threads, turn: k } }),
  );
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.on('message', (finding: Finding) => {
            if (!onFinding(finding)) for (const each of workers) void each.terminate();
          });
          worker.on('error', reject);
          worker.on('exit', () => resolve());
        }),
    ),
  );
}

if (!isMainThread && parentPort !== null) {
  const { part, threads, turn } = workerData as { part: Part; threads: number; turn: number };
  for (let number = part.first; number <= part.last; number++)
    if (Math.floor(number / BLOCK) % threads === turn) parentPort.postMessage(await rehearseOne(part, number));
}
