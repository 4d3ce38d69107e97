import { spawnSync } from 'node:child_process';

/** What C is compiled with on this machine; undefined where there is nothing. */
export function cCompiler(): string | undefined {
  return ['gcc', 'cc'].find((name) => spawnSync(name, ['--version']).status === 0);
}
