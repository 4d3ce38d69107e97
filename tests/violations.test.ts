import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findingsInCore, sentence } from './support/tidy.ts';

// The rules of the house are worth what they catch. Here each is broken on purpose, in a copy of the house, and the real
// check (npm run check, the tidy test) must refuse it with a sentence that says what to do instead.

const root = fileURLToPath(new URL('..', import.meta.url));
const NEEDED = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  '.dependency-cruiser.mjs',
  'vitest.config.ts',
  'scripts',
  'src',
  'tests/tidy.test.ts',
];
let copy = '';

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'tocsin-violations-')));
  const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) && !path.endsWith('tidy.test.ts');
  for (const path of NEEDED) cpSync(join(root, path), join(copy, path), { recursive: true, filter: (from) => !isTest(from) });
  for (const support of ['tests/support/tidy.ts', 'tests/support/properties.ts']) cpSync(join(root, support), join(copy, support));
  for (const lock of ['tests/nodes/package-lock.json', 'tests/mutation/package-lock.json']) cpSync(join(root, lock), join(copy, lock));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('an import from the core outward does not compile, and the check says what to do instead', () => {
  const outward = "import { truth } from '../sim/violation.ts';\nexport const peek = truth;\n";
  withFiles({ 'src/core/violation.ts': outward, 'src/sim/violation.ts': 'export const truth = 1;\n' }, () => {
    const compiler = inCopy('node_modules/typescript7/bin/tsc', '-b', 'src/core');
    expect(compiler.status).not.toBe(0);
    expect(compiler.output).toMatch(/src\/core\/violation\.ts.*TS6307/);

    const check = inCopy('scripts/check.mjs', 'layers');
    expect(check.status).toBe(1);
    expect(inOneLine(check.output)).toContain('src/core/violation.ts → src/sim/violation.ts');
    expect(inOneLine(check.output)).toContain('What it needs from outside enters as data: a journal entry or an argument.');
  });
});

test('an early room of the core that looks into a later one is refused, with the order of the rooms', () => {
  const early = "import { late } from '../warn/violation.ts';\nexport const early = late;\n";
  withFiles({ 'src/core/math/violation.ts': early, 'src/core/warn/violation.ts': 'export const late = 1;\n' }, () => {
    const check = inCopy('scripts/check.mjs', 'layers');
    expect(check.status).toBe(1);
    expect(inOneLine(check.output)).toContain('src/core/math/violation.ts → src/core/warn/violation.ts');
    expect(inOneLine(check.output)).toContain('Move what both rooms need to the earlier room');
  });
});

test('a Date.now() and a Math.sin in the core fail the tests, each with a message that says what to do instead', () => {
  const violation = 'export const now_ms = Date.now();\nexport const half = Math.sin(0.5);\n';
  // The project's own configuration would build all of the copy, of which this reads the sources only.
  withFiles({ 'src/core/violation.ts': violation, 'plain.config.mjs': 'export default {};\n' }, () => {
    const tidy = inCopy('node_modules/vitest/vitest.mjs', 'run', '--config', 'plain.config.mjs', 'tests/tidy.test.ts');
    expect(tidy.status).not.toBe(0);
    expect(tidy.output).toContain('src/core/violation.ts:1 uses Date.now. Instead: the time of the entry being folded (at_us).');
    expect(tidy.output).toContain('src/core/violation.ts:2 uses Math.sin. Instead: sin from src/core/math/elementary.ts');
  });
});

test('the console, the process, timers and the network are unknown to the compiler in the core', () => {
  const shell = 'console.log(1);\nprocess.exit(1);\nsetTimeout(() => 1, 1);\nvoid fetch("");\n';
  withFiles({ 'src/core/violation.ts': `${shell}export {};\n` }, () => {
    const compiler = inCopy('node_modules/typescript7/bin/tsc', '-b', 'src/core');
    for (const name of ['console', 'process', 'setTimeout', 'fetch'])
      expect(compiler.output).toMatch(new RegExp(`violation\\.ts.*Cannot find name '${name}'`));
  });
});

test.each([
  ['Math.random()', 'Math.random'],
  ['Math.hypot(3, 4)', 'Math.hypot'],
  ['Math.pow(2, 3)', 'Math.pow'],
  ['2 ** 3', '**'],
  ['[Math].length', 'Math as a value'],
  ['performance.now()', 'performance.now'],
  ['async () => 1', 'async'],
  ['Promise.resolve(1)', 'Promise.resolve'],
  ['setTimeout(() => 1, 1)', 'setTimeout'],
  ['(1).toLocaleString()', '.toLocaleString()'],
  ['"a".localeCompare("b")', '.localeCompare()'],
  ['new Intl.Collator()', 'Intl.Collator'],
  ['console.log(1)', 'console.log'],
  ['process.pid', 'process.pid'],
  ['globalThis.x', 'globalThis.x'],
  ['import("./x.ts")', 'import()'],
  ['() => { for (const k in {}) String(k); }', 'for..in'],
])('in the core %s is found and answered', (expression, uses) => {
  const findings = findingsInCore('src/core/x.ts', `export const x = ${expression};`).map(sentence);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(`src/core/x.ts:1 uses ${uses}. Instead: `);
});

test.each([
  ['what is exact everywhere', 'export const x = Math.sqrt(Math.abs(-2)) + Math.floor(Math.PI);'],
  ['a name in a comment or a string', '// Math.sin and Date.now()\nexport const x = "Math.random()";'],
  ['a field or a property that happens to be called so', 'export type T = { Date: number };\nexport const f = (t: T): number => t.Date;'],
  ['a variable of its own', 'export const f = (process: number): number => process + 1;'],
  ['a loop over values', 'export const f = (xs: number[]): void => { for (const x of xs) String(x); };'],
])('in the core %s is left alone', (_what, text) => {
  expect(findingsInCore('src/core/x.ts', text)).toEqual([]);
});

/** Puts files into the copy for as long as `act` runs. */
function withFiles(files: Readonly<Record<string, string>>, act: () => void): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  try {
    act();
  } finally {
    for (const path of Object.keys(files)) rmSync(join(copy, path));
  }
}

function inCopy(script: string, ...args: string[]): { status: number | null; output: string } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, VITEST: undefined, CI: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, script), ...args], { cwd: copy, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** Undoes the wrapping of a report. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
