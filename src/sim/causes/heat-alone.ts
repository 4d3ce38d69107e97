import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, type Geodetic, geodetic } from '../../core/frames/geodetic.ts';
import { atan2, cos, sin } from '../../core/math/elementary.ts';
import { vec3 } from '../../core/math/vector.ts';
import { degrees, type Metres, type MetresPerSecond, type Seconds } from '../../core/units.ts';
import { infraredSatellite } from '../defaults.ts';
import type { SimulatedSensor } from '../scenario.ts';
import type { TruthBody } from '../truth.ts';
import { between, type Drawn, type Family, flying } from './families.ts';

// What satellites alone see, and no radar: engines of what wings carry, and fires that are lit one beside the other.

const AIRBORNE_Wpsr = [2e4, 2e5] as const;
const FIRE_Wpsr = [2e4, 1e5] as const;

/** Rounds of two straight legs and two half circles, at one height and speed. */
const patrol: Family = {
  name: 'hot aircraft on patrol',
  cause: 'aircraft',
  draw(random, start_us) {
    const from = anywhere(random);
    const height_m = between(random, 3_000, 15_000);
    const speed_mps = between(random, 150, 400);
    const round: Round = { leg_m: between(random, 0, 60_000), radius_m: between(random, 8_000, 40_000) };
    const plume_Wpsr = between(random, ...AIRBORNE_Wpsr);
    const begun_m = random.uniform() * lengthOf(round);
    const azimuth_rad = random.uniform() * 2 * Math.PI;
    return {
      from,
      azimuth_rad,
      body: {
        id: 'patrol',
        heat: 'stated',
        end_us: start_us + LOOKED_AT_S * 1e6,
        stateAt(at_us) {
          const [x, y] = placeOn(round, begun_m + (speed_mps * Math.max(0, at_us - start_us)) / 1e6);
          const on = geodesicDirect(from.latitude_rad, from.longitude_rad, azimuth_rad + atan2(y, x), Math.hypot(x, y));
          return { r: ecefVecFromGeodetic({ ...on, height_m }), v: vec3(0, 0, 0), plume_Wpsr, crossSection_m2: 0 };
        },
      },
    };
  },
};

const LOOKED_AT_S: Seconds = 400;

type Round = { readonly leg_m: Metres; readonly radius_m: Metres };

function lengthOf({ leg_m, radius_m }: Round): Metres {
  return 2 * (leg_m + Math.PI * radius_m);
}

/** Place on a round, so far along it. */
function placeOn(round: Round, way_m: Metres): readonly [Metres, Metres] {
  const { leg_m, radius_m } = round;
  const half_m = lengthOf(round) / 2;
  const on = way_m % half_m;
  const turn = Math.max(0, on - leg_m) / radius_m;
  const [x, y] = [Math.min(on, leg_m) + radius_m * sin(turn), radius_m * (1 - cos(turn))];
  return way_m % (2 * half_m) < half_m ? [x, y] : [leg_m - x, 2 * radius_m - y];
}

/** Two to six fires within ten kilometres, each lit within minutes of the others, which burn for one to ten minutes. */
const fires: Family = {
  name: 'fires side by side',
  cause: 'stationary-heat',
  draw(random, start_us) {
    const from = anywhere(random);
    const radius_m = between(random, 2_000, 10_000);
    const lit_s = between(random, 60, 400);
    const bodies = Array.from({ length: 2 + Math.floor(5 * random.uniform()) }, (_, k): TruthBody => {
      const place = geodesicDirect(
        from.latitude_rad,
        from.longitude_rad,
        2 * Math.PI * random.uniform(),
        radius_m * Math.sqrt(random.uniform()),
      );
      const r = ecefVecFromGeodetic({ ...place, height_m: 0 });
      const lit_us = start_us + Math.round(1e6 * lit_s * random.uniform());
      const burnt_us = lit_us + Math.round(1e6 * between(random, 60, 600));
      const hot_Wpsr = between(random, ...FIRE_Wpsr);
      return {
        id: `fire ${k + 1}`,
        heat: 'stated',
        end_us: start_us + Math.round(1e6 * (lit_s + 200)),
        stateAt: (at_us) => ({ r, v: vec3(0, 0, 0), plume_Wpsr: at_us >= lit_us && at_us < burnt_us ? hot_Wpsr : 0, crossSection_m2: 0 }),
      };
    });
    const [body, ...beside] = bodies;
    return { from, azimuth_rad: 0, body, beside };
  },
};

function anywhere(random: Parameters<Family['draw']>[0]): Geodetic {
  return geodetic(degrees(between(random, -45, 45)), degrees(between(random, -180, 180)), 0);
}

const LEVEL_MPS: readonly [MetresPerSecond, MetresPerSecond] = [200, 900];

export const HOT_KINDS: readonly Family[] = [
  flying('hot aircraft, straight', { height_m: [5_000, 18_000], speed_mps: LEVEL_MPS, hot: { share: 1, heat_Wpsr: AIRBORNE_Wpsr } }),
  patrol,
  fires,
];

/** Satellites of the generic class above a place, as many as asked, that look every so many seconds. */
export function satellitesAbove({ from }: Drawn, count: 1 | 2, revisit_s: Seconds, cloudTop_m: Metres): SimulatedSensor[] {
  return [-25, 30].slice(0, count).map((east_deg, k) => {
    const satellite = infraredSatellite(`satellite-${k + 1}`, from.longitude_rad + degrees(east_deg), from, cloudTop_m);
    return { ...satellite, spec: { ...satellite.spec, revisit_s } };
  });
}
