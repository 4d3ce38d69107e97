// `npm run tocsin -- VERB …`: the command line from the sources, built first where they changed.
import { pathToFileURL } from 'node:url';
import { build, commandLine } from './build.mjs';
import { ensurePackages, requireNode } from './install.mjs';
import { main } from './steps.mjs';

/**
 * Runs the command line in this very process, so that Ctrl-C, signals and the exit status need no passing on.
 * @param {readonly string[]} args
 */
export async function runCommandLine(args) {
  await main(async () => {
    requireNode();
    await ensurePackages();
    await build();
    process.argv = [process.execPath, commandLine, ...args];
    await import(pathToFileURL(commandLine).href);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommandLine(process.argv.slice(2));
