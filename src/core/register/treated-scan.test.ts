import { expect, test } from 'vitest';
import { openTheatre, PLOT, radarScan, SATELLITE, SECOND } from '../../../tests/support/core-theatre.ts';
import type { State, Treatment } from '../state/state.ts';
import { newHealth } from '../health/health.ts';
import { foldItem } from '../intake/fold-item.ts';
import { measuredAt_us, treatedScan } from './treated-scan.ts';

const BIAS = { range_m: 200, azimuth_rad: 0.01, elevation_rad: -0.02, time_s: 0.5 };
const LOOK = {
  kind: 'infrared-scan',
  sensor: 'satellite',
  measuredAt_us: 30 * SECOND,
  satelliteEcef_m: { x: 4e7, y: 0, z: 0 },
  detections: [],
} as const;

function treatRadar(state: State, treatment: Treatment): void {
  Object.assign(state.registration, {
    register: {
      ...state.registration.register,
      sensors: ['radar'],
      b: new Float64Array(4),
      covariance: new Float64Array(16),
      recent: [[]],
      moves: [[]],
    },
    verdicts: [{ kind: 'biased', treatment }],
  });
}

test('what is known of a radar’s bias is taken from its plots and from its clock, and from no satellite’s', () => {
  const scan = radarScan(30, [PLOT]);
  expect(measuredAt_us({ seq: 1, scan })).toBe(30 * SECOND);
  expect(treatedScan({ seq: 1, scan })).toBe(scan);
  // A clock that is half a second ahead stamped 30 s on what was at 29.5 s.
  expect(measuredAt_us({ seq: 1, scan, bias: BIAS })).toBe(29.5 * SECOND);
  const treated = treatedScan({ seq: 1, scan, bias: BIAS });
  expect(treated.measuredAt_us).toBe(29.5 * SECOND);
  expect(treated.kind === 'radar-scan' && treated.plots).toEqual([
    { ...PLOT, range_m: PLOT.range_m - 200, azimuth_rad: PLOT.azimuth_rad - 0.01, elevation_rad: PLOT.elevation_rad + 0.02 },
  ]);
  expect(treatedScan({ seq: 1, scan: LOOK, bias: BIAS })).toBe(LOOK);
});

test('a radar’s scans wait with the bias that was known when they came, and find their place by the corrected time', () => {
  const theatre = openTheatre();
  theatre.say(30, { kind: 'tick' });
  treatRadar(theatre.state, { kind: 'correct', bias: BIAS });
  theatre.say(30, LOOK);
  theatre.say(30, radarScan(30.2));
  expect(theatre.state.pending.map(({ scan, bias }) => [scan.sensor, bias])).toEqual([
    ['radar', BIAS],
    ['satellite', undefined],
  ]);
  expect(theatre.state.pending[0].seq).toBe(theatre.state.seq);
});

test('a radar that is set aside is watched, and its scans do not wait', () => {
  const theatre = openTheatre();
  theatre.say(30, { kind: 'tick' });
  treatRadar(theatre.state, { kind: 'aside' });
  theatre.say(30, radarScan(30));
  expect(theatre.state.pending).toEqual([]);
  theatre.say(30, LOOK);
  expect(theatre.state.pending.length).toBe(1);
});

test('a moment moves the tracks on when a second has passed; a scan does at once, if its sensor is known', () => {
  const { state } = openTheatre();
  state.sensors.push({ ...SATELLITE, id: 'second' });
  state.health.push(newHealth('second', 0));
  Object.assign(state, { folded_us: 10 * SECOND, lastScan_us: 9 * SECOND });
  expect(foldItem(state, { kind: 'time', at_us: 11 * SECOND - 1 })).toBeUndefined();
  expect([state.folded_us, state.lastScan_us]).toEqual([10 * SECOND, 9 * SECOND]);
  expect(foldItem(state, { kind: 'time', at_us: 11 * SECOND })).toEqual({ touched: [], born: [], ended: [], atLimit: false });
  expect([state.folded_us, state.lastScan_us]).toEqual([11 * SECOND, 9 * SECOND]);
  expect(foldItem(state, { kind: 'scan', seq: 5, scan: { ...radarScan(12), sensor: 'nobody' } })).toBeUndefined();
  expect([state.folded_us, state.lastScan_us]).toEqual([11 * SECOND, 9 * SECOND]);
  // Two plots; the second is nearer than the radar can measure, and begins nothing.
  const outcome = foldItem(state, { kind: 'scan', seq: 6, scan: radarScan(12, [PLOT, { ...PLOT, range_m: 10 }]) });
  expect([state.folded_us, state.lastScan_us]).toEqual([12 * SECOND, 12 * SECOND]);
  expect(outcome?.touched.map(({ sources, seen }) => [sources, seen.radar.hits, seen.heat.hits])).toEqual([[[{ seq: 6, index: 0 }], 1, 0]]);
});
