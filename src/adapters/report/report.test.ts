import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { noisyRun, runOnLine } from '../../../tests/support/score-pictures.ts';
import type { Picture } from '../../score/picture.ts';
import { DEFAULT_RULE, scoreSheet } from '../../score/sheet.ts';
import { escaped, number } from './html.ts';
import { scoreReport } from './report.ts';

const RUN = noisyRun({
  objects: 12,
  scans: 25,
  sigma_m: 800,
  sigma_mps: 40,
  missedShare: 0.1,
  falsePerScan: 1,
  switchShare: 0.03,
  seed: 4,
});
const NAMES = { title: 'Tracks against truth', truth: 'truth.csv', tracks: 'tracks.csv' };

function report(run: readonly Picture[], names = NAMES): string {
  return scoreReport(scoreSheet(run, { ...DEFAULT_RULE, fromScan: 0 }), run, names);
}

function page(html: string) {
  return parseHTML(html).document as unknown as {
    querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null; textContent: string; localName: string }>;
  };
}

test('the report is one file: no script, nothing that the browser would fetch', () => {
  const html = report(RUN);
  expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|image|use)\b/i);
  expect(html).not.toMatch(/\son[a-z]+=|javascript:|@import|url\(/i);
  expect(html.replaceAll('http://www.w3.org/2000/svg', '').replaceAll('http://www.w3.org/1999/xlink', '')).not.toMatch(/https?:/);
  expect(html).toContain("default-src 'none'");
});

test('every figure says what it shows in words, and each of its names exists', () => {
  const document = page(report(RUN));
  expect([...document.querySelectorAll('figure')].map((figure) => figure.getAttribute('id'))).toEqual([
    'gospa',
    'counts',
    'continuity',
    'errors',
    'nees',
    'plan',
  ]);
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'));
  expect(new Set(ids).size).toBe(ids.length);
  for (const svg of document.querySelectorAll('svg[role=img]'))
    for (const id of (svg.getAttribute('aria-labelledby') ?? '-').split(' ')) expect(ids).toContain(id);
});

test('a requirement’s answer is a word and a sign', () => {
  const answers = [...page(report(RUN)).querySelectorAll('td .verdict')].map((cell) => cell.textContent);
  expect(new Set(answers)).toEqual(new Set(['✓ met', '✗ not met', '– not measured']));
});

test('names from files cannot become part of the page', () => {
  const hostile = RUN.map((picture) => ({
    ...picture,
    tracks: { ...picture.tracks, ids: picture.tracks.ids.map((id) => `<script>${id}</script>`) },
    truth: { ...picture.truth, ids: picture.truth.ids.map((id) => `"><img src=x onerror=alert(${id})>`) },
  }));
  const html = report(hostile, { ...NAMES, title: '<script>alert(1)</script>' });
  expect(html).not.toMatch(/<(script|img)\b/i);
  expect([...page(html).querySelectorAll('script, img')]).toEqual([]);
});

test('the same run gives the same bytes', () => {
  expect(report(RUN)).toBe(report(RUN));
});

test('runs with nothing in them still make a report', () => {
  const silent = RUN.map((picture) => ({ ...picture, tracks: { ids: [], states: new Float64Array() } }));
  const alone = RUN.map((picture) => ({ ...picture, truth: { ids: [], states: new Float64Array() } }));
  const single = runOnLine([{ truth: { p: 0 }, tracks: { a: 1 } }]);
  for (const run of [silent, alone, single]) {
    const html = report(run);
    expect(html).toContain('</html>');
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test('positions fixed to the Earth are drawn east and north', () => {
  const onEarth = RUN.map((picture) => ({
    ...picture,
    truth: shifted(picture.truth),
    tracks: { ...picture.tracks, ...shifted(picture.tracks) },
  }));
  expect(report(onEarth)).toContain('east to the right, north up');
  expect(report(RUN)).not.toContain('east to the right, north up');
});

function shifted<T extends { readonly ids: readonly string[]; readonly states: Float64Array }>({ ids, states }: T) {
  return { ids, states: states.map((value, k) => (k % 6 === 0 ? value + 6.6e6 : value)) };
}

test('numbers are written with three digits, grouped, with a true minus', () => {
  expect([1234567.8, 123.4, 12.34, 1.234, 0.01234, -5.25, 7, 0].map((value) => number(value))).toEqual([
    '1,234,568',
    '123',
    '12.3',
    '1.23',
    '0.012',
    '−5.25',
    '7',
    '0',
  ]);
  expect(number(undefined)).toBe('–');
  expect(escaped(`<a href="x">'&`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
});
