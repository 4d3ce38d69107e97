export type Interrupt = {
  readonly signal: AbortSignal;
  readonly happened: Promise<void>;
  /** Gives Ctrl-C its usual meaning back. */
  release(): void;
};

/** Ctrl-C, or a polite request to end: what runs comes to an orderly close. A second Ctrl-C ends at once, as everywhere. */
export function untilInterrupted(): Interrupt {
  const controller = new AbortController();
  const release = (): void => {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  };
  const end = (): void => {
    release();
    controller.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { signal: controller.signal, happened, release };
}
