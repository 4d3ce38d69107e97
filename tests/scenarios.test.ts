import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenClaims } from './goldens/claims.ts';
import { ofKind, runScenario, SCENARIOS, scenarioNames, type Told } from './goldens/told.ts';

// The recorded events, each run through the whole chain in this process: sensors, signatures, journal, core, people, channels.
// The timelines are goldens: `npm run goldens` says what is decided otherwise, and writes them only while the README's claims hold.

const CAP_SCHEMA = fileURLToPath(new URL('../../shared/data/cap/CAP-v1.2-schema.xsd', import.meta.url));

let folder = '';

beforeAll(() => {
  if (process.env['TOCSIN_UPDATE'] !== undefined)
    throw new Error(
      'TOCSIN_UPDATE is gone: `npm run goldens` says which decisions changed, `npm run goldens -- --update` writes the timelines',
    );
  folder = mkdtempSync(join(tmpdir(), 'tocsin-scenarios-'));
});

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

/** What xmllint finds wrong; nothing when all of them validate, or when a run sent none. */
function schemaFaults(files: readonly string[]): string {
  if (files.length === 0) return '';
  const { status, stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', CAP_SCHEMA, ...files], { encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? '' : stderr;
}

/** How far each goes, and no farther: a false alarm to a notice; what is there and is no such danger (an entry, an announced rocket, a stage that comes home) to an assessment. */
const LEVELS: Readonly<Record<string, Told['summary']['level']>> = {
  'norad-tape-1979': 'none',
  'thule-1960': 'notice',
  'petrov-1983': 'notice',
  'chelyabinsk-2013': 'notice',
  'decay-1979': 'assessment',
  'black-brant-1995': 'assessment',
  'booster-2024-01': 'assessment',
};

describe.each(scenarioNames())('%s', (scenario) => {
  let told: Told;

  beforeAll(async () => {
    told = await runScenario(scenario, join(folder, scenario));
  });

  test('does what its README claims, and claims nothing that is not checked', async () => {
    expect(told.summary.scenario).toBe(scenario);
    expect(await brokenClaims(told)).toEqual([]);
  });

  test('goes as far as it should', () => {
    expect(told.summary.level).toBe(LEVELS[scenario] ?? 'released');
  });

  test('nothing leaves the exercise, and no alert without two people', () => {
    const lines = ofKind(told, 'warning').map(({ warning }) => warning.line);
    expect(new Set(lines).has('live')).toBe(false);
    for (const { message } of ofKind(told, 'message')) {
      expect(message.line).toBe('exercise');
      expect(new Set(message.warning.signatures.map(({ person }) => person)).size).toBeGreaterThanOrEqual(2);
      expect(new Set(message.warning.signatures.map(({ session }) => session)).size).toBeGreaterThanOrEqual(2);
    }
    for (const file of told.caps) expect(readFileSync(file, 'utf8')).toContain('<status>Exercise</status>');
    expect(told.caps.length).toBe(ofKind(told, 'message').length);
  });

  test('its timeline is the golden one', () => {
    const golden = join(SCENARIOS, scenario, 'timeline.txt');
    const before = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
    expect(told.timeline, `\`npm run goldens -- ${scenario}\` says which decisions changed`).toBe(before);
  });

  test('its messages are CAP 1.2 by the schema of OASIS', (context) => {
    if (!existsSync(CAP_SCHEMA)) context.skip('needs ../shared/data/cap/CAP-v1.2-schema.xsd');
    expect(schemaFaults(told.caps)).toBe('');
  });
});
