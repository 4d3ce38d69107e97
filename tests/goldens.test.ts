import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenClaims } from './goldens/claims.ts';
import { compareTimelines } from './goldens/compare.ts';
import { TABLES } from './goldens/tables.ts';
import { SCENARIOS } from './goldens/told.ts';

// 28 of 44 wrong changes made by hand lived on because a change of decision looked like one more moved digit. These are such changes.

const golden = readFileSync(join(SCENARIOS, 'hawaii-2018', 'timeline.txt'), 'utf8');
const swap = (from: string | RegExp, to: string): string => {
  const changed = golden.replace(from, to);
  expect(changed).not.toBe(golden);
  return changed;
};
/** What is told of a change, without the lines in full. */
const told = (after: string): string[] =>
  compareTimelines(golden, after).decisions.map((sentence) => {
    const [, how, rest] = /^(\w+)\s+T\S+\s+(.*)/.exec(sentence) ?? [];
    return `${how}: ${rest.split(/\s{2,}/)[0]}`;
  });

test('the same timeline decides the same', () => {
  expect(compareTimelines(golden, golden)).toEqual({ decisions: [], otherDigits: 0, moreRefinements: 0 });
});

test('digits that moved are counted and not told as decisions', () => {
  const digits = golden
    .replaceAll('ballistic-missile 0.31', 'ballistic-missile 0.41')
    .replaceAll('6.50 km/s', '6.52 km/s')
    .replaceAll('T11', 'T12');
  // A cause, a class, and four lines that name the track.
  expect(compareTimelines(golden, digits)).toEqual({ decisions: [], otherDigits: 5, moreRefinements: 0 });
});

test.each([
  [
    'a recommendation that comes two seconds later',
    ['later: recommended'],
    /T\+03:19 {3}18:08:19Z {2}recommended/,
    'T+03:21   18:08:21Z  recommended',
  ],
  ['an area that is half as large again', ['size: recommended'], 'area 1,084 km²', 'area 1,650 km²'],
  ['more people in it', ['size: revised'], '320,000 people', '620,000 people'],
  ['another place in it', ['changed: revised'], /(revised .*)Waipahu/, '$1Kailua'],
  ['another cause', ['changed: cause'], /space-launch 0\.\d\d/, 'unknown 0.54'],
  ['another reason for it', ['changed: cause'], /speed-and-flight-path \(2\.2\d km\/s at 40° from the surface\)/, 'thrust (still burning)'],
  ['another class', ['changed: class'], 'ICBM', 'IRBM'],
  [
    'a signature on another revision',
    ['changed: half-released'],
    'W1 revision 2, release by watch-officer',
    'W1 revision 1, release by watch-officer',
  ],
  ['an alarm that is not raised', ['gone: alarm'], /^.*Z {2}alarm.*\n/m, ''],
  ['a message that does not go out', ['gone: message'], /^.*Cancel W1-m2.*\n/m, ''],
  ['a message that refers to nothing', ['changed: message'], ', replaces W1-m1', ''],
  ['an ellipse that is told only after the recommendation', ['order: impact'], /(^.*21\.16°N.*\n)(.*apogee.*\n.*recommended.*\n)/m, '$2$1'],
  ['another verdict in the end', ['changed: in the end'], 'level retracted', 'level recommendation'],
] as const)('%s is told as a decision', (_, expected, from, to) => {
  expect(told(swap(from, to))).toEqual([...expected]);
});

test('a finer figure more is a refinement, not a decision', () => {
  const more = swap(/(^.*21\.23°N.*\n)/m, '$1$1');
  expect(compareTimelines(golden, more)).toEqual({ decisions: [], otherDigits: 0, moreRefinements: 1 });
});

test('a run that keeps none of the README’s words is told claim by claim', async () => {
  const silent = { scenario: 'hawaii-2018', timeline: '', emissions: [], caps: [], summary: {} as never };
  const broken = await brokenClaims(silent);
  expect(broken.length).toBe(4);
  expect(broken[1]).toMatch(/^Release takes two people in two sessions\.\n {3}but {5}a warning is released/);
});

test('the tables of states are what their maker makes of the published figures', () => {
  for (const [file, table] of Object.entries(TABLES))
    expect(readFileSync(join(SCENARIOS, file), 'utf8') === table(), `npx tsx tests/goldens/tables.ts writes ${file}`).toBe(true);
});
