// SGP4 and SDP4 in bulk, in AssemblyScript, two objects at a time: `npm run generate` compiles it into src/core/catalogue/catalogue-module.ts, and src/core/catalogue/catalogue.ts says what it is for.
// What is reckoned once of an object stands in its record, whose places are those of src/core/catalogue/record.ts (`at.X`, `deep.X`, in bytes).
// Source  [HR1980] sections 6, 7 and 12; [VCHK2006] appendix, `sgp4`, `dspace` and `dpper`, "improved" mode.
// Otherwise than there, with the same result to rounding: Kepler's equation is stepped with its third derivative, sines and cosines of small corrections are turned on, and the resonance's
// integration goes on from where it stood.

import * as at from './at';
import * as deep from './deep';
import * as earth from './earth';
import { atan2, cosOf, quadrants, remainder, sinOf, wholes } from './angles';

/** What becomes of an object, as FAULTS of src/core/catalogue/catalogue.ts has it. */
const ECCENTRICITY = 1;
const MOTION = 2;
const DISTURBED_ECCENTRICITY = 3;
const DECAYED = 6;

const TWO_PI = 6.283185307179586;
const PI = 3.141592653589793;
/** The Earth turns, rad/min. */
const TURN = 4.3752690880113e-3;
const STEP = 720.0;

// A pair in hand: what deep space changes of it, two lanes each, and the time in minutes after the epochs.
const TIME: usize = 0;
const ECCENTRICITY_NOW: usize = 16;
const PERIGEE: usize = 32;
const NODE: usize = 48;
const ANOMALY: usize = 64;
const AXIS: usize = 80;
const SINE: usize = 96;
const COSINE: usize = 112;
const LONG: usize = 128;
const ACROSS: usize = 144;
const FAULT: usize = 160;
const SHRUNK: usize = 176;
const LESS_ROUND: usize = 192;
const MOVED: usize = 208;

let sine: v128 = f64x2(0, 0);

/** Cosines of two angles; their sines are left in `sine`. */
function circle(x: v128): v128 {
  const k = wholes(x);
  const r = remainder(x, k);
  const s = sinOf(r);
  const c = cosOf(r);
  const q = quadrants(x);
  const isOdd = i64x2.neg(v128.and(q, i64x2.splat(1)));
  const half = i64x2.splat(2);
  const signS = i64x2.shl(v128.and(q, half), 62);
  const signC = i64x2.shl(v128.and(i64x2.add(q, i64x2.splat(1)), half), 62);
  sine = v128.xor(v128.bitselect(c, s, isOdd), signS);
  return v128.xor(v128.bitselect(s, c, isOdd), signC);
}

// @ts-ignore: decorator
@inline
function both(a: usize, b: usize, offset: usize): v128 {
  return f64x2.replace_lane(v128.load64_zero(a + offset), 1, load<f64>(b + offset));
}

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

// @ts-ignore: decorator
@inline
function plus(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
function less(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
function all(x: f64): v128 {
  return f64x2.splat(x);
}

/** Where so many objects of a list are at a time. `list` i32, one more than `count` behind which the last stands again where they are odd; `records` and `deeps` the records, of `size` and `deepSize`
 *  bytes; `hand` 224 bytes for the pair in hand; out go x, y, z, m, and their rates, m/s, `out` f64, six columns of `stride` bytes, and `faults` i32. A fault's position is no number.
 *  Returns how many have a fault. */
export function propagate(
  list: usize,
  count: i32,
  records: usize,
  deeps: usize,
  size: usize,
  deepSize: usize,
  hand: usize,
  at_us: f64,
  out: usize,
  stride: usize,
  faults: usize,
): i32 {
  let faulty = 0;
  for (let k = 0; k < count; k += 2) {
    const a = records + <usize>load<i32>(list + (k << 2)) * size;
    const b = k + 1 < count ? records + <usize>load<i32>(list + ((k + 1) << 2)) * size : a;
    secular(a, b, hand, at_us);
    if (load<f64>(a + at.deep) > 0) deepen(a, deeps + <usize>(load<f64>(a + at.deep) - 1) * deepSize, hand);
    if (load<f64>(b + at.deep) > 0) deepen(b, deeps + <usize>(load<f64>(b + at.deep) - 1) * deepSize, hand + 8);
    finish(a, b, hand, out + (k << 3), stride, faults + (k << 2));
    if (load<i32>(faults + (k << 2)) != 0) faulty += 1;
    if (k + 1 < count && load<i32>(faults + ((k + 1) << 2)) != 0) faulty += 1;
  }
  return faulty;
}

/** What gravity's even terms and the air do with time: [HR1980] section 6. */
function secular(a: usize, b: usize, hand: usize, at_us: f64): void {
  const t = f64x2.div(less(less(all(at_us), both(a, b, at.epoch_us)), both(a, b, at.epochRest_us)), all(6e7));
  const t2 = times(t, t);
  const t3 = times(t2, t);
  const t4 = times(t2, t2);
  const one = all(1);
  const anomaly = plus(both(a, b, at.anomaly), times(both(a, b, at.anomalyRate), t));
  const wave = plus(one, times(both(a, b, at.eta), circle(anomaly)));
  const waves = less(times(wave, times(wave, wave)), both(a, b, at.delta0));
  const shift = plus(times(both(a, b, at.omegaDrag), t), times(both(a, b, at.anomalyDrag), waves));
  const moved = plus(anomaly, shift);
  const perigee = less(plus(both(a, b, at.perigee), times(both(a, b, at.perigeeRate), t)), shift);
  const node = plus(plus(both(a, b, at.node), times(both(a, b, at.nodeRate), t)), times(both(a, b, at.nodeDrag), t2));
  const shrunk = less(
    less(less(less(one, times(both(a, b, at.c1), t)), times(both(a, b, at.d2), t2)), times(both(a, b, at.d3), t3)),
    times(both(a, b, at.d4), t4),
  );
  circle(moved);
  const rounder = plus(times(both(a, b, at.c4), t), times(both(a, b, at.c5), less(sine, both(a, b, at.sinAnomaly0))));
  const ahead = plus(
    plus(times(both(a, b, at.t2), t2), times(both(a, b, at.t3), t3)),
    times(t4, plus(both(a, b, at.t4), times(t, both(a, b, at.t5)))),
  );
  v128.store(hand, t, TIME);
  v128.store(hand, less(both(a, b, at.eccentricity), rounder), ECCENTRICITY_NOW);
  v128.store(hand, perigee, PERIGEE);
  v128.store(hand, node, NODE);
  v128.store(hand, plus(moved, ahead), ANOMALY);
  v128.store(hand, times(both(a, b, at.axis), times(shrunk, shrunk)), AXIS);
  v128.store(hand, both(a, b, at.sinInclination), SINE);
  v128.store(hand, both(a, b, at.cosInclination), COSINE);
  v128.store(hand, both(a, b, at.longLongitude), LONG);
  v128.store(hand, both(a, b, at.longAcross), ACROSS);
  v128.store(hand, i64x2.splat(0), FAULT);
  v128.store(hand, shrunk, SHRUNK);
  v128.store(hand, rounder, LESS_ROUND);
  v128.store(hand, moved, MOVED);
}

/** What the Sun, the Moon and the resonance add to one of a pair, `hand` at its lane: [HR1980] section 7. */
function deepen(record: usize, d: usize, hand: usize): void {
  const t = load<f64>(hand, TIME);
  let e = load<f64>(record, at.eccentricity) + load<f64>(d, deep.eccentricityRate) * t;
  let inclination = load<f64>(record, at.inclination) + load<f64>(d, deep.inclinationRate) * t;
  let perigee = load<f64>(hand, PERIGEE) + load<f64>(d, deep.perigeeRate) * t;
  let node = load<f64>(hand, NODE) + load<f64>(d, deep.nodeRate) * t;
  const moved = load<f64>(hand, MOVED);
  let anomaly = moved + load<f64>(d, deep.anomalyRate) * t;
  const resonance = load<f64>(d, deep.resonance);
  const motion = load<f64>(record, at.motion);
  const shrunk = load<f64>(hand, SHRUNK);
  let axis = load<f64>(record, at.axis) * shrunk * shrunk;
  if (resonance > 0) {
    const left = t - integrate(record, d, t, resonance);
    rates(record, d, resonance);
    const longitude = load<f64>(d, deep.reachedLongitude) + longitudeRate * left + motionRate * left * left * 0.5;
    const now = load<f64>(d, deep.reachedMotion) + motionRate * left + motionRate2 * left * left * 0.5;
    const theta = load<f64>(d, deep.sidereal) + t * TURN;
    anomaly = resonance > 1 ? longitude - 2 * node + 2 * theta : longitude - node - perigee + theta;
    if (!(now > 0)) return store<i64>(hand, MOTION, FAULT);
    axis *= inverseTwoThirds(now / motion);
  }
  e -= load<f64>(hand, LESS_ROUND);
  if (!(e < 1 && e >= -0.001)) return store<i64>(hand, ECCENTRICITY, FAULT);
  if (e < 1e-6) e = 1e-6;
  // `ANOMALY` has what the air adds to the longitude.
  anomaly += load<f64>(hand, ANOMALY) - moved;

  // The Sun in the first lane, the Moon in the second.
  const mean = plus(v128.load(d, deep.sun), times(f64x2(1.19459e-5, 1.5835218e-4), all(t)));
  circle(mean);
  const cosTrue = circle(plus(mean, times(f64x2(2 * 0.01675, 2 * 0.0549), sine)));
  const s = sine;
  const f2 = less(times(times(all(0.5), s), s), all(0.25));
  const f3 = times(times(all(-0.5), s), cosTrue);
  const pe = total(plus(times(v128.load(d, deep.e2Sun), f2), times(v128.load(d, deep.e3Sun), f3)));
  const pinc = total(plus(times(v128.load(d, deep.i2Sun), f2), times(v128.load(d, deep.i3Sun), f3)));
  const pl = total(plus(plus(times(v128.load(d, deep.l2Sun), f2), times(v128.load(d, deep.l3Sun), f3)), times(v128.load(d, deep.l4Sun), s)));
  let pgh = total(plus(plus(times(v128.load(d, deep.g2Sun), f2), times(v128.load(d, deep.g3Sun), f3)), times(v128.load(d, deep.g4Sun), s)));
  let ph = total(plus(times(v128.load(d, deep.h2Sun), f2), times(v128.load(d, deep.h3Sun), f3)));
  inclination += pinc;
  e += pe;
  const wrapped = node - TWO_PI * trunc(node / TWO_PI);
  let cosines = circle(f64x2(inclination, wrapped));
  const sinI = f64x2.extract_lane(sine, 0);
  const cosI = f64x2.extract_lane(cosines, 0);
  if (inclination >= 0.2) {
    ph /= sinI;
    pgh -= cosI * ph;
    perigee += pgh;
    node += ph;
    anomaly += pl;
  } else {
    // Lyddane's way, for what is nearly level.
    const sinNode = f64x2.extract_lane(sine, 1);
    const cosNode = f64x2.extract_lane(cosines, 1);
    const first = sinI * sinNode + ph * cosNode + pinc * cosI * sinNode;
    const second = sinI * cosNode - ph * sinNode + pinc * cosI * cosNode;
    const sum = anomaly + perigee + cosI * wrapped + pl + pgh - pinc * wrapped * sinI;
    node = atan2(first, second);
    if (abs(wrapped - node) > PI) node += node < wrapped ? TWO_PI : -TWO_PI;
    anomaly += pl;
    perigee = sum - anomaly - cosI * node;
  }
  let sinNow = sinI;
  if (inclination < 0) {
    sinNow = -sinI;
    node += PI;
    perigee -= PI;
  }
  if (!(e >= 0 && e <= 1)) return store<i64>(hand, DISTURBED_ECCENTRICITY, FAULT);
  store<f64>(hand, e, ECCENTRICITY_NOW);
  store<f64>(hand, perigee, PERIGEE);
  store<f64>(hand, node, NODE);
  store<f64>(hand, anomaly, ANOMALY);
  store<f64>(hand, axis, AXIS);
  store<f64>(hand, sinNow, SINE);
  store<f64>(hand, cosI, COSINE);
  const divisor = abs(cosI + 1) > 1.5e-12 ? 1 + cosI : 1.5e-12;
  store<f64>(hand, (-0.25 * earth.j3OverJ2 * sinNow * (3 + 5 * cosI)) / divisor, LONG);
  store<f64>(hand, -0.5 * earth.j3OverJ2 * sinNow, ACROSS);
}

/** The sum of the Sun's and the Moon's. */
// @ts-ignore: decorator
@inline
function total(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** x to the power −2/3, near 1. */
function inverseTwoThirds(x: f64): f64 {
  let y = 1 - (x - 1) / 3;
  for (let k = 0; k < 5; k++) y = (y * (4 - x * y * y * y)) / 3;
  return y * y;
}

let longitudeRate: f64 = 0;
let motionRate: f64 = 0;
let motionRate2: f64 = 0;

/** Brings the resonance's integration to the last whole step before a time, and says when that is. */
function integrate(record: usize, d: usize, t: f64, resonance: f64): f64 {
  let reached = load<f64>(d, deep.reached);
  if (reached == 0 || t * reached <= 0 || abs(t) < abs(reached)) {
    reached = 0;
    store<f64>(d, 0, deep.reached);
    store<f64>(d, load<f64>(d, deep.longitude0), deep.reachedLongitude);
    store<f64>(d, load<f64>(record, at.motion), deep.reachedMotion);
  }
  const step = t > 0 ? STEP : -STEP;
  while (abs(t - reached) >= STEP) {
    rates(record, d, resonance);
    store<f64>(d, load<f64>(d, deep.reachedLongitude) + longitudeRate * step + motionRate * (STEP * STEP * 0.5), deep.reachedLongitude);
    store<f64>(d, load<f64>(d, deep.reachedMotion) + motionRate * step + motionRate2 * (STEP * STEP * 0.5), deep.reachedMotion);
    reached += step;
    store<f64>(d, reached, deep.reached);
  }
  return reached;
}

/** How fast the resonant longitude and motion change where the integration stands. */
function rates(record: usize, d: usize, resonance: f64): void {
  const longitude = load<f64>(d, deep.reachedLongitude);
  longitudeRate = load<f64>(d, deep.reachedMotion) + load<f64>(d, deep.longitudeRate);
  if (resonance == 1) {
    const twice = circle(f64x2(longitude - 0.13130908, 2 * (longitude - 2.8843198)));
    const twiceSine = sine;
    const third = f64x2.extract_lane(circle(all(3 * (longitude - 0.37448087))), 0);
    const del1 = load<f64>(d, deep.del1);
    const del2 = load<f64>(d, deep.del2);
    const del3 = load<f64>(d, deep.del3);
    motionRate = del1 * f64x2.extract_lane(twiceSine, 0) + del2 * f64x2.extract_lane(twiceSine, 1) + del3 * f64x2.extract_lane(sine, 0);
    motionRate2 =
      (del1 * f64x2.extract_lane(twice, 0) + 2 * del2 * f64x2.extract_lane(twice, 1) + 3 * del3 * third) * longitudeRate;
    return;
  }
  const perigee = load<f64>(record, at.perigee) + load<f64>(record, at.perigeeRate) * load<f64>(d, deep.reached);
  sum = 0;
  slope = 0;
  term(d, deep.d2201, f64x2(2 * perigee + longitude - 5.7686396, longitude - 5.7686396), 1);
  term(d, deep.d3210, f64x2(perigee + longitude - 0.95240898, longitude - perigee - 0.95240898), 1);
  term(d, deep.d4410, f64x2(2 * perigee + 2 * longitude - 1.8014998, 2 * longitude - 1.8014998), 2);
  term(d, deep.d5220, f64x2(perigee + longitude - 1.050833, longitude - perigee - 1.050833), 1);
  term(d, deep.d5421, f64x2(perigee + 2 * longitude - 4.4108898, 2 * longitude - perigee - 4.4108898), 2);
  motionRate = sum;
  motionRate2 = slope * longitudeRate;
}

let sum: f64 = 0;
let slope: f64 = 0;

/** Two terms whose amplitudes stand beside each other. */
function term(d: usize, place: usize, angles: v128, order: f64): void {
  const amplitudes = v128.load(d + place);
  const cosines = circle(angles);
  sum += total(times(amplitudes, sine));
  slope += order * total(times(amplitudes, cosines));
}

/** From mean elements to where they are: long periods, Kepler's equation, short periods; [HR1980] section 6. */
function finish(a: usize, b: usize, hand: usize, out: usize, stride: usize, faults: usize): void {
  const one = all(1);
  const axis = v128.load(hand, AXIS);
  const stated = v128.load(hand, ECCENTRICITY_NOW);
  const isOut = v128.or(f64x2.ge(stated, one), f64x2.lt(stated, all(-0.001)));
  const e = f64x2.pmax(all(1e-6), stated);
  const node = v128.load(hand, NODE);
  const cosPerigee = circle(v128.load(hand, PERIGEE));
  const sinPerigee = sine;
  const inverse = f64x2.div(one, times(axis, less(one, times(e, e))));
  const x = times(e, cosPerigee);
  const y = plus(times(e, sinPerigee), times(inverse, v128.load(hand, ACROSS)));
  const longitude = plus(
    plus(v128.load(hand, ANOMALY), v128.load(hand, PERIGEE)),
    times(times(inverse, v128.load(hand, LONG)), x),
  );
  const e2 = plus(times(x, x), times(y, y));

  let anomaly = longitude;
  let c = circle(anomaly);
  let s = sine;
  let eCos = plus(times(x, c), times(y, s));
  let eSin = less(times(x, s), times(y, c));
  let done = i64x2.splat(0);
  for (let k = 0; k < 20; k++) {
    const off = less(less(anomaly, eSin), longitude);
    const slope = less(one, eCos);
    const half = times(all(0.5), eSin);
    const first = f64x2.div(off, slope);
    const second = f64x2.div(off, less(slope, times(first, half)));
    const third = f64x2.div(off, plus(less(slope, times(second, half)), times(times(second, second), times(eCos, all(1.0 / 6.0)))));
    const step = f64x2.pmax(all(-0.95), f64x2.pmin(all(0.95), third));
    anomaly = less(anomaly, step);
    // So small a turn needs no new sine, and is the last: each of the two goes as far as it needs, whoever is beside it.
    const small = f64x2.lt(f64x2.abs(step), all(1e-4));
    const square = times(step, step);
    const sinStep = times(step, less(one, times(square, all(1.0 / 6.0))));
    const cosStep = less(one, times(times(square, all(0.5)), less(one, times(square, all(1.0 / 12.0)))));
    let nextC = plus(times(c, cosStep), times(s, sinStep));
    let nextS = less(times(s, cosStep), times(c, sinStep));
    const isOver = i64x2.all_true(v128.or(small, done));
    if (!isOver) {
      const fullC = circle(anomaly);
      nextC = v128.bitselect(nextC, fullC, small);
      nextS = v128.bitselect(nextS, sine, small);
    }
    c = v128.bitselect(c, nextC, done);
    s = v128.bitselect(s, nextS, done);
    eCos = plus(times(x, c), times(y, s));
    eSin = less(times(x, s), times(y, c));
    if (isOver) break;
    done = v128.or(done, small);
  }

  const beta2 = less(one, e2);
  const beta = f64x2.sqrt(beta2);
  const rootAxis = f64x2.sqrt(axis);
  const parameter = times(axis, beta2);
  const r = times(axis, less(one, eCos));
  const inverseR = f64x2.div(one, r);
  const rate = times(times(rootAxis, eSin), inverseR);
  const across = times(times(rootAxis, beta), inverseR);
  const part = f64x2.div(eSin, plus(one, beta));
  const scale = times(axis, inverseR);
  const sinU = times(scale, less(less(s, y), times(x, part)));
  const cosU = times(scale, plus(less(c, x), times(y, part)));
  const sin2U = times(times(all(2), cosU), sinU);
  const cos2U = less(one, times(times(all(2), sinU), sinU));
  const inverseP = f64x2.div(one, parameter);
  const k1 = times(all(0.5 * earth.j2), inverseP);
  const k2 = times(k1, inverseP);
  const cosI = v128.load(hand, COSINE);
  const sinI = v128.load(hand, SINE);
  const cosI2 = times(cosI, cosI);
  const con41 = less(times(all(3), cosI2), one);
  const x1mth2 = less(one, cosI2);
  const x7thm1 = less(times(all(7), cosI2), one);
  const distance = plus(
    times(r, less(one, times(times(all(1.5), k2), times(beta, con41)))),
    times(times(times(all(0.5), k1), x1mth2), cos2U),
  );
  const motion = f64x2.div(one, times(axis, rootAxis));
  const speed = less(rate, times(times(motion, k1), times(x1mth2, sin2U)));
  const speedAcross = plus(across, times(times(motion, k1), plus(times(x1mth2, cos2U), times(all(1.5), con41))));

  // The short periods of the angles are small: they are turned on.
  const turn = times(times(all(-0.25), k2), times(x7thm1, sin2U));
  const turn2 = times(turn, turn);
  const sinTurn = times(turn, less(one, times(times(turn2, all(1.0 / 6.0)), less(one, times(turn2, all(0.05))))));
  const cosTurn = less(one, times(times(turn2, all(0.5)), less(one, times(turn2, all(1.0 / 12.0)))));
  const sinSu = plus(times(sinU, cosTurn), times(cosU, sinTurn));
  const cosSu = less(times(cosU, cosTurn), times(sinU, sinTurn));
  const tilt = times(times(times(all(1.5), k2), times(cosI, sinI)), cos2U);
  const tilt2 = times(tilt, tilt);
  const sinTilt = times(tilt, less(one, times(times(tilt2, all(1.0 / 6.0)), less(one, times(tilt2, all(0.05))))));
  const cosTilt = less(one, times(times(tilt2, all(0.5)), less(one, times(tilt2, all(1.0 / 12.0)))));
  const sinInc = plus(times(sinI, cosTilt), times(cosI, sinTilt));
  const cosInc = less(times(cosI, cosTilt), times(sinI, sinTilt));
  const cosNode = circle(plus(node, times(times(times(all(1.5), k2), cosI), sin2U)));
  const sinNode = sine;

  const mx = f64x2.neg(times(sinNode, cosInc));
  const my = times(cosNode, cosInc);
  const ux = plus(times(mx, sinSu), times(cosNode, cosSu));
  const uy = plus(times(my, sinSu), times(sinNode, cosSu));
  const uz = times(sinInc, sinSu);
  const vx = less(times(mx, cosSu), times(cosNode, sinSu));
  const vy = less(times(my, cosSu), times(sinNode, sinSu));
  const vz = times(sinInc, cosSu);

  // What was down is: at its next apogee it would be in orbit again.
  const isDown = v128.or(f64x2.ge(v128.load(hand, TIME), both(a, b, at.decay)), f64x2.lt(distance, one));
  let fault = v128.load(hand, FAULT);
  const isFree = i64x2.eq(fault, i64x2.splat(0));
  // What is no number is no distance, as that of a parameter below zero.
  const isNone = v128.or(isOut, f64x2.ne(distance, distance));
  fault = v128.bitselect(i64x2.splat(ECCENTRICITY), fault, v128.and(isFree, isNone));
  fault = v128.bitselect(i64x2.splat(DECAYED), fault, isDown);
  const none = v128.not(i64x2.eq(fault, i64x2.splat(0)));
  const far = times(distance, all(earth.radius_m));
  const fast = all(earth.speed_mps);
  v128.store(out, v128.or(times(far, ux), none));
  v128.store(out + stride, v128.or(times(far, uy), none));
  v128.store(out + 2 * stride, v128.or(times(far, uz), none));
  v128.store(out + 3 * stride, v128.or(times(fast, plus(times(speed, ux), times(speedAcross, vx))), none));
  v128.store(out + 4 * stride, v128.or(times(fast, plus(times(speed, uy), times(speedAcross, vy))), none));
  v128.store(out + 5 * stride, v128.or(times(fast, plus(times(speed, uz), times(speedAcross, vz))), none));
  store<i32>(faults, <i32>i64x2.extract_lane(fault, 0));
  store<i32>(faults + 4, <i32>i64x2.extract_lane(fault, 1));
}
