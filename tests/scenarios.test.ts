import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSummarySchema, type RunSummary } from '../src/api/wire-cli.ts';
import { conduct } from '../src/cli/conduct.ts';
import { keptOutput } from '../src/cli/output.ts';
import type { Emission } from '../src/core/emission.ts';

// The recorded events, each run through the whole chain in this process: sensors, signatures, journal, core, people, channels.
// The timelines are goldens: read the difference like a log. TOCSIN_UPDATE=1 writes them anew.

const SCENARIOS = fileURLToPath(new URL('../scenarios/', import.meta.url));
const CAP_SCHEMA = fileURLToPath(new URL('../../shared/data/cap/CAP-v1.2-schema.xsd', import.meta.url));
const UPDATE = process.env['TOCSIN_UPDATE'] === '1';

type Run = {
  readonly timeline: string;
  readonly emissions: readonly Emission[];
  readonly summary: RunSummary;
  readonly caps: readonly string[];
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-scenarios-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One run is told twice, as text and as JSON, by two outputs on the same run. */
async function run(scenario: string): Promise<Run> {
  const out = join(folder, scenario);
  const text = keptOutput(false);
  const json = keptOutput(true);
  const both = { ...text, json: true, line: text.line, object: json.object };
  await conduct({ scenario, out, output: both });
  const objects = json.objects as (Emission | { readonly summary: unknown })[];
  const last = objects.at(-1);
  return {
    timeline: `${text.lines.filter((line) => !line.startsWith('digest ')).join('\n')}\n`,
    emissions: objects.filter((one) => 'kind' in one),
    summary: runSummarySchema.parse(last && 'summary' in last ? last.summary : undefined),
    caps: readdirSync(out)
      .filter((name) => name.endsWith('.cap.xml'))
      .map((name) => join(out, name)),
  };
}

function ofKind<K extends Emission['kind']>({ emissions }: Run, kind: K): Extract<Emission, { kind: K }>[] {
  return emissions.filter((one): one is Extract<Emission, { kind: K }> => one.kind === kind);
}

/** What xmllint finds wrong; nothing when all of them validate, or when a run sent none. */
function schemaFaults(files: readonly string[]): string {
  if (files.length === 0) return '';
  const { status, stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', CAP_SCHEMA, ...files], { encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? '' : stderr;
}

/** Each scenario's own claims; those that hold for every one stand below. */
const CLAIMS: Readonly<Record<string, (run: Run) => void>> = {
  'hs12-2017-08': bothPhenomenologies,
  'hs17-2022-11': bothPhenomenologies,
  'thule-1960': staysAtNotice,
  'petrov-1983': staysAtNotice,
  'norad-tape-1979': (told) => {
    staysAtNotice(told);
    // The tape is told to be a tape at the gate of the line; nothing of it becomes a track, let alone an event.
    expect(ofKind(told, 'track')).toEqual([]);
    expect(ofKind(told, 'alarm').some((one) => one.alarm === 'sensor-rejected' && one.reason.includes('line test'))).toBe(true);
  },
  'hawaii-2018': (told) => {
    // The slip towards the live line is refused, and the drill goes on and is taken back on its own line (H6, H13).
    expect(ofKind(told, 'refused').map(({ reason }) => reason)).toContain('wrong-line');
    const messages = ofKind(told, 'message').map(({ message }) => message);
    expect(messages.map(({ line }) => line)).toEqual(messages.map(() => 'exercise'));
    expect(told.summary.level).toBe('released');
    const retraction = messages.find(({ purpose }) => purpose === 'retraction');
    expect(retraction).toMatchObject({
      messageType: 'Cancel',
      references: messages.filter((one) => one !== retraction).map(({ id, sent_us }) => ({ id, sent_us })),
    });
    expect((told.summary.retractedAt_s ?? Infinity) - (told.summary.releasedAt_s ?? 0)).toBeLessThanOrEqual(120);
  },
};

/** Heat and radar have both seen it before anybody is asked to act (H1), and the notice has not waited for that. */
function bothPhenomenologies(told: Run): void {
  const first = ofKind(told, 'warning').find(({ change }) => change === 'recommended');
  expect(first?.warning.assessment.phenomenologies.map(({ phenomenology, state }) => [phenomenology, state])).toEqual([
    ['heat', 'observed'],
    ['radar', 'observed'],
  ]);
  expect(told.summary).toMatchObject({ level: 'released', cause: 'ballistic-missile' });
  expect(told.summary.noticeAt_s).toBeLessThanOrEqual(60);
  expect(told.summary.releasedAt_s).toBeGreaterThan(told.summary.recommendedAt_s ?? Infinity);
  const released = ofKind(told, 'warning').find(({ change }) => change === 'released');
  expect(new Set(released?.warning.signatures.map(({ person }) => person)).size).toBe(2);
  expect(ofKind(told, 'message').at(-1)?.message.purpose).toBe('end');
}

/** Information, never an alert; and a reason with it. */
function staysAtNotice(told: Run): void {
  expect(['none', 'notice']).toContain(told.summary.level);
  expect(ofKind(told, 'warning')).toEqual([]);
  expect(ofKind(told, 'message')).toEqual([]);
  const reasons = ofKind(told, 'assessment').flatMap(({ assessment }) => assessment.hypotheses.flatMap((one) => one.evidence));
  expect(reasons.length + ofKind(told, 'alarm').length).toBeGreaterThan(0);
}

const there = readdirSync(SCENARIOS).filter((name) => existsSync(join(SCENARIOS, name, 'scenario.yaml')));

test('every scenario has claims, and every claim a scenario', () => {
  expect(there.toSorted()).toEqual(Object.keys(CLAIMS).toSorted());
});

describe.each(there)('%s', (scenario) => {
  let told: Run;

  beforeAll(async () => {
    told = await run(scenario);
  }, 120_000);

  test('ends as history, and the rules that it wrote, ask', () => {
    expect(told.summary.scenario).toBe(scenario);
    CLAIMS[scenario](told);
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
    if (UPDATE) writeFileSync(golden, told.timeline);
    expect(told.timeline).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : 'no timeline.txt yet; TOCSIN_UPDATE=1 writes it');
  });

  test('its messages are CAP 1.2 by the schema of OASIS', (context) => {
    if (!existsSync(CAP_SCHEMA)) context.skip('needs ../shared/data/cap/CAP-v1.2-schema.xsd');
    expect(schemaFaults(told.caps)).toBe('');
  });
});
