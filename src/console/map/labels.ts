type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Writes labels that do not cover each other: what is asked for first is written first, and what finds no room is left out. */
export function createLabels(context: CanvasRenderingContext2D, size: { readonly width: number; readonly height: number }) {
  const taken: Box[] = [];
  return {
    /** Keeps a sign's own place free of words. */
    keepFree(x: number, y: number, radius: number): void {
      taken.push({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
    },
    write(text: string, x: number, y: number, colour: string, weight: 400 | 700 = 400): void {
      context.font = `${weight} 12px system-ui, "DejaVu Sans", sans-serif`;
      const width = context.measureText(text).width;
      const corners: readonly (readonly [number, number])[] = [
        [x + 9, y - 7],
        [x - 9 - width, y - 7],
        [x - width / 2, y - 24],
        [x - width / 2, y + 10],
      ];
      for (const [left, top] of corners) {
        const box = { x: left - 2, y: top, width: width + 4, height: 15 };
        const fits = left > 2 && top > 2 && left + width < size.width - 2 && top + 15 < size.height - 2;
        if (!fits || taken.some((other) => overlap(other, box))) continue;
        taken.push(box);
        context.lineWidth = 3;
        context.strokeStyle = 'rgba(10, 17, 24, 0.85)';
        context.strokeText(text, left, top + 12);
        context.fillStyle = colour;
        context.fillText(text, left, top + 12);
        return;
      }
    },
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
