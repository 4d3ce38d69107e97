/** What kernels call instead of computing it inline, with its derivatives. */
import { exp as exponential, log as logarithm } from '../../src/core/math/elementary.ts';
import { AIR, airDensity as airDensityInMemory } from '../../src/core/track/air.ts';
import { call, type Expr, type Given, negated, over, times } from '../expression.ts';
import { norm, type Vector } from '../matrix.ts';

const ELEMENTARY = '../../math/elementary.ts';

const LOG: Given = { name: 'log', module: ELEMENTARY, evaluate: logarithm, derivatives: (_call, [x]) => [over(1, x)] };
const EXP: Given = { name: 'exp', module: ELEMENTARY, evaluate: exponential, derivatives: (self) => [self] };

/** Scale height that derivatives take for the air's; the density itself is the standard atmosphere's. */
const SCALE_HEIGHT_M = 7000;

const AIR_DENSITY: Given = {
  name: 'airDensity',
  module: '../air.ts',
  memory: 'AIR',
  evaluate(...place) {
    AIR.set(place);
    airDensityInMemory();
    return AIR[place.length];
  },
  // ∂ρ/∂r = −ρ/H · r/|r|
  derivatives: (self, place) => place.map((e) => negated(times(self, e, over(1 / SCALE_HEIGHT_M, norm(place))))),
};

export const log = (x: Expr): Expr => call(LOG, x);
export const exp = (x: Expr): Expr => call(EXP, x);
/** Density of air at a place, ECEF m; kg/m³. */
export const airDensity = (place: Vector): Expr => call(AIR_DENSITY, ...place);
