import { expect, test } from 'vitest';
import { scenarioLineSchema } from '../api/wire-cli.ts';
import { readScenario } from './scenario-file.ts';
import { ranTo } from './scenarios.ts';

// How far each of them goes is asserted where they are run anyway (tests/scenarios.test.ts).
test('a scenario is run to the end, and how far it went is part of its line', () => {
  const came = ranTo(readScenario('hs12-2017-08').scenario);
  expect(came).toMatchObject({ level: 'released', cause: 'ballistic-missile', retractedAt_s: null });
  expect(came.recommendedAt_s).toBeLessThan(180);
  const line = { kind: 'scenario', scenario: 'x', date: '2017-08-28', title: 'x', cause: null, shows: null };
  expect(scenarioLineSchema.parse({ ...line, came })).toEqual({ ...line, came });
  expect(scenarioLineSchema.parse(line)).toEqual(line);
});
