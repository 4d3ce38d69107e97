import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { keptCases } from './support/properties.ts';
import { findingsInCore, sentence } from './support/tidy.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage', 'package-lock.json']);
const TEXT = /\.(ts|tsx|mjs|js|json|jsonl|md|txt|yaml|yml|html|css|svg|xml|csv)$|(^|\/)(\.npmrc|\.gitignore|run)$/;
const LINES_MEDIAN_max = 250;
const LINES_max = 500;

const files = filesBelow(root).map((file) => ({ name: relative(root, file), text: readFileSync(file, 'utf8') }));
const sources = files.filter(({ name }) => /^(src|tests|scripts)\/.*\.(ts|tsx|mjs)$/.test(name));

test('the core uses nothing that differs between machines, Node versions or runs', () => {
  const core = sources.filter(({ name }) => name.startsWith('src/core/') && !name.endsWith('.test.ts'));
  expect(core.flatMap(({ name, text }) => findingsInCore(name, text).map(sentence))).toEqual([]);
});

test('a file holds one idea: the median is under 250 lines, and none is over 500', () => {
  const lengths = sources.map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 })).sort((a, b) => a.lines - b.lines);
  const tooLong = lengths
    .filter(({ lines }) => lines > LINES_max)
    .map(({ name, lines }) => `${name} has ${lines} lines: what is its second idea?`);
  expect(tooLong).toEqual([]);
  expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThan(LINES_MEDIAN_max);
});

test('no file knows the machine it was written on, nor where packages are fetched from', () => {
  // Put together from parts, or this file would find itself.
  const unwelcome = [
    { pattern: /(?<![\w.])\/(work|root|home|Users)\/\w/, instead: 'a path relative to the project; real data is at ../shared' },
    { pattern: new RegExp(`(?<![\\w.])/${'tmp'}/`), instead: 'os.tmpdir()' },
    {
      pattern: new RegExp(`registry[.](npmjs|yarnpkg)|deb[.]debian[.]org|${'pypi'}[.]org`),
      instead: 'nothing: npm and apt know where to look',
    },
  ];
  const found = files.flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        unwelcome
          .filter(({ pattern }) => pattern.test(line))
          .map(({ instead }) => `${name}:${at + 1} ${line.trim().slice(0, 100)} — instead: ${instead}`),
      ),
  );
  expect(found).toEqual([]);
});

// Properties that draw another case each time are red at random, and the case is lost (docs/adr/0038).
test('properties are asserted with holds, and every kept case is a test’s', () => {
  const bare = sources.filter(
    ({ name, text }) => name !== 'tests/support/properties.ts' && new RegExp(`\\bfc\\.${'assert'}\\(`).test(text),
  );
  expect(bare.map(({ name }) => `${name}: instead of fast-check's assert, holds from tests/support/properties.ts`)).toEqual([]);
  const lost = files
    .filter(({ name }) => name.endsWith('.seeds.txt'))
    .flatMap(({ name, text }) => {
      const beside = sources.find((one) => one.name.replace(/\.test\.tsx?$/, '.seeds.txt') === name)?.text ?? '';
      return keptCases(text).flatMap(({ test: kept }) =>
        beside.includes(kept.split(' > ').at(-1) ?? kept) ? [] : [`${name}: no test is called "${kept}"`],
      );
    });
  expect(lost).toEqual([]);
});

test('the lock file names no place, only what and which', () => {
  for (const lock of ['package-lock.json', 'tests/nodes/package-lock.json', 'tests/mutation/package-lock.json'])
    expect(readFileSync(join(root, lock), 'utf8')).not.toContain('"resolved": "http');
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && TEXT.test(path) ? [path] : [];
    });
}
