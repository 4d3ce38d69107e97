import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const commandLine = join(root, 'dist', 'cli', 'main.js');

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

/** Brings what is built up to date: people run that, and only that has worker threads. */
export function buildCommandLine(): void {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), '-b', join(root, 'src/cli')], {
    cwd: root,
    stdio: 'inherit',
  });
}

/** Starts the command line in a process of its own. */
export function startTocsin(args: readonly string[], folder = root): ChildProcess {
  return spawn(process.execPath, [commandLine, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs it to its end, in a folder. `until` may end it earlier: it sees all that came out so far, and returns a signal to send. */
export function tocsin(args: readonly string[], until?: (out: string) => NodeJS.Signals | undefined, folder = root): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = startTocsin(args, folder);
    let out = '';
    let err = '';
    let signalled = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const signal = signalled ? undefined : until?.(out);
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
