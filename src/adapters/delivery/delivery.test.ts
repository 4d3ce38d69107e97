import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleMessage } from '../../../tests/samples/warning.ts';
import { type OnLine, onLine } from '../../core/sense/line.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';
import { sendOn } from './channel.ts';
import { directoryChannel } from './directory-channel.ts';
import { memoryChannel } from './memory-channel.ts';

const root = mkdtempSync(join(tmpdir(), 'tocsin-delivery-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const freshFolder = (): string => join(root, `${folders++}`, 'out');

function exercise(changes: Partial<WarningMessage> = {}): OnLine<'exercise', WarningMessage> {
  const check = onLine(sampleMessage('exercise', changes), 'exercise');
  if (check.kind !== 'on-line') throw new Error('the sample is on another line');
  return check.value;
}

const channelIn = (folder: string, render = (message: WarningMessage) => `${message.id} ${message.purpose}`, journal = 'j') =>
  directoryChannel({ folder, line: 'exercise', journal, render, ending: '.txt' });

describe('a directory channel', () => {
  test('writes one file for each message, named by its id, and leaves nothing else', () => {
    const folder = freshFolder();
    const channel = channelIn(folder);
    void channel.send(exercise());
    void channel.send(exercise({ id: 'W1-m2', purpose: 'retraction' }));
    expect(readdirSync(folder).sort()).toEqual(['W1-m1.j.txt', 'W1-m2.j.txt']);
    expect(readFileSync(join(folder, 'W1-m2.j.txt'), 'utf8')).toBe('W1-m2 retraction');
  });

  test('keeps the one file when the same message comes again', () => {
    const folder = freshFolder();
    void channelIn(folder).send(exercise());
    const before = readFileSync(join(folder, 'W1-m1.j.txt'));
    void channelIn(folder).send(exercise());
    expect(readFileSync(join(folder, 'W1-m1.j.txt'))).toEqual(before);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('holds the messages of two journals beside each other', () => {
    const folder = freshFolder();
    void channelIn(folder, undefined, 'one').send(exercise());
    void channelIn(folder, () => 'the second exercise', 'two').send(exercise());
    expect(readdirSync(folder).sort()).toEqual(['W1-m1.one.txt', 'W1-m1.two.txt']);
    expect(readFileSync(join(folder, 'W1-m1.two.txt'), 'utf8')).toBe('the second exercise');
  });

  // A process killed while its disk was full sent the alert anew without the mark, and the alert and its retraction waited for ever.
  test('takes a message that was sent with the other mark of having been recorded for the same one', () => {
    const marked = ({ notRecorded }: { readonly notRecorded?: true }): string => (notRecorded ? 'not recorded' : 'recorded');
    for (const [first, second] of [
      [exercise({ notRecorded: true }), exercise()],
      [exercise(), exercise({ notRecorded: true })],
    ]) {
      const folder = freshFolder();
      void channelIn(folder, marked).send(first);
      void channelIn(folder, marked).send(second);
      expect(readFileSync(join(folder, readdirSync(folder)[0]), 'utf8')).toBe(marked(first));
    }
  });

  test('fails loudly when the id is taken by another message, and keeps the first', () => {
    const folder = freshFolder();
    void channelIn(folder).send(exercise());
    expect(() => channelIn(folder).send(exercise({ purpose: 'update' }))).toThrow(/already holds another message/);
    expect(readFileSync(join(folder, 'W1-m1.j.txt'), 'utf8')).toBe('W1-m1 alert');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('clears away what a killed process left half-written, and nothing else', () => {
    const folder = freshFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.unfinished-77-W9-m1.txt'), 'half a mess');
    writeFileSync(join(folder, 'README'), 'ours');
    channelIn(folder);
    expect(readdirSync(folder)).toEqual(['README']);
  });

  test('takes no id that would name a file elsewhere', () => {
    const folder = freshFolder();
    for (const id of ['../W1', 'a/b', '.hidden', ' ', 'x'.repeat(300)])
      expect(() => channelIn(folder).send(exercise({ id }))).toThrow(/cannot be a file name/);
    expect(existsSync(join(folder, '..', 'W1.txt'))).toBe(false);
  });

  test('passes a failing disk or renderer on, and leaves no half file', () => {
    const folder = freshFolder();
    const channel = channelIn(folder, () => {
      throw new Error('no words');
    });
    expect(() => channel.send(exercise())).toThrow('no words');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a channel of one line', () => {
  test('is never given a message of another (H6)', () => {
    const live = memoryChannel('live');
    expect(sendOn(live, sampleMessage('exercise'))).toEqual({ kind: 'wrong-line', expected: 'live', found: 'exercise' });
    expect(sendOn(live, sampleMessage('test'))).toEqual({ kind: 'wrong-line', expected: 'live', found: 'test' });
    expect(live.sends()).toBe(0);
    // @ts-expect-error: a drill's message does not compile on a live channel.
    const wrong = () => live.send(exercise());
    expect(wrong).toBeTypeOf('function');
  });

  test('takes those of its own', () => {
    for (const line of ['live', 'exercise', 'test'] as const) {
      const channel = memoryChannel(line);
      expect(sendOn(channel, sampleMessage(line)).kind).toBe('sending');
      expect([...channel.received.keys()]).toEqual(['W1-m1']);
    }
  });
});

test('a receiver in memory keeps one message for each id and minds when a double says something else', () => {
  const channel = memoryChannel('exercise');
  void channel.send(exercise());
  void channel.send(exercise());
  expect([channel.sends(), channel.received.size]).toEqual([2, 1]);
  expect(() => channel.send(exercise({ purpose: 'update' }))).toThrow(/came again with another content/);
});
