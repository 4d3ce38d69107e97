import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Key of the journal's facts that names the code of the core that spoke from there on. */
export const CORE_STAMP = 'core';

let stamp: string | undefined;
let stamped = false;

/** A digest of the core's files as they run here, or undefined where they are not files of their own (in a bundle).
 *  Why not the version number: between two releases it stays, while a snapshot of yesterday's state in today's code would be wrong. */
export function coreStamp(): string | undefined {
  if (!stamped) {
    stamped = true;
    stamp = computeStamp(fileURLToPath(new URL('../core/', import.meta.url)));
  }
  return stamp;
}

function computeStamp(folder: string): string | undefined {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name)).sort();
    const hash = createHash('sha256');
    for (const name of files) hash.update(`${name}\n`).update(readFileSync(`${folder}${name}`));
    return files.length === 0 ? undefined : hash.digest('hex');
  } catch {
    return undefined;
  }
}
