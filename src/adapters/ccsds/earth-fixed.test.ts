import { expect, test } from 'vitest';
import { earthFixed, earthFixedCovariance, whyNotEarthFixed } from './earth-fixed.ts';
import type { OrbitState, Triple } from './message.ts';
import { microsOf } from './values.ts';

// One state in five frames. Source: Vallado, Crawford, Hujsak and Kelso, Revisiting Spacetrack Report #3, AIAA 2006-6753, appendix C; UT1 was 0.4399619 s behind UTC.
const EPOCH = '2004-04-06T07:51:28.386009';
const AT_us = microsOf(EPOCH, 'UTC') as number;
const BEHIND_us = 439_962;
const ECEF_km: Triple = [-1033.479383, 7901.2952754, 6380.3565958];
const ECEF_kmps: Triple = [-3.22563652, -2.87245145, 5.531924446];
const STATES: Readonly<Record<string, readonly [Triple, Triple]>> = {
  ITRF2000: [ECEF_km, ECEF_kmps],
  GCRF: [
    [5102.508958, 6123.011401, 6378.136928],
    [-4.74322016, 0.7905365, 5.533755727],
  ],
  EME2000: [
    [5102.5096, 6123.01152, 6378.1363],
    [-4.7432196, 0.7905366, 5.53375619],
  ],
  TEME: [
    [5094.1801621, 6127.6446595, 6380.3445327],
    [-4.746131487, 0.785818041, 5.531931288],
  ],
};

const apart_m = (a: Triple, b_km: Triple): number => Math.hypot(...a.map((one, k) => one - b_km[k] * 1000));

test.each(Object.keys(STATES))(
  'a published state in %s is where it is on the axes of the Earth, within the error that is told',
  (frame) => {
    const [position_km, velocity_kmps] = STATES[frame];
    const of = { CENTER_NAME: 'EARTH', REF_FRAME: frame };
    const state: OrbitState = { epoch: EPOCH, at_us: AT_us, position_km, velocity_kmps };
    const told = earthFixed(state, of);
    if (told === undefined) throw new Error('it is told');
    expect(apart_m(told.positionEcef_m, ECEF_km)).toBeLessThan(told.error_m);
    // With the Earth turned as it really was, what is left are the motion of the poles (0.35″, 17 m at 10,200 km) and of nutation what the library leaves out.
    const turned = earthFixed({ ...state, at_us: AT_us - BEHIND_us }, of);
    expect(apart_m(turned?.positionEcef_m as Triple, ECEF_km)).toBeLessThan(25);
    expect(apart_m(turned?.velocityEcef_mps as Triple, ECEF_kmps)).toBeLessThan(0.03);
    // Half a kilometre is not more than it must be: nearly that much is off in the frames that do not turn.
    expect(told.error_m).toBeLessThan(800);
  },
);

test('what cannot be brought to the Earth is said to be so, and nothing comes out', () => {
  const state: OrbitState = { epoch: EPOCH, at_us: AT_us, position_km: ECEF_km, velocity_kmps: ECEF_kmps };
  for (const [of, why] of [
    [{ CENTER_NAME: 'MARS', REF_FRAME: 'EME2000' }, 'CENTER_NAME is MARS and not EARTH'],
    [{ CENTER_NAME: 'EARTH', REF_FRAME: 'ZZRF' }, 'REF_FRAME is ZZRF, which is not known here'],
    [{ CENTER_NAME: 'Earth', REF_FRAME: 'MOD' }, 'REF_FRAME is MOD'],
    [{ CENTER_NAME: 'EARTH', REF_FRAME: 'TOD', REF_FRAME_EPOCH: EPOCH }, 'REF_FRAME is TOD of one date'],
  ] as const) {
    expect(whyNotEarthFixed(of)).toContain(why);
    expect(earthFixed(state, of)).toBeUndefined();
  }
  expect(earthFixed({ ...state, at_us: undefined }, { CENTER_NAME: 'EARTH', REF_FRAME: 'GCRF' })).toBeUndefined();
});

/** The lower triangle of a matrix that has these variances and nothing else. */
const diagonal = (...variances: readonly number[]): number[] => variances.flatMap((one, i) => [...Array<number>(i).fill(0), one]);

test('a covariance along the track lies along the velocity, on the axes of the Earth too', () => {
  const state: OrbitState = { epoch: EPOCH, at_us: AT_us, position_km: [7000, 0, 0], velocity_kmps: [0, 7.5, 0] };
  const of = { CENTER_NAME: 'EARTH', REF_FRAME: 'EME2000' };
  const covariance = { comments: [], epoch: EPOCH, at_us: AT_us, lower: diagonal(1, 100, 4, 0, 0, 0) };
  const along = earthFixed({ ...state, position_km: [0, 1, 0] }, of)?.positionEcef_m as Triple;
  for (const frame of ['RTN', 'TNW']) {
    const lower = frame === 'RTN' ? covariance.lower : diagonal(100, 1, 4, 0, 0, 0);
    const matrix = earthFixedCovariance({ ...covariance, frame, lower }, state, of) as readonly number[];
    const seen = along.map((one) => one / 1000);
    const variance_m2 = [0, 1, 2].reduce(
      (sum, i) => sum + [0, 1, 2].reduce((inner, j) => inner + seen[i] * matrix[6 * i + j] * seen[j], 0),
      0,
    );
    expect(variance_m2 / 1e8).toBeCloseTo(1, 9);
    expect(matrix[0] + matrix[7] + matrix[14]).toBeCloseTo(105e6, 0);
    // On axes that turn a velocity takes part of the position's error: the turning of the Earth times 10 km.
    expect(Math.sqrt(matrix[21] + matrix[28] + matrix[35])).toBeCloseTo(7.292115e-5 * Math.hypot(1000, 10_000), 1);
  }
  const fixed = earthFixedCovariance({ ...covariance, frame: 'ITRF2014' }, state, of) as readonly number[];
  expect([fixed[0], fixed[7], fixed[21]]).toEqual([1e6, 100e6, 0]);
  expect(earthFixedCovariance({ ...covariance, frame: 'ZZRF' }, state, of)).toBeUndefined();
  expect(earthFixedCovariance({ ...covariance, at_us: AT_us + 1 }, state, of)).toBeUndefined();
});
