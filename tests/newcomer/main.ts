import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { root } from '../support/cli.ts';
import { blocksInReadme, commandsInReadme, NOT_RUN, wordsOf, writtenBy } from '../support/readme.ts';

/** `npm run newcomer`: does what the README says in two fresh clones of the last commit, one of them in a folder whose name has blanks, and compares what comes
 *  out with what the README shows. `npm test`, which the README names too, is not run inside of it. */
const PLACES = ['tocsin', 'a clone with blanks'];

const wrong: string[] = [];
for (const place of PLACES) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-newcomer-'));
  try {
    wrong.push(...visit(join(folder, place)).map((one) => `${place}: ${one}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
stdout.write(wrong.length === 0 ? 'the README is right\n' : `${wrong.join('\n')}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Everything in one clone; what is not as the README says. */
function visit(clone: string): string[] {
  const cloned = ran('git', ['clone', '--quiet', root, clone], root);
  if (cloned.status !== 0) return [`git clone: ${cloned.output}`];
  const [start, shown, ...others] = blocksInReadme();
  const unknown = [start, ...others].filter((block) => !/^npm (start|test)$/.test(block));
  if (unknown.length > 0) return [`blocks that nobody runs: ${unknown.join('; ')}`];
  // It stays until Ctrl-C, and hurries, as the README says below the block.
  const { status, output } = ran('npm', ['start', '--', '--once', '--speed', '600'], clone);
  const found = status === 0 ? [] : [`npm start ends with ${status}:\n${output}`];
  const lines = new Set(output.split('\n').map(squeezed));
  found.push(...shown.split('\n').flatMap((line) => (lines.has(squeezed(line)) ? [] : [`npm start does not print: ${line}`])));
  for (const command of commandsInReadme()) {
    if (Object.hasOwn(NOT_RUN, command)) continue;
    const words = wordsOf(command);
    const ended = ran(process.execPath, ['scripts/tocsin.mjs', ...words], clone);
    if (ended.status !== 0 || ended.output.trim() === '') found.push(`tocsin ${command} ends with ${ended.status}:\n${ended.output}`);
    found.push(...writtenBy(words).flatMap((name) => (existsSync(join(clone, name)) ? [] : [`tocsin ${command} wrote no ${name}`])));
  }
  return found;
}

function ran(program: string, args: readonly string[], cwd: string): { readonly status: number | null; readonly output: string } {
  stdout.write(`${program === process.execPath ? 'node' : program} ${args.join(' ')}\n`);
  const { status, stdout: out, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  return { status, output: `${out}${stderr}` };
}

/** Without the blanks that a terminal's width decides. */
function squeezed(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}
