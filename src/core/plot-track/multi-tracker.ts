import { exp } from '../math/elementary.ts';
import type { Micros } from '../units.ts';
import { type Cluster, eachSlot, loneCluster, mostLikely, type Track, united } from './cluster.ts';
import { DisjointSets } from '../track/solve/disjoint-sets.ts';
import { withCompanions } from './companions.ts';
import type { ObjectFilter } from '../track/filter/object-filter.ts';
import { Hypotheses, type HypothesesSnapshot, isSlot } from '../track/object/hypotheses.ts';
import { foldAlone, foldJointly } from './joint-stage.ts';
import type { PolarPlot } from '../sense/corrections.ts';
import { nameTracks, type NamesByPlot, namesByPlot } from './naming.ts';
import { plotTable } from '../track/look/plot-table.ts';
import { shareCells } from './resolution.ts';
import { Candidates, ScanInHand, shareInView } from './scan.ts';
import type { SensorView } from '../track/look/sensor-view.ts';
import { type Associator, defaultMultiSettings, type MultiOptions, type MultiSettings } from './settings.ts';
import { refuseFault, timeFault } from '../valid.ts';
import { checkStamp, type Stamp } from '../stamp.ts';
import { checkNumbers, checkOptions, checkSensor } from './valid.ts';
import { foldNearest, foldProbabilistically } from './single-hypothesis.ts';
import { addCompetitors, existenceByScan, foldTentative, startTentative } from './tentative-stage.ts';

const FOLDS = { gnn: foldNearest, jpda: foldProbabilistically, pmbm: foldJointly };

/** Numbers of an estimate: position and velocity, then their covariance. */
const ESTIMATE = 27;

/** What is said of one confirmed track after a scan. */
export type TrackEstimate = {
  readonly id: number;
  /** Position and velocity, world axes, m and m/s. */
  readonly x: Float64Array;
  /** Their covariance, packed lower triangle by rows (21). */
  readonly p: Float64Array;
  readonly existence: number;
};

/** The numbers of all tracks of a scan stand in one array; views of it are made when they are asked for. */
class EstimateView implements TrackEstimate {
  readonly id: number;
  readonly existence: number;
  private readonly all: Float64Array;
  private readonly at: number;

  constructor(id: number, existence: number, all: Float64Array, at: number) {
    this.id = id;
    this.existence = existence;
    this.all = all;
    this.at = at;
  }

  get x(): Float64Array {
    return this.all.subarray(this.at, this.at + 6);
  }

  get p(): Float64Array {
    return this.all.subarray(this.at + 6, this.at + ESTIMATE);
  }
}

/** Figures of the last scan, for those who look after the tracker. */
export type MultiStatus = {
  readonly clusters: number;
  readonly largestCluster: number;
  readonly tentative: number;
  readonly hypotheses: number;
  /** False when a bound kept new tentative objects from being started. */
  readonly tookAllPlots: boolean;
};

/** Share of the newest scan in the running number of new objects. */
const NEWEST = 0.1;
const FEWEST_NEW = 0.2;
/** However many were confirmed, as many new objects as this share of the false plots are thought possible: a tracker that is switched on in the
 *  middle of a raid must not take it for clutter. */
const FEWEST_NEW_SHARE = 0.01;

/** After a longer time without a scan nobody is where he was: all begin anew. A wrong stamp may lie years away, and is not flown through. */
const LONGEST_GAP_S = 7200;

/** The multi-object tracker: plots of one scan after another in, confirmed tracks out.
 *
 *  Every scan: all hypotheses are predicted and gated (by index); those that may contend form clusters; a track alone is updated in place;
 *  clusters go through the associator; what is left of the plots goes to tentative objects, and starts new ones. Existence probability,
 *  with detection, misses, clutter and the edge of the view, confirms and ends tracks.
 *  The same plots, in whatever order within their scan, give the same tracks to the bit. */
export class MultiTracker {
  private hypotheses: Hypotheses;
  private readonly fold: (typeof FOLDS)[Associator];
  private readonly outsideView: 'ends' | 'coasts';
  private readonly settings: MultiSettings;
  private readonly stamp: Stamp;
  private readonly candidates = new Candidates();
  private clusters: Cluster[] = [];
  private tentative: number[] = [];
  private at_us: Micros | undefined;
  private nextId = 1;
  private lastNames: NamesByPlot = new Float64Array(0);
  private newPerScan: number;
  private tookAllPlots = true;

  /** Throws `RangeError` for an associator that is not known, and for settings outside their range. */
  constructor(filter: ObjectFilter, options: MultiOptions = {}) {
    checkOptions(options);
    const { associator = 'pmbm', outsideView = 'ends', settings = {} } = options;
    this.hypotheses = new Hypotheses(filter);
    this.fold = FOLDS[associator];
    this.outsideView = outsideView;
    this.settings = { ...defaultMultiSettings(), ...settings };
    this.newPerScan = this.settings.newObjectsPerScan;
    this.stamp = {
      of: 'multi-object tracker',
      version: SNAPSHOT_VERSION,
      filter: filter.model,
      associator,
      outsideView,
      ...Object.fromEntries(Object.entries(this.settings).map(([name, value]) => [`settings.${name}`, value])),
    };
  }

  /** Folds one scan of a sensor; scans come in order of time. Returns the confirmed tracks.
   *  Throws `RangeError`, and takes nothing of the scan, when it is older than the last one, its time is no whole number of µs, or a plot or
   *  the view of the sensor is not made of numbers that can be. */
  takeScan(at_us: Micros, plots: readonly PolarPlot[], sensor: SensorView): TrackEstimate[] {
    refuseFault(timeFault('at_us', at_us));
    checkSensor(sensor);
    checkNumbers(plots);
    if (this.at_us !== undefined && at_us < this.at_us)
      throw new RangeError(`scan at ${at_us} µs after one at ${this.at_us} µs: hand late scans to a replay window`);
    const scan = new ScanInHand(
      at_us,
      plotTable(plots, sensor),
      sensor,
      Math.max(this.newPerScan, FEWEST_NEW_SHARE * sensor.falsePlotsPerScan),
      this.candidates,
    );
    this.advance(at_us, scan);
    this.promote(scan);
    shareCells(this.clusters, this.hypotheses, sensor);
    scan.dropTheUnlikely(this.hypotheses, this.slotsOfTracks());
    addCompetitors(this.tentative, scan, this.hypotheses);
    this.foldClusters(scan);
    this.tentative = foldTentative(this.tentative, scan, this.hypotheses, this.settings);
    this.tookAllPlots = startTentative(scan, this.hypotheses, this.settings, this.tentative);
    this.promoteTheSure();
    return this.report(plots.length);
  }

  status(): MultiStatus {
    return {
      clusters: this.clusters.length,
      largestCluster: this.clusters.reduce((most, { tracks }) => Math.max(most, tracks.length), 0),
      tentative: this.tentative.length,
      hypotheses: this.hypotheses.size,
      tookAllPlots: this.tookAllPlots,
    };
  }

  /** All that the tracker knows, as plain data (`encode` writes it as text): a tracker that is restored from it goes on to the same bit. */
  snapshot(): MultiSnapshot {
    const { clusters, tentative, at_us, nextId, newPerScan, tookAllPlots } = this;
    const lastNames = this.lastNames.slice();
    return structureOf({
      stamp: this.stamp,
      hypotheses: this.hypotheses.snapshot(),
      clusters,
      tentative,
      at_us,
      nextId,
      lastNames,
      newPerScan,
      tookAllPlots,
    });
  }

  /** Takes up where `snapshot` left off. `from` stays as it is and may be taken up again.
   *  Throws `RangeError`, and stays as it was, unless the snapshot is of this form and of a tracker with the same filter, associator and
   *  settings; the message says what differs. */
  restore(from: MultiSnapshot): void {
    checkStamp(from, this.stamp, 'make the tracker as it was made then, or begin anew');
    checkStructure(from);
    const { clusters, tentative, at_us, nextId, newPerScan, tookAllPlots } = structureOf(from);
    this.hypotheses = Hypotheses.restore(this.hypotheses.filter, from.hypotheses);
    this.lastNames = from.lastNames.slice();
    Object.assign(this, { clusters, tentative: [...tentative], at_us, nextId, newPerScan, tookAllPlots });
  }

  /** Predicts every hypothesis to the scan and gates it, and says how likely it is to be there and to be seen. */
  private advance(at_us: Micros, scan: ScanInHand): void {
    const dt_s = this.at_us === undefined ? 0 : (at_us - this.at_us) / 1e6;
    this.at_us = at_us;
    if (dt_s > LONGEST_GAP_S) this.forgetAll();
    const survives = exp(-dt_s / this.settings.lifetime_s);
    const h = this.hypotheses;
    const step = (slot: number): void => {
      h.filter.predict(h.state, h.stateAt(slot), dt_s);
      scan.look(h, slot);
      const inView = shareInView(scan.sensor, h.work, h.workAt(slot));
      h.existence[slot] *= this.outsideView === 'ends' ? survives * inView : survives;
      h.detection[slot] = scan.sensor.detectionProbability * (this.outsideView === 'ends' ? 1 : inView);
    };
    for (const cluster of this.clusters) eachSlot(cluster, step);
    for (const slot of this.tentative) step(slot);
  }

  private forgetAll(): void {
    this.hypotheses = new Hypotheses(this.hypotheses.filter);
    this.lastNames = new Float64Array(0);
    this.clusters = [];
    this.tentative = [];
  }

  /** Tentative objects that this scan speaks for join the joint stage. */
  private promote(scan: ScanInHand): void {
    this.promoteWhere((slot) => existenceByScan(slot, scan, this.hypotheses) >= this.settings.promoteExistence);
  }

  /** Where clutter is rare a single plot is an object already. */
  private promoteTheSure(): void {
    this.promoteWhere((slot) => this.hypotheses.existence[slot] >= this.settings.promoteExistence);
  }

  private promoteWhere(ready: (slot: number) => boolean): void {
    const stay: number[] = [];
    for (const slot of this.tentative) {
      if (ready(slot)) this.clusters.push(loneCluster({ id: 0, born_us: this.at_us ?? 0 }, slot));
      else stay.push(slot);
    }
    this.tentative = stay;
  }

  private slotsOfTracks(): number[] {
    const slots: number[] = [];
    for (const cluster of this.clusters) eachSlot(cluster, (slot) => slots.push(slot));
    return slots;
  }

  private foldClusters(scan: ScanInHand): void {
    const h = this.hypotheses;
    const { clusters } = this;
    const next: Cluster[] = [];
    const fold = (cluster: Cluster): void => {
      for (const settled of this.fold(cluster, scan, h, this.settings)) next.push(settled);
    };
    const alone = (i: number): void => {
      const cluster = clusters[i];
      if (!isSingle(cluster) || !foldAlone(cluster.joints[0].slots[0], scan, h, this.settings)) fold(cluster);
      else if (h.existence[cluster.joints[0].slots[0]] >= this.settings.endExistence) next.push(cluster);
      else h.release(cluster.joints[0].slots[0]);
    };
    this.contenders(scan).each(alone, (members) =>
      fold(
        united(
          members.map((i) => clusters[i]),
          this.settings.jointHypotheses,
          (slot) => h.release(slot),
        ),
      ),
    );
    this.clusters = next;
  }

  /** Which clusters' gates share a plot. */
  private contenders(scan: ScanInHand): DisjointSets {
    const { clusters, hypotheses: h } = this;
    const together = new DisjointSets(clusters.length);
    const owner = new Int32Array(scan.plots.count).fill(-1);
    let at = 0;
    const claim = (slot: number): void => {
      for (let c = h.first[slot]; c < h.first[slot] + h.candidates[slot]; c++) {
        const plot = scan.plotOf[c];
        if (owner[plot] < 0) owner[plot] = at;
        else together.unite(at, owner[plot]);
      }
    };
    for (at = 0; at < clusters.length; at++) eachSlot(clusters[at], claim);
    return together;
  }

  /** The confirmed tracks of each cluster's most likely joint hypothesis. A track gets its name when it is first reported. */
  private report(plots: number): TrackEstimate[] {
    const h = this.hypotheses;
    const tracks: Track[] = [];
    const slots: number[] = [];
    for (const cluster of this.clusters) {
      const likely = mostLikely(cluster);
      likely.slots.forEach((slot, i) => {
        if (h.existence[slot] <= this.settings.confirmExistence) return;
        tracks.push(cluster.tracks[i]);
        slots.push(slot);
      });
    }
    const nextId = nameTracks(tracks, slots, this.lastNames, h, this.nextId);
    this.lastNames = namesByPlot(tracks, slots, plots, h);
    this.newPerScan += NEWEST * (Math.max(nextId - this.nextId, FEWEST_NEW) - this.newPerScan);
    this.nextId = nextId;
    const estimates = withCompanions(slots, h);
    return tracks.map(({ id }, i) => new EstimateView(id, h.existence[slots[i]], estimates, ESTIMATE * i));
  }
}

/** What `snapshot` gives. */
export type MultiSnapshot = {
  readonly stamp: Stamp;
  readonly hypotheses: HypothesesSnapshot;
  readonly clusters: Cluster[];
  readonly tentative: readonly number[];
  readonly at_us: Micros | undefined;
  readonly nextId: number;
  /** Under which name each plot of the last scan was reported. */
  readonly lastNames: NamesByPlot;
  readonly newPerScan: number;
  readonly tookAllPlots: boolean;
};

/** To be raised whenever what a snapshot holds, or what its numbers mean, is another. */
const SNAPSHOT_VERSION = 1;

/** What a text that was cut or written by hand may lack. The hypotheses look after themselves. */
function checkStructure({ hypotheses, clusters, tentative, at_us, nextId, lastNames, newPerScan }: MultiSnapshot): void {
  const used = hypotheses?.used;
  const isWhole =
    Array.isArray(clusters) &&
    clusters.every((cluster) => Array.isArray(cluster?.joints) && cluster.joints.every((joint) => areSlots(joint?.slots, used))) &&
    areSlots(tentative, used) &&
    (at_us === undefined || Number.isSafeInteger(at_us)) &&
    Number.isSafeInteger(nextId) &&
    lastNames instanceof Float64Array &&
    newPerScan > 0;
  if (!isWhole) throw new RangeError('snapshot: parts of it are missing; write snapshots with encode and read them with decode, whole');
}

function areSlots(slots: unknown, used: number): boolean {
  return Array.isArray(slots) && slots.every((slot) => isSlot(slot, used));
}

/** A copy whose tracks and joint hypotheses nobody else holds: both change in place. */
function structureOf(from: MultiSnapshot): MultiSnapshot {
  return {
    ...from,
    tentative: [...from.tentative],
    clusters: from.clusters.map(({ tracks, joints }) => ({
      tracks: tracks.map((track) => ({ ...track })),
      joints: joints.map((joint) => ({ ...joint })),
    })),
  };
}

function isSingle({ tracks, joints }: Cluster): boolean {
  return tracks.length === 1 && joints.length === 1;
}
