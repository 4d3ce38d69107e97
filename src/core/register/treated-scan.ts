import type { Scan } from '../sense/scan.ts';
import type { NumberedScan, State } from '../state/state.ts';
import { correctScan } from '../registration/correct.ts';
import type { Micros } from '../units.ts';

/** When a scan was measured, by the best knowledge of its sensor's clock. */
export function measuredAt_us({ scan, bias }: NumberedScan): Micros {
  return scan.measuredAt_us - (bias === undefined ? 0 : Math.round(bias.time_s * 1e6));
}

/** The scan as the tracker gets it. */
export function treatedScan({ scan, bias }: NumberedScan): Scan {
  return bias === undefined || scan.kind !== 'radar-scan' ? scan : correctScan(scan, bias);
}

/** Scans of a sensor that wait are taken as they came: what was to be taken from them holds no more. */
export function treatNoMore({ pending, late }: State, sensor: string): void {
  for (const list of [pending, late.waiting])
    list.splice(0, Infinity, ...list.map((one) => (one.scan.sensor === sensor ? { seq: one.seq, scan: one.scan } : one)));
  pending.sort((a, b) => measuredAt_us(a) - measuredAt_us(b));
}
