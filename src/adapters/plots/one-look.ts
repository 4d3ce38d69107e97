import type { Reporter } from './report.ts';
import { type AnyPlot, comparePlots, MOST_PLOTS_IN_SCAN, type PlotScan } from './scans.ts';

/** Whether two scans, of two files, are parts of one look: a sensor looks once at a time. */
export function isOneLook(a: PlotScan, b: PlotScan): boolean {
  return a.sensor === b.sensor && a.at_us === b.at_us;
}

/** One look of what two files say of it. Plots that the first has already are refused, as they are within a file; `reporter` is of the second. Where the
 *  platform was is what the first says of it. */
export function joined(first: PlotScan, second: PlotScan, reporter: Reporter): PlotScan {
  const platform = first.platform ?? second.platform;
  const place = `sensor ${second.sensor} at ${second.t_s} s`;
  const refuse = (message: string, remedy: string, plots: number): void => {
    reporter.refuse({ line: 0, field: place, message, remedy }, plots);
    reporter.count('plots', -plots);
  };
  const known: readonly AnyPlot[] = first.plots;
  const all: AnyPlot[] = [...known, ...second.plots].sort(comparePlots);
  const single = all.filter((plot, i) => i === 0 || comparePlots(all[i - 1], plot) !== 0);
  const twice = all.length - single.length;
  if (twice > 0)
    refuse(
      twice === 1 ? 'the same plot stands in another file too' : `the same ${twice} plots stand in another file too`,
      'give each plot once, in one of the files',
      twice,
    );
  const isFlood = single.length > MOST_PLOTS_IN_SCAN;
  if (isFlood)
    refuse(
      `with those of another file it has more than ${MOST_PLOTS_IN_SCAN} plots`,
      'thin the plots out at the sensor',
      second.plots.length - twice,
    );
  // A sensor measures range in all of its plots or in none (by-sensor.ts).
  const plots = isFlood ? first.plots : (single as PlotScan['plots']);
  return { ...first, plots, ...(platform && { platform }) };
}
