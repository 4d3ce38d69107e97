import type { Assessment } from '../core/assess/assessment.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { State } from '../core/pipeline.ts';
import type { Micros, Seconds } from '../core/units.ts';
import type { Warning } from '../core/warn/warning.ts';
import type { Scenario } from '../sim/scenario.ts';
import { zeroOf } from '../sim/zero.ts';

/** A run: all that the core said, and what it knew at the end. */
export type CaseRun = { readonly said: readonly Emission[]; readonly end: State };

export type Said<K extends Emission['kind']> = Extract<Emission, { readonly kind: K }>;

/** What was said in a run, sorted for who judges it. */
export type Account = {
  /** Seconds since the first launch, or since the start where nothing is launched. */
  readonly after_s: (at_us: Micros) => Seconds;
  readonly events: ReadonlySet<string>;
  readonly assessments: readonly Assessment[];
  /** Assessments of the event that went furthest: warned of, or else assessed most often. */
  readonly story: readonly Assessment[];
  readonly changes: readonly Said<'warning'>[];
  readonly hazards: readonly Said<'hazard'>[];
  readonly messages: number;
  readonly alarms: readonly Said<'alarm'>[];
  readonly refused: State['refused'];
};

export function accountOf(scenario: Scenario, { said, end }: CaseRun): Account {
  const of = <K extends Emission['kind']>(kind: K): Said<K>[] => said.filter((one): one is Said<K> => one.kind === kind);
  const { zero_us } = zeroOf(scenario);
  const assessments = of('assessment').map(({ assessment }) => assessment);
  const changes = of('warning');
  const main = mainEvent(assessments, changes);
  return {
    after_s: (at_us) => (at_us - zero_us) / 1e6,
    events: new Set(of('notice').map(({ notice }) => notice.event)),
    assessments,
    story: assessments.filter(({ event }) => event === main),
    changes,
    hazards: of('hazard'),
    messages: of('message').length,
    alarms: of('alarm'),
    refused: end.refused,
  };
}

function mainEvent(assessments: readonly Assessment[], changes: readonly Said<'warning'>[]): string | undefined {
  const warned = changes.find(({ warning }) => warning.state === 'released') ?? changes.at(0);
  if (warned !== undefined) return warned.warning.event;
  const counts = new Map<string, number>();
  for (const { event } of assessments) counts.set(event, (counts.get(event) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).at(0)?.[0];
}

export function isOpen({ state }: Warning): boolean {
  return state === 'recommended' || state === 'half-released' || state === 'released';
}
