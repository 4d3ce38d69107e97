import { multiply, multiplyTransposed, symmetrise } from '../math/matrix.ts';
import type { MotionModel } from './models.ts';

const MAX = 9;
const [K1, K2, K3, K4, AT] = [0, 1, 2, 3, 4].map(() => new Float64Array(MAX)) as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];
const [A, A2, PHI, PHI_P] = [0, 1, 2, 3].map(() => new Float64Array(MAX * MAX)) as [Float64Array, Float64Array, Float64Array, Float64Array];

/** Extended Kalman time update, in place.
 *    x⁺ = RK4 of ẋ = f(x)        P⁺ = Φ P Φᵀ + Q        Φ = I + A h + ½ A² h²,  A = ∂f/∂x at mid-step
 *  Long spans are cut into steps of at most `model.step_s`, so that Φ's series and RK4 both hold (SPEED: RK4 at 10 s is good to
 *  2 mm over 10,000 km in vacuum).
 *  Source  [BSLK2001] §10.3.3; the mid-point series keeps Φ second-order right without integrating it.
 *  Shapes  x n, P n×n row-major with n = model.dimension.  dt_s may be negative (a step back adds no noise). */
export function predict(model: MotionModel, x: Float64Array, p: Float64Array, dt_s: number): void {
  if (dt_s === 0) return;
  const steps = Math.max(1, Math.ceil(Math.abs(dt_s) / model.step_s));
  const h = dt_s / steps;
  for (let s = 0; s < steps; s++) predictStep(model, x, p, h);
}

function predictStep(model: MotionModel, x: Float64Array, p: Float64Array, h: number): void {
  const n = model.dimension;
  model.derivative(x, K1);
  for (let i = 0; i < n; i++) AT[i] = x[i] + 0.5 * h * K1[i];
  model.derivative(AT, K2);
  // The mid-point is where the Jacobian is taken; AT is about to change.
  model.jacobian(AT, A);
  for (let i = 0; i < n; i++) AT[i] = x[i] + 0.5 * h * K2[i];
  model.derivative(AT, K3);
  for (let i = 0; i < n; i++) AT[i] = x[i] + h * K3[i];
  model.derivative(AT, K4);
  for (let i = 0; i < n; i++) x[i] += (h / 6) * (K1[i] + 2 * K2[i] + 2 * K3[i] + K4[i]);

  multiply(A2, A, A, n, n, n);
  for (let i = 0; i < n * n; i++) PHI[i] = h * A[i] + 0.5 * h * h * A2[i];
  for (let i = 0; i < n; i++) PHI[i * n + i] += 1;
  multiply(PHI_P, PHI, p, n, n, n);
  multiplyTransposed(p, PHI_P, PHI, n, n, n);
  if (h > 0) model.addNoise(x, h, p);
  symmetrise(p, n);
}
