import { expect, test } from 'vitest';
import { scale, subtract, unit, vec3 } from '../math/vector.ts';
import { start } from '../state/state.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import type { ClimbLook } from '../registration/climb.ts';
import { gatherSights, looksAt, SPAN_US } from './gather-sights.ts';

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

test('when there is no room for another span the ones that are open go on', () => {
  const state = start();
  const from = vec3(4.2e7, 0, 0);
  const hot = (id: string, north_m: number): Track => {
    const modes = new Float64Array(THEATRE_MODES.size);
    for (const at of THEATRE_MODES.at) modes.set([6.4e6, 0, north_m, 0, 0, 1000], at);
    const track = newTrack(id, SPAN_US, { modes, weights: Float64Array.of(1, 0, 0, 0) }, 0);
    Object.assign(track.seen.heat, { hits: 5, last_us: SPAN_US });
    return track;
  };
  const tracks = [hot('T1', 0), hot('T2', 300_000)];
  state.tracker.tracks.push(...tracks);
  const span = (track: string): (typeof state.sights.spans)[number] => ({
    track,
    number: 1,
    start: new Float64Array(6),
    looks: [],
    doubtful: [],
  });
  state.sights.spans.push(...Array.from({ length: 23 }, (_, k) => span(`other ${k}`)), span('T2'));
  const detections = [0, 300_000].map((north_m) => ({
    lineOfSightEcef: unit(subtract(vec3(6.4e6, 0, north_m), from)),
    intensity_Wpsr: 1e5,
    covariance_rad2: { rightRight: 1e-10, rightUp: 0, upUp: 1e-10 },
  }));
  const scan = { kind: 'infrared-scan', sensor: 'west', measuredAt_us: SPAN_US, satelliteEcef_m: scale(from, 1), detections } as const;
  gatherSights(state, { seq: 1, scan });
  expect(state.sights.spans.map(({ track, looks }) => looks.map(() => track)).flat()).toEqual(['T2']);
});
