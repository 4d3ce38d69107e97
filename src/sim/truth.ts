import type { EnergyClass } from '../core/physics/ballistic.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { Vec3 } from '../core/math/vector.ts';
import { secondsBetween } from '../core/time/scale.ts';
import type {
  KilogramsPerMetre2,
  Metres,
  MetresPerSecond,
  MetresPerSecond2,
  Micros,
  Seconds,
  SquareMetres,
  WattsPerSteradian,
} from '../core/units.ts';

/** What sensors may see of a body at one time. ECEF axes, m and m/s. */
export type BodyState = {
  readonly r: Vec3;
  readonly v: Vec3;
  /** Heat that a satellite sees; 0 when there is none. */
  readonly plume_Wpsr: WattsPerSteradian;
  readonly crossSection_m2: SquareMetres;
};

/** What is really there in a simulated world. Sensors look at it; nothing of it ever enters a journal. */
export type TruthBody = {
  readonly id: string;
  /** Undefined before it is there and from `end_us` on. */
  stateAt(at_us: Micros): BodyState | undefined;
  /** The last moment at which anything is known of it: impact, the end of the record, or the time when it was stopped; Infinity of what goes on. */
  readonly end_us: Micros;
  /** Whether its heat is a figure of its class, which single flights differ from, or is what `stateAt` says. */
  readonly heat: 'of-class' | 'stated';
};

export type TruthState = BodyState & {
  /** Non-gravitational, non-aerodynamic acceleration; 0 when nothing burns. */
  readonly thrust_mps2: MetresPerSecond2;
};

/** A body that was launched from a site, with what is known of its whole flight. */
export type TruthFlight = Omit<TruthBody, 'stateAt'> & {
  readonly kind: 'ballistic' | 'manoeuvring' | 'space-launch' | 'recorded';
  readonly launch: { readonly point: Geodetic; readonly time_us: Micros };
  /** Undefined before it is there and from `end_us` on. */
  stateAt(at_us: Micros): TruthState | undefined;
  readonly burnout_us: Micros;
  readonly apogee: { readonly height_m: Metres; readonly at_us: Micros };
  readonly impact?: { readonly point: Geodetic; readonly time_us: Micros };
  readonly equivalentSpeed_mps: MetresPerSecond;
  readonly energyClass: EnergyClass;
  /** Of the payload after burnout; absent where a record is flown. */
  readonly ballisticCoefficient_kgpm2?: KilogramsPerMetre2;
};

/** What became of trying to fly something. */
export type Flown<T extends TruthBody = TruthBody> =
  | { readonly kind: 'flown'; readonly truth: T }
  | { readonly kind: 'no-solution'; readonly reason: string };

/** Whether a body left from a site, so that launch, burnout and impact are known of it. */
export function wasLaunched(body: TruthBody): body is TruthFlight {
  return 'launch' in body;
}

export type PathState = Omit<TruthState, 'crossSection_m2'>;

/** Samples of a trajectory in order of time, and the curve through them. */
export type Trajectory = {
  add(t_s: Seconds, r: Vec3, v: Vec3, thrust_mps2: MetresPerSecond2, plume_Wpsr: WattsPerSteradian): void;
  /** State at a time; undefined outside the samples. */
  at(t_s: Seconds): PathState | undefined;
  readonly end_s: Seconds;
  readonly length: number;
};

/** Cubic Hermite interpolation between samples of position and velocity.
 *  Error  h⁴/384 · |d⁴r/dt⁴|: 0.03 m for 30-second samples of a coast, since d⁴r/dt⁴ ≈ g·n² there.
 *  Thrust and plume hold from a sample to the next: they switch, and do not fade. A sample at the time of the last replaces its thrust
 *  and plume, which is how a stage that ends and the next one that begins share an instant. */
export function trajectory(): Trajectory {
  const t: number[] = [];
  const x: number[] = [];
  const power: number[] = [];
  return {
    add(t_s, r, v, thrust_mps2, plume_Wpsr) {
      const n = t.length;
      if (n > 0 && t_s <= t[n - 1]) {
        if (t_s < t[n - 1]) throw new RangeError(`trajectory samples go back from ${t[n - 1]} s to ${t_s} s`);
        power[2 * n - 2] = thrust_mps2;
        power[2 * n - 1] = plume_Wpsr;
        return;
      }
      t.push(t_s);
      x.push(r.x, r.y, r.z, v.x, v.y, v.z);
      power.push(thrust_mps2, plume_Wpsr);
    },
    at(t_s) {
      const last = t.length - 1;
      if (last < 1 || !(t_s >= t[0] && t_s <= t[last])) return undefined;
      const i = Math.min(lastNotAfter(t, t_s), last - 1);
      return hermite(t, x, power, i, t_s);
    },
    get end_s() {
      return t.length > 0 ? t[t.length - 1] : 0;
    },
    get length() {
      return t.length;
    },
  };
}

/** A rocket with its tanks, or a payload after it has left them, as a radar of decimetre waves sees it; round figures. */
const STAGE_CROSS_SECTION_M2: SquareMetres = 3;
const PAYLOAD_CROSS_SECTION_M2: SquareMetres = 0.1;

/** `stateAt` of a flight that begins at `launch_us`, cut off where it was stopped. What parts is a payload alone once nothing burns. */
export function stateOf(
  path: Trajectory,
  { launch_us, stop_us = Infinity, parts }: { readonly launch_us: Micros; readonly stop_us?: Micros; readonly parts: boolean },
): (at_us: Micros) => TruthState | undefined {
  return (at_us) => {
    const state = at_us >= stop_us ? undefined : path.at(secondsBetween(launch_us, at_us));
    const isPayload = parts && state?.thrust_mps2 === 0;
    return state && { ...state, crossSection_m2: isPayload ? PAYLOAD_CROSS_SECTION_M2 : STAGE_CROSS_SECTION_M2 };
  };
}

function hermite(t: readonly number[], x: readonly number[], power: readonly number[], i: number, t_s: number): PathState {
  const h = t[i + 1] - t[i];
  const s = (t_s - t[i]) / h;
  const s2 = s * s;
  const s3 = s2 * s;
  const p1 = 3 * s2 - 2 * s3;
  const m0 = (s3 - 2 * s2 + s) * h;
  const m1 = (s3 - s2) * h;
  const dp = (6 * s - 6 * s2) / h;
  const dm0 = 3 * s2 - 4 * s + 1;
  const dm1 = 3 * s2 - 2 * s;
  const a = 6 * i;
  const b = a + 6;
  const position = (k: number): number => x[a + k] + p1 * (x[b + k] - x[a + k]) + m0 * x[a + 3 + k] + m1 * x[b + 3 + k];
  const velocity = (k: number): number => dp * (x[b + k] - x[a + k]) + dm0 * x[a + 3 + k] + dm1 * x[b + 3 + k];
  return {
    r: { x: position(0), y: position(1), z: position(2) },
    v: { x: velocity(0), y: velocity(1), z: velocity(2) },
    thrust_mps2: power[2 * i],
    plume_Wpsr: power[2 * i + 1],
  };
}

/** The last of ascending times that is not after `t_s`; the first when all are. */
export function lastNotAfter(t: ArrayLike<number>, t_s: number): number {
  let low = 0;
  let high = t.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (t[middle] <= t_s) low = middle;
    else high = middle - 1;
  }
  return low;
}
