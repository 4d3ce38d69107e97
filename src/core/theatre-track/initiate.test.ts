import { expect, test } from 'vitest';
import { geodeticDegrees, ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { subtract, unit } from '../math/vector.ts';
import type { InfraredScan } from '../sense/scan.ts';
import { lookOf } from '../track/look/look.ts';
import { estimate } from '../track/filter/imm.ts';
import { heightOf } from './follow.ts';
import { initiate } from './initiate.ts';

const SATELLITE = ecefVecFromGeodetic(geodeticDegrees(0, 105, 35_786_000));
const SIGMA_RAD = 25e-6;

/** What a look of a satellite that comes back after so long begins with: height, and its and the speed's sigmas. */
function begun(revisit_s: number): { readonly height_m: number; readonly sigma_m: number; readonly sigmaSpeed_mps: number } {
  const place = ecefVecFromGeodetic(geodeticDegrees(39, 126, 10_000));
  const variance = SIGMA_RAD * SIGMA_RAD;
  const scan: InfraredScan = {
    kind: 'infrared-scan',
    sensor: 'satellite',
    measuredAt_us: 0,
    satelliteEcef_m: SATELLITE,
    detections: [
      {
        lineOfSightEcef: unit(subtract(place, SATELLITE)),
        covariance_rad2: { rightRight: variance, rightUp: 0, upUp: variance },
        intensity_Wpsr: 1e6,
      },
    ],
  };
  const sensor = {
    kind: 'infrared-satellite',
    id: 'satellite',
    revisit_s,
    detectionProbability: 0.95,
    falseDetectionsPerScan: 0.05,
    fieldOfRegard_sr: 0.03,
    sigmaLineOfSight_rad: SIGMA_RAD,
  } as const;
  const imm = initiate(lookOf(sensor, scan, 1, new Set()), 0);
  if (imm === undefined) throw new Error('nothing begins');
  const { p } = estimate(imm);
  const trace = (from: number): number => Math.sqrt(p[from * 7] + p[(from + 1) * 7] + p[(from + 2) * 7]);
  return { height_m: heightOf(imm), sigma_m: trace(0), sigmaSpeed_mps: trace(3) };
}

test('what is first seen by looks that come slowly may have climbed for as long, and leaned over', () => {
  const [quick, slow] = [begun(2), begun(30)];
  expect(quick.height_m).toBeGreaterThan(2_000);
  expect(quick.height_m).toBeLessThan(8_000);
  expect(slow.height_m).toBeGreaterThan(quick.height_m + 3_000);
  expect(slow.sigma_m).toBeGreaterThan(1.5 * quick.sigma_m);
  expect(slow.sigmaSpeed_mps).toBeGreaterThan(1.3 * quick.sigmaSpeed_mps);
});

test('looks of a second or two find it where the first sight is; longer waits than a minute change nothing more', () => {
  expect(begun(1)).toEqual(begun(2));
  expect(begun(300)).toEqual(begun(60));
  expect(begun(Infinity)).toEqual(begun(60));
});
