import { writeFileSync } from 'node:fs';
import { generatedFiles } from './files.ts';
import { pixelModule } from './pixels.ts';

/** `npm run generate`: writes the kernels. kernels/generate.test.ts compares them with what is committed. */
for (const { url, text } of [...generatedFiles(), await pixelModule()]) writeFileSync(url, text);
