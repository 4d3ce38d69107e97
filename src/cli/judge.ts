import type { Command } from 'commander';
import { Option } from 'commander';
import type { Verdict } from '../judge/run-case.ts';
import { caseFiles, openCase } from './case-files.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { type JudgeJob, judgeJob, type JudgeOutcome } from './judge-job.ts';
import { printVerdicts } from './judge-print.ts';
import { names, wholeNumber } from './options.ts';
import { openOutput } from './output.ts';
import { inThreads, workersFor } from './pool.ts';
import { progress } from './progress.ts';

const HELP = `
A case is a scenario with what a good system would say of it: NAME.yaml with NAME.expected.json beside it, or a case.json that names bodies by
tables of their states, or a scenario and what is wrong with its sensors. PATH is a case, or a folder with cases in it, at any depth.
docs/formats/case.md says what they hold; examples/cases has one of each.

Comes out: a row for each case, with the seeds under which it is right and what was wrong under the others, and how often what was said
with a probability was right. Exit status 1 when a run is not as expected, 2 when a case cannot be read.

Examples:
  tocsin judge examples/cases
  tocsin judge my-cases --seeds 20
  tocsin judge my-cases/quiet-night.yaml --json
  tocsin run my-cases/capsule/case.json        what was said in such a case, from the first look on`;

type Options = { readonly seeds?: number; readonly only?: readonly string[]; readonly workers?: number; readonly json?: boolean };

/** `tocsin judge PATH…`: is what the system says of cases what a good one would say? */
export function addJudge(verb: Command, leave: Leave): void {
  verb
    .argument('<PATH...>', 'cases, or folders of cases')
    .addOption(new Option('--seeds <N>', 'seeds 1 to N of each case; by default those that it names').argParser(wholeNumber(1, 10_000)))
    .addOption(new Option('--only <LIST>', 'only these cases, by their ids').argParser(names))
    .addOption(new Option('--workers <N>', 'threads; by default one a core').argParser(wholeNumber(1)))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: Options) => {
      if (!(await judgeAll(paths, options))) leave(EXIT.checkFailed);
    });
}

async function judgeAll(paths: readonly string[], options: Options): Promise<boolean> {
  const jobs = jobsOf(caseFiles(paths), options);
  const outcomes = await run(jobs, options);
  const verdicts: Verdict[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'no-flight')
      throw new CommandError(outcome.reason, outcome.file, 'give the flight figures that it can have, and the scenario a week at most');
    verdicts.push(outcome.verdict);
  }
  return printVerdicts(openOutput(options.json === true), verdicts);
}

/** Every case is read before the first is run: a slip in the last one is told at once. */
function jobsOf(files: readonly string[], { seeds, only }: Options): JudgeJob[] {
  const cases = files.map((file) => ({ file, one: openCase(file) }));
  const known = cases.map(({ one }) => one.id);
  const strangers = (only ?? []).filter((id) => !known.includes(id));
  if (strangers.length > 0) throw new CommandError(`no such case: ${strangers.join(', ')}`, '--only', `name some of: ${known.join(', ')}`);
  return cases.flatMap(({ file, one }) => {
    if (only !== undefined && !only.includes(one.id)) return [];
    const wanted = seeds === undefined ? one.seeds : Array.from({ length: seeds }, (_, k) => k + 1);
    return wanted.map((seed) => ({ file, seed }));
  });
}

async function run(jobs: readonly JudgeJob[], { workers, json }: Options): Promise<readonly JudgeOutcome[]> {
  const bar = progress('runs', jobs.length, json === true);
  const threads = workersFor(workers, jobs.length);
  // Node runs no TypeScript in a thread of its own, so the sources go one after the other; what is built uses the cores.
  const isBuilt = import.meta.url.endsWith('.js');
  try {
    if (threads > 1 && isBuilt)
      return await inThreads<JudgeJob, JudgeOutcome>(new URL('./judge-worker.js', import.meta.url), jobs, threads, bar.step);
    return jobs.map((job) => {
      const outcome = judgeJob(job);
      bar.step();
      return outcome;
    });
  } finally {
    bar.stop();
  }
}
