import type { Metres, Micros, Radians } from '../units.ts';

/** Where a ground sensor stands: origin, then the unit axes first, second and up, all on the axes of the motion (12 numbers).
 *  azimuth = atan2(d·second, d·first),  elevation from the plane of both towards up.  A radar has first = north, second = east. */
export type Mount = Float64Array;

/** One plot of one sensor, as it was reported. What a sensor does not measure is left out. */
export type ReportedPlot = {
  readonly sensor: number;
  readonly at_us: Micros;
  readonly range_m?: Metres;
  readonly azimuth_rad?: Radians;
  readonly elevation_rad?: Radians;
  readonly sigmaRange_m: Metres;
  readonly sigmaAzimuth_rad: Radians;
  readonly sigmaElevation_rad: Radians;
  /** Where the sensor stood, of one that moves; else its mount is in the list. */
  readonly mount?: Mount;
};
