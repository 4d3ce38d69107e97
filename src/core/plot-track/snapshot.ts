import type { Stamp } from '../stamp.ts';
import type { Cluster } from '../track/decide/cluster.ts';
import { type HypothesesSnapshot, isSlot } from '../track/object/hypotheses.ts';
import type { Micros } from '../units.ts';
import type { NamesByPlot } from './naming.ts';

/** What `snapshot` gives. */
export type MultiSnapshot = {
  readonly stamp: Stamp;
  readonly hypotheses: HypothesesSnapshot;
  readonly clusters: Cluster[];
  readonly tentative: readonly number[];
  readonly at_us: Micros | undefined;
  readonly scannedAt_us: Float64Array;
  readonly nextId: number;
  /** Under which name each plot of the last scan was reported. */
  readonly lastNames: NamesByPlot;
  readonly newPerScan: Float64Array;
  readonly tookAllPlots: boolean;
  /** Which part of a look the last scan was. */
  readonly share: number;
};

/** To be raised whenever what a snapshot holds, or what its numbers mean, is another. */
export const SNAPSHOT_VERSION = 2;

/** What a text that was cut or written by hand may lack. The hypotheses look after themselves. */
export function checkStructure(from: MultiSnapshot, sensors: number): void {
  const { hypotheses, clusters, tentative, at_us, scannedAt_us, nextId, lastNames, newPerScan, share } = from;
  const used = hypotheses?.used;
  const isWhole =
    Array.isArray(clusters) &&
    clusters.every((cluster) => isCluster(cluster, used)) &&
    areSlots(tentative, used) &&
    (at_us === undefined || Number.isSafeInteger(at_us)) &&
    Number.isSafeInteger(nextId) &&
    lastNames instanceof Float64Array &&
    [newPerScan, scannedAt_us].every((one) => one instanceof Float64Array && one.length === sensors) &&
    newPerScan.every((one) => one > 0) &&
    share > 0;
  if (!isWhole) throw new RangeError('snapshot: parts of it are missing; write snapshots with encode and read them with decode, whole');
}

/** Joint hypotheses, each with a slot for every track. */
function isCluster(cluster: Cluster, used: number): boolean {
  const { tracks, joints } = cluster ?? {};
  return (
    Array.isArray(tracks) &&
    tracks.every((track) => Number.isSafeInteger(track?.id)) &&
    Array.isArray(joints) &&
    joints.length > 0 &&
    joints.every((joint) => areSlots(joint?.slots, used) && joint.slots.length === tracks.length && Number.isFinite(joint.logWeight))
  );
}

function areSlots(slots: unknown, used: number): boolean {
  return Array.isArray(slots) && slots.every((slot) => isSlot(slot, used));
}

/** A copy whose tracks and joint hypotheses nobody else holds: both change in place. */
export function structureOf(from: MultiSnapshot): MultiSnapshot {
  return {
    ...from,
    tentative: [...from.tentative],
    clusters: from.clusters.map(({ tracks, joints }) => ({
      tracks: tracks.map((track) => ({ ...track })),
      joints: joints.map((joint) => ({ ...joint })),
    })),
  };
}
