import * as Plot from '@observablehq/plot';
import type { Continuity, Lifeline } from '../../../score/continuity.ts';
import { type Chart, COLOUR, CYCLE } from '../chart.ts';
import { number, percent } from '../html.ts';

/** More lifelines than this would not be read. */
const ROWS_max = 60;
const ROW_px = 15;
const SCANS_OF_A_CHANGE = 5;
/** A bar with room for its track's name. */
const NAMED_share = 0.06;

/** One line an object, over its life; where a track holds it, a bar in that track's colour. */
export function continuityChart({ lifelines, switches, breaks, neverHeld, longestShare }: Continuity): Chart {
  const shown = [...lifelines].sort((a, b) => faults(b) - faults(a) || lifelines.indexOf(a) - lifelines.indexOf(b)).slice(0, ROWS_max);
  const left = lifelines.length - shown.length;
  const colourOf = colours(lifelines);
  const segments = shown.flatMap(({ object, segments }) =>
    segments.map((segment) => ({ object, ...segment, colour: colourOf(segment.track) })),
  );
  const changes = shown.flatMap(({ object, segments }) =>
    segments.flatMap((segment, k) => (k > 0 && segments[k - 1].track !== segment.track ? [{ object, at_s: segment.from_s }] : [])),
  );
  const [from_s, to_s] = [Math.min(...shown.map((line) => line.from_s)), Math.max(...shown.map((line) => line.to_s))];
  return {
    id: 'continuity',
    title: 'Continuity',
    summary: `${number(switches)} changes of track and ${number(breaks)} breaks on ${number(lifelines.length)} objects; ${number(neverHeld)} never held. The longest unbroken tracks cover ${percent(longestShare)} of the lives.`,
    caption: `${left > 0 ? `The ${shown.length} objects with the most faults, of ${lifelines.length}. ` : ''}A bar is one track on one object, with its name where there is room; the same track has the same colour wherever it goes. Upright strokes: the track changes. Thin line: nobody holds the object.`,
    keys: [
      { label: 'object without a track', colour: COLOUR.missed, shape: 'line' },
      { label: 'held (colour: which track)', colour: CYCLE[0], shape: 'area' },
    ],
    plot: {
      height: ROW_px * shown.length + 60,
      marginLeft: 64,
      x: { label: 'time, s', domain: from_s < to_s ? [from_s, to_s] : [from_s - 1, from_s + 1] },
      y: { label: 'object', labelAnchor: 'top', domain: shown.map(({ object }) => object), padding: 0.25, tickSize: 0 },
      marks: [
        Plot.ruleY(shown, { y: 'object', x1: 'from_s', x2: 'to_s', stroke: COLOUR.missed, strokeWidth: 2.5 }),
        Plot.dot(
          shown.filter((line) => line.from_s === line.to_s && line.heldScans === 0),
          { y: 'object', x: 'from_s', r: 3, fill: COLOUR.missed },
        ),
        Plot.barX(segments, {
          y: 'object',
          x1: 'from_s',
          x2: 'to_s',
          fill: 'colour',
          rx: 2,
          title: (d) => `object ${d.object}, track ${d.track}: ${d.from_s} s to ${d.to_s} s`,
        }),
        Plot.dot(
          segments.filter((segment) => segment.from_s === segment.to_s),
          { y: 'object', x: 'from_s', r: 3, fill: 'colour', title: (d) => `object ${d.object}, track ${d.track}: ${d.from_s} s` },
        ),
        Plot.tickX(changes, { y: 'object', x: 'at_s', stroke: 'currentColor', strokeWidth: 2.5 }),
        Plot.text(
          segments.filter((segment) => segment.to_s - segment.from_s > NAMED_share * (to_s - from_s)),
          { y: 'object', x: 'from_s', text: 'track', textAnchor: 'start', dx: 4, fill: 'var(--on-cycle)', fontSize: 10 },
        ),
      ],
      color: { type: 'identity' },
    },
  };
}

/** Scans without a track; a change of track weighs as much as some of them. */
function faults({ switchedAt, scans, heldScans }: Lifeline): number {
  return scans - heldScans + SCANS_OF_A_CHANGE * switchedAt.length;
}

/** Colours go round in the order in which tracks first hold something. */
function colours(lifelines: readonly Lifeline[]): (track: string) => string {
  const first = new Map<string, number>();
  for (const { segments } of lifelines)
    for (const { track, from_s } of segments) first.set(track, Math.min(from_s, first.get(track) ?? Infinity));
  const order = new Map([...first].sort((a, b) => a[1] - b[1]).map(([track], k) => [track, k]));
  return (track) => CYCLE[(order.get(track) ?? 0) % CYCLE.length];
}
