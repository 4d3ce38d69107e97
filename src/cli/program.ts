import { Command, CommanderError } from 'commander';
import { describeError, EXIT, EXIT_HELP, type ExitStatus, type Leave } from './exit.ts';
import { harmless } from './output.ts';
import { packageVersion } from './version.ts';

/** A verb: what the help says that it is about, and what says the rest of it, which is loaded only when the verb is asked for. */
type Verb = { readonly about: string; readonly load: () => Promise<(verb: Command, leave: Leave) => void> };

/** The verbs in the order of the help. */
const VERBS: Readonly<Record<string, Verb>> = {
  start: {
    about: 'replay a recorded flight through simulated sensors, with the console: the place to begin',
    load: async () => (await import('./start.ts')).addStart,
  },
  run: {
    about: 'run a scenario through the whole chain and print its timeline',
    load: async () => (await import('./run.ts')).addRun,
  },
  serve: {
    about: 'serve the console: on a scenario that is run, or on a journal that is replayed',
    load: async () => (await import('./serve.ts')).addServe,
  },
  replay: {
    about: 'fold a journal again: the same timeline; --verify compares every byte',
    load: async () => (await import('./replay.ts')).addReplay,
  },
  'after-action': {
    about: 'the report of an exercise: who knew and signed what when, against what really flew',
    load: async () => (await import('./after-action.ts')).addAfterAction,
  },
  audit: {
    about: 'check a journal against everything that vouches for it, and name what was changed',
    load: async () => (await import('./audit.ts')).addAudit,
  },
  explain: {
    about: 'walk back from a warning to the measurements it rests on',
    load: async () => (await import('./explain.ts')).addExplain,
  },
  flights: {
    about: 'fly every row of a table of recorded flights and score what the system makes of it',
    load: async () => (await import('./flights.ts')).addFlights,
  },
  ascent: {
    about: 'fly recorded ascents before the sensors and say what the system makes of them',
    load: async () => (await import('./ascent.ts')).addAscent,
  },
  consistency: {
    about: 'fly one scenario under many seeds: NEES in its band, position error against the Cramér–Rao bound',
    load: async () => (await import('./consistency.ts')).addConsistency,
  },
  benchmark: {
    about: 'estimation benchmarks: filters beside the Cramér–Rao bound, with NEES in its band',
    load: async () => (await import('./benchmark.ts')).addBenchmark,
  },
  scene: {
    about: 'draw a scene of many objects in clutter: plots, the spec of the sensor, and the truth, to track and to score',
    load: async () => (await import('./scene.ts')).addScene,
  },
  frames: {
    about: 'draw a launch in the frames of weather satellites or staring arrays, and the truth, to detect and to compare with',
    load: async () => (await import('./frames.ts')).addFrames,
  },
  track: {
    about: 'track many objects in files of plots: detections of one sensor or several in, a table of tracks out',
    load: async () => (await import('./track.ts')).addTrack,
  },
  decode: {
    about: 'show what is in a recording of a radar or a centre (ASTERIX), in orbit elements or CCSDS messages, record by record',
    load: async () => (await import('./decode.ts')).addDecode,
  },
  detect: {
    about: 'find what burns or flashes in files of a weather satellite, with place, time, cause and confidence',
    load: async () => (await import('./detect.ts')).addDetect,
  },
  watch: {
    about: 'follow a folder into which files of weather satellites come, and tell what burns or flashes in each, once',
    load: async () => (await import('./watch.ts')).addWatch,
  },
  score: {
    about: 'compare tracks with truth: GOSPA, OSPA, SIAP, continuity, requirements, and a report with plots',
    load: async () => (await import('./score.ts')).addScore,
  },
  judge: {
    about: 'run cases over their seeds and judge what was said by what is expected',
    load: async () => (await import('./judge.ts')).addJudge,
  },
  raid: {
    about: 'a raid of many missiles in pieces: launches counted with a range, tracks that live through staging',
    load: async () => (await import('./raid.ts')).addRaid,
  },
  scenarios: {
    about: 'list the scenarios that come with the package: date, cause, and what each shows',
    load: async () => (await import('./scenarios.ts')).addScenarios,
  },
  new: {
    about: 'write a small scenario to begin from, with comments',
    load: async () => (await import('./new.ts')).addNew,
  },
  validate: {
    about: 'check a scenario file; say every problem with its line and its remedy',
    load: async () => (await import('./validate.ts')).addValidate,
  },
  schema: {
    about: 'print the JSON Schemas of what --json prints, of what the server says, and of the files that are read',
    load: async () => (await import('./schema.ts')).addSchema,
  },
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
  const asked = args[0] === 'help' ? args[1] : args[0];
  try {
    for (const [name, { about, load }] of Object.entries(VERBS)) {
      const verb = program
        .command(name)
        .description(about)
        .showHelpAfterError(`  remedy: tocsin ${name} --help says what it takes, what comes out, and shows examples`);
      if (name === asked) (await load())(verb, leave);
    }
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

/** A command that names all options that are missing at once; commander would name the first. */
class TocsinCommand extends Command {
  override createCommand(name?: string): Command {
    return new TocsinCommand(name);
  }

  missingMandatoryOptionValue(): void {
    const missing = this.options.filter((option) => option.mandatory && this.getOptionValue(option.attributeName()) === undefined);
    this.error(`error: missing: ${missing.map(({ flags }) => flags).join(', ')}`, { code: 'commander.missingMandatoryOptionValue' });
  }
}

function createProgram(): Command {
  return new TocsinCommand('tocsin')
    .description(ABOUT)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', FIRST_STEPS)
    .showHelpAfterError('  remedy: tocsin --help lists the verbs; tocsin VERB --help says what one takes')
    .showSuggestionAfterError()
    .configureHelp({ subcommandTerm: (verb) => verb.name() })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'tocsin: ')) })
    .exitOverride();
}
