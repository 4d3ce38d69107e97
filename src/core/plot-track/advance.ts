import type { Micros, Seconds } from '../units.ts';
import type { Hypotheses } from '../track/object/hypotheses.ts';
import type { SlotList } from '../track/object/slot-list.ts';
import { type ScanInHand, shareInView } from './scan.ts';

/** An object is due to be shown again after this share of the period: by then it may have moved towards the antenna. */
const DUE = 0.9;

/** Hypotheses that one stage takes before the next begins. The code of predicting and that of looking do not fit the processor's cache for instructions
 *  together, which going from one to the other with each hypothesis would fill anew; the states of so many stay in its cache for numbers. */
const BLOCK = 64;

/** Of the hypotheses of a block, the share that lies in view. */
const inView = new Float64Array(BLOCK);

/** Predicts every hypothesis of the list to the scan and gates it, and says how likely it is to be there and to be seen.
 *  `survives`: probability not to have ended since; `endsOutside`: what leaves the view is no more. */
export function advance(h: Hypotheses, list: SlotList, scan: ScanInHand, dt_s: Seconds, survives: number, endsOutside: boolean): void {
  h.freeWork();
  for (let from = 0; from < list.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, list.length);
    predict(h, list.slots, from, to, dt_s);
    look(h, list.slots, from, to, scan);
    expect(h, list.slots, from, to, scan, survives, endsOutside);
  }
}

function predict({ filter, state, stateSize }: Hypotheses, slots: Int32Array, from: number, to: number, dt_s: Seconds): void {
  for (let k = from; k < to; k++) filter.predict(state, slots[k] * stateSize, dt_s);
}

function look(h: Hypotheses, slots: Int32Array, from: number, to: number, scan: ScanInHand): void {
  for (let k = from; k < to; k++) {
    const wo = scan.look(h, slots[k]);
    inView[k - from] = shareInView(scan.sensor, h.work, wo);
  }
}

function expect(
  { existence, detection, seenApart, lookedAt_us, sensors }: Hypotheses,
  slots: Int32Array,
  from: number,
  to: number,
  { sensor, source, share, at_us }: ScanInHand,
  survives: number,
  endsOutside: boolean,
): void {
  const period_us: Micros = (sensor.scanPeriod_s ?? 0) * 1e6;
  for (let k = from; k < to; k++) {
    const slot = slots[k];
    const visible = inView[k - from];
    // In a dwell only what its own dwell is due for can be missed; whoever it is that the dwell looks at may show.
    const look = slot * sensors + source;
    const isDue = share === 1 || at_us - lookedAt_us[look] >= DUE * period_us;
    existence[slot] *= endsOutside && isDue ? survives * visible : survives;
    detection[slot] = sensor.detectionProbability * (endsOutside ? 1 : visible);
    seenApart[slot] = isDue ? detection[slot] : 0;
    // Of an antenna that turns, its turn goes on; no look is counted that is still to come.
    if (isDue) lookedAt_us[look] = Math.min(Math.max(lookedAt_us[look] + period_us, at_us - period_us / 2), at_us + (1 - DUE) * period_us);
  }
}
