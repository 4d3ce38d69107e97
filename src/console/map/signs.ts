import type { SensorView } from '../../api/wire-feed.ts';

export type Sign = 'launch' | 'impact' | 'track' | 'radar' | 'satellite' | 'place';

/** How each kind of sensor is drawn on the map, and marked in lists. */
export const SENSOR_SIGNS: Readonly<Record<SensorView['kind'], { readonly sign: Sign; readonly mark: string }>> = {
  'infrared-satellite': { sign: 'satellite', mark: '◇' },
  radar: { sign: 'radar', mark: '■' },
};

/** Draws a sign of the map at a pixel. The legend uses the same function, so that it cannot say something else. */
export function drawSign(context: CanvasRenderingContext2D, sign: Sign, x: number, y: number, colour: string): void {
  context.save();
  context.translate(x, y);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  SHAPES[sign](context);
  context.restore();
}

const SHAPES: Readonly<Record<Sign, (context: CanvasRenderingContext2D) => void>> = {
  launch: (c) => {
    polygon(c, [
      [0, -7],
      [6, 5],
      [-6, 5],
    ]);
    c.stroke();
  },
  impact: (c) => {
    line(c, [-6, -6], [6, 6]);
    line(c, [-6, 6], [6, -6]);
    c.stroke();
  },
  track: (c) => {
    c.arc(0, 0, 5, 0, 2 * Math.PI);
    c.fill();
  },
  radar: (c) => {
    c.rect(-4.5, -4.5, 9, 9);
    c.fill();
  },
  satellite: (c) => {
    polygon(c, [
      [0, -6],
      [6, 0],
      [0, 6],
      [-6, 0],
    ]);
    c.stroke();
  },
  place: (c) => {
    c.arc(0, 0, 2, 0, 2 * Math.PI);
    c.fill();
  },
};

type Point = readonly [number, number];

function polygon(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  points.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
}

function line(context: CanvasRenderingContext2D, from: Point, to: Point): void {
  context.moveTo(...from);
  context.lineTo(...to);
}
