import { exp } from '../../core/math/elementary.ts';
import { add, angleBetween, dot, type Vec3, unit } from '../../core/math/vector.ts';
import type { MetresPerSecond, Radians } from '../../core/units.ts';

/** What small mirrors that lie nearly level send of the Sun into a sensor, as the reflectance of a white surface under a Sun overhead that would be as bright.
 *  `towardsSun`, `towardsSensor`, `up` are unit vectors; `slopes2` is the mean square of the mirrors' slopes, `index` what they refract by.
 *    ρ = π p(θn) F(ω) / (4 cos θv cos⁴ θn),   p = exp(−tan² θn / s²) / (π s²)
 *  Source  [CM1954], slopes alike in all directions, no shadows. */
export function glintReflectance(towardsSun: Vec3, towardsSensor: Vec3, up: Vec3, slopes2: number, index: number): number {
  const sunCosine = dot(towardsSun, up);
  const viewCosine = dot(towardsSensor, up);
  if (!(sunCosine > 0 && viewCosine > 0)) return 0;
  const facet = unit(add(towardsSun, towardsSensor));
  const tilt = dot(facet, up);
  const tilt2 = tilt * tilt;
  const slope2 = (1 - tilt2) / tilt2;
  if (slope2 > FARTHEST * slopes2) return 0;
  const facing = exp(-slope2 / slopes2) / slopes2;
  return (facing * fresnel(dot(facet, towardsSun), index)) / (4 * Math.max(viewCosine, GRAZING) * tilt2 * tilt2);
}

/** By how much a mirror leans from level that sends the Sun into a sensor: 0 at the Sun's mirror image. Unit vectors, as above. */
export function leanOfMirror(towardsSun: Vec3, towardsSensor: Vec3, up: Vec3): Radians {
  return angleBetween(add(towardsSun, towardsSensor), up);
}

/** Beyond these slopes, in mean squares, there is hardly a mirror. */
const FARTHEST = 30;
/** Mirrors hide behind each other where a view grazes them. */
const GRAZING = 0.08;

/** Refractive indices around 3.9 µm: of water 1.35, of ice 1.37 (G. M. Hale, M. R. Querry, Applied Optics 12, 1973; S. G. Warren, Applied Optics 23, 1984). */
export const WATER = 1.35;
export const ICE = 1.37;

/** Mean square of the sea's slopes by the wind.  Source  [CM1954]: 0.003 + 0.00512 W. */
export function seaSlopes2(wind_mps: MetresPerSecond): number {
  return 0.003 + 0.00512 * wind_mps;
}

/** Of ice plates that tilt by less than a degree; the Sun's own half degree on top.  Source  [BD2004]. */
export const PLATE_SLOPES2 = 2 * (0.012 * 0.012 + 0.0012 * 0.0012);

/** Share of unpolarised light that a mirror of a clear medium sends back. */
function fresnel(cosine: number, index: number): number {
  const inside = Math.sqrt(1 - (1 - cosine * cosine) / (index * index));
  const across = (cosine - index * inside) / (cosine + index * inside);
  const along = (index * cosine - inside) / (index * cosine + inside);
  return (across * across + along * along) / 2;
}
