/** The multi-object tracker: plots of one sensor or several in, tracks out. */
export { flightFilter } from '../track/filter/flight-filter.ts';
export { kinematicFilter, type Kinematics } from '../track/filter/kinematic-filter.ts';
export type { TrackEstimate } from './estimates.ts';
export { type MultiStatus, MultiTracker } from './multi-tracker.ts';
export type { MultiSnapshot } from './snapshot.ts';
export { filterOf } from '../track/filter/by-sensor.ts';
export { type SensorView, sensorViewOf } from '../track/look/sensor-view.ts';
export { type Associator, MULTI_SETTINGS, type MultiOptions, type MultiSettings } from './settings.ts';
