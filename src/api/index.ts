/** What crosses the edge of the system: times as text, and the messages that server, console and command line share.
 *
 *  @module tocsin/api
 *  @experimental */
export { clockFromMicros, isoFromMicros, microsFromIso } from './iso.ts';
export { PROTOCOL, ROLES, type Role } from './protocol.ts';
export { beat, BOUNDS, emptyView, fold, isOpen } from './view.ts';
export * from './wire.ts';
export * from './wire-cli.ts';
export * from './wire-exercise.ts';
export * from './wire-feed.ts';
export { wireEmissionSchema, sensorSchema } from './wire-core.ts';
