// `npm run bench`: installs what is missing, then runs the benchmarks from their sources.
import { spawnSync } from 'node:child_process';
import { ensurePackages } from './install.mjs';

await ensurePackages();
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
