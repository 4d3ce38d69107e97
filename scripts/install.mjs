// Installs what is missing, and only that: Node packages by the lock file, Debian packages and other Node binaries for the tests.
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, run, runOrStop, step, Stop } from './steps.mjs';

const OLDEST_NODE = [20, 19];

/** Stops when this Node is too old to run anything here. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = /** @type {[number, number]} */ (OLDEST_NODE);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Stop(
    `Tocsin needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
    'Install a current Node (https://nodejs.org, or `nvm install --lts`) and run the command again.',
  );
}

/** Installs the Node packages unless what is installed is what the lock file says. */
export async function ensurePackages() {
  await ensureLockedPackages(root, 'installing the packages of package-lock.json');
}

/** Installs the other Nodes that the tests run a journal under, where binaries are published for this platform. */
export async function ensureOtherNodes() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  await ensureLockedPackages(join(root, 'tests', 'nodes'), 'installing Node 20, 22 and 24 for the tests');
}

/** Installs what plants wrong changes in the sources; only `npm run mutate` asks for it. */
export async function ensureMutation() {
  await ensureLockedPackages(join(root, 'tests', 'mutation'), 'installing what `npm run mutate` needs');
}

/** What the tests call by name, and the Debian package that brings it. */
const PROGRAMS = [
  { program: 'xmllint', debianPackage: 'libxml2-utils' },
  { program: 'chromium', debianPackage: 'chromium' },
];

/** Installs the programs the tests call, where this is Debian and we are root; elsewhere says what to install. */
export async function ensurePrograms() {
  const missing = PROGRAMS.filter(({ program }) => !onPath(program)).map(({ debianPackage }) => debianPackage);
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!onPath('apt-get') || process.getuid?.() !== 0) {
    throw new Stop(
      `The tests need programs that are not here: ${missing.join(', ')}.`,
      onPath('apt-get')
        ? `Run: sudo sh -c '${command}'`
        : 'Install them with your system’s package manager, so that xmllint and chromium are on PATH.',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`installing the Debian packages ${missing.join(', ')}`, () =>
    runOrStop('sh', ['-c', command], {
      what: 'apt-get could not install them',
      remedy: `Check the network and run it by hand: ${command}`,
      env,
    }),
  );
}

/**
 * `npm ci` in a folder, unless npm's own record of what it installed there agrees with the lock file.
 * That record is written last, so an interrupted installation does not pass for a whole one.
 * @param {string} folder
 * @param {string} what
 */
async function ensureLockedPackages(folder, what) {
  if (installedMatchesLock(folder)) return;
  await step(what, async () => {
    // Called through npm, its own program is known; called as plain `node scripts/…`, npm is looked up on PATH.
    const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
    const [program, ...before] = /** @type {[string, ...string[]]} */ (npm);
    const { status, output } = await run(program, [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    if (status === 0) return;
    throw new Stop(
      `${output.trimEnd()}\n\nnpm ci failed (exit status ${status}).`,
      `Check the network, then run \`npm ci\` in ${folder} and start again.`,
    );
  });
}

/** @param {string} folder */
function installedMatchesLock(folder) {
  try {
    const wanted = lockedPackages(join(folder, 'package-lock.json'));
    const installed = lockedPackages(join(folder, 'node_modules', '.package-lock.json'));
    const sameAsWanted = [...installed].every(([path, entry]) => wanted.get(path)?.integrity === entry.integrity);
    const allThere = [...wanted].every(([path, entry]) => path === '' || installed.has(path) || entry.optional || entry.devOptional);
    return sameAsWanted && allThere;
  } catch {
    return false; // no record: nothing was installed here, or not to the end
  }
}

/**
 * @param {string} file
 * @returns {Map<string, { integrity?: string, optional?: boolean, devOptional?: boolean }>}
 */
function lockedPackages(file) {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages));
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
