import { Body, GeoMoon, GeoVector, MakeTime, Rotation_EQJ_EQD, SiderealTime } from 'astronomy-engine';
import { W3B_DAY, W3B_ORBIT, W3B_TRANSPONDER_M } from '../../authorities/w3b-orbit.ts';
import { enuBasis } from '../../src/core/frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { AZIMUTH, biasAt, RANGE } from '../../src/core/registration/bias.ts';
import type { Row, Target } from '../../src/core/registration/target.ts';

// The real measurements of W3B, and a flight model good enough for them: gravity to degree four and the equator's ellipse, Sun, Moon, the
// Sun's pressure and a leak; precession, nutation and the pole; light time, air. States are in EME2000, m and m/s, times in s since the epoch.

type Vec = readonly [number, number, number];
type Station = { readonly name: string; readonly origin: Vec; readonly height_m: number; readonly axes: readonly Vec[] };
export type W3bMeasurement = { readonly t: number; readonly station: number; readonly kind: number; readonly value: number };
export type W3bData = { readonly stations: readonly Station[]; readonly measurements: readonly W3bMeasurement[] };

const DEG = Math.PI / 180;
const EPOCH_MS = Date.parse('2010-11-02T02:56:15.690Z');
const LIGHT_MPS = 299_792_458;

export function parseW3b(settings: string, measurements: string): W3bData {
  const field = (name: string, k: number): string => {
    const found = new RegExp(`^ground\\.station\\.${name}\\s*\\[${k}\\]\\s*=\\s*(\\S+)`, 'm').exec(settings);
    if (found === null) throw new Error(`no ${name} of station ${k}`);
    return found[1];
  };
  const stations = [0, 1, 2, 3, 4].map((k): Station => {
    const height_m = Number(field('altitude', k));
    const site = geodeticDegrees(Number(field('latitude', k)), Number(field('longitude', k)), height_m);
    const { east, north, up } = enuBasis(site);
    const vec = ({ x, y, z }: { x: number; y: number; z: number }): Vec => [x, y, z];
    return { name: field('name', k), height_m, origin: vec(ecefVecFromGeodetic(site)), axes: [east, north, up].map(vec) };
  });
  const lines = measurements.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return {
    stations,
    measurements: lines.flatMap((line): W3bMeasurement[] => {
      const [time, type, name, first, second] = line.trim().split(/\s+/);
      // Tenths of a millisecond are beyond what Date keeps.
      const t = (Date.parse(`${time.slice(0, 19)}Z`) - EPOCH_MS) / 1000 + Number(`0${time.slice(19)}`);
      const station = stations.findIndex((one) => one.name === name);
      if (type === 'RANGE') return [{ t, station, kind: RANGE, value: Number(first) * 1000 }];
      return [first, second].map((angle, k) => ({ t, station, kind: AZIMUTH + k, value: Number(angle) * DEG }));
    }),
  };
}

/** The satellite over some hours: six states at `from_s`, then the leak's acceleration (3) and its growth (3). */
export function w3bTarget(
  id: string,
  data: W3bData,
  [from_s, until_s]: readonly [number, number],
  start: Float64Array,
  sigma: readonly number[],
): Target {
  const measured = data.measurements.filter(({ t }) => t > from_s && t < until_s);
  const steps = [100, 100, 100, 0.01, 0.01, 0.01, 1e-7, 1e-7, 1e-7, 1e-11, 1e-11, 1e-11];
  return {
    id,
    start,
    prior: Float64Array.from({ length: 144 }, (_, at) => (at % 13 === 0 ? sigma[at / 13] ** 2 : 0)),
    rows(x, biases) {
      const path = fly(x, from_s, until_s);
      const beside = steps.map((step, i) =>
        fly(
          x.map((v, k) => (k === i ? v + step : v)),
          from_s,
          until_s,
        ),
      );
      return measured.map((m): Row => {
        const bias = Object.values(biasAt(biases, m.station)) as number[];
        const station = data.stations[m.station];
        const stamped = m.t - bias[3];
        const h = predicted(m.kind, station, stamped, path);
        const change = (other: number): number => (m.kind === AZIMUTH ? wrapped(other - h) : other - h);
        return {
          sensor: m.station,
          kind: m.kind,
          residual: change(m.value) - bias[m.kind],
          sigma: m.kind === RANGE ? 20 : 0.02 * DEG,
          rate: change(predicted(m.kind, station, stamped + 1, path)),
          gradient: Float64Array.from(beside, (one, i) => change(predicted(m.kind, station, stamped, one)) / steps[i]),
        };
      });
    },
  };
}

/** The published orbit carried on to a later time. */
export function w3bOrbitAt(t: number): Float64Array {
  const x = new Float64Array(12);
  x.set(W3B_ORBIT);
  const { states } = fly(x, 0, t);
  x.set(states[states.length - 1]);
  return x;
}

/** Two-way range over two with the transponder's delay, or azimuth, or elevation as it appears through the air. Stamped at reception. */
function predicted(kind: number, station: Station, t: number, path: Path): number {
  const here = inertial(station.origin, t);
  let down = 0.1;
  for (let k = 0; k < 4; k++) down = apart(at(path, t - down), here) / LIGHT_MPS;
  const satellite = at(path, t - down);
  const d = toEarth([satellite[0] - here[0], satellite[1] - here[1], satellite[2] - here[2]], t);
  const [east, north, up] = station.axes.map((axis) => axis[0] * d[0] + axis[1] * d[1] + axis[2] * d[2]);
  const elevation = Math.atan2(up, Math.sqrt(east * east + north * north));
  if (kind === AZIMUTH) return Math.atan2(east, north);
  if (kind !== RANGE) return elevation + refraction(elevation, station.height_m);
  let there = down;
  for (let k = 0; k < 4; k++) there = apart(satellite, inertial(station.origin, t - down - there)) / LIGHT_MPS;
  // The air's delay: 2.3 m at the zenith.
  return (LIGHT_MPS * (down + there)) / 2 + W3B_TRANSPONDER_M + 2.3 / Math.sqrt(Math.sin(elevation) ** 2 + 0.001);
}

/** Sæmundsson's formula, thinned out with height. */
function refraction(elevation: number, height_m: number): number {
  const deg = elevation / DEG;
  return ((1.02 / Math.tan((deg + 10.3 / (deg + 5.11)) * DEG)) * DEG * Math.exp(-height_m / 8500)) / 60;
}

type Path = { readonly times: readonly number[]; readonly states: readonly Float64Array[] };

/** RK4 with steps that shrink towards the Earth. */
function fly(x12: Float64Array, from_s: number, until_s: number): Path {
  const leak = x12.subarray(6);
  let x = x12.slice(0, 6);
  let t = from_s;
  const times = [t];
  const states = [x];
  const ahead = (k: Float64Array, h: number): Float64Array => x.map((v, i) => v + h * k[i]);
  while (t < until_s) {
    const r = Math.sqrt(x[0] ** 2 + x[1] ** 2 + x[2] ** 2);
    const h = Math.min(until_s - t, Math.max(4, 90 * (r / 4e7) ** 1.5));
    const k1 = derivative(t, x, leak);
    const k2 = derivative(t + h / 2, ahead(k1, h / 2), leak);
    const k3 = derivative(t + h / 2, ahead(k2, h / 2), leak);
    const k4 = derivative(t + h, ahead(k3, h), leak);
    x = x.map((v, i) => v + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
    t += h;
    times.push(t);
    states.push(x);
  }
  return { times, states };
}

/** Between two steps: the cubic through both places and velocities. */
function at({ times, states }: Path, t: number): Vec {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  const h = times[low + 1] - times[low];
  const s = (t - times[low]) / h;
  const [a, b] = [states[low], states[low + 1]];
  const place = (i: number): number =>
    (1 + 2 * s) * (1 - s) ** 2 * a[i] + s * (1 - s) ** 2 * h * a[3 + i] + s * s * (3 - 2 * s) * b[i] + s * s * (s - 1) * h * b[3 + i];
  return [place(0), place(1), place(2)];
}

const GM = 3.986004415e14;
const RADIUS_M = 6_378_136.46;
/** Zonal coefficients to degree four and the sectorial ones of degree two, of EGM96 to five digits. */
const ZONAL = [0, 0, 1.0826266e-3, -2.5327e-6, -1.6196e-6];
const [C22, S22] = [1.57446e-6, -9.038e-7];
const BODIES = [
  { body: 'sun', gm: 1.32712440018e20 },
  { body: 'moon', gm: 4.9028e12 },
] as const;
/** The Sun's pressure at one astronomical unit on 13.12 m² with a coefficient of 2 and a mass of 1,000 kg, the figures of the authority. */
const PRESSURE_MPS2 = (4.56e-6 * 2 * 13.12) / 1000;
const AU_M = 1.495978707e11;

function derivative(t: number, x: Float64Array, leak: Float64Array): Float64Array {
  const sky = skyAt(t);
  const r = Math.sqrt(x[0] ** 2 + x[1] ** 2 + x[2] ** 2);
  const z = (x[0] * sky.pole[0] + x[1] * sky.pole[1] + x[2] * sky.pole[2]) / r;
  const k = GM / (r * r);
  const legendre = [1, z, 1.5 * z * z - 0.5, 2.5 * z ** 3 - 1.5 * z, (35 * z ** 4 - 30 * z * z + 3) / 8];
  const slope = [0, 1, 3 * z, 7.5 * z * z - 1.5, (140 * z ** 3 - 60 * z) / 8];
  let radial = -k;
  let polar = 0;
  for (let n = 2; n <= 4; n++) {
    const f = ZONAL[n] * k * (RADIUS_M / r) ** n;
    radial += f * ((n + 1) * legendre[n] + slope[n] * z);
    polar -= f * slope[n];
  }
  const ellipse = equatorsEllipse(t, x, r);
  const fromSun = [x[0] - sky.sun[0], x[1] - sky.sun[1], x[2] - sky.sun[2]];
  const sunDistance = Math.sqrt(fromSun[0] ** 2 + fromSun[1] ** 2 + fromSun[2] ** 2);
  const out = new Float64Array(6);
  for (let i = 0; i < 3; i++) {
    out[i] = x[3 + i];
    out[3 + i] = (radial * x[i]) / r + polar * sky.pole[i] + ellipse[i] + leak[i] + leak[3 + i] * t;
    out[3 + i] += (PRESSURE_MPS2 * (AU_M / sunDistance) ** 2 * fromSun[i]) / sunDistance;
    for (const { body, gm } of BODIES) {
      const to = apart(sky[body], [x[0], x[1], x[2]]);
      const far = apart(sky[body], [0, 0, 0]);
      out[3 + i] += gm * ((sky[body][i] - x[i]) / to ** 3 - sky[body][i] / far ** 3);
    }
  }
  return out;
}

function equatorsEllipse(t: number, x: Float64Array, r: number): Vec {
  const [a, b, c] = toEarth([x[0], x[1], x[2]], t);
  const f = (3 * GM * RADIUS_M * RADIUS_M) / r ** 5;
  const value = (C22 * (a * a - b * b) + 2 * S22 * a * b) / (r * r);
  return inertial(
    [f * (2 * C22 * a + 2 * S22 * b - 5 * value * a), f * (2 * S22 * a - 2 * C22 * b - 5 * value * b), -5 * f * value * c],
    t,
  );
}

type Sky = { readonly sun: Vec; readonly moon: Vec; readonly pole: Vec };
const SKY_S = 1200;
const skies = new Map<number, Sky>();

/** Sun, Moon and the Earth's pole, straight between two moments twenty minutes apart. */
function skyAt(t: number): Sky {
  const k = Math.floor(t / SKY_S);
  const [a, b] = [skyOf(k), skyOf(k + 1)];
  const f = t / SKY_S - k;
  const between = (p: Vec, q: Vec): Vec => [p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1]), p[2] + f * (q[2] - p[2])];
  return { sun: between(a.sun, b.sun), moon: between(a.moon, b.moon), pole: between(a.pole, b.pole) };
}

function skyOf(k: number): Sky {
  const known = skies.get(k);
  if (known !== undefined) return known;
  const time = MakeTime(new Date(EPOCH_MS + k * SKY_S * 1000));
  const metres = ({ x, y, z }: { x: number; y: number; z: number }): Vec => [x * AU_M, y * AU_M, z * AU_M];
  const { rot } = Rotation_EQJ_EQD(time);
  const sky: Sky = {
    sun: metres(GeoVector(Body.Sun, time, false)),
    moon: metres(GeoMoon(time)),
    pole: [rot[0][2], rot[1][2], rot[2][2]],
  };
  skies.set(k, sky);
  return sky;
}

const turns = new Map<number, readonly Vec[]>();
const ARCSEC = DEG / 3600;

/** Rows of the rotation from EME2000 to Earth-fixed axes: precession and nutation once a minute, the Earth's turn in between. */
function rotationAt(t: number): readonly Vec[] {
  const ms = EPOCH_MS + t * 1000;
  const minute = Math.floor(ms / 60_000);
  let base = turns.get(minute);
  if (base === undefined) {
    const time = MakeTime(new Date(minute * 60_000 + W3B_DAY.ut1MinusUtc_s * 1000));
    const { rot } = Rotation_EQJ_EQD(time);
    const [c, s] = [Math.cos(SiderealTime(time) * 15 * DEG), Math.sin(SiderealTime(time) * 15 * DEG)];
    const [px, py] = [W3B_DAY.poleX_arcsec * ARCSEC, W3B_DAY.poleY_arcsec * ARCSEC];
    const columns = [0, 1, 2].map((j): Vec => {
      const [x, y, z] = [c * rot[j][0] + s * rot[j][1], -s * rot[j][0] + c * rot[j][1], rot[j][2]];
      return [x + px * z, y - py * z, z - px * x + py * y];
    });
    base = [0, 1, 2].map((i): Vec => [columns[0][i], columns[1][i], columns[2][i]]);
    turns.set(minute, base);
  }
  const angle = 7.292115e-5 * (ms / 1000 - minute * 60);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const mix = (p: Vec, a: number, q: Vec, b: number): Vec => [a * p[0] + b * q[0], a * p[1] + b * q[1], a * p[2] + b * q[2]];
  return [mix(base[0], c, base[1], s), mix(base[1], c, base[0], -s), base[2]];
}

function toEarth(v: Vec, t: number): Vec {
  const rows = rotationAt(t);
  const row = (i: number): number => rows[i][0] * v[0] + rows[i][1] * v[1] + rows[i][2] * v[2];
  return [row(0), row(1), row(2)];
}

function inertial(v: Vec, t: number): Vec {
  const rows = rotationAt(t);
  const column = (j: number): number => rows[0][j] * v[0] + rows[1][j] * v[1] + rows[2][j] * v[2];
  return [column(0), column(1), column(2)];
}

function apart(a: Vec, b: Vec): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
}

function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
