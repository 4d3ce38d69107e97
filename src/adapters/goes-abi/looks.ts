import type { BandFrame } from '../../core/imager/frame.ts';
import type { Micros } from '../../core/units.ts';
import { NetcdfError } from '../netcdf/netcdf.ts';
import { compare } from '../watched-folder/image-files.ts';
import { identifyAbi, readAbi } from './goes-abi.ts';

/** Files of one look: those of a satellite and an area whose scans began at the same microsecond. Bands end up to a second apart. */
export type LookFiles = { readonly satellite: string; readonly area: string; readonly begin_us: Micros; readonly files: readonly string[] };

/** Sorts files into looks, in order of time. Only their heads are read. What is no file of radiances is handed to `refuse`, and the others go on. */
export async function looksIn(files: readonly string[], refuse: (fault: NetcdfError) => void): Promise<LookFiles[]> {
  const looks = new Map<string, LookFiles & { files: string[] }>();
  for (const file of files) {
    const head = await orRefuse(identifyAbi(file), refuse);
    if (head === undefined) continue;
    const { satellite, area, begin_us } = head;
    const key = `${satellite} ${area} ${begin_us}`;
    const look = looks.get(key) ?? { satellite, area, begin_us, files: [] };
    look.files.push(file);
    looks.set(key, look);
  }
  const byTime = (a: LookFiles, b: LookFiles): number =>
    a.begin_us - b.begin_us || compare(a.satellite, b.satellite) || compare(a.area, b.area);
  return [...looks.values()].sort(byTime);
}

/** The frames of a look, one a band: of a band that comes twice the first is taken, and the other handed to `refuse`. */
export async function framesOf({ files }: LookFiles, refuse: (fault: NetcdfError) => void): Promise<BandFrame[]> {
  const frames: BandFrame[] = [];
  for (const file of files) {
    const frame = await orRefuse(readAbi(file), refuse);
    if (frame === undefined) continue;
    if (frames.some(({ band }) => band === frame.band))
      refuse(new NetcdfError(file, '', `is band ${frame.band} of a look that has it already`, 'name one file of each band'));
    else frames.push(frame);
  }
  return frames;
}

async function orRefuse<T>(reading: Promise<T>, refuse: (fault: NetcdfError) => void): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof NetcdfError)) throw error;
    refuse(error);
    return undefined;
  }
}
