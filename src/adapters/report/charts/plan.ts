import * as Plot from '@observablehq/plot';
import { type EnuBasis, enuBasis, enuFromEcef } from '../../../core/frames/enu.ts';
import { geodeticFromEcefVec } from '../../../core/frames/geodetic.ts';
import { vec3, type Vec3 } from '../../../core/math/vector.ts';
import type { Association } from '../../../score/association.ts';
import type { Picture } from '../../../score/picture.ts';
import { type Chart, COLOUR } from '../chart.ts';
import { number } from '../html.ts';

/** Positions in a frame fixed to the Earth lie at this distance from its centre and more; those of a radar's own frame do not. */
const EARTH_m = 6.2e6;
const HEIGHT_max = 680;
const HEIGHT_min = 160;
/** From here on lines are drawn finer. */
const CROWD = 150;
const WIDTH = 960;
const MARGINS = { marginLeft: 64, marginRight: 24, marginTop: 24, marginBottom: 46 };
/** Places are drawn to the hundredth of a kilometre. */
const ROUND = 100;

/** Marks of a side that are drawn, about: of a long run every so manyth scan, and where each object or track begins. */
const MARKS_max = 20_000;

/** First and second axis of the frame; east and north on the Earth. */
type Mark = { readonly id: string; readonly first_km: number; readonly second_km: number };

/** Truth and tracks from above. In a sensor's own frame: its first two axes, turned so that the longer side lies across. In a frame fixed to
 *  the Earth: east and north of the middle. */
export function planChart(pictures: readonly Picture[], associations: readonly Association[]): Chart {
  const { place, fixedToEarth } = projection(pictures);
  const rows = pictures.reduce((sum, { truth: { ids }, tracks: { ids: said } }) => sum + Math.max(ids.length, said.length), 0);
  const every = Math.max(1, Math.ceil(rows / MARKS_max));
  const truth = marksOf(pictures, ({ truth: side }) => side, place, every);
  const tracks = marksOf(pictures, ({ tracks: side }) => side, place, every);
  const isFalse = (k: number, j: number): boolean => associations[k].objectOf[j] < 0;
  const falseReports = associations.reduce((sum, { objectOf }, k) => sum + objectOf.filter((_, j) => isFalse(k, j)).length, 0);
  const falseOnes = pictures.flatMap((picture, k) =>
    k % every > 0 ? [] : picture.tracks.ids.flatMap((id, j): Mark[] => (isFalse(k, j) ? [{ id, ...place(picture.tracks.states, j) }] : [])),
  );
  const starts = firstOfEach(truth);
  const spans = { first_km: spanOf([truth, tracks], 'first_km'), second_km: spanOf([truth, tracks], 'second_km') };
  const turned = !fixedToEarth && lengthOf(spans.second_km) > lengthOf(spans.first_km);
  const [x, y] = turned ? (['second_km', 'first_km'] as const) : (['first_km', 'second_km'] as const);
  const size = sizeFor(spans[x], spans[y]);
  const crowd = starts.length > CROWD;
  const axes = fixedToEarth
    ? 'east to the right, north up, from the middle of what is seen'
    : turned
      ? 'first axis up, second to the left'
      : 'first axis to the right, second up';
  return {
    id: 'plan',
    title: 'Plan view',
    summary: `${number(starts.length)} objects and ${number(firstOfEach(tracks).length)} tracks; ${number(falseReports)} reports of tracks without an object.`,
    caption: `Seen from above; ${axes}. Broad lines are the truth, from the dot on; thin lines the tracks. Crosses: reports of tracks with no object within c.${every === 1 ? '' : ` One scan of ${every} is drawn.`}`,
    keys: [
      { label: 'truth', colour: COLOUR.truth, shape: 'line' },
      { label: 'tracks', colour: COLOUR.track, shape: 'line' },
      { label: 'false reports', colour: COLOUR.false, shape: 'cross' },
    ],
    plot: {
      ...MARGINS,
      height: size.height,
      x: { label: 'km', domain: size.across, reverse: turned, grid: true },
      y: { label: 'km', domain: size.up, grid: true },
      marks: [
        Plot.line(truth, { x, y, z: 'id', stroke: COLOUR.truth, strokeWidth: crowd ? 2.5 : 4, strokeLinecap: 'round' }),
        Plot.dot(starts, { x, y, r: crowd ? 2 : 4, fill: COLOUR.truth, title: (d) => `object ${d.id}` }),
        Plot.line(tracks, { x, y, z: 'id', stroke: COLOUR.track, strokeWidth: crowd ? 0.8 : 1.25 }),
        Plot.dot(falseOnes, { x, y, symbol: 'times', r: 3, stroke: COLOUR.false, strokeWidth: 1.5, title: (d) => `track ${d.id}` }),
      ],
    },
  };
}

type Place = (states: Float64Array, index: number) => { readonly first_km: number; readonly second_km: number };

function projection(pictures: readonly Picture[]): { readonly place: Place; readonly fixedToEarth: boolean } {
  const middle = middleOf(pictures);
  const round = (metres: number): number => Math.round((metres / 1000) * ROUND) / ROUND;
  if (Math.hypot(middle.x, middle.y, middle.z) < EARTH_m) {
    return {
      place: (states, i) => ({ first_km: round(states[6 * i]), second_km: round(states[6 * i + 1]) }),
      fixedToEarth: false,
    };
  }
  const basis: EnuBasis = enuBasis(geodeticFromEcefVec(middle));
  return {
    place: (states, i) => {
      const local = enuFromEcef(middle, basis, vec3(states[6 * i], states[6 * i + 1], states[6 * i + 2]));
      return { first_km: round(local.x), second_km: round(local.y) };
    },
    fixedToEarth: true,
  };
}

function middleOf(pictures: readonly Picture[]): Vec3 {
  const sum = [0, 0, 0];
  let count = 0;
  for (const { truth, tracks } of pictures)
    for (const { ids, states } of [truth, tracks])
      ids.forEach((_, i) => {
        count += 1;
        for (let axis = 0; axis < 3; axis++) sum[axis] += states[6 * i + axis];
      });
  const [x, y, z] = sum.map((value) => value / Math.max(1, count));
  return { x, y, z };
}

/** The marks of one scan of `every`, and the first of each object. */
function marksOf(pictures: readonly Picture[], side: (picture: Picture) => Picture['truth'], place: Place, every: number): Mark[] {
  const seen = new Set<string>();
  return pictures.flatMap((picture, k) => {
    const { ids, states } = side(picture);
    return ids.flatMap((id, i): Mark[] => {
      if (k % every > 0 && seen.has(id)) return [];
      seen.add(id);
      return [{ id, ...place(states, i) }];
    });
  });
}

function firstOfEach(marks: readonly Mark[]): Mark[] {
  const first = new Map<string, Mark>();
  for (const mark of marks) if (!first.has(mark.id)) first.set(mark.id, mark);
  return [...first.values()];
}

type Span = readonly [low: number, high: number];

function spanOf(sides: readonly (readonly Mark[])[], axis: 'first_km' | 'second_km'): Span {
  let [low, high] = [Infinity, -Infinity];
  for (const side of sides)
    for (const mark of side) {
      low = Math.min(low, mark[axis]);
      high = Math.max(high, mark[axis]);
    }
  if (low > high) return [0, 1];
  const pad = Math.max(1, 0.03 * (high - low));
  return [low - pad, high + pad];
}

function lengthOf([low, high]: Span): number {
  return high - low;
}

/** A kilometre is as long upwards as across: the height follows the width up to a bound, and beyond it the view is made wider. */
function sizeFor(x: Span, y: Span): { readonly height: number; readonly across: Span; readonly up: Span } {
  const inner = { width: WIDTH - MARGINS.marginLeft - MARGINS.marginRight, height: HEIGHT_max - MARGINS.marginTop - MARGINS.marginBottom };
  const perKm = Math.min(inner.width / lengthOf(x), inner.height / lengthOf(y));
  const least_km = HEIGHT_min / perKm;
  const widened = ([low, high]: Span, length: number): Span => {
    const more = Math.max(0, length - (high - low)) / 2;
    return [low - more, high + more];
  };
  const up = widened(y, least_km);
  return { height: perKm * lengthOf(up) + MARGINS.marginTop + MARGINS.marginBottom, across: widened(x, inner.width / perKm), up };
}
