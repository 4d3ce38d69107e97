import { ecefVecFromGeodetic, geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { lineOfSight, tangentBasis } from '../../src/core/frames/line-of-sight.ts';
import { addScaled, unit, type Vec3 } from '../../src/core/math/vector.ts';
import type { EarlySighting } from '../../src/core/theatre-track/track.ts';

// What satellites see of a launch, for the tests of the fit that traces it back.

/** Error of one line of sight on each of its two axes. */
export const SIGMA_RAD = 25e-6;

export const satellitesAt = (longitudes: readonly number[]): Vec3[] =>
  longitudes.map((longitude) => ecefVecFromGeodetic(geodeticDegrees(0, longitude, 35_786_000)));

/** A look at a place; without a source of noise it is without noise. */
export function sighting(random: { normal(): number } | undefined, t_s: number, from: Vec3, r: Vec3): EarlySighting {
  const u = lineOfSight(from, r);
  const { right, up } = tangentBasis(u);
  const noisy =
    random === undefined ? u : unit(addScaled(addScaled(u, right, SIGMA_RAD * random.normal()), up, SIGMA_RAD * random.normal()));
  const variance = SIGMA_RAD * SIGMA_RAD;
  return {
    at_us: t_s * 1e6,
    satelliteEcef_m: from,
    detection: { lineOfSightEcef: noisy, covariance_rad2: { rightRight: variance, rightUp: 0, upUp: variance }, intensity_Wpsr: 1e5 },
  };
}
