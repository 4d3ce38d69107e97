import { expect, test } from 'vitest';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { microsFromIso } from '../time/iso.ts';
import { createCatalogue } from './catalogue.ts';
import { type Correlation, createCorrelator, type TrackState } from './correlate.ts';
import { elementErrors } from './element-errors.ts';
import type { MeanElements } from './mean-elements.ts';
import { createOverhead } from './overhead.ts';

const EPOCH_us = microsFromIso('2026-05-07T00:00:00Z');
/** Two days after the elements were made. */
const AT_us = EPOCH_us + 2 * 86_400e6;
const degree = Math.PI / 180;
const LOW: MeanElements = {
  catalogueNumber: 1,
  name: '',
  internationalDesignator: '',
  epoch_us: EPOCH_us,
  epochRest_us: 0,
  meanMotion_radps: 15 * ((2 * Math.PI) / 86_400),
  eccentricity: 0.001,
  inclination_rad: 70 * degree,
  ascendingNode_rad: 1,
  argumentOfPerigee_rad: 2,
  meanAnomaly_rad: 3,
  bstar: 1e-5,
};

/** The object in the sky of a radar that stands below it, with others beside it on its way, by so much of a turn. */
function skyOf(others: readonly number[] = []) {
  const elements = [LOW, ...others.map((turn, k) => ({ ...LOW, catalogueNumber: 2 + k, meanAnomaly_rad: LOW.meanAnomaly_rad + turn }))];
  const catalogue = createCatalogue(elements);
  const { x_m, y_m, z_m } = catalogue.propagate(AT_us);
  const latitude = Math.atan2(z_m[0], Math.hypot(x_m[0], y_m[0])) / degree;
  // Its longitude is whatever puts it overhead: all are tried.
  for (let longitude = -180; longitude < 180; longitude += 5) {
    const overhead = createOverhead(catalogue, {
      site: geodeticDegrees(latitude, longitude),
      rangeMax_m: 2_000_000,
      elevationMin_rad: 0.3,
    });
    const sky = overhead(AT_us);
    if (sky.objects.includes(0)) return { catalogue, sky };
  }
  throw new Error('it is nowhere overhead');
}

/** A track at an object's state, moved; sigmas of 200 m and 2 m/s. */
function trackAt(state: Float64Array, by: readonly number[] = []): TrackState {
  const p = new Float64Array(21);
  for (let k = 0; k < 6; k++) p[(k * (k + 1)) / 2 + k] = k < 3 ? 200 ** 2 : 2 ** 2;
  return { x: state.map((value, k) => value + (by[k] ?? 0)), p };
}

const stateOf = ({ statesEcef, objects }: ReturnType<typeof skyOf>['sky'], object = 0): Float64Array =>
  statesEcef.slice(6 * objects.indexOf(object), 6 * objects.indexOf(object) + 6);

function correlated(tracks: readonly TrackState[], of = skyOf()): (Correlation | undefined)[] {
  return createCorrelator(of.catalogue)(of.sky, AT_us, tracks);
}

test('a track where an object is by its elements is of that object', () => {
  const of = skyOf();
  const [found] = correlated([trackAt(stateOf(of.sky))], of);
  expect(found).toMatchObject({ object: 0, rivals: 0, distance2: expect.closeTo(0, 9) });
});

test('one that is late on its way by what elements of that age are off by is of it; one that is as far aside is not', () => {
  const of = skyOf();
  const state = stateOf(of.sky);
  const { along_m } = elementErrors(LOW, 2 * 86_400);
  const speed = Math.hypot(state[3], state[4], state[5]);
  // To be late is to be where it was, with the velocity that it had there: the turn of the way is in the velocity.
  const before = createCatalogue([{ ...LOW, epoch_us: EPOCH_us + Math.round((1e6 * 2 * along_m) / speed) }]);
  const late = createOverhead(before, { site: geodeticDegrees(0, 0), rangeMax_m: 1e8, elevationMin_rad: -2 })(AT_us).statesEcef.slice(0, 6);
  expect(correlated([trackAt(late)], of)[0]).toMatchObject({ object: 0 });
  const radius = Math.hypot(state[0], state[1], state[2]);
  const aside = trackAt(
    state,
    [0, 1, 2].map((k) => (10_000 * state[k]) / radius),
  );
  expect(correlated([aside], of)).toEqual([undefined]);
});

test('a missile that flies through an object’s place with another velocity is of none', () => {
  const of = skyOf();
  const state = stateOf(of.sky);
  const slower = trackAt(state, [0, 0, 0, ...[3, 4, 5].map((k) => -0.3 * state[k])]);
  expect(correlated([slower], of)).toEqual([undefined]);
});

test('of two tracks at one object the nearer one has it, in whatever order they stand', () => {
  const of = skyOf();
  const [near, far] = [trackAt(stateOf(of.sky), [50, 0, 0]), trackAt(stateOf(of.sky), [600, 0, 0])];
  expect(correlated([near, far], of).map((found) => found?.object)).toEqual([0, undefined]);
  expect(correlated([far, near], of).map((found) => found?.object)).toEqual([undefined, 0]);
});

test('of objects that fly together each track has its own, and it is said that it might be another’s', () => {
  // 300 m behind.
  const of = skyOf([-300 / 6_930_000]);
  const found = correlated([trackAt(stateOf(of.sky, 1)), trackAt(stateOf(of.sky, 0))], of);
  expect(found.map((one) => [one?.object, one?.rivals])).toEqual([
    [1, 1],
    [0, 1],
  ]);
});

test('far from all objects there is nothing to be of, and a covariance that is none is of none', () => {
  const of = skyOf();
  const away = trackAt(stateOf(of.sky), [400_000, 0, 0]);
  const broken: TrackState = { x: stateOf(of.sky), p: new Float64Array(21).fill(Number.NaN) };
  expect(correlated([away, broken], of)).toEqual([undefined, undefined]);
  expect(correlated([], of)).toEqual([]);
});
