import { geodesicDirect } from '../core/frames/geodesic.ts';
import { type Geodetic, geodetic } from '../core/frames/geodetic.ts';
import { seconds_us } from '../core/time/scale.ts';
import { degrees, type Micros } from '../core/units.ts';
import type { LaunchedFlight, PublishedFlight, RecordedAscent } from '../sim/scenario.ts';
import type { Dice } from './dice.ts';
import { flown } from './flights.ts';

type Figures = Pick<PublishedFlight, 'site' | 'bearing_rad' | 'apogee_m' | 'groundRange_m' | 'class' | 'manoeuvre'>;

/** How far, how high and which way something flies from about a site. */
export function figuresOf(dice: Dice, site: Geodetic): Figures {
  const groundRange_m = dice.scaled(150e3, 1500e3);
  const manoeuvre = dice.chance(0.15) ? dice.pick(['pullup', 'glide'] as const) : undefined;
  const apogee_m = manoeuvre === undefined ? groundRange_m * dice.scaled(0.18, 0.9) : dice.between(45e3, 90e3);
  const from = geodesicDirect(site.latitude_rad, site.longitude_rad, dice.between(0, 2 * Math.PI), dice.between(0, 150e3));
  return {
    site: geodetic(from.latitude_rad, from.longitude_rad, 0),
    bearing_rad: dice.between(0, 2 * Math.PI),
    apogee_m: Math.max(40e3, Math.min(1000e3, apogee_m)),
    groundRange_m,
    ...(dice.chance(0.15) ? { class: dice.pick(['SRBM', 'MRBM'] as const) } : {}),
    ...(manoeuvre === undefined ? {} : { manoeuvre }),
  };
}

export function published(id: string, launch_us: Micros, figures: Figures): PublishedFlight {
  return { kind: 'published', id, launch_us, ...figures };
}

/** Mostly one flight, sometimes none, seldom many; of every kind that a scenario knows. */
export function flightsOf(dice: Dice, figures: readonly Figures[], site: Geodetic, start_us: Micros, lasts_s: number): LaunchedFlight[] {
  const count = dice.chance(0.1) ? 0 : dice.chance(0.8) ? 1 : dice.chance(0.97) ? dice.whole(2, 4) : dice.whole(5, 30);
  const flights: LaunchedFlight[] = [];
  for (let k = 0; k < count; k++) {
    const launch_us = start_us + seconds_us(dice.between(10, Math.min(240, lasts_s / 3)));
    const stop = dice.chance(0.06) ? { stop_us: launch_us + seconds_us(dice.between(60, 400)) } : {};
    const id = `flight-${k + 1}`;
    const kind = figures.length === 0 ? 0.9 : dice.between(0, 1);
    if (kind < 0.85) flights.push({ ...published(id, launch_us, dice.pick(figures)), ...stop });
    else if (kind < 0.93) {
      // The azimuth is a round one, so that few launches have to be flown.
      const launch: LaunchedFlight = {
        kind: 'space-launch',
        id,
        site,
        launch_us,
        azimuth_rad: degrees(90),
        insertionHeight_m: 500e3,
        ...stop,
      };
      if (typeof flown(launch) !== 'string') flights.push(launch);
    } else
      flights.push({ kind: 'recorded', id, site, launch_us, azimuth_rad: degrees(75), record: ascent(dice.pick([1.2, 1.6])), ...stop });
  }
  return flights;
}

/** A made-up record of a first stage that goes up and comes back under power. */
function ascent(pitch: number): RecordedAscent {
  const record = { time_s: [], height_m: [], horizontalSpeed_mps: [], verticalSpeed_mps: [], properAcceleration_mps2: [] } as {
    [K in keyof RecordedAscent]: number[];
  };
  let [height, across, up] = [0, 0, 0];
  for (let t = 0; t <= 420 && height >= 0; t++) {
    const felt = t < 140 ? 14 + t / 10 : t > 380 && up < -80 ? -12 : 0;
    record.time_s.push(t);
    record.height_m.push(height);
    record.horizontalSpeed_mps.push(across);
    record.verticalSpeed_mps.push(up);
    record.properAcceleration_mps2.push(felt);
    const burns = t < 140;
    across += burns ? (felt * (t / 140)) / pitch : 0;
    const lift = burns ? felt * (1 - t / 280) - 9.8 : -9.6 - felt;
    height += up + lift / 2;
    up += lift;
  }
  return record;
}
