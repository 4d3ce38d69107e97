import { unpacked } from '../math/packed.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { type Cell, type Placed, placedFrom, unresolvedChance } from '../track/look/cell.ts';
import type { Hypotheses } from '../track/object/hypotheses.ts';
import { type Cluster, mostLikely, slotsOf } from '../track/decide/cluster.ts';

/** Two objects in one resolution cell make one plot. A miss beside a neighbour that was hit then says little, and both tracks must live through
 *  it (stages and pieces that part, paths that cross). So what a track is held to have shown by a plot of its own is
 *    Pd′ = Pd (1 − max_k P_u(k) χ_k Pd_k)      P_u: cell.ts
 *  over its neighbours k. A hit counts in full; that the merged plot lies between the two is left out: a cell is a few sigmas of the plots' errors. */
export function hideInCells(clusters: readonly Cluster[], h: Hypotheses, cell: Cell, mount: Float64Array): void {
  const origin = vec3(mount[0], mount[1], mount[2]);
  const tracks = clusters.flatMap((cluster) =>
    mostLikely(cluster).slots.map((slot, i) => ({ slot, cluster, i, placed: placedBy(h, slot, origin) })),
  );
  const { along, reach } = sweepOf(
    cell,
    tracks.map(({ placed }) => placed),
  );
  tracks.sort((a, b) => along(a.placed) - along(b.placed) || a.slot - b.slot);
  const hidden = new Float64Array(tracks.length);
  const detected = ({ slot }: { slot: number }): number => h.existence[slot] * h.detection[slot];
  for (let m = 0; m < tracks.length; m++) {
    const { placed } = tracks[m];
    for (let l = m + 1; l < tracks.length && along(tracks[l].placed) - along(placed) < reach; l++) {
      const chance = unresolvedChance(cell, placed, tracks[l].placed);
      hidden[m] = Math.max(hidden[m], chance * detected(tracks[l]));
      hidden[l] = Math.max(hidden[l], chance * detected(tracks[m]));
    }
  }
  tracks.forEach(({ cluster, i }, k) => {
    if (hidden[k] > NEGLIGIBLE) for (const slot of slotsOf(cluster, i)) h.seenApart[slot] *= 1 - hidden[k];
  });
}

/** A chance below this changes nothing. Farther apart than so many cells a pair has none larger, however ill its ranges are known:
 *  exp(−d²/2s²)/s, d in cells and s = √(1 + σ²), is at its largest for s = d. In angle, where nothing but the cell counts, it is exp(−d²/2). */
const NEGLIGIBLE = 0.01;
const REACH = 60;
const REACH_IN_ANGLE = 4;

/** By what tracks are put in order, so that a pair farther apart in it than `reach` need not be looked at: range, or where that parts nothing the component
 *  of the direction on a fixed axis, which differs by no more than the directions do. Of the three axes the one that spreads them most. */
function sweepOf(cell: Cell, placed: readonly Placed[]): { readonly along: (of: Placed) => number; readonly reach: number } {
  if (cell.range_m < Infinity) return { along: ({ range_m }) => range_m, reach: REACH * cell.range_m };
  const spreads = [0, 1, 2].map((axis) => {
    let [low, high] = [1, -1];
    for (const { direction } of placed) [low, high] = [Math.min(low, direction[axis]), Math.max(high, direction[axis])];
    return high - low;
  });
  const widest = spreads.indexOf(Math.max(...spreads));
  return { along: ({ direction }) => direction[widest], reach: REACH_IN_ANGLE * cell.angle_rad };
}

function placedBy(h: Hypotheses, slot: number, origin: Vec3): Placed {
  const six = new Float64Array(27);
  h.filter.estimate(h.state, h.stateAt(slot), six, 0);
  return placedFrom(origin, six, unpacked(six, 6, 6));
}
