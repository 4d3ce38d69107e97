const PAGE = 65_536;
/** Places are multiples of it; and loops take several numbers at a time, also at the end of a row. */
const SLACK = 64;

/** What compiled loops are called with: places in their memory, and numbers. */
export type CompiledLoop = (...places: readonly number[]) => number;

/** The loops of a module, WebAssembly in hexadecimal digits, over a memory of fixed size, in which `layout` reserves places: so many bytes each, and some to spare. One that grows
 *  makes typed arrays slower in all of the process (docs/GOTCHAS.md). */
export function loopsOver<Name extends string, Places>(
  module: string,
  layout: (reserve: (bytes: number) => number) => Places,
): { readonly buffer: ArrayBuffer; readonly loops: Readonly<Record<Name, CompiledLoop>>; readonly places: Places } {
  let length = SLACK;
  const places = layout((bytes) => {
    const from = length;
    length = Math.ceil((from + bytes + SLACK) / SLACK) * SLACK;
    return from;
  });
  const pages = Math.ceil(length / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiled(module), { env: { memory } });
  return { buffer: memory.buffer, loops: exports, places };
}

type Module = { readonly isCompiled: true };
type Memory = { readonly buffer: ArrayBuffer };

/** As much of the platform's WebAssembly as is needed: the core's library is that of the language alone. It has no clock and no chance in it, and the modules
 *  import nothing but their memory. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Instance: new (
    module: Module,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: Readonly<Record<string, CompiledLoop>> };
};

const once = new Map<string, Module>();

/** So small a module is compiled at once, in a browser too. */
function compiled(text: string): Module {
  const known = once.get(text);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(
    Uint8Array.from({ length: text.length / 2 }, (_, k) => Number.parseInt(text.slice(2 * k, 2 * k + 2), 16)),
  );
  once.set(text, module);
  return module;
}
