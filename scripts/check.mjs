// `npm run check`: everything that can be said of the sources without running them. `npm run check -- lint layers` runs some.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tsc } from './build.mjs';
import { ensurePackages, requireNode } from './install.mjs';
import { main, root, run, Stop } from './steps.mjs';

/** @param {string} path below node_modules */
const tool = (path) => join(root, 'node_modules', path);

/** What is checked, by which tool, and what to do about a finding. */
const CHECKS = [
  {
    name: 'types',
    commands: [
      [tsc, '-b', 'tests'],
      [tsc, '-p', 'scripts'],
    ],
    remedy: 'Mend the types. TS6307 means an import that points the wrong way: see CONTRIBUTING.md, "Rooms".',
  },
  {
    name: 'lint',
    commands: [[tool('oxlint/bin/oxlint'), '--deny-warnings', '--quiet']],
    remedy: 'Mend what it names; `npx oxlint --fix` mends some of it.',
  },
  { name: 'format', commands: [[tool('@biomejs/biome/bin/biome'), 'format', '.']], remedy: 'Run `npm run format`.' },
  {
    name: 'layers',
    commands: [
      [
        tool('dependency-cruiser/bin/dependency-cruise.mjs'),
        '--config',
        '.dependency-cruiser.mjs',
        '--output-type',
        'err-long',
        'src',
        'tests',
      ],
    ],
    remedy: 'Each finding above says what to do instead; CONTRIBUTING.md, "Rooms", shows the picture.',
  },
  {
    name: 'reference',
    commands: [[tool('typedoc/bin/typedoc'), '--emit', 'none', '--logLevel', 'Warn']],
    remedy: 'Give what it names a comment, or the link a target; `npm run docs` then writes the pages.',
  },
  {
    name: 'dead-code',
    commands: [[tool('knip/bin/knip.js')]],
    remedy: 'Delete it, or stop exporting it. What people outside use belongs into the layer’s index.ts.',
  },
];

/**
 * Runs every check, also after one has failed, so that one run shows all there is to mend.
 * @param {readonly string[]} [names] only these
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function check(names = []) {
  const unknown = names.filter((name) => !CHECKS.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Stop(`There is no check called ${unknown.join(', ')}.`, `Choose from: ${CHECKS.map((one) => one.name).join(', ')}.`);
  const wanted = CHECKS.filter(({ name }) => names.length === 0 || names.includes(name));
  /** @type {string[]} */
  const failed = [];
  const left = [...wanted];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) if (!(await holds(one))) failed.push(one.name);
  };
  await Promise.all([lane(), lane()]);
  return wanted.map(({ name }) => name).filter((name) => failed.includes(name));
}

/**
 * Runs one check, and says in one piece how it went, since another one runs beside it.
 * @param {typeof CHECKS[number]} check
 */
async function holds({ name, commands, remedy }) {
  const start_ms = performance.now();
  const failures = [];
  for (const command of commands) {
    const { status, output } = await run(process.execPath, command);
    if (status !== 0) failures.push(output.trimEnd());
  }
  const told = failures.length === 0 ? [] : [...failures, `  ✗ ${name}: ${remedy}`];
  const line = `check: ${name} … ${((performance.now() - start_ms) / 1000).toFixed(1)} s`;
  process.stderr.write(`${[line, ...told].join('\n')}\n`);
  return failures.length === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    requireNode();
    await ensurePackages();
    const failed = await check(process.argv.slice(2));
    if (failed.length === 0) return 0;
    process.stderr.write(`check failed: ${failed.join(', ')}\n`);
    return 1;
  });
}
