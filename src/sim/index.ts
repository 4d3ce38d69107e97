/** Seeded worlds for rehearsal and test: what a theatre's sensors, clock and people would send, and the truth behind it.
 *
 *  @module tocsin/sim
 *  @experimental */
export { type AscentFile, ascentFromJson, flyRecorded } from './ascent.ts';
export * from './defaults.ts';
export type { Sky } from './disturbances.ts';
export { fly, flyAll } from './fleet.ts';
export type { Area } from './imager/area.ts';
export { type Backdrop, type BackdropSettings, backdropOf, USUAL_BACKDROP } from './imager/backdrop.ts';
export { type ImagerWorld, type SimulatedImager, simulatedImager } from './imager/imager.ts';
export { type ImagerPreset, type ImagerSpec, imagerOf } from './imager/imager-spec.ts';
export { geostationaryImager, staringImager } from './imager/presets.ts';
export type { Sources } from './imager/sources.ts';
export { heatOf } from './looks.ts';
export { type RandomStream, stream } from './random.ts';
export { type FlightTable, flightsFromTable, type RefusedRow, type TableFlight } from './recorded-flights.ts';
export type * from './scenario.ts';
export { type BodyState, type Flown, type TruthBody, type TruthFlight, type TruthState, wasLaunched } from './truth.ts';
export { createWorld, SETTLING_S, type TimedInput, type World, type WorldSources } from './world.ts';
