import { expect, test } from 'vitest';
import { detectRun, frame, LOOK, MAP, seen } from '../../../tests/support/detect-run.ts';
import { degrees } from '../../core/units.ts';
import { detectReport } from './detect-report.ts';
import { frameMap } from './map.ts';

test('the report is one file: no script, no picture that is not in it, the same bytes for the same run', () => {
  const html = detectReport(detectRun());
  expect(html).not.toMatch(/<(script|link|iframe|object|embed|use)\b/i);
  expect(html).not.toMatch(/\son[a-z]+=|javascript:|@import|url\(/i);
  expect(html.match(/<(?:img src|image href)="(?!data:image\/png;base64,)/g)).toBeNull();
  expect(html).not.toMatch(/https?:/);
  expect(detectReport(detectRun())).toBe(html);
});

test('it says what is hot, where and how sure, what was turned down and why, and which files were used and refused', () => {
  const html = detectReport(detectRun());
  const text = html
    .replace(/data:[^"]*/g, '')
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
  expect(text).toContain('1 38.660°N 122.712°W 2019-10-27 20:00:27 UTC G17 M1 fire 1.00 35 at least 399 K at least 12 ± 2 GW');
  expect(text).toContain('2019-10-27 20:00:27 UTC G17 M1 40 30 7 2');
  expect(text).toContain('2019-10-27 20:00:27 UTC G17 M1 on 0 3 2 1 4');
  expect(text).toContain('299 K, 26.8 spreads over its surroundings; the Sun may shine there on something as bright');
  expect(text).toContain('c.nc Rad.scale_factor is 0 give another');
  expect(text).toContain('a.nc 2019-10-27 20:00:27 UTC, G17 M1');
  expect(text).toContain('One hot spot, in the ring. Bands 7, 13.');
  expect(text).toContain('Looks 1 of 2 frames');
  expect(html.match(/<img /g)).toHaveLength(2);
});

test('a launch stands first, with where and when it was and how sure that is', () => {
  const launch = {
    place: '23.756°S 173.306°E',
    sigma_m: 240,
    ellipse: { major_m: 587, minor_m: 310, azimuth_rad: 0.7 },
    at: '2023-11-14T22:12:46.086Z',
    sigmaTime_s: 3.2,
    heading: '003° ± 12°',
    probability: 0.97,
    ended: 'not seen again',
    told: { first: '2023-11-14T22:13:31.099Z', last: '2023-11-14T22:14:11.099Z' },
  };
  const html = detectReport(detectRun({ launches: [launch] }));
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain(
    '23.756°S 173.306°E ±&nbsp;0.2&nbsp;km 0.6&nbsp;×&nbsp;0.3&nbsp;km, 040° 2023-11-14 22:12:46 UTC ±&nbsp;3&nbsp;s 003° ± 12° 0.97 2023-11-14 22:13:31 UTC 2023-11-14 22:14:11 UTC : not seen again',
  );
  expect(html.indexOf('id="launches"')).toBeLessThan(html.indexOf('id="hot"'));
  expect(detectReport(detectRun())).not.toContain('id="launches"');
});

test('names from files cannot become part of the page', () => {
  const nasty = '"><img src=x onerror=alert(1)>';
  const html = detectReport(
    detectRun({
      title: nasty,
      looks: [{ ...LOOK, satellite: nasty, area: nasty, files: [nasty], spots: LOOK.spots.map((spot) => ({ ...spot, place: nasty })) }],
      lightning: [{ file: nasty, at: '2020-01-16T06:12:00Z', satellite: nasty, events: 1, groups: 1, flashes: 1 }],
      refused: [{ file: nasty, field: nasty, message: nasty, remedy: nasty }],
    }),
  );
  expect(html).not.toContain('<img src=x');
});

test('a run that found nothing says so, and one that read nothing has a report', () => {
  const none = detectReport(detectRun({ looks: [{ ...LOOK, spots: [], rejections: [], map: undefined }] }));
  expect(none).toContain('Nothing is hot.');
  expect(none).not.toContain('<img');
  const nothing = detectReport(detectRun({ looks: [], refused: [] }));
  expect(nothing).toContain('No look was read.');
  expect(nothing).toContain('None was refused.');
});

test('tables end at 500 rows and say how many more there are', () => {
  const html = detectReport(
    detectRun({
      looks: [{ ...LOOK, spots: Array.from({ length: 612 }, (_, k) => ({ ...LOOK.spots[0], number: k + 1, picture: undefined })) }],
    }),
  );
  expect(html.match(/38\.660°N/g)).toHaveLength(500);
  expect(html).toContain('<summary>480 more</summary>');
  expect(html).toContain('112 more are not listed here; --json lists all.');
});

test('a map has its parallels and meridians where the grid has them, and the marks where they are', () => {
  const { svg } = MAP;
  // Half a degree apart: the frame is 64 pixels of two kilometres.
  expect(svg.match(/class="line"/g)?.length).toBeGreaterThanOrEqual(2);
  expect(svg).toContain('<circle class="mark" cx="30.5" cy="20.5"');
  expect(svg).toMatch(/>\d+(\.5)?° N</);
  // What has no number has a ring.
  expect(frameMap(seen.hot, frame, [{ label: undefined, row: 1, column: 2 }], 'frame')).toMatch(
    /<circle class="mark" cx="2.5" cy="1.5" r="3"\/>\s*<\/svg>/,
  );
  // Across 180° the names go on to the other side.
  const across = { ...seen.hot, grid: { ...seen.hot.grid, longitude_rad: degrees(175.6) } };
  const names = [...frameMap(across, frame, [], 'frame').matchAll(/>([\d.]+)° ([EW])</g)].map(([, , side]) => side);
  expect(new Set(names).size).toBe(2);
  // Beside the Earth there is nothing to draw.
  const beside = { ...seen.hot, raster: { ...seen.hot.raster, x0_rad: 0.16 } };
  expect(frameMap(beside, frame, [], 'frame')).not.toContain('class="line"');
});
