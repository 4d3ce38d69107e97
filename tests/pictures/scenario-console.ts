import type { AnyChannel } from '../../src/adapters/delivery/channel.ts';
import { journalId } from '../../src/adapters/journal/journal-id.ts';
import { openMemoryJournal } from '../../src/adapters/journal-memory/journal-memory.ts';
import { createConsoleView, openConsole } from '../../src/cli/console-server.ts';
import { keptOutput } from '../../src/cli/output.ts';
import { createPace } from '../../src/cli/pace.ts';
import { readScenario } from '../../src/cli/scenario-file.ts';
import { simulate } from '../../src/cli/simulate.ts';

export type ScenarioConsole = { readonly url: string; close(): Promise<void> };

/** A scenario that comes with the project, in a console that stands still at `t_s` after its first ignition: what it shows is the same each time. */
export async function openScenarioConsole(name: string, t_s: number): Promise<ScenarioConsole> {
  const { scenario, text } = readScenario(name);
  const journal = openMemoryJournal();
  const channels: readonly AnyChannel[] = [];
  const { line, title, theatre, seed } = scenario;
  const view = createConsoleView({ mode: 'EXERCISE', line, title, theatre, channels, journal: journalId(journal) });
  const controller = new AbortController();
  const simulation = simulate({
    scenario,
    text,
    seed,
    journal,
    channels,
    hear: (emission, written) => view.hear(emission, written),
    hearEntry: (entry) => {
      view.feed.hearEntry(entry);
      if (entry.at_us >= simulation.facts.zero_us + t_s * 1e6) controller.abort();
    },
    alarm: (alarm) => view.feed.hearAlarm(alarm),
  });
  await simulation.run({ pace: createPace(simulation.now_us, undefined, controller.signal), signal: controller.signal });
  const server = await openConsole({ view, port: 0, act: simulation.act, output: keptOutput(false) });
  return {
    url: server.url,
    async close() {
      await server.close();
      await simulation.close();
    },
  };
}
