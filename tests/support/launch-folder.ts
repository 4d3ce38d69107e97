import { join } from 'node:path';
import { abiFileName, writeAbi } from '../../src/adapters/goes-abi/write-abi.ts';
import { ecefVecFromGeodetic } from '../../src/core/frames/geodetic.ts';
import { scale } from '../../src/core/math/vector.ts';
import { renderLaunch } from '../../src/sim/imager/launch-study.ts';
import { staringImager } from '../../src/sim/imager/presets.ts';
import { randomFlight } from '../../src/sim/regions/flights.ts';
import type { TruthFlight } from '../../src/sim/truth.ts';

/** Nobody gives away frames with launches in them: a missile of the simulation in the looks of two arrays, ten seconds apart, written as files of a weather
 *  imager, look after look. */
export async function writeLaunch(folder: string): Promise<TruthFlight> {
  const seed = 9;
  const { truth } = randomFlight(seed, 'missile');
  const up = ecefVecFromGeodetic(truth.launch.point);
  const sky = () => ({ sunEcef_m: scale(up, -23_000), moonEcef_m: scale(up, 60) });
  const made = renderLaunch({ seed, satellites: 2, light: 'night', preset: staringImager, sky, framePeriod_s: 10, side: 72 });
  if (made === undefined) throw new Error('a satellite does not see the site');
  for (let index = 0; made.watching[0].imager.beginOf(index) <= made.end_us; index++)
    for (const one of made.watching) for (const frame of one.look(index)) await writeAbi(join(folder, abiFileName(frame)), frame);
  return truth;
}
