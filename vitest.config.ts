import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** No test says how long it may take: a machine that has other things to do takes ten times as long and is not wrong. This only ends what hangs. */
const hangs_ms = 1_200_000;
const patience = { testTimeout: hangs_ms, hookTimeout: hangs_ms, expect: { poll: { timeout: hangs_ms / 2 } } };

export default defineConfig({
  test: {
    // By default one core is left to the one who waits; on two cores that is half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        // Beside their sources: pure and fast, so they share one process; isolation would cost eight times the time.
        test: { name: 'rooms', include: ['{src,kernels}/**/*.test.{ts,tsx}'], pool: 'threads', isolate: false, ...patience },
      },
      {
        // The whole house: these start processes, servers and browsers, so each file gets a process of its own.
        test: {
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/nodes/**', 'tests/mutation/**'],
          pool: 'forks',
          ...patience,
        },
      },
    ],
  },
});
