import { WGS84 } from '../core/frames/earth.ts';
import { enuBasis } from '../core/frames/enu.ts';
import { geodesicDirect, geodesicInverse } from '../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, type Geodetic, geodetic } from '../core/frames/geodetic.ts';
import { cos, sin } from '../core/math/elementary.ts';
import { add, scale, type Vec3 } from '../core/math/vector.ts';
import { density } from '../core/physics/atmosphere.ts';
import { energyClass, equivalentSurfaceSpeed_mps } from '../core/physics/ballistic.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Metres, Radians } from '../core/units.ts';
import type { RecordedAscent, RecordedFlight } from './scenario.ts';
import { stateOf, trajectory, type TruthFlight } from './truth.ts';

/** Time constant with which the integrated height follows the recorded one, which is right in the long run but rounded to 0.1…1 km. */
const HEIGHT_CORRECTION_S = 20;
/** Mass over drag area of a large empty stage that comes down engines first: 1,500…2,000 kg/m² fits the recorded descents. */
const STAGE_BALLISTIC_COEFFICIENT_KGPM2 = 1500;
/** A large first or second stage seen from space; the record says nothing of heat. */
const PLUME_WPSR = 1.5e6;

/** Flies a record from a site in a direction. After its last sample nothing is known, so nothing is observable.
 *  Ground distance is the integral of horizontal speed × R/(R + h), with R the Earth's radius of curvature along the flight. */
export function flyRecorded(flight: RecordedFlight): TruthFlight {
  const { record, site } = flight;
  const path = trajectory();
  const n = record.time_s.length;
  let ground_m = 0;
  let height_m = site.height_m;
  // What is added to the recorded climb so that its integral stays with the recorded height; position and velocity tell one story.
  let drift_mps = 0;
  let apogee = { height_m, at_us: flight.launch_us };
  let burnout_us = flight.launch_us;
  for (let i = 0; i < n; i++) {
    const state = place(site, flight.azimuth_rad, ground_m, height_m);
    const v = add(scale(state.along, record.horizontalSpeed_mps[i]), scale(state.up, record.verticalSpeed_mps[i] + drift_mps));
    const burning = burns(record, i);
    path.add(record.time_s[i], state.r, v, burning ? Math.abs(record.properAcceleration_mps2[i]) : 0, burning ? PLUME_WPSR : 0);
    const at_us = flight.launch_us + seconds_us(record.time_s[i]);
    if (burning) burnout_us = at_us;
    if (height_m > apogee.height_m) apogee = { height_m, at_us };
    if (i === n - 1) break;
    const step_s = record.time_s[i + 1] - record.time_s[i];
    const share = (speed: number, h: number): number => (speed * state.curvature_m) / (state.curvature_m + h);
    const nextDrift_mps = drift_mps + step_s * driftRate(record.height_m[i] + site.height_m - height_m, drift_mps);
    const climbed_m = (step_s * (record.verticalSpeed_mps[i] + drift_mps + record.verticalSpeed_mps[i + 1] + nextDrift_mps)) / 2;
    const next_m = Math.max(site.height_m, height_m + climbed_m);
    ground_m += (step_s * (share(record.horizontalSpeed_mps[i], height_m) + share(record.horizontalSpeed_mps[i + 1], next_m))) / 2;
    height_m = next_m;
    drift_mps = nextDrift_mps;
  }
  const end_us = Math.min(flight.launch_us + seconds_us(path.end_s), flight.stop_us ?? Infinity);
  const last = path.at(path.end_s);
  const equivalentSpeed_mps = last ? equivalentSurfaceSpeed_mps(last.r, last.v) : 0;
  return {
    id: flight.id,
    kind: 'recorded',
    launch: { point: site, time_us: flight.launch_us },
    stateAt: stateOf(path, { ...flight, parts: false }),
    heat: 'of-class',
    burnout_us,
    apogee,
    end_us,
    equivalentSpeed_mps,
    energyClass: energyClass(equivalentSpeed_mps),
  };
}

/** Something burns when the rocket gains speed beyond gravity, or loses more of it than the air can take. */
function burns(record: RecordedAscent, i: number): boolean {
  const felt = record.properAcceleration_mps2[i];
  if (felt > 1.5) return true;
  const speed2 = square(record.horizontalSpeed_mps[i]) + square(record.verticalSpeed_mps[i]);
  const drag = (0.5 * density(record.height_m[i]) * speed2) / STAGE_BALLISTIC_COEFFICIENT_KGPM2;
  return -felt > 2 + 1.6 * drag;
}

/** Critically damped:  ḃ = e/τ² − 2b/τ,  with e the recorded height less the integrated one. A jump of the rounded height then bends the
 *  path and does not break it. */
function driftRate(miss_m: Metres, drift_mps: number): number {
  return miss_m / square(HEIGHT_CORRECTION_S) - (2 * drift_mps) / HEIGHT_CORRECTION_S;
}

function place(
  site: Geodetic,
  azimuth_rad: Radians,
  ground_m: Metres,
  height_m: Metres,
): { r: Vec3; along: Vec3; up: Vec3; curvature_m: Metres } {
  const point = geodesicDirect(site.latitude_rad, site.longitude_rad, azimuth_rad, ground_m);
  const here = geodetic(point.latitude_rad, point.longitude_rad, height_m);
  const { east, north, up } = enuBasis(here);
  // A point well ahead on the same way gives the heading here, behind the site too.
  const heading_rad = geodesicInverse(
    point,
    geodesicDirect(site.latitude_rad, site.longitude_rad, azimuth_rad, ground_m + 100_000),
  ).azimuth_rad;
  const along = add(scale(east, sin(heading_rad)), scale(north, cos(heading_rad)));
  return { r: ecefVecFromGeodetic(here), along, up, curvature_m: curvature(here.latitude_rad, heading_rad) };
}

/** Euler's radius of curvature of the ellipsoid in the direction of an azimuth. */
function curvature(latitude_rad: Radians, azimuth_rad: Radians): Metres {
  const w2 = 1 - WGS84.e2 * square(sin(latitude_rad));
  const prime = WGS84.a_m / Math.sqrt(w2);
  const meridian = (prime * (1 - WGS84.e2)) / w2;
  return 1 / (square(cos(azimuth_rad)) / meridian + square(sin(azimuth_rad)) / prime);
}

function square(x: number): number {
  return x * x;
}

export type AscentFile =
  | { readonly kind: 'ascent'; readonly record: RecordedAscent }
  | { readonly kind: 'rejected'; readonly reason: string };

/** Names of the lists in a file of this kind, and what they are here. */
const LISTS = [
  ['time', 'time_s', 1],
  ['altitude', 'height_m', 1000],
  ['velocity_x', 'horizontalSpeed_mps', 1],
  ['velocity_y', 'verticalSpeed_mps', 1],
  ['acceleration', 'properAcceleration_mps2', 1],
] as const;

/** Reads the object form of a record: lists `time` (s), `altitude` (km), `velocity_x` and `velocity_y` (horizontal and vertical, m/s) and
 *  `acceleration` (m/s² beyond gravity). Anything missing, uneven, not a number or out of order is refused with its place. */
export function ascentFromJson(json: unknown): AscentFile {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return rejected('the file is not an object with lists of samples');
  const read = new Map<string, number[]>();
  for (const [name, field, factor] of LISTS) {
    const list = (json as Record<string, unknown>)[name];
    if (!Array.isArray(list)) return rejected(`"${name}" is missing or is not a list`);
    for (let i = 0; i < list.length; i++) {
      if (typeof list[i] !== 'number' || !Number.isFinite(list[i]))
        return rejected(`${name}[${i}] is ${JSON.stringify(list[i])}, not a number`);
    }
    read.set(
      field,
      list.map((value: number) => value * factor),
    );
  }
  const column = (field: string): number[] => read.get(field) ?? [];
  const time_s = column('time_s');
  for (const [name, field] of LISTS) {
    if (column(field).length !== time_s.length)
      return rejected(`"${name}" has ${column(field).length} samples, "time" has ${time_s.length}`);
  }
  if (time_s.length < 2) return rejected(`a record needs two samples at least; this one has ${time_s.length}`);
  const back = time_s.findIndex((t, i) => i > 0 && t <= time_s[i - 1]);
  if (back > 0) return rejected(`time[${back}] is ${time_s[back]} s, which is not after time[${back - 1}] at ${time_s[back - 1]} s`);
  const record = {
    time_s,
    height_m: column('height_m'),
    horizontalSpeed_mps: column('horizontalSpeed_mps'),
    verticalSpeed_mps: column('verticalSpeed_mps'),
    properAcceleration_mps2: column('properAcceleration_mps2'),
  };
  return { kind: 'ascent', record };
}

function rejected(reason: string): AscentFile {
  return { kind: 'rejected', reason };
}
