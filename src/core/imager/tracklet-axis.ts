import type { Seconds } from '../units.ts';

/** How something moves in an image: as what is under thrust when it comes into sight, as what has just been ignited and lifts off, or as the ground does, and clouds. */
export type TrackletMotion = 'thrust' | 'liftoff' | 'still';

/** One coordinate of a tracklet by one motion: position, velocity and acceleration in pixels and seconds, and their covariance's upper triangle. */
export type Axis = {
  readonly x: readonly [number, number, number];
  readonly p: readonly [pp: number, pv: number, pa: number, vv: number, va: number, aa: number];
};

/** One sigma before anything is known: speed of what comes out of a cloud or over the threshold, or stands on its pad a second ago; thrust less weight, and how that
 *  changes in a second; and of what stands still, the wind. */
const PRIORS: Readonly<
  Record<TrackletMotion, { readonly speed_mps: number; readonly acceleration_mps2: number; readonly jerk_mps3: number }>
> = {
  thrust: { speed_mps: 500, acceleration_mps2: 25, jerk_mps3: 6 },
  liftoff: { speed_mps: 30, acceleration_mps2: 12, jerk_mps3: 6 },
  still: { speed_mps: 15, acceleration_mps2: 0.02, jerk_mps3: 0.001 },
};
/** Sigma of what stands still between looks: its brightest part moves within it, pixels. */
const WANDERS = 0.05;

export function beginAxis(motion: TrackletMotion, position: number, variance: number, pixel_m: number): Axis {
  const { speed_mps, acceleration_mps2 } = PRIORS[motion];
  const [v, a] = [speed_mps / pixel_m, acceleration_mps2 / pixel_m];
  return { x: [position, 0, 0], p: [variance, 0, 0, v * v, 0, a * a] };
}

/** The same at another position, which is where it was in another image. */
export function movedTo({ x: [, speed, acceleration], p }: Axis, position: number): Axis {
  return { x: [position, speed, acceleration], p };
}

/** Position after a time, and its variance. */
export function predictAxis(
  motion: TrackletMotion,
  axis: Axis,
  dt_s: Seconds,
  pixel_m: number,
): { readonly position: number; readonly variance: number } {
  const { x, p } = predicted(motion, axis, dt_s, pixel_m);
  return { position: x[0], variance: p[0] };
}

/** Positions, pixels. */
type Range = { readonly from: number; readonly to: number };

/** Where it surely is predicted after any time from `least_s` to `most_s`, give or take so many sigmas: what gates no pair out that is within. */
export function positionsOf(
  motion: TrackletMotion,
  { x, p }: Axis,
  [least_s, most_s]: readonly [Seconds, Seconds],
  sigmas: number,
  pixel_m: number,
): Range {
  const [t, later_s] = [Math.max(least_s, most_s, 0), most_s - least_s];
  const position = x[0] + least_s * x[1] + 0.5 * least_s * least_s * x[2];
  const speed = Math.abs(x[1]) + t * Math.abs(x[2]);
  const jerk = PRIORS[motion].jerk_mps3 / pixel_m;
  // Sigmas of what adds up add up at most, and each grows with time.
  const sigma = Math.sqrt(p[0]) + t * Math.sqrt(p[3]) + 0.5 * t * t * Math.sqrt(p[5]) + jerk * t * t * Math.sqrt(t / 20) + WANDERS;
  const reach = later_s * speed + sigmas * sigma;
  return { from: position - reach, to: position + reach };
}

/** Kalman filter of constant acceleration, whose change in a second is white noise.  Source  [BSLK2001] 6.2.3 (the Wiener-process acceleration). */
export function extendAxis(motion: TrackletMotion, axis: Axis, dt_s: Seconds, position: number, variance: number, pixel_m: number): Axis {
  const { x, p } = predicted(motion, axis, dt_s, pixel_m);
  const s = p[0] + variance;
  const k = [p[0] / s, p[1] / s, p[2] / s] as const;
  const nu = position - x[0];
  return {
    x: [x[0] + k[0] * nu, x[1] + k[1] * nu, x[2] + k[2] * nu],
    p: [p[0] - k[0] * p[0], p[1] - k[0] * p[1], p[2] - k[0] * p[2], p[3] - k[1] * p[1], p[4] - k[1] * p[2], p[5] - k[2] * p[2]],
  };
}

function predicted(motion: TrackletMotion, { x, p }: Axis, t: Seconds, pixel_m: number): Axis {
  const jerk = PRIORS[motion].jerk_mps3 / pixel_m;
  const q = jerk * jerk;
  const [pp, pv, pa, vv, va, aa] = p;
  const h = (t * t) / 2;
  const wanders = motion === 'still' ? WANDERS * WANDERS : 0;
  return {
    x: [x[0] + t * x[1] + h * x[2], x[1] + t * x[2], x[2]],
    p: [
      pp + 2 * t * pv + 2 * h * pa + t * t * vv + 2 * t * h * va + h * h * aa + (q * t * t * t * t * t) / 20 + wanders,
      pv + t * pa + t * vv + (h + t * t) * va + h * t * aa + (q * t * t * t * t) / 8,
      pa + t * va + h * aa + (q * t * t * t) / 6,
      vv + 2 * t * va + t * t * aa + (q * t * t * t) / 3,
      va + t * aa + (q * t * t) / 2,
      aa + q * t,
    ],
  };
}
