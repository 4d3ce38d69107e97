export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Label = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly weight: 400 | 700;
  readonly sign?: () => void;
};

/** Writes labels that cover neither each other nor any sign: they wait until every sign stands. What was asked for first is written
 *  first, and what finds no room is left out. */
export function createLabels(context: CanvasRenderingContext2D, size: { readonly width: number; readonly height: number }, halo: string) {
  const taken: Box[] = [];
  const waiting: Label[] = [];
  const fits = (box: Box): boolean =>
    box.x > 0 &&
    box.y > 0 &&
    box.x + box.width < size.width &&
    box.y + box.height < size.height &&
    !taken.some((other) => overlap(other, box));
  return {
    /** Keeps a part of the canvas free that something else stands on. */
    reserve(box: Box): void {
      taken.push(box);
    },
    /** Keeps a sign's own place free of words. */
    keepFree(x: number, y: number, radius: number): void {
      taken.push({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
    },
    /** `sign` is drawn with the label or not at all: a dot without a name tells nothing. */
    add(text: string, x: number, y: number, colour: string, weight: 400 | 700, sign?: () => void): void {
      waiting.push({ text, x, y, colour, weight, sign });
    },
    write(): void {
      for (const { text, x, y, colour, weight, sign } of waiting) {
        context.font = `${weight} 12px system-ui, "DejaVu Sans", sans-serif`;
        const width = context.measureText(text).width + 4;
        const boxes = [
          { x: x + 8, y: y - 8, width, height: 15 },
          { x: x - 8 - width, y: y - 8, width, height: 15 },
          { x: x - width / 2, y: y - 24, width, height: 15 },
          { x: x - width / 2, y: y + 9, width, height: 15 },
          { x: x + 6, y: y - 22, width, height: 15 },
          { x: x + 6, y: y + 7, width, height: 15 },
        ];
        const box = boxes.find(fits);
        if (!box) continue;
        taken.push(box);
        if (sign) {
          taken.push({ x: x - 3, y: y - 3, width: 6, height: 6 });
          sign();
        }
        context.lineWidth = 3;
        context.strokeStyle = halo;
        context.strokeText(text, box.x + 2, box.y + 12);
        context.fillStyle = colour;
        context.fillText(text, box.x + 2, box.y + 12);
      }
    },
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
