import * as Plot from '@observablehq/plot';
import type { ScoreSheet } from '../../../score/sheet.ts';
import { type Chart, COLOUR } from '../chart.ts';
import { number } from '../html.ts';
import { settling, settlingKey } from './settling.ts';

const PARTS = [
  { name: 'localisation', label: 'localisation: tracks that are off', colour: COLOUR.track },
  { name: 'missed', label: 'missed objects', colour: COLOUR.missed },
  { name: 'false', label: 'false tracks', colour: COLOUR.false },
] as const;

/** GOSPA over the scans, cut into its parts in the ratio of their p-th powers: the height is the distance itself. */
export function gospaChart({ scans, peers, rule }: ScoreSheet): Chart {
  const parts = scans.flatMap(({ scan, gospa }) => {
    const whole = gospa.localisation + gospa.missed + gospa.false;
    return PARTS.map(({ name }) => ({ scan, name, height_m: whole === 0 ? 0 : (gospa.distance_m * gospa[name]) / whole }));
  });
  const switched = scans.filter(({ switches }) => switches > 0);
  const top = Math.max(1, ...scans.map(({ gospa }) => gospa.distance_m));
  return {
    id: 'gospa',
    title: 'GOSPA, scan by scan',
    summary: `${number(peers.gospaMean_m)} m in the mean from scan ${rule.fromScan} on; at most ${number(top)} m.`,
    caption: `Distance between what there is and what is tracked (c = ${number(rule.c_m)} m, p = ${rule.p}, α = ${rule.alpha}); 0 is best. Colours share it out in the ratio of its parts’ ${rule.p === 2 ? 'squares' : 'powers'}. Marks along the top: objects that changed their track, larger for more.`,
    keys: [
      ...PARTS.map(({ label, colour }) => ({ label, colour, shape: 'area' as const })),
      ...(switched.length > 0 ? [{ label: 'changes of track', colour: 'currentColor', shape: 'dot' as const }] : []),
      ...settlingKey(scans, rule),
    ],
    plot: {
      x: { label: 'scan' },
      y: { label: 'm', grid: true, domain: [0, 1.08 * top] },
      r: { domain: [0, Math.max(4, ...switched.map(({ switches }) => switches))], range: [0, 6] },
      marks: [
        settling(scans, rule, 1.08 * top),
        ...PARTS.map(({ name, colour }, k) =>
          Plot.areaY(stackedTo(parts, k, name), { x: 'scan', y1: 'from_m', y2: 'to_m', fill: colour, curve: 'step' }),
        ),
        Plot.dot(switched, {
          x: 'scan',
          y: 1.04 * top,
          r: 'switches',
          fill: 'currentColor',
          title: (d) => `scan ${d.scan}: ${d.switches} changed`,
        }),
        Plot.ruleY([0]),
      ],
    },
  };
}

/** The part of a stack that stands on the parts before it. */
function stackedTo(parts: readonly { scan: number; name: string; height_m: number }[], level: number, name: string) {
  return parts
    .filter((part) => part.name === name)
    .map(({ scan, height_m }, k) => {
      const from_m = parts.slice(PARTS.length * k, PARTS.length * k + level).reduce((sum, below) => sum + below.height_m, 0);
      return { scan, from_m, to_m: from_m + height_m };
    });
}
