import type { Polar } from '../frames/radar.ts';
import type { Plot } from '../sense/scan.ts';
import type { SensorBias } from '../registration/bias.ts';
import type { Metres } from '../units.ts';

// A radar whose bias is many times what registration allows a sound one: its plots never come near the tracks that the others see, so nothing is gathered
// of it, and nothing is ever found. Here its plots are looked for further away, where there is no doubt whose they are.

/** How wrong a radar may be without anybody knowing, one sigma: a site from the wrong map, a slipped encoder, a clock without a reference. */
export const GROSS: SensorBias = { range_m: 2_000, azimuth_rad: 0.01, elevation_rad: 0.01, time_s: 2 };

/** Looks in which a radar must have shown something beside a track, and others the track, before anything is said. */
export const LEAST_BESIDE = 4;

/** How many of its sigmas a gross error is looked for. */
const REACH = 2.5;

/** Whether a plot may be the radar's view of what it should have shown at `seen`, if the radar is grossly wrong. A wrong clock moves what it
 *  shows by the object's way in that time, at `speed_mps`. */
export function isWithinReach(plot: Plot, seen: Polar, speed_mps: number): boolean {
  const way_m = speed_mps * GROSS.time_s;
  const angle_rad = REACH * GROSS.azimuth_rad + way_m / seen.range_m;
  const turn = plot.azimuth_rad - seen.azimuth_rad;
  return (
    Math.abs(plot.range_m - seen.range_m) < REACH * GROSS.range_m + way_m &&
    Math.abs(turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) < angle_rad &&
    Math.abs(plot.elevation_rad - seen.elevation_rad) < angle_rad
  );
}

/** How far a plot lies from where the object is, across small angles. */
export function apart_m(plot: Plot, seen: Polar): Metres {
  const turn = plot.azimuth_rad - seen.azimuth_rad;
  const along = plot.range_m - seen.range_m;
  const across = seen.range_m * (turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI)));
  const up = seen.range_m * (plot.elevation_rad - seen.elevation_rad);
  return Math.sqrt(along * along + across * across + up * up);
}
