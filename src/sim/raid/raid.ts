import { seconds_us } from '../../core/time/scale.ts';
import { degrees, type Micros, type Seconds } from '../../core/units.ts';
import { stream } from '../random.ts';
import type { SimulatedSensor } from '../scenario.ts';
import { flyMissile, RAID_CLASSES, type RaidMissile, type RaidObject } from './missile.ts';
import { along, RAID_BEARING_RAD, raidSensors, raidSites } from './theatre.ts';

/** A raid as it really is. */
export type Raid = {
  readonly start_us: Micros;
  /** When the last piece is down. */
  readonly end_us: Micros;
  readonly missiles: readonly RaidMissile[];
  readonly objects: readonly RaidObject[];
  readonly sensors: readonly SimulatedSensor[];
};

export type RaidOptions = { readonly missiles: number; readonly seed: number; readonly span_s?: Seconds };

/** How long the launches of a raid last. */
export const RAID_SPAN_S: Seconds = 600;
/** 2030-01-01: any day does. */
const START_US: Micros = 1_893_456_000_000_000;
/** Launchers stand around their site. */
const LAUNCHER_SPREAD_M = 2_000;
const BEARING_SPREAD_RAD = degrees(12);

/** Missiles of two classes from twelve sites at random times of ten minutes, each with a target of its own; all drawn from the seed. */
export function createRaid({ missiles: count, seed, span_s = RAID_SPAN_S }: RaidOptions): Raid {
  const sites = raidSites();
  const missiles = Array.from({ length: count }, (_, index) => {
    const random = stream(seed, `missile/${index}`);
    const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
    const site = along(sites[index % sites.length], between([0, 2 * Math.PI]), between([0, LAUNCHER_SPREAD_M]));
    const { profile, size, kick_rad } = RAID_CLASSES[random.uniform() < 0.5 ? 0 : 1];
    const aim = {
      bearing_rad: RAID_BEARING_RAD + between([0, 2 * BEARING_SPREAD_RAD]) - BEARING_SPREAD_RAD,
      kick_rad: between(kick_rad),
      size: between(size),
    };
    return flyMissile(index, profile, site, START_US + seconds_us(between([0, span_s])), aim, random);
  });
  const objects = missiles.flatMap((missile) => missile.objects);
  return {
    start_us: START_US,
    end_us: objects.reduce((latest, { end_us }) => Math.max(latest, end_us), START_US),
    missiles,
    objects,
    sensors: raidSensors(),
  };
}
