import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escaped } from './html.ts';

/** Colours by name; the page gives them a value for light and one for dark. */
export const COLOUR = {
  truth: 'var(--truth)',
  track: 'var(--track)',
  missed: 'var(--missed)',
  false: 'var(--false)',
  band: 'var(--band)',
  ground: 'var(--ground)',
  limit: 'var(--limit)',
} as const;

/** Tracks beside each other are told apart by these; which one a track gets is by chance. */
export const CYCLE = Array.from({ length: 8 }, (_, k) => `var(--cycle-${k})`);

export type Key = { readonly label: string; readonly colour: string; readonly shape: 'area' | 'line' | 'dashes' | 'dot' | 'cross' };

export type Chart = {
  readonly id: string;
  readonly title: string;
  /** What it shows, for those who do not see it: the finding in a sentence. */
  readonly summary: string;
  /** How to read it. */
  readonly caption: string;
  readonly keys: readonly Key[];
  readonly plot: Plot.PlotOptions;
};

/** What is used of an element: this layer knows no browser. */
type SvgElement = {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
};

const WIDTH = 960;

/** A chart as a figure of HTML with an inline SVG: no script, no reference to anything outside the page. */
export function figure({ id, title, summary, caption, keys, plot }: Chart): string {
  const { document } = parseHTML('<html></html>');
  const options = {
    width: WIDTH,
    height: 300,
    marginLeft: 64,
    marginRight: 24,
    marginBottom: 46,
    ...plot,
    x: { labelOffset: 40, ...plot.x },
    document,
    style: { fontSize: '13px', background: 'transparent', color: 'inherit', overflow: 'visible' },
  };
  const svg = Plot.plot(options as unknown as Plot.PlotOptions) as unknown as SvgElement;
  // The library names its groups "area" and "line", which groups must not have and nobody wants to hear.
  for (const group of svg.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${id}-title ${id}-summary`);
  return `<figure id="${id}">
<h3 id="${id}-title">${escaped(title)}</h3>
<p id="${id}-summary" class="summary">${escaped(summary)}</p>
${legend(keys)}
<div class="scroll" role="group" aria-label="${escaped(title)}" tabindex="0">${svg.outerHTML}</div>
<figcaption>${escaped(caption)}</figcaption>
</figure>`;
}

function legend(keys: readonly Key[]): string {
  if (keys.length === 0) return '';
  const items = keys.map(({ label, colour, shape }) => `<li>${SHAPES[shape](colour)}${escaped(label)}</li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}

const sample = (inside: string): string => `<svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true">${inside}</svg>`;

const SHAPES: Readonly<Record<Key['shape'], (colour: string) => string>> = {
  area: (colour) => sample(`<rect width="26" height="12" rx="2" fill="${colour}"/>`),
  line: (colour) => sample(`<path d="M0,6H26" stroke="${colour}" stroke-width="3"/>`),
  dashes: (colour) => sample(`<path d="M0,6H26" stroke="${colour}" stroke-width="2" stroke-dasharray="6 4"/>`),
  dot: (colour) => sample(`<circle cx="13" cy="6" r="4" fill="${colour}"/>`),
  cross: (colour) => sample(`<path d="M8,1L18,11M18,1L8,11" stroke="${colour}" stroke-width="2"/>`),
};
