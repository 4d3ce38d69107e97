import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { openRoom, type Room } from '../support/console-browser.ts';
import { openScenarioConsole } from './scenario-console.ts';

/** `npm run pictures`: makes the README's pictures anew, from a scenario and from example plots. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = join(root, 'docs', 'pictures');
/** A README that takes a megabyte to load is not read. */
const MOST_BYTES = 200_000;
/** A drill in which a warning for Honolulu waits for its signatures; 7 s after its area was last drawn. */
const DRILL = 'hawaii-2018';
const RECOMMENDED_S = 206;
const WIDE = { width: 1280, height: 720 };
const TELEPHONE = { width: 390, height: 844 };
/** What is drawn when it is first shown has settled by then. */
const SETTLED_MS = 3000;
/** Colours kept of a picture: the commonest; the others are edges of letters and lines. */
const SHADES = 128;

mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'tocsin-pictures-'));
const room = await openRoom();
try {
  await takeConsole(room);
  await takeReport(room);
} finally {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
}

async function takeConsole(at: Room): Promise<void> {
  const console = await openScenarioConsole(DRILL, RECOMMENDED_S);
  try {
    await take(at, console.url, WIDE, 'dark', 'console.png');
    await take(at, console.url, TELEPHONE, 'light', 'console-telephone.png');
    await take(at, console.url, WIDE, 'light', 'timeline.png', '.timeline');
  } finally {
    await console.close();
  }
}

async function takeReport(at: Room): Promise<void> {
  const report = join(folder, 'report.html');
  const [plots, sensor, truth] = ['plots.csv', 'sensor.yaml', 'truth.csv'].map((name) => join(folder, 'scene', name));
  const tocsin = (...args: string[]) => execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { stdio: 'ignore' });
  tocsin('scene', '--seed', '7', '--out', join(folder, 'scene'));
  tocsin('track', '--plots', plots, '--sensor', sensor, '--truth', truth, '--out', join(folder, 'tracks.csv'), '--report', report);
  await take(at, pathToFileURL(report).href, WIDE, 'light', 'tracking-report.png');
}

async function take(at: Room, url: string, size: typeof WIDE, theme: 'dark' | 'light', name: string, part = 'body'): Promise<void> {
  const { page, context } = await at.sitDown(url, size, theme);
  await page.waitForTimeout(SETTLED_MS);
  const taken = await (part === 'body' ? page : page.locator(part)).screenshot();
  await page.goto('about:blank');
  const picture = await coarser(page, taken);
  await context.close();
  if (picture.length > MOST_BYTES) throw new Error(`${name} has ${picture.length} bytes, more than ${MOST_BYTES}: make the page smaller`);
  writeFileSync(join(pictures, name), picture);
  stdout.write(`docs/pictures/${name}  ${Math.round(picture.length / 1000)} kB\n`);
}

/** The same picture in fewer shades: every surface keeps its own, and it compresses to two thirds. */
async function coarser(page: Page, picture: Buffer): Promise<Buffer> {
  const drawn = await page.evaluate(
    async ({ bytes, shades }) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]));
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
      const context = canvas.getContext('2d');
      if (!context) throw new Error('the browser has no canvas');
      context.drawImage(bitmap, 0, 0);
      const image = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const pixels = new Uint32Array(image.data.buffer);
      const counts = new Map<number, number>();
      for (const one of pixels) counts.set(one, (counts.get(one) ?? 0) + 1);
      const kept = [...counts]
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, shades)
        .map(([one]) => one);
      // No function of its own in here: the loader would name it by a helper that the page does not have.
      const nearest = new Map(kept.map((one) => [one, one]));
      for (const one of counts.keys()) {
        let least = nearest.has(one) ? 0 : Infinity;
        for (const each of least === 0 ? [] : kept) {
          let apart = 0;
          for (const by of [0, 8, 16]) apart += (((each >> by) & 255) - ((one >> by) & 255)) ** 2;
          if (apart < least) nearest.set(one, each);
          least = Math.min(least, apart);
        }
      }
      const indices = Uint8Array.from(pixels, (one) => kept.indexOf(nearest.get(one) ?? one));
      const table = kept.flatMap((one) => [one & 255, (one >> 8) & 255, (one >> 16) & 255]);
      return { width: bitmap.width, height: bitmap.height, table, indices: Array.from(indices) };
    },
    { bytes: picture.toString('base64'), shades: SHADES },
  );
  return indexedPng(drawn);
}

type Indexed = { readonly width: number; readonly height: number; readonly table: readonly number[]; readonly indices: readonly number[] };

/** PNG with a table of colours: a byte a pixel where a browser writes four. Source: PNG specification, third edition, 5 and 11.2. */
function indexedPng({ width, height, table, indices }: Indexed): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, row) => Buffer.from([0, ...indices.slice(row * width, (row + 1) * width)]));
  const chunks = [chunk('IHDR', head), chunk('PLTE', Buffer.from(table)), chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 }))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
