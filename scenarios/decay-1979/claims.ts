import { deepEqual, ok } from 'node:assert/strict';
import { areaHolds, assessments, nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

const FELL = [21.613, -123.201] as const;

export const CLAIMS: Claims = {
  'One radar alone leads to no protective action (H1), and neither does the glow that joins it: heat has two causes, thrust and air (H20).':
    (told) => {
      nothingRecommended(told);
      deepEqual(
        assessments(told)
          .at(-1)
          ?.phenomenologies.map(({ phenomenology, state }) => `${phenomenology} ${state}`),
        ['heat observed', 'radar observed'],
        'both have seen it in the end',
      );
    },
  'Within 30 s of the first plot it is a re-entry; a missile is never the likeliest, and no launch is made up for it.': (told) => {
    const all = assessments(told);
    const [{ notice }] = ofKind(told, 'notice');
    ok(
      all.filter(({ at_us }) => at_us > notice.firstSeen_us + 30e6).every(({ cause }) => cause === 're-entry'),
      'a re-entry from then on',
    );
    ok(!all.some(({ cause }) => cause === 'ballistic-missile'), 'never a missile');
    ok(!all.some(({ launch }) => launch !== undefined), 'no launch');
  },
  'That something comes down is told, whatever it is (H21), two minutes before it does, and the last area told holds the place.': (
    told,
  ) => {
    const stated = ofKind(told, 'hazard').filter(({ change }) => change !== 'ended');
    ok(stated.length > 0, 'a hazard is stated');
    const [first] = stated;
    ok(first.hazard.impactWindow.to_us - first.at_us > 120e6, 'two minutes before the time by which it is down');
    for (const { hazard } of stated) ok(areaHolds(hazard.area.ring, ...FELL), `${hazard.id} revision ${hazard.revision} holds the place`);
  },
  'It is one event from the first plot to the last.': (told) => {
    deepEqual(
      ofKind(told, 'notice').map(({ notice }) => notice.event),
      ['E1'],
    );
  },
};
