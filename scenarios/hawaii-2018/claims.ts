import { deepEqual, ok } from 'node:assert/strict';
import { firstChange } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

export const CLAIMS: Claims = {
  'A drill cannot reach the live line (H6): the act is refused with its reason, and recorded.': (told) => {
    deepEqual(
      ofKind(told, 'refused').map(({ reason }) => reason),
      ['wrong-line'],
      'refusals',
    );
    deepEqual(new Set(ofKind(told, 'message').map(({ message }) => message.line)), new Set(['exercise']), 'lines of messages');
  },
  'Release takes two people in two sessions.': (told) => {
    const { signatures } = firstChange(told, 'released').warning;
    deepEqual(new Set(signatures.map(({ person }) => person)).size, 2, 'people');
    deepEqual(new Set(signatures.map(({ session }) => session)).size, 2, 'sessions');
  },
  'A retraction follows its alert on the same channel to the same receivers (H13), within 120 s of the decision.': (told) => {
    const messages = ofKind(told, 'message').map(({ message }) => message);
    const retraction = messages.at(-1);
    deepEqual([retraction?.purpose, retraction?.messageType], ['retraction', 'Cancel'], 'the last message');
    deepEqual(
      retraction?.references.map(({ id }) => id),
      messages.slice(0, -1).map(({ id }) => id),
      'it names all that went before it',
    );
    deepEqual(told.caps.length, messages.length, 'each is on the channel');
    ok((retraction?.sent_us ?? Infinity) - firstChange(told, 'half-retracted').at_us <= 120e6, 'within 120 s of the first signature');
  },
  'When the flight is gone where it ought to be seen, the evidence turns (H8), and the retraction is ready before anybody asks.': (
    told,
  ) => {
    const ready = firstChange(told, 'retraction-ready');
    const radar = ready.warning.assessment.phenomenologies.find(({ phenomenology }) => phenomenology === 'radar');
    ok(ready.at_us < firstChange(told, 'half-retracted').at_us, 'ready before anybody signs');
    const turned = ofKind(told, 'assessment').some(({ assessment }) =>
      assessment.phenomenologies.some(({ state }) => state === 'expected-and-absent'),
    );
    ok(radar !== undefined && turned, 'the radars ought to see it and do not');
  },
};
