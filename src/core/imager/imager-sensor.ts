import type { Kelvin, Radians } from '../units.ts';

/** What must be known of an imager beside its frames. */
export type ImagerSensor = {
  /** The sensor's name in its theatre. */
  readonly id: string;
  /** A mirror sweeps the rows from north to south between a frame's beginning and its end; an array sees all of them at once. */
  readonly scan: 'sweeping' | 'staring';
  /** Of the optics: sigma of a Gaussian, pixels. */
  readonly pointSpread: number;
  /** Noise of a pixel in a band, one sigma: the temperature difference that makes it at 300 K, K; of a band that shines a reflectance. */
  noiseOf(band: number): Kelvin;
  /** Sigma of a look's pointing that its axes do not tell. */
  readonly pointing_rad: Radians;
};

/** Throws `RangeError` where it is none. */
export function checkSensor({ scan, pointSpread, pointing_rad }: ImagerSensor): void {
  if (scan !== 'sweeping' && scan !== 'staring') throw new RangeError(`scan is ${String(scan)}, not sweeping or staring`);
  if (!(pointSpread > 0 && pointSpread <= 1.2))
    throw new RangeError(`pointSpread is ${pointSpread}, not a sigma between 0 and 1.2 pixels: points are looked for in three by three`);
  if (!(pointing_rad >= 0 && pointing_rad < 0.01)) throw new RangeError(`pointing_rad is ${pointing_rad}, not between 0 and 0.01 rad`);
}
