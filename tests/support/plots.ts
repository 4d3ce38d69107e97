import type { PlotSensor } from '../../src/adapters/plots/by-sensor.ts';
import { describeRefusal, PlotFileError, type PlotReport } from '../../src/adapters/plots/report.ts';
import { type PlotOptions, readPlots } from '../../src/adapters/plots/read-plots.ts';
import type { PlotScan } from '../../src/adapters/plots/scans.ts';

/** A radar that looks every five seconds. */
export const RADAR: PlotSensor = { id: 'radar', scanPeriod_s: 5, measuresRange: true, delay_us: 0 };
const OPTIONS: PlotOptions = { sensors: [RADAR] };
export type ReadPlots = { readonly scans: PlotScan[]; readonly report: PlotReport; readonly told: string };

/** Reads a text as a file of plots called `plots`, in chunks that cut lines anywhere. */
export async function readText(content: string | Uint8Array, options: Partial<PlotOptions> = {}, chunk = 7919): Promise<ReadPlots> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const reading = readPlots(chunks(), 'plots', { ...OPTIONS, ...options });
  const scans: PlotScan[] = [];
  for await (const scan of reading.scans) scans.push(scan);
  return { scans, report: reading.report, told: reading.report.refusals.map(describeRefusal).join('\n') };
}

/** What is said of a file that cannot be used at all. */
export async function failure(content: string | Uint8Array, options: Partial<PlotOptions> = {}): Promise<string> {
  try {
    await readText(content, options);
  } catch (error) {
    if (error instanceof PlotFileError) return error.message;
    throw error;
  }
  return 'nothing failed';
}
