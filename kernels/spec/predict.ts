import { named, parameter, plus, times } from '../expression.ts';
import { jacobian } from '../derivative.ts';
import { type Kernel, kernel, recordSlots, stored, storedByRows } from '../kernel.ts';
import {
  identity,
  loadedSymmetric,
  loadedVector,
  lower,
  multiple,
  product,
  sandwich,
  scaled,
  settled,
  sum,
  total,
  type Vector,
} from '../matrix.ts';
import type { Motion } from './motion.ts';

/** Extended Kalman time update over one step of h seconds.
 *    x⁺ = x + h/6 (k₁ + 2 k₂ + 2 k₃ + k₄)        k of the classical Runge–Kutta method
 *    P⁺ = Φ P Φᵀ + Q        Φ = I + A h + ½ A² h²,  A = ∂f/∂x at the mid-point x + h/2 k₁
 *  Source  [BSLK2001] §10.3.3; the series at mid-step keeps Φ right to second order without integrating it. */
export const predictKernel = (motion: Motion): Kernel =>
  kernel(() => {
    const n = motion.states.length;
    const h = parameter('h_s');
    const x = loadedVector(motion.states, 's', 0);
    const p = loadedSymmetric(n, 'p', 'P', 0);

    const k1 = motion.rate(x);
    const middle = sum(x, scaled(times(0.5, h), k1)).map((e, i) => named(`${motion.states[i]}Mid`, e));
    const k2 = motion.rate(middle);
    const k3 = motion.rate(sum(x, scaled(times(0.5, h), k2)));
    const last = sum(x, scaled(h, k3));
    const k4 = motion.rate(last);
    const next: Vector = x.map((e, i) => plus(e, times(1 / 6, h, plus(k1[i], times(2, k2[i]), times(2, k3[i]), k4[i]))));

    const a = settled('a', jacobian(k2, middle));
    const phi = settled('phi', total(identity(n), multiple(h, a), multiple(times(0.5, h, h), product(a, a))));
    // The last stage's point is the step's end to third order, and what the air does there is known already.
    const noise = motion.noise(last, h, parameter('psd'));

    return {
      name: `predict${motion.name}`,
      about: [
        `Moves the record (x ${n}, P packed) by one step of h seconds: RK4, P⁺ = Φ P Φᵀ + Q with Φ's series at mid-step.`,
        ...motion.about,
      ],
      slots: recordSlots('s', 'o', n, 'P', 'p'),
      numbers: ['h_s', 'psd'],
      stores: [...stored('s', 0, next), ...storedByRows('P', 0, lower(total(sandwich(phi, p), noise)), 'row', phi)],
    };
  });
