// `npm run newcomer`: does what the README says in two fresh clones, and compares what comes out.
import { spawnSync } from 'node:child_process';
import { ensurePackages } from './install.mjs';
import { root } from './steps.mjs';

await ensurePackages();
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'tests/newcomer/main.ts'], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
