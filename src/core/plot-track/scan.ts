import { normalCdf } from '../math/chi-squared.ts';
import { exp } from '../math/elementary.ts';
import type { PolarView } from '../sense/measurement-spec.ts';
import type { Micros } from '../units.ts';
import { AZIMUTH, BOX_SIGMAS, ELEVATION, RANGE, VAR_AZIMUTH, VAR_ELEVATION, VAR_RANGE } from '../track/filter/object-filter.ts';
import { doubled, doubledInts, type Hypotheses } from '../track/object/hypotheses.ts';
import type { SlotList } from '../track/object/slot-list.ts';
import { IndexMemory, PlotIndex } from '../track/look/plot-index.ts';
import { densityInto, PlotMemory, type PlotTable } from '../track/look/plot-table.ts';
import { BOX, setBox, setSightBox, widest, widestSight } from './gate-box.ts';
import type { SensorView } from '../track/look/sensor-view.ts';

/** Candidate lists of all hypotheses, one behind the other; `Hypotheses.first` and `.candidates` say which part is whose. Kept from scan to scan,
 *  since growing them anew would cost more than filling them. */
class Candidates {
  plotOf: Int32Array = new Int32Array(256);
  logDensity: Float64Array = new Float64Array(256);
  /** Its exponential, which five stages ask for. */
  density: Float64Array = new Float64Array(256);
  used = 0;

  add(plot: number, log: number): void {
    if (this.used === this.plotOf.length) {
      this.plotOf = doubledInts(this.plotOf, 2 * this.used);
      this.logDensity = doubled(this.logDensity, 2 * this.used);
      this.density = doubled(this.density, 2 * this.used);
    }
    this.plotOf[this.used] = plot;
    this.logDensity[this.used] = log;
    this.density[this.used] = exp(log);
    this.used += 1;
  }
}

/** What scans need and leave behind: arrays that the next one writes over. */
export class ScanMemory {
  readonly candidates = new Candidates();
  readonly plots = new PlotMemory();
  readonly index = new IndexMemory();
  background = new Float64Array(0);
  birth = new Float64Array(0);
  taken = new Float64Array(0);
  total = new Float64Array(0);
  unexplained = new Float64Array(0);
  near = new Int32Array(0);

  reserve(plots: number): void {
    if (plots <= this.taken.length) return;
    const capacity = Math.ceil(1.25 * plots);
    this.background = new Float64Array(capacity);
    this.birth = new Float64Array(capacity);
    this.taken = new Float64Array(capacity);
    this.total = new Float64Array(capacity);
    this.unexplained = new Float64Array(capacity);
    this.near = new Int32Array(2 * capacity);
  }
}

/** One scan while it is being folded: the plots, and which hypothesis may have made which. Its columns may be longer than there are plots. */
export class ScanInHand {
  readonly at_us: Micros;
  readonly plots: PlotTable;
  readonly sensor: SensorView;
  /** Which of the tracker's sensors that is. */
  readonly source: number;
  /** A number that no other scan of the last has. */
  readonly number: number;
  /** Which part of a look over the whole view this is; one for all of it. */
  readonly share: number;
  private readonly candidates: Candidates;
  /** What may have made each plot besides the objects of the joint stage: density per unit of measurement space. */
  readonly background: Float64Array;
  /** Probability that an object of the joint stage made the plot. */
  readonly taken: Float64Array;
  /** Share of each plot that neither the joint stage nor a tentative object explains. */
  readonly unexplained: Float64Array;
  private readonly index: PlotIndex;
  private readonly near: Int32Array;
  private readonly total: Float64Array;
  private readonly margin_m: number;
  private readonly marginAzimuth2: number;
  /** No range is measured: a gate takes any. */
  private readonly isSight: boolean;
  private readonly marginElevation2: number;

  /** Density of new objects' plots, as `background`. */
  readonly birth: Float64Array;
  /** Share of them in what is nobody's: clutter and new objects. */
  readonly birthShare: number;

  constructor(at_us: Micros, plots: PlotTable, sensor: SensorView, newObjects: number, share: number, memory: ScanMemory, source = 0) {
    this.source = source;
    this.number = Math.imul(at_us % 0x7fffffff, 31) + source;
    this.at_us = at_us;
    this.share = share;
    this.plots = plots;
    this.sensor = sensor;
    this.candidates = memory.candidates;
    this.candidates.used = 0;
    memory.reserve(plots.count);
    this.background = memory.background;
    this.birth = memory.birth;
    this.taken = memory.taken;
    this.total = memory.total;
    this.unexplained = memory.unexplained;
    this.near = memory.near;
    const births = share * newObjects * sensor.detectionProbability;
    this.birthShare = births / (share * sensor.falsePlotsPerScan + births);
    densityInto(this.birth, births, plots, sensor);
    densityInto(this.background, share * sensor.falsePlotsPerScan + births, plots, sensor);
    this.taken.fill(0, 0, plots.count);
    this.index = new PlotIndex(plots, memory.index);
    // The box must hold the widest plot of the scan; the exact gate judges each by its own errors.
    this.isSight = plots.kernels.dimension === 2;
    this.margin_m = this.isSight ? 0 : widest(plots, 0);
    this.marginAzimuth2 = sensor.sigmaAzimuth_rad * sensor.sigmaAzimuth_rad;
    this.marginElevation2 = this.isSight ? widestSight(plots) : widest(plots, 2);
  }

  /** Predicts what the sensor would measure of a hypothesis, and lists the plots in its gate. Returns where its work slot begins, for as long as nobody else
   *  is looked at. */
  look(h: Hypotheses, slot: number): number {
    const wo = h.takeWork(slot);
    h.filter.project(h.state, h.stateAt(slot), this.sensor, h.work, wo);
    this.boxOf(h.work, wo);
    const n = this.insideAllRound();
    h.first[slot] = this.candidates.used;
    for (let i = 0; i < n; i++) {
      const log = h.filter.logDensity(h.work, wo, this.plots, this.near[i]);
      if (log > -Infinity) this.candidates.add(this.near[i], log);
    }
    h.candidates[slot] = this.candidates.used - h.first[slot];
    if (h.candidates[slot] > 0) h.keepWork();
    return wo;
  }

  /** Σ of `weight` over the plots within so far of the j-th, itself among them: half sides in range (m) and in the two angles across the sight (rad). */
  sumNear(j: number, range_m: number, azimuth_rad: number, elevation_rad: number, weight: Float64Array): number {
    const { plots } = this;
    const turn_rad = azimuth_rad / plots.cosElevation[j];
    setBox(plots.range_m[j], range_m, plots.azimuth_rad[j], turn_rad, plots.elevation_rad[j], elevation_rad);
    const n = this.insideAllRound();
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weight[this.near[i]];
    return sum;
  }

  /** Plot of a candidate; the plot's density given the hypothesis, and ln of it. */
  get plotOf(): Int32Array {
    return this.candidates.plotOf;
  }

  get logDensity(): Float64Array {
    return this.candidates.logDensity;
  }

  get density(): Float64Array {
    return this.candidates.density;
  }

  /** Takes plots off the lists of hypotheses that have next to no share in them: a fresh object's gate is 25 km wide and holds the plots of many a
   *  track that fits them ten thousand times better. What is left decides who contends with whom; without this, clusters join up to one. */
  dropTheUnlikely({ existence, detection, first, candidates }: Hypotheses, { slots, length }: SlotList): void {
    const { plotOf, logDensity, density, total } = this;
    for (let j = 0; j < this.plots.count; j++) total[j] = this.background[j];
    for (let k = 0; k < length; k++) {
      const slot = slots[k];
      const detected = existence[slot] * detection[slot];
      const end = first[slot] + candidates[slot];
      for (let c = first[slot]; c < end; c++) total[plotOf[c]] += detected * density[c];
    }
    for (let k = 0; k < length; k++) {
      const slot = slots[k];
      const detected = existence[slot] * detection[slot];
      const end = first[slot] + candidates[slot];
      let kept = first[slot];
      for (let c = kept; c < end; c++) {
        if (detected * density[c] < UNLIKELY * total[plotOf[c]]) continue;
        plotOf[kept] = plotOf[c];
        logDensity[kept] = logDensity[c];
        density[kept] = density[c];
        kept += 1;
      }
      candidates[slot] = kept - first[slot];
    }
  }

  private boxOf(w: Float64Array, wo: number): void {
    if (this.isSight) {
      setSightBox(w, wo, this.marginElevation2);
      return;
    }
    const range = BOX_SIGMAS * Math.sqrt(w[wo + VAR_RANGE] + this.margin_m);
    const azimuth = BOX_SIGMAS * Math.sqrt(w[wo + VAR_AZIMUTH] + this.marginAzimuth2);
    const elevation = BOX_SIGMAS * Math.sqrt(w[wo + VAR_ELEVATION] + this.marginElevation2);
    setBox(w[wo + RANGE], range, w[wo + AZIMUTH], azimuth, w[wo + ELEVATION], elevation);
  }

  /** Lists the plots inside the box in `near`, and says how many. */
  private insideAllRound(): number {
    let n = this.index.inside(BOX, this.near, 0);
    // A box that reaches over the back of an all-round sensor comes in again from the other side.
    if (BOX.azimuthHigh_rad > Math.PI) n = this.insideTurned(-2 * Math.PI, n);
    if (BOX.azimuthLow_rad < -Math.PI) n = this.insideTurned(2 * Math.PI, n);
    return n;
  }

  private insideTurned(turn_rad: number, n: number): number {
    const turned = { ...BOX, azimuthLow_rad: BOX.azimuthLow_rad + turn_rad, azimuthHigh_rad: BOX.azimuthHigh_rad + turn_rad };
    return this.index.inside(turned, this.near, n);
  }
}

/** Share of a hypothesis's predicted density that lies inside the view: three normal intervals, taken as independent. */
export function shareInView(sensor: SensorView, w: Float64Array, wo: number): number {
  const { view } = sensor;
  // Nearly everybody. No number is handed over that V8 would box.
  if (isFarFromEdges(view, w, wo)) return 1;
  return (
    interval(w[wo + RANGE], w[wo + VAR_RANGE], view.rangeMin_m, view.rangeMax_m) *
    (isAllRound(view) ? 1 : interval(w[wo + AZIMUTH], w[wo + VAR_AZIMUTH], view.azimuthMin_rad, view.azimuthMax_rad)) *
    interval(w[wo + ELEVATION], w[wo + VAR_ELEVATION], view.elevationMin_rad, view.elevationMax_rad)
  );
}

/** Whether each of the three is farther from both its edges than `FAR` sigmas. */
function isFarFromEdges(view: PolarView, w: Float64Array, wo: number): boolean {
  const range_m = w[wo + RANGE];
  const azimuth_rad = w[wo + AZIMUTH];
  const elevation_rad = w[wo + ELEVATION];
  const toRange_m = Math.min(range_m - view.rangeMin_m, view.rangeMax_m - range_m);
  const toAzimuth_rad = Math.min(azimuth_rad - view.azimuthMin_rad, view.azimuthMax_rad - azimuth_rad);
  const toElevation_rad = Math.min(elevation_rad - view.elevationMin_rad, view.elevationMax_rad - elevation_rad);
  return (
    toRange_m > FAR * Math.sqrt(w[wo + VAR_RANGE]) &&
    toElevation_rad > FAR * Math.sqrt(w[wo + VAR_ELEVATION]) &&
    (toAzimuth_rad > FAR * Math.sqrt(w[wo + VAR_AZIMUTH]) || isAllRound(view))
  );
}

function isAllRound(view: PolarView): boolean {
  return view.azimuthMax_rad - view.azimuthMin_rad > 2 * Math.PI - 1e-9;
}

function interval(mean: number, variance: number, low: number, high: number): number {
  const sigma = Math.sqrt(variance);
  return 1 - beyond(mean - low, sigma) - beyond(high - mean, sigma);
}

/** Share of a normal beyond an edge that lies so far from its mean, negative where the mean itself is beyond. */
function beyond(toEdge: number, sigma: number): number {
  // Most objects are far from most edges, and the far tails of a normal are nothing.
  return toEdge > FAR * sigma ? 0 : normalCdf(-toEdge / sigma);
}

const FAR = 5;

/** Share of a plot below which it is none of a hypothesis's. A thousandth would cost groups 9 % in GOSPA (a piece whose first plot was its only one has
 *  little existence to share with), a millionth nothing. */
const UNLIKELY = 1e-7;
