import { ellipseRing, offset } from '../../core/assess/area.ts';
import type { LaunchEstimate } from '../../core/assess/assessment.ts';
import { type Geodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { type Radians, toDegrees } from '../../core/units.ts';
import { escaped } from '../report/html.ts';

/** Where the plume of a launch was seen, look after look: its line of sight's place on the ellipsoid. */
export type SpotTrack = {
  readonly satellite: string;
  readonly sights: readonly { readonly place: Geodetic; readonly after_s: number }[];
};

export type LaunchMap = {
  readonly estimate: LaunchEstimate;
  readonly course: { readonly heading_rad?: Radians; readonly headingHalfWidth_rad?: Radians };
  readonly tracks: readonly SpotTrack[];
};

const [WIDTH, HEIGHT] = [760, 520];
/** Left free around what is shown, as a share of it, and the least that is shown across. */
const MARGIN = 0.14;
const LEAST_m = 8_000;
const STEPS_DEG = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] as const;
const BARS_KM = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;
const LINES = 5;

type Flat = readonly [east_m: number, north_m: number];
type Dot = readonly [x: number, y: number];

/** The map of a launch, north up, as an inline SVG: the launch point with the ellipse that holds it with 95 %, the arc of its heading, and where its plume was
 *  seen over the ground. */
export function launchMap({ estimate, course, tracks }: LaunchMap, label: string): string {
  const flat = (place: Geodetic): Flat => {
    const { east, north } = offset(estimate.point, place);
    return [east, north];
  };
  const ring = ellipseRing(estimate, 0.95).map(flat);
  const seen = tracks.map(({ satellite, sights }) => ({
    satellite,
    sights: sights.map(({ place, after_s }) => ({ at: flat(place), after_s })),
  }));
  const all: readonly Flat[] = [[0, 0], ...ring, ...seen.flatMap(({ sights }) => sights.map(({ at }) => at))];
  const span = (axis: 0 | 1): readonly [number, number] => [Math.min(...all.map((at) => at[axis])), Math.max(...all.map((at) => at[axis]))];
  const [[west, east], [south, north]] = [span(0), span(1)];
  const scale_m = Math.max(LEAST_m / HEIGHT, (east - west) / (WIDTH * (1 - 2 * MARGIN)), (north - south) / (HEIGHT * (1 - 2 * MARGIN)));
  const dot = ([e, n]: Flat): Dot => [WIDTH / 2 + (e - (west + east) / 2) / scale_m, HEIGHT / 2 - (n - (south + north) / 2) / scale_m];
  return `<svg class="launch" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">
<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>
${graticule(estimate.point, (place) => dot(flat(place)), scale_m)}
${arcOf(course, dot([0, 0]))}
<path class="ellipse" d="${path(ring.map(dot))}Z"/>
${seen.map((track, k) => trackOf(track, dot, k)).join('\n')}
${pointOf(dot([0, 0]))}
${bar(scale_m)}
${legend(seen.map(({ satellite }) => satellite))}
</svg>`;
}

function graticule(middle: Geodetic, dot: (place: Geodetic) => Dot, scale_m: number): string {
  const halfNorth_deg = (HEIGHT * scale_m) / 111_000;
  const [latitude, longitude] = [toDegrees(middle.latitude_rad), toDegrees(middle.longitude_rad)];
  const halfEast_deg = Math.min(90, (WIDTH * scale_m) / 111_000 / Math.max(0.02, Math.cos(middle.latitude_rad)));
  const step = (half: number): number => STEPS_DEG.find((degrees) => half / degrees <= LINES) ?? 10;
  const lines = (value: number, half: number, limit: number): number[] => {
    const by = step(half);
    return Array.from(
      { length: 2 * Math.floor(half / by) + 3 },
      (_, k) => by * (Math.round(value / by) - Math.floor(half / by) - 1 + k),
    ).filter((at) => Math.abs(at) < limit);
  };
  const along = (from: number, half: number): number[] => Array.from({ length: 41 }, (_, k) => from + half * (k / 20 - 1));
  const isIn = ([x, y]: Dot): boolean => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
  const name = (value: number, [positive, negative]: readonly [string, string]): string =>
    `${Number(Math.abs(value).toFixed(2))}°${value === 0 ? '' : ` ${value > 0 ? positive : negative}`}`;
  const parallels = lines(latitude, halfNorth_deg, 90).map((at) => {
    const dots = along(longitude, halfEast_deg).map((east) => dot(geodeticDegrees(at, east)));
    const [, y] = dots.find(([x]) => x >= 0) ?? [0, -1];
    return `<path class="line" d="${path(dots)}"/>${isIn([0, y - 14]) ? `<text class="name" x="6" y="${short(y - 5)}">${name(at, ['N', 'S'])}</text>` : ''}`;
  });
  const meridians = lines(longitude, halfEast_deg, 720).map((at) => {
    const dots = along(latitude, halfNorth_deg).map((north) => dot(geodeticDegrees(Math.min(90, Math.max(-90, north)), at)));
    const [x] = dots.findLast(([, y]) => y >= 0) ?? [-1];
    const turned = at - 360 * Math.round(at / 360);
    return `<path class="line" d="${path(dots)}"/>${isIn([x, 0]) && x < WIDTH - 60 ? `<text class="name" x="${short(x + 5)}" y="16">${name(turned, ['E', 'W'])}</text>` : ''}`;
  });
  return [...parallels, ...meridians].join('\n');
}

const ARC = 150;

/** From north clockwise: to the right is east. */
function arcOf({ heading_rad, headingHalfWidth_rad }: LaunchMap['course'], [x, y]: Dot): string {
  if (heading_rad === undefined || headingHalfWidth_rad === undefined) return '';
  const at = (angle: number): Dot => [x + ARC * Math.sin(angle), y - ARC * Math.cos(angle)];
  const half = Math.min(Math.PI, headingHalfWidth_rad);
  const edge = Array.from({ length: 33 }, (_, k) => at(heading_rad + half * (k / 16 - 1)));
  const whole = half === Math.PI ? edge : [[x, y] as const, ...edge];
  return `<path class="arc" d="${path(whole)}Z"/><path class="heading" d="${path([[x, y], at(heading_rad)])}"/>`;
}

function trackOf(
  { sights }: { readonly sights: readonly { readonly at: Flat; readonly after_s: number }[] },
  dot: (at: Flat) => Dot,
  k: number,
): string {
  const dots = sights.map(({ at }) => dot(at));
  const last = sights.at(-1);
  const [x, y] = dots.at(-1) ?? [0, 0];
  const isRight = x > WIDTH - 80;
  const label =
    last === undefined
      ? ''
      : `<text class="name" x="${short(x + (isRight ? -8 : 8))}" y="${short(y + 4)}"${isRight ? ' text-anchor="end"' : ''}>+${Math.round(last.after_s)} s</text>`;
  return `<g class="track of-${k % KINDS}"><path d="${path(dots)}"/>${dots.map(([cx, cy]) => `<circle cx="${short(cx)}" cy="${short(cy)}" r="3.5"/>`).join('')}${label}</g>`;
}

const KINDS = 4;

function pointOf([x, y]: Dot): string {
  const size = 8;
  return `<path class="point" d="M${short(x - size)},${short(y)}H${short(x + size)}M${short(x)},${short(y - size)}V${short(y + size)}"/>`;
}

function bar(scale_m: number): string {
  const km = BARS_KM.findLast((length) => (1000 * length) / scale_m <= WIDTH / 4) ?? 1;
  const width = (1000 * km) / scale_m;
  const [right, down] = [WIDTH - 20, HEIGHT - 18];
  return `<path class="bar" d="M${short(right - width)},${down - 6}V${down}H${right}V${down - 6}"/><text class="name" x="${short(right - width / 2)}" y="${down - 8}" text-anchor="middle">${km} km</text>`;
}

function legend(satellites: readonly string[]): string {
  const one = (k: number): string =>
    `<g class="track of-${k % KINDS}"><circle cx="20" cy="${HEIGHT - 20 - 18 * k}" r="4"/></g><text class="name" x="30" y="${HEIGHT - 16 - 18 * k}">plume as seen by ${escaped(satellites[k])}</text>`;
  return satellites
    .slice(0, KINDS)
    .map((_, k) => one(k))
    .join('');
}

function path(dots: readonly Dot[]): string {
  return dots.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${short(x)},${short(y)}`).join('');
}

function short(value: number): string {
  return String(Math.round(10 * value) / 10);
}

/** Of these drawings in a page. */
export const LAUNCH_MAP_STYLE = `
.launch { display: block; width: 100%; height: auto; min-width: 560px; max-width: 760px; margin: 10px auto 6px; }
.launch .ground { fill: #16191d; }
.launch .line { fill: none; stroke: #fff; stroke-opacity: 0.22; }
.launch .name { font: 13px system-ui, sans-serif; fill: #fff; fill-opacity: 0.9; paint-order: stroke; stroke: #16191d; stroke-width: 3px; }
.launch .ellipse { fill: #00cdff; fill-opacity: 0.18; stroke: #00cdff; stroke-width: 2; }
.launch .arc { fill: #fff; fill-opacity: 0.1; stroke: #fff; stroke-opacity: 0.45; }
.launch .heading { fill: none; stroke: #fff; stroke-opacity: 0.8; stroke-dasharray: 6 5; stroke-width: 1.5; }
.launch .point, .launch .bar { fill: none; stroke: #fff; stroke-width: 2; }
.launch .track path { fill: none; stroke-opacity: 0.6; stroke-width: 1.5; }
.launch .of-0 { fill: #ffb454; stroke: #ffb454; }
.launch .of-1 { fill: #ff6d8d; stroke: #ff6d8d; }
.launch .of-2 { fill: #b5e853; stroke: #b5e853; }
.launch .of-3 { fill: #c5a3ff; stroke: #c5a3ff; }
`;
