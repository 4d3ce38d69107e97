import { expect, test } from 'vitest';
import { fallen, passive, seen } from '../../../tests/support/several-sensors.ts';
import { stream } from '../../sim/random.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { degrees } from '../units.ts';
import { createPlotTracker } from './plot-tracker.ts';

/** A geostationary satellite alone, that looks at directions: what it sees is 37,000 km off, and could as well drift slowly a few hundred kilometres below
 *  it, had the tracker no good notion of how bodies fall over all of the line. */
const PLACE = geodeticDegrees(10, 135, 35_786_000);
const SATELLITE = {
  ...passive('satellite', 0, 0, {
    sigma_rad: 2.5e-5,
    view: { rangeMax_m: 50_000_000, elevationMin_rad: degrees(-90), elevationMax_rad: degrees(-80) },
  }),
  frame: { kind: 'platform' },
  falsePlotsPerScan: 0.2,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 1e-4, motion: 'flight' },
} as const;
const BODIES = 5;

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('a geostationary satellite alone tells nothing that is not there, seed %i', (seed) => {
  const random = stream(seed, 'high satellite');
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  let bodies = Array.from({ length: BODIES }, () => {
    const [latitude, longitude, r] = [degrees(between(33, 38)), degrees(between(132, 139)), 6_378_000 + between(200_000, 300_000)];
    const flat = r * Math.cos(latitude);
    const place = [flat * Math.cos(longitude), flat * Math.sin(longitude), r * Math.sin(latitude)];
    return [...place, between(-2500, 2500), between(-2500, 2500), between(-1000, 2500)];
  });
  const tracker = createPlotTracker(SATELLITE);
  for (let t_s = 0; t_s <= 240; t_s += 5) {
    const plots = bodies.flatMap((body) => {
      const { azimuth_rad, elevation_rad } = seen(SATELLITE, body, PLACE);
      if (random.uniform() > SATELLITE.detectionProbability) return [];
      const level = (2.5e-5 * random.normal()) / Math.cos(elevation_rad);
      return [{ azimuth_rad: azimuth_rad + level, elevation_rad: elevation_rad + 2.5e-5 * random.normal() }];
    });
    if (random.uniform() < 0.18)
      plots.push({ azimuth_rad: between(-Math.PI, Math.PI), elevation_rad: -Math.asin(between(Math.sin(degrees(80)), 1)) });
    for (const { x } of tracker.takeScan({ at_us: 1e6 * t_s, plots, platform: PLACE }))
      expect(Math.min(...bodies.map((body) => Math.hypot(x[0] - body[0], x[1] - body[1], x[2] - body[2])))).toBeLessThan(300_000);
    bodies = bodies.map((body) => fallen(body, 5)).filter(([a, b, c]) => Math.hypot(a, b, c) > 6_378_000 + 80_000);
  }
});
