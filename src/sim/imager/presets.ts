import { planckAt } from '../../core/physics/planck.ts';
import type { Radians, Seconds } from '../../core/units.ts';
import type { Figure, ImagerBandOf, ImagerPreset } from './imager-spec.ts';

const ABI = '[GOES-R PUG L1b]; [SGG2017]';
const MEASURED = 'calm pixels of real frames of that class (docs/adr/0074)';
const ASSUMED = 'no public table: chosen so that the theatre’s infrared satellite, which sees 5 kW/sr half of the time, comes out of it';
const AIR = 'clear-sky transmission of the infrared windows in humid to dry air, round figures';

function figure(value: number, low: number, high: number, source: string): Figure {
  return { value, range: [low, high], source };
}

/** A weather satellite's imager over the equator, with pixels of 2 km below it: the public class of ABI, AHI and AMI. `framePeriod_s` 10, 30 or 60 is a
 *  mesoscale area's, 300 a region's and 600 the full disc's. */
export function geostationaryImager(longitude_rad: Radians, framePeriod_s: Seconds, satellite = 'SIM-G'): ImagerPreset {
  return {
    satellite,
    longitude_rad,
    scan: 'sweeping',
    space: 'no value',
    framePeriod_s,
    // A mesoscale scan takes 5.7 to 6.9 s in real files; a region's and a disc's most of their period.
    exposure_s: framePeriod_s <= 60 ? 6 : 0.9 * framePeriod_s,
    step_rad: 56e-6,
    drift_rad: figure(6e-6, 2e-6, 14e-6, `${ABI}: navigation within 28 µrad, three sigma`),
    driftTime_s: figure(900, 300, 3600, 'slower than mesoscale frames, faster than a day: assumed'),
    jitter_rad: figure(2e-6, 1e-6, 5e-6, `${ABI}: frame to frame registration`),
    badPixels: figure(0, 0, 1e-6, `${MEASURED}: none, since the ground makes each pixel from several`),
    hitsPerSecondMegapixel: figure(0, 0, 0, 'the ground takes them out'),
    bands: [glow(7, 3.89, 0.05, 411, 0.12), glow(13, 10.33, 0.05, 340, 0.25), shine(6, 2.25, 0.0403)],
  };
}

function glow(band: number, wavelength_um: number, noise: number, saturation: number, airDepth: number): ImagerBandOf<Figure> {
  return {
    band,
    wavelength_um,
    planck: planckAt(wavelength_um),
    reflectancePerRadiance: undefined,
    noise: figure(noise, 0.04, 0.1, `${MEASURED}; specified: 0.1 K`),
    stripes: figure(0.3, 0.1, 0.6, MEASURED),
    pointSpread: figure(0.45, 0.35, 0.6, `${ABI}: the modulation of the fixed grid’s pixels`),
    saturation: figure(saturation, saturation - 5, saturation + 5, `${ABI}: valid range of the files`),
    airDepth: figure(airDepth, 0.6 * airDepth, 1.6 * airDepth, AIR),
    airHeight_m: 2_000,
    bits: band === 7 ? 14 : 12,
  };
}

function shine(band: number, wavelength_um: number, reflectancePerRadiance: number): ImagerBandOf<Figure> {
  return {
    band,
    wavelength_um,
    planck: undefined,
    reflectancePerRadiance,
    noise: figure(0.0003, 0.0002, 0.002, `${MEASURED}; specified: signal to noise 300 at full reflectance`),
    stripes: figure(0.3, 0.1, 0.6, MEASURED),
    pointSpread: figure(0.45, 0.35, 0.6, `${ABI}: the modulation of the fixed grid’s pixels`),
    saturation: figure(4.9, 4.8, 5, `${ABI}: valid range of the files`),
    airDepth: figure(0.05, 0.03, 0.08, AIR),
    airHeight_m: 2_000,
    bits: 12,
  };
}

/** A staring array over the equator, for launches and nothing else: pixels of 1 km below it, a look each second, in the water vapour's band at 2.7 µm, where
 *  the air hides the surface, and beside it. No table of any such satellite is open; the figures are of a class, with ranges of a factor of three. */
export function staringImager(longitude_rad: Radians, satellite = 'SIM-S'): ImagerPreset {
  const band = (
    number: number,
    wavelength_um: number,
    noise: number,
    saturation: number,
    airDepth: Figure,
    airHeight_m: number,
  ): ImagerBandOf<Figure> => ({
    band: number,
    wavelength_um,
    planck: planckAt(wavelength_um),
    reflectancePerRadiance: undefined,
    noise: figure(noise, noise / 3, 3 * noise, ASSUMED),
    stripes: figure(0.1, 0, 0.3, ASSUMED),
    pointSpread: figure(0.5, 0.35, 0.8, ASSUMED),
    saturation: figure(saturation, 0.95 * saturation, 1.2 * saturation, ASSUMED),
    airDepth,
    airHeight_m,
    bits: 16,
  });
  return {
    satellite,
    longitude_rad,
    scan: 'staring',
    space: 'dark',
    framePeriod_s: 1,
    exposure_s: 0.5,
    step_rad: 28e-6,
    drift_rad: figure(5e-6, 2e-6, 15e-6, ASSUMED),
    driftTime_s: figure(300, 100, 1000, ASSUMED),
    jitter_rad: figure(3e-6, 1e-6, 10e-6, ASSUMED),
    badPixels: figure(5e-4, 1e-4, 2e-3, ASSUMED),
    hitsPerSecondMegapixel: figure(2, 0.5, 20, ASSUMED),
    bands: [
      band(1, 2.7, 0.2, 480, figure(40, 15, 80, `${AIR}; opaque below some 8 km`), 2_200),
      band(2, 3.9, 0.03, 420, figure(0.12, 0.07, 0.2, AIR), 2_000),
    ],
  };
}
