/** `tocsin/cap`: a warning's messages, and hazards, as CAP 1.2. Runs in Node and in the browser.
 *
 *  @module tocsin/cap
 *  @stable */
export { renderActual, renderCap, renderExercise, renderTest } from './cap.ts';
export { renderHazard } from './hazard.ts';
export type { CapSender } from './parts.ts';
