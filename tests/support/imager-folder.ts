import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeAbi } from './abi-file.ts';

const SIDE = 24;
/** The pixel that is hot. */
const HOT_AT = 10 * SIDE + 14;
const BEGIN_s = 625_478_427.5;

/** A look of a small area: which step of ten seconds, which band, and whether one of its pixels burns. */
export type MadeLook = { readonly step: number; readonly band?: 7 | 13; readonly isHot?: boolean };

export function lookName({ step, band = 7 }: MadeLook): string {
  // The names say nothing of the time here, so that the files are read for it.
  return `look-${String((step * 7919) % 1000).padStart(3, '0')}-${step}-C${String(band).padStart(2, '0')}.nc`;
}

/** Writes the file of one band of a look, whole, under another name or its own; returns where it is. */
export async function writeLook(folder: string, look: MadeLook, name = lookName(look)): Promise<string> {
  const { step, band = 7, isHot = true } = look;
  const begin_s = BEGIN_s + 10 * step;
  const hot = {
    codes: Uint16Array.from({ length: SIDE * SIDE }, (_, at) => (at === HOT_AT && isHot ? 4000 : 300 + ((7 * at + step) % 5))),
  };
  const window = { band_id: Float32Array.of(13), band_wavelength: Float32Array.of(10.3) };
  const path = join(folder, name);
  // Under a name that nobody reads until it is whole.
  await writeAbi(`${path}.part`, {
    ...(band === 7 ? hot : {}),
    rows: SIDE,
    columns: SIDE,
    values: {
      ...(band === 7 ? {} : window),
      t: Float64Array.of(begin_s + 3),
      time_bounds: Float64Array.of(begin_s, begin_s + 6.75),
    },
  });
  renameSync(`${path}.part`, path);
  return path;
}
