import { exp, log } from '../core/math/elementary.ts';

/** Random numbers of a simulated world. Everything is drawn from named streams of one seed, so adding a sensor, or a target that one
 *  sensor sees, does not change what the others draw. Only integer operations and the core's own elementary functions are used:
 *  the same seed gives the same numbers on every platform. */
export type RandomStream = {
  /** 32 random bits as an unsigned integer. */
  readonly uint32: () => number;
  /** Uniform on [0, 1), 53 bits. */
  readonly uniform: () => number;
  /** Standard normal deviate. */
  readonly normal: () => number;
  /** Number of events of a Poisson process whose mean is given; the mean must be below 700. */
  readonly poisson: (mean: number) => number;
};

/** An independent stream for (seed, name).
 *  Generator  xoshiro128**, Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021.
 *  Seeding    FNV-1a over the name and the seed's 64 bits, spread by the SplitMix32 finaliser (as the generator's authors advise:
 *             a generator of another kind fills the state). */
export function stream(seed: number, name: string): RandomStream {
  const state = seedState(seed, name);
  let spare: number | undefined;
  const uint32 = (): number => next(state);
  const uniform = (): number => ((uint32() >>> 5) * 67_108_864 + (uint32() >>> 6)) / 9_007_199_254_740_992;
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const pair = normalPair(uniform);
    spare = pair.second;
    return pair.first;
  };
  return { uint32, uniform, normal, poisson: (mean) => poisson(mean, uniform) };
}

/** Marsaglia's polar method: two independent normal deviates (Marsaglia & Bray, SIAM Review 6(3), 1964). */
function normalPair(uniform: () => number): { first: number; second: number } {
  for (;;) {
    const u = 2 * uniform() - 1;
    const v = 2 * uniform() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) {
      const factor = Math.sqrt((-2 * log(s)) / s);
      return { first: u * factor, second: v * factor };
    }
  }
}

/** Knuth's product method: exact, and quick for the few events that a scan's clutter has. */
function poisson(mean: number, uniform: () => number): number {
  if (!(mean >= 0 && mean < 700)) throw new RangeError(`a Poisson mean must lie in 0…700, not ${mean}`);
  const limit = exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}

function seedState(seed: number, name: string): Uint32Array {
  let hash = 0x811c9dc5;
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  };
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, seed);
  for (let i = 0; i < 8; i++) mix(bits.getUint8(i));
  for (let i = 0; i < name.length; i++) {
    mix(name.charCodeAt(i) & 0xff);
    mix(name.charCodeAt(i) >>> 8);
  }
  const state = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    hash = (hash + 0x9e3779b9) >>> 0;
    state[i] = spread(hash);
  }
  if ((state[0] | state[1] | state[2] | state[3]) === 0) state[0] = 1;
  return state;
}

function spread(x: number): number {
  let z = x >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function next(s: Uint32Array): number {
  const scrambled = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
  const t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotateLeft(s[3], 11);
  return scrambled;
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
