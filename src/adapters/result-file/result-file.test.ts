import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { openResult, tryResult, writeResult } from './result-file.ts';

const base = mkdtempSync(join(tmpdir(), 'tocsin-result-'));
let folder = '';
let runs = 0;
beforeEach(() => {
  folder = join(base, String(runs++));
  mkdirSync(folder);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test('a result takes the place of the one before once it is whole, through a link too, and nothing is left beside it', async () => {
  const file = join(folder, 'result');
  const link = join(folder, 'link');
  writeFileSync(file, 'old');
  symlinkSync(file, link);
  const sink = openResult(link);
  await sink.write('ne');
  expect(readFileSync(file, 'utf8')).toBe('old');
  // Of two runs at a time each has its own: they wrote into one file, and the first to end gave its name to what the other had half written.
  expect(readdirSync(folder)).toContain(`result.${process.pid}.unfinished`);
  await sink.write('w');
  await sink.close();
  expect(readFileSync(file, 'utf8')).toBe('new');
  writeResult(link, 'newer');
  expect(readFileSync(file, 'utf8')).toBe('newer');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['link', 'result']);
});

test('a result that does not become whole leaves the one before, and nothing else', async () => {
  const file = join(folder, 'result');
  writeFileSync(file, 'old');
  const sink = openResult(file);
  await sink.write('half');
  await sink.drop();
  expect(readFileSync(file, 'utf8')).toBe('old');
  // Nothing can be written under the name beside it.
  mkdirSync(`${file}.${process.pid}.unfinished`);
  const said = expect.objectContaining({ path: file });
  expect(() => openResult(file)).toThrow(said);
  expect(() => writeResult(file, 'new')).toThrow(said);
  expect(readFileSync(file, 'utf8')).toBe('old');
});

test('where nothing can be written, the name that was given is told', () => {
  const file = join(folder, 'no/such/folder');
  const said = expect.objectContaining({ code: 'ENOENT', path: file });
  expect(() => openResult(file)).toThrow(said);
  expect(() => writeResult(file, 'new')).toThrow(said);
  expect(() => writeResult(folder, 'new')).toThrow(expect.objectContaining({ code: 'EISDIR', path: folder }));
});

test('what made a result fail is told by whatever is written after it too, and at the end', async () => {
  const sink = openResult(folder);
  const said = expect.objectContaining({ code: 'EISDIR', path: folder });
  await expect(sink.write('x')).rejects.toEqual(said);
  await expect(sink.write('y')).rejects.toEqual(said);
  await expect(sink.close()).rejects.toEqual(said);
});

test('a long result is whole, and what is no file is written as it comes', async () => {
  const file = join(folder, 'result');
  const sink = openResult(file);
  for (let i = 0; i < 500; i++) await sink.write(`${'x'.repeat(1000)}\n`);
  await sink.close();
  expect(readFileSync(file, 'utf8').length).toBe(500 * 1001);
  const away = openResult('/dev/null');
  await away.write('x\n');
  await away.close();
  writeResult('/dev/null', 'x');
});

test.skipIf(process.platform === 'win32')('a link that lies there under the name beside it is not followed', () => {
  const victim = join(folder, 'diary');
  writeFileSync(victim, 'dear diary');
  symlinkSync(victim, join(folder, `result.${process.pid}.unfinished`));
  expect(() => writeResult(join(folder, 'result'), 'x')).toThrow(/ELOOP/);
  expect(readFileSync(victim, 'utf8')).toBe('dear diary');
});

test('whether a result can be written is tried before the work, and the trial leaves everything as it was', () => {
  const file = join(folder, 'result');
  tryResult(file);
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(file, 'old');
  tryResult(file);
  tryResult('/dev/null');
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', ['result']]);
});

test('where nothing can be written, the trial says so under the name that was given', () => {
  const file = join(folder, 'no/such/folder');
  expect(() => tryResult(file)).toThrow(expect.objectContaining({ code: 'ENOENT', path: file }));
  expect(() => tryResult(folder)).toThrow(expect.objectContaining({ code: 'EISDIR', path: folder }));
});

test('a result that cannot take its name leaves nothing beside it', () => {
  const file = join(folder, 'result');
  // What is no text and no bytes fails when the file beside is open already.
  expect(() => writeResult(file, 7 as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE', path: file }));
  expect(readdirSync(folder)).toEqual([]);
});

test('a sink that is dropped, or closed empty, is as good as its word', async () => {
  const file = join(folder, 'result');
  await openResult(file).close();
  expect(statSync(file).size).toBe(0);
  await openResult(file).drop();
  expect(readdirSync(folder)).toEqual(['result']);
  const away = openResult('/dev/null');
  await away.drop();
});

test('the standard output is written to, waited for, and never closed; of nothing nothing is written', async () => {
  const heard: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text, told) => {
    heard.push(String(text));
    if (typeof told === 'function')
      setImmediate(() => (told as (error?: Error) => void)(text === 'broken' ? new Error('pipe') : undefined));
    return true;
  });
  const end = vi.spyOn(process.stdout, 'end').mockReturnThis();
  try {
    const listeners = process.stdout.listenerCount('error');
    const sink = openResult('-');
    expect(process.stdout.listenerCount('error')).toBe(listeners);
    await sink.write('a');
    await sink.write('');
    await expect(sink.write('broken')).rejects.toEqual(new Error('pipe'));
    await sink.close();
    await sink.drop();
    expect(heard).toEqual(['a', 'broken']);
    expect(end).not.toHaveBeenCalled();
  } finally {
    write.mockRestore();
    end.mockRestore();
  }
});
