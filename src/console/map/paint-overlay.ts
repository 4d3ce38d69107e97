import { geoPath, type GeoPath, type GeoProjection } from 'd3-geo';
import type { Position } from 'geojson';
import type { PlaceView, SensorView, TrackView, View } from '../../api/wire-feed.ts';
import type { EventRow } from '../rows.ts';
import type { Palette } from '../theme.ts';
import { areaRing, ellipseRing, lonLat, sectorRing, trackEllipse } from './geometry.ts';
import { createLabels, type Box } from './labels.ts';
import { pixelOf, projectionOf, type Camera, type Size } from './projection.ts';
import { drawSign, SENSOR_SIGNS, type Sign } from './signs.ts';

export type Picture = {
  readonly view: View;
  readonly selected: EventRow | undefined;
  readonly coverage: boolean;
  readonly palette: Palette;
  /** Parts of the canvas that something else stands on. */
  readonly covered: readonly Box[];
};

/** Chance that a drawn ellipse of a track or a launch point holds it. */
const ELLIPSE_PROBABILITY = 0.95;
/** Places named on the map besides those under an area. */
const PLACE_LABELS = 60;

type Brush = {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly path: GeoPath;
  readonly labels: ReturnType<typeof createLabels>;
  pixel(point: Position): readonly [number, number] | undefined;
};

/** Paints what moves. Trails and areas for the selected event only: everything at once is a hairball. */
export function paintOverlay(context: CanvasRenderingContext2D, camera: Camera, size: Size, picture: Picture): void {
  const { view, selected, coverage, palette, covered } = picture;
  context.clearRect(0, 0, size.width, size.height);
  const projection: GeoProjection = projectionOf(camera, size);
  const brush: Brush = {
    context,
    palette,
    path: geoPath(projection, context),
    labels: createLabels(context, size, palette.halo),
    pixel: (point) => pixelOf(projection, camera, size, point),
  };
  for (const box of covered) brush.labels.reserve(box);
  const own = tracksOf(view, selected);
  if (coverage) for (const sensor of view.sensors) paintCoverage(brush, sensor);
  if (selected) paintEvent(brush, selected, own);
  for (const track of view.tracks) if (track.track.status !== 'ended' && !own.includes(track)) paintTrack(brush, track, 'other');
  for (const sensor of view.sensors) paintSensor(brush, sensor);
  paintPlaces(brush, view.places, selected);
  brush.labels.write();
}

/** Tracks of an event, the newest assessment's or else the notice's. */
export function tracksOf(view: View, row: EventRow | undefined): TrackView[] {
  const ids = row?.event.assessment?.tracks ?? (row?.event.notice ? [row.event.notice.track] : []);
  return view.tracks.filter((one) => ids.includes(one.track.id));
}

/** Ring of the area that is drawn of an event: what people are told of, and else where it falls by the assessment. */
export function areaOf({ event, warning, hazard }: Pick<EventRow, 'event' | 'warning' | 'hazard'>): Position[] | undefined {
  const impact = event.assessment?.impact;
  return areaRing((hazard?.area ?? warning?.warning.area)?.ring ?? impact?.asItFalls?.area ?? impact?.area ?? []);
}

function paintEvent(brush: Brush, { event, warning, hazard }: EventRow, tracks: readonly TrackView[]): void {
  const { assessment, notice } = event;
  const impact = assessment?.impact;
  const told = hazard?.area ?? warning?.warning.area;
  const area = areaOf({ event, warning, hazard });
  const reach = areaRing(told === undefined ? (impact?.asItFalls === undefined ? [] : impact.area) : (told.reach?.ring ?? []));
  if (reach) outline(brush, reach, brush.palette.area, { fill: 0.04, width: 1.2, dash: [2, 4] });
  if (area) outline(brush, area, brush.palette.area, { fill: 0.14, width: 1.8, dash: told ? [] : [6, 4] });
  if (impact?.kind === 'ballistic') ring(brush, ellipseRing(impact, impact.probability), brush.palette.uncertainty);
  for (const track of tracks) {
    const last = track.trail.at(-1);
    if (impact && last && track.track.status !== 'ended')
      strokeLine(brush, [lonLat(last), lonLat(impact.point)], brush.palette.area, 1.2, [2, 5]);
    paintTrail(brush, track.trail);
  }
  if (assessment?.launch) {
    ring(brush, ellipseRing(assessment.launch, ELLIPSE_PROBABILITY), brush.palette.uncertainty);
    sign(brush, 'launch', lonLat(assessment.launch.point), brush.palette.track, 'launch');
  } else if (notice) {
    ring(brush, ellipseRing(notice.place, ELLIPSE_PROBABILITY), brush.palette.uncertainty);
  }
  if (impact)
    sign(brush, 'impact', lonLat(impact.point), brush.palette.area, impact.kind === 'ballistic' ? 'predicted impact' : 'impact uncertain');
  for (const track of tracks) paintTrack(brush, track, 'track');
}

/** Seen stretches as a whole line, computed ones dashed: a prediction never looks like a sight. */
function paintTrail(brush: Brush, trail: TrackView['trail']): void {
  let from = 0;
  for (let at = 1; at <= trail.length; at++) {
    if (at < trail.length && trail[at].basis === trail[from].basis) continue;
    const stretch = trail.slice(Math.max(0, from - 1), at);
    strokeLine(brush, stretch.map(lonLat), brush.palette.track, 2, trail[from].basis === 'observed' ? [] : [5, 4]);
    from = at;
  }
}

function paintTrack(brush: Brush, track: TrackView, colour: 'track' | 'other'): void {
  const last = track.trail.at(-1);
  if (!last) return;
  const ellipse = colour === 'track' ? trackEllipse(track) : undefined;
  if (ellipse) ring(brush, ellipseRing(ellipse, ELLIPSE_PROBABILITY), brush.palette.uncertainty);
  const { id, status, basis } = track.track;
  const note = status === 'ended' ? ' ended' : basis === 'predicted' ? ' predicted' : '';
  sign(brush, 'track', lonLat(last), brush.palette[colour], `${id}${note}`);
}

function paintSensor(brush: Brush, { id, kind, position }: SensorView): void {
  if (position) sign(brush, SENSOR_SIGNS[kind].sign, lonLat(position), brush.palette.sensor, id);
}

function paintCoverage(brush: Brush, { position, rangeMax_m, azimuthCentre_rad, azimuthHalfWidth_rad }: SensorView): void {
  if (!position || rangeMax_m === undefined || azimuthCentre_rad === undefined || azimuthHalfWidth_rad === undefined) return;
  outline(brush, sectorRing(position, rangeMax_m, azimuthCentre_rad, azimuthHalfWidth_rad), brush.palette.sensor, {
    fill: 0.06,
    width: 1,
    dash: [3, 4],
  });
}

function paintPlaces(brush: Brush, places: readonly PlaceView[], selected: EventRow | undefined): void {
  const people =
    selected?.hazard?.peopleInAlertArea ?? selected?.warning?.warning.peopleInAlertArea ?? selected?.event.assessment?.people?.inAlertArea;
  const under = people?.kind === 'counted' ? people.places : [];
  const isUnder = (place: PlaceView) => under.some((one) => one.name === place.name && one.country === place.country);
  const largest = places.toSorted((a, b) => Number(isUnder(b)) - Number(isUnder(a)) || (b.population ?? 0) - (a.population ?? 0));
  let labels = 0;
  for (const place of largest) {
    const pixel = brush.pixel(lonLat(place));
    if (!pixel) continue;
    const threatened = isUnder(place);
    if (labels++ >= PLACE_LABELS && !threatened) break;
    const draw = () => drawSign(brush.context, 'place', ...pixel, threatened ? brush.palette.area : brush.palette.place);
    // A place under the area is marked even where its name finds no room.
    if (threatened) brush.labels.keepFree(...pixel, 3);
    if (threatened) draw();
    brush.labels.add(place.name, ...pixel, threatened ? brush.palette.area : brush.palette['place-name'], threatened ? 700 : 400, draw);
  }
}

function sign(brush: Brush, shape: Sign, point: Position, colour: string, label: string): void {
  const pixel = brush.pixel(point);
  if (!pixel) return;
  drawSign(brush.context, shape, ...pixel, colour);
  brush.labels.keepFree(...pixel, 7);
  brush.labels.add(label, ...pixel, colour, 700);
}

function ring(brush: Brush, points: Position[] | undefined, colour: string): void {
  if (points) outline(brush, points, colour, { fill: 0.1, width: 1.2, dash: [] });
}

type Outline = { readonly fill: number; readonly width: number; readonly dash: number[] };

function outline({ context, path }: Brush, points: Position[], colour: string, { fill, width, dash }: Outline): void {
  context.beginPath();
  path({ type: 'Polygon', coordinates: [points] });
  context.save();
  context.globalAlpha = fill;
  context.fillStyle = colour;
  context.fill();
  context.restore();
  finish(context, colour, width, dash);
}

function strokeLine({ context, path }: Brush, points: Position[], colour: string, width: number, dash: number[]): void {
  if (points.length < 2) return;
  context.beginPath();
  path({ type: 'LineString', coordinates: points });
  finish(context, colour, width, dash);
}

function finish(context: CanvasRenderingContext2D, colour: string, width: number, dash: number[]): void {
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
