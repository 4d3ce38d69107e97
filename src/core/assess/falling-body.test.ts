import { expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { enuBasis } from '../frames/enu.ts';
import { packInto } from '../math/packed.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from '../track/filter/conversion.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { fallingBody, mostDense_kgpm2 } from './falling-body.ts';

const PRIOR = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;

/** A body in the entry mode, falling or climbing, whose filter has come to `logDrag` ± `variance`, and holds its speed along x with it. */
function entering({ height_m = 50_000, climb_mps = -1_500, entry = 0.9, logDrag = -6, variance = 0.04, covariance = 0.2 } = {}): Track {
  const start = geodeticDegrees(39.5, 130, height_m);
  const r = ecefVecFromGeodetic(start);
  const { east, up } = enuBasis(start);
  const v = (['x', 'y', 'z'] as const).map((k) => 2_200 * east[k] + climb_mps * up[k]);
  const modes = new Float64Array(THEATRE_MODES.size);
  for (const [j, { dimension }] of THEATRE_MODES.models.entries()) {
    const at = THEATRE_MODES.at[j];
    modes.set([r.x, r.y, r.z, ...v], at);
    const p = new Float64Array(dimension * dimension);
    for (let i = 0; i < dimension; i++) p[i * (dimension + 1)] = i < 3 ? 1e4 : 4;
    if (j === 2) {
      modes[at + 6] = logDrag;
      p[48] = variance;
      p[3 * 7 + 6] = covariance;
      p[6 * 7 + 3] = covariance;
    }
    packInto(modes, at + dimension, p, dimension, dimension);
  }
  return newTrack('T1', 0, { modes, weights: Float64Array.of(0, 1 - entry, entry, 0) }, 0);
}

test('in the air, coming down, the filter’s own prior of drag is taken out of what it has come to', () => {
  const { taught, atLogDrag } = fallingBody(entering());
  expect(atLogDrag).toBe(-6);
  // Put the prior back, and the filter's mean and variance come out again.
  const precision = taught.precision + 1 / PRIOR;
  expect(1 / precision).toBeCloseTo(0.04, 12);
  expect((taught.mean * taught.precision + LOG_DRAG_PRIOR / PRIOR) / precision).toBeCloseTo(-6, 12);
});

test('with another drag the body flies otherwise, as far as the filter holds them together; what is left of its error is smaller', () => {
  const { gain, p, x } = fallingBody(entering());
  expect([...gain]).toEqual([0, 0, 0, expect.closeTo(5, 9), 0, 0]);
  expect(p[21]).toBeCloseTo(4 - 0.2 * 5, 9);
  expect(p[28]).toBeCloseTo(4, 9);
  expect(x).toHaveLength(6);
});

test.each([
  ['climbs', { climb_mps: 1_500 }],
  ['is above the air', { height_m: 120_000 }],
  ['hardly is in the entry mode', { entry: 0.4 }],
  ['has learnt nothing', { variance: PRIOR }],
])('what %s has been taught nothing', (_, change) => {
  const { taught, gain } = fallingBody(entering(change));
  expect(taught.precision).toBe(0);
  expect(Math.max(...gain.map(Math.abs))).toBe(0);
});

// A front of 5,000 kg/m² was held to be empty for five seconds, by a bound from next to nothing that the air had taught.
test('no body is held to be light by a little that the air has taught; what has taught much bounds it from above', () => {
  expect(mostDense_kgpm2({ atLogDrag: -Math.log(5_000), taught: { mean: 12, precision: 0 } })).toBeUndefined();
  for (const precision of [1e-9, 1e-4, 0.1])
    expect(mostDense_kgpm2({ atLogDrag: -Math.log(1_500), taught: { mean: 300, precision } })).toBeGreaterThan(8_000);
  expect(mostDense_kgpm2({ atLogDrag: -Math.log(400), taught: { mean: -6, precision: 400 } })).toBeCloseTo(
    400 * Math.exp(1.96 / 20.02),
    -1,
  );
});
