// `npm test`: from nothing but Node to an answer. Installs what is missing, builds, checks, runs every test, and ends with one
// line of counts. Arguments go to vitest: `npm test -- src/core/math`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { ensureOtherNodes, ensurePackages, ensurePrograms, requireNode } from './install.mjs';
import { main, root, run, Stop } from './steps.mjs';

await main(async () => {
  requireNode();
  await ensurePackages();
  await ensurePrograms();
  await ensureOtherNodes();
  await build();
  const failedChecks = await check();
  const counts = await runTests(process.argv.slice(2));
  if (failedChecks.length > 0) process.stdout.write(`check failed: ${failedChecks.join(', ')}\n`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  return counts.status === 0 && failedChecks.length === 0 ? 0 : 1;
});

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: number, failed: number, skipped: number, status: number }>} a file that does not load counts as a failure
 */
async function runTests(args) {
  const report = join(root, '.cache', 'tests.json');
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = await run(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    {
      show: true,
    },
  );
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new Stop(`vitest ended with status ${status} and left no report.`, 'What it printed above says why.');
  }
  /** @type {{ name: string, status: string, assertionResults: { status: string, fullName: string }[] }[]} */
  const files = result.testResults;
  for (const { name, assertionResults } of files) {
    for (const { status: ended, fullName } of assertionResults) {
      if (ended === 'skipped' || ended === 'pending')
        process.stdout.write(`skipped, since what it needs is not here: ${relative(root, name)}: ${fullName}\n`);
    }
  }
  const notLoaded = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + notLoaded,
    skipped: result.numPendingTests + result.numTodoTests,
    status,
  };
}
