import { type LineOfSightDetection, type Plot, type RadarScan, type Scan, isScan, emptied } from '../core/sense/scan.ts';
import { MAX_DETECTIONS_PER_SCAN } from '../core/sense/scan.ts';
import type { SensorSpec } from '../core/sense/sensor.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';
import { unit, vec3 } from '../core/math/vector.ts';
import { type RandomStream, stream } from '../sim/random.ts';
import type { TimedInput } from '../sim/world.ts';
import type { Trick } from './world.ts';

/** What tricks make of one input: what comes now, and what comes later. */
export type Tricked = { readonly now: TimedInput | undefined; readonly later: readonly TimedInput[] };

/** Plays the tricks on each scan as it arrives. */
export function trickster(tricks: readonly Trick[], sensors: readonly SensorSpec[], seed: number): (timed: TimedInput) => Tricked {
  const stuck = new Map<Trick, Scan>();
  const held = new Map<Trick, number>();
  let count = 0;
  return (timed) => {
    const { input } = timed;
    if (!isScan(input)) return { now: timed, later: [] };
    count += 1;
    let scan: Scan = input;
    for (const trick of tricks) {
      if (trick.sensor !== scan.sensor || timed.at_us < trick.from_us || timed.at_us >= trick.to_us) continue;
      if (trick.kind === 'held' || trick.kind === 'reversed') {
        const nth = (held.get(trick) ?? 0) + 1;
        held.set(trick, nth);
        // The newest first: what was held later comes earlier, a microsecond apart.
        const at_us = trick.kind === 'held' ? trick.to_us : trick.to_us + Math.max(0, 10_000 - nth);
        return { now: undefined, later: [{ ...timed, at_us, input: scan }] };
      }
      scan = played(trick, scan, sensors, stuck, stream(seed, `trick/${trick.sensor}/${count}`));
    }
    return { now: { ...timed, input: scan }, later: [] };
  };
}

function played(trick: Trick, scan: Scan, sensors: readonly SensorSpec[], stuck: Map<Trick, Scan>, random: RandomStream): Scan {
  switch (trick.kind) {
    case 'blind':
      return emptied(scan);
    case 'random':
      return withMore(scan, random.poisson(Math.min(500, trick.rate ?? 1)), sensors, random);
    case 'stuck': {
      const first = stuck.get(trick) ?? scan;
      stuck.set(trick, first);
      return { ...first, measuredAt_us: scan.measuredAt_us } as Scan;
    }
    case 'not-finite':
      if (scan.kind === 'radar-scan')
        return { ...scan, plots: [...scan.plots, { ...anyPlot(random), range_m: random.uniform() < 0.5 ? NaN : Infinity }] };
      return scan.kind === 'infrared-scan' ? { ...scan, satelliteEcef_m: { ...scan.satelliteEcef_m, x: NaN } } : scan;
    case 'ahead':
      return { ...scan, measuredAt_us: shifted(scan.measuredAt_us, trick.by_s ?? 0) };
    case 'flood':
      return withMore(scan, MAX_DETECTIONS_PER_SCAN + 1, sensors, random);
    case 'slipping':
      return scan.kind === 'radar-scan' ? turned(scan, ((trick.rate ?? 0) * (scan.measuredAt_us - trick.from_us)) / 1e6) : scan;
    case 'held':
    case 'reversed':
      return scan;
  }
}

function turned(scan: RadarScan, by_rad: number): RadarScan {
  return { ...scan, plots: scan.plots.map((plot) => ({ ...plot, azimuth_rad: plot.azimuth_rad + by_rad })) };
}

function shifted(at_us: Micros, by_s: number): Micros {
  return at_us + seconds_us(by_s);
}

function withMore(scan: Scan, count: number, sensors: readonly SensorSpec[], random: RandomStream): Scan {
  if (scan.kind === 'radar-scan') {
    const spec = sensors.find(({ id }) => id === scan.sensor);
    const farthest_m = spec?.kind === 'radar' ? spec.rangeMax_m : 1e6;
    return { ...scan, plots: [...scan.plots, ...Array.from({ length: count }, () => anyPlot(random, farthest_m))] };
  }
  if (scan.kind !== 'infrared-scan') return scan;
  return { ...scan, detections: [...scan.detections, ...Array.from({ length: count }, () => anyDetection(scan.satelliteEcef_m, random))] };
}

function anyPlot(random: RandomStream, farthest_m = 1e6): Plot {
  return {
    // Some of it is beyond what the sensor says that it can measure.
    range_m: 1000 + 1.2 * farthest_m * random.uniform(),
    azimuth_rad: 2 * Math.PI * random.uniform(),
    elevation_rad: 0.02 + 1.53 * random.uniform(),
    rangeRate_mps: (random.uniform() < 0.1 ? 80_000 : 8000) * (random.uniform() - 0.5),
    signalToNoise_dB: 15,
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-3,
    sigmaElevation_rad: 1e-3,
    sigmaRangeRate_mps: 10,
  };
}

/** A line of sight to somewhere on the side of the Earth that the satellite sees. */
function anyDetection(from: { readonly x: number; readonly y: number; readonly z: number }, random: RandomStream): LineOfSightDetection {
  const aside = (): number => 4e6 * (random.uniform() - 0.5);
  return {
    lineOfSightEcef: unit(vec3(aside() - from.x, aside() - from.y, aside() - from.z)),
    covariance_rad2: { rightRight: 6e-10, rightUp: 0, upUp: 6e-10 },
    intensity_Wpsr: 50_000 * Math.max(0, random.uniform() - 0.1),
  };
}
