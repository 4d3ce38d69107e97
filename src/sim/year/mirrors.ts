import { enuBasis } from '../../core/frames/enu.ts';
import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, geodetic, type Geodetic } from '../../core/frames/geodetic.ts';
import { polarFromEcef } from '../../core/frames/radar.ts';
import { add, angleBetween, dot, subtract, unit, vec3 } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { degrees, type Metres, type Micros } from '../../core/units.ts';
import { between, evenly } from '../causes/families.ts';
import { satellitePosition } from '../satellite.ts';
import type { SunGlint } from '../scenario.ts';
import type { Kind, Occasion } from './encounter.ts';

type Met = ReturnType<Kind['draw']>;

const DAY_US: Micros = seconds_us(86_400);
/** Cloud facets lie within some degrees of level, more rarely farther. */
const FACET_RAD = degrees(6);
/** Places that are looked at in a day, so many of them at each time. */
const TRIES = 3_000;
const PLACES = 20;

/** Where, at some time of the day, cloud tops mirror the Sun into one of the satellites: not on every day, and in the north and the south near the equinoxes. */
export function sunGlint({ at_us, theatre, chance, sky }: Occasion): Met {
  const random = chance('glint');
  const day_us = DAY_US * Math.floor(at_us / DAY_US);
  const satellites = theatre.sensors.filter((one) => one.kind === 'infrared-satellite');
  let from_us = day_us;
  let sun = unit(sky(from_us).sunEcef_m);
  for (let k = 0; k < TRIES; k++) {
    if (k % PLACES === 0) {
      from_us = day_us + Math.floor(random.uniform() * (DAY_US - LASTS_US));
      sun = unit(sky(from_us).sunEcef_m);
    }
    const point = pointIn(theatre.centre, 1_800_000, between(random, 8_000, 12_000), random);
    const satellite = satellites[Math.floor(random.uniform() * satellites.length)];
    const { up } = enuBasis(point);
    const here = ecefVecFromGeodetic(point);
    const towards = unit(subtract(satellitePosition(satellite.orbit, from_us), here));
    if (dot(sun, up) < 0 || dot(towards, up) < 0 || angleBetween(unit(add(sun, towards)), up) > FACET_RAD) continue;
    const to_us = from_us + seconds_us(between(random, 60, 300));
    const intensity_Wpsr = evenly(random, [8_000, 100_000]);
    const glint: SunGlint = { kind: 'sun-glint', satellite: satellite.spec.id, point, from_us, to_us, intensity_Wpsr };
    return { from_us, to_us: to_us + SETTLES_US, bodies: [], disturbances: [glint] };
  }
  return undefined;
}

const LASTS_US: Micros = seconds_us(600);
const SETTLES_US: Micros = seconds_us(60);

export function standingFire({ at_us, theatre, chance }: Occasion): Met {
  const random = chance('fire');
  const to_us = at_us + seconds_us(between(random, 200, 500));
  const point = { ...pointIn(theatre.centre, 1_000_000, between(random, 0, 2_000), random) };
  const intensity_Wpsr = evenly(random, [6_000, 300_000]);
  return {
    from_us: at_us,
    to_us: to_us + SETTLES_US,
    bodies: [],
    disturbances: [{ kind: 'stationary-fire', point, from_us: at_us, to_us, intensity_Wpsr }],
  };
}

/** Of a radar that is strong enough for it, while the Moon stands in its view at a range that folds into it. */
export function moonEcho({ at_us, theatre, chance, sky }: Occasion): Met {
  const random = chance('moon');
  const day_us = DAY_US * Math.floor(at_us / DAY_US);
  const radars = theatre.sensors.filter((one) => one.kind === 'radar');
  for (let k = 0; k < TRIES / PLACES; k++) {
    const from_us = day_us + Math.floor(random.uniform() * (DAY_US - LASTS_US));
    const { id, site, elevationMax_rad, rangeMin_m, rangeMax_m } = radars[Math.floor(random.uniform() * radars.length)].spec;
    const unambiguousRange_m = between(random, 1_500_000, 6_000_000);
    const { elevation_rad, range_m } = polarFromEcef(ecefVecFromGeodetic(site), enuBasis(site), sky(from_us).moonEcef_m, vec3(0, 0, 0));
    const folded_m = range_m - unambiguousRange_m * Math.floor(range_m / unambiguousRange_m);
    if (elevation_rad < degrees(3) || elevation_rad > elevationMax_rad - degrees(5)) continue;
    if (folded_m < rangeMin_m + NEAR_M || folded_m > rangeMax_m - NEAR_M) continue;
    return {
      from_us,
      to_us: from_us + LASTS_US,
      bodies: [],
      disturbances: [{ kind: 'moon-echo', radar: id, unambiguousRange_m, signalToNoise_dB: 25 }],
    };
  }
  return undefined;
}

const NEAR_M: Metres = 200_000;

function pointIn(centre: Geodetic, radius_m: Metres, height_m: Metres, random: Parameters<typeof between>[0]): Geodetic {
  const azimuth_rad = between(random, 0, 2 * Math.PI);
  const { latitude_rad, longitude_rad } = geodesicDirect(
    centre.latitude_rad,
    centre.longitude_rad,
    azimuth_rad,
    radius_m * Math.sqrt(random.uniform()),
  );
  return geodetic(latitude_rad, longitude_rad, height_m);
}
