import { ROOMS } from './rooms.mjs';

const room = process.env.MUTATE_ROOM ?? '';

/** What scripts/mutate.mjs runs, for one room. */
export default {
  mutate: [...ROOMS[room].mutate],
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation/vitest.config.mjs', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // The whole project is copied for the trial, but for what was built or fetched: a test whose imports are missing would be no test at all, and
  // nobody would hear of it.
  ignorePatterns: ['dist', 'coverage', '.cache', '**/node_modules', 'package-lock.json'],
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
