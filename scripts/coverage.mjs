// `npm run coverage`: a map, and no gate: which lines the tests beside the sources come by, room by room, and the files of which they leave most.
// Lines that are only run in processes of their own (the command line, servers) show as not run. Arguments go to vitest: `npm run coverage -- src/core/warn`.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensurePackages, requireNode } from './install.mjs';
import { main, root, run, Stop } from './steps.mjs';

/** @typedef {{ total: number, covered: number }} Lines */

const FOLDER = join(root, 'coverage');
const MOST_FILES = 20;

await main(async () => {
  requireNode();
  await ensurePackages();
  const { status } = await run(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project=rooms',
      '--coverage.enabled',
      '--coverage.provider=v8',
      '--coverage.include=src/**',
      '--coverage.exclude=**/*.test.ts',
      '--coverage.reporter=html',
      '--coverage.reporter=json-summary',
      `--coverage.reportsDirectory=${FOLDER}`,
      ...process.argv.slice(2),
    ],
    { show: true },
  );
  if (status !== 0) throw new Stop(`vitest ended with status ${status}, and no map was drawn.`, 'What it printed above says why.');
  /** @type {Record<string, { lines: Lines }>} */
  const { total: _, ...files } = JSON.parse(readFileSync(join(FOLDER, 'coverage-summary.json'), 'utf8'));
  const all = Object.entries(files).map(([file, { lines }]) => ({ name: relative(root, file), ...lines }));
  process.stdout.write(
    `\n${rows(byRoom(all))}\n\nMost lines left:\n${rows(mostLeft(all))}\n\n${relative(root, FOLDER)}/index.html shows them line by line.\n`,
  );
  return 0;
});

/** @param {readonly ({ name: string } & Lines)[]} files */
function byRoom(files) {
  /** @type {Map<string, { name: string } & Lines>} */
  const rooms = new Map();
  for (const { name, total, covered } of files) {
    const parts = name.split('/');
    const room = parts.slice(0, Math.min(parts.length - 1, 3)).join('/');
    const so = rooms.get(room);
    rooms.set(room, { name: room, total: total + (so?.total ?? 0), covered: covered + (so?.covered ?? 0) });
  }
  return [...rooms.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {readonly ({ name: string } & Lines)[]} files */
function mostLeft(files) {
  return files.toSorted((a, b) => b.total - b.covered - (a.total - a.covered)).slice(0, MOST_FILES);
}

/** @param {readonly ({ name: string } & Lines)[]} lines */
function rows(lines) {
  return lines
    .map(
      ({ name, total, covered }) =>
        `${name.padEnd(50)} ${String(covered).padStart(6)} of ${String(total).padStart(6)} lines  ${percent(covered, total)}`,
    )
    .join('\n');
}

/** @param {number} part @param {number} whole */
function percent(part, whole) {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(0).padStart(3)} %`;
}
