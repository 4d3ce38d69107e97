/** Scores of tracks against truth, as a library: pure, in Node and in the browser. Sets of states are flat: six numbers an object (x, y, z, m;
 *  vx, vy, vz, m/s), in any one Cartesian frame. A run is a list of pictures, one a scan.
 *
 *  @module tocsin/score
 *  @stable */
export { associate, type Association, associationOf, type AssociationRule } from './association.ts';
export { type ConsistencyScan, type ScoreConsistency, scoreConsistency, squaredInSigmas } from './consistency.ts';
export { type Continuity, continuity, type Gap, type Lifeline, type Segment } from './continuity.ts';
export { type Gospa, gospa, type GospaParameters } from './gospa.ts';
export { match, type Matching } from './matching.ts';
export { type Mot, mot } from './mot.ts';
export { neesBand } from './nees-band.ts';
export { type Ospa, ospa, type OspaParameters } from './ospa.ts';
export { ospa2, type Ospa2Parameters } from './ospa2.ts';
export { PEERS, type PeersRule, type PeersScore, peersScore } from './peers.ts';
export type { Objects, Picture, Tracks } from './picture.ts';
export { moved as boundMoved, rootOf as boundRoot, seen as boundSeen } from './posterior-bound.ts';
export { REQUIREMENTS } from './requirements/catalogue.ts';
export {
  evaluate,
  type ScoredRun,
  type Measured,
  type Requirement,
  type RequirementResult,
  type RequirementVerdict,
} from './requirements/requirement.ts';
export { DEFAULT_RULE, type ScanScore, type ScoreRule, type ScoreSheet, scoreSheet } from './sheet.ts';
export { type Hold, type Siap, siap, siapObject, type SiapObject, type SiapScan, siapScan } from './siap.ts';
export {
  countSwitches,
  type Links,
  linksOf,
  type SwitchingGospa,
  switchingGospa,
  type SwitchingGospaParameters,
  type SwitchMemory,
} from './switching.ts';
export { type TrajectoryGospa, trajectoryGospa, type TrajectoryGospaParameters } from './trajectory-gospa.ts';
export { type WorstCase, worstCases } from './worst-cases.ts';
