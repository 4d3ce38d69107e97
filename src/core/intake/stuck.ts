import type { RadarScan, Scan } from '../sense/scan.ts';
import type { State } from '../state/state.ts';

/** Sigmas in range by which a plot must have moved, by its own range rate, before its standing still is no measurement. */
const MOVED = 10;

/** Whether a radar says to the last bit what it said in its last scan, though by their range rate its plots have moved since: it is stuck, and has looked
 *  at nothing. An echo of a mountain stands still, and may well be the same twice;
 *  of plots without a range rate nobody knows. */
export function isStuck({ lastPlots }: State, scan: Scan): boolean {
  if (scan.kind !== 'radar-scan' || scan.plots.length === 0) return false;
  const last = lastPlots.find(({ sensor }) => sensor === scan.sensor);
  if (last === undefined || last.print !== printOf(scan)) return false;
  const since_s = Math.abs(scan.measuredAt_us - last.measuredAt_us) / 1e6;
  return scan.plots.some(({ rangeRate_mps, sigmaRange_m }) => Math.abs(rangeRate_mps ?? 0) * since_s > MOVED * sigmaRange_m);
}

/** Remembers what a radar's latest scan said. */
export function notePlots({ lastPlots }: State, scan: Scan): void {
  if (scan.kind !== 'radar-scan') return;
  const k = lastPlots.findIndex(({ sensor }) => sensor === scan.sensor);
  lastPlots.splice(k < 0 ? lastPlots.length : k, 1, { sensor: scan.sensor, measuredAt_us: scan.measuredAt_us, print: printOf(scan) });
}

/** 32 bits of all that its plots measure.   Source  Fowler, Noll, Vo: FNV-1a, by words. */
function printOf({ plots }: RadarScan): number {
  const numbers = plots.flatMap(({ range_m, azimuth_rad, elevation_rad, rangeRate_mps }) => [
    range_m,
    azimuth_rad,
    elevation_rad,
    rangeRate_mps ?? 0,
  ]);
  let print = 0x811c9dc5;
  for (const word of new Uint32Array(Float64Array.from(numbers).buffer)) print = Math.imul(print ^ word, 0x01000193) >>> 0;
  return print;
}
