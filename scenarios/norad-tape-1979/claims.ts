import { deepEqual, ok } from 'node:assert/strict';
import { nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind, type Told } from '../../tests/goldens/told.ts';

/** What was turned away, as the alarms count it. */
const rejected = (told: Told) => ofKind(told, 'alarm').flatMap((alarm) => (alarm.alarm === 'sensor-rejected' ? [{ ...alarm }] : []));

export const CLAIMS: Claims = {
  'Lines never cross (H6): every scan of the tape is refused, with the reason, and an alarm says that another line’s data came in.': (
    told,
  ) => {
    for (const { reason } of rejected(told)) ok(reason.includes('line test') && reason.includes('line exercise'), reason);
    deepEqual(new Set(rejected(told).map(({ source }) => source)).size, 4, 'sensors of the tape that were turned away');
  },
  'The theatre’s own picture stays what its own sensors see, which is nothing: no track, no notice, nothing recommended.': (told) => {
    deepEqual(ofKind(told, 'track'), []);
    deepEqual(ofKind(told, 'notice'), []);
    nothingRecommended(told);
  },
  'Being refused is recorded: the journal holds the tape, so that people can find out afterwards what was played.': (told) => {
    // The core counts what the journal holds, and nothing else reaches it.
    for (const source of new Set(rejected(told).map((one) => one.source)))
      ok(Math.max(...rejected(told).flatMap((one) => (one.source === source ? [one.count] : []))) > 200, `${source}: over 200 entries`);
  },
};
