import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseScenario } from '../src/adapters/scenario-yaml/index.ts';
import { skyAt } from '../src/adapters/sky/sky.ts';
import { type GlintStudy, PLAIN_SIGMAS, studyGlints } from '../src/sim/imager/glint-study.ts';
import { median, table } from './tables.ts';

const SCENARIO = fileURLToPath(new URL('../scenarios/petrov-1983/scenario.yaml', import.meta.url));
const LEVEL_rad = (2 * Math.PI) / 180;

/** The evening of 1983 under the skies of seeds 1 to `seeds`: what a plain threshold makes launches of, and what detection tells. Markdown, for docs/glints.md. */
export function glintsBench(seeds: number): string[] {
  const read = parseScenario(readFileSync(SCENARIO, 'utf8'), SCENARIO);
  if (!('scenario' in read)) return [`${SCENARIO} cannot be read`];
  const studies = Array.from({ length: seeds }, (_, k) => studyGlints(read.scenario, k + 1, skyAt));
  const launches = studies.map(({ byThreshold }) => byThreshold.length);
  const all = studies.flatMap(({ byThreshold }) => byThreshold);
  const sum = (of: (study: GlintStudy) => number): number => studies.reduce((total, study) => total + of(study), 0);
  return [
    `${seeds} skies, ${sum(({ looks }) => looks)} looks. A threshold of ${PLAIN_SIGMAS} sigmas makes ${all.length} launches of them, ${median(launches)} in the median sky and ${Math.max(...launches)} at most; ${all.filter(({ lean_rad }) => lean_rad < LEVEL_rad).length} of them lie where a mirror leans by less than 2° from level. Detection tells ${sum(({ told }) => told)} tracklets, of which a theatre makes ${sum(({ events }) => events)} events.`,
    '',
    ...table(
      [
        'seed',
        'launches by the threshold',
        'where a mirror leans by less than 2°',
        'told by detection',
        'events',
        'standing',
        'clutter',
        'once',
      ],
      studies.map(({ byThreshold, told, events, turnedDown: { standing, clutter, once } }, k) =>
        [
          k + 1,
          byThreshold.length,
          byThreshold.filter(({ lean_rad }) => lean_rad < LEVEL_rad).length,
          told,
          events,
          standing,
          clutter,
          once,
        ].map(String),
      ),
    ),
  ];
}
