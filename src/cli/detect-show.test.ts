import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectRun } from '../../tests/support/detect-run.ts';
import { glowing, SIDE } from '../../tests/support/imager-frames.ts';
import type { Burning } from '../core/imager/imager-fold.ts';
import { type ImagerLook, imagerLookOf } from '../core/imager/imager-look.ts';
import { placeOf } from '../core/imager/place.ts';
import { createShowing } from './detect-show.ts';
import type { Shown } from './shown.ts';
import type { SeenEvent } from './imager-theatre.ts';
import type { LookOfSeries } from './launches-in-looks.ts';

const STEP_us = 10e6;
const HOT = { row: 20, column: 30 };
const BURNS = { row: 40, column: 12 };

function lookAt(index: number): ImagerLook {
  const frame = glowing(7, 3.9, (row, column) =>
    row === HOT.row && column === HOT.column ? 380 : row === BURNS.row && column === BURNS.column && index >= 20 ? 340 : 285,
  );
  const look = imagerLookOf([{ ...frame, begin_us: index * STEP_us, end_us: index * STEP_us + 5e6 }]);
  if ('message' in look) throw new Error(look.message);
  return look;
}

function eventAt(look: ImagerLook): SeenEvent {
  const point = placeOf(look.hot, BURNS.row, BURNS.column);
  if (point === undefined) throw new Error('beside the Earth');
  const estimate = { point, covarianceEast_m2: 4e6, covarianceEastNorth_m2: 1e6, covarianceNorth_m2: 1e6, time_us: 190e6, sigmaTime_s: 3 };
  const course = { heading_rad: 1, headingHalfWidth_rad: 0.3 };
  return { event: 'E1', estimate, probability: 0.97, course, satellites: ['G99'], seen_us: 200e6 };
}

/** A look with a fire, and from the twentieth on a plume of which a launch is told. */
function shownAt(index: number): Shown {
  const seen = lookAt(index);
  const at = HOT.row * SIDE + HOT.column;
  const isBurning = index >= 20;
  const plume = { tracklet: { id: 5, last: { band: 7, k: 30, fit: BURNS } } } as unknown as Burning;
  const series: LookOfSeries = {
    hot: seen.hot,
    followed: index === 0 ? 'anew' : 'on',
    since_us: 0,
    plumes: isBurning ? [plume] : [],
    turnedDown: { weather: 0, once: 0, clutter: 0, standing: 0 },
    omitted: 0,
    atEdge: 0,
    cut: 0,
    events: isBurning ? [eventAt(seen)] : [],
    ended: [],
    refused: [],
  };
  return {
    look: { satellite: 'G99', area: 'M1', begin_us: index * STEP_us, files: [`${index}.nc`] },
    seen,
    used: [seen.hot],
    spots: [{ pixels: [at], ...HOT, place: placeOf(seen.hot, HOT.row, HOT.column), isAtLeast: false, k: 40, probability: 0.99 }],
    radiated: [undefined],
    candidates: [],
    atEdge: 0,
    series,
  };
}

// Of a series of hours the first twelve maps were of the first two minutes, and the launch had none.
test('of a long series what tells of a launch is shown, and how much is not is said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-show-'));
  const report = join(folder, 'report.html');
  try {
    const { look, launch, close } = createShowing(folder, report, () => {
      throw new Error('all can be written');
    });
    for (let index = 0; index < 23; index++) {
      const shown = shownAt(index);
      look(shown);
      for (const event of shown.series?.events ?? [])
        if (event.estimate !== undefined) launch(shown.seen.hot, { ...event, estimate: event.estimate });
    }
    const { summary } = detectRun();
    const { strips, left } = close({ ...summary, looks: 23, frames: 23 }, 'A series');
    const page = readFileSync(report, 'utf8');
    const words = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    // Twelve maps of looks: three tell of the launch, and nine of the others show as much as any.
    expect(page.match(/<svg class="frame"/g)).toHaveLength(12);
    expect(words.match(/A launch is told by it\. One plume and one hot spot, in rings\./g)).toHaveLength(3);
    expect(words).toContain('11 more looks have no map here');
    // The fire is one, however many looks show it.
    expect(words).toContain('22 more hot spots have no picture here');
    // The launch with its map, its plume over time, and its neighbourhood in four looks before and three in which it was told.
    expect(page.match(/<svg class="launch"/g)).toHaveLength(1);
    expect(page).toContain('class="ellipse"');
    expect(page).toContain('class="arc"');
    expect(page.match(/<svg class="curve"/g)).toHaveLength(1);
    expect(words).toContain('Plume 5 of G99 M1: 7 looks, 24 × 24 pixels of band 7 each');
    expect(page.match(/<circle class="full"/g)).toHaveLength(6);
    expect([strips.length, left]).toEqual([1, 0]);
    expect(readdirSync(folder).filter((name) => name.endsWith('-plume-5.png'))).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
