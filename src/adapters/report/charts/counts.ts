import * as Plot from '@observablehq/plot';
import type { ScoreSheet } from '../../../score/sheet.ts';
import { type Chart, COLOUR } from '../chart.ts';
import { number, percent } from '../html.ts';
import { settling, settlingKey } from './settling.ts';

/** How many there are, how many of them are held, and how many tracks there are. */
export function countsChart({ scans, peers, rule }: ScoreSheet): Chart {
  const rows = scans.map(({ scan, objects, tracks, gospa }) => ({ scan, objects, tracks, held: objects - gospa.missedCount }));
  const top = 1.05 * Math.max(1, ...rows.map(({ objects, tracks }) => Math.max(objects, tracks)));
  return {
    id: 'counts',
    title: 'Objects and tracks',
    summary: `${percent(peers.missedFraction)} of the objects have no track; ${number(peers.falsePerScan)} tracks a scan have no object, ${number(peers.extraPerScan)} of them beside one that has its own.`,
    caption:
      'Best when all three lines are one. Between the truth and the held objects: missed. Between the held objects and the tracks: false and extra tracks.',
    keys: [
      { label: 'objects in truth', colour: COLOUR.truth, shape: 'line' },
      { label: 'held by a track', colour: COLOUR.track, shape: 'line' },
      { label: 'confirmed tracks', colour: COLOUR.false, shape: 'dashes' },
      ...settlingKey(scans, rule),
    ],
    plot: {
      height: 240,
      x: { label: 'scan' },
      y: { label: 'number', grid: true, domain: [0, top] },
      marks: [
        settling(scans, rule, top),
        Plot.lineY(rows, { x: 'scan', y: 'objects', stroke: COLOUR.truth, strokeWidth: 5, curve: 'step' }),
        Plot.lineY(rows, { x: 'scan', y: 'tracks', stroke: COLOUR.false, strokeWidth: 2, strokeDasharray: '6 4', curve: 'step' }),
        Plot.lineY(rows, { x: 'scan', y: 'held', stroke: COLOUR.track, strokeWidth: 2, curve: 'step' }),
        Plot.ruleY([0]),
      ],
    },
  };
}
