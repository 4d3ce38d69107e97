import { cos, sin } from '../../core/math/elementary.ts';
import type { Seconds } from '../../core/units.ts';
import { stream } from '../random.ts';

/** A normal value of mean 0 and sigma 1 that changes slowly: a function of time that can be asked anywhere, smooth, whose values two time constants apart have nothing to do with
 *  each other. Between two normals of its grid it turns from one to the other, cos θ · a + sin θ · b, which at each θ is a normal of the same sigma. */
export function slowNormal(seed: number, name: string, time_s: Seconds): (at_s: Seconds) => number {
  const normalAt = (k: number): number => stream(seed, `${name}/${k}`).normal();
  return (at_s) => {
    const at = at_s / time_s;
    const k = Math.floor(at);
    const t = at - k;
    const angle = (Math.PI / 2) * t * t * (3 - 2 * t);
    return cos(angle) * normalAt(k) + sin(angle) * normalAt(k + 1);
  };
}
