import { type FSWatcher, statSync, watch } from 'node:fs';

/** Rings when something happens in a folder. It says only that it is time to look: what is there, the folder's list says. Where the system sends no events, as of
 *  network folders, or has no room for another watch, it does not ring, and who waits looks when the time is over. */
export type Doorbell = {
  /** Waits until it rings, the time is over, or the signal comes. What has rung since the last wait counts. */
  wait(most_ms: number, signal: AbortSignal): Promise<void>;
  close(): void;
};

export function createDoorbell(folder: string): Doorbell {
  let hung: { readonly watcher: FSWatcher; readonly inode: number } | undefined;
  let hasRung = false;
  let answer: () => void = () => {};
  const ring = (): void => {
    hasRung = true;
    answer();
  };
  const take = (): void => {
    hung?.watcher.close();
    hung = undefined;
  };
  /** On the folder that has the name now: another may have taken the place of the one that was there. */
  const hang = (): void => {
    const inode = inodeOf(folder);
    if (hung?.inode === inode) return;
    take();
    if (inode === undefined) return;
    try {
      const watcher = watch(folder, { persistent: false }, ring);
      hung = { watcher, inode };
      watcher.on('error', take);
    } catch {
      // Without it the folder is looked into from time to time.
    }
  };
  hang();
  return {
    async wait(most_ms, signal) {
      hang();
      if (!hasRung && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => answer(), most_ms);
          answer = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', answer);
            resolve();
          };
          signal.addEventListener('abort', answer, { once: true });
        });
      answer = () => {};
      hasRung = false;
    },
    close: take,
  };
}

function inodeOf(folder: string): number | undefined {
  try {
    return statSync(folder).ino;
  } catch {
    return undefined;
  }
}
