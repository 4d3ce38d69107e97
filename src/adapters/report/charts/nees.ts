import * as Plot from '@observablehq/plot';
import type { ScoreConsistency } from '../../../score/consistency.ts';
import { type Chart, COLOUR } from '../chart.ts';
import { number, percent } from '../html.ts';

const EXPECTED = 6;
/** Beyond this the band would be a line at the bottom of a linear scale. */
const LOGARITHMIC_ABOVE = 5 * EXPECTED;

/** What the covariances promise against the errors that there are. */
export function neesChart({ scans, nees, shareInBand, pairs, notPositiveDefinite }: ScoreConsistency): Chart {
  const refused = notPositiveDefinite === 0 ? '' : ` ${number(notPositiveDefinite)} covariances are not positive definite and left out.`;
  const rows = scans.map(({ scan, band, ...rest }) => ({ scan, low: band[0], high: band[1], nees: rest.nees }));
  const most = Math.max(...rows.map((row) => Math.max(row.high, row.nees)));
  const least = Math.min(...rows.map((row) => Math.min(row.low, row.nees)));
  const logarithmic = most > LOGARITHMIC_ABOVE;
  return {
    id: 'nees',
    title: 'NEES of position and velocity',
    summary: `${number(nees)} in the mean over ${number(pairs)} pairs, where ${EXPECTED} is right; ${percent(shareInBand)} of the scans inside the band.${refused}`,
    caption:
      'Squared error in the tracks’ own sigmas, six states, mean over the pairs of a scan. Above the band the tracks promise too much, below it too little; a right covariance leaves it in 5 of 100 scans.',
    keys: [
      { label: 'mean of the scan', colour: COLOUR.track, shape: 'line' },
      { label: '95 % band', colour: COLOUR.band, shape: 'area' },
      { label: `expected: ${EXPECTED}`, colour: COLOUR.limit, shape: 'dashes' },
    ],
    plot: {
      height: 260,
      x: { label: 'scan' },
      y: logarithmic
        ? { label: 'NEES', grid: true, type: 'log', domain: [Math.max(0.01, 0.9 * least), 1.1 * most] }
        : { label: 'NEES', grid: true, domain: [0, 1.08 * most] },
      marks: [
        Plot.areaY(rows, { x: 'scan', y1: 'low', y2: 'high', fill: COLOUR.band, curve: 'step' }),
        Plot.ruleY([EXPECTED], { stroke: COLOUR.limit, strokeWidth: 2, strokeDasharray: '6 4' }),
        Plot.lineY(rows, { x: 'scan', y: 'nees', stroke: COLOUR.track, strokeWidth: 2 }),
      ],
    },
  };
}
