import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { logLikelihoodUnder } from './evidence.ts';
import type { Features } from './features.ts';
import { HYPOTHESES, type Hypothesis } from './hypotheses.ts';
import { PRIOR, weigh } from './weigh.ts';

/** A body that has burned for a minute and a half, coasts, and is followed by both satellites and a radar. */
const COASTING: Features = {
  height_m: 120_000,
  sigmaHeight_m: 30,
  climbed: true,
  speed_mps: 2200,
  sigmaSpeed_mps: 2,
  fastest_mps: 0,
  inertialSpeed_mps: 2400,
  surfaceSpeed_mps: 2600,
  sigmaSurfaceSpeed_mps: 2,
  surfaceAngle_rad: 0.72,
  perigeeHeight_m: -6.0e6,
  sigmaPerigee_m: 1_000,
  apogeeHeight_m: 150_000,
  orbitWithin: undefined,
  entering: false,
  burning: false,
  everBurned: true,
  reversed: false,
  relit: false,
  glowed: false,
  fromOrbit: false,
  coastSeen_s: 40,
  sinceBurnout_s: 40,
  burned_s: 90,
  heatHits: 80,
  heatSensors: 2,
  radarHits: 60,
  radarAbsence: 0,
  age_s: 120,
  heatMotion_sigma: 60,
  slowestRocket_sigma: 8,
  heatSpan_s: 60,
  fires_sigma: 1,
  slowestWings_sigma: 4,
  heatAcceleration: undefined,
  glint_rad: undefined,
  moon_rad: undefined,
  level: false,
  doesNotFall: false,
  falls: true,
  fallsFreely: true,
};

const probability = (features: Partial<Features>, hypothesis: Hypothesis): number =>
  weigh({ ...COASTING, ...features }).hypotheses.find((h) => h.hypothesis === hypothesis)?.probability ?? NaN;

test('probabilities add up to one, and the most probable stands first', () => {
  const weighed = weigh(COASTING).hypotheses;
  expect(weighed.reduce((sum, { probability: p }) => sum + p, 0)).toBeCloseTo(1, 12);
  expect(weighed[0]).toMatchObject({ hypothesis: 'ballistic-missile' });
  expect(weighed[0].probability).toBeGreaterThan(0.95);
});

test('whatever it is that is likeliest, it stands first and the others follow by how likely they are', () => {
  const burnt: Partial<Features> = { burning: true, coastSeen_s: 0, burned_s: 420, surfaceSpeed_mps: 6000, surfaceAngle_rad: 0.2 };
  for (const [features, likeliest] of [
    [{ reversed: true }, 'powered-return'],
    [burnt, 'space-launch'],
  ] as const) {
    const weighed = weigh({ ...COASTING, ...features }).hypotheses;
    expect(weighed[0].hypothesis).toBe(likeliest);
    const probabilities = weighed.map(({ probability: p }) => p);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
  }
});

// 2023-04-13: staging misled prediction. A pause of ten seconds is what stages make; forty seconds are not.
test('a short coast leaves a space launch open, a long one does not', () => {
  expect(probability({ coastSeen_s: 8 }, 'space-launch')).toBeGreaterThan(0.1);
  expect(probability({ coastSeen_s: 18 }, 'powered-return')).toBeGreaterThan(0.03);
  expect(probability({ coastSeen_s: 40 }, 'space-launch')).toBeLessThan(0.02);
});

test('what has burned for seven minutes near the horizontal is a space launch, at whatever speed it is cut off', () => {
  for (const surfaceSpeed_mps of [4500, 6000, 7300]) {
    expect(
      probability({ burning: true, coastSeen_s: 0, burned_s: 420, surfaceSpeed_mps, surfaceAngle_rad: 0.2 }, 'space-launch'),
    ).toBeGreaterThan(0.9);
  }
});

// A lofted flight lands 1,000 km away and exceeds 7.9 km/s (H11).
test('a lofted flight is no space launch, however fast', () => {
  expect(
    probability({ surfaceSpeed_mps: 7800, surfaceAngle_rad: 1.48, apogeeHeight_m: 6e6, coastSeen_s: 30 }, 'ballistic-missile'),
  ).toBeGreaterThan(0.95);
});

// A payload at 944 m/s, 30 km high, that a radar met late in its flight, its heat forgotten, was a satellite with 0.71.
test('what is too low for an orbit is no satellite, from its first plot on, and no re-entry when it falls freely or has climbed', () => {
  const late = {
    heatHits: 0,
    heatSensors: 0,
    everBurned: false,
    coastSeen_s: 0,
    burned_s: 0,
    heatMotion_sigma: undefined,
    surfaceSpeed_mps: 1100,
    moon_rad: 0.5,
  };
  const low = {
    ...late,
    height_m: 30_000,
    speed_mps: 944,
    climbed: false,
    perigeeHeight_m: -6.2e6,
    apogeeHeight_m: 32_000,
    inertialSpeed_mps: 944,
  };
  for (const radarHits of [1, 2, 5, 20]) {
    const seen = { ...low, radarHits, falls: radarHits >= 8, fallsFreely: radarHits >= 8 };
    expect(probability(seen, 'satellite')).toBeLessThan(1e-6);
    expect(weigh({ ...COASTING, ...seen }).hypotheses[0].hypothesis).toBe(radarHits < 8 ? 'unknown' : 'ballistic-missile');
  }
  expect(probability({ ...low, radarHits: 20 }, 're-entry')).toBeLessThan(0.01);
  expect(probability({ ...low, radarHits: 20, fallsFreely: false, climbed: true }, 're-entry')).toBeLessThan(0.01);
  // Braked by the air, and never seen to climb, it may have come down from an orbit.
  expect(probability({ ...low, radarHits: 20, fallsFreely: false }, 're-entry')).toBeGreaterThan(0.05);
});

// A payload that only a radar had followed, called a missile for eleven minutes, was a satellite in its last half minute: the air had taken its orbit away.
test('in the air a body is what it was above it', () => {
  const radarOnly = { heatHits: 0, heatSensors: 0, everBurned: false, coastSeen_s: 0, burned_s: 0, moon_rad: 0.5, climbed: false };
  const above = { ...COASTING, ...radarOnly, surfaceSpeed_mps: 4000, inertialSpeed_mps: 4000 };
  const inAir = {
    ...above,
    height_m: 40_000,
    speed_mps: 300,
    inertialSpeed_mps: 300,
    perigeeHeight_m: -6.3e6,
    falls: false,
    doesNotFall: true,
  };
  for (const [path, cause] of [
    [{ perigeeHeight_m: -4e6, apogeeHeight_m: 700_000 }, 'ballistic-missile'],
    [
      { perigeeHeight_m: 60_000, apogeeHeight_m: 200_000, inertialSpeed_mps: 7800, surfaceSpeed_mps: 7700, surfaceAngle_rad: 0.01 },
      're-entry',
    ],
    [
      { perigeeHeight_m: -700_000, apogeeHeight_m: 150_000, inertialSpeed_mps: 7700, surfaceSpeed_mps: 7600, surfaceAngle_rad: 0.02 },
      're-entry',
    ],
  ] as const) {
    const seen = weigh({ ...above, ...path });
    expect(seen.hypotheses[0].hypothesis).toBe(cause);
    expect(weigh(inAir, seen.evidence).hypotheses[0].hypothesis).toBe(cause);
  }
});

// 1983-09-26: sunlit cloud tops in a grazing view of one satellite.
test('heat that stays where it is, mirrors the Sun and is seen by one satellite is never taken for a rocket', () => {
  const glint = {
    heatSensors: 1,
    radarHits: 0,
    heatMotion_sigma: 1,
    slowestRocket_sigma: 12,
    glint_rad: 0.15,
    burning: true,
    coastSeen_s: 0,
    burned_s: 60,
    falls: false,
  };
  expect(probability(glint, 'ballistic-missile')).toBeLessThan(0.05);
  expect(probability(glint, 'sun-glint')).toBeGreaterThan(0.5);
  expect(probability({ ...glint, glint_rad: Infinity }, 'stationary-heat')).toBeGreaterThan(0.8);
  // Where the Sun has not been looked up it may be either.
  expect(probability({ ...glint, glint_rad: Infinity }, 'sun-glint')).toBeLessThan(1e-4);
  expect(probability({ ...glint, glint_rad: undefined }, 'sun-glint')).toBeGreaterThan(0.1);
});

// 1960-10-05: the Moon over Thule.
test('returns from the direction of the Moon that do not fall are the Moon', () => {
  const echo = {
    heatHits: 0,
    heatSensors: 0,
    everBurned: false,
    coastSeen_s: 0,
    burned_s: 0,
    heatMotion_sigma: undefined,
    moon_rad: 0.003,
    doesNotFall: true,
    falls: false,
    height_m: 2e6,
    surfaceSpeed_mps: 900,
  };
  expect(probability(echo, 'moon-echo')).toBeGreaterThan(0.9);
  expect(probability({ ...echo, moon_rad: 0.5 }, 'moon-echo')).toBeLessThan(0.01);
});

test('a thing that radar must see by now and does not is believed less and less (H8)', () => {
  const heatOnly = { radarHits: 0, coastSeen_s: 0, falls: false };
  const [early, later, late] = [0, 8, 20].map((radarAbsence) => probability({ ...heatOnly, radarAbsence }, 'ballistic-missile'));
  expect(later).toBeLessThan(early);
  expect(late).toBeLessThan(0.5 * early);
});

test('of what is only computed forward nothing new is found of how it moves; what silence says still counts', () => {
  const seen = weigh(COASTING);
  const flownOn = {
    ...COASTING,
    height_m: 200_000,
    perigeeHeight_m: 150_000,
    inertialSpeed_mps: 7_900,
    surfaceSpeed_mps: 7_800,
    surfaceAngle_rad: 0.03,
  };
  expect(weigh(flownOn).hypotheses[0].hypothesis).not.toBe(seen.hypotheses[0].hypothesis);
  weigh(flownOn, seen.evidence).hypotheses.forEach(({ hypothesis, probability }, i) => {
    expect(hypothesis).toBe(seen.hypotheses[i].hypothesis);
    expect(probability).toBeCloseTo(seen.hypotheses[i].probability, 12);
  });
  const silent = weigh({ ...flownOn, radarHits: 5, radarAbsence: 20 }, seen.evidence);
  expect(silent.evidence.map(({ finding }) => finding.feature)).toContain('radar-absent');
  expect(new Set(silent.evidence.map(({ finding }) => finding.feature)).size).toBe(silent.evidence.length);
});

test('thrust against the motion is a powered return, never a missile (H7)', () => {
  expect(probability({ reversed: true }, 'powered-return')).toBeGreaterThan(0.9);
});

test('the evidence says each finding once, and the probabilities follow from it and the prior alone', () => {
  const height = fc.double({ min: -6.3e6, max: 1e6, noNaN: true });
  const drawn: fc.Arbitrary<Partial<Features>> = fc.record({
    height_m: fc.double({ min: 0, max: 2e6, noNaN: true }),
    surfaceSpeed_mps: fc.double({ min: 0, max: 9000, noNaN: true }),
    surfaceAngle_rad: fc.double({ min: -0.5, max: 1.57, noNaN: true }),
    perigeeHeight_m: height,
    apogeeHeight_m: height,
    burning: fc.boolean(),
    everBurned: fc.boolean(),
    reversed: fc.boolean(),
    coastSeen_s: fc.double({ min: 0, max: 100, noNaN: true }),
    burned_s: fc.double({ min: 0, max: 600, noNaN: true }),
    heatHits: fc.nat(10),
    radarHits: fc.nat(20),
    radarAbsence: fc.double({ min: 0, max: 30, noNaN: true }),
    heatMotion_sigma: fc.option(fc.double({ min: 0, max: 30, noNaN: true }), { nil: undefined }),
    glint_rad: fc.option(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Infinity)), { nil: undefined }),
    moon_rad: fc.option(fc.double({ min: 0, max: 0.1, noNaN: true }), { nil: undefined }),
    doesNotFall: fc.boolean(),
    falls: fc.boolean(),
    fallsFreely: fc.boolean(),
    climbed: fc.boolean(),
  });
  holds(
    fc.property(drawn, (features) => {
      const { hypotheses, evidence } = weigh({ ...COASTING, ...features });
      expect(new Set(evidence.map(({ finding }) => finding.feature)).size).toBe(evidence.length);
      for (const { against } of evidence) {
        expect(Object.keys(against).length).toBeLessThan(HYPOTHESES.length);
        for (const value of Object.values(against)) expect(value).toBeLessThan(0);
      }
      const logs = hypotheses.map(({ hypothesis }) =>
        evidence.reduce((sum, one) => sum + logLikelihoodUnder(hypothesis, one), Math.log(PRIOR[hypothesis])),
      );
      const best = Math.max(...logs);
      const total = logs.reduce((sum, log) => sum + Math.exp(log - best), 0);
      hypotheses.forEach(({ probability: p }, i) => expect(p).toBeCloseTo(Math.exp(logs[i] - best) / total, 12));
    }),
  );
});

// A first plot, a first hot spot: an airliner, a rocket at 1 km, a missile half a minute before impact were satellites with 0.71.
test('what next to nothing is known of is unknown, and never a satellite or an echo', () => {
  const nothing: Partial<Features> = {
    heatHits: 0,
    heatSensors: 0,
    radarHits: 0,
    everBurned: false,
    coastSeen_s: 0,
    burned_s: 0,
    heatMotion_sigma: undefined,
    moon_rad: undefined,
    falls: false,
    fallsFreely: false,
    climbed: false,
    sigmaSpeed_mps: 2_500,
    sigmaSurfaceSpeed_mps: 2_500,
    sigmaHeight_m: 1_000,
  };
  for (const height_m of [500, 5_000, 30_000, 60_000, 150_000, 700_000])
    for (const radarHits of [1, 2, 4])
      expect(weigh({ ...COASTING, ...nothing, height_m, radarHits }).hypotheses[0].hypothesis).toBe('unknown');
  for (const heatHits of [1, 2]) {
    const hot = { ...COASTING, ...nothing, heatHits, heatSensors: 1, height_m: 9_000 };
    expect(weigh(hot).hypotheses[0].hypothesis).toBe('unknown');
    expect(probability({ ...nothing, heatHits, heatSensors: 1 }, 'moon-echo')).toBeLessThan(1e-4);
  }
});

test('below 100 km, or below 6 km/s, nothing is a satellite, whatever else is found', () => {
  const drawn = fc.record({
    height_m: fc.double({ min: 0, max: 2e6, noNaN: true }),
    inertialSpeed_mps: fc.double({ min: 0, max: 9_000, noNaN: true }),
    radarHits: fc.integer({ min: 3, max: 40 }),
    perigeeHeight_m: fc.double({ min: -6e6, max: 8e5, noNaN: true }),
    falls: fc.boolean(),
    doesNotFall: fc.boolean(),
    everBurned: fc.boolean(),
    heatHits: fc.nat(20),
  });
  holds(
    fc.property(drawn, (features) => {
      if (features.height_m > 99_000 && features.inertialSpeed_mps > 5_990) return;
      const bare = { ...features, orbitWithin: undefined, coastSeen_s: 0, sigmaHeight_m: 30, sigmaSpeed_mps: 2 };
      expect(probability(bare, 'satellite')).toBeLessThan(1e-3);
    }),
  );
});

test('what keeps its height in the air is carried, and no missile', () => {
  const level = {
    level: true,
    height_m: 11_000,
    speed_mps: 250,
    fastest_mps: 250,
    inertialSpeed_mps: 550,
    heatHits: 0,
    heatSensors: 0,
    everBurned: false,
    coastSeen_s: 0,
  };
  const cold = { ...level, burned_s: 0, surfaceSpeed_mps: 500, heatMotion_sigma: undefined, moon_rad: 0.5, perigeeHeight_m: -6.3e6 };
  expect(weigh({ ...COASTING, ...cold }).hypotheses[0].hypothesis).toBe('aircraft');
  for (const one of ['ballistic-missile', 'space-launch', 'satellite', 're-entry'] as const)
    expect(probability(cold, one)).toBeLessThan(1e-6);
  // A booster that hovers has burned.
  expect(weigh({ ...COASTING, ...level, heatHits: 40, heatSensors: 2, everBurned: true, burning: true }).hypotheses[0].hypothesis).toBe(
    'powered-return',
  );
});

test('while a last stage may still light, a missile is held to 0.9, and to no less for it; past the top it is not held', () => {
  const open = { deltaV_mps: 3_300, top_m: 540_000, decidedAt_us: 500e6, passed: false };
  const flat = {
    surfaceSpeed_mps: 5_500,
    surfaceAngle_rad: 0.62,
    inertialSpeed_mps: 5_500,
    coastSeen_s: 40,
    perigeeHeight_m: -5e6,
    apogeeHeight_m: 540_000,
  };
  for (const height_m of [200_000, 500_000]) {
    expect(probability({ ...flat, height_m, orbitWithin: open }, 'ballistic-missile')).toBeLessThanOrEqual(0.9 + 1e-12);
    expect(probability({ ...flat, height_m, orbitWithin: open }, 'space-launch')).toBeGreaterThan(0.05);
  }
  expect(probability({ ...flat, orbitWithin: { ...open, passed: true } }, 'ballistic-missile')).toBeGreaterThan(0.95);
  expect(probability({ ...flat, orbitWithin: { ...open, deltaV_mps: 4_300 } }, 'ballistic-missile')).toBeGreaterThan(0.95);
  const { evidence } = weigh({ ...COASTING, ...flat, orbitWithin: open });
  expect(evidence.map(({ finding }) => finding)).toContainEqual({ feature: 'orbit-open', toOrbit_mps: 3_300, decidedAt_us: 500e6 });
});

// Four arcs of 2,600 to 10,000 km, flat enough for a last stage at their top: long past it they stood at 0.92 to 0.94, and nobody was warned.
test('a flat arc that has passed its top without another burn is a missile, over ranges', () => {
  const arcs = [
    [4_760, 0.453, 3_185, 318],
    [5_640, 0.437, 2_757, 515],
    [6_760, 0.281, 1_128, 661],
    [7_355, 0.222, 865, 660],
  ] as const;
  for (const [surfaceSpeed_mps, surfaceAngle_rad, deltaV_mps, top_km] of arcs) {
    const arc = {
      surfaceSpeed_mps,
      surfaceAngle_rad,
      inertialSpeed_mps: 4_500,
      speed_mps: 4_500,
      height_m: 250_000,
      coastSeen_s: 700,
      perigeeHeight_m: -4e6,
      apogeeHeight_m: top_km * 1000,
      falls: true,
    };
    const orbitWithin = { deltaV_mps, top_m: top_km * 1000, decidedAt_us: 500e6, passed: false };
    expect(probability({ ...arc, orbitWithin }, 'ballistic-missile')).toBeLessThanOrEqual(0.9 + 1e-12);
    expect(probability({ ...arc, orbitWithin: { ...orbitWithin, passed: true } }, 'ballistic-missile')).toBeGreaterThan(0.95);
  }
});

// A year of background: the first stages of launchers fell on arcs of short missiles, and were called missiles with 0.998 while the launchers burned on beside them.
test('a spent stage is of what it parted from, whatever arc it falls on', () => {
  const between = (missile: number, features: Partial<Features>): number => {
    const whole = { event: 'E1', missile, launch: 1 - missile, open: true };
    const { hypotheses } = weigh({ ...COASTING, ...features }, undefined, whole);
    const of = (name: Hypothesis): number => hypotheses.find(({ hypothesis }) => hypothesis === name)?.probability ?? 0;
    return of('ballistic-missile') / (of('ballistic-missile') + of('space-launch'));
  };
  const arcs = fc.record({
    surfaceSpeed_mps: fc.double({ min: 1_600, max: 4_000, noNaN: true }),
    surfaceAngle_rad: fc.double({ min: 0.1, max: 1.4, noNaN: true }),
    coastSeen_s: fc.double({ min: 0, max: 300, noNaN: true }),
  });
  holds(
    fc.property(arcs, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (arc, missile) => {
      expect(between(missile, arc)).toBeCloseTo(missile, 6);
    }),
  );
  // Nor is it ever surer of that than of its having parted from it.
  expect(between(0, {})).toBeGreaterThan(0.002);
  // Of what nobody knows the part is known no better.
  const unknown = { event: 'E1', missile: 0.02, launch: 0.0001, open: false };
  const { hypotheses } = weigh({ ...COASTING, heatHits: 12, everBurned: true }, undefined, unknown);
  expect(hypotheses.find(({ hypothesis }) => hypothesis === 'ballistic-missile')?.probability).toBeLessThan(0.5);
});

// Least-energy flights of 13,000 km, and shorter ones to the east, were never recommended: their perigee was held against them as if they had left an orbit.
test('a perigee that missiles over great ranges have says nothing against what was launched; of what was not it says that it left an orbit', () => {
  const at = (perigee_km: number, launched: boolean): number => {
    const burn = launched ? { everBurned: true } : { everBurned: false, heatHits: 0, burned_s: 0, coastSeen_s: 0 };
    const { evidence } = weigh({ ...COASTING, ...burn, perigeeHeight_m: perigee_km * 1000, sigmaPerigee_m: 1 });
    return evidence.find(({ finding: { feature } }) => feature === 'perigee')?.against['ballistic-missile'] ?? 0;
  };
  holds(fc.property(fc.double({ min: -6_000, max: -1_401, noNaN: true }), (perigee_km) => at(perigee_km, true) === 0));
  expect(at(-1_250, true)).toBeCloseTo(-4, 3);
  expect(at(-1_100, true)).toBeCloseTo(-8, 3);
  expect(at(-1_401, false)).toBeLessThan(-5);
});

test('while the next stage may light, or what is followed may be what that one dropped, a missile has 0.9 at most', () => {
  const at = (sinceBurnout_s: number): number => probability({ sinceBurnout_s, coastSeen_s: sinceBurnout_s - 1 }, 'ballistic-missile');
  expect(at(23.9)).toBeCloseTo(0.9, 12);
  expect(at(24)).toBeGreaterThan(0.95);
  expect(probability({ sinceBurnout_s: 10, coastSeen_s: 9 }, 'ballistic-missile')).toBeLessThanOrEqual(0.9);
});

// A capsule that braked by 190 m/s, seen by two satellites and a radar, was a space launch to its end: heat and thrust counted against a satellite each, and
// nothing remembered that it had been in an orbit before.
test('what was in an orbit before it burned is neither launched nor a missile, however weak the burn and wherever it takes the perigee', () => {
  const burned: Features = { ...COASTING, climbed: false, height_m: 230_000, fromOrbit: true, inertialSpeed_mps: 7_750, speed_mps: 7_400 };
  const anywhere = { min: -1_000_000, max: 800_000, noNaN: true };
  holds(
    fc.property(
      fc.double(anywhere),
      fc.double({ min: 500, max: 60_000, noNaN: true }),
      fc.integer({ min: 3, max: 200 }),
      fc.boolean(),
      fc.double({ min: 0, max: 400, noNaN: true }),
      (perigeeHeight_m, sigmaPerigee_m, heatHits, burning, coastSeen_s) => {
        const path = {
          perigeeHeight_m,
          sigmaPerigee_m,
          apogeeHeight_m: Math.max(perigeeHeight_m, 260_000),
          surfaceSpeed_mps: 7_700,
          surfaceAngle_rad: 0.05,
        };
        const f = { ...burned, ...path, heatHits, burning, coastSeen_s: burning ? 0 : coastSeen_s };
        expect(probability(f, 'space-launch') + probability(f, 'ballistic-missile')).toBeLessThan(0.01);
        const left = perigeeHeight_m + 3 * sigmaPerigee_m < 0;
        if (left) expect(weigh(f).hypotheses[0].hypothesis).toBe('re-entry');
        if (perigeeHeight_m - 3 * sigmaPerigee_m > 120_000) expect(weigh(f).hypotheses[0].hypothesis).toBe('satellite');
        // The same burn of what nobody had seen before it.
        if (!burning && left && coastSeen_s < 8) expect(weigh({ ...f, fromOrbit: false }).hypotheses[0].hypothesis).toBe('space-launch');
      },
    ),
  );
});
