import { useEffect, useRef } from 'react';
import uPlot, { type AlignedData, type Options, type Series } from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { HYPOTHESES } from '../../core/discern/hypotheses.ts';
import type { View } from '../../api/wire-feed.ts';
import { tracksOf } from '../map/paint-overlay.ts';
import { openedAt, type EventRow } from '../rows.ts';
import { useTheme, type Palette } from '../theme.ts';
import { CAUSE_WORDS } from '../words.ts';

type Props = { readonly view: View; readonly version: number; readonly selected: EventRow | undefined };

const LINES = ['track', 'uncertainty', 'area', 'sensor', 'fifth', 'other'] as const;
const DASHES: readonly (number[] | undefined)[] = [undefined, [8, 4], [2, 3], [8, 3, 2, 3], [12, 6], [4, 4]];
/** A hypothesis is drawn when it ever reached this probability; the rest would lie on the axis. */
const DRAWN_FROM = 0.05;

/** Height over time, and how the explanations fared over time, of the selected event. */
export function Plots({ view, version, selected }: Props) {
  if (!selected) return <div className="plots plots-empty">Height and probabilities over time appear here when there is an event.</div>;
  const zero_us = selected.event.assessment?.launch?.time_us ?? openedAt(selected.event);
  return (
    <div className="plots">
      <Plot title="Height, km" version={version} {...heights(view, selected, zero_us)} />
      <Plot title="Probability" version={version} {...probabilities(selected, zero_us)} />
    </div>
  );
}

type Drawing = {
  readonly data: AlignedData;
  readonly series: readonly { readonly label: string; readonly points?: boolean }[];
  readonly top?: number;
  readonly summary: string;
};

/** Where it was seen as a line, where it was computed as dashes; the predicted apogee and impact as points. */
function heights(view: View, selected: EventRow, zero_us: number): Drawing {
  const track = tracksOf(view, selected).at(0);
  const { apogee_m, apogeeAt_us, impact } = selected.event.assessment ?? {};
  const trail = track?.trail ?? [];
  const rows: [number, number | null, number | null, number | null][] = trail.map(({ at_us, height_m, basis }, at) => {
    const seen = basis === 'observed' ? height_m / 1000 : null;
    // The last seen point belongs to the dashes too, so that the line does not break there.
    const computed = seen === null || trail[at + 1]?.basis === 'predicted' ? height_m / 1000 : null;
    return [(at_us - zero_us) / 1e6, seen, computed, null];
  });
  const now = trail.at(-1);
  const last_us = now?.at_us ?? 0;
  if (apogee_m !== undefined && apogeeAt_us !== undefined && apogeeAt_us > last_us)
    rows.push([(apogeeAt_us - zero_us) / 1e6, null, null, apogee_m / 1000]);
  if (impact && impact.time_us > last_us) rows.push([(impact.time_us - zero_us) / 1e6, null, null, 0]);
  return {
    data: [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2]), rows.map((row) => row[3])],
    series: [{ label: 'seen' }, { label: 'computed' }, { label: 'apogee, impact', points: true }],
    summary: now
      ? `${now.basis === 'observed' ? 'Seen' : 'Computed'} at ${(now.height_m / 1000).toFixed(0)} km, ${((now.at_us - zero_us) / 1e6).toFixed(0)} s after launch`
      : 'No height yet',
  };
}

function probabilities(selected: EventRow, zero_us: number): Drawing {
  const { history } = selected.event;
  const drawn = HYPOTHESES.map((name, at) => ({ name, at })).filter(({ at }) => history.some((one) => one.probabilities[at] >= DRAWN_FROM));
  const latest = history.at(-1);
  const leading = latest && drawn.toSorted((a, b) => latest.probabilities[b.at] - latest.probabilities[a.at]).at(0);
  return {
    data: [history.map((one) => (one.at_us - zero_us) / 1e6), ...drawn.map(({ at }) => history.map((one) => one.probabilities[at]))],
    series: drawn.map(({ name }) => ({ label: CAUSE_WORDS[name] })),
    top: 1,
    summary: leading ? `Likeliest now: ${CAUSE_WORDS[leading.name]}` : 'No assessment yet',
  };
}

function Plot({ title, version, data, series, top, summary }: Drawing & { readonly title: string; readonly version: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const labels = series.map(({ label }) => label).join('|');
  const { palette } = useTheme();

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = new uPlot(optionsFor(element, series, top, palette), data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
    // A new plot only when its lines are other lines; new points go in below.
    // The plot is made anew for other series only; new data goes into the one that stands.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [labels, top, palette]);
  // `version` stands for the data, which is built anew at every turn.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => plot.current?.setData(data), [version, labels, palette]);

  return (
    <figure className="plot">
      <figcaption>
        {title}
        <span className="plot-legend">
          {series.map(({ label, points }, at) => (
            <span key={label}>
              <LineSample colour={lineColour(palette, at)} dash={DASHES[at % DASHES.length]} points={points === true} /> {label}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={frame} className="plot-frame" role="img" aria-label={`${title}. ${summary}`} />
    </figure>
  );
}

function lineColour(palette: Palette, at: number): string {
  return palette[LINES[at % LINES.length]];
}

type SampleProps = { readonly colour: string; readonly dash: readonly number[] | undefined; readonly points: boolean };

function LineSample({ colour, dash, points }: SampleProps) {
  return (
    <svg width="26" height="10" aria-hidden="true">
      {points ? (
        <circle cx="13" cy="5" r="4" fill={colour} />
      ) : (
        <line x1="0" y1="5" x2="26" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dash?.join(' ')} />
      )}
    </svg>
  );
}

function optionsFor(element: HTMLElement, series: Drawing['series'], top: number | undefined, palette: Palette): Options {
  const axis = {
    stroke: palette.quiet,
    grid: { stroke: palette.line, width: 1 },
    ticks: { stroke: palette.rim, width: 1 },
    font: '11px system-ui, "DejaVu Sans", sans-serif',
  };
  const lines: Series[] = series.map(({ label, points }, at) => ({
    label,
    stroke: lineColour(palette, at),
    width: points ? 0 : 2,
    dash: DASHES[at % DASHES.length],
    points: points ? { show: true, size: 9, fill: lineColour(palette, at) } : { show: false },
  }));
  return {
    width: Math.max(50, element.clientWidth),
    height: Math.max(50, element.clientHeight),
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, top ?? Math.max(10, (most ?? 0) * 1.1)] } },
    axes: [
      { ...axis, size: 26, values: (_, splits) => splits.map((s) => `T+${s} s`) },
      { ...axis, size: 52 },
    ],
    series: [{}, ...lines],
  };
}
