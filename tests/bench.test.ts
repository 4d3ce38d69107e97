import { expect, test } from 'vitest';
import { openBench } from '../bench/open.ts';

// It needs a world that goes on for weeks, which no scenario may.
test('the benchmark of opening a long journal makes one, and it has a snapshot to open from', { timeout: 120_000 }, () => {
  const [journal, opened] = openBench(1);
  expect(journal).toMatch(/^Opening a journal of \d+ MB, [\d,]+ entries/);
  expect(opened).toMatch(/from its snapshot at entry \d+/);
});
