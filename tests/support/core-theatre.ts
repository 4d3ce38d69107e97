import type { Emission, RefusalReason } from '../../src/core/tell/emission.ts';
import { geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import type { Input } from '../../src/core/journal.ts';
import { start, type State, step } from '../../src/core/pipeline.ts';
import type { Line } from '../../src/core/sense/line.ts';
import type { Plot, RadarScan } from '../../src/core/sense/scan.ts';
import type { InfraredSensor, RadarSensor } from '../../src/core/sense/sensor.ts';

// A theatre of the core alone, for tests of its doors: entries go in by the second, what is said comes back.

export const SECOND = 1_000_000;

export const RADAR: RadarSensor = {
  kind: 'radar',
  id: 'radar',
  site: geodeticDegrees(40, 140),
  revisit_s: 1,
  detectionProbability: 0.9,
  // Whatever is in its coverage is strong enough.
  sensitivity: { signalToNoise_dB: 150, range_m: 1_000_000, falseAlarmProbability: 1e-6 },
  falseDetectionsPerScan: 0.1,
  rangeMin_m: 50_000,
  rangeMax_m: 2e6,
  elevationMin_rad: 0.05,
  elevationMax_rad: 1.2,
  azimuthCentre_rad: 0,
  azimuthHalfWidth_rad: Math.PI,
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 10,
};

export const SATELLITE: InfraredSensor = {
  kind: 'infrared-satellite',
  id: 'satellite',
  revisit_s: 1,
  detectionProbability: 0.9,
  falseDetectionsPerScan: 0,
  fieldOfRegard_sr: 0.1,
  sigmaLineOfSight_rad: 1e-5,
};

export type CoreTheatre = {
  readonly state: State;
  /** One entry, on the exercise line unless told otherwise; what is said of it. */
  say(at_s: number, input: Input, line?: Line): Emission[];
};

/** Open on the exercise line, with one radar and one satellite. */
export function openTheatre(): CoreTheatre {
  const theatre = emptyTheatre();
  theatre.say(0, { kind: 'theatre', theatre: 'test', line: 'exercise' });
  theatre.say(0, { kind: 'sensor', sensor: RADAR });
  theatre.say(0, { kind: 'sensor', sensor: SATELLITE });
  return theatre;
}

/** Before its first entry. */
export function emptyTheatre(): CoreTheatre {
  const state = start();
  return {
    state,
    say(at_s, input, line = 'exercise') {
      const said: Emission[] = [];
      step(state, { seq: state.seq + 1, at_us: Math.round(at_s * SECOND), line, input }, (emission) => said.push(emission));
      return said;
    },
  };
}

export function radarScan(measured_s: number, plots: readonly Plot[] = []): RadarScan {
  return { kind: 'radar-scan', sensor: 'radar', measuredAt_us: Math.round(measured_s * SECOND), plots };
}

/** An ordinary plot, 800 km out and rising. */
export const PLOT: Plot = {
  range_m: 800_000,
  azimuth_rad: 0.3,
  elevation_rad: 0.4,
  rangeRate_mps: 500,
  signalToNoise_dB: 20,
  sigmaRange_m: 30,
  sigmaAzimuth_rad: 1e-3,
  sigmaElevation_rad: 1e-3,
  sigmaRangeRate_mps: 10,
};

/** What was refused, with the words that came with it. */
export function refused(said: readonly Emission[]): { readonly reason: RefusalReason; readonly detail: string }[] {
  return said.flatMap((one) => (one.kind === 'refused' ? [{ reason: one.reason, detail: one.detail }] : []));
}
