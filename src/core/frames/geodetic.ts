import { atan2, cos, sin } from '../math/elementary.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { degrees, type Metres, type Radians } from '../units.ts';
import { numberFault, refuseFault } from '../valid.ts';
import { WGS84 } from './earth.ts';

/** A place by geodetic latitude, longitude and height above the ellipsoid. */
export type Geodetic = {
  readonly frame: 'geodetic';
  readonly latitude_rad: Radians;
  readonly longitude_rad: Radians;
  readonly height_m: Metres;
};

/** A place on WGS 84: latitude and longitude in radians, height above the ellipsoid in metres. Nothing is checked. */
export function geodetic(latitude_rad: Radians, longitude_rad: Radians, height_m: Metres): Geodetic {
  return { frame: 'geodetic', latitude_rad, longitude_rad, height_m };
}

/** A place from degrees (north and east positive) and metres above the ellipsoid.
 *  Throws `RangeError` for a latitude beyond a pole, a longitude beyond a full turn, and what is no number. */
export function geodeticDegrees(latitude_deg: number, longitude_deg: number, height_m: Metres = 0): Geodetic {
  refuseFault(numberFault('latitude_deg', latitude_deg, { unit: 'degrees', range: [-90, 90], remedy: 'give degrees, north positive' }));
  refuseFault(numberFault('longitude_deg', longitude_deg, { unit: 'degrees', range: [-360, 360], remedy: 'give degrees, east positive' }));
  refuseFault(numberFault('height_m', height_m, { unit: 'm', range: [-1e12, 1e12], remedy: 'give metres above the ellipsoid' }));
  return geodetic(degrees(latitude_deg), degrees(longitude_deg), height_m);
}

/** ECEF of a geodetic place, m.  Source  [V2013] eq. 3-14. */
export function ecefVecFromGeodetic({ latitude_rad, longitude_rad, height_m }: Geodetic): Vec3 {
  const s = sin(latitude_rad);
  const c = cos(latitude_rad);
  const n = WGS84.a_m / Math.sqrt(1 - WGS84.e2 * s * s);
  return vec3((n + height_m) * c * cos(longitude_rad), (n + height_m) * c * sin(longitude_rad), (n * (1 - WGS84.e2) + height_m) * s);
}

const { a_m, b_m, e2 } = WGS84;
/** The two lengths in Bowring's formula: e′² b and e² a. */
const second = (e2 * a_m * a_m) / b_m;
const first = e2 * a_m;

/** Bowring's iteration on the reduced latitude gains some five digits a round: three leave less than a nanometre from −10 km to 50,000 km.
 *  The height is at its minimum there, so that for it alone one round will do. */
const ROUNDS = 3;
const ROUNDS_FOR_HEIGHT = 1;

/** Geodetic place of an ECEF position, m. Poles and the far outside included; within 50 km of the centre it means nothing.
 *  Source  B. R. Bowring, Survey Review 23(181), 1976, iterated. */
export function geodeticFromEcefVec(r: Vec3): Geodetic {
  const rho = Math.sqrt(r.x * r.x + r.y * r.y);
  latitudeOf(rho, r.z, ROUNDS);
  const [sinLatitude, cosLatitude] = found;
  const height = rho * cosLatitude + r.z * sinLatitude - WGS84.a_m * Math.sqrt(1 - WGS84.e2 * sinLatitude * sinLatitude);
  return geodetic(atan2(sinLatitude, cosLatitude), rho === 0 ? 0 : atan2(r.y, r.x), height);
}

/** Height above the ellipsoid alone: no trigonometry, since sine and cosine of the latitude come out of the iteration.
 *  Off by less than 0.1 µm below 1,000 km, by less than 1 mm out to 50,000 km. */
export function heightAbove(x: number, y: number, z: number): Metres {
  const rho = Math.sqrt(x * x + y * y);
  latitudeOf(rho, z, ROUNDS_FOR_HEIGHT);
  const sinLatitude = found[0];
  return rho * found[1] + z * sinLatitude - a_m * Math.sqrt(1 - e2 * sinLatitude * sinLatitude);
}

/** Height above the ellipsoid and its rate, m and m/s, of a state (x, y, z, vx, vy, vz), written to `out`: of one latitude. */
export function heightAndClimbInto(out: Float64Array, s: Float64Array): void {
  const x = s[0];
  const y = s[1];
  const z = s[2];
  const rho = Math.sqrt(x * x + y * y);
  latitudeOf(rho, z, ROUNDS_FOR_HEIGHT);
  const sinLatitude = found[0];
  const cosLatitude = found[1];
  out[0] = rho * cosLatitude + z * sinLatitude - a_m * Math.sqrt(1 - e2 * sinLatitude * sinLatitude);
  // At a pole straight up is the axis.
  const level = rho === 0 ? 0 : ((cosLatitude * x) / rho) * s[3] + ((cosLatitude * y) / rho) * s[4];
  out[1] = level + sinLatitude * s[5];
}

/** Sine and cosine of the latitude that was asked for last. Through memory: handed back as an object they are three things on the heap for each
 *  stage of each step of a flight. */
const found = new Float64Array(2);

function latitudeOf(rho: number, z: number, rounds: number): void {
  // tan of the reduced latitude, kept as a sine and cosine so that the poles are no exception.
  let s = z * a_m;
  let c = rho * b_m;
  for (let k = 0; k < rounds; k++) {
    const length = Math.sqrt(s * s + c * c);
    const sb = s / length;
    const cb = c / length;
    s = (z + second * sb * sb * sb) * b_m;
    c = (rho - first * cb * cb * cb) * a_m;
  }
  // From reduced to geodetic latitude: tan φ = (a/b) tan β.
  const ts = s * a_m;
  const tc = c * b_m;
  const length = Math.sqrt(ts * ts + tc * tc);
  found[0] = ts / length;
  found[1] = tc / length;
}

/** Unit vector straight up (along the ellipsoid's normal), ECEF axes. */
export function upAt(latitude_rad: Radians, longitude_rad: Radians): Vec3 {
  const c = cos(latitude_rad);
  return vec3(c * cos(longitude_rad), c * sin(longitude_rad), sin(latitude_rad));
}
