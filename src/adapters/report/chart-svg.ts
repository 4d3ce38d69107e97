import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escaped } from './html.ts';

/** A curve of a chart. */
export type Curve = {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Where each value may lie, drawn upright. */
  readonly intervals?: readonly (readonly [x: number, low: number, high: number])[];
  /** `reference` for what the others are measured against: dashed, in the text's colour. */
  readonly role?: 'reference';
};

/** One panel of curves; `band` is a shaded strip from the first value to the second. */
export type Panel = {
  readonly title: string;
  /** Name and unit of the horizontal axis; the vertical one's stand in the title. */
  readonly x: string;
  readonly logarithmic?: boolean;
  readonly band?: readonly [low: number, high: number];
  readonly curves: readonly Curve[];
};

const WIDTH = 720;
const HEIGHT = 260;
const TITLE_HEIGHT = 26;
const LEGEND_LINE = 20;
const MARGINS = { marginLeft: 48, marginRight: 18, marginTop: 8, marginBottom: 38 };

/** Colours that stay apart for the common kinds of colour blindness and on light and dark grounds: Okabe and Ito's without the yellow. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#3fa0d6', '#c98500'];
/** Curves often lie on each other: later ones leave gaps through which the earlier ones are seen. */
const DASHES = ['', '9 4', '2 4', '10 4 2 4', '5 5', '1 5'];

const STYLE =
  'svg{color:#1b1b1b;font:12px system-ui,sans-serif}.ground{fill:#fff}.title{font-size:16px;font-weight:600;fill:currentColor}' +
  '.panel{font-size:13px;font-weight:600;fill:currentColor}.legend{fill:currentColor}' +
  '@media (prefers-color-scheme:dark){svg{color:#e8e8e8}.ground{fill:#16181c}}';

type Stroke = { readonly stroke: string; readonly dash: string };
const REFERENCE: Stroke = { stroke: 'currentColor', dash: '5 4' };

/** Panels one below the other as an SVG file that stands alone, for an <img> or on its own: its colours follow the reader's light or dark
 *  setting. (Charts inside the HTML report are chart.ts's: there the page gives the colours.) */
export function chartSvg(title: string, panels: readonly Panel[]): string {
  const curves = panels.flatMap((panel) => panel.curves);
  const named = (role: Curve['role']): string[] => [...new Set(curves.filter((curve) => curve.role === role).map(({ name }) => name))];
  const names = named(undefined);
  const strokes = new Map<string, Stroke>([
    ...named('reference').map((name): [string, Stroke] => [name, REFERENCE]),
    ...names.map((name, at): [string, Stroke] => [name, { stroke: COLOURS[at % COLOURS.length], dash: DASHES[at % DASHES.length] }]),
  ]);
  const legend = legendOf(strokes);
  const top = 34 + legend.height;
  const height = top + panels.length * (HEIGHT + TITLE_HEIGHT) + 6;
  const drawn = panels.map((panel, at) => {
    const y = top + at * (HEIGHT + TITLE_HEIGHT);
    const heading = `<text x="16" y="${y + 18}" class="panel">${escaped(panel.title)}</text>`;
    return `${heading}<g transform="translate(0 ${y + TITLE_HEIGHT})">${panelSvg(panel, strokes)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    '<rect width="100%" height="100%" class="ground"/>',
    `<text x="16" y="26" class="title">${escaped(title)}</text>`,
    legend.svg,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function panelSvg({ x, logarithmic, band, curves }: Panel, strokes: ReadonlyMap<string, Stroke>): string {
  const { document } = parseHTML('<html></html>');
  const lines = curves.flatMap(({ points, intervals = [], name }) => {
    const { stroke, dash } = strokes.get(name) ?? REFERENCE;
    const at = ([x]: readonly number[]): number => x;
    return [
      Plot.ruleX(intervals, {
        x: at,
        y1: ([, low]: readonly number[]) => low,
        y2: ([, , high]: readonly number[]) => high,
        stroke,
        strokeOpacity: 0.6,
      }),
      Plot.line(points, { x: at, y: ([, value]: readonly number[]) => value, stroke, strokeDasharray: dash, strokeWidth: 1.8 }),
    ];
  });
  const strip = band === undefined ? [] : [Plot.rect([band], { y1: band[0], y2: band[1], fill: 'currentColor', fillOpacity: 0.12 })];
  const options = {
    document,
    width: WIDTH,
    height: HEIGHT,
    ...MARGINS,
    style: { background: 'none', color: 'currentColor' },
    x: { label: x, labelAnchor: 'center', labelArrow: 'none', nice: true },
    y: { label: null, type: logarithmic === true ? 'log' : 'linear', grid: true, ticks: 5, nice: true },
    marks: [...strip, ...lines],
  };
  // The document is linkedom's, whose types are not the browser's.
  const figure = Plot.plot(options as unknown as Plot.PlotOptions) as unknown as { readonly outerHTML: string };
  return figure.outerHTML;
}

/** Names with a sample of their line, as many in a row as fit. */
function legendOf(strokes: ReadonlyMap<string, Stroke>): { readonly svg: string; readonly height: number } {
  const parts: string[] = [];
  let [at, row] = [16, 0];
  for (const [name, { stroke, dash }] of strokes) {
    const width = 58 + 6.8 * name.length;
    if (at + width > WIDTH && at > 16) [at, row] = [16, row + 1];
    const y = 46 + row * LEGEND_LINE;
    parts.push(
      `<line x1="${at}" x2="${at + 34}" y1="${y}" y2="${y}" stroke="${stroke}" stroke-width="2" stroke-dasharray="${dash}"/>`,
      `<text x="${at + 40}" y="${y + 4}" class="legend">${escaped(name)}</text>`,
    );
    at += width;
  }
  return { svg: parts.join('\n'), height: 14 + (row + 1) * LEGEND_LINE };
}
