import { WGS84 } from '../../core/frames/earth.ts';
import { exp } from '../../core/math/elementary.ts';
import { dot, norm, scale, subtract, unit, type Vec3, vec3 } from '../../core/math/vector.ts';
import { perMicrometre, planckAt, radianceOfBlackBody, reflectedSunlight } from '../../core/physics/planck.ts';
import type { Kelvin, Metres } from '../../core/units.ts';
import { type Air, depthAbove, glowHeight, type Layer } from './air.ts';
import type { Backdrop, Cloud, Reflectance, Surface } from './backdrop.ts';
import { glintReflectance, ICE, PLATE_SLOPES2, seaSlopes2, WATER } from './glint.ts';
import type { ImagerBand } from './imager-spec.ts';

/** What an imager's line of sight goes through, from the ground up to it. */
export type Column = {
  readonly surface: Surface;
  /** From the lowest up. */
  readonly clouds: readonly Cloud[];
  /** Cosines of the angles from the vertical: of the imager, at least grazing, and of the Sun, 0 at night. */
  readonly viewCosine: number;
  readonly sunCosine: number;
  /** Sunlight over that at its mean distance: in January a fifteenth more than in July. */
  readonly sunlight: number;
  /** Reflectances by which level mirrors show the Sun: the sea's, and ice plates' if the whole cloud were of them. */
  readonly seaGlint: number;
  readonly plateGlint: number;
  /** How warm the air is over it. */
  readonly backdrop: Pick<Backdrop, 'airTemperature'>;
  readonly sineLatitude: number;
};

/** A sight that grazes the limb goes through forty times the air below it, not through any amount. */
export const GRAZING = 0.025;

/** The column over a place, ECEF, m. */
export function columnAt(
  backdrop: Backdrop,
  place: Vec3,
  surface: Surface,
  clouds: readonly Cloud[],
  cameraEcef_m: Vec3,
  sunEcef_m: Vec3,
): Column {
  const up = verticalAt(place);
  const towardsSensor = unit(subtract(cameraEcef_m, place));
  const toSun_m = subtract(sunEcef_m, place);
  const sunDistance_m = norm(toSun_m);
  const towardsSun = scale(toSun_m, 1 / sunDistance_m);
  const sunCosine = Math.max(0, dot(towardsSun, up));
  const hasPlates = sunCosine > 0 && clouds.some(({ levelPlates }) => levelPlates > 0);
  return {
    surface,
    clouds,
    viewCosine: Math.max(GRAZING, dot(towardsSensor, up)),
    sunCosine,
    sunlight: sunlightAt(sunDistance_m),
    seaGlint:
      surface.seaShare > 0 && sunCosine > 0
        ? surface.seaShare * glintReflectance(towardsSun, towardsSensor, up, seaSlopes2(surface.wind_mps), WATER)
        : 0,
    plateGlint: hasPlates ? glintReflectance(towardsSun, towardsSensor, up, PLATE_SLOPES2, ICE) : 0,
    backdrop,
    sineLatitude: up.z,
  };
}

/** Sunlight at a distance over that at the mean one.  Source  the astronomical unit, IAU 2012, resolution B2. */
export function sunlightAt(distance_m: Metres): number {
  const share = 149_597_870_700 / distance_m;
  return share * share;
}

/** Unit vector of the vertical over a place on the ellipsoid, ECEF. */
export function verticalAt({ x, y, z }: Vec3): Vec3 {
  const stretch = 1 / (1 - WGS84.e2);
  return unit(vec3(x, y, z * stretch));
}

/** Spectral radiance of a column in a band, in its unit: what the ground and each cloud glow and reflect, and what the air between takes and adds. */
export function radianceOf(band: ImagerBand, column: Column): number {
  const { clouds, viewCosine, plateGlint } = column;
  let radiance = groundRadiance(band, column);
  let height_m: Metres = 0;
  let air = band.airDepth;
  let shade = depthOf(clouds);
  for (const { opticalDepth, top_m, reflectance, levelPlates } of clouds) {
    // A layer may reach into the next: there is no air between them.
    if (top_m > height_m) {
      const less = depthAbove(band, top_m);
      radiance = throughAir(band, column, radiance, { from_m: height_m, to_m: top_m, top: less / viewCosine, bottom: air / viewCosine });
      [height_m, air] = [top_m, less];
    }
    shade -= opticalDepth;
    const passes = exp(-opticalDepth / viewCosine);
    const back = reflectanceIn(band, reflectance);
    const own = (1 - back) * glowIn(band, airAt(column, top_m)) + sunlightFrom(band, column, back, levelPlates * plateGlint, air + shade);
    radiance = radiance * passes + (1 - passes) * own;
  }
  return throughAir(band, column, radiance, { from_m: height_m, to_m: Infinity, top: 0, bottom: air / viewCosine });
}

/** Spectral radiance of the ground of a column, under its clouds and air. */
export function groundRadiance(band: ImagerBand, column: Column): number {
  const { surface, clouds, sunCosine, seaGlint } = column;
  const share = reflectanceIn(band, surface.reflectance);
  const glow = glowIn(band, surface.night_K + surface.heating_K * sunCosine);
  return (1 - share) * glow + sunlightFrom(band, column, share, seaGlint, band.airDepth + depthOf(clouds));
}

/** Optical depth of clouds together, straight up. */
export function depthOf(clouds: readonly Cloud[]): number {
  let depth = 0;
  for (const { opticalDepth } of clouds) depth += opticalDepth;
  return depth;
}

function airAt({ backdrop, sineLatitude }: Column, height_m: Metres): Kelvin {
  return backdrop.airTemperature(sineLatitude, height_m);
}

/** What a surface under clouds and air of such an optical depth sends of the Sun: scattered, and mirrored. */
function sunlightFrom(band: ImagerBand, { sunCosine, sunlight }: Column, reflectance: number, glint: number, shade: number): number {
  if (sunCosine === 0) return 0;
  return whiteOf(band) * sunlight * (reflectance * sunCosine + glint) * exp(-shade / Math.max(sunCosine, GRAZING));
}

/** Share of what shines at a height that comes through to the imager. A source on top of the clouds has only the air above it. */
export function passesFrom(air: Air, { clouds, viewCosine }: Pick<Column, 'clouds' | 'viewCosine'>, height_m: Metres): number {
  return exp(-(depthAbove(air, height_m) + depthOf(clouds.filter(({ top_m }) => top_m > height_m))) / viewCosine);
}

/** Radiance of a black body in a band, in its unit: the hottest glow where others only shine. */
export function glowIn({ planck, wavelength_um }: Pick<ImagerBand, 'planck' | 'wavelength_um'>, temperature_K: Kelvin): number {
  if (planck !== undefined) return radianceOfBlackBody(planck, temperature_K);
  return perMicrometre(wavelength_um) * radianceOfBlackBody(planckAt(wavelength_um), temperature_K);
}

/** Radiance of a white surface under the Sun overhead, at its mean distance. */
function whiteOf({ planck, reflectancePerRadiance = 1 }: ImagerBand): number {
  return planck === undefined ? 1 / reflectancePerRadiance : reflectedSunlight(planck);
}

/** Between the two wavelengths at which it is known, and a little where the Sun plays no part. */
function reflectanceIn({ wavelength_um }: ImagerBand, { at2_2um, at3_9um }: Reflectance): number {
  if (wavelength_um > 5) return 0.02;
  const towards = Math.min(1, Math.max(0, (wavelength_um - 2.25) / (3.9 - 2.25)));
  return at2_2um + towards * (at3_9um - at2_2um);
}

/** What is left of a radiance after a layer of air, and what that glows itself. */
function throughAir(band: ImagerBand, column: Column, radiance: number, layer: Layer): number {
  const passes = exp(layer.top - layer.bottom);
  if (passes === 1) return radiance;
  return radiance * passes + (1 - passes) * glowIn(band, airAt(column, glowHeight(band.airHeight_m, layer, passes)));
}
