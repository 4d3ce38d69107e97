/** The core as a library: a pure function of a journal. Runs in Node and in the browser; has no dependency.
 *
 *  @module tocsin/core
 *  @experimental */
export type { Alarm, BiasFinding } from './tell/alarm.ts';
export { decode, encode } from './codec.ts';
export { ecefFromEnu, type EnuBasis, enuBasis, enuFromEcef } from './frames/enu.ts';
export { ecefVecFromGeodetic, type Geodetic, geodetic, geodeticDegrees, geodeticFromEcefVec } from './frames/geodetic.ts';
export type { FixedGrid, ImagerGrid, PointedGrid } from './frames/imager-grid.ts';
export { type LocalEstimate, localEstimate } from './frames/local-estimate.ts';
export { type Vec3, vec3 } from './math/vector.ts';
export { isoFromMicros, microsFromIso } from './time/iso.ts';
export { secondsBetween, seconds_us, taiFromUtc_us, utcFromTai_us } from './time/scale.ts';
export { degrees, type Metres, type MetresPerSecond, type Micros, type Radians, type Seconds, toDegrees } from './units.ts';
export type { Emission, Emit, NoticeReport, RefusalReason, TrackReport } from './tell/emission.ts';
export type { Stamp } from './stamp.ts';
export { estimateOfReport } from './tell/report-estimate.ts';
export type { Entry, Input } from './journal.ts';
export { restore, snapshot, start, type State, step } from './pipeline.ts';
export type { Assessment, GroundPoint, ImpactEstimate, LaunchEstimate } from './assess/assessment.ts';
export type { PeopleConcerned, PeopleIn, PlaceIn } from './assess/people-in.ts';
export type { Place, PlaceRegion } from './assess/places.ts';
export type { Finding } from './discern/finding.ts';
export { type Evidence, logLikelihoodUnder } from './discern/evidence.ts';
export type { Hypothesis, HypothesisProbability } from './discern/hypotheses.ts';
export type { BandFrame, Raster } from './imager/frame.ts';
export type { Exceedance } from './imager/exceedances.ts';
export {
  type Burning,
  type ImagerFold,
  imagerFold,
  type ImagerReport,
  TURNED_DOWN_FOR,
  type TurnedDown,
  type TurnedDownFor,
} from './imager/imager-fold.ts';
export type { ImagerSensor } from './imager/imager-sensor.ts';
export { MOST_PLUMES, type Plumes } from './imager/plumes.ts';
export type { PointFit } from './imager/point-fit.ts';
export type { PointWidth } from './imager/point-width.ts';
export type { Axis, TrackletMotion } from './imager/tracklet-axis.ts';
export type { Tracklet } from './imager/tracklets.ts';
export { type PlanckBand, planckAt } from './physics/planck.ts';
export { type Line, LINES, onLine, type OnLine } from './sense/line.ts';
export { antennaHeight_m, correctedPlot, measuredAt_us, type PolarPlot, type SightPlot, straightView } from './sense/corrections.ts';
export {
  clutterDensity,
  type ExpectedObjects,
  type MeasurementSpec,
  measurementSpecOf,
  type Modifiers,
  mountAt,
  mountOf,
  NO_MODIFIERS,
  type PolarSensing,
  type PolarView,
  type SensorFrame,
  type SightSensing,
  turnedMount,
  viewSolidAngle_sr,
  viewVolume_mrad2,
} from './sense/measurement-spec.ts';
export { type Refraction, type Sight, straightSight } from './sense/refraction.ts';
export type { InfraredScan, LineOfSightDetection, Plot, RadarScan, Scan, Source, TakenSource } from './sense/scan.ts';
export { PLOT_RANGES } from './sense/valid-plots.ts';
export { SPEC_RANGES } from './sense/valid-spec.ts';
export type { Bounds, Fault } from './valid.ts';
export { type InfraredSensor, phenomenologyOf, type Phenomenology, type RadarSensor, type SensorSpec } from './sense/sensor.ts';
export { createReplayWindow, newReplayData, type ReplayData, type ReplayOptions, type ReplayTaken } from './replay/replay-window.ts';
export { associateTracks } from './track/fusion/associate-tracks.ts';
export { type Dependence, fuse, type Fused, type FusionGoal } from './track/fusion/fuse.ts';
export type { StateEstimate } from './track/fusion/joint-diagonal.ts';
export {
  type BookOptions,
  type FusedObject,
  newObjectBook,
  type ObjectBook,
  pictureOf,
  type ReportedTrack,
  type ReportOutcome,
  takeReports,
} from './track/fusion/object-book.ts';
export type { Pedigree } from './track/fusion/pedigree.ts';
export { biasAt, type SensorBias } from './registration/bias.ts';
export { correctScan } from './registration/correct.ts';
export { freeFall, type Motion, straight } from './registration/motion.ts';
export {
  type BatchOutcome,
  newRegister,
  type Register,
  type RegisterOptions,
  takeBatch,
  withSensor,
} from './registration/register.ts';
export { type ReportedPlot, targetOfPlots } from './registration/target-of-plots.ts';
export type { Row, Target } from './registration/target.ts';
export { type Unseparated, unseparated, type Verdict, verdictOn } from './registration/verdict.ts';
export {
  createPlotTracker,
  type PlotTracker,
  type PlotTrackerSnapshot,
  type RefusedPlot,
  type ReportedScan,
} from './plot-track/plot-tracker.ts';
export {
  type Associator,
  flightFilter,
  kinematicFilter,
  type Kinematics,
  MULTI_SETTINGS,
  type MultiOptions,
  type MultiSettings,
  type MultiSnapshot,
  type MultiStatus,
  MultiTracker,
  type SensorView,
  sensorViewOf,
  type TrackEstimate,
} from './plot-track/index.ts';
export { SETTINGS } from './settings.ts';
export type { HumanAct, Warning, WarningChange, WarningMessage, WarningState } from './warn/warning.ts';
