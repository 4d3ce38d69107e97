import { expect, test } from 'vitest';
import { kinematicFilter } from '../core/track/filter/kinematic-filter.ts';
import { Clairvoyant, type ToldEstimate } from './clairvoyant.ts';
import { ExistenceClairvoyant, newObjectsOf } from './existence-clairvoyant.ts';
import { PastClairvoyant } from './past-clairvoyant.ts';
import { createScene, type Scene, type SceneTruth } from './scenes.ts';

const filterOf = ({ accelerationPsd_m2ps3 }: Scene): ReturnType<typeof kinematicFilter> =>
  kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: accelerationPsd_m2ps3 });
const idsOf = (truth: readonly SceneTruth[]): number[] => truth.map(({ target }) => target);

/** Which objects are reported in each scan, by each of the three. */
function reported(scene: Scene): { all: number[][]; confirming: number[][]; past: ToldEstimate[][] } {
  const clairvoyant = new Clairvoyant(filterOf(scene));
  const confirming = new ExistenceClairvoyant(filterOf(scene), newObjectsOf(scene));
  const past = new PastClairvoyant(filterOf(scene));
  const at = (scan: number): number => scan * scene.period_s;
  return {
    all: scene.scans.map(({ plots, truth }, k) =>
      clairvoyant.takeScan(at(k), plots, idsOf(truth), scene.sensor).map(({ target }) => target),
    ),
    confirming: scene.scans.map(({ plots }, k) => confirming.takeScan(at(k), plots, scene.sensor).map(({ target }) => target)),
    past: scene.scans.map(({ plots, truth }, k) => past.takeScan(at(k), plots, idsOf(truth), scene.sensor)),
  };
}

/** Per object, plots that it had made by the first scan in which it was reported. */
function plotsAtFirstReport(scene: Scene, reports: readonly (readonly number[])[]): number[] {
  const made = new Map<number, number>();
  const needed = new Map<number, number>();
  scene.scans.forEach(({ plots }, k) => {
    for (const { origin } of plots) made.set(origin, (made.get(origin) ?? 0) + 1);
    for (const target of reports[k]) if (!needed.has(target)) needed.set(target, made.get(target) as number);
  });
  return [...needed.values()];
}

test('who has to confirm needs one plot where there is no clutter, two in thin clutter, and three and more where a gate holds several false plots', () => {
  const needed = [1e-6, 1, 100].map((clutter) => {
    const scene = createScene({ family: 'dense', objects: 20, clutter, scans: 25, seed: 4 });
    const plots = plotsAtFirstReport(scene, reported(scene).confirming);
    return plots.reduce((sum, n) => sum + n, 0) / plots.length;
  });
  expect(needed[0]).toBe(1);
  expect(needed[1]).toBeGreaterThanOrEqual(2);
  expect(needed[1]).toBeLessThan(2.5);
  expect(needed[2]).toBeGreaterThan(3);
});

test('who has to confirm gives up what has left the view', () => {
  const scene = createScene({ family: 'wide', objects: 60, scans: 40, seed: 4 });
  const { all, confirming } = reported(scene);
  const left = new Set(all[10].filter((target) => !scene.scans[30].truth.some((present) => present.target === target)));
  expect(left.size).toBeGreaterThan(0);
  expect(confirming[39].filter((target) => left.has(target))).toEqual([]);
});

test('who is told of the past names objects that are far apart as they are, always', () => {
  const scene = createScene({ family: 'wide', objects: 20, clutter: 0, scans: 30, seed: 5 });
  const { all, past } = reported(scene);
  for (let k = 0; k < all.length; k++) expect(new Set(past[k].map(({ target }) => target))).toEqual(new Set(all[k]));
  // Each track is nearer to the object of its name than objects are to each other, if they are not quite new.
  past.forEach((tracks, k) => {
    const truth = new Map(scene.scans[k].truth.map(({ target, x }) => [target, x]));
    for (const { target, x } of tracks.slice(0, 5)) {
      const own = truth.get(target) as Float64Array;
      expect(Math.hypot(x[0] - own[0], x[1] - own[1], x[2] - own[2])).toBeLessThan(40e3);
    }
  });
});

test('who is told of the past gives every object one name in a scan, and among five that fly together sometimes the wrong one', () => {
  const scene = createScene({ family: 'cso', objects: 20, scans: 40, seed: 5 });
  const { past } = reported(scene);
  for (const tracks of past) expect(new Set(tracks.map(({ target }) => target)).size).toBe(tracks.length);
  const wrong = past.map((tracks, k) => {
    const truth = new Map(scene.scans[k].truth.map(({ target, x }) => [target, x]));
    // Estimates of old objects err by a kilometre or two.
    return tracks.filter(({ target, x }) => {
      const own = truth.get(target);
      return own === undefined || Math.hypot(x[0] - own[0], x[1] - own[1], x[2] - own[2]) > 5e3;
    }).length;
  });
  expect(wrong.some((count) => count > 0)).toBe(true);
});
