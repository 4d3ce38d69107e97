/** A piece that has separated from a body, with that body's velocity beside its own: what the pieces of one body share. */
import { matrix } from '../matrix.ts';
import type { Motion } from './motion.ts';

/** A motion of six states with three more: the velocity of the body that the piece left, falling as the piece does but undisturbed.
 *    ṙ = v,  v̇ = f(r, v) + w,  ḃ = f(r, b)
 *  Its covariance with the piece's own velocity, made when the piece is started, is what carries knowledge from one piece to another. */
export function separated(motion: Motion): Motion {
  const n = motion.states.length;
  return {
    name: `Separated${motion.name}`,
    about: [...motion.about, 'Behind the six states: the velocity b of the body that the piece has separated from,  ḃ = f(r, b).'],
    states: [...motion.states, 'bx', 'by', 'bz'],
    rate: (x) => [...motion.rate(x.slice(0, n)), ...motion.rate([...x.slice(0, 3), ...x.slice(n)]).slice(3, 6)],
    noise(x, h, psd) {
      const inner = motion.noise(x.slice(0, n), h, psd);
      return matrix(n + 3, n + 3, (i, j) => (i < n && j < n ? inner[i][j] : 0));
    },
  };
}
