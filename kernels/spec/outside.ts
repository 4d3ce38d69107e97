/** What kernels call instead of computing it inline, with its derivatives. */
import { log as logarithm } from '../../src/core/math/elementary.ts';
import { AIR, airDensity as airDensityInMemory } from '../../src/core/physics/air.ts';
import { call, constant, type Expr, type Given, negated, over, times } from '../expression.ts';
import { norm, type Vector } from '../matrix.ts';
import { heightAbove } from './earth.ts';

const ELEMENTARY = '../../math/elementary.ts';

const LOG: Given = { name: 'log', module: ELEMENTARY, evaluate: logarithm, derivatives: (_call, [x]) => [over(1, x)] };

/** Scale height that derivatives take for the air's; the density itself is the standard atmosphere's. */
const SCALE_HEIGHT_M = 7000;

const AIR_DENSITY: Given = {
  name: 'airDensity',
  module: '../../physics/air.ts',
  memory: 'AIR',
  passes: 1,
  evaluate(height_m) {
    AIR[0] = height_m;
    airDensityInMemory();
    return AIR[1];
  },
  // By the place alone: ∂ρ/∂r = −ρ/H · r/|r|
  derivatives: (self, [, ...place]) => [constant(0), ...place.map((e) => negated(times(self, e, over(1 / SCALE_HEIGHT_M, norm(place)))))],
};

export const log = (x: Expr): Expr => call(LOG, x);
/** Density of air at a place, ECEF m; kg/m³. */
export const airDensity = (place: Vector): Expr => call(AIR_DENSITY, heightAbove(place), ...place);
