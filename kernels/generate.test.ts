import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asterixFiles } from './asterix.ts';
import { catalogueModule } from './catalogue.ts';
import { generatedFiles } from './files.ts';
import { pixelModule } from './pixels.ts';

for (const { url, text } of [...generatedFiles(), ...asterixFiles()])
  test(`${url.pathname.split('/').at(-1)} is what its specification generates`, () => {
    expect(readFileSync(url, 'utf8')).toBe(text);
  });

test.each([
  ['pixel-module.ts', 'kernels/pixels.as and series.as', pixelModule],
  ['catalogue-module.ts', 'kernels/catalogue.as and angles.as', catalogueModule],
])('%s is what %s compile to', async (_, __, module) => {
  const { url, text } = await module();
  expect(readFileSync(url, 'utf8')).toBe(text);
});
