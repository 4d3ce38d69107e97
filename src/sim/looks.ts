import { pow } from '../core/math/elementary.ts';
import type { Scan } from '../core/sense/scan.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';
import { moonReturns, type Sky, standingHeat } from './disturbances.ts';
import { type HeatSource, infraredScan } from './infrared.ts';
import { type RadarTarget, radarScan } from './radar.ts';
import { stream } from './random.ts';
import type { Disturbance, SimulatedSensor } from './scenario.ts';
import type { TruthBody } from './truth.ts';

/** All there is to be looked at. */
export type Look = {
  readonly seed: number;
  readonly flights: readonly TruthBody[];
  readonly disturbances: readonly Disturbance[];
  readonly sky: Sky | undefined;
};

/** Nobody publishes plume intensities; a flight is brighter or fainter than its class by half a decade, two sigma. */
const PLUME_SCATTER_DECADES = 0.25;

/** What one sensor reports of one moment. */
export function lookOf(sensor: SimulatedSensor, look: Look, index: number, measuredAt_us: Micros): Scan {
  if (sensor.kind === 'radar') {
    return radarScan(
      sensor,
      look.seed,
      index,
      measuredAt_us,
      targets(look, measuredAt_us),
      moonReturns(look.disturbances, sensor, measuredAt_us, look.sky),
    );
  }
  const sources = [...plumes(look, measuredAt_us), ...standingHeat(look.disturbances, sensor.spec.id, look.seed, measuredAt_us)];
  return infraredScan(sensor, look.seed, index, measuredAt_us, sources);
}

function plumes({ seed, flights }: Look, at_us: Micros): HeatSource[] {
  return flights.flatMap((flight) => heatOf(seed, flight, at_us) ?? []);
}

/** What satellites see of a body at a time; undefined while nothing of it is hot. A flight is as bright for all that look at it. */
export function heatOf(seed: number, flight: TruthBody, at_us: Micros): HeatSource | undefined {
  const state = flight.stateAt(at_us);
  if (state === undefined || state.plume_Wpsr <= 0) return undefined;
  const factor = flight.heat === 'of-class' ? brightness(seed, flight.id) : 1;
  return { r: state.r, intensity_Wpsr: state.plume_Wpsr * factor, aboveCloud: false };
}

function brightness(seed: number, flight: string): number {
  const deviate = Math.max(-2, Math.min(2, stream(seed, `plume/${flight}`).normal()));
  return pow(10, PLUME_SCATTER_DECADES * deviate);
}

function targets(look: Look, at_us: Micros): RadarTarget[] {
  const found: RadarTarget[] = [];
  for (const flight of look.flights) {
    const state = flight.stateAt(at_us);
    if (state !== undefined) found.push({ r: state.r, v: state.v, crossSection_m2: state.crossSection_m2 });
  }
  return found;
}

/** The second copy of a scan that comes twice comes within this time of the first. */
const DOUBLED_WITHIN_S = 5;

export type LookTime = { readonly index: number; readonly measuredAt_us: Micros; readonly arrives_us: Micros };

/** When a sensor looks first: in a random part of its first revisit. */
export function firstLook_us({ spec }: SimulatedSensor, seed: number, start_us: Micros): Micros {
  return start_us + Math.floor(stream(seed, `${spec.id}/phase`).uniform() * revisitOf_us(spec));
}

function revisitOf_us({ revisit_s }: SimulatedSensor['spec']): Micros {
  return Math.max(1, seconds_us(revisit_s));
}

/** When one sensor looks and when its reports arrive, in order of arrival. The first look comes at a random part of the first revisit. */
export function sensorLooks(
  sensor: SimulatedSensor,
  seed: number,
  start_us: Micros,
  end_us: Micros,
): { due_us(): Micros; take(): LookTime } {
  const revisit_us = revisitOf_us(sensor.spec);
  const phase_us = firstLook_us(sensor, seed, start_us) - start_us;
  const jitter = stream(seed, `${sensor.spec.id}/latency`);
  const luck = stream(seed, `${sensor.spec.id}/luck`);
  const onTheWay: LookTime[] = [];
  let index = 0;
  const lookNext = (): boolean => {
    const measuredAt_us = start_us + phase_us + index * revisit_us;
    const latency_us = seconds_us(sensor.latency_s + sensor.latencyJitter_s * jitter.uniform());
    if (measuredAt_us > end_us) return false;
    const out = sensor.outages.some((outage) => measuredAt_us >= outage.from_us && measuredAt_us < outage.to_us);
    const look = { index: index++, measuredAt_us, arrives_us: measuredAt_us + latency_us };
    // Drawn whether or not it matters, so that one share leaves the other's luck alone.
    const [lost, doubled, after] = [luck.uniform(), luck.uniform(), luck.uniform()];
    if (out || lost < (sensor.lostShare ?? 0)) return true;
    const again = { ...look, arrives_us: look.arrives_us + seconds_us(DOUBLED_WITHIN_S * after) };
    for (const one of doubled < (sensor.doubledShare ?? 0) ? [look, again] : [look]) if (one.arrives_us <= end_us) insert(onTheWay, one);
    return true;
  };
  /** Looks on until no later look can arrive before the first that is on its way. */
  const settle = (): void => {
    const soonest = (): Micros => start_us + phase_us + index * revisit_us + seconds_us(sensor.latency_s);
    while ((onTheWay.length === 0 || soonest() <= onTheWay[0].arrives_us) && lookNext());
  };
  settle();
  return {
    due_us: () => (onTheWay.length > 0 ? onTheWay[0].arrives_us : Infinity),
    take() {
      const look = onTheWay.shift();
      if (look === undefined) throw new RangeError(`${sensor.spec.id} has no more looks`);
      settle();
      return look;
    },
  };
}

function insert(list: LookTime[], look: LookTime): void {
  let at = list.length;
  while (at > 0 && list[at - 1].arrives_us > look.arrives_us) at--;
  list.splice(at, 0, look);
}
