import { expect, test } from 'vitest';
import { assertAlike } from '../bench/filter.ts';
import { FILTER_CASES, RESTART, runKernels } from '../bench/filter-cases.ts';
import { runNaive } from '../bench/filter-naive.ts';
import { wholeNumber } from '../bench/numbers.ts';
import { openBench } from '../bench/open.ts';
import { yearBench } from '../bench/year.ts';
import type { Kind } from '../src/sim/year/encounter.ts';
import { KINDS } from '../src/sim/year/kinds.ts';

// Priors and thresholds of the filter move; what its step is timed against has to move with them.
for (const one of FILTER_CASES)
  test(`the naive step that the benchmark times does the work of the filter's: ${one.name}`, () => {
    assertAlike(one, 'the naive version', runKernels(one)(RESTART), runNaive(one)(RESTART));
  });

// It needs a world that goes on for weeks, which no scenario may.
test('the benchmark of opening a long journal makes one, and it has a snapshot to open from', { timeout: 120_000 }, () => {
  const [journal, opened] = openBench(1);
  expect(journal).toMatch(/^Opening a journal of \d+ MB, [\d,]+ entries/);
  expect(opened).toMatch(/from its snapshot at entry \d+/);
});

// What `npm run bench -- year` exits with.
test('the benchmark of a year is not right when something of it is called a missile, and names it', { timeout: 120_000 }, () => {
  const ballistic = KINDS.filter(({ name }) => name.startsWith('sounding rocket')).map(
    (kind): Kind => ({ ...kind, perYear: 400, flies: 'otherwise' }),
  );
  const { lines, right } = yearBench({ days: 1, seed: 3, from: 0 }, ballistic);
  expect(right).toBe(false);
  expect(lines.join('\n')).toMatch(/day 0, \w+ 1: sounding rocket, announced 0\.1 \(E1\) is called a missile by \d+ assessments/);
  expect(yearBench({ days: 1, seed: 3, from: 0 }, []).right).toBe(true);
});

// `--flights nope` printed rows of nothing, and `--seeds 0` a median of no skies.
test('an option of the benchmarks that is no whole number, or too small, is told by its name', () => {
  for (const given of ['nope', '0', '-1', '1.5', '', 'Infinity'])
    expect(() => wholeNumber('flights', given, 1), given).toThrow(`--flights takes a whole number from 1 on, and was given "${given}"`);
  expect(wholeNumber('from', '0', 0)).toBe(0);
  expect(wholeNumber('flights', '17', 1)).toBe(17);
});
