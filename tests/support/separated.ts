import { geodesicDirect } from '../../src/core/frames/geodesic.ts';
import { type Geodetic, geodetic, geodeticDegrees, geodeticFromEcefVec } from '../../src/core/frames/geodetic.ts';
import { addScaled, unit, type Vec3 } from '../../src/core/math/vector.ts';
import { coast, flyToGround } from '../../src/core/physics/propagate.ts';
import { seconds_us } from '../../src/core/time/scale.ts';
import { degrees, type KilogramsPerMetre2, type Micros, type SquareMetres } from '../../src/core/units.ts';
import { dutyStaff, infraredSatellite, surveillanceRadar } from '../../src/sim/defaults.ts';
import { fly } from '../../src/sim/fleet.ts';
import type { BodyTable, PublishedFlight, Scenario } from '../../src/sim/scenario.ts';

// Missiles that part in flight: one burns, and after its burning there are two, each with a way to the ground of its own.

export type Part = { readonly faster_mps: number; readonly crossSection_m2: SquareMetres; readonly beta_kgpm2: KilogramsPerMetre2 };

export type Parting = {
  readonly range_m: number;
  readonly apogee_m: number;
  readonly bearing_deg: number;
  /** From the end of the burn, s. */
  readonly after_s: number;
  /** The first is the one that people are to be warned of. */
  readonly parts: readonly Part[];
  readonly seed: number;
};

export type Parted = {
  readonly scenario: Scenario;
  readonly burnout_us: Micros;
  readonly parted_us: Micros;
  /** Where and when each part comes down. */
  readonly fell: readonly { readonly point: Geodetic; readonly at_us: Micros }[];
};

const SITE = geodeticDegrees(34, 47);
const LAUNCH_US = seconds_us(1_000);

/** Throws Error for figures that cannot be flown. */
export function partedFlight(parting: Parting): Parted {
  const { range_m, apogee_m, bearing_deg, after_s, parts, seed } = parting;
  const bearing_rad = degrees(bearing_deg);
  const whole: PublishedFlight = {
    kind: 'published',
    id: 'whole',
    site: SITE,
    launch_us: LAUNCH_US,
    bearing_rad,
    apogee_m,
    groundRange_m: range_m,
  };
  const flown = fly(whole, seed);
  if (flown.kind !== 'flown') throw new Error(flown.reason);
  const { burnout_us } = flown.truth;
  const parted_us = burnout_us + seconds_us(after_s);
  const state = flown.truth.stateAt(parted_us);
  if (state === undefined) throw new Error('it is down before it parts');
  const fallen = parts.map(({ faster_mps, crossSection_m2, beta_kgpm2 }) =>
    fallOf({ r: state.r, v: addScaled(state.v, unit(state.v), faster_mps) }, beta_kgpm2, crossSection_m2),
  );
  const at = (share: number, aside_m: number): Geodetic => {
    const on = geodesicDirect(SITE.latitude_rad, SITE.longitude_rad, bearing_rad, share * range_m);
    const aside = geodesicDirect(on.latitude_rad, on.longitude_rad, bearing_rad + Math.PI / 2, aside_m);
    return geodetic(aside.latitude_rad, aside.longitude_rad, 100);
  };
  const looksAt = at(0.5, 0);
  return {
    burnout_us,
    parted_us,
    fell: fallen.map(({ end, time_s }) => ({ point: end, at_us: parted_us + seconds_us(time_s) })),
    scenario: {
      id: 'parted',
      title: 'a missile that parts in flight',
      theatre: 'theatre',
      line: 'exercise',
      start_us: LAUNCH_US - seconds_us(20),
      seed,
      sensors: [
        infraredSatellite('satellite-west', degrees(15), looksAt),
        infraredSatellite('satellite-east', degrees(75), looksAt),
        surveillanceRadar('radar-one', at(0.95, 60_000)),
        surveillanceRadar('radar-two', at(0.7, -120_000)),
      ],
      flights: [
        { ...whole, stop_us: parted_us },
        ...fallen.map(({ table }, k) => ({ kind: 'states' as const, id: `part-${k + 1}`, start_us: parted_us, table })),
      ],
      disturbances: [],
      people: dutyStaff(),
    },
  };
}

function fallOf(
  start: { readonly r: Vec3; readonly v: Vec3 },
  beta: KilogramsPerMetre2,
  crossSection_m2: SquareMetres,
): { readonly table: BodyTable; readonly end: Geodetic; readonly time_s: number } {
  const end = flyToGround(start, { ballisticCoefficient_kgpm2: beta });
  if (end.kind !== 'impact') throw new Error('it does not come down');
  const rows: { readonly t_s: number; readonly r: Vec3 }[] = [];
  let { r, v } = start;
  for (let t_s = 0; t_s < end.time_s; t_s += 1) {
    rows.push({ t_s, r });
    ({ r, v } = coast(r, v, 1, beta));
  }
  rows.push({ t_s: end.time_s, r: end.r });
  const table = {
    time_s: Float64Array.from(rows, (row) => row.t_s),
    positionEcef_m: Float64Array.from(rows.flatMap((row) => [row.r.x, row.r.y, row.r.z])),
    heat_Wpsr: new Float64Array(rows.length),
    crossSection_m2: new Float64Array(rows.length).fill(crossSection_m2),
  };
  return { table, end: { ...geodeticFromEcefVec(end.r), height_m: 0 }, time_s: end.time_s };
}
