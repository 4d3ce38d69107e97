import { WGS84 } from '../../core/frames/earth.ts';
import { exp, log } from '../../core/math/elementary.ts';
import { dot, subtract, unit, type Vec3, vec3 } from '../../core/math/vector.ts';
import { planckAt, radianceOfBlackBody, reflectedSunlight, perMicrometre } from '../../core/physics/planck.ts';
import type { Kelvin, Metres } from '../../core/units.ts';
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
  const towardsSun = unit(subtract(sunEcef_m, place));
  const sunCosine = Math.max(0, dot(towardsSun, up));
  const hasPlates = sunCosine > 0 && clouds.some(({ levelPlates }) => levelPlates > 0);
  return {
    surface,
    clouds,
    viewCosine: Math.max(GRAZING, dot(towardsSensor, up)),
    sunCosine,
    seaGlint: surface.isSea && sunCosine > 0 ? glintReflectance(towardsSun, towardsSensor, up, seaSlopes2(surface.wind_mps), WATER) : 0,
    plateGlint: hasPlates ? glintReflectance(towardsSun, towardsSensor, up, PLATE_SLOPES2, ICE) : 0,
    backdrop,
    sineLatitude: up.z,
  };
}

function verticalAt({ x, y, z }: Vec3): Vec3 {
  const stretch = 1 / (1 - WGS84.e2);
  return unit(vec3(x, y, z * stretch));
}

/** Spectral radiance of a column in a band, in its unit: what the ground and each cloud glow and reflect, and what the air between takes and adds. */
export function radianceOf(band: ImagerBand, column: Column): number {
  const { surface, clouds, viewCosine, sunCosine, seaGlint, plateGlint } = column;
  const share = reflectanceIn(band, surface.reflectance);
  const surface_K = surface.night_K + surface.heating_K * sunCosine;
  let radiance = (1 - share) * glowIn(band, surface_K) + sunlightFrom(band, sunCosine, share, seaGlint, 0);
  let height_m: Metres = 0;
  for (const { opticalDepth, top_m, reflectance, levelPlates } of clouds) {
    radiance = throughAir(band, column, radiance, height_m, top_m);
    height_m = Math.max(height_m, top_m);
    const passes = exp(-opticalDepth / viewCosine);
    const back = reflectanceIn(band, reflectance);
    const own = (1 - back) * glowIn(band, airAt(column, top_m)) + sunlightFrom(band, sunCosine, back, levelPlates * plateGlint, top_m);
    radiance = radiance * passes + (1 - passes) * own;
  }
  return throughAir(band, column, radiance, height_m, Infinity);
}

function airAt({ backdrop, sineLatitude }: Column, height_m: Metres): Kelvin {
  return backdrop.airTemperature(sineLatitude, height_m);
}

/** What a surface at a height sends of the Sun: scattered, and mirrored. */
function sunlightFrom(band: ImagerBand, sunCosine: number, reflectance: number, glint: number, height_m: Metres): number {
  if (sunCosine === 0) return 0;
  return whiteOf(band) * (reflectance * sunCosine + glint) * exp(-depthAbove(band, height_m) / Math.max(sunCosine, GRAZING));
}

/** Share of what shines at a height that comes through to the imager. A source on top of the clouds has only the air above it. */
export function passesFrom(
  { airDepth, airHeight_m }: Pick<ImagerBand, 'airDepth' | 'airHeight_m'>,
  { clouds, viewCosine }: Pick<Column, 'clouds' | 'viewCosine'>,
  height_m: Metres,
): number {
  let depth = depthAbove({ airDepth, airHeight_m }, height_m);
  for (const { top_m, opticalDepth } of clouds) if (top_m > height_m) depth += opticalDepth;
  return exp(-depth / viewCosine);
}

/** Radiance of a black body in a band, in its unit: the hottest glow where others only shine. */
export function glowIn({ planck, wavelength_um }: Pick<ImagerBand, 'planck' | 'wavelength_um'>, temperature_K: Kelvin): number {
  if (planck !== undefined) return radianceOfBlackBody(planck, temperature_K);
  return perMicrometre(wavelength_um) * radianceOfBlackBody(planckAt(wavelength_um), temperature_K);
}

/** Radiance of a white surface under the Sun overhead. */
function whiteOf({ planck, reflectancePerRadiance = 1 }: ImagerBand): number {
  return planck === undefined ? 1 / reflectancePerRadiance : reflectedSunlight(planck);
}

/** Between the two wavelengths at which it is known, and a little where the Sun plays no part. */
function reflectanceIn({ wavelength_um }: ImagerBand, { at2_2um, at3_9um }: Reflectance): number {
  if (wavelength_um > 5) return 0.02;
  const towards = Math.min(1, Math.max(0, (wavelength_um - 2.25) / (3.9 - 2.25)));
  return at2_2um + towards * (at3_9um - at2_2um);
}

function depthAbove({ airDepth, airHeight_m }: Pick<ImagerBand, 'airDepth' | 'airHeight_m'>, height_m: Metres): number {
  return height_m === Infinity ? 0 : airDepth / exp(height_m / airHeight_m);
}

/** What is left of a radiance after the air between two heights, and what that glows itself. */
function throughAir(band: ImagerBand, column: Column, radiance: number, from_m: Metres, to_m: Metres): number {
  const { viewCosine } = column;
  const depth = (depthAbove(band, from_m) - depthAbove(band, to_m)) / viewCosine;
  if (!(depth > 0)) return radiance;
  const passes = exp(-depth);
  // Of an opaque layer the part shows above which there is a depth of one; of a clear one its densest, at the bottom.
  const shown_m = depth > 1 ? band.airHeight_m * log(band.airDepth / viewCosine) : from_m + band.airHeight_m / 2;
  return radiance * passes + (1 - passes) * glowIn(band, airAt(column, Math.min(Math.max(shown_m, from_m), to_m)));
}
