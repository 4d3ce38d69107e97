import { readFileSync } from 'node:fs';

/** Of an import that failed, what it was for and how to have it, where the package is one that a library user need not install. */
export function optionalPackage(error: unknown): { readonly name: string; readonly remedy: string } | undefined {
  if (!(error instanceof Error) || !('code' in error) || !/^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) return undefined;
  const name = /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1];
  if (name === undefined || !Object.hasOwn(optionalPackages(), name)) return undefined;
  return { name, remedy: installLine() };
}

/** The line of npm that installs what the library alone does without. */
export function installLine(): string {
  const all = Object.entries(optionalPackages()).map(([each, version]) => `${each}@${version}`);
  return `npm install --save-exact ${all.join(' ')}`;
}

function optionalPackages(): Readonly<Record<string, string>> {
  const { peerDependencies = {} } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  return peerDependencies;
}
