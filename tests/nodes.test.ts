import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine, root } from './support/cli.ts';

// The same journal gives the same bytes on every supported Node: the core computes with its own elementary functions (ADR 4).
const VERSIONS = ['20', '22', '24'];
const nodeOf = (version: string): string => join(root, 'tests', 'nodes', 'node_modules', `node-${version}`, 'bin', 'node');

/** The digest over every byte that the core said in a run, under one version of Node. */
function digestUnder(version: string): string {
  const node = nodeOf(version);
  const { status, stdout, stderr } = spawnSync(node, [commandLine, 'run', 'hs12-2017-08'], { encoding: 'utf8', cwd: root });
  if (status !== 0) throw new Error(`Node ${version} left with ${status}: ${stderr}`);
  return /^digest ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? `no digest under Node ${version}`;
}

test('one recorded run has the same digest under Node 20, 22 and 24', ({ skip }) => {
  if (process.platform !== 'linux' || process.arch !== 'x64') skip('the other Nodes are packaged for Linux on x64 only');
  for (const version of VERSIONS) expect(existsSync(nodeOf(version)), `Node ${version} is not installed: npm test installs it`).toBe(true);
  const digests = VERSIONS.map(digestUnder);
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(digests).size).toBe(1);
});
