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
  tracks.sort((a, b) => a.placed.range_m - b.placed.range_m || a.slot - b.slot);
  const hidden = new Float64Array(tracks.length);
  const detected = ({ slot }: { slot: number }): number => h.existence[slot] * h.detection[slot];
  for (let m = 0; m < tracks.length; m++) {
    const { placed } = tracks[m];
    for (let l = m + 1; l < tracks.length && tracks[l].placed.range_m - placed.range_m < REACH * cell.range_m; l++) {
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
 *  exp(−d²/2s²)/s, d in cells and s = √(1 + σ²), is at its largest for s = d. */
const NEGLIGIBLE = 0.01;
const REACH = 60;

function placedBy(h: Hypotheses, slot: number, origin: Vec3): Placed {
  const six = new Float64Array(27);
  h.filter.estimate(h.state, h.stateAt(slot), six, 0);
  return placedFrom(origin, six, unpacked(six, 6, 6));
}
