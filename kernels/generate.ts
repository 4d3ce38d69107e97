import { writeFileSync } from 'node:fs';
import { catalogueModule } from './catalogue.ts';
import { generatedFiles } from './files.ts';
import { asterixFiles } from './asterix.ts';
import { pixelModule } from './pixels.ts';

/** `npm run generate`: writes the kernels. kernels/generate.test.ts compares them with what is committed. */
for (const { url, text } of [...generatedFiles(), ...asterixFiles(), await pixelModule(), await catalogueModule()])
  writeFileSync(url, text);
