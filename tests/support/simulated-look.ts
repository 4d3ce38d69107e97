import { geodeticOfScan } from '../../src/core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodetic, type Geodetic } from '../../src/core/frames/geodetic.ts';
import type { BandFrame } from '../../src/core/imager/frame.ts';
import { dot, norm, scale, subtract, type Vec3, vec3 } from '../../src/core/math/vector.ts';
import { gridOf, rasterOf } from '../../src/sim/imager/area.ts';
import { type BackdropSettings, backdropOf, USUAL_BACKDROP } from '../../src/sim/imager/backdrop.ts';
import { type SimulatedImager, simulatedImager } from '../../src/sim/imager/imager.ts';
import { type ImagerSpec, imagerOf } from '../../src/sim/imager/imager-spec.ts';
import { geostationaryImager } from '../../src/sim/imager/presets.ts';
import type { Sources } from '../../src/sim/imager/sources.ts';
import type { HeatSource } from '../../src/sim/infrared.ts';

export const SPEC = imagerOf(geostationaryImager(-1.3, 30));
export const SIDE = 48;
const AREA = { kind: 'mesoscale', x_rad: 0.03, y_rad: 0.08, side_rad: SIDE * SPEC.step_rad } as const;
export const CALM: Partial<BackdropSettings> = { landShare: 1e-9, layers: [] };
const up = ecefVecFromGeodetic(placeAt(24, 24));
export const NOON = scale(up, 23_000);
export const MIDNIGHT = scale(up, -23_000);

/** Where a place between the pixels of the area is. */
export function placeAt(row: number, column: number, height_m = 0): Geodetic {
  const { x0_rad, y0_rad, step_rad } = rasterOf(SPEC, AREA);
  const place = geodeticOfScan(gridOf(SPEC), { x_rad: x0_rad + column * step_rad, y_rad: y0_rad - row * step_rad });
  if (place === undefined) throw new Error('it is beside the Earth');
  return geodetic(place.latitude_rad, place.longitude_rad, height_m);
}

export function viewOf(place: Geodetic): {
  readonly towards: Vec3;
  readonly vertical: Vec3;
  readonly range_m: number;
  readonly viewCosine: number;
} {
  const { latitude_rad, longitude_rad } = place;
  const towards = subtract(vec3(42_164_160 * Math.cos(-1.3), 42_164_160 * Math.sin(-1.3), 0), ecefVecFromGeodetic(place));
  const across = Math.cos(latitude_rad);
  const vertical = vec3(across * Math.cos(longitude_rad), across * Math.sin(longitude_rad), Math.sin(latitude_rad));
  const range_m = norm(towards);
  return { towards, vertical, range_m, viewCosine: dot(towards, vertical) / range_m };
}

type Otherwise = { readonly seed?: number; readonly sun?: Vec3; readonly backdrop?: Partial<BackdropSettings>; readonly spec?: ImagerSpec };

export function imager({ seed = 1, sun = MIDNIGHT, backdrop = CALM, spec = SPEC }: Otherwise = {}): SimulatedImager {
  return simulatedImager(spec, AREA, {
    seed,
    backdrop: backdropOf({ seed, ...USUAL_BACKDROP, ...backdrop }),
    sky: () => ({ sunEcef_m: sun, moonEcef_m: sun }),
    begin_us: 0,
  });
}

/** Without drift and jitter, so that two looks differ by what is put into them. */
export const STILL: ImagerSpec = { ...SPEC, drift_rad: 0, jitter_rad: 0 };

export const only = (sources: Partial<Sources>): Sources => ({ grounds: [], flashes: [], heat: [], ...sources });
export const burning = (place: Geodetic, intensity_Wpsr: number): ((at_us: number) => HeatSource) => {
  const r = ecefVecFromGeodetic(place);
  return () => ({ r, intensity_Wpsr, aboveCloud: false });
};

/** Radiance that one look has over another, all pixels together. */
export function excess(over: BandFrame, under: BandFrame): number {
  let sum = 0;
  for (let at = 0; at < over.codes.length; at++) sum += over.radianceOf[over.codes[at]] - under.radianceOf[under.codes[at]];
  return sum;
}

export function meanOf({ codes, radianceOf }: BandFrame): number {
  return codes.reduce((sum, code) => sum + radianceOf[code], 0) / codes.length;
}
