import type { Metres, Radians, Seconds } from '../units.ts';

/** What is constantly wrong with a sensor: it reports the truth and this. `time_s` is how far its clock is ahead, so what it stamps t was at
 *  t − time_s. */
export type SensorBias = {
  readonly range_m: Metres;
  readonly azimuth_rad: Radians;
  readonly elevation_rad: Radians;
  readonly time_s: Seconds;
};

/** Order of a sensor's biases in every vector and matrix of this room; a vector for several sensors has them one sensor after the other. */
export const BIASES = ['range', 'azimuth', 'elevation', 'time'] as const;
export type BiasKind = (typeof BIASES)[number];
export const RANGE = 0;
export const AZIMUTH = 1;
export const ELEVATION = 2;
export const TIME = 3;

export const NO_BIAS: SensorBias = { range_m: 0, azimuth_rad: 0, elevation_rad: 0, time_s: 0 };

/** The biases of the `index`-th sensor in a vector for several. Throws `RangeError` when the vector has no such sensor. */
export function biasAt(b: Float64Array, index: number): SensorBias {
  const o = index * BIASES.length;
  if (!Number.isInteger(index) || index < 0 || o + BIASES.length > b.length)
    throw new RangeError(`index: ${index} is no sensor of ${Math.floor(b.length / BIASES.length)}; give its place in register.sensors`);
  return { range_m: b[o + RANGE], azimuth_rad: b[o + AZIMUTH], elevation_rad: b[o + ELEVATION], time_s: b[o + TIME] };
}

/** A number of each kind as a vector: sigmas, priors, random walks. */
export function vectorOf({ range_m, azimuth_rad, elevation_rad, time_s }: SensorBias): Float64Array {
  return Float64Array.of(range_m, azimuth_rad, elevation_rad, time_s);
}
