import { existsSync } from 'node:fs';
import { parse, join } from 'node:path';

/** `drill.db` as `drill-2.db`, or the next number that nothing is called yet. */
export function freeName(file: string): string {
  const { dir, name, ext } = parse(file);
  for (let number = 2; ; number++) {
    const free = join(dir, `${name}-${number}${ext}`);
    if (!existsSync(free)) return free;
  }
}
