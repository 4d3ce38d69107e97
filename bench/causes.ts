import { LAUNCHER_PATHS, type LauncherPaths } from '../src/core/discern/launcher-paths.ts';
import { type Hypothesis, type HypothesisProbability, probabilityOf } from '../src/core/discern/hypotheses.ts';
import { FAMILIES, type Family } from '../src/sim/causes/families.ts';
import { HOT_KINDS, satellitesAbove } from '../src/sim/causes/heat-alone.ts';
import { type Climb, climbOf, pathsOf, RECORDED } from '../src/sim/causes/paths.ts';
import { drawnOf, type Said, START_US, tell, type Told, toldWith } from '../src/sim/causes/study.ts';

/** Flights that likelihoods are made from have the first numbers; those that they are tried on come from here on. */
const TRIED_FROM = 5001;
/** What a recommendation asks. */
const SURE = 0.95;

/** Every family through the core, each launcher family weighed by likelihoods that were made without it: what it was taken for, and how often what is said with a
 *  probability is right. Markdown, for docs/causes.md. */
export function causesBench(flights: number): string[] {
  const launchers = FAMILIES.filter(({ cause }) => cause === 'space-launch');
  const climbs = new Map(launchers.map((family) => [family, climbsOf(family, flights)]));
  const without = (left?: Family): LauncherPaths =>
    pathsOf([...launchers.filter((one) => one !== left).map((one) => climbs.get(one) ?? []), [RECORDED]]);
  const tries = FAMILIES.map((family): Try => {
    const paths = launchers.includes(family) ? without(family) : LAUNCHER_PATHS;
    const told = numbers(flights, TRIED_FROM).flatMap((n) => tell(family, n) ?? []);
    return { family, told, by: (said) => toldWith(said, paths) };
  });
  return [
    `${flights} flights of each family; launchers are weighed by the paths of the other families.`,
    '',
    ...confusion(tries),
    '',
    ...calibration(tries),
    '',
    ...byHeatAlone(flights),
    '',
    `Paths of launchers by all families: ${JSON.stringify(without())}`,
  ];
}

type Try = { readonly family: Family; readonly told: readonly Told[]; by(said: Said): readonly HypothesisProbability[] };

function numbers(count: number, from: number): number[] {
  return Array.from({ length: count }, (_, k) => from + k);
}

function climbsOf(family: Family, flights: number): Climb[] {
  return numbers(flights, 1).flatMap((n) => {
    const drawn = drawnOf(family, n);
    return drawn === undefined ? [] : [climbOf(drawn.body, START_US)];
  });
}

/** Of each flight: what it is called last, by what it may be called surely at any time, and when a missile was recommended. */
function confusion(tries: readonly Try[]): string[] {
  const called = [...new Set(tries.flatMap(({ told, by }) => told.flatMap(({ said }) => lastCause(said, by) ?? [])))];
  const head = [
    'family',
    ...called.map((one) => `last: ${one}`),
    `missile ≥ ${SURE} ever`,
    'missile, most',
    'undecided, s',
    'recommended',
    'at, s',
  ];
  const rows = tries.map(({ family, told, by }) => {
    const most = told.map(({ said }) => Math.max(0, ...said.map((one) => probabilityOf(by(one), 'ballistic-missile'))));
    const open_s = told.map(({ said }) => 5 * said.filter(({ undecided }) => undecided).length);
    const recommended = told.flatMap(({ recommended_s }) => recommended_s ?? []);
    return [
      family.name,
      ...called.map((cause) => count(told, ({ said }) => lastCause(said, by) === cause)),
      count(most, (one) => one >= SURE),
      Math.max(0, ...most).toFixed(3),
      String(median(open_s)),
      String(recommended.length),
      recommended.length === 0 ? '–' : median(recommended).toFixed(0),
    ];
  });
  return table([head, ...rows]);
}

function lastCause(said: readonly Said[], by: Try['by']): Hypothesis | undefined {
  const last = said.at(-1);
  return last && by(last)[0].hypothesis;
}

/** Clouds hide how missiles begin; the others are seen where there are none. */
const CLOUDS_M = 9_000;

/** What satellites alone see, by how many there are and how often they look. */
function byHeatAlone(flights: number): string[] {
  const kinds = [
    ...HOT_KINDS.map((family) => ({ family, clouds_m: 0 })),
    ...ofMissiles().map((family) => ({ family, clouds_m: CLOUDS_M })),
  ];
  const rows = kinds.flatMap(({ family, clouds_m }) =>
    ([1, 2] as const).flatMap((satellites) =>
      [2, 10, 30].map((looks_s) => {
        const all = numbers(flights, TRIED_FROM).flatMap(
          (n) => tell(family, n, (drawn) => satellitesAbove(drawn, satellites, looks_s, clouds_m)) ?? [],
        );
        const told = all.filter(({ said }) => said.length > 0);
        const said = told.flatMap((one) => one.said);
        const called = (is: (cause: Hypothesis | undefined) => boolean): string =>
          count(told, (one) => is(one.said.at(-1)?.hypotheses[0].hypothesis));
        return [
          family.name,
          String(satellites),
          String(looks_s),
          String(told.length),
          called((cause) => cause === family.cause),
          called((cause) => cause === 'ballistic-missile' || cause === 'space-launch'),
          count(told, (one) => one.said.some(({ launchStated }) => launchStated)),
          `${((100 * said.filter(({ launchStated }) => launchStated).length) / Math.max(1, said.length)).toFixed(0)} %`,
          count(told, ({ recommended_s }) => recommended_s !== undefined),
        ];
      }),
    ),
  );
  const head = [
    'by satellites alone',
    'satellites',
    'looks, s',
    'told',
    'last: what it is',
    'last: missile or launcher',
    'launch ever told',
    'of all assessments',
    'recommended',
  ];
  return table([head, ...rows]);
}

function ofMissiles(): Family[] {
  return FAMILIES.filter(({ name }) => name === 'missile, short' || name === 'missile, medium');
}

const BINS = 10;

/** Each family weighs the same, each flight in it, and each assessment of a flight: those that rest on five plots of radar and more. */
function calibration(tries: readonly Try[]): string[] {
  const bins = Array.from({ length: BINS }, () => ({ weight: 0, said: 0, right: 0 }));
  for (const { family, told, by } of tries) {
    for (const { said } of told) {
      const known = said.filter(({ radarHits }) => radarHits >= 5);
      for (const one of known) {
        const weight = 1 / (tries.length * told.length * known.length);
        const { hypothesis, probability } = by(one)[0];
        const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
        bin.weight += weight;
        bin.said += weight * probability;
        bin.right += hypothesis === family.cause || hypothesis === family.also ? weight : 0;
      }
    }
  }
  const error = bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0);
  const rows = bins.flatMap(({ weight, said, right }, k) =>
    weight === 0
      ? []
      : [
          [
            `${k / BINS} to ${(k + 1) / BINS}`,
            `${(100 * weight).toFixed(1)} %`,
            (said / weight).toFixed(3),
            (right / weight).toFixed(3),
            bar(right / weight),
          ],
        ],
  );
  return [
    ...table([['the likeliest cause has', 'of all', 'says', 'is right', ''], ...rows]),
    '',
    `Expected calibration error: ${error.toFixed(3)} (0.05 at most).`,
  ];
}

function bar(share: number): string {
  return '█'.repeat(Math.round(20 * share));
}

function count<T>(list: readonly T[], is: (one: T) => boolean): string {
  return String(list.filter(is).length);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function table([head, ...rows]: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}
