import { unbiased } from '../sense/corrections.ts';
import type { RadarScan } from '../sense/scan.ts';
import type { SensorBias } from './bias.ts';
import { checkBias, checkScan } from './valid.ts';

/** The scan as a sensor without this bias would have reported it. The plots keep their own errors: what is not known of the bias is small
 *  beside them, or it would not be corrected.
 *  Throws `RangeError` that names the field and its unit where the bias, the time or a plot is not made of finite numbers. */
export function correctScan(scan: RadarScan, bias: SensorBias): RadarScan {
  checkBias('bias', bias);
  checkScan(scan);
  return {
    ...scan,
    measuredAt_us: scan.measuredAt_us - Math.round(bias.time_s * 1e6),
    plots: scan.plots.map((plot) => unbiased(plot, bias)),
  };
}
