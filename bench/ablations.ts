import { casesIn } from '../src/adapters/case-file/find-cases.ts';
import { sourcedWorld } from '../src/adapters/world-sources/world-sources.ts';
import { toWire } from '../src/api/wire.ts';
import { openCase } from '../src/cli/case-files.ts';
import { createRunSummary } from '../src/cli/run-summary.ts';
import { readScenario } from '../src/cli/scenario-file.ts';
import type { Input } from '../src/core/journal.ts';
import type { SettingName } from '../src/core/settings.ts';
import type { Emission } from '../src/core/tell/emission.ts';
import { judge } from '../src/judge/judge.ts';
import { foldWorld } from '../src/sim/fold-world.ts';
import type { Scenario } from '../src/sim/scenario.ts';
import type { World } from '../src/sim/world.ts';
import { zeroOf } from '../src/sim/zero.ts';
import { brokenClaims } from '../tests/goldens/claims.ts';
import { scenarioNames, type Told } from '../tests/goldens/told.ts';

/** One part of what the core knows, and the way to do without it: what never enters its journal, or how it is set. */
type Part = {
  readonly name: string;
  readonly isOf?: (input: Input) => boolean;
  readonly settings?: readonly { readonly name: SettingName; readonly value: number }[];
};

const PARTS: readonly Part[] = [
  { name: 'glint and Moon models (where Sun and Moon are is not told)', isOf: ({ kind }) => kind === 'sky' },
  { name: 'radars', isOf: (input) => input.kind === 'radar-scan' || (input.kind === 'sensor' && input.sensor.kind === 'radar') },
  {
    name: 'infrared satellites',
    isOf: (input) => input.kind === 'infrared-scan' || (input.kind === 'sensor' && input.sensor.kind === 'infrared-satellite'),
  },
  { name: 'announcements', isOf: ({ kind }) => kind === 'announcement' },
  { name: 'registration of radars', settings: [{ name: 'registrationInterval_s', value: 0 }] },
  {
    name: 'late reports',
    settings: [
      { name: 'lateHorizon_s', value: 0 },
      { name: 'lateHorizonMost_s', value: 0 },
    ],
  },
];

/** A world of which the core does not hear that part. */
function without(world: World, { isOf = () => false, settings = [] }: Part): World {
  const set: ReturnType<World['next']>[] = [];
  return {
    ...world,
    next() {
      const first = set.shift();
      if (first !== undefined) return first;
      let one = world.next();
      while (one !== undefined && isOf(one.input)) one = world.next();
      if (one?.input.kind === 'theatre') {
        const { at_us, line } = one;
        set.push(...settings.map((setting) => ({ at_us, line, input: { kind: 'setting', ...setting } as const })));
      }
      return one;
    },
  };
}

/** What is wrong with something that is run, when a part is taken away; nothing is taken away for `undefined`. */
type Trial = { readonly name: string; faults(part: Part | undefined): Promise<readonly string[]> };

/** Cases of a folder and the recorded scenarios, each with one part taken away after the other, and what becomes wrong without it. Markdown, for docs/ablations.md. */
export async function ablationsBench(folder: string): Promise<string[]> {
  const trials: readonly Trial[] = [...casesIn(folder).map((file) => caseTrial(file)), ...scenarioNames().map(scenarioTrial)];
  const lost = new Map<Part, string[]>(PARTS.map((part) => [part, []]));
  const wrong: string[] = [];
  for (const { name, faults } of trials) {
    const before = new Set(await faults(undefined));
    if (before.size > 0) wrong.push(`- ${name}: ${[...before][0]}`);
    for (const part of PARTS) {
      const more = (await faults(part)).filter((fault) => !before.has(fault));
      if (more.length > 0) lost.get(part)?.push(`- ${name}: ${more[0]}${more.length > 1 ? ` (and ${more.length - 1} more)` : ''}`);
    }
    process.stderr.write(`  ${name}\n`);
  }
  return [
    `${trials.length} runs with everything; not as expected already then: ${wrong.length}.`,
    ...wrong,
    '',
    '| without | become wrong |',
    '| --- | --- |',
    ...PARTS.map((part) => `| ${part.name} | ${lost.get(part)?.length ?? 0} |`),
    ...PARTS.flatMap((part) => [
      '',
      `## Without ${part.name}`,
      '',
      ...(lost.get(part)?.length ? (lost.get(part) ?? []) : ['Nothing becomes wrong.']),
    ]),
  ];
}

function caseTrial(file: string): Trial {
  const one = openCase(file);
  const [seed = 1] = one.seeds;
  return {
    name: `${one.id} (case)`,
    faults(part) {
      const { said, end } = run(one.scenario, seed, part);
      return Promise.resolve(judge(one, { said, end }, seed));
    },
  };
}

function scenarioTrial(name: string): Trial {
  const { scenario } = readScenario(name);
  return {
    name: `${name} (scenario)`,
    async faults(part) {
      const { said } = run(scenario, scenario.seed, part);
      const summary = createRunSummary(scenario.id, scenario.seed, zeroOf(scenario).zero_us);
      for (const emission of said) summary.hear(emission);
      const told: Told = {
        scenario: name,
        timeline: '',
        emissions: said.map((emission) => toWire(emission) as Emission),
        summary: summary.result(),
        caps: said.flatMap((emission) => (emission.kind === 'message' ? [emission.message.id] : [])),
      };
      return (await brokenClaims(told)).map((broken) => broken.split('\n')[0]);
    },
  };
}

function run(
  scenario: Scenario,
  seed: number,
  part: Part | undefined,
): { readonly said: Emission[]; readonly end: ReturnType<typeof foldWorld>['state'] } {
  const said: Emission[] = [];
  const world = sourcedWorld(scenario, seed);
  const { state } = foldWorld(part === undefined ? world : without(world, part), (emission) => said.push(emission));
  return { said, end: state };
}
