import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { invertSymmetric, multiply, multiplyTransposed } from '../math/matrix.ts';

// The road not taken (docs/adr/0020): retrodiction takes one late measurement into one track's last estimate, without going back.
//   Source  [B2002] (one lag), [BCM2004] (several lags through one equivalent measurement: algorithm Al1).
// Position and velocity on one axis, white acceleration, a position a second; what it loses against folding again is measured here.

const Q = 40;
const R = 900;
type Estimate = { readonly x: Float64Array; readonly p: Float64Array };

function transition(dt: number): Float64Array {
  return Float64Array.of(1, dt, 0, 1);
}

function noise(dt: number): Float64Array {
  return Float64Array.of((Q * dt * dt * dt) / 3, (Q * dt * dt) / 2, (Q * dt * dt) / 2, Q * dt);
}

function predicted({ x, p }: Estimate, dt: number): Estimate {
  const f = transition(dt);
  const fp = new Float64Array(4);
  const out = new Float64Array(4);
  multiply(fp, f, p, 2, 2, 2);
  multiplyTransposed(out, fp, f, 2, 2, 2);
  const q = noise(Math.abs(dt));
  if (dt > 0) for (let i = 0; i < 4; i++) out[i] += q[i];
  return { x: Float64Array.of(x[0] + dt * x[1], x[1]), p: out };
}

function updated({ x, p }: Estimate, z: number): Estimate {
  const s = p[0] + R;
  const k = [p[0] / s, p[2] / s];
  const y = z - x[0];
  return {
    x: Float64Array.of(x[0] + k[0] * y, x[1] + k[1] * y),
    p: Float64Array.of(p[0] - k[0] * p[0], p[1] - k[0] * p[1], p[2] - k[1] * p[0], p[3] - k[1] * p[1]),
  };
}

/** Al1: `old` is the estimate after the last measurement before the late one, `now` the present one, `span` seconds later; the late
 *  measurement is `back` seconds old.   P̄ = P(k|k−l),  S*⁻¹ = P̄⁻¹ − P̄⁻¹ P P̄⁻¹,  S*⁻¹ν* = P̄⁻¹ (x − x̄). */
function retrodicted(old: Estimate, now: Estimate, span: number, back: number, z: number): Estimate {
  const prior = predicted(old, span);
  const inverse = new Float64Array(4);
  invertSymmetric(inverse, prior.p, 2);
  const weighted = times(inverse, minus(now.x, prior.x));
  const sInverse = minus(inverse, product(product(inverse, now.p), inverse));
  const q = noise(back);
  const f = transition(-back);
  const qs = product(q, sInverse);
  const pvv = minus(q, product(qs, q));
  const pxv = minus(q, product(product(prior.p, sInverse), q));
  const back_x = times(f, minus(now.x, times(q, weighted)));
  const middle = minus(minus(plus(now.p, pvv), pxv), transposed(pxv));
  const back_p = product(product(f, middle), transposed(f));
  const cross = product(minus(now.p, pxv), transposed(f));
  const s = back_p[0] + R;
  const y = z - back_x[0];
  return {
    x: Float64Array.of(now.x[0] + (cross[0] / s) * y, now.x[1] + (cross[2] / s) * y),
    p: Float64Array.from(now.p, (v, i) => v - (cross[i < 2 ? 0 : 2] * cross[i % 2 === 0 ? 0 : 2]) / s),
  };
}

const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v + b[i]);
const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v - b[i]);
const times = (a: Float64Array, x: Float64Array): Float64Array => Float64Array.of(a[0] * x[0] + a[1] * x[1], a[2] * x[0] + a[3] * x[1]);
const transposed = (a: Float64Array): Float64Array => Float64Array.of(a[0], a[2], a[1], a[3]);
function product(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(4);
  multiply(out, a, b, 2, 2, 2);
  return out;
}

/** RMS over runs of the distance between retrodicted and in-order estimate of the position, in sigmas of the latter. */
function loss(lags: number): number {
  let sum = 0;
  const runs = 400;
  for (let seed = 0; seed < runs; seed++) {
    const random = stream(seed, 'late');
    let position = 0;
    let velocity = 100;
    const z: number[] = [];
    // Twelve seconds; the late one lies half a second before the l-th from the end.
    const times_s = [...Array.from({ length: 12 }, (_, t) => t), 11.5 - lags].toSorted((a, b) => a - b);
    let last = 0;
    for (const t of times_s) {
      const dt = t - last;
      const u1 = Math.sqrt(Q * dt) * random.normal();
      const u2 = Math.sqrt((Q * dt * dt * dt) / 12) * random.normal();
      position += dt * velocity + (dt / 2) * u1 + u2;
      velocity += u1;
      z.push(position + Math.sqrt(R) * random.normal());
      last = t;
    }
    const late = 12 - lags;
    const start: Estimate = { x: Float64Array.of(z[0], 0), p: Float64Array.of(R, 0, 0, 1e4) };
    let inOrder = start;
    let without = start;
    let old = start;
    for (let k = 1; k < times_s.length; k++) {
      inOrder = updated(predicted(inOrder, times_s[k] - times_s[k - 1]), z[k]);
      if (k === late) old = without;
      else without = updated(predicted(without, times_s[k] - times_s[k === late + 1 ? k - 2 : k - 1]), z[k]);
    }
    const back = 11 - times_s[late];
    const found = retrodicted(old, without, 11 - times_s[late - 1], back, z[late]);
    sum += ((found.x[0] - inOrder.x[0]) * (found.x[0] - inOrder.x[0])) / inOrder.p[0];
  }
  return Math.sqrt(sum / runs);
}

test('retrodiction is exact for one lag of a linear filter, and near for more: within a tenth of a sigma', () => {
  expect(loss(1)).toBeLessThan(1e-9);
  // Measured: 0.006, 0.021, 0.047 and 0.028 sigmas.
  for (const sigmas of [2, 3, 5, 8].map(loss)) {
    expect(sigmas).toBeGreaterThan(1e-3);
    expect(sigmas).toBeLessThan(0.1);
  }
});
