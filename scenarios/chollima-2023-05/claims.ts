import { deepEqual, ok } from 'node:assert/strict';
import { areaHolds, assessments, firstChange, releasedAndEnded } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind, type Told } from '../../tests/goldens/told.ts';

const FELL = [36.286, 123.972] as const;
const SEOUL = [37.57, 126.98] as const;
const NAHA = [26.21, 127.68] as const;

const deviated_us = (told: Told): number =>
  assessments(told).find(({ announced }) => announced?.state === 'deviates')?.announced?.deviation?.at_us ?? Infinity;

export const CLAIMS: Claims = {
  'While it flies as announced, to orbit, nothing is recommended (H10).': (told) => {
    const before = assessments(told).flatMap(({ announced }) => (announced?.state === 'as-announced' ? announced : []));
    deepEqual(before.at(-1)?.matches.slice(0, 3), ['site', 'time', 'azimuth'], 'what matches');
    ok(firstChange(told, 'recommended').at_us >= deviated_us(told), 'recommended only when it deviates');
  },
  'When it is clear that it comes down elsewhere than announced, that is said, with what and when, and the announcement lowers nothing any more.':
    (told) => {
      const deviation = assessments(told).find(({ announced }) => announced?.state === 'deviates')?.announced;
      deepEqual(deviation?.deviation?.what, 'impact');
      deepEqual(deviation?.holds, false, 'nothing is held back');
    },
  'The area follows the track (H3): it lies in the Yellow Sea and holds the place where it came down; it reaches neither Seoul nor Okinawa, and nobody there hears of it.':
    (told) => {
      const warnings = ofKind(told, 'warning');
      for (const { warning } of warnings) {
        ok(areaHolds(warning.area.ring, ...FELL), `${warning.id} revision ${warning.revision} holds the place`);
        ok(!areaHolds(warning.area.ring, ...SEOUL) && !areaHolds(warning.area.ring, ...NAHA), 'and neither city');
        deepEqual(warning.peopleInAlertArea.kind, 'none-found', 'nobody is found there');
      }
    },
  'What is told says where, when, and that no listed place lies in it; two people release it, and it ends by itself.': (told) => {
    releasedAndEnded(told);
    const [alert] = ofKind(told, 'message');
    ok(alert.message.warning.area.ring.length > 2 && alert.message.warning.impactWindow.from_us > alert.message.sent_us, 'where and when');
  },
};
