import { existenceAfter } from '../track/object/existence.ts';
import { missPlots, takePlot } from './in-hand.ts';
import { gainOfNeighbours } from './newborns.ts';
import type { Hypotheses } from '../track/object/hypotheses.ts';
import { markOf } from '../track/object/likeness.ts';
import type { SlotList } from '../track/object/slot-list.ts';
import type { ScanInHand } from './scan.ts';
import type { MultiSettings } from './settings.ts';

/** Objects that may be there: started by one plot each, not yet likely enough to contend with tracks. Nearly all are clutter. They take
 *  what the joint stage has left over, and each treats the others as more clutter, so that their number costs only linear time.
 *  Source  [MLS2008] (linear multi-target IPDA); a tentative object with several plots in its gate becomes one for each. */

/** Probability that a tentative object exists after this scan, by its plots and the bare background; competitors left out. */
export function existenceByScan(slot: number, scan: ScanInHand, h: Hypotheses): number {
  const detectionProbability = h.detection[slot];
  let ratio = 1 - h.seenApart[slot];
  for (let c = h.first[slot]; c < h.first[slot] + h.candidates[slot]; c++)
    ratio += (detectionProbability * scan.density[c]) / scan.background[scan.plotOf[c]];
  return existenceAfter(h.existence[slot], ratio);
}

/** Adds what the tentative objects may have put at each plot to its background. */
export function addCompetitors({ slots, length }: SlotList, scan: ScanInHand, h: Hypotheses): void {
  const { existence, detection, first, candidates } = h;
  const { plotOf, density, background } = scan;
  for (let k = 0; k < length; k++) {
    const slot = slots[k];
    const detected = existence[slot] * detection[slot];
    const end = first[slot] + candidates[slot];
    for (let c = first[slot]; c < end; c++) background[plotOf[c]] += detected * density[c];
  }
}

/** Takes every tentative object through the scan, after the joint stage; those that are left stand in the list again. `spare` is for its use. */
export function foldTentative(tentative: SlotList, spare: SlotList, scan: ScanInHand, h: Hypotheses, settings: MultiSettings): void {
  spare.clear();
  spare.addAll(tentative);
  tentative.clear();
  for (let k = 0; k < spare.length; k++) foldOne(spare.slots[k], scan, h, settings.forgetExistence, tentative);
}

/** Of one object's candidates, while it is folded. */
let shares = new Float64Array(64);

function foldOne(slot: number, scan: ScanInHand, h: Hypotheses, least: number, left: SlotList): void {
  const detectionProbability = h.detection[slot];
  const first = h.first[slot];
  const last = first + h.candidates[slot];
  const existence = h.existence[slot];
  const unseen = 1 - h.seenApart[slot];
  let ratio = unseen;
  if (last - first > shares.length) shares = new Float64Array(2 * (last - first));
  for (let c = first; c < last; c++) {
    shares[c - first] = share(c, existence, detectionProbability, scan);
    ratio += shares[c - first];
  }
  const after = existenceAfter(existence, ratio);
  for (let c = first; c < last; c++) {
    const child = (after * shares[c - first]) / ratio;
    if (child <= least) continue;
    const to = h.allocate();
    takePlot(h, slot, to, scan, scan.plotOf[c], child);
    left.add(to);
  }
  const missed = (after * unseen) / ratio;
  if (missed > least) {
    missPlots(h, slot, slot, missed);
    left.add(slot);
  } else h.release(slot);
}

/** Likelihood ratio of "this object made the plot" to "something else did", for what is left of the plot. */
function share(candidate: number, existence: number, detectionProbability: number, scan: ScanInHand): number {
  const plot = scan.plotOf[candidate];
  const own = detectionProbability * scan.density[candidate];
  return ((1 - Math.min(1, scan.taken[plot])) * own) / Math.max(scan.background[plot] - existence * own, LEAST_DENSITY);
}

const LEAST_DENSITY = 1e-300;

/** A plot of which so much less is left than starts an object is not asked for its neighbours. */
const WORTH_ASKING = 0.1;

/** Starts a tentative object from each plot that is not surely taken: r = λ_birth / (λ_birth + λ_clutter + competitors). Where others begin beside it,
 *  λ_birth is the higher (newborns.ts). */
export function startTentative(scan: ScanInHand, h: Hypotheses, settings: MultiSettings, tentative: SlotList): boolean {
  const { birth, background, birthShare, unexplained, taken } = scan;
  for (let j = 0; j < scan.plots.count; j++) unexplained[j] = ((1 - Math.min(1, taken[j])) * birth[j]) / (birthShare * background[j]);
  for (let j = 0; j < scan.plots.count; j++) {
    if (birthShare * unexplained[j] <= WORTH_ASKING * settings.forgetExistence) continue;
    const born = birth[j] * gainOfNeighbours(j, scan, birth[j] / birthShare, unexplained);
    const existence = ((1 - Math.min(1, taken[j])) * born) / (background[j] - birth[j] + born);
    if (existence <= settings.forgetExistence) continue;
    if (tentative.length >= settings.tentativeObjects) return false;
    const slot = h.allocate();
    h.filter.start(scan.plots, j, scan.sensor, h.state, h.stateAt(slot));
    h.existence[slot] = existence;
    h.begin(slot, j, scan.at_us, scan.sensor.priorVelocity_mps * scan.sensor.priorVelocity_mps, markOf(scan.number, j));
    tentative.add(slot);
  }
  return true;
}
