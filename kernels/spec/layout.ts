/** Where things stand in a record of a flat array: names with their lengths, in order. */
export type Layout = { readonly name: string; readonly at: Readonly<Record<string, number>>; readonly length: number };

export function layout(name: string, ...parts: readonly (readonly [part: string, length: number])[]): Layout {
  const at: Record<string, number> = {};
  let length = 0;
  for (const [part, size] of parts) {
    at[part] = length;
    length += size;
  }
  return { name, at, length };
}

/** The record's offsets as a constant of the generated file. */
export function constantOf({ name, at, length }: Layout, about: string): string[] {
  const fields = [...Object.entries(at), ['length', length]].map(([part, value]) => `  ${part}: ${value},`);
  return [`/** ${about} */`, `export const ${name} = {`, ...fields, '} as const;'];
}
