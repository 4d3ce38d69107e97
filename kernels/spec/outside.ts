import { log as naturalLogarithm } from '../../src/core/math/elementary.ts';
import { type Given, over } from '../expression.ts';

/** Functions that a kernel calls instead of computing them inline, with their derivatives. */
const ELEMENTARY = '../../math/elementary.ts';

export const log: Given = {
  name: 'log',
  module: ELEMENTARY,
  evaluate: naturalLogarithm,
  derivatives: (_call, [x]) => [over(1, x)],
};
