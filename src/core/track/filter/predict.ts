import type { MotionModel } from './models.ts';

/** Extended Kalman time update of a record, in place (kernels/spec/predict.ts). Long spans are cut into steps that the model integrates
 *  well. Time goes forward: dt_s > 0, else nothing happens. */
export function predict(model: MotionModel, s: Float64Array, o: number, dt_s: number): void {
  if (!(dt_s > 0)) return;
  const steps = model.steps(s, o, dt_s);
  if (steps === 1) model.step(s, o, dt_s);
  else for (let k = 0; k < steps; k++) model.step(s, o, dt_s / steps);
}
