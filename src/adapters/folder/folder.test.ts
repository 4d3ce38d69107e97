import { closeSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, openOwn, writeOwn } from './folder.ts';

const base = mkdtempSync(join(tmpdir(), 'tocsin-folder-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const at = (name: string): string => join(base, name);

test('a folder is made with those above it, and one that is there is left as it is, through a link too', () => {
  makeFolder(at('a/b/c'));
  makeFolder(at('a/b/c'));
  symlinkSync(at('a'), at('link'));
  makeFolder(at('link'));
  makeFolder(at('link/b/d'));
  expect([statSync(at('a/b/c')).isDirectory(), statSync(at('a/b/d')).isDirectory()]).toEqual([true, true]);
});

// 2026-11-29: `tocsin run --out /proc/x` never ended, and no signal ended it.
test.skipIf(process.platform !== 'linux')('where no folder can be made, that is said, and nothing goes on for ever', () => {
  expect(() => makeFolder('/proc/x/y')).toThrow(/ENOENT/);
  writeFileSync(at('file'), '');
  expect(() => makeFolder(at('file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(at('file/below'))).toThrow(/ENOTDIR/);
  symlinkSync(at('nowhere'), at('dangling'));
  expect(() => makeFolder(at('dangling'))).toThrow(/EEXIST/);
  symlinkSync(at('circle'), at('circle'));
  expect(() => makeFolder(at('circle'))).toThrow(/ELOOP|EEXIST/);
});

test.skipIf(process.platform === 'win32')('a link under the name of our own file is not followed', () => {
  const victim = at('diary.txt');
  writeFileSync(victim, 'dear diary');
  mkdirSync(at('out'));
  symlinkSync(victim, at('out/emissions.ndjson'));
  expect(() => openOwn(at('out/emissions.ndjson'))).toThrow(/ELOOP/);
  expect(() => writeOwn(at('out/emissions.ndjson'), 'x')).toThrow(/ELOOP/);
  expect(readFileSync(victim, 'utf8')).toBe('dear diary');
  closeSync(openOwn(at('out/picture')));
  writeOwn(at('out/picture'), 'whole');
  expect(readFileSync(at('out/picture'), 'utf8')).toBe('whole');
});

test('our own file is written anew, from its begin, and read by everybody but written by its owner alone', () => {
  writeOwn(at('own'), 'a long text');
  writeOwn(at('own'), 'short');
  expect(readFileSync(at('own'), 'utf8')).toBe('short');
  if (process.platform !== 'win32') expect((statSync(at('own')).mode & 0o777) | 0o044).toBe(0o644);
});

test('a folder that is named from where one stands is made there', () => {
  makeFolder('.');
  makeFolder('/');
  makeFolder(`${at('x')}/../y/`);
  expect(statSync(at('y')).isDirectory()).toBe(true);
});
