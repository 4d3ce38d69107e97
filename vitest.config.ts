import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // Beside their sources: pure and fast, so they share one process; isolation would cost eight times the time. The timeout is for
        // machines that have other things to do: no test here waits.
        test: { name: 'rooms', include: ['{src,kernels}/**/*.test.{ts,tsx}'], pool: 'threads', isolate: false, testTimeout: 30_000 },
      },
      {
        // The whole house: these start processes, servers and browsers, so each file gets a process of its own.
        test: {
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/nodes/**', 'tests/mutation/**'],
          pool: 'forks',
          testTimeout: 120_000,
        },
      },
    ],
  },
});
