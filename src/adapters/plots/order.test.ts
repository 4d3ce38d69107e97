import { expect, test } from 'vitest';
import { readText } from '../../../tests/support/plots.ts';
import { PlotFileError } from './report.ts';
import { MOST_EMPTY_PERIODS, MOST_EMPTY_SCANS } from './scans.ts';

// 2026-11-30: of files whose lines stand in another order, begin anew or pause, lines vanished or were refused, and looks that never were came in their place.

/** A plot of a sensor that looks every five seconds: its number, its time, and a range that tells it from others. */
type Line = { readonly scan?: number | undefined; readonly t?: number | undefined; readonly range: number };

const FORMS: Readonly<Record<string, (lines: readonly Line[]) => string>> = {
  csv: (lines) => `scan,t,el,az,range\n${lines.map(({ scan = '', t = '', range }) => `${scan},${t},0.1,0.1,${range}`).join('\n')}\n`,
  ndjson: (lines) =>
    lines.map(({ scan, t, range }) => JSON.stringify({ scan, t_s: t, elevation_rad: 0.1, azimuth_rad: 0.1, range_m: range })).join('\n'),
  json: (lines) =>
    JSON.stringify(
      lines.map(({ scan, t, range }) => ({ scan, t_s: t, elevation_rad: 0.1, azimuth_rad: 0.1, range_m: range })),
      null,
      2,
    ),
};
const EVERY_FORM = Object.entries(FORMS);

/** `n` plots, one in each scan, from scan `first` and second `from_s` on. */
const pass = (n: number, { first = 0, from_s = first * 5 }: { readonly first?: number; readonly from_s?: number } = {}): Line[] =>
  Array.from({ length: n }, (_, i) => ({ scan: first + i, t: from_s + 5 * i, range: 1000 + first + i }));
const numbered = (lines: readonly Line[]) => lines.map(({ scan, range }) => ({ scan, range }));
const timed = (lines: readonly Line[]) => lines.map(({ t, range }) => ({ t, range }));

test.each(EVERY_FORM)('lines in any order are the scans in order of time, with numbers, with times and with both (%s)', async (_, form) => {
  const lines = pass(60);
  for (const some of [lines, numbered(lines), timed(lines)]) {
    const sorted = await readText(form(some));
    expect(sorted.scans.map(({ at_us }) => at_us)).toEqual(lines.map(({ t = 0 }) => t * 1e6));
    for (const mixed of [[...some].reverse(), some.map((_line, i) => some[(i * 23) % 60])]) {
      const { scans, report } = await readText(form(mixed));
      expect(scans).toEqual(sorted.scans);
      expect(report).toMatchObject({ lines: 60, plots: 60, refused: 0 });
    }
  }
});

test('what is farther out of order than lines are held is refused and counted, not lost', async () => {
  const lines = pass(2500).reverse();
  for (const some of [lines, numbered(lines), timed(lines)]) {
    const { report } = await readText(FORMS['csv'](some));
    expect(report.lines).toBe(2500);
    expect(report.plots + report.refused).toBe(2500);
    expect(report.plots).toBeGreaterThanOrEqual(1000);
  }
});

test.each(EVERY_FORM)('a counter of few bits that begins anew is counted on, with times and without (%s)', async (_, form) => {
  for (const size of [2 ** 8, 2 ** 10, 2 ** 16]) {
    const lines = pass(30, { first: size - 14, from_s: 40 }).filter(({ scan }) => scan !== size + 3);
    const wrapped = lines.map((line) => ({ ...line, scan: (line.scan ?? 0) % size }));
    for (const some of [wrapped, numbered(wrapped)]) {
      const { scans, report } = await readText(form(some));
      expect(report).toMatchObject({ plots: 29, refused: 0 });
      // The one that is left out is a look in which nothing was seen, and no other is.
      expect(scans.map(({ scan }) => scan)).toEqual(Array.from({ length: 30 }, (_one, i) => size - 14 + i));
      expect(scans.filter(({ plots }) => plots.length === 0).map(({ scan }) => scan)).toEqual([size + 3]);
      expect(report.notes).toContain('the counter of scans begins anew while time goes on: it is counted on');
    }
  }
});

test('a counter that begins anew in the middle of its bits, and twice, is counted on by the time', async () => {
  const lines = [...pass(7, { first: 40 }), ...pass(9, { from_s: 235 }), ...pass(5, { from_s: 280 })];
  const { scans, report } = await readText(FORMS['csv'](lines));
  expect(report).toMatchObject({ plots: 21, refused: 0 });
  expect(scans.map(({ scan }) => scan)).toEqual(Array.from({ length: 21 }, (_, i) => 40 + i));
});

test('a counter of four and more is counted on by the time, and scans that overlap or count down are no beginning', async () => {
  for (const size of [4, 7, 8, 12, 360]) {
    const lines = pass(3 * Math.min(size, 20), { first: size - 2, from_s: 40 });
    const two = lines.flatMap((line) => [line, { ...line, t: (line.t ?? 0) + 2, range: line.range + 1e5 }]);
    for (const some of [lines, two]) {
      const { scans, report } = await readText(FORMS['csv'](some.map((line) => ({ ...line, scan: (line.scan ?? 0) % size }))));
      expect([size, report.plots, report.refused]).toEqual([size, some.length, 0]);
      expect([...new Set(scans.map(({ scan }) => scan))]).toEqual(lines.map(({ scan }) => scan));
    }
  }
  // In order of time a number falls where the next scan begins before the last plot of the one before.
  const mixed = pass(12).flatMap((line) => [line, { ...line, t: (line.t ?? 0) + 6, range: line.range + 1e5 }]);
  const { report } = await readText(FORMS['csv'](mixed.sort((a, b) => (a.t ?? 0) - (b.t ?? 0))));
  expect(report).toMatchObject({ plots: 24, refused: 0, notes: [] });
  const down = await readText(FORMS['csv'](pass(12).map((line, i) => ({ ...line, scan: 11 - i }))));
  expect(down.report).toMatchObject({ lines: 12, notes: [] });
});

// A radar that is switched on again numbers from 0: all of its second pass was refused where the first was short.
test.each(EVERY_FORM)('numbers that begin anew after a pause are of a new pass, and no looks are made up (%s)', async (_, form) => {
  for (const pause_s of [60, 505, 3600, 86_400]) {
    const starts = [0, 25 + pause_s, 2 * (25 + pause_s)];
    const { scans, report } = await readText(form(starts.flatMap((from_s) => pass(5, { from_s }))));
    expect([pause_s, report.plots, report.refused]).toEqual([pause_s, 15, 0]);
    const seen = scans.filter(({ plots }) => plots.length > 0);
    expect(seen.map(({ t_s }) => t_s)).toEqual(starts.flatMap((from_s) => [0, 5, 10, 15, 20].map((t) => from_s + t)));
    expect(scans.length - seen.length).toBe(pause_s > 5 * MOST_EMPTY_PERIODS ? 0 : (2 * pause_s) / 5);
  }
});

// Such a number times the period is no whole number of microseconds that can be counted: the run ended with an internal error.
test('a number whose time cannot be counted is refused with the remedy', async () => {
  const lines = pass(4).map((line, i) => ({ ...line, scan: 2 ** 32 + i, range: 2000 + i }));
  const { told, report } = await readText(FORMS['csv']([...numbered(pass(2)), ...numbered(lines)]));
  expect(report).toMatchObject({ plots: 2, refused: 4, lines: 6 });
  expect(told).toContain('give each plot its time');
  expect((await readText(FORMS['csv'](lines.map((line, i) => ({ ...line, t: 5 * i }))))).report).toMatchObject({ plots: 4, refused: 0 });
});

test('one wrong number among right ones is no counter that begins anew', async () => {
  const lines = pass(40).map((line) => (line.t === 100 ? { ...line, scan: 2 } : line));
  const { scans } = await readText(FORMS['csv'](lines));
  expect(scans.map(({ scan }) => scan)).toEqual(lines.map((_, i) => i));
  const great = await readText(FORMS['csv'](pass(40).map((line) => (line.t === 100 ? { ...line, scan: 90 } : line))));
  expect(great.report).toMatchObject({ plots: 39, refused: 1, notes: [] });
});

test.each(EVERY_FORM)(
  'time of day goes on past midnight, and time of the week past its end, with numbers and without (%s)',
  async (_, form) => {
    for (const [span, told] of [
      [86_400, 'midnight'],
      [604_800, 'the end of the week'],
    ] as const) {
      const whole = pass(30, { from_s: span - 62 });
      const lines = whole.map((line) => ({ ...line, t: (line.t ?? 0) % span }));
      for (const some of [lines, timed(lines)]) {
        const { scans, report } = await readText(form(some));
        expect(report).toMatchObject({ plots: 30, refused: 0 });
        expect(scans.map(({ t_s }) => t_s)).toEqual(whole.map(({ t }) => t));
        expect(report.notes.join('\n')).toContain(told);
      }
      // Neighbours may be mixed there as they may anywhere.
      const mixed = lines.map((_line, i) => lines[i % 2 === 0 ? i + 1 : i - 1]);
      expect((await readText(form(timed(mixed)))).scans.map(({ t_s }) => t_s)).toEqual(whole.map(({ t }) => t));
    }
  },
);

test.each(EVERY_FORM)('after a long pause a new pass begins: nothing of it is refused, and no looks are made up (%s)', async (_, form) => {
  const [first, second] = [pass(3), pass(3, { first: 1500 })];
  for (const some of [[...first, ...second], numbered([...first, ...second]), timed([...first, ...second])]) {
    const { scans, report } = await readText(form(some));
    expect(scans.map(({ at_us, plots }) => [at_us / 1e6, plots.length])).toEqual([0, 5, 10, 7500, 7505, 7510].map((t) => [t, 1]));
    expect(report.notes.join('\n')).toContain('a new pass begins');
  }
});

test('as many looks are made up between two as the bound says, and none beyond it', async () => {
  const looks = async (lines: readonly Line[]): Promise<number> => (await readText(FORMS['csv'](lines))).scans.length;
  const gap = (n: number) => [...pass(1), ...pass(1, { first: n + 1 })];
  expect(await looks(gap(MOST_EMPTY_SCANS))).toBe(MOST_EMPTY_SCANS + 2);
  expect(await looks(gap(MOST_EMPTY_SCANS + 1))).toBe(2);
  expect(await looks(timed(gap(MOST_EMPTY_PERIODS)))).toBe(MOST_EMPTY_PERIODS + 2);
  expect(await looks(timed(gap(MOST_EMPTY_PERIODS + 1)))).toBe(2);
});

/** Four objects that an antenna comes by in turn, a little off each time. */
const TURNS: readonly Line[] = Array.from({ length: 40 }, (_, k) => ({
  scan: Math.floor(k / 4),
  t: Number((k * 1.25 + 0.01 * ((k * 7) % 5)).toFixed(3)),
  range: 1000 + k,
}));

test.each(EVERY_FORM)(
  'plots of one scan that have times of their own come out at these times, in whatever order they stand (%s)',
  async (_, form) => {
    for (const lines of [TURNS, TURNS.map((_line, i) => TURNS[(i * 7) % 40])]) {
      const { scans, report } = await readText(form(lines));
      expect(scans.map(({ t_s, scan }) => [t_s, scan])).toEqual(TURNS.map(({ t, scan }) => [t, scan]));
      // The rows of tracks follow the last of a turn.
      expect(scans.filter(({ more }) => more !== true).map(({ scan }) => scan)).toEqual(Array.from({ length: 10 }, (_one, i) => i));
      expect(report).toMatchObject({ plots: 40, refused: 0 });
    }
  },
);

test('plots in a list of JSON have their own times where they state them, and their own numbers where the scan has none', async () => {
  const plot = (more: object) => ({ range_m: 1000, azimuth_rad: 0.1, elevation_rad: 0.1, ...more });
  const scan = (head: object, ...plots: object[]) => JSON.stringify({ ...head, plots: plots.map(plot) });
  const times = async (...texts: string[]) => {
    const { scans, told } = await readText(texts.join('\n'));
    expect(told).toBe('');
    return scans.map(({ scan: number, t_s, plots }) => [number, t_s, plots.length]);
  };
  expect(await times(scan({ scan: 3, t_s: 15 }, { t_s: 15.5 }, { t_s: 16 }, {}))).toEqual([
    [3, 15, 1],
    [3, 15.5, 1],
    [3, 16, 1],
  ]);
  expect(await times(scan({ t_s: 15 }, { t_s: 15.5 }, { t_s: 16 }))).toEqual([
    [0, 15.5, 1],
    [1, 16, 1],
  ]);
  expect(await times(scan({}, { scan: 1, t_s: 5 }, { scan: 2, t_s: 10 }))).toEqual([
    [1, 5, 1],
    [2, 10, 1],
  ]);
  const { told } = await readText(scan({ scan: 3, t_s: 15 }, { scan: 4 }));
  expect(told).toContain('plots[0].scan: it is 4, and the plot stands in scan 3');
});

test('the next scan may begin before the last plot of the one before', async () => {
  const lines = TURNS.map((line, k) => (k % 4 === 3 ? { ...line, t: (line.t ?? 0) + 1.4 } : line));
  const { scans, report } = await readText(FORMS['csv'](lines));
  expect(report).toMatchObject({ plots: 40, refused: 0 });
  expect(scans.map(({ t_s }) => t_s)).toEqual(lines.map(({ t = 0 }) => t).sort((a, b) => a - b));
});

test('a line without a number is of the scan of its time, and one without a time of that of its number', async () => {
  const lines = pass(12, { from_s: 1000 }).map((line, i) =>
    i === 4 ? { t: line.t, range: line.range } : i === 8 ? { scan: line.scan, range: line.range } : line,
  );
  const { scans, report } = await readText(FORMS['csv'](lines));
  expect(report).toMatchObject({ plots: 12, refused: 0 });
  expect(scans.map(({ scan, t_s }) => [scan, t_s])).toEqual(lines.map((_, i) => [i, 1000 + 5 * i]));
});

test('strict reading stops at what would be refused', async () => {
  const text = FORMS['csv']([...pass(5), { scan: 4, t: 900, range: 77 }]);
  await expect(readText(text, { strict: true })).rejects.toBeInstanceOf(PlotFileError);
});
