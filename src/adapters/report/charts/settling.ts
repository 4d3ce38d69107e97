import * as Plot from '@observablehq/plot';
import type { ScanScore, ScoreRule } from '../../../score/sheet.ts';
import { COLOUR, type Key } from '../chart.ts';

/** A grey ground behind the scans that do not count. */
export function settling(scans: readonly ScanScore[], { fromScan }: ScoreRule, height: number, from = 0): Plot.Markish {
  const before = scans.filter(({ scan }) => scan < fromScan);
  const extent = before.length === 0 ? [] : [{ x1: before[0].scan, x2: fromScan - 0.5 }];
  return Plot.rect(extent, { x1: 'x1', x2: 'x2', y1: from, y2: height, fill: COLOUR.ground });
}

export function settlingKey(scans: readonly ScanScore[], { fromScan }: ScoreRule): Key[] {
  return scans.some(({ scan }) => scan < fromScan) ? [{ label: 'not counted: trackers settle', colour: COLOUR.ground, shape: 'area' }] : [];
}
