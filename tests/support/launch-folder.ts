import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { verb } from './cli.ts';

/** Draws a launch in the looks of two arrays into a folder; returns where its frames are, and where and when it was launched. */
export async function drawLaunch(folder: string) {
  const { status, err } = await verb(['frames', '--seed', '9', '--side', '72', '--out', folder]);
  if (status !== 0) throw new Error(err);
  const { launch } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
    readonly launch: { readonly at: string; readonly latitude_deg: number; readonly longitude_deg: number };
  };
  return {
    frames: join(folder, 'frames'),
    launch: { at_ms: Date.parse(launch.at), point: geodeticDegrees(launch.latitude_deg, launch.longitude_deg, 0) },
  };
}
