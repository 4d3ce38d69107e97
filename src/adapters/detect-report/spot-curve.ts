import { escaped } from '../report/html.ts';

/** One look: how much hotter than its surroundings, and in how many spreads it exceeded them where it was told. */
export type CurvePoint = { readonly after_s: number; readonly over_K: number | undefined; readonly k: number | undefined };

const [WIDTH, HEIGHT] = [760, 300];
const [LEFT, RIGHT, GAP] = [56, 16, 34];
const PANEL = (HEIGHT - 2 * GAP) / 2 - 6;

/** Over what is highest, so that the panel's name stands free. */
const HEADROOM = 1.15;

type Panel = { readonly top: number; readonly from: number; readonly to: number };

/** A plume over time, as an inline SVG: above how much hotter its hottest pixel is than what is around, below what it was told by, with the threshold. */
export function spotCurve(points: readonly CurvePoint[], threshold: number, label: string): string {
  const times = points.map(({ after_s }) => after_s);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (after_s: number): number => LEFT + ((after_s - first) / Math.max(1, last - first)) * (WIDTH - LEFT - RIGHT);
  const heats = points.flatMap(({ over_K }) => over_K ?? []);
  const heat: Panel = { top: 22, from: Math.min(0, ...heats), to: HEADROOM * Math.max(1, ...heats) };
  const spread: Panel = { top: 22 + PANEL + GAP, from: 0, to: HEADROOM * Math.max(2 * threshold, ...points.flatMap(({ k }) => k ?? [])) };
  const y = ({ top, from, to }: Panel, value: number): number => top + PANEL * (1 - (value - from) / (to - from));
  const told = points.filter(({ k }) => k !== undefined);
  const dots = (panel: Panel, of: (point: CurvePoint) => number | undefined): string =>
    points
      .flatMap((point) => {
        const value = of(point);
        return value === undefined
          ? []
          : `<circle class="${point.k === undefined ? 'open' : 'full'}" cx="${short(x(point.after_s))}" cy="${short(y(panel, value))}" r="4"/>`;
      })
      .join('');
  const line = points
    .filter(({ over_K }) => over_K !== undefined)
    .map(({ after_s, over_K = 0 }, k) => `${k === 0 ? 'M' : 'L'}${short(x(after_s))},${short(y(heat, over_K))}`)
    .join('');
  const at = y(spread, threshold);
  return `<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">
${axes(heat, 'Hottest pixel over the middle of those around, K', y)}
${axes(spread, 'What it was told by, spreads of the surroundings', y)}
<path class="line" d="${line}"/>${dots(heat, ({ over_K }) => over_K)}
<path class="threshold" d="M${LEFT},${short(at)}H${WIDTH - RIGHT}"/><text x="${WIDTH - RIGHT}" y="${short(at - 5)}" text-anchor="end">threshold ${threshold}</text>
${told.length === 0 ? '' : dots(spread, ({ k }) => k)}
${ticks(first, last)
  .map((time) => `<text x="${short(x(time))}" y="${HEIGHT - 6}" text-anchor="middle">${time > 0 ? '+' : ''}${time} s</text>`)
  .join('')}
</svg>`;
}

function axes(panel: Panel, name: string, y: (panel: Panel, value: number) => number): string {
  const middle = ticks(panel.from, panel.to, 3);
  return `<text class="title" x="${LEFT}" y="${panel.top - 7}">${name}</text>${middle
    .map(
      (value) =>
        `<path class="grid" d="M${LEFT},${short(y(panel, value))}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${short(y(panel, value) + 4)}" text-anchor="end">${value}</text>`,
    )
    .join('')}`;
}

/** Round values between two, some five of them. */
function ticks(from: number, to: number, most = 7): number[] {
  const steps = [1, 2, 5].flatMap((digit) => [0.1, 1, 10, 100, 1000].map((power) => digit * power)).sort((a, b) => a - b);
  const step = steps.find((one) => (to - from) / one <= most) ?? to - from;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, k) => Number(((first + k) * step).toPrecision(6)));
}

function short(value: number): string {
  return String(Math.round(10 * value) / 10);
}

export const SPOT_CURVE_STYLE = `
.curve { display: block; width: 100%; height: auto; min-width: 560px; max-width: 760px; margin: 10px auto 6px; }
.curve text { font: 12px system-ui, sans-serif; fill: currentColor; fill-opacity: 0.75; }
.curve .title { font-weight: 600; fill-opacity: 1; }
.curve .grid { stroke: currentColor; stroke-opacity: 0.15; }
.curve .line { fill: none; stroke: #e07a00; stroke-opacity: 0.5; stroke-width: 1.5; }
.curve .full { fill: #e07a00; stroke: #e07a00; }
.curve .open { fill: none; stroke: #e07a00; stroke-width: 1.5; }
.curve .threshold { fill: none; stroke: #d33; stroke-width: 1.5; stroke-dasharray: 6 4; }
`;
