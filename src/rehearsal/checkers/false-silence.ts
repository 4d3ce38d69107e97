import { radarAt } from '../../core/sense/corrections.ts';
import { enuBasis } from '../../core/frames/enu.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { ecefFromPolar } from '../../core/frames/radar.ts';
import { CLOCK_SLACK_US } from '../../core/health/health.ts';
import { norm, subtract } from '../../core/math/vector.ts';
import type { RadarScan } from '../../core/sense/scan.ts';
import type { RadarSensor } from '../../core/sense/sensor.ts';
import type { Micros } from '../../core/units.ts';
import type { TruthBody } from '../../sim/truth.ts';
import type { Checker } from '../observation.ts';

/** A plot this near to what really flies is of it, whatever the radar's errors. */
const BESIDE_M = 40_000;
/** Of a radar's latest scans so many, and how old they may be. */
const LATEST = 3;
const SHOWING = 2;
const LATEST_S = 60;
/** So many are kept for that; for so long the core may put looks in order and assess before it says what follows. */
const KEPT = 16;
const IN_ORDER_S = 10;

/** H8: a radar with a bias of 2 km took back a true alert, for it "should see it and does not". */
export const falseSilence: Checker = {
  name: 'false-silence',
  sentence: 'A warning is not called in question for a radar’s silence while radars show something where the missile is, or beside it.',
  watch: ({ world, truth }) => {
    const { flights, sensors, line } = world.scenario;
    if (flights.length !== 1 || flights[0].kind !== 'published') return () => undefined;
    const radars = new Map(sensors.flatMap(({ spec }) => (spec.kind === 'radar' ? [[spec.id, spec] as const] : [])));
    // What is stuck shows where the missile was, which for some looks is near.
    const stuck = world.tricks.filter(({ kind }) => kind === 'stuck');
    const isStuck = (sensor: string, at_us: Micros): boolean =>
      stuck.some((trick) => trick.sensor === sensor && trick.from_us <= at_us && at_us <= trick.to_us);
    const latest = new Map<string, { readonly at_us: Micros; readonly measuredAt_us: Micros; readonly shows: boolean }[]>();
    /** When a radar was last taken to have seen the object of each event: only what it showed since contradicts its silence. */
    const lastHit_us = new Map<string, Micros>();
    /** When the evidence of each event was last assessed: what was measured since is still being put in order. */
    const assessed_us = new Map<string, Micros>();
    return (seen) => {
      if (seen.kind === 'said' && seen.emission.kind === 'assessment') {
        const { event, phenomenologies, at_us } = seen.emission.assessment;
        assessed_us.set(event, at_us);
        lastHit_us.set(event, phenomenologies.find(({ phenomenology }) => phenomenology === 'radar')?.last_us ?? -Infinity);
        return undefined;
      }
      if (seen.kind === 'taken') {
        for (const entry of seen.entries) {
          const { input } = entry;
          const spec = input.kind === 'radar-scan' && entry.line === line ? radars.get(input.sensor) : undefined;
          if (input.kind !== 'radar-scan' || spec === undefined || isStuck(input.sensor, entry.at_us)) continue;
          // What says that it was measured after it came is refused, and the clock is named.
          if (input.measuredAt_us - entry.at_us > CLOCK_SLACK_US) continue;
          const scans = latest.get(spec.id) ?? [];
          const { measuredAt_us } = input;
          latest.set(spec.id, [...scans, { at_us: entry.at_us, measuredAt_us, shows: shows(input, spec, truth[0]) }].slice(-KEPT));
        }
        return undefined;
      }
      if (seen.kind !== 'said' || seen.emission.kind !== 'warning') return undefined;
      const { change, warning, at_us } = seen.emission;
      const reason = change === 'retraction-ready' ? warning.turned : change === 'withdrawn' ? warning.closedFor : undefined;
      // What has broken up is called in question rightly, whatever scans of before are still to come.
      if (reason?.kind !== 'radar-absent' || truth[0].stateAt(at_us) === undefined) return undefined;
      const known_us =
        at_us - (assessed_us.get(warning.event) ?? -Infinity) < IN_ORDER_S * 1e6 ? assessed_us.get(warning.event) : undefined;
      for (const [radar, all] of latest) {
        const scans = all.filter(({ measuredAt_us }) => measuredAt_us <= (known_us ?? Infinity)).slice(-LATEST);
        const count = scans.filter((one) => one.shows && at_us - one.at_us < LATEST_S * 1e6).length;
        // The newest one too, and since the last hit: a radar that looks every ten seconds may have shown it just before all of them went blind.
        const newest = scans.at(-1);
        if (count >= SHOWING && newest?.shows === true && newest.measuredAt_us > (lastHit_us.get(warning.event) ?? -Infinity))
          return `${warning.id} is ${change} as no radar shows it; ${radar} does in ${count} of its latest ${scans.length} scans`;
      }
      return undefined;
    };
  },
};

function shows(scan: RadarScan, radar: RadarSensor, flight: TruthBody): boolean {
  const { plots, measuredAt_us } = scan;
  const { site } = radarAt(radar, scan);
  const there = flight.stateAt(measuredAt_us)?.r;
  if (there === undefined) return false;
  const station = ecefVecFromGeodetic(site);
  const basis = enuBasis(site);
  return plots.some(
    ({ range_m, azimuth_rad, elevation_rad }) =>
      norm(subtract(ecefFromPolar(station, basis, range_m, azimuth_rad, elevation_rad), there)) < BESIDE_M,
  );
}
