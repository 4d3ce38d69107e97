import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sampleHazard } from '../../../tests/samples/warning.ts';
import { LINES } from '../../core/sense/line.ts';
import type { Hazard, HazardEnd } from '../../core/warn/hazard.ts';
import { hazardFactsOf } from './facts.ts';
import { renderHazard } from './hazard.ts';
import { PHRASEBOOKS } from './languages.ts';
import { hazardTextsIn } from './phrases.ts';

const SENDER = { sender: 'tocsin@example.org', journal: '4f2a9c0b71de', senderName: 'Warning centre', exercise: 'autumn' };
const references = [{ id: 'H1-r1', sent_us: sampleHazard('live').said_us }];
const ENDS: readonly HazardEnd[] = [
  { kind: 'window-over' },
  { kind: 'does-not-come-down' },
  { kind: 'track-lost' },
  { kind: 'warned', warning: 'W1' },
  { kind: 'same-object', event: 'E2' },
];

const LIFE: readonly Partial<Hazard>[] = [
  {},
  { revision: 2, references },
  ...ENDS.map((endedFor): Partial<Hazard> => {
    const instruction = endedFor.kind === 'warned' ? 'heed-warning' : endedFor.kind === 'same-object' ? 'keep-clear' : 'all-clear';
    return { revision: 2, references, state: 'ended', instruction, endedFor };
  }),
];

test('a hazard follows the CAP 1.2 schema on every line and in every state', ({ skip }) => {
  const schema = fileURLToPath(new URL('../../../../shared/data/cap/CAP-v1.2-schema.xsd', import.meta.url));
  if (!existsSync(schema)) skip('needs ../shared/data/cap, which is not there');
  if (spawnSync('xmllint', ['--version']).error !== undefined) skip('needs xmllint (Debian package libxml2-utils), which is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-hazard-'));
  try {
    const files = LINES.flatMap((line) =>
      LIFE.map((changes, k) => {
        const file = join(folder, `${line}-${k}.xml`);
        writeFileSync(file, renderHazard(sampleHazard(line, changes), SENDER));
        return file;
      }),
    );
    const { stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('it is never public by itself, and asks for less than any alert: who reads urgency, severity and certainty wakes nobody', () => {
  for (const line of LINES)
    for (const changes of LIFE) {
      const xml = renderHazard(sampleHazard(line, changes), SENDER);
      expect(xml).toContain('<scope>Restricted</scope>');
      expect(xml).not.toMatch(/Immediate|Extreme|Severe|Observed|Shelter|Security/);
    }
});

test('types, responses and references over its life', () => {
  const read = LIFE.map((changes) => {
    const xml = renderHazard(sampleHazard('live', changes), SENDER);
    return ['identifier', 'msgType', 'responseType', 'urgency', 'references']
      .map((name) => new RegExp(`<${name}>(.*)</`).exec(xml)?.[1] ?? '')
      .join(' ');
  });
  const first = 'tocsin@example.org,H1-r1.4f2a9c0b71de,2022-11-18T01:19:00-00:00';
  expect(read).toEqual([
    'H1-r1.4f2a9c0b71de Alert Avoid Expected ',
    `H1-r2.4f2a9c0b71de Update Avoid Expected ${first}`,
    `H1-r2.4f2a9c0b71de Update AllClear Past ${first}`,
    `H1-r2.4f2a9c0b71de Cancel AllClear Past ${first}`,
    `H1-r2.4f2a9c0b71de Cancel AllClear Past ${first}`,
    `H1-r2.4f2a9c0b71de Update Avoid Past ${first}`,
    `H1-r2.4f2a9c0b71de Update Avoid Past ${first}`,
  ]);
});

test.each(PHRASEBOOKS.map((book) => ({ book, language: book.language })))(
  'in $language it names no missile, and says that it is no warning of an attack',
  ({ book }) => {
    for (const changes of LIFE) {
      const texts = Object.values(hazardTextsIn(book, hazardFactsOf(sampleHazard('live', { cause: 'ballistic-missile', ...changes }))));
      expect(texts.join(' ')).not.toMatch(/missile|ミサイル/i);
      for (const text of texts) expect(text).not.toBe('');
    }
    const { description } = hazardTextsIn(book, hazardFactsOf(sampleHazard('live')));
    expect(description).toMatch(/not a warning of an attack|攻撃の警報ではありません/);
    const { headline } = hazardTextsIn(book, hazardFactsOf(sampleHazard('exercise')));
    expect(headline.startsWith(book.marks.exercise)).toBe(true);
  },
);

test('the texts over its life', () => {
  const read = PHRASEBOOKS.flatMap((book) => LIFE.map((changes) => hazardTextsIn(book, hazardFactsOf(sampleHazard('live', changes)))));
  expect(
    read.map(({ headline, description, instruction }) => [headline, description, instruction].join('\n')).join('\n\n'),
  ).toMatchSnapshot();
});
