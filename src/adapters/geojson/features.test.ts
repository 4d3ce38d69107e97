import { describe, expect, test } from 'vitest';
import { counted, NONE_FOUND } from '../../../tests/samples/people.ts';
import { LAUNCH_US, ringAround, sampleAssessment, sampleHazard, sampleWarning } from '../../../tests/samples/warning.ts';
import { isoFromMicros } from '../../api/iso.ts';
import { spanOf } from '../../core/assess/together.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { byPhenomenology } from '../../core/sense/sensor.ts';
import type { TrackReport } from '../../core/tell/emission.ts';
import { assessmentFeatures, ellipse, type Feature, hazardFeatures, trackLine, trackPoint, warningFeatures } from './features.ts';
import { createPicture } from './picture.ts';
import { type LonLat, lonLat } from './split.ts';

const ring = ringAround(41, 139, 0.3, 4);
const reachRing = ringAround(41, 139, 2, 4);
const area = { ring, estimate: [], probability: 0.95, shelterRadius_m: 10_000 };
const reach = { ring: reachRing, probability: 0.9, until_us: LAUNCH_US + 6e9 };
const window = { impactFrom: '2022-11-18T02:22:12Z', impactTo: '2022-11-18T02:23:48Z' };

const propertiesOf = (features: readonly Feature[], id: string): Feature['properties'] | undefined =>
  features.find((one) => one.id === id)?.properties;

const track = (changes: Partial<TrackReport> = {}): TrackReport => ({
  id: 'T1',
  at_us: LAUNCH_US,
  status: 'confirmed',
  basis: 'observed',
  positionEcef_m: ecefVecFromGeodetic(geodeticDegrees(40.123_456_78, -170.000_000_4, 100_000.4)),
  velocityEcef_mps: { x: 2000, y: 3000, z: 6000.4 },
  covariance: [],
  modes: { boost: 0, coast: 1, entry: 0, manoeuvre: 0 },
  score: 30,
  hits: { ...byPhenomenology(() => 0), heat: 4, radar: 2 },
  last_us: {},
  sources: [],
  ...changes,
});

test('a track is a point, to a decimetre on the map and a metre in height, and says what it is', () => {
  expect(trackPoint(track())).toEqual({
    type: 'Feature',
    id: 'T1-position',
    geometry: { type: 'Point', coordinates: [-170, 40.123457, 100_000] },
    properties: {
      kind: 'track',
      track: 'T1',
      status: 'confirmed',
      basis: 'observed',
      time: '2022-11-18T01:14:00Z',
      height_m: 100_000,
      speed_mps: 7000,
      heatHits: 4,
      radarHits: 2,
    },
  });
});

test('whatever is drawn says that it is a feature, as readers of GeoJSON ask', () => {
  const drawn = [
    ...assessmentFeatures(sampleAssessment()),
    ...warningFeatures(sampleWarning('exercise')),
    ...hazardFeatures(sampleHazard('exercise')),
  ];
  expect(drawn.length).toBeGreaterThan(4);
  expect(new Set(drawn.map(({ type }) => type))).toEqual(new Set(['Feature']));
});

test('a trail of one point is no line', () => {
  expect(trackLine('T1', [])).toBeUndefined();
  expect(trackLine('T1', [[1, 2]])).toBeUndefined();
  expect(
    trackLine('T1', [
      [1.000_000_4, 2],
      [3, 4],
    ]),
  ).toEqual({
    type: 'Feature',
    id: 'T1-trail',
    geometry: {
      type: 'MultiLineString',
      coordinates: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    },
    properties: { kind: 'trail', track: 'T1' },
  });
});

describe('an assessment', () => {
  const about = { event: 'E1', cause: 'ballistic-missile', causeProbability: 0.97, energyClass: 'ICBM', basis: 'observed' };
  const launch = { ...about, time: '2022-11-18T01:14:00Z', sigmaTime_s: 2 };
  const impact = { ...about, impactKind: 'ballistic', time: '2022-11-18T02:23:00Z', sigmaTime_s: 6 };

  test('says of each of its points and areas what it is, how likely, when, and why', () => {
    const features = assessmentFeatures(sampleAssessment());
    expect(features.map(({ id, properties }) => [id, properties])).toEqual([
      ['E1-launch', { kind: 'launch', ...launch }],
      ['E1-launch-ellipse', { kind: 'launch-ellipse', ...launch, probability: 0.95 }],
      ['E1-impact', { kind: 'impact', ...impact }],
      ['E1-impact-ellipse', { kind: 'impact-ellipse', ...impact, probability: 0.95 }],
      [
        'E1-impact-area',
        {
          kind: 'impact-area',
          ...impact,
          probability: 0.95,
          peopleInEstimate: 'counted',
          atLeastInEstimate: 90_000,
          placesInEstimate: ['Otaru'],
        },
      ],
    ]);
    expect(features[0].geometry).toEqual({ type: 'Point', coordinates: [125.7, 39.2] });
    expect(features[2].geometry).toEqual({ type: 'Point', coordinates: [138.5, 41.2] });
  });

  test('has what it knows and no more', () => {
    const { launch: _, impact: __, ...neither } = sampleAssessment();
    expect(assessmentFeatures(neither)).toEqual([]);
    const { people: ___, ...unlooked } = sampleAssessment();
    const properties = propertiesOf(assessmentFeatures(unlooked), 'E1-impact-area');
    expect(properties).toMatchObject({ peopleInEstimate: 'not-looked-up' });
    expect(Object.keys(properties ?? {}).filter((key) => /atLeast|places/.test(key))).toEqual([]);
  });

  test('leaves out an area that is none', () => {
    const whole = sampleAssessment();
    const features = assessmentFeatures({ ...whole, ...(whole.impact && { impact: { ...whole.impact, area: [] } }) });
    expect(features.map(({ id }) => id)).toEqual(['E1-launch', 'E1-launch-ellipse', 'E1-impact', 'E1-impact-ellipse']);
  });

  test('of what may manoeuvre says where it comes down if it does not', () => {
    const whole = sampleAssessment();
    if (whole.impact === undefined) throw new Error('the sample comes down');
    const asItFalls = { area: ring, probability: 0.8, span: spanOf([whole.impact]) };
    const features = assessmentFeatures({ ...whole, impact: { ...whole.impact, kind: 'may-manoeuvre', asItFalls } });
    expect(propertiesOf(features, 'E1-impact-as-it-falls')).toEqual({
      ...impact,
      impactKind: 'may-manoeuvre',
      kind: 'impact-as-it-falls',
      probability: 0.8,
    });
  });
});

test('an alert area says whose warning it is, in which state, and until when; its reach has its own words for the same', () => {
  const pieces = [true, false, true].map((inArea, k) => ({ event: `E${k}`, tracks: [], inArea }));
  const features = warningFeatures(sampleWarning('test', { area: { ...area, reach }, pieces, peopleInAlertArea: NONE_FOUND }));
  const common = {
    warning: 'W1',
    event: 'E1',
    pieces: ['E0', 'E2'],
    line: 'test',
    revision: 2,
    state: 'released',
    ...window,
    shelterRadius_m: 10_000,
  };
  expect(features.map(({ id, properties }) => [id, properties])).toEqual([
    ['W1-area', { kind: 'alert-area', ...common, probability: 0.95, peopleInAlertArea: 'none-found' }],
    ['W1-reach', { kind: 'alert-reach', ...common, probability: 0.9, until: isoFromMicros(reach.until_us) }],
  ]);
  expect(features[0].geometry).toMatchObject({ type: 'MultiPolygon', coordinates: [[expect.arrayContaining([[139, 41.3]])]] });
  expect(propertiesOf(warningFeatures(sampleWarning('live', { area })), 'W1-area')?.['pieces']).toBeUndefined();
  expect(warningFeatures(sampleWarning('live', { area: { ...area, ring: [] } }))).toEqual([]);
});

test('a hazard says what to do about it, and its reach too; one that is over has no area', () => {
  const people = counted(5, [['Otaru', 120_000]]);
  const features = hazardFeatures(sampleHazard('live', { area: { ...area, reach }, peopleInAlertArea: people }));
  const common = {
    hazard: 'H1',
    event: 'E1',
    line: 'live',
    revision: 1,
    instruction: 'keep-clear',
    basis: 'observed',
    ...window,
    shelterRadius_m: 10_000,
  };
  expect(features.map(({ id, properties }) => [id, properties])).toEqual([
    [
      'H1-area',
      {
        kind: 'hazard-area',
        ...common,
        probability: 0.95,
        peopleInAlertArea: 'counted',
        atLeastInAlertArea: 5,
        placesInAlertArea: ['Otaru'],
      },
    ],
    ['H1-reach', { kind: 'hazard-reach', ...common, probability: 0.9, until: isoFromMicros(reach.until_us) }],
  ]);
  expect(hazardFeatures(sampleHazard('live', { area, state: 'ended' }))).toEqual([]);
});

describe('an ellipse of 95 %', () => {
  const METRES_PER_DEGREE = 111_319.49;
  /** Corners about the middle of the Earth's map, in multiples of a standard deviation of 10 km: east, north. */
  const at = (east: number, both: number, north: number): [number, number][] =>
    ellipse({
      point: geodeticDegrees(0, 0),
      covarianceEast_m2: 1e8 * east,
      covarianceEastNorth_m2: 1e8 * both,
      covarianceNorth_m2: 1e8 * north,
    }).map(([longitude, latitude]) => [(longitude * METRES_PER_DEGREE) / 1e4, (latitude * METRES_PER_DEGREE) / 1e4]);

  test('has 48 corners that satisfy its equation, counter-clockwise, whichever way it is turned', () => {
    for (const [a, b, c] of [
      [4, 0, 1],
      [1, 0, 4],
      [3, 1, 2],
      [2, -1.2, 3],
      [2, 2, 2],
    ] as const) {
      const corners = at(a, b, c);
      expect(corners).toHaveLength(48);
      const determinant = a * c - b * b;
      for (const [x, y] of corners)
        if (determinant > 0) expect((c * x * x - 2 * b * x * y + a * y * y) / determinant).toBeCloseTo(5.9915, 0);
        else expect(x).toBeCloseTo(y, 1);
      const twice = corners.reduce((sum, [x, y], k) => sum + x * corners[(k + 1) % 48][1] - corners[(k + 1) % 48][0] * y, 0);
      // 48 corners enclose 48/2 sin(2π/48) of what π does.
      expect(twice / 2).toBeCloseTo(24 * Math.sin(Math.PI / 24) * 5.9915 * Math.sqrt(Math.max(0, determinant)), 0);
    }
  });

  test('its first corner lies on the long axis', () => {
    expect(at(4, 0, 1)[0][0]).toBeCloseTo(2 * 2.4477, 2);
    expect(Math.abs(at(1, 0, 4)[0][1])).toBeCloseTo(2 * 2.4477, 1);
  });
});

describe('the bounds of the picture', () => {
  const tracks = (features: readonly Feature[]): (string | undefined)[] =>
    features.filter(({ properties }) => properties['kind'] === 'track').map(({ properties }) => String(properties['track']));

  test('of more than 2,000 tracks the one that was heard of longest ago gives way', () => {
    const picture = createPicture();
    for (let k = 0; k < 2000; k++) picture.hear({ kind: 'track', track: track({ id: `T${k}` }) });
    expect(tracks(picture.collection().features)).toHaveLength(2000);
    picture.hear({ kind: 'track', track: track({ id: 'T0' }) });
    picture.hear({ kind: 'track', track: track({ id: 'new' }) });
    const shown = tracks(picture.collection().features);
    expect(shown).toHaveLength(2000);
    expect([shown[0], shown.at(-2), shown.at(-1)]).toEqual(['T2', 'T0', 'new']);
  });

  test('so do assessments, warnings and hazards beyond 500 of each', () => {
    const picture = createPicture();
    for (let k = 0; k <= 500; k++) {
      picture.hear({ kind: 'assessment', assessment: sampleAssessment({ event: `E${k}` }) });
      picture.hear({ kind: 'warning', at_us: 0, change: 'released', warning: sampleWarning('live', { id: `W${k}`, area }) });
      picture.hear({ kind: 'hazard', at_us: 0, change: 'stated', hazard: sampleHazard('live', { id: `H${k}`, area }) });
    }
    const ids = picture.collection().features.map(({ id }) => id);
    for (const [letter, what] of [
      ['E', 'launch'],
      ['W', 'area'],
      ['H', 'area'],
    ] as const) {
      const own = ids.filter((id) => new RegExp(`^${letter}\\d+-${what}$`).test(id));
      expect([own.length, own[0], own.at(-1)]).toEqual([500, `${letter}1-${what}`, `${letter}500-${what}`]);
    }
  });

  test('a trail of 400 points loses every second one, its first never, and goes on', () => {
    const picture = createPicture();
    const trail = (): readonly LonLat[] => {
      const [line] = picture.collection().features;
      return line.geometry.type === 'MultiLineString' ? line.geometry.coordinates[0] : [];
    };
    const hear = (k: number): void =>
      picture.hear({ kind: 'track', track: track({ positionEcef_m: ecefVecFromGeodetic(geodeticDegrees(0, k / 100, 1000)) }) });
    for (let k = 0; k < 400; k++) hear(k);
    expect(trail()).toHaveLength(400);
    hear(400);
    expect(trail()).toHaveLength(201);
    expect(trail().map(([longitude]) => Math.round(100 * longitude))).toEqual(Array.from({ length: 201 }, (_, k) => 2 * k));
  });

  test('what has no place on a map is passed over, and a map of nothing is empty', () => {
    const picture = createPicture();
    picture.hear({ kind: 'alive', at_us: 0, line: 'live', entries: 1 });
    expect(picture.collection()).toEqual({ type: 'FeatureCollection', features: [] });
  });
});

test('longitude stands before latitude', () => {
  expect(lonLat(geodeticDegrees(30, -60))).toEqual([expect.closeTo(-60, 12), expect.closeTo(30, 12)]);
});
