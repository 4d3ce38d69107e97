import { type ChildProcess, fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const commandLine = join(root, 'dist', 'cli', 'main.js');

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

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

let speaker: ChildProcess | undefined;
let before: Promise<unknown> = Promise.resolve();

/** Runs a command line in the one process that a file of tests has for all of these, in turn: for what a verb says, writes and leaves with.
 *  It is loaded and made fast once, which costs more than most verbs do. What a process is to others (its signals, pipes, limits, and
 *  that it begins from nothing) is a matter of `tocsin`. */
export function verb(args: readonly string[], folder = root): Promise<Ended> {
  const mine = before.then(() => spoken(args, folder));
  before = mine.catch(() => undefined);
  return mine;
}

function spoken(args: readonly string[], folder: string): Promise<Ended> {
  speaker ??= fork(fileURLToPath(new URL('verbs.mjs', import.meta.url)), [pathToFileURL(join(root, 'dist', 'cli', 'program.js')).href], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const child = speaker;
  return new Promise((resolve, reject) => {
    const died = (code: number | null, signal: string | null): void => {
      speaker = undefined;
      reject(new Error(`tocsin ${args.join(' ')} ended its process: ${code ?? signal}`));
    };
    child.once('exit', died);
    child.once('message', (ended: Ended) => {
      child.off('exit', died);
      resolve(ended);
    });
    child.send({ args, folder });
  });
}
