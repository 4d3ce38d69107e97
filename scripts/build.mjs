// Builds what is out of date: the layers with the TypeScript compiler, the console with vite. `npm run build`, and the first
// step of every verb that needs dist/.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages, requireNode } from './install.mjs';
import { main, root, runOrStop, step } from './steps.mjs';

/** The compiler that builds and checks: TypeScript 7 (docs/adr/0002 says why two are kept). */
export const tsc = join(root, 'node_modules', 'typescript7', 'bin', 'tsc');

/** The command line's entry, once built. */
export const commandLine = join(root, 'dist', 'cli', 'main.js');

const SHARED_INPUTS = ['package-lock.json', 'tsconfig.base.json'];

/** Builds the layers and the console where their sources changed since the last time. */
export async function build() {
  await ifChanged('layers', ['src', 'tsconfig.json', ...SHARED_INPUTS], [commandLine], () =>
    step('building the layers', async () => {
      await runOrStop(process.execPath, [tsc, '-b'], {
        what: 'The compiler refuses the sources',
        remedy: 'Mend what it names above. A TS6307 is an import that points the wrong way: see CONTRIBUTING.md, "Rooms".',
      });
      if (existsSync(commandLine)) chmodSync(commandLine, 0o755);
    }),
  );
  const page = join(root, 'dist', 'console-app', 'index.html');
  await ifChanged('console', ['src/console', 'src/api', 'src/core', 'vite.config.ts', ...SHARED_INPUTS], [page], () =>
    step('building the console', () =>
      runOrStop(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
        what: 'vite could not build the console',
        remedy: 'Mend what it names above; `npx vite build` repeats it in full.',
        // Where tests begin with a build, it says `test`, and the page would be one for developers.
        env: { ...process.env, NODE_ENV: 'production' },
      }),
    ),
  );
}

/**
 * Runs `work` unless its inputs look as they did after the last success and its outputs are still there.
 * @param {string} name
 * @param {readonly string[]} inputs files and folders below the root
 * @param {readonly string[]} outputs
 * @param {() => Promise<void>} work
 */
async function ifChanged(name, inputs, outputs, work) {
  const stamp = join(root, 'dist', `.built-${name}`);
  const now = fingerprint(inputs);
  const unchanged = outputs.every((file) => existsSync(file)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
  if (unchanged) return;
  await work();
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, now);
}

/**
 * One hash over the name, size and time of every file: cheap, and notices a file that is gone.
 * @param {readonly string[]} paths
 */
function fingerprint(paths) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const visit = (path) => {
    const whole = join(root, path);
    const stats = statSync(whole, { throwIfNoEntry: false });
    if (stats?.isDirectory()) for (const name of readdirSync(whole).sort()) visit(`${path}/${name}`);
    else hash.update(`${path} ${stats?.size} ${stats?.mtimeMs}\n`);
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    requireNode();
    await ensurePackages();
    await build();
  });
}
