import { placesAround } from '../src/adapters/places/places.ts';
import { skyAt } from '../src/adapters/sky/sky.ts';
import { createWorld } from '../src/sim/world.ts';
import { encountersOf, windowsOf } from '../src/sim/year/calendar.ts';
import type { Kind } from '../src/sim/year/encounter.ts';
import { KINDS } from '../src/sim/year/kinds.ts';
import { countWindow, newTally, type Row } from '../src/sim/year/tally.ts';
import { type MakeWorld, watch } from '../src/sim/year/watch.ts';

const make: MakeWorld = (scenario, seed, fleet) => createWorld(scenario, seed, { sky: skyAt, placesAround, fleet });

export type Year = { readonly days: number; readonly seed: number; readonly from: number };

/** A year of what is no attack, through the whole core, and what was said of it; `right` when no assessment says that anything of it is a missile, and nothing of it
 *  is recommended for warning. Markdown, for docs/background-year.md. */
export function yearBench(
  { days, seed, from }: Year,
  kinds: readonly Kind[] = KINDS,
): { readonly lines: string[]; readonly right: boolean } {
  const tally = newTally(kinds);
  let windows = 0;
  let several = 0;
  for (let day = from; day < from + days; day++) {
    for (const window of windowsOf(day, encountersOf(day, seed, kinds, skyAt))) {
      windows += 1;
      if (window.encounters.length > 1) several += 1;
      for (const fault of countWindow(tally, window.encounters, watch(window, seed + day, make))) process.stderr.write(`  ${fault}\n`);
    }
    if ((day + 1) % 10 === 0) process.stderr.write(`  day ${day + 1} of ${from + days}\n`);
  }
  const { rows, faults } = tally;
  const sum = (of: (row: Row) => number): number => [...rows.values()].reduce((all, row) => all + of(row), 0);
  const text = table([HEAD, ...[...rows].map(([kind, row]) => cells(kind, row))]);
  return {
    lines: [
      `${days} days, seed ${seed}: ${sum((row) => row.encounters)} encounters, in ${windows} windows of minutes; in ${several} of them several at once.`,
      '',
      ...text,
      '',
      `Notices: ${(sum((row) => row.events) / days).toFixed(1)} a day. Recommendations: ${sum((row) => row.recommended)}. Said wrongly: ${faults.length}.`,
      ...faults.slice(0, MOST_FAULTS).map((fault) => `- ${fault}`),
      ...(faults.length > MOST_FAULTS ? [`- and ${faults.length - MOST_FAULTS} more`] : []),
    ],
    right: faults.length === 0,
  };
}

const MOST_FAULTS = 200;
const HEAD = [
  'what it is',
  'met',
  'events',
  'assessments',
  'missile, most',
  'likeliest',
  '≥ 0.5',
  'of these open',
  '≥ 0.95',
  'says missile',
  'recommended',
  'hazards told',
];

function cells(kind: Kind | undefined, row: Row): string[] {
  const { encounters, events, assessments, mostMissile, likeliest, half, open, sure, saysMissile, recommended, hazards } = row;
  const counts = [likeliest, half, open, sure, saysMissile, recommended, hazards].map(String);
  return [
    kind?.name ?? 'nothing that is there',
    kind ? String(encounters) : '',
    String(events),
    String(assessments),
    mostMissile.toFixed(3),
    ...counts,
  ];
}

function table([head, ...rows]: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}
