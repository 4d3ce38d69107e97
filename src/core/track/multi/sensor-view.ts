/** A sensor as the tracker needs it at one scan: where it stands, how well it measures, what it can see, and how much clutter it makes. */
export type SensorView = {
  /** Origin (3) and axes first, second, up (9), world axes. Azimuth is 0 along `first`, which points to the middle of the view. */
  readonly mount: Float64Array;
  /** One-sigma errors of plots that state none of their own. */
  readonly sigmaRange_m: number;
  readonly sigmaAzimuth_rad: number;
  readonly sigmaElevation_rad: number;
  readonly view: View;
  /** Probability that an object inside the view makes a plot. */
  readonly detectionProbability: number;
  /** False plots a scan, uniform in range, azimuth and elevation over the view. */
  readonly falsePlotsPerScan: number;
  /** One-sigma velocity of a new object, each axis, m/s. */
  readonly priorVelocity_mps: number;
  /** Two objects nearer than this in range and in angle make one plot; zero when the sensor resolves everything. */
  readonly resolutionRange_m: number;
  readonly resolutionAngle_rad: number;
};

/** The part of measurement space that is looked at. */
export type View = {
  readonly rangeMin_m: number;
  readonly rangeMax_m: number;
  readonly azimuthMin_rad: number;
  readonly azimuthMax_rad: number;
  readonly elevationMin_rad: number;
  readonly elevationMax_rad: number;
};

/** Volume of the view in measurement space, m·rad². */
export function viewVolume(view: View): number {
  return (
    (view.rangeMax_m - view.rangeMin_m) * (view.azimuthMax_rad - view.azimuthMin_rad) * (view.elevationMax_rad - view.elevationMin_rad)
  );
}
