import { clockFromMicros } from '../api/iso.ts';
import type { BacklogView, View } from '../api/wire-feed.ts';
import type { Hypothesis } from '../core/discern/hypotheses.ts';
import type { GroundPoint } from '../core/assess/assessment.ts';
import { toDegrees } from '../core/units.ts';

/** What the console calls each hypothesis. */
export const CAUSE_WORDS: Readonly<Record<Hypothesis, string>> = {
  'ballistic-missile': 'ballistic missile',
  'space-launch': 'space launch',
  'powered-return': 'powered return',
  satellite: 'satellite',
  're-entry': 're-entry from orbit',
  aircraft: 'aircraft',
  meteor: 'meteor',
  'sun-glint': 'sun glint',
  'moon-echo': 'Moon echo',
  'stationary-heat': 'fire, flare',
  unknown: 'unknown',
};

/** `39.19°N 125.67°E`: two decimals are about a kilometre, and no figure of a warning is finer. */
export function position(point: { readonly latitude_rad: number; readonly longitude_rad: number }): string {
  const write = (angle_rad: number, plus: string, minus: string) =>
    `${Math.abs(toDegrees(angle_rad)).toFixed(2)}°${angle_rad < 0 ? minus : plus}`;
  return `${write(point.latitude_rad, 'N', 'S')} ${write(point.longitude_rad, 'E', 'W')}`;
}

export function clock(at_us: number): string {
  return `${clockFromMicros(at_us)}Z`;
}

/** Kilometres with as many decimals as the figure deserves. */
export function kilometres(metres: number): string {
  const km = metres / 1000;
  return `${km.toFixed(Math.abs(km) < 10 ? 1 : 0)} km`;
}

export function bearing(azimuth_rad: number): string {
  const whole = ((Math.round(toDegrees(azimuth_rad)) % 360) + 360) % 360;
  return `${String(whole).padStart(3, '0')}°`;
}

/** `17 min 05 s`; of the past `over since 1 min 02 s` is the caller's to say. */
export function duration(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${String(whole % 60).padStart(2, '0')} s` : `${whole} s`;
}

/** `W1-m1 has not reached sirens since 01:23:45Z; tried 7 times.` */
export function undelivered({ channel, connected, messages, oldest, since_us, attempts }: BacklogView): string {
  const what = messages === 1 ? `${oldest} has` : `${messages} messages, ${oldest} first, have`;
  return `${what} not reached ${channel} since ${clock(since_us)}; ${connected ? `tried ${attempts} times` : 'there is no such channel in this run'}.`;
}

/** `198, 192 to 204`: the likeliest number, and the range that holds it with 95 %. */
export function launchCount({ likeliest, low, high }: NonNullable<View['launches']>): string {
  return `${likeliest}, ${low} to ${high}`;
}

/** An age as people glance at it: tenths below ten seconds, or nothing known. */
export function age(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return 'no data yet';
  return seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

export function percent(probability: number): string {
  if (probability > 0.995 && probability < 1) return '> 99 %';
  if (probability < 0.005 && probability > 0) return '< 1 %';
  return `${Math.round(probability * 100)} %`;
}

/** Half-axes of the ellipse that holds a point with a probability; χ² with two degrees of freedom is −2·ln(1 − p). The longer first. */
export function ellipseAxes(
  point: GroundPoint,
  probability: number,
): { readonly major_m: number; readonly minor_m: number; readonly azimuth_rad: number } {
  const { covarianceEast_m2: ee, covarianceEastNorth_m2: en, covarianceNorth_m2: nn } = point;
  const mean = (ee + nn) / 2;
  const half = (ee - nn) / 2;
  const root = Math.sqrt(half * half + en * en);
  const scale = Math.sqrt(-2 * Math.log(1 - probability));
  return {
    major_m: scale * Math.sqrt(Math.max(0, mean + root)),
    minor_m: scale * Math.sqrt(Math.max(0, mean - root)),
    // Angle of the longer axis from north, clockwise.
    azimuth_rad: Math.PI / 2 - 0.5 * Math.atan2(2 * en, ee - nn),
  };
}
