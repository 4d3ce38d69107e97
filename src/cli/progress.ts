import { Presets, SingleBar } from 'cli-progress';

/** How far a long piece of work has come. */
export type Progress = { readonly step: (done?: number) => void; readonly stop: () => void };

const SILENT: Progress = { step: () => {}, stop: () => {} };

/** A bar on the standard error when a terminal looks on, otherwise nothing: logs and pipes get results only. */
export function progress(label: string, total: number, quiet: boolean): Progress {
  if (quiet || process.stderr.isTTY !== true || total < 2) return SILENT;
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} · {duration_formatted} · {eta_formatted} left`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.rect,
  );
  let reached = 0;
  bar.start(Math.round(total), 0);
  return { step: (done = 1) => bar.update(Math.round((reached += done))), stop: () => bar.stop() };
}
