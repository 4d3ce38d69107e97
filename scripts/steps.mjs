// What the other scripts share: one line a step with its seconds, quiet children whose words are shown when they fail,
// and errors that name their remedy. Runs before anything is installed, so it needs nothing but Node.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, whatever folder the script was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** An error whose message is meant for a person: what is wrong, and what to do about it. */
export class Stop extends Error {
  /**
   * @param {string} what
   * @param {string} remedy
   */
  constructor(what, remedy) {
    super(`${what}\n  → ${remedy}`);
  }
}

/**
 * Runs `work` and prints one line for it: what it is, then how long it took. On standard error, so that what a verb itself
 * prints can be piped.
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const start_ms = performance.now();
  const seconds = () => `${((performance.now() - start_ms) / 1000).toFixed(1)} s`;
  process.stderr.write(`${what} … `);
  try {
    const result = await work();
    process.stderr.write(`${seconds()}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`failed after ${seconds()}\n`);
    throw error;
  }
}

/**
 * Runs a program without a shell, in the project's folder unless told otherwise.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, show?: boolean, env?: NodeJS.ProcessEnv }} [options] `show` lets it talk to the terminal at once
 * @returns {Promise<{ status: number, output: string }>} `output` is empty when shown
 */
export function run(program, args, { cwd = root, show = false, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ status: signal === null ? (code ?? 1) : 1, output: Buffer.concat(chunks).toString() }));
  });
}

/**
 * Runs a program that must succeed; if it does not, its own words become part of the message.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ what: string, remedy: string, cwd?: string, env?: NodeJS.ProcessEnv }} options
 */
export async function runOrStop(program, args, { what, remedy, cwd, env }) {
  const { status, output } = await run(program, args, { cwd, env });
  if (status !== 0) throw new Stop(`${output.trimEnd()}\n\n${what} (exit status ${status}).`, remedy);
}

/**
 * Runs a whole script and turns an error into a message and an exit status.
 * @param {() => Promise<number | void>} script returns the exit status; nothing means 0, or that a server now keeps the process up
 */
export async function main(script) {
  try {
    const status = await script();
    if (status !== undefined) process.exitCode = status;
  } catch (error) {
    process.stderr.write(`\n${error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = 1;
  }
}
