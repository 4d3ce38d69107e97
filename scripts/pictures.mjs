// `npm run pictures`: makes the pictures of the README anew, from fixed data. Needs Chromium, as the tests of the console do.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { ensurePackages } from './install.mjs';
import { root } from './steps.mjs';

await ensurePackages();
await build();
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'tests/pictures/main.ts'], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
