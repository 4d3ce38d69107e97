import { chartSvg, type Curve } from '../src/adapters/report/chart-svg.ts';
import type { LaunchStudy } from '../src/sim/imager/launch-study.ts';
import { wilson } from './wilson.ts';

/** A plume is told within so many looks after the one in which it stood out. */
export const WITHIN_LOOKS = 2;
/** Edges of the classes of peak signal to clutter that are drawn. What is above the last is drawn there. */
const EDGES = [0, 2, 4, 6, 8, 10, 13, 16, 20, 25, 32, 45];
/** A share of fewer looks says nothing. */
const FEWEST = 5;

/** A look of a plume: its signal to clutter, and whether it was told in this look, and in it or the two after it; the latter where there were two. */
type Shown = { readonly signalToClutter: number; readonly isTold: boolean; readonly isToldSoon: boolean | undefined };

function shownIn({ looks }: LaunchStudy): Shown[] {
  return looks.map(({ signalToClutter, isTold }, k) => ({
    signalToClutter,
    isTold,
    isToldSoon: k + WITHIN_LOOKS < looks.length ? looks.slice(k, k + WITHIN_LOOKS + 1).some((look) => look.isTold) : undefined,
  }));
}

/** Detection probability against peak signal to clutter, a curve for each name, with the binomial intervals of 95 %. */
export function launchCurves(of: ReadonlyMap<string, readonly LaunchStudy[]>): string {
  const curves = (isTold: (look: Shown) => boolean | undefined): Curve[] =>
    [...of].map(([name, studies]) => curveOf(name, studies.flatMap(shownIn), isTold));
  const x = `peak signal to clutter (${EDGES[EDGES.length - 1]}: all above)`;
  return chartSvg('Plumes told, by how far they stand out of the clutter', [
    { title: 'Share told in the look itself, 95 % intervals', x, curves: curves(({ isTold }) => isTold) },
    { title: 'Share told in that look or one of the two after it', x, curves: curves(({ isToldSoon }) => isToldSoon) },
  ]);
}

function curveOf(name: string, looks: readonly Shown[], isTold: (look: Shown) => boolean | undefined): Curve {
  const classes = EDGES.flatMap((low, k) => {
    const those = looks.filter(({ signalToClutter: s }) => s >= low && s < (EDGES[k + 1] ?? Infinity));
    const told = those.flatMap((look) => isTold(look) ?? []);
    if (told.length < FEWEST) return [];
    const hits = told.filter(Boolean).length;
    const at = k === EDGES.length - 1 ? low : (low + EDGES[k + 1]) / 2;
    return { at, share: hits / told.length, interval: wilson(hits, told.length) };
  });
  return {
    name,
    points: classes.map(({ at, share }) => [at, share]),
    intervals: classes.map(({ at, interval: [low, high] }) => [at, low, high]),
  };
}
