import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { glowing } from './support/imager-frames.ts';
import type { Handled, WatchRecord } from '../src/adapters/watch-record/watch-record.ts';
import type { Answer, FrameReader, Question } from '../src/cli/frame-reader.ts';
import { keptOutput } from '../src/cli/output.ts';
import { microsFromIso } from '../src/api/iso.ts';
import { createWatch } from '../src/cli/watch-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-watch-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file that says by its first bytes that it is HDF5, and not how long it is. */
function put(name: string): void {
  const bytes = Buffer.alloc(100);
  bytes.write('\x89HDF\r\n\x1a\n\xff', 'latin1');
  writeFileSync(join(folder, name), bytes);
}

/** A record that is kept in memory, and a reader that answers as it is told. */
function desk(answer: (question: Question) => Answer) {
  const groups: Omit<Handled, 'sum'>[] = [];
  const asked: Question[] = [];
  const record: WatchRecord = {
    append: (_, of) => {
      groups.push(of);
      return { handled: { ...of, sum: '' } };
    },
    close: () => {},
  };
  let isClosed = false;
  const reader: FrameReader = {
    ask: async (question) => {
      asked.push(question);
      return answer(question);
    },
    close: () => {
      isClosed = true;
    },
    get isClosed() {
      return isClosed;
    },
  };
  return { groups, asked, record, reader };
}

const once = () => ({ folder, once: true, poll_s: 0.1, wait_s: 1 });
const NEVER = new AbortController().signal;
const frame = glowing(7, 3.9, () => 285);
const { satellite, area, begin_us, band } = frame;

function answerAs({ file, want }: Question): Answer {
  return want === 'frame'
    ? { kind: 'frame', frame: { ...frame, source: file } }
    : { kind: 'head', head: { satellite, area, begin_us, band } };
}

test('a file that is written into while it is read counts for nothing until it is still again', async () => {
  put('a.nc');
  let writes = 0;
  const { groups, asked, record, reader } = desk((question) => {
    // Once while it is looked into, once while its pixels are read.
    if (writes === 0 || (writes === 1 && question.want === 'frame')) {
      appendFileSync(question.file, 'more');
      writes += 1;
    }
    return answerAs(question);
  });
  const summary = await createWatch(once(), keptOutput(true)).run(record, reader, NEVER);
  expect(asked.map(({ want }) => want)).toEqual(['kind', 'kind', 'frame', 'kind', 'frame']);
  expect(groups.map(({ files }) => files.map(({ name, size_bytes, used }) => [name, size_bytes, used]))).toEqual([[['a.nc', 108, true]]]);
  expect(summary).toMatchObject({ files: 1, looks: 1, refused: 0, vanished: 0 });
});

test('a file that is gone when its turn comes is told, and not handled', async () => {
  put('a.nc');
  const output = keptOutput(true);
  const { groups, record, reader } = desk((question) => {
    if (question.want === 'frame') renameSync(question.file, `${question.file}.away`);
    return answerAs(question);
  });
  const summary = await createWatch(once(), output).run(record, reader, NEVER);
  expect([groups, summary.vanished, summary.files]).toEqual([[], 1, 0]);
  expect(output.remarks).toEqual([`vanished: ${join(folder, 'a.nc')} was removed before it was read`]);
});

test('no more than a thousand files wait, however many there are; the earliest go first, and each once', async () => {
  const files = 1300;
  for (let k = 0; k < files; k++) put(`OR_GLM_s20193000000000_${k}.nc`);
  let most = 0;
  const told = desk(({ file }) => {
    most = Math.max(most, told.asked.length - told.groups.length);
    const k = Number(/_(\d+)\.nc$/.exec(file)?.[1]);
    return {
      kind: 'lightning',
      lightning: {
        source: file,
        satellite: 'G17',
        begin_us: 20e6 * (files - k),
        end_us: 0,
        events: 0,
        groups: 0,
        flashes: [],
        unplaced: 0,
      },
    };
  });
  const summary = await createWatch(once(), keptOutput(false)).run(told.record, told.reader, NEVER);
  expect(most).toBe(1000);
  expect(summary.files).toBe(files);
  const names = told.groups.flatMap((group) => group.files.map(({ name }) => name));
  expect(new Set(names).size).toBe(files);
  const times = told.groups.filter(({ late }) => !late).map(({ at }) => at ?? '');
  expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : 1)));
  // What has waited in the folder, behind the thousand, is older than some that went before it.
  expect(summary.late).toBe(told.groups.filter(({ late }) => late).length);
});

test('what was handled in a run before is left alone, and its look has its bands', async () => {
  put('a.nc');
  const first = desk(answerAs);
  await createWatch(once(), keptOutput(true)).run(first.record, first.reader, NEVER);
  put('b.nc');
  const second = desk(answerAs);
  const watch = createWatch(once(), keptOutput(true));
  for (const group of first.groups) watch.remember({ ...group, sum: '' });
  const summary = await watch.run(second.record, second.reader, NEVER);
  expect(second.asked.map(({ file, want }) => [basename(file), want])).toEqual([['b.nc', 'kind']]);
  expect([summary.looks, summary.refused]).toEqual([0, 1]);
});

// One such file made every look after it late, and ended the following of its imager.
test('a look that is dated ahead of the clock is refused with both times, and those after it are in order', async () => {
  for (const name of ['a.nc', 'b.nc', 'c.nc']) put(name);
  const output = keptOutput(true);
  const { groups, record, reader } = desk((question) => {
    const begun_us = { 'a.nc': microsFromIso('2099-01-01T00:00:00.000Z'), 'b.nc': 10e6, 'c.nc': 20e6 }[basename(question.file)] ?? NaN;
    const answer = answerAs(question);
    return answer.kind === 'head'
      ? { kind: 'head', head: { ...answer.head, begin_us: begun_us } }
      : { kind: 'frame', frame: { ...frame, begin_us: begun_us, end_us: begun_us + 6e6 } };
  });
  const summary = await createWatch(once(), output).run(record, reader, NEVER);
  expect(output.remarks).toEqual([
    expect.stringMatching(
      /a\.nc time_bounds: begins at 2099-01-01T00:00:00.*Z, and this machine’s clock says 2.*; where the clock is wrong, set it/,
    ),
  ]);
  expect([summary.refused, summary.looks, summary.late, summary.followed.late]).toEqual([1, 2, 0, 0]);
  expect(groups.map(({ at, late }) => [at?.slice(0, 4) ?? null, late])).toEqual([
    [null, false],
    ['1970', false],
    ['1970', false],
  ]);
});

test('a folder that goes while it is followed is told once and waited for; the signal ends the wait', async () => {
  put('a.nc');
  const output = keptOutput(true);
  const controller = new AbortController();
  const { groups, record, reader } = desk(answerAs);
  const ended = createWatch({ ...once(), once: false }, output).run(record, reader, controller.signal);
  await expect.poll(() => groups.length).toBe(1);
  renameSync(folder, `${folder}-away`);
  await expect.poll(() => output.remarks.length).toBe(1);
  mkdirSync(folder);
  await expect.poll(() => output.remarks.length).toBe(2);
  controller.abort();
  expect((await ended).looks).toBe(1);
  expect(output.remarks).toEqual([`${folder} cannot be listed (ENOENT): waiting for it`, `${folder} is there again`]);
  rmSync(`${folder}-away`, { recursive: true });
});
