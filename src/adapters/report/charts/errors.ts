import * as Plot from '@observablehq/plot';
import type { ScoreSheet } from '../../../score/sheet.ts';
import { type Chart, COLOUR } from '../chart.ts';
import { number } from '../html.ts';
import { settling, settlingKey } from './settling.ts';

/** How far the tracks of held objects are off, with the limit that they have to keep. */
export function errorsChart({ scans, peers, rule, requirements }: ScoreSheet): Chart {
  const rows = scans.flatMap(({ scan, positionError }) => (positionError === undefined ? [] : [{ scan, ...positionError }]));
  const limit = requirements.find(({ id }) => id === 'position-error')?.limit;
  const top = 1.08 * Math.max(1, limit ?? 0, ...rows.map(({ q95_m }) => q95_m));
  return {
    id: 'errors',
    title: 'Position error of held objects',
    summary: `${number(peers.locRmse_m)} m root mean square from scan ${rule.fromScan} on.`,
    caption: 'Line: root mean square of a scan. Band: from the error that half of the objects keep to the one that 95 % keep.',
    keys: [
      { label: 'root mean square', colour: COLOUR.track, shape: 'line' },
      { label: 'median to 95 %', colour: COLOUR.band, shape: 'area' },
      ...(limit === undefined
        ? []
        : [{ label: `limit for the root mean square, ${number(limit)} m`, colour: COLOUR.limit, shape: 'dashes' as const }]),
      ...settlingKey(scans, rule),
    ],
    plot: {
      height: 260,
      x: { label: 'scan' },
      y: { label: 'm', grid: true, domain: [0, top] },
      marks: [
        settling(scans, rule, top),
        Plot.areaY(rows, { x: 'scan', y1: 'median_m', y2: 'q95_m', fill: COLOUR.band }),
        Plot.lineY(rows, { x: 'scan', y: 'rms_m', stroke: COLOUR.track, strokeWidth: 2 }),
        ...(limit === undefined ? [] : [Plot.ruleY([limit], { stroke: COLOUR.limit, strokeWidth: 2, strokeDasharray: '6 4' })]),
        Plot.ruleY([0]),
      ],
    },
  };
}
