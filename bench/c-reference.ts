import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cOf } from '../kernels/emit.ts';
import { allKernels } from '../kernels/files.ts';
import { WGS84 } from '../src/core/frames/earth.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from '../src/core/track/filter/conversion.ts';
import { DENSE_AIR, THIN_AIR } from '../src/core/physics/air.ts';
import { cCompiler } from './compiler.ts';
import { FILTER_CASES, MODEL_ORDER, MOUNT, RESTART, type Timed } from './filter-cases.ts';

/** What the C reference runs, or why there is none. */
export type Reference =
  | { readonly kind: 'compiled'; readonly compiler: string; run(index: number, steps: number): Timed; remove(): void }
  | { readonly kind: 'absent'; readonly why: string };

/** Compiles the kernels' own arithmetic, emitted as C, with reference.c around it, in a folder that goes away afterwards. */
export function compileReference(): Reference {
  const compiler = cCompiler();
  if (compiler === undefined) return { kind: 'absent', why: 'no C compiler on this machine' };
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const source = join(folder, 'reference.c');
  const binary = join(folder, 'reference');
  writeFileSync(source, `${generated()}\n${readFileSync(new URL('reference.c', import.meta.url), 'utf8')}`);
  const { status, stderr } = spawnSync(compiler, ['-O3', '-march=native', '-o', binary, source, '-lm'], { encoding: 'utf8' });
  if (status !== 0) {
    remove();
    return { kind: 'absent', why: `${compiler} refused it: ${stderr.split('\n')[0]}` };
  }
  const run = (index: number, steps: number): Timed => {
    const { stdout } = spawnSync(binary, [String(index), String(steps)], { encoding: 'utf8' });
    const [ns, ...state] = stdout.split(' ').map(Number);
    return { ns, state: Float64Array.from(state) };
  };
  return { kind: 'compiled', compiler, run, remove };
}

function generated(): string {
  const table = (name: string, values: Float64Array): string => `static const double ${name}[] = {${values.join(',')}};`;
  const cases = FILTER_CASES.map(({ models, start, dt_s }) => {
    const model = models.length === 1 ? MODEL_ORDER.indexOf(models[0]) : -1;
    return `{${model}, ${start.length}, ${dt_s}, {${start.join(',')}}}`;
  });
  return [
    '#include <math.h>',
    `#define EARTH_A ${WGS84.a_m}.0`,
    `#define EARTH_F ${WGS84.f}`,
    `#define RESTART ${RESTART}`,
    `#define LOG_DRAG_PRIOR (${LOG_DRAG_PRIOR})`,
    `#define SIGMA_LOG_DRAG ${SIGMA_LOG_DRAG}`,
    'static double AIR[2];',
    'void airDensity(void);',
    table('DENSE_AIR', DENSE_AIR),
    table('THIN_AIR', THIN_AIR),
    `static double MOUNT[] = {${MOUNT.join(',')}};`,
    'typedef struct { int model, size; double dt; double start[128]; } bench_case;',
    `static const bench_case CASES[] = {${cases.join(',')}};`,
    ...allKernels().map((kernel) => `static ${cOf(kernel)}`),
  ].join('\n');
}
