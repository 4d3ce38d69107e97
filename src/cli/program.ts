import { Command, CommanderError } from 'commander';
import { describeError, EXIT, EXIT_HELP, type ExitStatus, type Leave } from './exit.ts';
import { harmless } from './output.ts';
import { packageVersion } from './version.ts';

/** The verbs in the order of the help. Each is loaded when it is asked for: the others' libraries would only cost time. */
const VERBS: Readonly<Record<string, () => Promise<(program: Command, leave: Leave) => void>>> = {
  start: async () => (await import('./start.ts')).addStart,
  run: async () => (await import('./run.ts')).addRun,
  serve: async () => (await import('./serve.ts')).addServe,
  replay: async () => (await import('./replay.ts')).addReplay,
  audit: async () => (await import('./audit.ts')).addAudit,
  explain: async () => (await import('./explain.ts')).addExplain,
  flights: async () => (await import('./flights.ts')).addFlights,
  ascent: async () => (await import('./ascent.ts')).addAscent,
  consistency: async () => (await import('./consistency.ts')).addConsistency,
  benchmark: async () => (await import('./benchmark.ts')).addBenchmark,
  scene: async () => (await import('./scene.ts')).addScene,
  track: async () => (await import('./track.ts')).addTrack,
  score: async () => (await import('./score.ts')).addScore,
  judge: async () => (await import('./judge.ts')).addJudge,
  raid: async () => (await import('./raid.ts')).addRaid,
  scenarios: async () => (await import('./scenarios.ts')).addScenarios,
  new: async () => (await import('./new.ts')).addNew,
  validate: async () => (await import('./validate.ts')).addValidate,
  schema: async () => (await import('./schema.ts')).addSchema,
};

const ABOUT = `An open early warning system for ballistic-missile launches: what satellites and radars see goes in, a warning that people can act on and check comes out. Everything that runs here is simulated, and on the exercise or test line.`;

const FIRST_STEPS = `
First steps:
  tocsin start                                  a recorded flight at 60× speed, with the console in a browser
  tocsin scenarios                              what comes with it: recorded events, with date and cause
  tocsin new my.yaml                            a small scenario of one's own to begin from
  tocsin run hs12-2017-08                       the same chain without waiting, as a timeline
  tocsin run hs12-2017-08 --journal hs12.db     the same, kept; then:
  tocsin replay hs12.db --verify                fold it again and compare every byte
  tocsin audit hs12.db                          is it what was written?
  tocsin explain W1 --journal hs12.db           from a warning back to the measurements it rests on

${EXIT_HELP}

tocsin VERB --help says what a verb takes, what comes out, and shows examples.`;

/** Runs one command line to its end and returns the exit status. */
export async function runCommandLine(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.ok;
  const leave: Leave = (left) => {
    status = left;
  };
  const program = createProgram();
  const asked = Object.hasOwn(VERBS, args[0] ?? '') ? [args[0]] : Object.keys(VERBS);
  try {
    for (const verb of asked) (await VERBS[verb]())(program, leave);
    for (const verb of program.commands)
      verb.showHelpAfterError(`  remedy: tocsin ${verb.name()} --help says what it takes, what comes out, and shows examples`);
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return leftByCommander(error);
    const { lines, status: failed } = describeError(error, process.env['TOCSIN_DEBUG'] === '1');
    process.stderr.write(`${harmless(lines.join('\n'))}\n`);
    return failed;
  }
}

/** Help and version that were asked for are no failure; whatever else commander stops at is wrong usage, which it has told already. */
function leftByCommander(error: CommanderError): ExitStatus {
  return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
}

/** A verb that names all options that are missing at once; commander would name the first. */
class Verb extends Command {
  override createCommand(name?: string): Command {
    return new Verb(name);
  }

  missingMandatoryOptionValue(): void {
    const missing = this.options.filter((option) => option.mandatory && this.getOptionValue(option.attributeName()) === undefined);
    this.error(`error: missing: ${missing.map(({ flags }) => flags).join(', ')}`, { code: 'commander.missingMandatoryOptionValue' });
  }
}

function createProgram(): Command {
  return new Verb('tocsin')
    .description(ABOUT)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', FIRST_STEPS)
    .showHelpAfterError('  remedy: tocsin --help lists the verbs; tocsin VERB --help says what one takes')
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'tocsin: ')) })
    .exitOverride();
}
