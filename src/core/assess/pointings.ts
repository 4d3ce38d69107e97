import type { LineOfSightDetection } from '../sense/scan.ts';
import type { EarlySighting } from '../theatre-track/track.ts';
import type { Radians } from '../units.ts';
import { PARAMETERS, type Prior } from './climb.ts';

/** How far satellites point aside of what they say, in all their sights of a launch alike: parameters of a fit behind those of the climb, two for each satellite that
 *  declares it, to the right and up. As errors of each sight of its own they would average out, and a launch point be said to be known far better than it is. */
export type Pointings = {
  /** Of each sighting the first of its satellite's two parameters; undefined where nothing is declared. */
  readonly columns: readonly (number | undefined)[];
  /** One sigma of each of these parameters; their means are zero. */
  readonly sigma_rad: readonly Radians[];
};

export function pointingsOf(sightings: readonly EarlySighting[]): Pointings {
  const first = new Map<string, number>();
  const sigma_rad: Radians[] = [];
  const columns = sightings.map(({ pointing }) => {
    if (pointing === undefined) return undefined;
    const known = first.get(pointing.sensor);
    if (known !== undefined) return known;
    const column = PARAMETERS + sigma_rad.length;
    first.set(pointing.sensor, column);
    sigma_rad.push(pointing.sigma_rad, pointing.sigma_rad);
    return column;
  });
  return { columns, sigma_rad };
}

/** What is known of a rocket, and of where those who see it point. */
export function withPointings(prior: Prior, { sigma_rad }: Pointings): Prior {
  if (sigma_rad.length === 0) return prior;
  return {
    ...prior,
    mean: Float64Array.from([...prior.mean, ...sigma_rad.map(() => 0)]),
    sigma: Float64Array.from([...prior.sigma, ...sigma_rad]),
  };
}

/** At least this share of a sight's variance is its own, whatever is declared. */
const OWN = 0.02;

/** No more than this correlation is left: a part in common that was declared too large takes from both variances, and what they share would be more than there is. */
const MOST_ALIKE = 0.98;

/** The covariance of what a sight has for itself, rad²: what is in common is as large in every direction. Positive definite, whatever is declared. */
export function ownCovariance(
  { covariance_rad2 }: LineOfSightDetection,
  pointing: EarlySighting['pointing'],
): LineOfSightDetection['covariance_rad2'] {
  if (pointing === undefined) return covariance_rad2;
  const { rightRight, rightUp, upUp } = covariance_rad2;
  const common = pointing.sigma_rad * pointing.sigma_rad;
  const own = (variance: number): number => Math.max(variance - common, OWN * variance);
  const [right, up] = [own(rightRight), own(upUp)];
  const most = MOST_ALIKE * Math.sqrt(right * up);
  return { rightRight: right, rightUp: Math.min(most, Math.max(-most, rightUp)), upUp: up };
}
