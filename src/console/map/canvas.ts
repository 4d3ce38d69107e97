import type { Size } from './projection.ts';

/** The drawing context at the screen's resolution. `willReadFrequently` keeps the canvas in memory: without a graphics card the
 *  browser's accelerated canvas takes seconds for a frame. */
export function prepare(canvas: HTMLCanvasElement | null, { width, height }: Size): CanvasRenderingContext2D | undefined {
  if (!canvas || width === 0 || height === 0) return undefined;
  const ratio = window.devicePixelRatio;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context ?? undefined;
}
