import { Command, CommanderError } from 'commander';
import { addAscent } from './ascent.ts';
import { addConsistency } from './consistency.ts';
import { describeError, EXIT, EXIT_HELP, type ExitStatus } from './exit.ts';
import { addExplain } from './explain.ts';
import { addFlights } from './flights.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addStart } from './start.ts';
import { addValidate } from './validate.ts';
import { packageVersion } from './version.ts';

/** Tells the command line with which status a verb leaves, when it is not 0. */
export type Leave = (status: ExitStatus) => void;

const ABOUT = `An open early warning system for ballistic-missile launches: what satellites and radars see goes in, a warning that people can act on and check comes out. Everything that runs here is simulated, and on the exercise or test line.`;

const FIRST_STEPS = `
First steps:
  tocsin start                                  a recorded flight at 60× speed, with the console in a browser
  tocsin run hs12-2017-08                       the same chain without waiting, as a timeline
  tocsin run hs12-2017-08 --journal hs12.db     the same, kept; then:
  tocsin replay hs12.db --verify                fold it again and compare every byte
  tocsin explain W1 --journal hs12.db           from a warning back to the measurements it rests on

${EXIT_HELP}

tocsin VERB --help says what a verb takes, what comes out, and shows examples.`;

/** Runs one command line to its end and returns the exit status. A verb that serves returns when it is up; the process stays. */
export async function runCommandLine(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.ok;
  const program = createProgram((left) => {
    status = left;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return leftByCommander(error);
    const { lines, status: failed } = describeError(error, process.env['TOCSIN_DEBUG'] === '1');
    process.stderr.write(`${lines.join('\n')}\n`);
    return failed;
  }
}

/** Help and version that were asked for are no failure; whatever else commander stops at is wrong usage, which it has told already. */
function leftByCommander(error: CommanderError): ExitStatus {
  return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
}

function createProgram(leave: Leave): Command {
  const program = new Command('tocsin')
    .description(ABOUT)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', FIRST_STEPS)
    .showHelpAfterError('  remedy: tocsin --help lists the verbs; tocsin VERB --help says what one takes')
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'tocsin: ')) })
    .exitOverride();
  addStart(program);
  addRun(program);
  addServe(program);
  addReplay(program, leave);
  addExplain(program);
  addFlights(program);
  addAscent(program);
  addConsistency(program, leave);
  addValidate(program);
  addSchema(program);
  return program;
}
