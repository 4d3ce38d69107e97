import { build } from '../../scripts/build.mjs';

/**
 * Brings what is built up to date before the tests of the whole house, which run that, and each time before they are run again.
 * @param {import('vitest/node').TestProject} project
 */
export default async function setup(project) {
  await build();
  project.onTestsRerun(build);
}
