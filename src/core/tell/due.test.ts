import { expect, test } from 'vitest';
import { assessment, IMPACT_S, impactAt } from '../../../tests/samples/warning-life.ts';
import { openTheatre, PLOT, radarScan, SECOND } from '../../../tests/support/core-theatre.ts';
import type { Assessment } from '../assess/assessment.ts';
import { spanOf } from '../assess/together.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import type { Track } from '../theatre-track/track.ts';
import { goesOn, isDueAfter, waitInCrowd } from './due.ts';

// A track that a radar has seen for twelve seconds.
const theatre = openTheatre();
for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
const [seen] = theatre.state.tracker.tracks;
const NOW_US = seen.at_us;
const BY_RADAR: Assessment['phenomenologies'] = [{ phenomenology: 'radar', state: 'observed', sensors: ['radar'], hits: 12 }];

type Of = {
  readonly last?: Partial<Assessment>;
  readonly told?: boolean;
  readonly now_us?: number;
  readonly track?: (track: Track) => void;
};

function asBefore({ last = {}, told = true, now_us = NOW_US, track: change }: Of = {}): boolean {
  const track = copyPlain(seen);
  track.surprise = 1;
  change?.(track);
  return goesOn({ last: assessment({ phenomenologies: BY_RADAR, ...last }) }, told, track, now_us);
}

test('a hundred are assessed as ever; of a crowd each waits in proportion, and none for longer than six intervals', () => {
  expect([0, 1, 100, 150, 400, 600, 5000].map(waitInCrowd)).toEqual([1, 1, 1, 1.5, 4, 6, 6]);
});

test('an event is assessed after an interval, and in a crowd after its wait when it goes on as it did', () => {
  const due = (intervals: number, crowded: number, asBefore: boolean): boolean => isDueAfter(intervals, crowded, () => asBefore);
  expect([due(0.9, 1, false), due(1, 1, true), due(1, 1, false)]).toEqual([false, true, true]);
  expect([due(0.9, 4, false), due(1, 4, false), due(1, 4, true), due(3.9, 4, true), due(4, 4, true)]).toEqual([
    false,
    true,
    false,
    false,
    true,
  ]);
});

test('what coasts as was said, and has been told, goes on', () => {
  expect(asBefore()).toBe(true);
  const falls = impactAt(41, 139);
  const mayTurn = impactAt(41, 139, { kind: 'may-manoeuvre', asItFalls: { ...falls, span: spanOf([falls]) } });
  expect(asBefore({ last: { impact: mayTurn } })).toBe(true);
  expect(asBefore({ last: { basis: 'predicted' }, now_us: NOW_US + 11 * SECOND })).toBe(true);
});

test.each<[string, Of]>([
  ['nobody has been told', { told: false }],
  ['no impact is stated', { last: { impact: undefined, noImpact: 'may-burn-again' } }],
  ['it burnt when it was assessed', { last: { burning: true } }],
  ['it burns', { track: ({ burn }) => Object.assign(burn, { burning: true }) }],
  ['it is out of sight', { now_us: NOW_US + 11 * SECOND }],
  ['it is seen again', { last: { basis: 'predicted' } }],
  ['another kind of sensor sees it', { track: ({ seen: { heat } }) => Object.assign(heat, { hits: 1 }) }],
  ['it does not fly as the models say', { track: (track) => Object.assign(track, { surprise: 2.1 }) }],
  ['it turns', { last: { impact: impactAt(41, 139, { kind: 'may-manoeuvre' }) } }],
  ['it falls within a minute', { last: { basis: 'predicted' }, now_us: (IMPACT_S - 59) * SECOND }],
])('it is looked at as ever when %s', (_, of) => {
  expect(asBefore(of)).toBe(false);
});
