import { degrees } from '../../src/core/units.ts';
import type { BandFrame } from '../../src/core/imager/frame.ts';
import { planckAt, radianceOfBlackBody } from '../../src/core/physics/planck.ts';
import { stream } from '../../src/sim/random.ts';

/** A side of the frames made here, pixels. */
export const SIDE = 64;

type Made = { readonly band: number; readonly wavelength_um: number; readonly side: number; readonly finer: number };

function frame({ band, wavelength_um, side, finer }: Made, offset: number, scale: number): BandFrame {
  const step_rad = 56e-6 / finer;
  const back_rad = ((finer - 1) / 2) * step_rad;
  return {
    source: `band-${band}`,
    satellite: 'G99',
    area: 'M1',
    band,
    wavelength_um,
    begin_us: 0,
    end_us: 5_000_000,
    grid: { longitude_rad: degrees(-75), height_m: 35_786_023, semiMajor_m: 6_378_137, semiMinor_m: 6_356_752.31414, sweep: 'x' },
    raster: { rows: side, columns: side, x0_rad: 0.01 - back_rad, y0_rad: 0.05 + back_rad, step_rad },
    codes: new Uint16Array(side * side),
    radianceOf: Float64Array.from({ length: 65_536 }, (_, code) => (code === 65_535 ? NaN : offset + scale * code)),
    quality: new Uint8Array(side * side),
    planck: undefined,
    reflectancePerRadiance: undefined,
  };
}

/** A frame in which things glow: each pixel has the temperature that `kelvin` says, and the noise that makes 0.1 K at 300 K. */
export function glowing(band: number, wavelength_um: number, kelvin: (row: number, column: number) => number, extra = NOTHING): BandFrame {
  const planck = planckAt(wavelength_um);
  const most = radianceOfBlackBody(planck, 500);
  const made = { ...frame({ band, wavelength_um, side: SIDE, finer: 1 }, -0.01 * most, most / 60_000), planck };
  const noise = 0.1 * (radianceOfBlackBody(planck, 300.5) - radianceOfBlackBody(planck, 299.5));
  const random = stream(band, 'imager-frames');
  fill(made, (row, column) => radianceOfBlackBody(planck, kelvin(row, column)) + extra(row, column) + noise * random.normal());
  return made;
}

const NOTHING: (row: number, column: number) => number = () => 0;

/** A frame in which things shine, twice as fine as those that glow: each pixel has the reflectance that `share` says of the coarse pixel it is in. */
export function shining(band: number, wavelength_um: number, share: (row: number, column: number) => number): BandFrame {
  const made = { ...frame({ band, wavelength_um, side: 2 * SIDE, finer: 2 }, 0, 0.001), reflectancePerRadiance: 0.04 };
  fill(made, (row, column) => share(Math.floor(row / 2), Math.floor(column / 2)) / 0.04);
  return made;
}

function fill({ codes, radianceOf, raster }: BandFrame, radiance: (row: number, column: number) => number): void {
  const scale = radianceOf[1] - radianceOf[0];
  for (let at = 0; at < codes.length; at++)
    codes[at] = Math.round((radiance(Math.floor(at / raster.columns), at % raster.columns) - radianceOf[0]) / scale);
}
