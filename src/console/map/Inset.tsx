import { useEffect, useRef } from 'react';
import { geoDistance } from 'd3-geo';
import type { Position } from 'geojson';
import type { View } from '../../api/wire-feed.ts';
import type { EventRow } from '../rows.ts';
import { useTheme } from '../theme.ts';
import { kilometres } from '../words.ts';
import { prepare } from './canvas.ts';
import { EARTH_RADIUS_M } from './geometry.ts';
import type { Land } from './land.ts';
import type { Box } from './labels.ts';
import { paintBase } from './paint-base.ts';
import { paintOverlay } from './paint-overlay.ts';
import { fitted, pixelsAcross, type Camera, type Size } from './projection.ts';

/** An area that is smaller on the map than this, in pixels, hides under the sign of the impact point. */
const LEAST_PX = 48;
const GAP_PX = 8;
/** Height of the row of buttons on the map. */
const TOOLS_PX = 40;
const CAPTION_PX = 20;
const HERE: Camera = { kind: 'flat', longitude_deg: 0, latitude_deg: 0, zoom: 1 };

export function isTooSmall(area: readonly Position[], camera: Camera, size: Size): boolean {
  return size.width > 0 && pixelsAcross(camera, size, across_rad(area)) < LEAST_PX;
}

/** Where the inset stands on a map of this size, never more than a part of it: at the bottom right, or above where it would cover the area itself. */
export function insetBox({ width, height }: Size, area: readonly [number, number] | undefined): Box {
  const [w, h] = [Math.round(Math.min(280, 0.45 * width)), Math.round(Math.min(210, 0.4 * height))];
  const [x, low] = [width - w - GAP_PX, height - h - GAP_PX];
  const covers = area !== undefined && area[0] > x - LEAST_PX && area[1] > low - LEAST_PX;
  return { x, y: covers ? GAP_PX + TOOLS_PX : low, width: w, height: h };
}

type Props = {
  readonly area: readonly Position[];
  readonly box: Box;
  readonly view: View;
  readonly version: number;
  readonly selected: EventRow;
  readonly land: Land | undefined;
  readonly watermark: string;
  readonly onLook: () => void;
};

/** The area at a size at which its shape and the places in it can be seen, where the map beside it shows the whole flight. Pressed, the map goes there. */
export function Inset({ area, box, view, version, selected, land, watermark, onLook }: Props) {
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const { palette } = useTheme();
  const { x, y, width, height } = box;
  const inner_h = height - CAPTION_PX;
  const corners = JSON.stringify(area);
  useEffect(() => {
    const size = { width, height: inner_h };
    const camera = fitted(HERE, size, JSON.parse(corners) as Position[], 0);
    const below = prepare(base.current, size);
    const above = prepare(overlay.current, size);
    if (below) paintBase(below, camera, size, { land, watermark, palette });
    if (above) paintOverlay(above, camera, size, { view, selected, coverage: false, palette, covered: [] });
  }, [corners, width, inner_h, land, watermark, palette, view, version, selected]);
  return (
    <button type="button" className="inset" style={{ left: x, top: y, width, height }} onClick={onLook} title="look at it on the map">
      <span className="inset-frame">
        <canvas ref={base} />
        <canvas ref={overlay} />
      </span>
      <span className="inset-caption">Area, {kilometres(across_rad(area) * EARTH_RADIUS_M)} across</span>
    </button>
  );
}

/** The longest way across, radians at the Earth's centre. */
function across_rad(area: readonly Position[]): number {
  let most = 0;
  for (const a of area) for (const b of area) most = Math.max(most, geoDistance([a[0], a[1]], [b[0], b[1]]));
  return most;
}
