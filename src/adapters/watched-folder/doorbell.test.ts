import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDoorbell } from './doorbell.ts';

const root = mkdtempSync(join(tmpdir(), 'tocsin-bell-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Longer than any test lasts: who waits so long was not woken. */
const FOR_EVER_ms = 1_000_000_000;
const NEVER = new AbortController().signal;

test('what happens in the folder wakes who waits, also in another folder that has taken its place', async () => {
  const folder = join(root, 'in');
  mkdirSync(folder);
  const bell = createDoorbell(folder);
  writeFileSync(join(folder, 'a.nc'), '');
  await bell.wait(FOR_EVER_ms, NEVER);
  renameSync(folder, join(root, 'away'));
  mkdirSync(folder);
  // The one that went may ring of its going; this is after that.
  for (let k = 0; k < 3; k++) await bell.wait(20, NEVER);
  const waiting = bell.wait(FOR_EVER_ms, NEVER);
  writeFileSync(join(folder, 'b.nc'), '');
  await waiting;
  bell.close();
});

test('without events, and without a folder, the time or the signal ends the wait', async () => {
  const bell = createDoorbell(join(root, 'nowhere'));
  await bell.wait(1, NEVER);
  const controller = new AbortController();
  const waiting = bell.wait(FOR_EVER_ms, controller.signal);
  controller.abort();
  await waiting;
  await bell.wait(FOR_EVER_ms, controller.signal);
  expect(controller.signal.aborted).toBe(true);
  bell.close();
});
