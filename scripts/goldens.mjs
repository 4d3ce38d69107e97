// `npm run goldens`: what the scenarios decide otherwise than their golden timelines; `npm run goldens -- --update` writes them anew.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { ensurePackages } from './install.mjs';
import { root } from './steps.mjs';

await ensurePackages();
await build();
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'tests/goldens/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
