import { exp, log10, pow } from '../../math/elementary.ts';
import { detected, type RadarSensitivity, signalToNoise } from '../../sense/sensitivity.ts';
import type { Plot } from '../../sense/scan.ts';

/** How large an object looks by the strength of its echoes: the mean of the cross-sections, in decibels of a square metre, that the last looks' echoes are
 *  of. Hits and misses (cross-section.ts) say the same of a small body and a large one wherever both are seen. No looks: nothing is known. */
export type EchoStrength = { mean_dBsm: number; looks: number };

/** Looks that are remembered: a body that leaves its stage long after the thrust has ended is known for what it is some looks later. */
const REMEMBERED = 10;
/** Scatter of one look, dB: a body turns, and its parts add up and cancel out. Swerling's first case scatters by 5.6 dB; bodies with edges and flat ends have
 *  longer tails, and are described as normal in decibels. Source  G. R. Heidbreder and R. L. Mitchell, Detection probabilities for log-normally
 *  distributed signals, IEEE Trans. AES-3, 1967. */
const LOOK_DB = 6;

export function unknownStrength(): EchoStrength {
  return { mean_dBsm: 0, looks: 0 };
}

export function learnStrength(strength: EchoStrength, echo_dBsm: number): void {
  strength.looks = Math.min(strength.looks + 1, REMEMBERED);
  strength.mean_dBsm += (echo_dBsm - strength.mean_dBsm) / strength.looks;
}

/** What burned may have left its tanks with the end of the thrust. */
export function forgetStrength(strength: EchoStrength): void {
  Object.assign(strength, unknownStrength());
}

/** A kind of body, by the mean cross-section of one of them: normal in decibels of a square metre. */
export type SizeClass = { readonly mean_dBsm: number; readonly spread_dB: number };

/** What has left its stages and tanks: 0.1 m², from 0.01 to 1 m² with how it is shaped and turned. Own choice, as the prior of cross-section.ts; public
 *  tables have 0.1 to 0.5 m² for small missiles (Skolnik, Introduction to Radar Systems, ch. 2), and a cone end on has less. */
export const BODY_ALONE: SizeClass = { mean_dBsm: -10, spread_dB: 5 };
/** A stage with its tanks, whatever it still carries: 3 m², from 0.5 to 20 m². */
export const WITH_TANKS: SizeClass = { mean_dBsm: 5, spread_dB: 4 };

/** Likelihood of such echoes for a kind of body, but for a factor that all kinds share. Of one look at least. */
export function likelihoodOf({ mean_dBsm, looks }: EchoStrength, kind: SizeClass): number {
  const variance = kind.spread_dB * kind.spread_dB + (LOOK_DB * LOOK_DB) / looks;
  const off = mean_dBsm - kind.mean_dBsm;
  return exp((-0.5 * off * off) / variance) / Math.sqrt(variance);
}

/** Chance that a look shows a body alone, from which on a plot speaks of size. Where it would hardly be seen, what is seen at all is chosen for its strength. */
const SEEN_ANYHOW = 0.8;

/** Cross-section that the echo of a plot is of, in decibels of a square metre, by the radar equation. Undefined where the radar declares no
 *  sensitivity, or would often miss a body alone so far off. */
export function echo_dBsm(
  sensitivity: RadarSensitivity | undefined,
  { range_m, signalToNoise_dB }: Pick<Plot, 'range_m' | 'signalToNoise_dB'>,
): number | undefined {
  if (sensitivity === undefined) return undefined;
  const one_m2 = signalToNoise(sensitivity, range_m, 1);
  const alone_m2 = pow(10, BODY_ALONE.mean_dBsm / 10);
  if (detected(one_m2 * alone_m2, sensitivity.falseAlarmProbability) < SEEN_ANYHOW) return undefined;
  return signalToNoise_dB - 10 * log10(one_m2);
}
