// `npm run rehearse`: installs and builds what is missing, then rehearses. docs/REHEARSAL.md says what that is.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensurePackages, requireNode } from './install.mjs';
import { main, root } from './steps.mjs';

await main(async () => {
  requireNode();
  await ensurePackages();
  await build();
  await import(pathToFileURL(join(root, 'dist', 'rehearsal', 'main.js')).href);
});
