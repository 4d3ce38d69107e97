// `npm run bench`: installs and builds what is missing, then runs the benchmarks.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { ensurePackages } from './install.mjs';

await ensurePackages();
await build();
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
