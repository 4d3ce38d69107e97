// The rooms whose tests are put to the test: what is changed, the tests that must notice (but the ones that are slow, or cannot),
// and the share of changes they must notice.

const source = (/** @type {string} */ folder) => [`src/core/${folder}/**/*.ts`, `!src/core/${folder}/**/*.test.ts`];

/** Readers and writers of files: each a room, so that one can be tried in a quarter of an hour.
 * @param {readonly string[]} folders */
const adapters = (...folders) =>
  Object.fromEntries(
    folders.map((folder) => [
      folder,
      {
        mutate: [`src/adapters/${folder}/**/*.ts`, `!src/adapters/${folder}/**/*.test.ts`],
        tests: [`src/adapters/${folder}/**/*.test.ts`],
        // Texts drawn at random and 200,000 plots: 6 s, for which each of 2,000 changes would wait.
        slow: ['src/adapters/plots/at-length.test.ts'],
        least_percent: 85,
      },
    ]),
  );

/** @type {Readonly<Record<string, { mutate: readonly string[], tests: readonly string[], slow?: readonly string[], least_percent: number }>>} */
export const ROOMS = {
  warn: {
    mutate: source('warn'),
    tests: ['src/core/warn/**/*.test.ts', 'src/core/pipeline.test.ts'],
    least_percent: 90,
  },
  intake: {
    mutate: [...source('intake'), ...source('detect'), 'src/core/pipeline.ts'],
    tests: ['src/core/intake/**/*.test.ts', 'src/core/detect/**/*.test.ts', 'src/core/pipeline*.test.ts'],
    // Folds whole worlds, 11 s: each of 800 changes would wait for it.
    slow: ['src/core/intake/late.test.ts'],
    least_percent: 90,
  },
  assess: {
    mutate: source('assess'),
    tests: ['src/core/assess/**/*.test.ts'],
    // Fits hundreds of launches: a minute and more with the changes planted in it.
    slow: ['src/core/assess/launch-errors.test.ts'],
    least_percent: 70,
  },
  discern: { mutate: source('discern'), tests: ['src/core/discern/**/*.test.ts'], least_percent: 70 },
  suspects: {
    mutate: ['src/core/register/suspects.ts'],
    tests: ['src/core/register/suspects.test.ts'],
    least_percent: 70,
  },
  'from-heat': {
    mutate: ['src/core/theatre-track/from-heat.ts'],
    tests: ['src/core/theatre-track/from-heat.test.ts'],
    least_percent: 70,
  },
  existence: {
    mutate: ['src/core/track/object/existence.ts'],
    tests: ['src/core/track/object/existence*.test.ts'],
    least_percent: 70,
  },
  scores: {
    mutate: ['src/score/**/*.ts', '!src/score/**/*.test.ts'],
    tests: ['src/score/**/*.test.ts'],
    // Reads the sources, which are not what they were with the changes planted in them.
    slow: ['src/score/pure.test.ts'],
    least_percent: 85,
  },
  ...adapters('csv-table', 'plots', 'tracks-csv', 'ndjson', 'sensor-spec'),
  ...adapters('cap', 'geojson', 'result-file', 'folder'),
};
