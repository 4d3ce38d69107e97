import { PIXEL_MODULE } from './pixel-module.ts';

/** What the module exports, as kernels/pixels.as and kernels/series.as have it. */
export type Loops = Readonly<
  Record<
    | 'standing'
    | 'lookUp'
    | 'takeOff'
    | 'sortAround'
    | 'countAround'
    | 'begin'
    | 'slopes'
    | 'lay'
    | 'firstVariance'
    | 'matchedFilter'
    | 'peaks',
    (...places: readonly number[]) => number
  >
>;

const PAGE = 65_536;
/** Places are multiples of it; and loops take several numbers at a time, also at the end of a row. */
const SLACK = 64;

/** The compiled loops over a memory of fixed size, in which `layout` reserves places: so many bytes each, and some to spare. One that grows makes typed
 *  arrays slower in all of the process (docs/GOTCHAS.md). */
export function loopsOver<Places>(layout: (reserve: (bytes: number) => number) => Places): {
  readonly buffer: ArrayBuffer;
  readonly loops: Loops;
  readonly places: Places;
} {
  let length = SLACK;
  const places = layout((bytes) => {
    const from = length;
    length = Math.ceil((from + bytes + SLACK) / SLACK) * SLACK;
    return from;
  });
  const pages = Math.ceil(length / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiled(), { env: { memory } });
  return { buffer: memory.buffer, loops: exports, places };
}

type Module = { readonly isCompiled: true };
type Memory = { readonly buffer: ArrayBuffer };

/** As much of the platform's WebAssembly as is needed: the core's library is that of the language alone. It has no clock and no chance in it, and the module
 *  imports nothing but its memory. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Instance: new (module: Module, imports: { readonly env: { readonly memory: Memory } }) => { readonly exports: Loops };
};

let once: Module | undefined;

/** So small a module is compiled at once, in a browser too. */
function compiled(): Module {
  once ??= new WebAssembly.Module(
    Uint8Array.from({ length: PIXEL_MODULE.length / 2 }, (_, k) => Number.parseInt(PIXEL_MODULE.slice(2 * k, 2 * k + 2), 16)),
  );
  return once;
}
