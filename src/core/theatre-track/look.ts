import { tangentBasis } from '../frames/line-of-sight.ts';
import { cos } from '../math/elementary.ts';
import { addScaled, unit, type Vec3 } from '../math/vector.ts';
import type { InfraredScan, RadarScan, Scan } from '../sense/scan.ts';
import type { InfraredSensor, RadarSensor, SensorSpec } from '../sense/sensor.ts';
import { type Phenomenology, phenomenologyOf } from '../sense/sensor.ts';
import type { Micros, Seconds } from '../units.ts';
import { sightColumns, type SightFrame } from '../track/look/sight-box.ts';
import type { Imm } from '../track/filter/imm.ts';
import { initiateFromHeat, initiateFromPlot } from './initiate.ts';
import { direction, infraredMeasurement, type Measurement, radarFrame, radarMeasurement } from '../track/look/measurement.ts';
import type { Columns } from '../track/look/plot-index.ts';
import { MAX_SOURCES, noteShown, noteSighting, type Track } from './track.ts';
import { infraredDetection, radarChances } from '../track/look/visibility.ts';

export type Expectation =
  | { readonly kind: 'radar'; readonly chances: Float64Array }
  | { readonly kind: 'heat'; readonly perMode: Float64Array };

/** One look of one sensor, in the tracker's terms; what differs between heat and radar is in here and nowhere else. Its detections are those that
 *  may be used, in an order that follows from what they measure and not from how they were listed. */
export type Look = {
  readonly sensor: string;
  readonly phenomenology: Phenomenology;
  /** The sensor is known to show things beside where they are, nobody knows how far. */
  readonly doubted: boolean;
  readonly at_us: Micros;
  /** Time between this sensor's looks. */
  readonly revisit_s: Seconds;
  readonly measurements: readonly Measurement[];
  readonly frame: SightFrame;
  readonly columns: Columns;
  /** False detections per unit of measurement space. */
  readonly clutterDensity: number;
  /** First detections of objects that nobody has seen before, per unit of measurement space. */
  readonly birthDensity: number;
  /** Two objects closer than this in all three give one detection; `undefined` where that is not modelled. */
  readonly cell: { readonly range_m: number; readonly angle_rad: number; readonly rangeRate_mps: number } | undefined;
  /** Probability of detection of an object at this position and velocity: for each cross-section that it may have (radar), or per mode (heat). */
  expectationOf(x: Float64Array): Expectation;
  initiate(column: number): Imm | undefined;
  /** Squared distance, m², of a place (from the sensor, ECEF axes) from the detection; from its line of sight, where that is all there is. */
  apart2(column: number, x: number, y: number, z: number): number;
  /** Where a plot is, ECEF, m; for heat, a point on its line of sight. */
  placeOf(column: number): Vec3;
  /** The detection's index in the scan. */
  indexOf(column: number): number;
  /** Enters the hit into the track's record. */
  note(track: Track, column: number): void;
};

/** Looks that follow each other within this share what hides an object from them (a null of its cross-section, interference, a short fault): together they
 *  say no more than one. Without it a radar that looks every second took back a true alert for being blind for five. */
const ONE_REASON_S = 4;

/** How much of a miss a look's silence counts as. */
export function weightOfSilence({ revisit_s }: Look): number {
  return Math.min(1, revisit_s / ONE_REASON_S);
}

/** New objects in a sensor's view: one an hour. On a quiet day there are fewer and in a raid twenty a minute; the odds that a track needs to be confirmed
 *  are so long that it matters for one look or two. */
const BIRTHS_PER_S = 1 / 3600;
/** However much clutter there is, one detection in a hundred that nobody explains may be the first of something. */
const BIRTHS_PER_CLUTTER = 0.01;

/** No sensor is believed to err less often: of one that says that it never does, a single detection would be an object for certain, and what lies
 *  beside a track for certain that track. */
const LEAST_FALSE_PER_SCAN = 0.01;

/** Densities of clutter and of first detections, for a sensor that spreads its false detections evenly over a volume. */
function densities(sensor: SensorSpec, volume: number): { clutterDensity: number; birthDensity: number } {
  const falseDetections = Math.max(LEAST_FALSE_PER_SCAN, sensor.falseDetectionsPerScan);
  const births = Math.max(BIRTHS_PER_S * sensor.revisit_s, BIRTHS_PER_CLUTTER * falseDetections);
  return { clutterDensity: falseDetections / volume, birthDensity: births / volume };
}

/** A radar tells two objects apart by its pulse, its beam and the time that it looks, and measures one better than that by the square root of twice the signal-to-noise
 *  ratio, a factor of ten at the 20 dB for which accuracies are stated; range is held up by other errors before that. One sigma of a Gaussian cell.
 *  Source  Barton, Radar System Analysis and Modeling, ch. 8-9. */
const CELL_SIGMAS_RANGE = 3;
const CELL_SIGMAS_ANGLE = 15;
const CELL_SIGMAS_RANGE_RATE = 10;

/** Widest range rate that a radar may report, both ways; with the coverage it gives the volume that clutter spreads over. */
const RANGE_RATE_SPAN_MPS = 16_000;

export function lookOf(sensor: SensorSpec, scan: Scan, seq: number, screened: ReadonlySet<number>, doubted = false): Look {
  if (sensor.kind === 'radar' && scan.kind === 'radar-scan') return { ...radarLook(sensor, scan, seq, screened), doubted };
  if (sensor.kind === 'infrared-satellite' && scan.kind === 'infrared-scan')
    return { ...infraredLook(sensor, scan, seq, screened), doubted };
  throw new Error(`scan of kind ${scan.kind} under a sensor of kind ${sensor.kind}: the journal's door must refuse this`);
}

function infraredLook(sensor: InfraredSensor, scan: InfraredScan, seq: number, screened: ReadonlySet<number>): Omit<Look, 'doubted'> {
  const from = scan.satelliteEcef_m;
  const { right, up } = tangentBasis(unit({ x: -from.x, y: -from.y, z: -from.z }));
  const variance = scan.detections.reduce((most, { covariance_rad2: c }) => Math.max(most, c.rightRight + c.upUp), 0);
  const frame: SightFrame = {
    origin: from,
    first: right,
    second: up,
    measuresRange: false,
    sigmaRange_m: 0,
    sigmaAngle_rad: Math.sqrt(variance),
  };
  const { order, columns } = canonical(
    scan.detections.map(({ lineOfSightEcef }) => [0, ...sightColumns(frame, lineOfSightEcef)]),
    screened,
  );
  return {
    sensor: sensor.id,
    phenomenology: phenomenologyOf(sensor),
    at_us: scan.measuredAt_us,
    revisit_s: sensor.revisit_s,
    measurements: order.map((index) => infraredMeasurement(from, scan.detections[index])),
    frame,
    columns,
    ...densities(sensor, sensor.fieldOfRegard_sr),
    cell: undefined,
    expectationOf: (x) => ({ kind: 'heat', perMode: infraredDetection(sensor, from, x) }),
    apart2(column, x, y, z) {
      const u = scan.detections[order[column]].lineOfSightEcef;
      const along = u.x * x + u.y * y + u.z * z;
      return Math.max(0, x * x + y * y + z * z - along * along);
    },
    placeOf: (column) => addScaled(from, scan.detections[order[column]].lineOfSightEcef, 1),
    indexOf: (column) => order[column],
    initiate: (column) => initiateFromHeat(from, scan.detections[order[column]]),
    note: (track, column) => noteHit(track, scan, sensor, seq, order[column]),
  };
}

function radarLook(sensor: RadarSensor, scan: RadarScan, seq: number, screened: ReadonlySet<number>): Omit<Look, 'doubted'> {
  const radar = radarFrame(sensor);
  const solidAngle = 2 * sensor.azimuthHalfWidth_rad * (sensor.elevationMax_rad - sensor.elevationMin_rad);
  const volume = (sensor.rangeMax_m - sensor.rangeMin_m) * solidAngle * RANGE_RATE_SPAN_MPS;
  const frame: SightFrame = {
    origin: radar.origin,
    first: radar.east,
    second: radar.north,
    measuresRange: true,
    sigmaRange_m: scan.plots.reduce((most, { sigmaRange_m }) => Math.max(most, sigmaRange_m), 0),
    sigmaAngle_rad: scan.plots.reduce(
      (most, plot) => Math.max(most, plot.sigmaElevation_rad, plot.sigmaAzimuth_rad * cos(plot.elevation_rad)),
      0,
    ),
  };
  const pointing = scan.plots.map((plot) => direction(radar, plot.azimuth_rad, plot.elevation_rad));
  const { order, columns } = canonical(
    scan.plots.map((plot, index) => [plot.range_m, ...sightColumns(frame, pointing[index])]),
    screened,
  );
  return {
    sensor: sensor.id,
    phenomenology: phenomenologyOf(sensor),
    at_us: scan.measuredAt_us,
    revisit_s: sensor.revisit_s,
    measurements: order.map((index) => radarMeasurement(radar, scan.plots[index])),
    frame,
    columns,
    ...densities(sensor, volume),
    cell: {
      range_m: CELL_SIGMAS_RANGE * sensor.sigmaRange_m,
      angle_rad: CELL_SIGMAS_ANGLE * sensor.sigmaAngle_rad,
      rangeRate_mps: CELL_SIGMAS_RANGE_RATE * sensor.sigmaRangeRate_mps,
    },
    expectationOf: (x) => ({ kind: 'radar', chances: radarChances(sensor, radar, x) }),
    apart2(column, x, y, z) {
      const range = columns.range_m[column];
      const u = pointing[order[column]];
      const [dx, dy, dz] = [x - range * u.x, y - range * u.y, z - range * u.z];
      return dx * dx + dy * dy + dz * dz;
    },
    placeOf: (column) => addScaled(radar.origin, pointing[order[column]], columns.range_m[column]),
    indexOf: (column) => order[column],
    initiate: (column) => initiateFromPlot(radar, scan.plots[order[column]]),
    note: (track, column) => noteHit(track, scan, sensor, seq, order[column]),
  };
}

/** The usable detections in the order of what they measure, so that a shuffled scan is the same scan. */
function canonical(places: readonly (readonly number[])[], screened: ReadonlySet<number>): { order: number[]; columns: Columns } {
  const order = places.map((_, index) => index).filter((index) => !screened.has(index));
  order.sort((a, b) => places[a][0] - places[b][0] || places[a][1] - places[b][1] || places[a][2] - places[b][2] || a - b);
  const column = (k: number): Float64Array => Float64Array.from(order, (index) => places[index][k]);
  return { order, columns: { count: order.length, range_m: column(0), azimuth_rad: column(1), elevation_rad: column(2) } };
}

function noteHit(track: Track, scan: Scan, sensor: SensorSpec, seq: number, index: number): void {
  const seen = track.seen[phenomenologyOf(sensor)];
  seen.hits += 1;
  seen.first_us ??= scan.measuredAt_us;
  seen.last_us = scan.measuredAt_us;
  seen.absence = 0;
  if (!seen.sensors.includes(sensor.id)) seen.sensors.push(sensor.id);
  noteShown(track, { sensor: sensor.id, at_us: scan.measuredAt_us, index });
  if (track.sources.length < MAX_SOURCES) track.sources.push({ seq, index });
  if (scan.kind === 'infrared-scan')
    noteSighting(track, { at_us: scan.measuredAt_us, satelliteEcef_m: scan.satelliteEcef_m, detection: scan.detections[index] });
}
