import { byPhenomenology } from '../../core/sense/sensor.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { LAUNCH_US, ringAround, sampleAssessment, sampleHazard, sampleWarning } from '../../../tests/samples/warning.ts';
import { isoFromMicros } from '../../api/iso.ts';
import { spanOf } from '../../core/assess/together.ts';
import type { TrackReport } from '../../core/tell/emission.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { assessmentFeatures, ellipse, type Feature, warningFeatures } from './features.ts';
import { createPicture } from './picture.ts';
import { type LonLat, lonLat, splitLine, splitRing } from './split.ts';

const track = (longitude_deg: number, at_us = 0): TrackReport => ({
  id: 'T1',
  at_us,
  status: 'confirmed',
  basis: 'observed',
  positionEcef_m: ecefVecFromGeodetic(geodeticDegrees(40, longitude_deg, 100_000)),
  velocityEcef_mps: { x: 3000, y: 4000, z: 0 },
  covariance: [],
  modes: { boost: 0, coast: 1, entry: 0, manoeuvre: 0 },
  score: 30,
  hits: { ...byPhenomenology(() => 0), heat: 4, radar: 2 },
  last_us: {},
  sources: [],
});

describe('a ring on the map', () => {
  test('stays one when it does not cross the antimeridian', () => {
    expect(
      splitRing([
        [10, 0],
        [20, 0],
        [20, 10],
      ]),
    ).toEqual([
      [
        [10, 0],
        [20, 0],
        [20, 10],
      ],
    ]);
  });

  test('runs counter-clockwise, whichever way it came', () => {
    expect(
      splitRing([
        [20, 10],
        [20, 0],
        [10, 0],
      ]),
    ).toEqual([
      [
        [10, 0],
        [20, 0],
        [20, 10],
      ],
    ]);
  });

  test('becomes two at the antimeridian, with an edge on each side of it', () => {
    expect(
      splitRing([
        [170, 0],
        [-170, 0],
        [-170, 10],
        [170, 10],
      ]),
    ).toEqual([
      [
        [170, 0],
        [180, 0],
        [180, 10],
        [170, 10],
      ],
      [
        [-180, 0],
        [-170, 0],
        [-170, 10],
        [-180, 10],
      ],
    ]);
  });

  test('around a pole is closed along the edge of the map', () => {
    const north = splitRing([
      [0, 80],
      [90, 80],
      [180, 80],
      [-90, 80],
    ]);
    expect(north.flat().filter(([, latitude]) => latitude === 90).length).toBeGreaterThanOrEqual(2);
    expect(north.map(area).reduce((a, b) => a + b)).toBeCloseTo(360 * 10, 6);
    expect(
      splitRing([
        [0, -80],
        [-90, -80],
        [180, -80],
        [90, -80],
      ])
        .map(area)
        .reduce((a, b) => a + b),
    ).toBeCloseTo(360 * 10, 6);
  });

  test('without an area is left out', () => {
    expect([
      splitRing([]),
      splitRing([
        [1, 1],
        [2, 2],
      ]),
      splitRing([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    ]).toEqual([[], [], []]);
  });

  test('keeps its area and stays within the map, wherever it lies', () => {
    holds(
      fc.property(
        fc.double({ min: -75, max: 75, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (latitude, longitude, radius) => {
          const whole = ringAround(latitude, 0, radius).map(lonLat);
          const moved = whole.map(([x, y]): LonLat => [wrap(x + longitude), y]);
          const pieces = splitRing(moved);
          expect(pieces.map(area).reduce((a, b) => a + b, 0)).toBeCloseTo(area(whole), 4);
          expect(pieces.flat().every(([x]) => Math.abs(x) <= 180)).toBe(true);
          expect(pieces.every((piece) => area(piece) > 0)).toBe(true);
        },
      ),
    );
  });
});

test('a line is cut where it would jump over the antimeridian', () => {
  expect(
    splitLine([
      [178, 0],
      [179, 1],
      [-179, 3],
      [-178, 4],
    ]),
  ).toEqual([
    [
      [178, 0],
      [179, 1],
      [180, 2],
    ],
    [
      [-180, 2],
      [-179, 3],
      [-178, 4],
    ],
  ]);
  expect(
    splitLine([
      [-179, 0],
      [179, 2],
    ]),
  ).toEqual([
    [
      [-179, 0],
      [-180, 1],
    ],
    [
      [180, 1],
      [179, 2],
    ],
  ]);
  expect(splitLine([[1, 1]])).toEqual([]);
});

test('an ellipse holds 95 % of a normal cloud: its axes are 2.4477 standard deviations long, turned as the covariance says', () => {
  const at = (east: number, both: number, north: number) =>
    ellipse({ point: geodeticDegrees(0, 0), covarianceEast_m2: east, covarianceEastNorth_m2: both, covarianceNorth_m2: north });
  const metresPerDegree = 111_319.49;
  const widest = Math.max(...at(1e8, 0, 1e6).map(([longitude]) => longitude)) * metresPerDegree;
  expect(widest / 1e4).toBeCloseTo(2.4477, 3);
  const farthest = at(1e8, 0.9e8, 1e8).reduce((far, one) => (Math.hypot(...one) > Math.hypot(...far) ? one : far));
  expect(farthest[0] * farthest[1]).toBeGreaterThan(0);
});

describe('what may manoeuvre', () => {
  test('has its second area in the picture of the assessment and of the warning', () => {
    const { impact } = sampleAssessment();
    if (impact === undefined) throw new Error('the sample comes down');
    const area = ringAround(41, 139, 3);
    const turning = sampleAssessment({
      impact: { ...impact, kind: 'may-manoeuvre', area, asItFalls: { area: impact.area, probability: 0.95, span: spanOf([impact]) } },
    });
    expect(assessmentFeatures(turning).map(({ id }) => id)).toContain('E1-impact-as-it-falls');
    const until_us = LAUNCH_US + 6e9;
    const warning = sampleWarning('exercise', {
      area: { ...sampleWarning('exercise').area, reach: { ring: area, probability: 0.9, until_us } },
    });
    expect(warningFeatures(warning).map(({ id, properties }) => [id, properties?.['kind'], properties?.['probability']])).toEqual([
      ['W1-area', 'alert-area', 0.95],
      ['W1-reach', 'alert-reach', 0.9],
    ]);
    const [told, reach] = warningFeatures(warning).map(({ properties }) => properties);
    expect(reach?.['until']).toBe(isoFromMicros(until_us));
    // The people of the alert area stood in the wider one too, beside an empty list of places.
    expect(told).toHaveProperty('atLeastInAlertArea');
    expect(Object.keys(reach ?? {}).filter((key) => /people|atLeast|places/.test(key))).toEqual([]);
  });
});

describe('the picture', () => {
  test('shows the area of a hazard while it is stated, and none that is over', () => {
    const picture = createPicture();
    picture.hear({ kind: 'hazard', at_us: 0, change: 'stated', hazard: sampleHazard('exercise') });
    const { features } = picture.collection();
    expect(features.map(({ id }) => id)).toEqual(['H1-area']);
    expect(features[0].properties).toMatchObject({ kind: 'hazard-area', line: 'exercise', instruction: 'keep-clear', revision: 1 });
    for (const feature of features) expectValid(feature);
    picture.hear({ kind: 'hazard', at_us: 0, change: 'ended', hazard: sampleHazard('exercise', { state: 'ended' }) });
    expect(picture.collection().features).toEqual([]);
  });

  test('draws the newest of each thing, and the way a track came', () => {
    const picture = createPicture();
    for (const [k, longitude] of [179, -179].entries()) picture.hear({ kind: 'track', track: track(longitude, k) });
    picture.hear({ kind: 'assessment', assessment: sampleAssessment() });
    picture.hear({ kind: 'warning', at_us: 0, change: 'recommended', warning: sampleWarning('exercise', { revision: 1 }) });
    picture.hear({ kind: 'warning', at_us: 0, change: 'revised', warning: sampleWarning('exercise') });
    const { features } = picture.collection();
    expect(features.map(({ id }) => id)).toEqual([
      'W1-area',
      'E1-launch',
      'E1-launch-ellipse',
      'E1-impact',
      'E1-impact-ellipse',
      'E1-impact-area',
      'T1-trail',
      'T1-position',
    ]);
    expect(features[0].properties).toMatchObject({
      revision: 2,
      line: 'exercise',
      shelterRadius_m: 10_000,
      peopleInAlertArea: 'counted',
      atLeastInAlertArea: 120_000,
      placesInAlertArea: ['Otaru'],
      impactFrom: '2022-11-18T02:22:12Z',
    });
    expect(features[5].properties).toMatchObject({ peopleInEstimate: 'counted', atLeastInEstimate: 90_000 });
    expect(features[6].geometry).toMatchObject({
      type: 'MultiLineString',
      coordinates: [
        [
          [179, 40],
          [180, 40],
        ],
        [
          [-180, 40],
          [-179, 40],
        ],
      ],
    });
    expect(features[7]).toMatchObject({ geometry: { type: 'Point', coordinates: [-179, 40, 100_000] }, properties: { speed_mps: 5000 } });
    for (const feature of features) expectValid(feature);
  });

  test('keeps a long trail bounded and its beginning', () => {
    const picture = createPicture();
    for (let k = 0; k < 2000; k++) picture.hear({ kind: 'track', track: track(k / 100, k) });
    const { geometry } = picture.collection().features[0];
    const [line] = geometry.type === 'MultiLineString' ? geometry.coordinates : [];
    expect(line.length).toBeLessThanOrEqual(401);
    expect(line[0]).toEqual([0, 40]);
  });
});

/** What RFC 7946 asks of a geometry: closed rings of four or more, counter-clockwise, nothing beyond ±180 and ±90. */
function expectValid({ geometry }: Feature): void {
  if (geometry.type === 'Point') return;
  const lines = geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : geometry.coordinates;
  for (const line of lines) {
    expect(line.every(([longitude, latitude]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)).toBe(true);
    if (geometry.type !== 'MultiPolygon') continue;
    expect(line.length).toBeGreaterThanOrEqual(4);
    expect(line[0]).toEqual(line[line.length - 1]);
    expect(area(line.slice(1))).toBeGreaterThan(0);
  }
}

function area(ring: readonly LonLat[]): number {
  return ring.reduce((sum, [x, y], k) => sum + (x * ring[(k + 1) % ring.length][1] - ring[(k + 1) % ring.length][0] * y) / 2, 0);
}

function wrap(longitude: number): number {
  return longitude - 360 * Math.round(longitude / 360);
}
