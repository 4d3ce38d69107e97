/** The multi-object tracker: plots of one sensor in, tracks out. */
export { flightFilter } from './flight-filter.ts';
export { kinematicFilter, type Kinematics } from './kinematic-filter.ts';
export {
  type Associator,
  type MultiOptions,
  type MultiSnapshot,
  type MultiStatus,
  MultiTracker,
  type TrackEstimate,
} from './multi-tracker.ts';
export { polarKernels } from './polar.ts';
export { type SensorView, sensorViewOf } from './sensor-view.ts';
export { MULTI_SETTINGS, type MultiSettings } from './settings.ts';
