import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SCENARIOS, type Told } from './told.ts';

/** What a scenario promises, in the words of its README, and the check of each: it throws where the run does not keep it. */
export type Claims = Readonly<Record<string, (told: Told) => void>>;

/** The claims of a scenario, from the file beside its README. None where there is no such file. */
export async function claimsOf(scenario: string): Promise<Claims> {
  const file = join(SCENARIOS, scenario, 'claims.ts');
  if (!existsSync(file)) return {};
  return ((await import(pathToFileURL(file).href)) as { readonly CLAIMS: Claims }).CLAIMS;
}

/** The points under "What it tests" in a scenario's README, each on one line. */
export function promisesOf(scenario: string): string[] {
  const readme = readFileSync(join(SCENARIOS, scenario, 'README.md'), 'utf8');
  const section = /^## What it tests\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readme)?.[1] ?? '';
  return section
    .split(/^- /m)
    .slice(1)
    .map((point) => point.replaceAll(/\s+/g, ' ').trim());
}

/** What is wrong with a run by the scenario's own word: claims that it does not keep, promises that nothing checks, checks that nothing
 *  promises. Empty when all is well. */
export async function brokenClaims(told: Told): Promise<string[]> {
  const claims = await claimsOf(told.scenario);
  const promises = promisesOf(told.scenario);
  const broken = promises.flatMap((promise) => {
    const check = claims[promise];
    if (check === undefined) return [`nothing checks: ${promise}`];
    try {
      check(told);
      return [];
    } catch (error) {
      return [`${promise}\n   but     ${error instanceof Error ? error.message.replaceAll('\n', '\n           ') : String(error)}`];
    }
  });
  const unsaid = Object.keys(claims).filter((claim) => !promises.includes(claim));
  return [...broken, ...unsaid.map((claim) => `the README does not say: ${claim}`)];
}
