import type { Objects, Picture } from '../../src/score/picture.ts';
import { stream } from '../../src/sim/random.ts';

/** Points on the x axis as states at rest. */
export function onLine(xs: readonly number[]): Float64Array {
  return Float64Array.from(xs.flatMap((x) => [x, 0, 0, 0, 0, 0]));
}

export function named(xs: Readonly<Record<string, number>>): Objects {
  return { ids: Object.keys(xs), states: onLine(Object.values(xs)) };
}

/** A run on a line: what is true and what is tracked at each scan, 5 s apart, by name and place. */
export function runOnLine(
  scans: readonly { readonly truth: Readonly<Record<string, number>>; readonly tracks: Readonly<Record<string, number>> }[],
): Picture[] {
  return scans.map(({ truth, tracks }, scan) => ({ scan, time_s: 5 * scan, truth: named(truth), tracks: named(tracks) }));
}

/** What a run of tracks should look like, and what is wrong with it. */
export type Faults = {
  readonly objects: number;
  readonly scans: number;
  /** One sigma an axis. */
  readonly sigma_m: number;
  readonly sigma_mps: number;
  readonly missedShare: number;
  readonly falsePerScan: number;
  /** How often an object's track changes its name at a scan. */
  readonly switchShare: number;
  readonly seed: number;
};

/** Objects that fly straight through a volume of 600 km, five seconds a scan, each from a scan to a scan of its own; and tracks: truth with
 *  noise, gaps, changed names and false ones. Covariances say what the noise is. */
export function noisyRun(faults: Faults): Picture[] {
  const random = stream(faults.seed, 'score-pictures');
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const objects = Array.from({ length: faults.objects }, (_, k) => ({
    id: String(k),
    start: [between(3e5, 9e5), between(-3e5, 3e5), between(5e4, 3.5e5)],
    rate: [between(-2e3, 2e3), between(-2e3, 2e3), between(-800, 800)],
    from: k % 3 === 0 ? 0 : Math.floor(between(0, faults.scans / 3)),
    to: k % 3 === 1 ? Math.floor(between(faults.scans / 2, faults.scans)) : faults.scans - 1,
    name: k,
  }));
  let names = faults.objects;
  const covariance = new Float64Array(21);
  for (let a = 0; a < 6; a++) covariance[(a * (a + 3)) / 2] = (a < 3 ? faults.sigma_m : faults.sigma_mps) ** 2;
  return Array.from({ length: faults.scans }, (_, scan): Picture => {
    const time_s = 5 * scan;
    const there = objects.filter(({ from, to }) => from <= scan && scan <= to);
    const truth = there.map(({ start, rate }) => [...start.map((x, axis) => x + rate[axis] * time_s), ...rate]);
    const tracks: { id: string; state: number[] }[] = [];
    there.forEach((object, k) => {
      if (random.uniform() < faults.switchShare) object.name = names++;
      const state = truth[k].map((x, axis) => x + random.normal() * (axis < 3 ? faults.sigma_m : faults.sigma_mps));
      if (scan >= object.from + 2 && random.uniform() >= faults.missedShare) tracks.push({ id: String(object.name), state });
    });
    for (let n = random.poisson(faults.falsePerScan); n > 0; n--) {
      tracks.push({ id: String(names++), state: [between(3e5, 9e5), between(-3e5, 3e5), between(5e4, 3.5e5), 0, 0, 0] });
    }
    return {
      scan,
      time_s,
      truth: { ids: there.map(({ id }) => id), states: Float64Array.from(truth.flat()) },
      tracks: {
        ids: tracks.map(({ id }) => id),
        states: Float64Array.from(tracks.flatMap(({ state }) => state)),
        covariances: tracks.map(() => covariance),
      },
    };
  });
}
