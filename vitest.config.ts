import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** No test says how long it may take: a machine that has other things to do takes ten times as long and is not wrong. This only ends what hangs. */
const hangs_ms = 1_200_000;
const patience = { testTimeout: hangs_ms, hookTimeout: hangs_ms, expect: { poll: { timeout: hangs_ms / 2 } } };

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = join(root, 'src') + sep;

/** Gives what stands outside of src/ the built module in place of the source: as vite rewrites it, the chain takes a third more of the processor. */
const asBuilt: Plugin = {
  name: 'as-built',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || importer.startsWith(sources) || !source.startsWith('.')) return undefined;
    const wanted = join(dirname(importer), source);
    if (!wanted.startsWith(sources)) return undefined;
    const built = join(root, 'dist', relative(sources, wanted).replace(/\.tsx?$/, '.js'));
    return existsSync(built) ? built : undefined;
  },
};

/** What takes longest, the longest first: where one of these begins last, the other cores wait for it. */
const LONGEST = [
  'recorded',
  'regions',
  'cli',
  'crash/command',
  'recorded-heat',
  'kinds',
  'watch',
  'first-hour',
  'console',
  'crash/watch',
  'practise',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId === join(root, 'tests', `${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // By default one core is left to the one who waits; on two cores that is half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        // Beside their sources: pure and fast, so they share one process; isolation would cost eight times the time.
        test: { name: 'rooms', include: ['{src,kernels}/**/*.test.{ts,tsx}'], pool: 'threads', isolate: false, ...patience },
      },
      {
        // The whole house: these start processes, servers and browsers, so each file gets a process of its own.
        plugins: [asBuilt],
        test: {
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/nodes/**', 'tests/mutation/**'],
          pool: 'forks',
          globalSetup: 'tests/support/built.mjs',
          server: { deps: { external: [/\/dist\/.*\.js$/] } },
          ...patience,
        },
      },
    ],
  },
});
