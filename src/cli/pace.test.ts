import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('a paused run goes nowhere; a step goes on for as long as it says, and pauses', async () => {
  const pace = createPace(0, undefined, undefined);
  const passed: number[] = [];
  const stop = new AbortController();
  const halted = createPace(0, 1000, stop.signal);
  halted.pause();
  const waiting = halted.until(1_000_000).then(() => passed.push(0));
  await pace.until(5_000_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(passed).toEqual([]);
  halted.step(2_000_000);
  await waiting;
  expect([passed, halted.paused]).toEqual([[0], false]);
  const beyond = halted.until(2_000_001).then(() => passed.push(1));
  await new Promise((resolve) => setImmediate(resolve));
  expect([passed, halted.paused]).toEqual([[0], true]);
  halted.resume();
  await beyond;
  expect(passed).toEqual([0, 1]);
});

// Faster than the machine can, and slower again: the run went on at full speed for minutes, to make up for what it had not reached.
test('a run that fell behind goes on at its new speed from where it is', async () => {
  const stop = new AbortController();
  const pace = createPace(0, 1e6, stop.signal);
  await pace.until(1_000_000);
  const busyUntil_ms = performance.now() + 30;
  while (performance.now() < busyUntil_ms);
  await pace.until(1_100_000);
  pace.setSpeed(1);
  await pace.until(1_100_000);
  let reached = false;
  void pace.until(6_000_000).then(() => (reached = !stop.signal.aborted));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(reached).toBe(false);
  stop.abort();
});
