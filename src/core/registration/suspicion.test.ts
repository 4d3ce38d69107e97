import { expect, test } from 'vitest';
import { type RandomStream, stream } from '../../sim/random.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { lineOfSight, tangentBasis } from '../frames/line-of-sight.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { addScaled, unit, type Vec3, vec3 } from '../math/vector.ts';
import { NO_BIAS } from './bias.ts';
import { type ClimbLook, toldByClimb } from './climb.ts';
import { type Evidence, fade, learn, noEvidence, type Turnabout, turnabouts, type Wrongness } from './suspicion.ts';

const SECOND = 1_000_000;
const SIGMA_RAD = 25e-6;
const SATELLITES = [105, 160, 130].map((longitude_deg) => ecefVecFromGeodetic(geodeticDegrees(0, longitude_deg, 35_786_000)));
const RADAR_SITE = geodeticDegrees(37.8, 128.9, 100);
const LAUNCH = geodeticDegrees(39.2, 125.7, 10_000);

const SATELLITE: Wrongness = {
  sound: { ...NO_BIAS, azimuth_rad: 12.5e-6, elevation_rad: 12.5e-6, time_s: 0.05 },
  gross: { ...NO_BIAS, azimuth_rad: 3e-4, elevation_rad: 3e-4, time_s: 2 },
};
const RADAR: Wrongness = {
  sound: { range_m: 100, azimuth_rad: 1e-3, elevation_rad: 1e-3, time_s: 0.02 },
  gross: { range_m: 2000, azimuth_rad: 0.01, elevation_rad: 0.01, time_s: 2 },
};

type Fault = {
  readonly sensor: number;
  readonly right_rad?: number;
  readonly up_rad?: number;
  readonly clock_s?: number;
  readonly range_m?: number;
};

/** A rocket that leans over to the east: 60 s after it came out of the cloud it flies at 3.3 km/s. */
function placeAt(t_s: number): { readonly r: Vec3; readonly v: Vec3 } {
  const { east, up } = enuBasis(LAUNCH);
  const [along, climb] = [25 * t_s * t_s, 200 * t_s + 10 * t_s * t_s];
  const r = addScaled(addScaled(ecefVecFromGeodetic(LAUNCH), east, along), up, climb);
  return { r, v: addScaled(addScaled(vec3(0, 0, 0), east, 50 * t_s), up, 200 + 20 * t_s) };
}

function sightOf(sensor: number, t_s: number, fault: Fault, random: RandomStream): ClimbLook {
  const from = SATELLITES[sensor];
  const wrong = fault.sensor === sensor ? fault : undefined;
  const true_u = lineOfSight(from, placeAt(t_s).r);
  const at = tangentBasis(true_u);
  const right_rad = (wrong?.right_rad ?? 0) + SIGMA_RAD * random.normal();
  const u = unit(addScaled(addScaled(true_u, at.right, right_rad), at.up, (wrong?.up_rad ?? 0) + SIGMA_RAD * random.normal()));
  const { right, up } = tangentBasis(u);
  return {
    plot: {
      sensor,
      at_us: Math.round((t_s + (wrong?.clock_s ?? 0)) * SECOND),
      azimuth_rad: 0,
      elevation_rad: 0,
      sigmaRange_m: 0,
      sigmaAzimuth_rad: SIGMA_RAD,
      sigmaElevation_rad: SIGMA_RAD,
    },
    mount: Float64Array.of(from.x, from.y, from.z, u.x, u.y, u.z, right.x, right.y, right.z, up.x, up.y, up.z),
  };
}

function plotOf(sensor: number, t_s: number, fault: Fault, random: RandomStream): ClimbLook {
  const o = ecefVecFromGeodetic(RADAR_SITE);
  const { east, north, up } = enuBasis(RADAR_SITE);
  const { r, v } = placeAt(t_s);
  const truth = polarFromEcef(o, { east, north, up }, r, v);
  return {
    plot: {
      sensor,
      at_us: Math.round(t_s * SECOND),
      range_m: truth.range_m + (fault.sensor === sensor ? (fault.range_m ?? 0) : 0) + 30 * random.normal(),
      azimuth_rad: truth.azimuth_rad + 1e-3 * random.normal(),
      elevation_rad: truth.elevation_rad + 1e-3 * random.normal(),
      sigmaRange_m: 30,
      sigmaAzimuth_rad: 1e-3,
      sigmaElevation_rad: 1e-3,
    },
    mount: Float64Array.of(o.x, o.y, o.z, north.x, north.y, north.z, east.x, east.y, east.z, up.x, up.y, up.z),
  };
}

/** What a climb of 60 s tells, in spans of ten; the track that it is counted from is 8 km off. Satellites first, then the radar. */
function seen(satellites: number, hasRadar: boolean, fault: Fault, seed: number): { evidence: Evidence; found: Turnabout[] } {
  const random = stream(seed, 'climb');
  const sensors = satellites + (hasRadar ? 1 : 0);
  const evidence = noEvidence(sensors, 0);
  for (let span = 0; span < 6; span++) {
    const looks: ClimbLook[] = [];
    for (let t_s = 10 * span; t_s < 10 * span + 10; t_s += 2) {
      for (let k = 0; k < satellites; k++) looks.push(sightOf(k, t_s + 0.6 * k, fault, random));
      if (hasRadar) looks.push(plotOf(satellites, t_s + 1.1, fault, random));
    }
    const { r, v } = placeAt(10 * span + 5);
    const told = toldByClimb(looks, (10 * span + 5) * SECOND, Float64Array.of(r.x + 8_000, r.y, r.z, v.x, v.y, v.z + 300), sensors);
    if (told === undefined) throw new Error('a climb that two sensors see is fixed');
    learn(
      evidence,
      told,
      9,
      looks.map(({ plot }) => plot.sensor),
    );
  }
  const found = turnabouts(evidence, wrongnessOf(sensors, hasRadar), () => false);
  if (found === undefined) throw new Error('with a prior there is an answer');
  return { evidence, found };
}

const wrongnessOf = (sensors: number, hasRadar: boolean): Wrongness[] =>
  Array.from({ length: sensors }, (_, k) => (hasRadar && k === sensors - 1 ? RADAR : SATELLITE));

/** Who is named, by the theatre's figures. */
function named(found: readonly Turnabout[]): number[] {
  return [...found.keys()].filter(
    (k) => found[k].gain > 9.2 && found[k].ratio < 2 && found.every((one, j) => j === k || one.gain < found[k].gain - 7),
  );
}

const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1);
const SOUND: Fault = { sensor: -1 };

// Satellites over the equator and the rocket lie nearly in one plane: a turn within it moves where the sights meet, and each of them might be the one.
test('of three satellites the one that is turned out of their common plane is named, and by how much; within the plane nobody is', () => {
  for (const seed of SEEDS) {
    const { found } = seen(3, false, { sensor: 2, up_rad: 3e-4 }, seed);
    expect(named(found)).toEqual([2]);
    expect(Math.abs(found[2].bias[2] - 3e-4)).toBeLessThan(1e-4);
    expect(named(seen(3, false, { sensor: 2, right_rad: 3e-4 }, seed).found)).toEqual([]);
  }
});

test('with a radar the satellite of three that is turned within the plane is named, and the one whose clock is wrong', () => {
  for (const seed of SEEDS) {
    expect(named(seen(3, true, { sensor: 0, right_rad: -2e-4 }, seed).found)).toEqual([0]);
    const clock = seen(3, true, { sensor: 1, clock_s: 3 }, seed).found;
    expect(named(clock)).toEqual([1]);
    expect(Math.abs(clock[1].bias[3] - 3)).toBeLessThan(1);
  }
});

test('of two satellites alone nobody can say which is wrong', () => {
  for (const seed of SEEDS) expect(named(seen(2, false, { sensor: 0, right_rad: 4e-4 }, seed).found)).toEqual([]);
});

test('where all are sound nobody is named, nor a satellite where the radar is wrong', () => {
  for (const seed of SEEDS) {
    const sound = seen(3, true, SOUND, seed);
    expect(Math.max(...sound.found.map(({ gain }) => gain))).toBeLessThan(4);
    expect(sound.evidence.squares / sound.evidence.freedom).toBeLessThan(1.5);
    expect(named(seen(2, true, { sensor: 2, range_m: 4000 }, seed).found).filter((k) => k < 2)).toEqual([]);
  }
});

test('a satellite that is held to be wrong and is sound is likelier sound, and one that is wrong is not', () => {
  const gains = ({ sensor }: Fault, right_rad: number): number =>
    turnabouts(seen(3, true, { sensor, right_rad }, 3).evidence, wrongnessOf(4, true), (k) => k === 0)?.[0].gain ?? NaN;
  expect(gains(SOUND, 0)).toBeGreaterThan(4);
  expect(gains({ sensor: 0 }, 2e-4)).toBeLessThan(-4);
});

// The identity by which each sensor is turned about without a new inverse, against the formula written naively: two sensors of one part each.
test('the gain is the difference of the two marginal likelihoods', () => {
  const wrongness: Wrongness[] = [1, 2].map((range_m) => ({
    sound: { ...NO_BIAS, range_m },
    gross: { ...NO_BIAS, range_m: 30 * range_m },
  }));
  const evidence = noEvidence(2, 0);
  const [aa, ab, bb, sa, sb] = [0.7, -0.4, 0.9, 3, -5];
  evidence.information.set([aa], 0);
  evidence.information.set([ab], 4);
  evidence.information.set([ab], 32);
  evidence.information.set([bb], 36);
  evidence.score.set([sa], 0);
  evidence.score.set([sb], 4);
  const marginal = (pa: number, pb: number): number => {
    const [xx, yy] = [aa + 1 / pa, bb + 1 / pb];
    const det = xx * yy - ab * ab;
    return (0.5 * (sa * sa * yy - 2 * sa * sb * ab + sb * sb * xx)) / det - 0.5 * Math.log(det * pa * pb);
  };
  const found = turnabouts(evidence, wrongness, (k) => k === 1);
  expect(found?.[0].gain).toBeCloseTo(marginal(900, 3600) - marginal(1, 3600), 10);
  expect(found?.[1].gain).toBeCloseTo(marginal(1, 4) - marginal(1, 3600), 10);
});

test('what was seen weighs half after the half-life, and nothing after a year', () => {
  const { evidence } = seen(3, true, SOUND, 1);
  const [before, looks] = [evidence.information[17], evidence.looks[0]];
  fade(evidence, 120 * SECOND, 120);
  expect(evidence.information[17] / before).toBeCloseTo(0.5, 12);
  expect(evidence.looks[0] / looks).toBeCloseTo(0.5, 12);
  fade(evidence, 3e7 * SECOND, 120);
  expect(evidence.squares).toBe(0);
});
