import { expect, test } from 'vitest';
import type { ClimbLook } from '../track/registration/climb.ts';
import { looksAt } from './gather-sights.ts';

const look = (sensor: string, at_us: number): { readonly sensor: string; readonly look: ClimbLook } => ({
  sensor,
  look: {
    plot: {
      sensor: 0,
      at_us,
      ...(sensor === 'radar' ? { range_m: 400_000 } : {}),
      azimuth_rad: 0,
      elevation_rad: 0,
      sigmaRange_m: 30,
      sigmaAzimuth_rad: 1e-3,
      sigmaElevation_rad: 1e-3,
    },
    mount: new Float64Array(12),
  },
});
const LOOKS = [look('west', 1), look('radar', 2), look('east', 3), look('radar', 4), look('west', 5), look('radar', 6)];

function counted(looks: typeof LOOKS, doubtful: string[]): string[] {
  return looksAt({ track: 'T1', number: 0, start: new Float64Array(6), looks, doubtful }).map(
    ({ sensor, look: { plot } }) => `${sensor} ${plot.at_us}`,
  );
}

test('what radars show when no satellite sees it any more does not count: it may have burnt out', () => {
  expect(counted(LOOKS, [])).toEqual(['west 1', 'radar 2', 'east 3', 'radar 4', 'west 5']);
});

// Two rockets in one look: in the next, the one that is seen may be either.
test('a sensor that showed two things in a span counts in none of its looks', () => {
  expect(counted(LOOKS, ['east'])).toEqual(['west 1', 'radar 2', 'radar 4', 'west 5']);
  expect(counted(LOOKS, ['radar'])).toEqual(['west 1', 'east 3', 'west 5']);
});
