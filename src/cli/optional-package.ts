import { readFileSync } from 'node:fs';

/** Of an import that failed, what it was for and how to have it, where the package is one that a library user need not install. */
export function optionalPackage(error: unknown): { readonly name: string; readonly remedy: string } | undefined {
  if (!(error instanceof Error) || !('code' in error) || !/^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) return undefined;
  const name = /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1];
  const { peerDependencies = {} } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  if (name === undefined || !Object.hasOwn(peerDependencies, name)) return undefined;
  const all = Object.entries(peerDependencies).map(([each, version]) => `${each}@${version}`);
  return { name, remedy: `npm install --save-exact ${all.join(' ')}` };
}
