import { expect, test } from 'vitest';
import type { Finding } from '../core/discern/finding.ts';
import { degrees } from '../core/units.ts';
import { findingWords } from './finding-words.ts';
import { findingSchema } from './wire-finding.ts';

/** One of each, by the compiler: a new finding asks for its words, its schema and a line here. */
const SAID: { readonly [F in Finding['feature']]: readonly [Extract<Finding, { feature: F }>, string] } = {
  heat: [{ feature: 'heat', hits: 80, satellites: 2 }, 'seen hot 80 times by 2 satellites'],
  'no-heat': [{ feature: 'no-heat', hits: 1 }, 'seen hot only 1 time'],
  motion: [{ feature: 'motion', speed_mps: 2204.6 }, '2205 m/s by radar'],
  followed: [{ feature: 'followed', plots: 12 }, 'followed by radar for 12 plots'],
  'motion-of-heat': [
    { feature: 'motion-of-heat', moved_sigma: 0.52, slowestRocket_sigma: 3.44, span_s: 45 },
    'it moved 0.5 times what its sights are off by in 45 s; the slowest rocket would have moved 3.4 times that',
  ],
  'acceleration-of-heat': [
    {
      feature: 'acceleration-of-heat',
      acceleration_mps2: 0.12,
      sigma_mps2: 0.43,
      slowestRocket_mps2: 2.81,
      speed_mps: 512.4,
      unsteady_sigma: 0.2,
    },
    'it goes 512 m/s and becomes faster by 0.1 m/s² (± 0.4); the slowest rocket would by 2.8',
  ],
  'sun-angle': [{ feature: 'sun-angle', facetTilt_rad: degrees(9) }, 'a facet tilted 9° would mirror the Sun into the satellite'],
  'no-sunlight': [{ feature: 'no-sunlight' }, 'no sunlight at the place'],
  perigee: [{ feature: 'perigee', perigee_m: -4_000_400, apogee_m: 712_000 }, 'perigee -4000 km, apogee 712 km'],
  'from-orbit': [{ feature: 'from-orbit' }, 'was in an orbit before it was first hot'],
  'below-orbits': [
    { feature: 'below-orbits', height_m: 31_400, neverUp: true },
    '31 km high, where nothing orbits, and not come down from an orbit',
  ],
  'speed-and-flight-path': [
    { feature: 'speed-and-flight-path', speed_mps: 4610, angle_rad: degrees(37) },
    '4.61 km/s at 37° from the surface',
  ],
  'coast-seen': [
    { feature: 'coast-seen', coasted_s: 40, toOrbit_mps: 3140, top_m: 533_000 },
    'seen by radar to coast for 40 s after a burn; 3.1 km/s short of an orbit at its top, 533 km high',
  ],
  'orbit-open': [
    { feature: 'orbit-open', toOrbit_mps: 3140, decidedAt_us: 60_000_000 },
    'a last stage may still make an orbit of its path: 3.1 km/s',
  ],
  'stage-open': [{ feature: 'stage-open', sinceBurnout_s: 7.5 }, 'burned until 8 s ago: the next stage may light'],
  'part-of': [
    { feature: 'part-of', event: 'E2', missile: 0.31, launch: 0.68, open: true },
    'parted from what burned on, E2: missile 0.31, space launch 0.68',
  ],
  escape: [{ feature: 'escape', speed_mps: 14_300 }, '14.3 km/s, faster than what is bound to the Earth'],
  'air-glow': [{ feature: 'air-glow' }, 'hot by the air that it came into'],
  level: [{ feature: 'level', height_m: 11_020 }, 'keeps its height, 11.0 km'],
  'high-or-fast': [{ feature: 'high-or-fast' }, 'higher or faster than wings carry'],
  'burn-time': [{ feature: 'burn-time', burned_s: 312 }, 'has burned for 312 s'],
  thrust: [{ feature: 'thrust', thrust: 'stopped' }, 'burned, and has stopped'],
  moon: [{ feature: 'moon', fromMoon_rad: degrees(0.3) }, '0.3° from the Moon'],
  'moon-unknown': [{ feature: 'moon-unknown' }, 'the Moon was not looked up'],
  gravity: [{ feature: 'gravity', falls: true }, 'falls as a free body does'],
  'radar-absent': [{ feature: 'radar-absent', absence: 12 }, 'radar expected and silent (chance of that 6e-6)'],
};

test('a finding is read as figures with their units, and travels as it is', () => {
  for (const [finding, words] of Object.values(SAID)) {
    expect(findingWords(finding)).toBe(words);
    expect(findingSchema.parse(JSON.parse(JSON.stringify(finding)))).toEqual(finding);
  }
});

test('a coast that nothing could make an orbit of says how long it was', () => {
  expect(findingWords({ feature: 'coast-seen', coasted_s: 40 })).toBe('seen by radar to coast for 40 s after a burn');
});

test('what is too slow for an orbit at its height says how fast it is', () => {
  expect(findingWords({ feature: 'below-orbits', height_m: 3_100_000, slow_mps: 5_000, neverUp: false })).toBe(
    '3100 km high at 5.0 km/s, slower than any orbit there',
  );
});

test('what has no apogee says so', () => {
  expect(findingWords({ feature: 'perigee', perigee_m: 200_000 })).toBe('perigee 200 km, no apogee');
});

test('a finding without its figures is refused', () => {
  expect(findingSchema.safeParse({ feature: 'burn-time' }).success).toBe(false);
  expect(findingSchema.safeParse({ feature: 'colour' }).success).toBe(false);
});
