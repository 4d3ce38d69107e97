import type { RunSummary } from '../api/wire-cli.ts';
import { toWire } from '../api/wire.ts';
import type { Emission } from '../core/tell/emission.ts';
import { headOf, type RunFacts } from './journal-facts.ts';
import type { Micros } from '../core/units.ts';
import { foldLine } from './fold-line.ts';
import type { Output, Paint } from './output.ts';
import { createRunSummary } from './run-summary.ts';
import type { TimelineRow } from './timeline-row.ts';
import { createTimeline, renderHead, renderRow } from './timeline.ts';

export type Story = { hear(emission: Emission): void; begin(facts: RunFacts): void; tell(digest: string): void; end(digest: string): void };

/** A run as it is told: its head, the timeline while it happens, what it came to. What is heard before `begin` waits for the head. `tell` says
 *  to people what it came to, once, also where it is not over yet; `end` does so at the latest, and says it to programs. */
export function createStory(output: Output): Story {
  const timeline = createTimeline();
  const early: Emission[] = [];
  let closed = false;
  let told: { readonly facts: RunFacts; readonly summary: ReturnType<typeof createRunSummary> } | undefined;

  function hear(emission: Emission): void {
    if (!told) {
      early.push(emission);
      return;
    }
    told.summary.hear(emission);
    if (output.json) output.object(toWire(emission));
    for (const row of timeline.hear(emission)) tellRow(row, told.facts.zero_us);
  }

  function tellRow(row: TimelineRow, zero_us: Micros): void {
    const line = foldLine(renderRow(row, zero_us), output.columns);
    output.line(line.replace(row.what, styleOf(row.what, output.paint)));
  }

  function tell(digest: string): void {
    if (!told || closed) return;
    closed = true;
    for (const row of timeline.close()) tellRow(row, told.facts.zero_us);
    output.line('');
    for (const line of cameTo(told.summary.result())) output.line(foldLine(line, output.columns));
    output.line(`digest ${digest}`);
  }

  return {
    hear,
    tell,
    begin(facts) {
      told = { facts, summary: createRunSummary(facts.scenario, facts.seed, facts.zero_us) };
      for (const line of renderHead(headOf(facts))) output.line(line);
      for (const emission of early.splice(0)) hear(emission);
    },
    end(digest) {
      tell(digest);
      if (told) output.object({ summary: told.summary.result() });
    },
  };
}

/** The few words that somebody who glances at a screen must not miss. Colour repeats them: without it nothing is lost. */
function styleOf(what: string, { strong, good, bad, warn }: Paint): (found: string) => string {
  switch (what) {
    case 'recommended':
    case 'renewed':
    case 'retraction-ready':
      return warn;
    case 'released':
    case 'message':
      return strong;
    case 'retracted':
    case 'ended':
      return good;
    case 'refused':
    case 'alarm':
      return bad;
    default:
      return (found) => found;
  }
}

/** How far a run went, in words. What was taken back is not called released in the end. */
export function cameTo(summary: RunSummary): string[] {
  const after = (seconds: number | null) => (seconds === null ? 'never' : `${seconds.toFixed(1)} s`);
  return [
    `level ${summary.takenBack ? 'retracted' : summary.level}; cause ${summary.cause ?? 'none'}`,
    `notice ${after(summary.noticeAt_s)}, recommended ${after(summary.recommendedAt_s)}, released ${after(summary.releasedAt_s)}, retracted ${after(summary.retractedAt_s)}`,
  ];
}
