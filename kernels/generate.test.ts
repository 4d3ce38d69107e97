import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asterixFiles } from './asterix.ts';
import { generatedFiles } from './files.ts';
import { pixelModule } from './pixels.ts';

for (const { url, text } of [...generatedFiles(), ...asterixFiles()])
  test(`${url.pathname.split('/').at(-1)} is what its specification generates`, () => {
    expect(readFileSync(url, 'utf8')).toBe(text);
  });

test('pixel-module.ts is what kernels/pixels.as and series.as compile to', async () => {
  const { url, text } = await pixelModule();
  expect(readFileSync(url, 'utf8')).toBe(text);
});
