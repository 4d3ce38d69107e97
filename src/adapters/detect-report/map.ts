import { geodeticOfScan, type ImagerGrid, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { geodeticDegrees, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { toDegrees } from '../../core/units.ts';
import type { FramePicture } from '../imager-picture/frame-picture.ts';
import { pngOf } from '../imager-picture/picture.ts';
import { escaped } from '../report/html.ts';

/** What is ringed on a map: where in the frame, and its number or name, where it has room for one. */
export type Mark = { readonly label: string | undefined; readonly row: number; readonly column: number };

type Point = readonly [x: number, y: number];
type Line = { readonly name: string; readonly points: readonly (Point | undefined)[] };

/** Steps of parallels and meridians, degrees: the finest that gives at most so many of them. */
const STEPS = [0.5, 1, 2, 5, 10, 15, 30] as const;
const MOST_LINES = 7;
/** Points of a line, and places over the frame at which its corners on the Earth are looked for. */
const POINTS = 120;
const LATTICE = 24;
/** How wide a page shows a map, dots: letters and rings are as large there whatever the frame's size is. */
const SHOWN_WIDTH = 760;
/** A ring leaves what it is around free, dots of the picture. */
const LEAST_RING = 3;

/** A frame as a map: its picture, parallels and meridians, and the marks with their numbers. An inline SVG. */
export function frameMap({ grid, raster }: BandFrame, picture: FramePicture, marks: readonly Mark[], label: string): string {
  const { width, height, pixels } = picture;
  const dot = (row: number, column: number): Point => [(column + 0.5) / pixels, (row + 0.5) / pixels];
  const seen = seenFrom({ grid, raster });
  const at = (latitude: number, turn: number): Point | undefined => {
    const scan = scanOfGeodetic(grid, geodeticDegrees(latitude, meridianOf(grid) + turn));
    if (scan === undefined) return undefined;
    const [x, y] = dot((raster.y0_rad - scan.y_rad) / raster.step_rad, (scan.x_rad - raster.x0_rad) / raster.step_rad);
    return x >= 0 && x <= width && y >= 0 && y <= height ? [x, y] : undefined;
  };
  const lines = seen === undefined ? [] : linesOf(seen, meridianOf(grid), at);
  const png = Buffer.from(pngOf(picture)).toString('base64');
  const size = Math.max(width, height) / SHOWN_WIDTH;
  return `<svg class="frame" viewBox="0 0 ${width} ${height}" style="--size: ${fine(size)}px" role="img" aria-label="${escaped(label)}">
<image href="data:image/png;base64,${png}" width="${width}" height="${height}"/>
${lines.map((line) => drawn(line, size)).join('\n')}
${marks.map(({ label: name, row, column }) => marked(name, dot(row, column), width, size)).join('\n')}
</svg>`;
}

type Seen = { readonly latitudes: readonly [number, number]; readonly turns: readonly [number, number] };

/** The meridian that others are counted from, degrees: the projection's own, or the one below the camera. */
function meridianOf(grid: ImagerGrid): number {
  return toDegrees('longitude_rad' in grid ? grid.longitude_rad : geodeticFromEcefVec(grid.cameraEcef_m).longitude_rad);
}

/** From where to where the frame reaches, degrees, meridians from that one; undefined where it shows nothing of the Earth. */
function seenFrom({ grid, raster }: Pick<BandFrame, 'grid' | 'raster'>): Seen | undefined {
  const places = Array.from({ length: (LATTICE + 1) ** 2 }, (_, k) => {
    const x_rad = raster.x0_rad + ((k % (LATTICE + 1)) / LATTICE) * (raster.columns - 1) * raster.step_rad;
    const y_rad = raster.y0_rad - (Math.floor(k / (LATTICE + 1)) / LATTICE) * (raster.rows - 1) * raster.step_rad;
    return geodeticOfScan(grid, { x_rad, y_rad });
  }).filter((place) => place !== undefined);
  if (places.length === 0) return undefined;
  const latitudes = places.map(({ latitude_rad }) => toDegrees(latitude_rad));
  const turns = places.map(({ longitude_rad }) => turned(toDegrees(longitude_rad) - meridianOf(grid)));
  return { latitudes: [Math.min(...latitudes), Math.max(...latitudes)], turns: [Math.min(...turns), Math.max(...turns)] };
}

function linesOf({ latitudes, turns }: Seen, projection: number, at: (latitude: number, turn: number) => Point | undefined): Line[] {
  const widest = Math.max(latitudes[1] - latitudes[0], turns[1] - turns[0]);
  const step = STEPS.find((degrees) => widest / degrees <= MOST_LINES) ?? 30;
  const along = ([from, to]: readonly [number, number]): number[] =>
    Array.from({ length: POINTS + 1 }, (_, k) => from + (k / POINTS) * (to - from));
  const multiples = ([from, to]: readonly [number, number]): number[] => {
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, k) => (first + k) * step);
  };
  const parallels = multiples(latitudes).map((latitude) => ({
    name: degreesText(latitude, 'N', 'S'),
    points: along(turns).map((turn) => at(latitude, turn)),
  }));
  const meridians = multiples([turns[0] + projection, turns[1] + projection]).map((longitude) => ({
    name: degreesText(turned(longitude), 'E', 'W'),
    points: along(latitudes).map((latitude) => at(latitude, longitude - projection)),
  }));
  return [...parallels, ...meridians];
}

function drawn({ name, points }: Line, size: number): string {
  const path = points.map((point, k) =>
    point === undefined ? '' : `${points[k - 1] === undefined ? 'M' : 'L'}${short(point[0])},${short(point[1])}`,
  );
  const first = points.find((point) => point !== undefined);
  if (first === undefined) return '';
  return `<path class="line" d="${path.join('')}"/><text class="name" x="${fine(first[0] + 4 * size)}" y="${fine(Math.max(first[1], 16 * size) - 4 * size)}">${name}</text>`;
}

function marked(label: string | undefined, [x, y]: Point, width: number, size: number): string {
  const circle = (radius: number): string =>
    `<circle class="mark" cx="${short(x)}" cy="${short(y)}" r="${fine(Math.max(LEAST_RING, size * radius))}"/>`;
  if (label === undefined) return circle(5);
  const isRight = x > width - 60 * size;
  const beside = Math.max(LEAST_RING, 11 * size) + 4 * size;
  const text = `<text class="number" x="${fine(x + (isRight ? -beside : beside))}" y="${fine(y + 5 * size)}"${isRight ? ' text-anchor="end"' : ''}>${escaped(label)}</text>`;
  return `${circle(11)}${text}`;
}

function degreesText(value: number, positive: string, negative: string): string {
  return `${Math.abs(value)}°${value === 0 ? '' : value > 0 ? ` ${positive}` : ` ${negative}`}`;
}

function turned(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}

function short(value: number): string {
  return String(Math.round(10 * value) / 10);
}

function fine(value: number): string {
  return String(Math.round(1000 * value) / 1000);
}
