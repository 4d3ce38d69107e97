import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

/** Starts the command line from its sources, in a process of its own. */
export function startTocsin(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs it to its end. `until` may end it earlier: it sees all that came out so far, and returns a signal to send. */
export function tocsin(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly until?: (out: string) => NodeJS.Signals | undefined } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = startTocsin(args, options.env);
    let out = '';
    let err = '';
    let signalled = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const signal = signalled ? undefined : options.until?.(out);
      if (signal === undefined) return;
      signalled = true;
      child.kill(signal);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}
