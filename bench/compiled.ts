import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cCompiler } from './compiler.ts';

/** A C program of this folder, or why there is none. */
export type Compiled = { readonly binary: string; readonly why?: string };

export function compiled(source: string, options: readonly string[], folder: string): Compiled {
  const binary = join(folder, source.replace('.c', ''));
  const compiler = cCompiler();
  if (compiler === undefined) return { binary, why: 'no C compiler on this machine' };
  const { status, stderr } = spawnSync(compiler, ['-o', binary, fileURLToPath(new URL(source, import.meta.url)), ...options], {
    encoding: 'utf8',
  });
  return status === 0 ? { binary } : { binary, why: `${compiler} refused it: ${stderr.trim().split('\n').at(-1)}` };
}

/** What a C program prints, as numbers; undefined where it was not to be had. */
export function run({ binary, why }: Compiled, ...args: readonly (string | number)[]): number[] | undefined {
  if (why !== undefined) return undefined;
  const { status, stdout } = spawnSync(binary, args.map(String), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${binary} ends with ${status}`);
  return stdout.trim().split(' ').map(Number);
}
