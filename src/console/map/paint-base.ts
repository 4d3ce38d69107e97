import { geoGraticule10, geoPath } from 'd3-geo';
import type { Palette } from '../theme.ts';
import type { Land } from './land.ts';
import { projectionOf, type Camera, type Size } from './projection.ts';

const graticule = geoGraticule10();

export type Ground = { readonly land: Land | undefined; readonly watermark: string; readonly palette: Palette };

/** Paints what stands still: sea, graticule, land, borders. Only when the camera or the land changes. */
export function paintBase(context: CanvasRenderingContext2D, camera: Camera, size: Size, { land, watermark, palette }: Ground): void {
  const path = geoPath(projectionOf(camera, size), context);
  context.clearRect(0, 0, size.width, size.height);
  context.beginPath();
  path({ type: 'Sphere' });
  context.fillStyle = palette.sea;
  context.fill();
  context.strokeStyle = palette.rim;
  context.lineWidth = 1;
  context.stroke();
  stroke(context, palette.graticule, 0.7, () => path(graticule));
  if (land) {
    context.beginPath();
    path(land.land);
    context.fillStyle = palette.land;
    context.fill();
    context.strokeStyle = palette.coast;
    context.lineWidth = 0.8;
    context.stroke();
    const { borders } = land;
    if (borders) stroke(context, palette.border, 0.7, () => path(borders));
  }
  paintWatermark(context, size, watermark, palette.watermark);
}

function stroke(context: CanvasRenderingContext2D, colour: string, width: number, draw: () => void): void {
  context.beginPath();
  draw();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** The mode across the map, so that no cut-out of a picture of it is without. */
function paintWatermark(context: CanvasRenderingContext2D, { width, height }: Size, word: string, colour: string): void {
  context.save();
  context.font = '700 46px system-ui, "DejaVu Sans", sans-serif';
  context.textAlign = 'center';
  context.fillStyle = colour;
  context.translate(width / 2, height / 2);
  context.rotate(-Math.PI / 8);
  const step = context.measureText(word).width + 90;
  for (let y = -height; y <= height; y += 170) {
    for (let x = -width, row = (y / 170) % 2; x <= width; x += step) context.fillText(word, x + row * (step / 2), y);
  }
  context.restore();
}
