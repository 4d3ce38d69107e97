import { pow } from '../../core/math/elementary.ts';
import type { Scan } from '../../core/sense/scan.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';
import { type HeatSource, infraredScan } from '../infrared.ts';
import { type RadarTarget, radarScan } from '../radar.ts';
import { stream } from '../random.ts';
import type { SimulatedSensor } from '../scenario.ts';
import type { RaidObject } from './missile.ts';
import type { Raid } from './raid.ts';
import { unresolved } from './resolution.ts';

export type RaidScan = { readonly sensor: SimulatedSensor; readonly scan: Scan };

/** One missile's plume is brighter or fainter than its class's by half a decade, two sigma. */
const PLUME_SCATTER_DECADES = 0.25;

/** All scans of a raid, in order of measurement. */
export function* raidScans(raid: Raid, seed: number, until_us: Micros = raid.end_us): Generator<RaidScan> {
  const clocks = raid.sensors.map((sensor) => {
    const revisit_us = seconds_us(sensor.spec.revisit_s);
    const phase_us = Math.floor(stream(seed, `${sensor.spec.id}/phase`).uniform() * revisit_us);
    return { sensor, revisit_us, next_us: raid.start_us + phase_us, index: 0 };
  });
  const brightness = raid.missiles.map((_, k) =>
    pow(10, PLUME_SCATTER_DECADES * Math.max(-2, Math.min(2, stream(seed, `plume/${k}`).normal()))),
  );
  for (;;) {
    const clock = clocks.reduce((first, one) => (one.next_us < first.next_us ? one : first));
    if (clock.next_us > until_us) return;
    yield { sensor: clock.sensor, scan: scanOf(clock.sensor, raid.objects, brightness, seed, clock.index, clock.next_us) };
    clock.next_us += clock.revisit_us;
    clock.index += 1;
  }
}

function scanOf(
  sensor: SimulatedSensor,
  objects: readonly RaidObject[],
  brightness: readonly number[],
  seed: number,
  index: number,
  at_us: Micros,
): Scan {
  if (sensor.kind === 'radar') return radarScan(sensor, seed, index, at_us, unresolved(sensor, targets(objects, at_us)));
  return infraredScan(sensor, seed, index, at_us, plumes(objects, brightness, at_us));
}

function targets(objects: readonly RaidObject[], at_us: Micros): RadarTarget[] {
  const found: RadarTarget[] = [];
  for (const object of objects) {
    const state = object.stateAt(at_us);
    if (state !== undefined) found.push({ r: state.r, v: state.v, crossSection_m2: object.crossSection_m2(at_us) });
  }
  return found;
}

function plumes(objects: readonly RaidObject[], brightness: readonly number[], at_us: Micros): HeatSource[] {
  const found: HeatSource[] = [];
  for (const object of objects) {
    const state = object.role === 'body' ? object.stateAt(at_us) : undefined;
    if (state === undefined || state.plume_Wpsr <= 0) continue;
    found.push({ r: state.r, intensity_Wpsr: state.plume_Wpsr * brightness[object.missile], aboveCloud: false });
  }
  return found;
}
