import { expect, test } from 'vitest';
import { climbInto, emptyClimb, PARAMETERS, PRIORS, speedSlopes, START } from './climb.ts';

test.each([20, 45, 85, 150])('slopes of the speed over the ground are those of the speed, at %d s', (seen_s) => {
  // A climb about which everything differs from nothing.
  const theta = PRIORS[2].mean.map((mean, k) => mean + 0.3 * PRIORS[2].sigma[k]);
  theta[0] = 100;
  theta[1] = -50;
  const speedAt = (axis: 0 | 1, parameter: number, by: number): number => {
    const other = theta.slice();
    other[parameter] += by;
    const climb = emptyClimb();
    climbInto(climb, other, seen_s - other[START]);
    return climb.velocity[axis];
  };
  for (const axis of [0, 1] as const) {
    const climb = emptyClimb();
    climbInto(climb, theta, seen_s - theta[START]);
    const row = new Float64Array(PARAMETERS);
    speedSlopes(row, climb, theta, axis);
    for (let k = 0; k < PARAMETERS; k++) {
      const by = 1e-4 * PRIORS[2].sigma[k];
      const slope = (speedAt(axis, k, by) - speedAt(axis, k, -by)) / (2 * by);
      expect([k, Math.abs(row[k] - slope) < 1e-4 * Math.max(1, Math.abs(slope))]).toEqual([k, true]);
    }
  }
});
