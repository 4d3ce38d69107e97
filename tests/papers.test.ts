import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './support/cli.ts';

// The papers beside the program: what they say of it is held against it.

const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const packageJson = JSON.parse(text('package.json'));
const workflowFolder = '.github/workflows';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-papers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function adr(...args: string[]): { readonly status: number | null; readonly err: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/adr-index.mjs'), ...args], { encoding: 'utf8' });
  return { status, err: stderr.trim() };
}

test('the list of choices is what the heads of their pages say', () => {
  expect(adr('--check')).toEqual({ status: 0, err: '' });
});

test('a head that changes makes the list stale, which is told with its remedy and mended by it', () => {
  cpSync(join(root, 'docs/adr'), folder, { recursive: true });
  const page = join(folder, '0062-results-stand-when-they-are-whole.md');
  writeFileSync(page, readFileSync(page, 'utf8').replace('\n\n', '\n\n*Amended by [63](0063-a-pair-of-the-scan-before.md): no more.*\n\n'));
  expect(adr('--check', folder)).toMatchObject({ status: 1, err: expect.stringContaining('Run `npm run adr`') });
  expect(adr(folder).status).toBe(0);
  expect(adr('--check', folder).status).toBe(0);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('whole.md) | amended by [63](0063-a-pair-of-the-scan-before.md) |');
});

test.each<{ what: string; spoil: () => void; told: string }>([
  {
    what: 'takes the place of another, whose head does not say so',
    spoil: () =>
      appendFileSync(join(folder, '0063-a-pair-of-the-scan-before.md'), 'This takes the place of [4](0004-own-elementary-functions.md).\n'),
    told: 'the head of 0004-own-elementary-functions.md does not say so',
  },
  {
    what: 'is amended by one that is not there',
    spoil: () => rmSync(join(folder, '0020-late-scans-by-folding-again.md')),
    told: 'changed by 0020-late-scans-by-folding-again.md, which is not there',
  },
  {
    what: 'has the number of another',
    spoil: () => writeFileSync(join(folder, '0004-another.md'), '# 4. Another\n'),
    told: '0004-another.md and 0004-own-elementary-functions.md have one number',
  },
  {
    what: 'does not begin with its number',
    spoil: () => writeFileSync(join(folder, '0008-another.md'), '# 9. Another\n'),
    told: '0008-another.md begins with "# 9. Another"',
  },
])('a page that $what is refused by name', ({ spoil, told }) => {
  cpSync(join(root, 'docs/adr'), folder, { recursive: true });
  spoil();
  const { status, err } = adr(folder);
  expect(status).toBe(1);
  expect(err).toContain(told);
});

test('the citation names the version and the licence of the package', () => {
  const citation = parse(text('CITATION.cff'));
  expect(citation).toMatchObject({ 'cff-version': '1.2.0', version: packageJson.version, license: packageJson.license });
  expect(citation.message).toMatch(/\w/);
  expect(citation.title).toMatch(/^Tocsin/);
  expect(citation.authors.length).toBeGreaterThan(0);
});

test('the workflow runs npm test under the oldest Node that is promised and the lines that the digest is compared under', () => {
  const { jobs } = parse(text(join(workflowFolder, 'test.yml')));
  const nodes: string[] = jobs.test.strategy.matrix.node;
  expect(`>=${nodes[0]}`).toBe(packageJson.engines.node);
  const lines = Object.keys(JSON.parse(text('tests/nodes/package.json')).dependencies).map((name) => name.replace('node-', ''));
  expect(nodes.map((node) => node.split('.')[0])).toEqual(lines);
  expect(jobs.test.steps.at(-1)).toEqual({ run: 'npm test' });
});

// A tag can be moved to other code, a commit cannot.
test('what a workflow takes from elsewhere is named by its commit, with its version beside it', () => {
  const taken = readdirSync(join(root, workflowFolder)).flatMap((name) => text(join(workflowFolder, name)).match(/uses:.*/g) ?? []);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.filter((line) => !/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test('the pictures that the README shows are there, say what they show, and are small', () => {
  const readme = text('README.md');
  const shown = [
    ...readme.matchAll(/!\[([^\]]*)\]\(([^)]*\.png)\)/g),
    ...readme.matchAll(/<img (?=[^>]*alt="([^"]*)")[^>]*src="([^"]*)"/g),
  ];
  expect(shown.map(([, , path]) => path).toSorted()).toEqual(
    readdirSync(join(root, 'docs/pictures'))
      .map((name) => `docs/pictures/${name}`)
      .toSorted(),
  );
  for (const [, alt, path] of shown) {
    expect(alt.length, path).toBeGreaterThan(20);
    expect(readFileSync(join(root, path)).length, path).toBeLessThan(200_001);
  }
});

// Where it is not installed npx asks the registry for a package of that name, which is not ours.
test('no page tells anybody to run whatever a registry has under our name', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md', ...markdownIn('docs'), ...markdownIn('scenarios')];
  expect(pages.filter((page) => /npx (?!--no -- )(-\S+ )*tocsin/.test(text(page)))).toEqual([]);
});

const markdownIn = (path: string): string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(path, name));
