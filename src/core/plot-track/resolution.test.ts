import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { unpacked } from '../math/packed.ts';
import { vec3 } from '../math/vector.ts';
import { loneCluster } from '../track/decide/cluster.ts';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import { type Cell, placedFrom, unresolvedChance } from '../track/look/cell.ts';
import { Hypotheses } from '../track/object/hypotheses.ts';
import { hideInCells } from './resolution.ts';

const MOUNT = Float64Array.of(1e5, -2e5, 3e5, 1, 0, 0, 0, 1, 0, 0, 0, 1);
/** As sure to be there, and to be shown, as all of them are. */
const [EXISTENCE, DETECTION] = [0.9, 0.8];

/** Tracks in a field of directions of so many radians about the axis, 300 to 2,000 km off. */
function tracksIn(field_rad: number, axis: number, count: number): Hypotheses {
  const random = stream(axis, 'field');
  const h = new Hypotheses(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 1 }));
  for (let k = 0; k < count; k++) {
    const slot = h.allocate();
    const range_m = 3e5 + 1.7e6 * random.uniform();
    const [a, b] = [0, 1].map(() => field_rad * (random.uniform() - 0.5));
    const d = [Math.sqrt(1 - a * a - b * b), a, b];
    const place = [0, 1, 2].map((i) => MOUNT[i] + range_m * d[(i + 3 - axis) % 3]);
    h.state.set([...place, 100 * random.normal(), 0, 0], h.stateAt(slot));
    for (let i = 0; i < 6; i++) h.state[h.stateAt(slot) + 6 + (i * (i + 3)) / 2] = i < 3 ? 1e4 : 100;
    h.existence[slot] = EXISTENCE;
    h.detection[slot] = DETECTION;
    h.seenApart[slot] = DETECTION;
  }
  return h;
}

/** What each is left with when every pair is looked at. */
function byAllPairs(h: Hypotheses, cell: Cell): number[] {
  const placed = Array.from({ length: h.size }, (_, slot) => {
    const six = new Float64Array(27);
    h.filter.estimate(h.state, h.stateAt(slot), six, 0);
    return placedFrom(vec3(MOUNT[0], MOUNT[1], MOUNT[2]), six, unpacked(six, 6, 6));
  });
  return placed.map((one, m) => {
    const hidden = Math.max(...placed.map((other, l) => (l === m ? 0 : unresolvedChance(cell, one, other) * (EXISTENCE * DETECTION))));
    return hidden > 0.01 ? DETECTION * (1 - hidden) : DETECTION;
  });
}

const CELLS: readonly (readonly [string, Cell])[] = [
  ['directions only', { range_m: Infinity, angle_rad: 4e-3, rangeRate_mps: Infinity }],
  ['range and angles', { range_m: 2000, angle_rad: 0.1, rangeRate_mps: 300 }],
];

test.each(CELLS)('%s: each neighbour in a cell is found as if all pairs were looked at, and few are', (_, cell) => {
  for (const axis of [0, 1, 2]) {
    const h = tracksIn(0.3, axis, 600);
    const expected = byAllPairs(h, cell);
    let asked = 0;
    const counted: Cell = {
      ...cell,
      get angle_rad() {
        asked += 1;
        return cell.angle_rad;
      },
    };
    hideInCells(
      Array.from({ length: h.size }, (_, slot) => loneCluster({ id: slot }, slot)),
      h,
      counted,
      MOUNT,
    );
    expect([...h.seenApart.subarray(0, h.size)]).toEqual(expected);
    expect(expected.filter((left) => left < DETECTION).length).toBeGreaterThan(20);
    // Of 180,000 pairs.
    expect(asked).toBeLessThan(40_000);
  }
});
