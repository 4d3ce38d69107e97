import { expect, test } from 'vitest';
import { LOFTED_EXCESS_s } from '../../../authorities/ballistic-flights.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { geodeticDegrees, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { distance, type Vec3 } from '../math/vector.ts';
import { degrees } from '../units.ts';
import { keplerArc } from './ballistic.ts';
import { BOOST_PROFILES, type BoostClass, type BoostObserver, flyBoost, thrustAcceleration_mps2, totalBurn_s } from './boost.ts';
import { orbitOfEcef } from './orbit.ts';
import { flyToGround } from './propagate.ts';

const site = geodeticDegrees(39.2, 125.7);
const STEP_s = 0.5;

function fly(name: BoostClass, kick_deg: number, cutoff_s: number, step_s = STEP_s) {
  const profile = BOOST_PROFILES[name];
  const burnOut = flyBoost({ site, azimuth_rad: degrees(75), kick_rad: degrees(kick_deg), cutoff_s }, profile, step_s);
  const end = flyToGround(burnOut, { ballisticCoefficient_kgpm2: profile.payloadBallisticCoefficient_kgpm2 });
  if (end.kind !== 'impact') throw new Error(`no impact: ${end.reason}`);
  const range_m = geodesicInverse(site, geodeticFromEcefVec(end.r)).distance_m;
  return { burnOut, apogee_km: end.apogee_m / 1000, range_km: range_m / 1000, time_s: burnOut.t_s + end.time_s };
}

// Apogees and ranges as announced for tests of each class; kick and cut-off were found by trying.
test.each<[BoostClass, number, number, number, number]>([
  ['SRBM', 25, 110, 28.47, 54.9],
  ['SRBM', 97, 500, 22.81, 68.7],
  ['SRBM', 150, 440, 15.55, 66],
  ['MRBM', 160, 650, 23.27, 74.8],
  ['MRBM', 560, 500, 6.5, 88.1],
  ['MRBM', 1400, 400, 2.77, 106.6],
  ['IRBM', 550, 2700, 11.3, 129],
  ['IRBM', 970, 4500, 10.98, 140.3],
  ['IRBM', 2111, 787, 1.75, 141.8],
  ['ICBM', 2802, 933, 1.33, 194.2],
  ['ICBM', 6100, 1000, 1.23, 217.7],
  ['ICBM', 7687, 1001, 1.28, 223.1],
  ['ICBM', 1300, 10_000, 10.48, 201.5],
])('the generic %s flies %i km up and %i km away', (name, apogee_km, range_km, kick_deg, cutoff_s) => {
  const flight = fly(name, kick_deg, cutoff_s);
  expect(Math.abs(flight.apogee_km / apogee_km - 1)).toBeLessThan(0.02);
  expect(Math.abs(flight.range_km / range_km - 1)).toBeLessThan(0.03);
});

test.each(LOFTED_EXCESS_s)(
  'the lofted flight of %s, %i km up and %i km away, lasts as much longer than two-body as announced',
  (date, apogee_km, range_km, excess_s) => {
    const [kick_deg, cutoff_s] = date === '2022-11-18' ? [1.23, 217.7] : [1.28, 223.1];
    const flight = fly('ICBM', kick_deg, cutoff_s);
    const excess = flight.time_s - keplerArc(flight.apogee_km * 1000, flight.range_km * 1000).flightTime_s;
    expect(excess).toBeGreaterThan(120);
    expect(excess).toBeLessThan(230);
    expect(Math.abs(excess - excess_s)).toBeLessThan(45);
    expect(apogee_km * range_km).toBeGreaterThan(0);
  },
);

test('the generic launcher turns by gravity alone into an orbit near 500 km', () => {
  const launch = { site: geodeticDegrees(28.6, -80.6), azimuth_rad: 1.2, kick_rad: degrees(2.1), cutoff_s: 632 - 45 };
  const { r, v } = flyBoost(launch, BOOST_PROFILES.SLV, 1);
  const orbit = orbitOfEcef(r, v);
  expect(orbit.perigeeHeight_m).toBeGreaterThan(400_000);
  expect(orbit.apogeeHeight_m).toBeLessThan(620_000);
});

test('an earlier cut-off gives a lower flight, smoothly, down to two fifths of the burn', () => {
  for (const name of ['SRBM', 'MRBM', 'IRBM', 'ICBM'] as const) {
    const total = totalBurn_s(BOOST_PROFILES[name]);
    let last = 0;
    for (let share = 0.4; share <= 1; share += 0.05) {
      const { apogee_km } = fly(name, 4, share * total);
      expect(apogee_km).toBeGreaterThan(last);
      if (last > 0) expect(apogee_km / last).toBeLessThan(2.2);
      last = apogee_km;
    }
  }
});

test('a stage adds c ln(m₀/m₁) to the speed: its acceleration is that of constant thrust and mass flow', () => {
  const stage = BOOST_PROFILES.ICBM.stages[0];
  const { burn_s, thrustAccelerationStart_mps2: start, thrustAccelerationEnd_mps2: end } = stage;
  let gained = 0;
  for (let i = 0; i < 10_000; i++) gained += thrustAcceleration_mps2(stage, ((i + 0.5) * burn_s) / 10_000) * (burn_s / 10_000);
  const exhaust = (start * burn_s) / (1 - start / end);
  expect(gained / (exhaust * Math.log(end / start))).toBeCloseTo(1, 6);
  expect([thrustAcceleration_mps2(stage, 0), thrustAcceleration_mps2(stage, burn_s)]).toEqual([start, expect.closeTo(end, 9)]);
});

test('it rises straight up first, and then heads for its azimuth', () => {
  const seen: { t_s: number; r: Vec3; v: Vec3; thrust_mps2: number; stageIndex: number }[] = [];
  const observe: BoostObserver = (t_s, r, v, thrust_mps2, stageIndex) => seen.push({ t_s, r, v, thrust_mps2, stageIndex });
  const profile = BOOST_PROFILES.ICBM;
  flyBoost({ site, azimuth_rad: degrees(40), kick_rad: degrees(8), cutoff_s: totalBurn_s(profile) }, profile, 1, observe);
  const rise = seen.filter(({ t_s }) => t_s <= profile.verticalRise_s).at(-1);
  expect(rise && geodesicInverse(site, geodeticFromEcefVec(rise.r)).distance_m).toBeLessThan(0.5);
  expect(geodesicInverse(site, geodeticFromEcefVec(seen[100].r)).azimuth_rad).toBeCloseTo(degrees(40), 1);
  expect(seen.map(({ t_s }) => t_s)).toEqual(seen.map(({ t_s }) => t_s).sort((a, b) => a - b));
  expect(seen.filter(({ t_s }) => t_s === Math.round(t_s)).length).toBeGreaterThanOrEqual(228);
  expect(seen.find(({ t_s }) => t_s === 111)?.thrust_mps2).toBe(0); // between the stages
  expect(seen.at(-1)).toMatchObject({ t_s: totalBurn_s(profile) + 2, stageIndex: 1 });
});

test('half-second steps end within 20 m and 0.3 m/s of fine ones', () => {
  for (const [name, kick_deg, cutoff_s] of [
    ['ICBM', 1.23, 217.7],
    ['ICBM', 10.5, 200],
    ['IRBM', 11, 140],
    ['SRBM', 22, 65],
  ] as const) {
    const coarse = fly(name, kick_deg, cutoff_s, 0.5).burnOut;
    const fine = fly(name, kick_deg, cutoff_s, 0.02).burnOut;
    expect(distance(coarse.r, fine.r)).toBeLessThan(20);
    expect(distance(coarse.v, fine.v)).toBeLessThan(0.3);
  }
});

test('what cannot fly is refused: a cut-off beyond the propellant, or thrust below weight', () => {
  const launch = { site, azimuth_rad: 0, kick_rad: 0.1, cutoff_s: 60 };
  expect(() => flyBoost({ ...launch, cutoff_s: 71 }, BOOST_PROFILES.SRBM, 1)).toThrow(/beyond/);
  expect(() => flyBoost({ ...launch, cutoff_s: 0 }, BOOST_PROFILES.SRBM, 1)).toThrow(/ignition/);
  expect(() => flyBoost({ ...launch, throttle: 0.3 }, BOOST_PROFILES.SRBM, 1)).toThrow(/lift off/);
});
