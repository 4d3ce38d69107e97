import { ROOMS } from './rooms.mjs';

const room = process.env.MUTATE_ROOM ?? '';

/** What scripts/mutate.mjs runs, for one room. */
export default {
  mutate: [...ROOMS[room].mutate],
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation/vitest.config.mjs', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Copied for the trial: the sources and what reads them; nothing that was built or fetched.
  ignorePatterns: ['**', '!src/**', '!tests/mutation/*', '!authorities/**', '!package.json', '!tsconfig*.json'],
  tempDirName: `.cache/mutation/${room}.trial`,
  incremental: true,
  incrementalFile: `.cache/mutation/${room}.json`,
  reporters: ['progress-append-only'],
  // A change that makes a loop endless is found by counting how often it is reached; this is for what even that does not stop. Generous,
  // so that a busy machine finds no more than a quiet one.
  timeoutMS: 120_000,
  timeoutFactor: 10,
  // The verdict is scripts/mutate.mjs's: by room, in words.
  thresholds: { high: 100, low: 0, break: null },
  allowEmpty: true,
  cleanTempDir: 'always',
};
