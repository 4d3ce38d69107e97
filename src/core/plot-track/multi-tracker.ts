import { exp } from '../math/elementary.ts';
import type { Micros } from '../units.ts';
import { advance } from './advance.ts';
import { mostLikely } from '../track/decide/cluster.ts';
import { ClusterList } from '../track/decide/cluster-list.ts';
import { decideAll, type Decision, DECISIONS } from '../track/decide/decide.ts';
import { withCompanions } from './companions.ts';
import { ESTIMATE, EstimateView, EXISTENCE, type TrackEstimate } from './estimates.ts';
import type { ObjectFilter } from '../track/filter/object-filter.ts';
import { Hypotheses } from '../track/object/hypotheses.ts';
import { SlotList } from '../track/object/slot-list.ts';
import { PlotsInHand } from './in-hand.ts';
import type { PolarPlot, SightPlot } from '../sense/corrections.ts';
import { placeVariance } from '../track/filter/range-bank.ts';
import { nameTracks, type NamesByPlot, namesByPlot } from './naming.ts';
import { tableOf } from '../track/look/sight-table.ts';
import { hideInCells } from './resolution.ts';
import { checkStructure, type MultiSnapshot, SNAPSHOT_VERSION, structureOf } from './snapshot.ts';
import { ScanInHand, ScanMemory } from './scan.ts';
import type { SensorView } from '../track/look/sensor-view.ts';
import { defaultMultiSettings, type MultiOptions, type MultiSettings } from './settings.ts';
import { refuseFault, timeFault } from '../valid.ts';
import { checkStamp, type Stamp } from '../stamp.ts';
import { checkNumbers, checkOptions, checkSensor, checkSource } from './valid.ts';
import { addCompetitors, existenceByScan, foldTentative, startTentative } from './tentative-stage.ts';

const SIX = new Float64Array(EXISTENCE);

/** Figures of the last scan, for those who look after the tracker. */
export type MultiStatus = {
  readonly clusters: number;
  readonly largestCluster: number;
  readonly tentative: number;
  readonly hypotheses: number;
  /** False when a bound kept new tentative objects from being started. */
  readonly tookAllPlots: boolean;
  /** Which part of a look over the whole view it was: less than one of a dwell. */
  readonly share: number;
};

/** Share of the newest scan in the running number of new objects. */
const NEWEST = 0.1;
const FEWEST_NEW = 0.2;
/** However many were confirmed, as many new objects as this share of the false plots are thought possible: a tracker that is switched on in the
 *  middle of a raid must not take it for clutter. */
const FEWEST_NEW_SHARE = 0.01;

/** A scan that comes after less than this share of the period is a dwell: a part of a look over the whole view. */
const WHOLE = 0.75;
/** Two dwells of one time are no shorter than this. */
const LEAST_SHARE = 1e-3;
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
  private readonly decision: Decision;
  private readonly outsideView: 'ends' | 'coasts';
  private readonly settings: MultiSettings;
  private readonly stamp: Stamp;
  private readonly memory = new ScanMemory();
  private clusters = new ClusterList();
  /** Where the next scan's clusters are gathered. */
  private spare = new ClusterList();
  private readonly tentative = new SlotList();
  /** Hypotheses that a stage goes through. */
  private readonly inHand = new SlotList();
  private readonly confirmed = { slot: new SlotList(), cluster: new SlotList(), member: new SlotList() };
  private at_us: Micros | undefined;
  /** When each sensor last looked; −Infinity where it has not. */
  private readonly scannedAt_us: Float64Array;
  private nextId = 1;
  private lastNames: NamesByPlot = new Float64Array(0);
  /** New objects that a scan of each sensor confirms. */
  private readonly newPerScan: Float64Array;
  private readonly placed_m: number;
  private tookAllPlots = true;
  private share = 1;

  /** `sensors`: how many there are; `placed_m`: a track whose place is less well known, the variances of its position summed, is kept and not told.
   *  Throws `RangeError` for an associator that is not known, and for settings outside their range. */
  constructor(filter: ObjectFilter, options: MultiOptions = {}, { sensors = 1, placed_m = Infinity }: MultiSensors = {}) {
    checkOptions(options);
    const { associator = 'pmbm', outsideView = 'ends', settings = {}, hypotheses } = options;
    this.hypotheses = new Hypotheses(filter, hypotheses, sensors);
    this.placed_m = placed_m;
    this.decision = DECISIONS[associator];
    this.outsideView = outsideView;
    this.settings = { ...defaultMultiSettings(), ...settings };
    this.scannedAt_us = new Float64Array(sensors).fill(-Infinity);
    this.newPerScan = new Float64Array(sensors).fill(this.settings.newObjectsPerScan);
    this.stamp = {
      of: 'multi-object tracker',
      version: SNAPSHOT_VERSION,
      filter: filter.model,
      associator,
      outsideView,
      sensors,
      ...Object.fromEntries(Object.entries(this.settings).map(([name, value]) => [`settings.${name}`, value])),
    };
  }

  /** Folds one scan of a sensor, of several the `source`-th from 0; scans come in order of time. Returns the confirmed tracks.
   *  Throws `RangeError`, and takes nothing of the scan, when it is older than the last one, its time is no whole number of µs, or a plot or
   *  the view of the sensor is not made of numbers that can be. */
  takeScan(at_us: Micros, plots: readonly PolarPlot[] | readonly SightPlot[], sensor: SensorView, source = 0): TrackEstimate[] {
    refuseFault(timeFault('at_us', at_us));
    checkSensor(sensor);
    checkSource(source, this.newPerScan.length);
    checkNumbers(plots, sensor);
    if (this.at_us !== undefined && at_us < this.at_us)
      throw new RangeError(`scan at ${at_us} µs after one at ${this.at_us} µs: hand late scans to a replay window`);
    const scan = new ScanInHand(
      at_us,
      tableOf(plots, sensor, this.memory.plots),
      sensor,
      Math.max(this.newPerScan[source], FEWEST_NEW_SHARE * sensor.falsePlotsPerScan),
      this.shareOfScan(at_us, sensor, source),
      this.memory,
      source,
    );
    this.share = scan.share;
    this.advance(at_us, scan);
    this.promote(scan);
    if (sensor.cell !== undefined) hideInCells(this.clusters.all(), this.hypotheses, sensor.cell, sensor.mount);
    this.inHand.clear();
    this.clusters.slotsInto(this.inHand);
    scan.dropTheUnlikely(this.hypotheses, this.inHand);
    addCompetitors(this.tentative, scan, this.hypotheses);
    this.decide(scan);
    foldTentative(this.tentative, this.inHand, scan, this.hypotheses, this.settings);
    this.tookAllPlots = startTentative(scan, this.hypotheses, this.settings, this.tentative);
    this.promoteTheSure();
    return this.report(plots.length, scan.share, source);
  }

  /** Figures of the last scan. */
  status(): MultiStatus {
    return {
      clusters: this.clusters.length,
      largestCluster: this.clusters.largest(),
      tentative: this.tentative.length,
      hypotheses: this.hypotheses.size,
      tookAllPlots: this.tookAllPlots,
      share: this.share,
    };
  }

  /** All that the tracker knows, as plain data (`encode` writes it as text): a tracker that is restored from it goes on to the same bit. */
  snapshot(): MultiSnapshot {
    const { at_us, nextId, tookAllPlots, share } = this;
    const newPerScan = this.newPerScan.slice();
    const scannedAt_us = this.scannedAt_us.slice();
    const lastNames = this.lastNames.slice();
    return structureOf({
      stamp: this.stamp,
      hypotheses: this.hypotheses.snapshot(),
      clusters: this.clusters.all(),
      tentative: this.tentative.all(),
      at_us,
      scannedAt_us,
      nextId,
      lastNames,
      newPerScan,
      tookAllPlots,
      share,
    });
  }

  /** Takes up where `snapshot` left off. `from` stays as it is and may be taken up again.
   *  Throws `RangeError`, and stays as it was, unless the snapshot is of this form and of a tracker with the same filter, associator and
   *  settings; the message says what differs. */
  restore(from: MultiSnapshot): void {
    checkStamp(from, this.stamp, 'make the tracker as it was made then, or begin anew');
    checkStructure(from, this.newPerScan.length);
    const { clusters, tentative, at_us, nextId, tookAllPlots, share } = structureOf(from);
    this.hypotheses = Hypotheses.restore(this.hypotheses.filter, from.hypotheses, this.newPerScan.length);
    this.newPerScan.set(from.newPerScan);
    this.scannedAt_us.set(from.scannedAt_us);
    this.lastNames = from.lastNames.slice();
    Object.assign(this, { at_us, nextId, tookAllPlots, share });
    this.tentative.clear();
    this.tentative.addAll(tentative);
    this.clusters.clear();
    for (const cluster of clusters) this.clusters.add(cluster);
  }

  private advance(at_us: Micros, scan: ScanInHand): void {
    const dt_s = this.at_us === undefined ? 0 : (at_us - this.at_us) / 1e6;
    this.at_us = at_us;
    this.scannedAt_us[scan.source] = at_us;
    if (dt_s > LONGEST_GAP_S) this.forgetAll();
    this.inHand.clear();
    this.clusters.slotsInto(this.inHand);
    this.inHand.addAll(this.tentative);
    advance(this.hypotheses, this.inHand, scan, dt_s, exp(-dt_s / this.settings.lifetime_s), this.outsideView === 'ends');
  }

  /** Which part of a look over the whole view a scan is: one, unless it comes sooner after the sensor's last than it could look again. */
  private shareOfScan(at_us: Micros, { scanPeriod_s }: SensorView, source: number): number {
    if (this.at_us === undefined || scanPeriod_s === undefined) return 1;
    const share = (at_us - this.scannedAt_us[source]) / (scanPeriod_s * 1e6);
    return share < WHOLE ? Math.max(share, LEAST_SHARE) : 1;
  }

  private forgetAll(): void {
    this.hypotheses = new Hypotheses(this.hypotheses.filter, undefined, this.newPerScan.length);
    this.lastNames = new Float64Array(0);
    this.clusters.clear();
    this.tentative.clear();
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
    const { slots, length } = this.tentative;
    this.tentative.clear();
    for (let k = 0; k < length; k++) {
      if (ready(slots[k])) this.clusters.addLone(0, slots[k]);
      else this.tentative.add(slots[k]);
    }
  }

  private decide(scan: ScanInHand): void {
    const { clusters, spare: next, hypotheses, settings } = this;
    next.clear();
    decideAll(clusters, next, this.decision, new PlotsInHand(scan, hypotheses, settings.dropWeight), settings);
    this.spare = clusters;
    this.clusters = next;
  }

  /** The confirmed tracks of each cluster's most likely joint hypothesis. A track gets its name when it is first reported. */
  private report(plots: number, share: number, source: number): TrackEstimate[] {
    const h = this.hypotheses;
    const { clusters } = this;
    this.gatherConfirmed();
    const { cluster, member } = this.confirmed;
    const slots = this.confirmed.slot.slots.subarray(0, this.confirmed.slot.length);
    const names = new Float64Array(slots.length);
    for (let i = 0; i < slots.length; i++) names[i] = clusters.nameOf(cluster.slots[i], member.slots[i]);
    const nextId = nameTracks(names, slots, this.lastNames, h, this.nextId);
    for (let i = 0; i < slots.length; i++) clusters.rename(cluster.slots[i], member.slots[i], names[i]);
    this.lastNames = namesByPlot(names, slots, plots, h);
    this.newPerScan[source] += NEWEST * (Math.max(nextId - this.nextId, FEWEST_NEW * share) - this.newPerScan[source] * share);
    this.nextId = nextId;
    const all = withCompanions(slots, h, ESTIMATE);
    const tracks: TrackEstimate[] = [];
    for (let i = 0; i < slots.length; i++) {
      all[ESTIMATE * i + EXISTENCE] = h.existence[slots[i]];
      tracks.push(new EstimateView(names[i], all, ESTIMATE * i));
    }
    return tracks;
  }

  /** Whether it is known where a track is. */
  private isPlaced(slot: number): boolean {
    if (this.placed_m === Infinity) return true;
    const { filter, state } = this.hypotheses;
    const at = this.hypotheses.stateAt(slot);
    if (filter.isPlaced?.(state, at) === false) return false;
    filter.estimate(state, at, SIX, 0);
    return placeVariance(SIX, 0) <= this.placed_m * this.placed_m;
  }

  /** Lists the confirmed tracks: the slot of each, the place of its cluster, and its own in that. */
  private gatherConfirmed(): void {
    const { clusters, confirmed } = this;
    const { existence, plots } = this.hypotheses;
    const { confirmExistence, confirmByOnePlot } = this.settings;
    for (const list of [confirmed.slot, confirmed.cluster, confirmed.member]) list.clear();
    const take = (slot: number, cluster: number, member: number): void => {
      if (!(existence[slot] > (plots[slot] > 1 ? confirmExistence : confirmByOnePlot)) || !this.isPlaced(slot)) return;
      confirmed.slot.add(slot);
      confirmed.cluster.add(cluster);
      confirmed.member.add(member);
    };
    for (let i = 0; i < clusters.length; i++) {
      const slot = clusters.loneSlot(i);
      if (slot >= 0) take(slot, i, 0);
      else mostLikely(clusters.at(i)).slots.forEach((likely, k) => take(likely, i, k));
    }
  }
}

/** What a tracker of several sensors is made with besides. */
export type MultiSensors = { readonly sensors?: number; readonly placed_m?: number };
