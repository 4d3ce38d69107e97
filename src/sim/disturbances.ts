import { enuBasis } from '../core/frames/enu.ts';
import { ecefVecFromGeodetic } from '../core/frames/geodetic.ts';
import { polarFromEcef } from '../core/frames/radar.ts';
import { exp } from '../core/math/elementary.ts';
import { scale, subtract, type Vec3 } from '../core/math/vector.ts';
import type { Micros } from '../core/units.ts';
import type { HeatSource } from './infrared.ts';
import { type RadarReturn, siteAt } from './radar.ts';
import { stream } from './random.ts';
import type { Disturbance, MoonEcho, SimulatedRadar } from './scenario.ts';

/** Sun and Moon as the caller's ephemeris has them, ECEF axes at that time. The simulation has none of its own. */
export type Sky = (at_us: Micros) => { readonly sunEcef_m: Vec3; readonly moonEcef_m: Vec3 };

const MOON_RADIUS_M = 1_737_400;
/** The Sun moves behind the cloud's small facets: a glint twinkles more than a flame. Natural logarithm. */
const GLINT_SCATTER = 0.5;
const FIRE_SCATTER = 0.2;

/** Hot spots that are no rocket, as this satellite sees them now. */
export function standingHeat(disturbances: readonly Disturbance[], satellite: string, seed: number, at_us: Micros): HeatSource[] {
  return disturbances.flatMap((each, i) => heatOfOne(each, i, satellite, seed, at_us) ?? []);
}

/** The same of one of them, the `i`th; undefined while it is not hot, or is no hot spot. */
export function heatOfOne(each: Disturbance, i: number, satellite: string, seed: number, at_us: Micros): HeatSource | undefined {
  if (each.kind !== 'sun-glint' && each.kind !== 'stationary-fire') return undefined;
  if (at_us < each.from_us || at_us >= each.to_us) return undefined;
  if (each.kind === 'sun-glint' && each.satellite !== satellite) return undefined;
  const scatter = each.kind === 'sun-glint' ? GLINT_SCATTER : FIRE_SCATTER;
  const flicker = stream(seed, `heat/${i}/${satellite}/${at_us}`).normal();
  const intensity_Wpsr = each.intensity_Wpsr * exp(scatter * flicker);
  return { r: ecefVecFromGeodetic(each.point), intensity_Wpsr, aboveCloud: each.kind === 'sun-glint' };
}

/** The Moon's return in one radar. It comes from the near face, after many pulses more have left, so the radar, which counts from its
 *  latest pulse, puts it at the remainder of the true range by the unambiguous range; the range rate it shows is the true one. */
export function moonReturns(
  disturbances: readonly Disturbance[],
  radar: SimulatedRadar,
  at_us: Micros,
  sky: Sky | undefined,
): RadarReturn[] {
  if (sky === undefined) return [];
  const echoes = disturbances.filter((each): each is MoonEcho => each.kind === 'moon-echo' && each.radar === radar.spec.id);
  if (echoes.length === 0) return [];
  const polar = moonFrom(radar, at_us, sky);
  const range_m = polar.range_m - MOON_RADIUS_M;
  return echoes.map((echo) => ({
    range_m: range_m - echo.unambiguousRange_m * Math.floor(range_m / echo.unambiguousRange_m),
    azimuth_rad: polar.azimuth_rad,
    elevation_rad: polar.elevation_rad,
    rangeRate_mps: polar.rangeRate_mps,
    signalToNoise_dB: echo.signalToNoise_dB,
  }));
}

/** Range (to the centre), direction and range rate of the Moon at a radar. */
function moonFrom(radar: SimulatedRadar, at_us: Micros, sky: Sky): ReturnType<typeof polarFromEcef> {
  const half_us = 5_000_000;
  const before = sky(at_us - half_us).moonEcef_m;
  const after = sky(at_us + half_us).moonEcef_m;
  const v = scale(subtract(after, before), 1e6 / (2 * half_us));
  const site = siteAt(radar, at_us);
  return polarFromEcef(ecefVecFromGeodetic(site), enuBasis(site), sky(at_us).moonEcef_m, v);
}
