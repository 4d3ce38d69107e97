import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cli.ts';

// What the README tells a newcomer to type.

const RECORDS = 'the records and scenes that its figures are of are not part of the project';

/** Commands that the README names and nobody runs to check it, each with its reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'flights TABLE.json': RECORDS,
  'detect FOLDER --report report.html': RECORDS,
  'watch FOLDER': 'it stays until Ctrl-C: tests/watch.test.ts follows a folder that fills',
  'ascent FOLDER --site 28.608,-80.604 --azimuth 90': RECORDS,
  'benchmark scenes FOLDER': RECORDS,
  consistency: 'takes minutes, and its claim holds of many runs only: tests/recorded.test.ts asks for a fifth of them',
  raid: 'takes minutes: src/sim/raid/run.test.ts runs a small one',
  'raid --whole': 'takes minutes: tests/cli.test.ts asks for one of two missiles',
  'serve hs12-2017-08 --people none --journal drill.db': 'it stays until Ctrl-C: tests/practise.test.ts conducts it',
  'after-action drill.db --out drill.html': 'tests/practise.test.ts runs it after the exercise',
  'judge examples/cases': 'tests/examples.test.ts runs it and reads what comes out',
};

/** What makes a long command short. */
export const SHORTER: Readonly<Record<string, string>> = { 'benchmark ballistic': '--seeds 2 --filters tracker' };

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The verbs that it names with their arguments, each once, in their order. */
export function commandsInReadme(): readonly string[] {
  const found = readme.matchAll(/(?:`|^)(?:node scripts\/tocsin\.mjs|(?:npx --no -- )?tocsin) ([^`\n]+)(?:`|$)/gm);
  return [...new Set(Array.from(found, ([, command]) => command))];
}

/** The words of a command, with what makes it short. */
export function wordsOf(command: string): readonly string[] {
  return [command, SHORTER[command] ?? []].flat().join(' ').split(' ');
}

/** The files that a command says that it writes. */
export function writtenBy(words: readonly string[]): readonly string[] {
  return words.filter((_, at) => ['--out', '--report', '--journal'].includes(words[at - 1]));
}

/** What stands between fences, in its order. */
export function blocksInReadme(): readonly string[] {
  return Array.from(readme.matchAll(/^```\w*\n([\s\S]*?)^```$/gm), ([, block]) => block.trimEnd());
}
