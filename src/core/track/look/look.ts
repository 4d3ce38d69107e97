import { tangentBasis } from '../../frames/line-of-sight.ts';
import { addScaled, unit, type Vec3, vec3 } from '../../math/vector.ts';
import { radarAt, straightSpec } from '../../sense/corrections.ts';
import { type InfraredScan, type LineOfSightDetection, type Looked, lookedBy, type RadarScan, type Scan } from '../../sense/scan.ts';
import type { InfraredSensor, RadarSensor, SensorSpec } from '../../sense/sensor.ts';
import { type Phenomenology, phenomenologyOf } from '../../sense/sensor.ts';
import type { Micros, Radians, Seconds } from '../../units.ts';
import { type Cell, cellOf } from './cell.ts';
import { echo_dBsm } from './echo-strength.ts';
import { SIGHT_PLOT } from '../kernels/sight.ts';
import { type MeasurementKernels, POLAR3, POLAR4, SIGHT } from './measurement-kernels.ts';
import { radarFrame } from './radar-frame.ts';
import type { Columns } from './plot-index.ts';
import { densityInto, PLOT_RECORD, plotTable } from './plot-table.ts';
import { type SensorView, sensorViewOf } from './sensor-view.ts';
import { sightColumns, type SightFrame } from './sight-box.ts';
import { infraredDetection, radarChances } from './visibility.ts';

/** Probability of detection: for each cross-section that an object may have (radar), or for each way of moving (heat). */
export type Expectation =
  | { readonly kind: 'radar'; readonly chances: Float64Array }
  | { readonly kind: 'heat'; readonly perMode: Float64Array };

/** One look of one sensor, in the tracker's terms; what differs between heat and radar is in here and nowhere else. Its detections are those that
 *  may be used, in an order that follows from what they measure and not from how they were listed; a column is a place in that order. */
export type Look = {
  readonly sensor: string;
  readonly phenomenology: Phenomenology;
  /** The sensor is known to show things beside where they are, nobody knows how far. */
  readonly doubted: boolean;
  readonly at_us: Micros;
  /** Time between this sensor's looks. */
  readonly revisit_s: Seconds;
  /** What errors of a satellite's detections have in common, one sigma; 0 where nothing is declared. */
  readonly sigmaPointing_rad: Radians;
  /** What was looked at, and its journal entry. */
  readonly scan: Scan;
  readonly seq: number;
  /** The kernels of what is measured, where it was measured from, and the detections as kernels read them, column after column. */
  readonly kernels: MeasurementKernels;
  readonly mount: Float64Array;
  readonly records: Float64Array;
  readonly frame: SightFrame;
  readonly columns: Columns;
  /** At each detection: density of false ones, and of the first of objects that nobody has seen before, per unit of measurement space. */
  readonly clutter: Float64Array;
  readonly births: Float64Array;
  /** At each detection: range rates that clutter spreads over, m/s; one where none is measured. */
  readonly rangeRateSpan_mps: Float64Array;
  /** `undefined` where two objects in one cell are not modelled. */
  readonly cell: Cell | undefined;
  /** Of an object at this position and velocity, which the air makes bright with probability `glows`. */
  expectationOf(x: Float64Array, glows: number): Expectation;
  /** Squared distance, m², of a place (from the sensor, ECEF axes) from the detection; from its line of sight, where that is all there is. */
  apart2(column: number, x: number, y: number, z: number): number;
  /** Where a plot is, ECEF, m; for heat, a point on its line of sight. */
  placeOf(column: number): Vec3;
  /** Cross-section that the strength of a plot's echo is of, in decibels of a square metre; undefined where it says nothing. */
  echo_dBsm(column: number): number | undefined;
  /** The detection's index in the scan. */
  indexOf(column: number): number;
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

/** False detections and first ones that a scan is held to have over the whole view. */
function expectedPerScan({ falseDetectionsPerScan, revisit_s }: SensorSpec): { readonly false: number; readonly births: number } {
  const falseOnes = Math.max(LEAST_FALSE_PER_SCAN, falseDetectionsPerScan);
  return { false: falseOnes, births: Math.max(BIRTHS_PER_S * revisit_s, BIRTHS_PER_CLUTTER * falseOnes) };
}

/** The look of a scan whose plots are straight (sense/corrections.ts).  `screened`: indices of detections that may not be used. */
export function lookOf(sensor: SensorSpec, scan: Scan, seq: number, screened: ReadonlySet<number>, doubted = false): Look {
  const looked = lookedBy(sensor, scan);
  if (looked === undefined)
    throw new Error(`scan of kind ${scan.kind} under a sensor of kind ${sensor.kind}: the journal's door must refuse this`);
  // The kind first: an object is spread fast only into an empty one.
  return {
    ...kindOf(looked, screened),
    sensor: sensor.id,
    phenomenology: phenomenologyOf(sensor),
    doubted,
    at_us: scan.measuredAt_us,
    revisit_s: sensor.revisit_s,
    scan,
    seq,
  };
}

function kindOf(looked: Looked, screened: ReadonlySet<number>): Kind {
  switch (looked.kind) {
    case 'infrared-scan':
      return infraredLook(looked.sensor, looked.scan, screened);
    case 'radar-scan':
      return radarLook(looked.sensor, looked.scan, screened);
  }
}

/** What the kinds of sensors fill in. */
type Kind = Omit<Look, 'sensor' | 'phenomenology' | 'doubted' | 'at_us' | 'revisit_s' | 'scan' | 'seq'>;

function infraredLook(sensor: InfraredSensor, scan: InfraredScan, screened: ReadonlySet<number>): Kind {
  const { detections, satelliteEcef_m: from } = scan;
  const { right, up } = tangentBasis(unit({ x: -from.x, y: -from.y, z: -from.z }));
  const variance = detections.reduce((most, { covariance_rad2: c }) => Math.max(most, c.rightRight + c.upUp), 0);
  const frame: SightFrame = {
    origin: from,
    first: right,
    second: up,
    measuresRange: false,
    sigmaRange_m: 0,
    sigmaAngle_rad: Math.sqrt(variance),
  };
  const places = detections.map(({ lineOfSightEcef }) => sightColumns(frame, lineOfSightEcef));
  const order = places.map((_, index) => index).filter((index) => !screened.has(index));
  order.sort((a, b) => places[a][0] - places[b][0] || places[a][1] - places[b][1] || a - b);
  const perScan = expectedPerScan(sensor);
  const evenly = (count: number): Float64Array => new Float64Array(order.length).fill(count / sensor.fieldOfRegard_sr);
  return {
    sigmaPointing_rad: sensor.sigmaPointing_rad ?? 0,
    kernels: SIGHT,
    mount: Float64Array.of(from.x, from.y, from.z),
    records: sightRecords(order.map((index) => detections[index])),
    frame,
    columns: {
      count: order.length,
      range_m: new Float64Array(order.length),
      azimuth_rad: Float64Array.from(order, (index) => places[index][0]),
      elevation_rad: Float64Array.from(order, (index) => places[index][1]),
    },
    clutter: evenly(perScan.false),
    births: evenly(perScan.births),
    rangeRateSpan_mps: new Float64Array(order.length).fill(1),
    cell: undefined,
    expectationOf: (x, glows) => ({ kind: 'heat', perMode: infraredDetection(sensor, scan, x, glows) }),
    apart2(column, x, y, z) {
      const u = detections[order[column]].lineOfSightEcef;
      const along = u.x * x + u.y * y + u.z * z;
      return Math.max(0, x * x + y * y + z * z - along * along);
    },
    placeOf: (column) => addScaled(from, detections[order[column]].lineOfSightEcef, 1),
    echo_dBsm: () => undefined,
    indexOf: (column) => order[column],
  };
}

/** Lines of sight with their covariances, as kernels read them. */
export function sightRecords(detections: readonly LineOfSightDetection[]): Float64Array {
  const records = new Float64Array(SIGHT_PLOT.length * detections.length);
  detections.forEach(({ lineOfSightEcef: u, covariance_rad2: { rightRight, rightUp, upUp } }, k) => {
    records.set([u.x, u.y, u.z], SIGHT_PLOT.length * k + SIGHT_PLOT.pointing);
    records.set([rightRight, rightUp, upUp], SIGHT_PLOT.length * k + SIGHT_PLOT.covariance);
  });
  return records;
}

function radarLook(sensor: RadarSensor, scan: RadarScan, screened: ReadonlySet<number>): Kind {
  const spec = straightSpec(sensor);
  const view = viewOf(sensor, scan);
  const { origin, east, north } = radarFrame(radarAt(sensor, scan));
  const usable = scan.plots.map((_, index) => index).filter((index) => !screened.has(index));
  const table = plotTable(
    usable.map((index) => scan.plots[index]),
    view,
  );
  const { count, records, mount, range_m, rangeRateSpan_mps, source } = table;
  const frame: SightFrame = { origin, first: east, second: north, measuresRange: true, ...largestErrors(records, count) };
  const pointing = (column: number): Vec3 => {
    const at = PLOT_RECORD * column;
    return vec3(records[at + 1], records[at + 2], records[at + 3]);
  };
  const places = Array.from({ length: count }, (_, column) => sightColumns(frame, pointing(column)));
  const perScan = expectedPerScan(sensor);
  return {
    sigmaPointing_rad: 0,
    kernels: view.sigmaRangeRate_mps === undefined ? POLAR3 : POLAR4,
    mount,
    records,
    frame,
    columns: {
      count,
      range_m,
      azimuth_rad: Float64Array.from(places, ([first]) => first),
      elevation_rad: Float64Array.from(places, ([, second]) => second),
    },
    clutter: densityInto(new Float64Array(count), perScan.false, table, view),
    births: densityInto(new Float64Array(count), perScan.births, table, view),
    rangeRateSpan_mps,
    cell: cellOf(spec),
    expectationOf: (x) => ({
      kind: 'radar',
      chances: radarChances(sensor, { origin, east, north, up: vec3(mount[9], mount[10], mount[11]) }, x),
    }),
    apart2(column, x, y, z) {
      const at = PLOT_RECORD * column;
      const range = records[at];
      const dx = x - range * records[at + 1];
      const dy = y - range * records[at + 2];
      const dz = z - range * records[at + 3];
      return dx * dx + dy * dy + dz * dz;
    },
    placeOf: (column) => addScaled(origin, pointing(column), range_m[column]),
    echo_dBsm: (column) => echo_dBsm(sensor.sensitivity, scan.plots[usable[source[column]]]),
    indexOf: (column) => usable[source[column]],
  };
}

/** Largest one-sigma errors of any plot. */
function largestErrors(records: Float64Array, count: number): { readonly sigmaRange_m: number; readonly sigmaAngle_rad: number } {
  let range = 0;
  let angle = 0;
  for (let at = 0; at < PLOT_RECORD * count; at += PLOT_RECORD) {
    range = Math.max(range, records[at + 4]);
    angle = Math.max(angle, records[at + 5], records[at + 6]);
  }
  return { sigmaRange_m: Math.sqrt(range), sigmaAngle_rad: Math.sqrt(angle) };
}

/** A radar that stands has one view. */
function viewOf(radar: RadarSensor, { platform }: RadarScan): SensorView {
  if (radar.moves === true) return sensorViewOf(straightSpec(radar), platform);
  let view = views.get(radar);
  if (view === undefined) {
    view = sensorViewOf(straightSpec(radar));
    views.set(radar, view);
  }
  return view;
}

const views = new WeakMap<RadarSensor, SensorView>();
