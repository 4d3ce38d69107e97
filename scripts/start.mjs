// `npm start`: from nothing but Node to the recorded flight on the console. Installs and builds what is missing, then runs
// `tocsin start` with the remaining arguments.
import { runCommandLine } from './tocsin.mjs';

await runCommandLine(['start', ...process.argv.slice(2)]);
