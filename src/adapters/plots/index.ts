/** `tocsin/plots`: readers of plots in CSV, NDJSON and CCSDS tracking data messages, plain or as .gz, and of the spec of the sensor that made them.
 *  Scans come as a stream, in order of measurement; what is refused is told with line, field and remedy. For Node: it reads files and streams of Node.
 *
 *  @module tocsin/plots
 *  @stable */
export { parseSensorSpec, type SensorSpecFile } from '../sensor-spec/sensor-spec.ts';
export { mergedScans, type PlotFileScans, type PlotSensor } from './by-sensor.ts';
export { openPlots, type PlotFormat, type PlotOptions, type PlotReading, readPlots } from './read-plots.ts';
export { describeRefusal, PlotFileError, type PlotReport, type Refusal } from './report.ts';
export type { AnyPlot, PlotScan } from './scans.ts';
