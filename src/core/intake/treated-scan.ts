import type { Scan } from '../sense/scan.ts';
import type { NumberedScan } from '../state.ts';
import { correctScan } from '../track/registration/correct.ts';
import type { Micros } from '../units.ts';

/** When a scan was measured, by the best knowledge of its sensor's clock. */
export function measuredAt_us({ scan, bias }: NumberedScan): Micros {
  return scan.measuredAt_us - (bias === undefined ? 0 : Math.round(bias.time_s * 1e6));
}

/** The scan as the tracker gets it. */
export function treatedScan({ scan, bias }: NumberedScan): Scan {
  return bias === undefined || scan.kind !== 'radar-scan' ? scan : correctScan(scan, bias);
}
