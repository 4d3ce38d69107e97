import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { chartSvg } from './chart-svg.ts';

const points = (f: (x: number) => number): [number, number][] => Array.from({ length: 20 }, (_, k) => [k, f(k)]);
const svg = chartSvg('Error < bound & more', [
  {
    title: 'Position error, m',
    x: 'seconds',
    logarithmic: true,
    curves: [
      { name: 'bound', role: 'reference', points: points((x) => 1000 / (1 + x)) },
      { name: 'EKF', points: points((x) => 1100 / (1 + x)) },
    ],
  },
  { title: 'NEES', x: 'seconds', band: [3, 5], curves: [{ name: 'EKF', points: points((x) => 4 + 0.1 * x) }] },
]);

test('a chart is one well-formed SVG file that needs nothing from outside', () => {
  expect(XMLValidator.validate(svg)).toBe(true);
  const root = (new XMLParser({ ignoreAttributes: false }).parse(svg) as { svg: Record<string, string> }).svg;
  expect(root['@_aria-label']).toBe('Error < bound & more');
  expect(svg.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|url\(|<script/);
});

test('a name has one colour in all panels and stands once in the legend; what is measured against follows the text', () => {
  expect(svg.match(/class="legend">EKF</g)).toHaveLength(1);
  const colour = /stroke="(#[0-9a-f]{6})" stroke-width="2"/.exec(svg)?.[1] ?? 'none';
  expect(svg.split(`stroke="${colour}"`).length).toBeGreaterThan(3);
  expect(svg).toMatch(/<path[^>]*stroke="currentColor"|stroke="currentColor"[^>]*stroke-dasharray="5 4"/);
});

test('it follows the reader into the dark', () => {
  expect(svg).toContain('@media (prefers-color-scheme:dark)');
});

test('where a value may lie is drawn upright through it, in the curve’s colour', () => {
  const drawn = (intervals: [number, number, number][]): string =>
    chartSvg('Shares', [{ title: 'share', x: 'signal', curves: [{ name: 'told', points: points((x) => x / 20), intervals }] }]);
  const upright = (picture: string): string[] => picture.match(/<g stroke-opacity="0.6" stroke="#[0-9a-f]{6}"[^>]*><line [^>]*>/g) ?? [];
  expect(upright(drawn([]))).toEqual([]);
  const [line] = upright(drawn([[10, 0.4, 0.6]]));
  const at = (name: string): number => Number(new RegExp(` ${name}="([^"]*)"`).exec(line)?.[1]);
  expect(at('x1')).toBe(at('x2'));
  // Of a panel of a value from 0 to 1 a fifth.
  expect(at('y1') - at('y2')).toBeGreaterThan(30);
  expect(at('y1') - at('y2')).toBeLessThan(50);
});
