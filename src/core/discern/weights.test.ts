import { expect, test } from 'vitest';
import type { Features } from './features.ts';
import type { Finding } from './finding.ts';
import { findingsOn } from './findings.ts';
import { HYPOTHESES } from './hypotheses.ts';
import { EXCLUDED, type Likelihoods } from './likelihood.ts';
import { PRIOR } from './weigh.ts';

/** A track of which nothing is known yet that would tell one cause from another. */
const NOTHING_KNOWN: Features = {
  height_m: 0,
  sigmaHeight_m: 0,
  climbed: false,
  speed_mps: 0,
  sigmaSpeed_mps: 0,
  fastest_mps: 0,
  inertialSpeed_mps: 0,
  surfaceSpeed_mps: 0,
  sigmaSurfaceSpeed_mps: 0,
  surfaceAngle_rad: 0,
  perigeeHeight_m: -6e6,
  sigmaPerigee_m: 0,
  apogeeHeight_m: 0,
  orbitWithin: undefined,
  entering: false,
  burning: false,
  everBurned: false,
  reversed: false,
  relit: false,
  glowed: false,
  fromOrbit: false,
  coastSeen_s: 0,
  sinceBurnout_s: undefined,
  burned_s: 0,
  heatHits: 0,
  heatSensors: 0,
  radarHits: 0,
  radarAbsence: 0,
  age_s: 0,
  heatMotion_sigma: undefined,
  slowestRocket_sigma: 0,
  heatSpan_s: 0,
  fires_sigma: 0,
  slowestWings_sigma: 0,
  heatAcceleration: undefined,
  glint_rad: undefined,
  moon_rad: undefined,
  level: false,
  doesNotFall: false,
  falls: false,
  fallsFreely: false,
};

const km = 1000;
const deg = Math.PI / 180;
const hot = { heatHits: 9, heatSensors: 1 };
const wandered = (heatMotion_sigma: number, slowestRocket_sigma: number, fires_sigma = 0, slowestWings_sigma = 0) => ({
  heatMotion_sigma,
  slowestRocket_sigma,
  heatSpan_s: 30,
  fires_sigma,
  slowestWings_sigma,
});
const gains = (acceleration_mps2: number, sigmaAcceleration_mps2: number, speed_mps = 500, unsteady_sigma = 0) => ({
  heatAcceleration: {
    acceleration_mps2,
    sigmaAcceleration_mps2,
    speed_mps,
    sigmaSpeed_mps: 10,
    slowestRocket_mps2: 3,
    unsteady_sigma,
  },
});
const orbit = (perigee_km: number, apogee_km: number, more: Partial<Features> = {}) => ({
  radarHits: 5,
  height_m: 80 * km,
  perigeeHeight_m: perigee_km * km,
  apogeeHeight_m: apogee_km * km,
  ...more,
});
const path = (speed_kmps: number, angle_deg: number, more: Partial<Features> = {}) => ({
  radarHits: 5,
  height_m: 40 * km,
  surfaceSpeed_mps: speed_kmps * km,
  sigmaSurfaceSpeed_mps: 0.15 * speed_kmps * km,
  surfaceAngle_rad: angle_deg * deg,
  ...more,
});
const low = (height_km: number, more: Partial<Features> = {}) => ({ radarHits: 1, height_m: height_km * km, speed_mps: 944, ...more });
const coasted = (coastSeen_s: number, more: Partial<Features> = {}) => ({ everBurned: true, coastSeen_s, ...more });
const toOrbit = (deltaV_kmps: number, top_km: number) => ({
  deltaV_mps: deltaV_kmps * km,
  top_m: top_km * km,
  decidedAt_us: 0,
  passed: false,
});
const silent = (radarAbsence: number, more: Partial<Features> = {}) => ({ radarAbsence, ...more });

type Case = readonly [label: string, what: Partial<Features>, feature: Finding['feature'] | 'none', instead?: Finding['feature']];

/** What each line of the table looks at; `none` where the feature named after it has nothing to say. Both sides of every limit stand here. */
const CASES: readonly Case[] = [
  ['never hot', {}, 'no-heat'],
  ['hot twice', { heatHits: 2, heatSensors: 2 }, 'no-heat'],
  ['hot three times, one satellite', { heatHits: 3, heatSensors: 1 }, 'heat'],
  ['hot three times, two satellites', { heatHits: 3, heatSensors: 2 }, 'heat'],
  ['5 plots, 101 m/s at 3 sigma', { radarHits: 5, speed_mps: 161, sigmaSpeed_mps: 20 }, 'motion'],
  ['5 plots, 100 m/s at 3 sigma', { radarHits: 5, speed_mps: 160, sigmaSpeed_mps: 20 }, 'none', 'motion'],
  ['4 plots, 101 m/s at 3 sigma', { radarHits: 4, speed_mps: 161, sigmaSpeed_mps: 20 }, 'none', 'motion'],
  ['10 plots, standing', { radarHits: 10 }, 'followed'],
  ['9 plots, standing', { radarHits: 9 }, 'none', 'followed'],
  ['heat moved 1 sigma, a rocket 1', wandered(1, 1), 'motion-of-heat'],
  ['heat moved 2 sigma, a rocket 12', wandered(2, 12), 'motion-of-heat'],
  ['heat moved 4 sigma, a rocket 4', wandered(4, 4), 'motion-of-heat'],
  ['heat moved 1 sigma, a rocket 60', wandered(1, 60), 'motion-of-heat'],
  ['heat moved 60 sigma, a rocket 8', wandered(60, 8), 'motion-of-heat'],
  ['heat moved 9 sigma, fires 0', wandered(9, 60), 'motion-of-heat'],
  ['heat moved 9 sigma, fires 4', wandered(9, 60, 4), 'motion-of-heat'],
  ['heat moved 9 sigma, wings 24', wandered(9, 60, 4, 24), 'motion-of-heat'],
  ['0 ± 0.1 m/s², 500 m/s', gains(0, 0.1), 'acceleration-of-heat'],
  ['0 ± 5 m/s², 500 m/s', gains(0, 5), 'acceleration-of-heat'],
  ['4 ± 5 m/s², noise', gains(4, 5), 'acceleration-of-heat'],
  ['2 ± 0.1 m/s², 500 m/s', gains(2, 0.1), 'acceleration-of-heat'],
  ['6 ± 0.1 m/s², a turn or a rocket', gains(6, 0.1), 'acceleration-of-heat'],
  ['25 ± 1 m/s²', gains(25, 1), 'acceleration-of-heat'],
  ['25 ± 1 m/s², 1,041 m/s', gains(25, 1, 1_041), 'acceleration-of-heat'],
  ['6 ± 0.1 m/s², 6 sigma unsteady', gains(6, 0.1, 500, 6), 'acceleration-of-heat'],
  ['6 ± 0.1 m/s², 99 sigma unsteady', gains(6, 0.1, 500, 99), 'acceleration-of-heat'],
  ['0 ± 0.1 m/s², 5 plots', { ...gains(0, 0.1), radarHits: 5 }, 'none', 'acceleration-of-heat'],
  ['facet level', { ...hot, glint_rad: 0 }, 'sun-angle'],
  ['facet tilted by 16°', { ...hot, glint_rad: 16 * deg }, 'sun-angle'],
  ['facet tilted by 18°', { ...hot, glint_rad: 18 * deg }, 'sun-angle'],
  ['facet tilted by 90°', { ...hot, glint_rad: 90 * deg }, 'sun-angle'],
  ['hot at night', { ...hot, glint_rad: Infinity }, 'no-sunlight'],
  ['hot, the Sun not looked up', hot, 'none', 'no-sunlight'],
  ['cold, facet level', { glint_rad: 0 }, 'none', 'sun-angle'],
  ['perigee 121 km, never burned', orbit(121, 300), 'perigee'],
  ['perigee 121 km, burned', orbit(121, 300, { everBurned: true }), 'perigee'],
  ['perigee 120 km', orbit(120, 399), 'perigee'],
  ['perigee 120 km, burned', orbit(120, 399, { everBurned: true }), 'perigee'],
  ['perigee −1,100 km', orbit(-1100, 300), 'perigee'],
  ['perigee −1,650 km', orbit(-1650, 300), 'perigee'],
  ['perigee −2,200 km', orbit(-2200, 300), 'perigee'],
  ['perigee −2,200 km, burning', orbit(-2200, 300, { burning: true }), 'perigee'],
  ['perigee −50 ± 80 km', orbit(-50, 170, { sigmaPerigee_m: 80 * km }), 'perigee'],
  ['perigee 400 ± 40 km', orbit(400, 500, { sigmaPerigee_m: 40 * km }), 'perigee'],
  ['perigee −50 km, burned from orbit', orbit(-50, 300, { everBurned: true, fromOrbit: true }), 'perigee'],
  ['perigee 50 km, no apogee', orbit(50, Infinity), 'perigee'],
  ['perigee −1,100 km, 79 km high', orbit(-1100, 300, { height_m: 79 * km }), 'perigee'],
  ['perigee −1,650 km, 79 km high', orbit(-1650, 300, { height_m: 79 * km }), 'perigee'],
  ['perigee −2,200 km, 79 km high', orbit(-2200, 300, { height_m: 79 * km }), 'none', 'perigee'],
  ['perigee −1,100 km, 79 km high, burned', orbit(-1100, 300, { height_m: 79 * km, everBurned: true }), 'none', 'perigee'],
  ['perigee 121 km ± 200 km', orbit(121, 300, { sigmaSpeed_mps: 61 }), 'none', 'perigee'],
  ['perigee of a broken covariance', orbit(121, 300, { sigmaPerigee_m: Infinity }), 'none', 'perigee'],
  ['hot, and was in an orbit', { ...hot, fromOrbit: true }, 'from-orbit'],
  ['hot three times, was in an orbit', { ...hot, fromOrbit: true }, 'heat'],
  ['hot twice, was in an orbit', { heatHits: 2, fromOrbit: true }, 'no-heat'],
  ['cold, was in an orbit', { fromOrbit: true }, 'none', 'from-orbit'],
  ['perigee 121 km, 4 plots', orbit(121, 300, { radarHits: 4 }), 'none', 'perigee'],
  ['perigee 121 km, 79 km high', orbit(121, 300, { height_m: 79 * km }), 'perigee'],
  ['1.5 km/s at 10°', path(1.5, 10), 'speed-and-flight-path'],
  ['1.5 km/s at 43°', path(1.5, 43), 'speed-and-flight-path'],
  ['1.5 km/s at 57°', path(1.5, 57), 'speed-and-flight-path'],
  ['3 km/s at 10°', path(3, 10), 'speed-and-flight-path'],
  ['3 km/s at 20°', path(3, 20), 'speed-and-flight-path'],
  ['3 km/s at 38°', path(3, 38), 'speed-and-flight-path'],
  ['3.25 km/s at 60°', path(3.25, 60), 'speed-and-flight-path'],
  ['6.5 km/s at 22°', path(6.5, 22), 'speed-and-flight-path'],
  ['6.5 km/s at 9°', path(6.5, 9), 'speed-and-flight-path'],
  ['7.2 km/s at 14°', path(7.2, 14), 'speed-and-flight-path'],
  ['7.3 km/s at 14°', path(7.3, 14), 'speed-and-flight-path'],
  ['7.6 km/s at 4°', path(7.6, 4), 'speed-and-flight-path'],
  ['7.8 km/s at 85°', path(7.8, 85), 'speed-and-flight-path'],
  ['8.6 km/s at 0°', path(8.6, 0), 'speed-and-flight-path'],
  ['1.49 km/s at 43°', path(1.49, 43), 'none', 'speed-and-flight-path'],
  ['3 km/s ± 16 %', path(3, 38, { sigmaSurfaceSpeed_mps: 480 }), 'none', 'speed-and-flight-path'],
  ['3 km/s, 39 km high', path(3, 38, { height_m: 39 * km }), 'none', 'speed-and-flight-path'],
  ['3 km/s, 4 plots', path(3, 38, { radarHits: 4 }), 'none', 'speed-and-flight-path'],
  ['70 km high', low(70), 'below-orbits'],
  ['70 km high, hot', low(70, hot), 'below-orbits'],
  ['70 km high, has climbed', low(70, { climbed: true }), 'below-orbits'],
  ['70 km, 944 m/s, in free fall', low(70, { fallsFreely: true }), 'below-orbits'],
  ['70 km, 6 km/s, in free fall', low(70, { fallsFreely: true, speed_mps: 6000 }), 'below-orbits'],
  ['90 km high ± 3.4 km', low(90, { sigmaHeight_m: 3400 }), 'none', 'below-orbits'],
  ['99.9 km high', low(99.9), 'below-orbits'],
  ['100.1 km high, one plot', low(100.1), 'none', 'below-orbits'],
  ['200 km high, 5.9 km/s', low(200, { radarHits: 3, inertialSpeed_mps: 5900 }), 'below-orbits'],
  ['200 km high, 6.1 km/s', low(200, { radarHits: 3, inertialSpeed_mps: 6100 }), 'none', 'below-orbits'],
  ['3,100 km high, 5.9 km/s', low(3100, { radarHits: 3, inertialSpeed_mps: 5900 }), 'none', 'below-orbits'],
  ['2,950 km high, 5.9 km/s', low(2950, { radarHits: 3, inertialSpeed_mps: 5900 }), 'none', 'below-orbits'],
  ['3,100 km high, 5.0 km/s', low(3100, { radarHits: 3, inertialSpeed_mps: 5000 }), 'below-orbits'],
  ['11.3 km/s', { inertialSpeed_mps: 11_300 }, 'escape'],
  ['11.1 km/s', { inertialSpeed_mps: 11_100 }, 'none', 'escape'],
  ['level', { level: true, falls: true }, 'level'],
  ['31 km high', low(31, { radarHits: 3 }), 'high-or-fast'],
  ['1,050 m/s', low(10, { radarHits: 3, speed_mps: 1050 }), 'high-or-fast'],
  ['300 m/s, once 1,050', low(10, { radarHits: 3, speed_mps: 300, fastest_mps: 1050 }), 'high-or-fast'],
  ['10 km high, 990 m/s', low(10, { radarHits: 3, speed_mps: 990 }), 'none', 'high-or-fast'],
  ['glows', { glowed: true }, 'air-glow'],
  ['70 km high, no plot', low(70, { radarHits: 0 }), 'none', 'below-orbits'],
  ['coasts for 8 s', coasted(8), 'coast-seen'],
  ['coasts for 14 s', coasted(14), 'coast-seen'],
  ['coasts for 22 s', coasted(22), 'coast-seen'],
  ['coasts for 22 s, has turned', coasted(22, { reversed: true }), 'coast-seen'],
  ['coasts for 40 s', coasted(40), 'coast-seen'],
  ['coasts, 3 km/s below an orbit', coasted(40, { orbitWithin: toOrbit(3, 500) }), 'coast-seen'],
  ['coasts, 3.3 km/s below an orbit', coasted(40, { orbitWithin: toOrbit(3.3, 500) }), 'coast-seen'],
  ['coasts, 4.3 km/s below an orbit', coasted(40, { orbitWithin: toOrbit(4.3, 500) }), 'coast-seen'],
  ['coasts, 1 km/s, 1,250 km high', coasted(40, { orbitWithin: toOrbit(1, 1250) }), 'coast-seen'],
  ['coasts, 3 km/s, 120 km high', coasted(40, { orbitWithin: toOrbit(3, 120) }), 'coast-seen'],
  ['coasts, past its top', coasted(400, { orbitWithin: { ...toOrbit(3, 500), passed: true } }), 'coast-seen'],
  ['coasts in an orbit', coasted(40, { perigeeHeight_m: 101 * km }), 'coast-seen'],
  ['burns again after a long coast', coasted(300, { relit: true }), 'coast-seen'],
  ['not seen to coast', coasted(0), 'none', 'coast-seen'],
  ['coasts, never burned', coasted(22, { everBurned: false }), 'none', 'coast-seen'],
  ['burned for 299 s', { burned_s: 299 }, 'none', 'burn-time'],
  ['burned for 300 s', { burned_s: 300 }, 'burn-time'],
  ['burned for 350 s', { burned_s: 350 }, 'burn-time'],
  ['burned for 480 s', { burned_s: 480 }, 'burn-time'],
  ['thrust against its motion', { reversed: true, burning: true, everBurned: true }, 'thrust'],
  ['the same at 6.1 km/s', { reversed: true, burning: true, everBurned: true, inertialSpeed_mps: 6100 }, 'thrust'],
  ['burning', { burning: true, everBurned: true }, 'thrust'],
  ['burned, and has stopped', { everBurned: true }, 'thrust'],
  ['burning, was in an orbit', { burning: true, everBurned: true, fromOrbit: true }, 'thrust'],
  ['burning, by radar', { everBurned: true, burning: true, radarHits: 5 }, 'thrust'],
  ['never burned', {}, 'none', 'thrust'],
  ['1.9° from the Moon', { moon_rad: 1.9 * deg }, 'moon'],
  ['0.6° from the Moon', { moon_rad: 0.6 * deg }, 'moon'],
  ['0.1° from the Moon', { moon_rad: 0.1 * deg }, 'moon'],
  ['2.1° from the Moon', { moon_rad: 2.1 * deg }, 'moon'],
  ['falls, 1.9° from the Moon', { falls: true, moon_rad: 1.9 * deg }, 'gravity'],
  ['falls, 2.1° from the Moon', { falls: true, moon_rad: 2.1 * deg }, 'gravity'],
  ['the Moon not looked up', {}, 'moon-unknown'],
  ['hot, 1.9° from the Moon', { ...hot, moon_rad: 1.9 * deg }, 'none', 'moon'],
  ['falls', { falls: true }, 'gravity'],
  ['falls, and has burned', { falls: true, everBurned: true }, 'gravity'],
  ['does not fall', { doesNotFall: true }, 'gravity'],
  ['not yet seen to fall', {}, 'none', 'gravity'],
  ['radar silent: 6', silent(6), 'radar-absent'],
  ['radar silent: 24', silent(24), 'radar-absent'],
  ['radar silent: 30, 9 plots', silent(30, { radarHits: 9 }), 'radar-absent'],
  ['radar silent: 5.9', silent(5.9), 'none', 'radar-absent'],
  ['radar silent: 30, 10 plots', silent(30, { radarHits: 10 }), 'none', 'radar-absent'],
];

const HEADS = ['missile', 'launch', 'return', 'satell.', 're-entry', 'aircraft', 'meteor', 'glint', 'moon', 'fire', 'unknown'];

function table(): string {
  const lines = CASES.map(([label, what, feature, instead]) => {
    const found = findingsOn({ ...NOTHING_KNOWN, ...what });
    const row = found.find(({ finding }) => finding.feature === (instead ?? feature));
    return line(label, row === undefined ? ['nothing'] : row.likelihoods.map(figure));
  });
  return [line('', HEADS), line('prior', Object.values(PRIOR).map(String)), ...lines].join('\n');
}

const line = (label: string, cells: readonly string[]) => label.padEnd(32) + cells.map((cell) => cell.padStart(9)).join('');
/** A dot for zero: what neither helps nor harms. */
const figure = (weight: number) => (weight === 0 ? '.' : String(Number(weight.toFixed(2))));

// Each weight is a judgement. Whoever changes one changes a line here, and a reviewer reads which finding now speaks how loudly for or against what.
test('what each finding weighs under each hypothesis', () => {
  expect(`\n${table()}\n`).toBe(`
                                  missile   launch   return  satell. re-entry aircraft   meteor    glint     moon     fire  unknown
prior                                   1        1      0.1        1      0.3        1      0.1      0.3      0.1        1        3
never hot                              -3       -3       -4        .     -0.7        .       -3      -12        .      -12     -0.7
hot twice                              -2       -2       -2       -6       -2       -5       -1       -2      -12       -2       -1
hot three times, one satellite          .        .        .       -8     -1.5       -2        .        .      -12        .       -3
hot three times, two satellites         .        .        .       -8     -1.5       -2        .       -6      -12        .       -3
5 plots, 101 m/s at 3 sigma             .        .        .        .        .        .        .      -12        .      -12        .
5 plots, 100 m/s at 3 sigma       nothing
4 plots, 101 m/s at 3 sigma       nothing
10 plots, standing                      .        .        .        .        .        .        .      -12        .      -12        .
9 plots, standing                 nothing
heat moved 1 sigma, a rocket 1          .        .        .        .        .        .        .        .        .        .     -0.5
heat moved 2 sigma, a rocket 12     -6.38    -6.38    -6.38        .    -6.38        .    -6.38        .        .        .     -0.5
heat moved 4 sigma, a rocket 4          .        .        .        .        .        .        .       -2        .       -2     -0.5
heat moved 1 sigma, a rocket 60       -10      -10      -10        .      -10        .      -10        .        .        .     -0.5
heat moved 60 sigma, a rocket 8         .        .        .        .        .        .        .      -12        .      -12     -0.5
heat moved 9 sigma, fires 0           -10      -10      -10        .      -10        .      -10      -12        .      -12     -0.5
heat moved 9 sigma, fires 4           -10      -10      -10        .      -10        .      -10      -12        .    -1.44     -0.5
heat moved 9 sigma, wings 24          -10      -10      -10        .      -10    -5.32      -10      -12        .    -1.44     -0.5
0 ± 0.1 m/s², 500 m/s               -6.29    -6.29    -6.29        .        .        .        .        .        .        .        .
0 ± 5 m/s², 500 m/s                 -0.18    -0.18    -0.18        .        .        .        .        .        .        .        .
4 ± 5 m/s², noise                   -0.18    -0.18    -0.18        .        .        .        .        .        .        .        .
2 ± 0.1 m/s², 500 m/s               -0.71    -0.71    -0.71        .        .        .        .        .        .        .        .
6 ± 0.1 m/s², a turn or a rocket        .        .        .        .        .     -0.5        .        .        .        .        .
25 ± 1 m/s²                             .        .        .        .        .       -4        .        .        .        .        .
25 ± 1 m/s², 1,041 m/s                  .        .        .        .        .      -20        .        .        .        .        .
6 ± 0.1 m/s², 6 sigma unsteady         -2       -2       -2        .        .     -0.5        .        .        .        .        .
6 ± 0.1 m/s², 99 sigma unsteady        -4       -4       -4        .        .     -0.5        .        .        .        .        .
0 ± 0.1 m/s², 5 plots             nothing
facet level                             .        .        .        .        .        .        .        .        .     -2.5        .
facet tilted by 16°                     .        .        .        .        .        .        .    -0.43        .     -2.5        .
facet tilted by 18°                     .        .        .        .        .        .        .    -0.55        .     -0.5        .
facet tilted by 90°                     .        .        .        .        .        .        .      -12        .     -0.5        .
hot at night                            .        .        .        .        .        .        .      -12        .        .        .
hot, the Sun not looked up        nothing
cold, facet level                 nothing
perigee 121 km, never burned           -9       -4       -9        .       -3      -20      -12        .        .        .       -4
perigee 121 km, burned                 -9        .       -9        .       -3      -20      -12        .        .        .       -4
perigee 120 km                         -8       -6       -6       -3        .      -20      -12        .        .        .       -3
perigee 120 km, burned                 -8        .       -6       -3        .      -20      -12        .        .        .       -3
perigee −1,100 km                      -8       -6       -6      -14        .      -20      -12        .        .        .       -3
perigee −1,650 km                      -4       -6       -3      -14       -4      -20      -12        .        .        .       -3
perigee −2,200 km                       .     -0.5        .      -20       -8      -20      -12        .        .        .       -1
perigee −2,200 km, burning              .        .        .      -20       -8      -20      -12        .        .        .       -1
perigee −50 ± 80 km                 -8.01     -5.9    -6.02    -3.54    -0.02      -20      -12        .        .        .    -3.01
perigee 400 ± 40 km                    -9       -4       -9        .       -3      -20      -12        .        .        .       -4
perigee −50 km, burned from orbit       -8       -6       -6      -14        .      -20      -12        .        .        .       -3
perigee 50 km, no apogee               -8       -6       -6       -3        .      -20        .        .        .        .       -3
perigee −1,100 km, 79 km high          -8       -6       -6      -20        .      -20        .        .        .        .       -3
perigee −1,650 km, 79 km high          -4       -3       -3      -20        .      -20        .        .        .        .     -1.5
perigee −2,200 km, 79 km high     nothing
perigee −1,100 km, 79 km high, burned  nothing
perigee 121 km ± 200 km           nothing
perigee of a broken covariance    nothing
hot, and was in an orbit              -20       -9       -9        .        .      -20      -20      -12      -12      -12       -4
hot three times, was in an orbit        .        .        .        .        .       -2        .        .      -12        .       -3
hot twice, was in an orbit             -2       -2       -2       -2       -2       -5       -1       -2      -12       -2       -1
cold, was in an orbit             nothing
perigee 121 km, 4 plots           nothing
perigee 121 km, 79 km high             -8       -6       -6      -20        .      -20        .        .        .        .       -3
1.5 km/s at 10°                     -4.35    -6.21     -0.5        .        .        .        .        .        .        .       -2
1.5 km/s at 43°                     -0.48    -0.88     -0.5        .        .        .        .        .        .        .       -2
1.5 km/s at 57°                     -0.43    -0.02     -0.5        .        .        .        .        .        .        .       -2
3 km/s at 10°                        -4.3    -6.02     -0.5        .        .        .        .        .        .        .       -2
3 km/s at 20°                       -2.58    -3.01     -0.5        .        .        .        .        .        .        .       -2
3 km/s at 38°                       -0.59        0     -0.5        .        .        .        .        .        .        .       -2
3.25 km/s at 60°                    -0.64    -0.68     -0.5        .        .        .        .        .        .        .       -2
6.5 km/s at 22°                     -0.67    -0.26     -0.5        .        .        .        .        .        .        .       -2
6.5 km/s at 9°                      -2.16    -0.18     -0.5        .        .        .        .        .        .        .       -2
7.2 km/s at 14°                     -0.61    -0.14     -0.5        .        .        .        .        .        .        .       -2
7.3 km/s at 14°                     -0.49    -0.22     -0.5        .        .        .        .        .        .        .       -2
7.6 km/s at 4°                      -1.29    -0.16     -0.5        .        .        .        .        .        .        .       -2
7.8 km/s at 85°                     -1.26    -6.21     -0.5        .        .        .        .        .        .        .       -2
8.6 km/s at 0°                     -14.21        0     -0.5        .        .        .        .        .        .        .       -2
1.49 km/s at 43°                  nothing
3 km/s ± 16 %                     nothing
3 km/s, 39 km high                nothing
3 km/s, 4 plots                   nothing
70 km high                              .        .        .      -20       -3        .        .        .        .        .        .
70 km high, hot                         .        .        .      -20        .        .        .        .        .        .        .
70 km high, has climbed                 .        .        .      -20       -8        .       -8        .        .        .        .
70 km, 944 m/s, in free fall            .        .        .      -20       -8        .       -8        .        .        .        .
70 km, 6 km/s, in free fall             .        .        .      -20       -3        .        .        .        .        .        .
90 km high ± 3.4 km               nothing
99.9 km high                            .        .        .      -20        .        .        .        .        .        .        .
100.1 km high, one plot           nothing
200 km high, 5.9 km/s                   .        .        .      -20       -8        .        .        .        .        .        .
200 km high, 6.1 km/s             nothing
3,100 km high, 5.9 km/s           nothing
2,950 km high, 5.9 km/s           nothing
3,100 km high, 5.0 km/s                 .        .        .      -20       -8        .        .        .        .        .        .
11.3 km/s                             -20      -20      -20      -20       -2      -20        .      -12      -12      -12       -3
11.1 km/s                         nothing
level                                 -20      -20        .      -20      -20        .      -20      -12       -6      -12       -3
31 km high                              .        .        .        .        .      -20        .        .        .        .        .
1,050 m/s                               .        .        .        .        .      -20        .        .        .        .        .
300 m/s, once 1,050                     .        .        .        .        .      -20        .        .        .        .        .
10 km high, 990 m/s               nothing
glows                                  -2       -8       -6       -8        .      -20        .      -12      -12      -12       -2
70 km high, no plot               nothing
coasts for 8 s                          .        .        .        .        .        .        .        .        .        .       -1
coasts for 14 s                         .    -1.45        .        .        .        .        .        .        .        .       -1
coasts for 22 s                         .       -6    -0.69        .        .        .        .        .        .        .       -1
coasts for 22 s, has turned             .       -6        .        .        .        .        .        .        .        .       -1
coasts for 40 s                         .       -6       -6        .        .        .        .        .        .        .       -1
coasts, 3 km/s below an orbit        -1.6    -0.94       -6        .        .        .        .        .        .        .       -1
coasts, 3.3 km/s below an orbit      -1.6    -1.74       -6        .        .        .        .        .        .        .       -1
coasts, 4.3 km/s below an orbit         .    -5.81       -6        .        .        .        .        .        .        .       -1
coasts, 1 km/s, 1,250 km high           .    -3.73       -6        .        .        .        .        .        .        .       -1
coasts, 3 km/s, 120 km high             .       -6       -6        .        .        .        .        .        .        .       -1
coasts, past its top                    .    -4.58       -6        .        .        .        .        .        .        .       -1
coasts in an orbit                      .        .       -6        .        .        .        .        .        .        .       -1
burns again after a long coast         -6    -0.69        .        .        .        .        .        .        .        .       -1
not seen to coast                 nothing
coasts, never burned              nothing
burned for 299 s                  nothing
burned for 300 s                        .        .        .        .        .        .      -12        .        .        .        .
burned for 350 s                       -2        .        .        .        .        .      -12        .        .        .        .
burned for 480 s                      -12        .        .        .        .        .      -12        .        .        .        .
thrust against its motion             -12       -6        .       -8       -6       -6      -12        .        .        .       -3
the same at 6.1 km/s                   -8       -8       -6       -4       -1      -12      -12        .        .        .       -2
burning                                 .        .       -3       -8       -6        .       -6        .        .        .     -0.5
burned, and has stopped                 .        .       -1       -6       -5        .       -6        .        .        .     -0.5
burning, was in an orbit                .        .       -3       -3       -3        .       -6        .        .        .     -0.5
burning, by radar                       .        .       -3       -8       -6       -8       -6        .        .        .     -0.5
never burned                      nothing
1.9° from the Moon                  -7.51    -7.51    -7.51    -7.51    -7.51    -7.51    -7.51        .        .        .       -4
0.6° from the Moon                  -9.81    -9.81    -9.81    -9.81    -9.81    -9.81    -9.81        .        .        .       -4
0.1° from the Moon                   -9.9     -9.9     -9.9     -9.9     -9.9     -9.9     -9.9        .        .        .       -4
2.1° from the Moon                      .        .        .        .        .        .        .        .      -15        .        .
falls, 1.9° from the Moon               .       -2        .        .        .      -10        .        .       -4        .       -4
falls, 2.1° from the Moon               .       -2        .        .        .      -10        .        .      -12        .       -4
the Moon not looked up                  .        .        .        .        .        .        .        .       -3        .        .
hot, 1.9° from the Moon           nothing
falls                                   .       -2        .        .        .      -10        .        .      -12        .       -4
falls, and has burned                   .        .        .        .        .      -10        .        .      -12        .       -4
does not fall                          -8       -8       -1       -8       -8        .       -8        .        .        .       -1
not yet seen to fall              nothing
radar silent: 6                        -3       -3       -3       -3       -3       -3    -0.75        .        .        .        .
radar silent: 24                      -12      -12      -12      -12      -12      -12       -3        .        .        .        .
radar silent: 30, 9 plots             -12      -12      -12      -12      -12      -12       -3        .        .        .        .
radar silent: 5.9                 nothing
radar silent: 30, 10 plots        nothing
`);
});

test('a finding that forgets a hypothesis does not compile', () => {
  // @ts-expect-error: ten numbers, eleven hypotheses. With a twelfth hypothesis every row of findings.ts fails like this one.
  const forgotten: Likelihoods = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  expect(forgotten).toHaveLength(HYPOTHESES.length - 1);
});

test('every finding weighs every hypothesis, and none more than a model of the world may', () => {
  for (const [, what] of CASES)
    for (const { finding, likelihoods } of findingsOn({ ...NOTHING_KNOWN, ...what })) {
      expect(likelihoods, finding.feature).toHaveLength(HYPOTHESES.length);
      for (const weight of likelihoods) expect(weight, finding.feature).toBeGreaterThanOrEqual(EXCLUDED);
    }
});
