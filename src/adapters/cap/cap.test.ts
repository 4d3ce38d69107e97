import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { LAUNCH_US, ringAround, sampleAssessment, sampleMessage, sampleWarning } from '../../../tests/samples/warning.ts';
import type { Line } from '../../core/sense/line.ts';
import { LINES, onLine } from '../../core/sense/line.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';
import { renderActual, renderCap, renderExercise } from './cap.ts';
import { type Facts, factsOf, sightingOf } from './facts.ts';
import { PHRASEBOOKS } from './languages.ts';
import { textsIn } from './phrases.ts';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { capPolygons } from './polygon.ts';
import { capTime } from './time.ts';
import { counted, NONE_FOUND } from '../../../tests/samples/people.ts';

const SENDER = { sender: 'tocsin@example.org', journal: '4f2a9c0b71de', senderName: 'Warning centre', exercise: 'autumn' };

const references = [{ id: 'W1-m1', sent_us: LAUNCH_US + 170_000_000 }];
const places = ['Otaru', "Sant'Agata <di> & Co", 'bell\u0007town'].map((name, k) => [name, 1000 - k] as const);
const AREA = { estimate: [], probability: 0.95, shelterRadius_m: 10_000 };

/** When what may yet turn is down whatever it does. */
const REACH_US = LAUNCH_US + 6e9;

const PURPOSES: readonly Partial<WarningMessage>[] = [
  { purpose: 'alert', messageType: 'Alert' },
  { purpose: 'update', messageType: 'Update', references, id: 'W1-m2' },
  { purpose: 'end', messageType: 'Update', references, id: 'W1-m3', sent_us: LAUNCH_US + 9e9 },
  { purpose: 'retraction', messageType: 'Cancel', references, id: 'W1-m4' },
  { purpose: 'same-object', messageType: 'Update', references, id: 'W1-m5' },
];

const AREAS = {
  'with places': (line: Line) => sampleWarning(line, { peopleInAlertArea: counted(2997, places) }),
  'with no place': (line: Line) => sampleWarning(line, { peopleInAlertArea: NONE_FOUND }),
  'not looked up': (line: Line) => sampleWarning(line, { peopleInAlertArea: { kind: 'not-looked-up' } }),
  'over the antimeridian': (line: Line) => sampleWarning(line, { area: { ...AREA, ring: ringAround(52, 179.5, 3, 360) } }),
  'without a ring': (line: Line) => sampleWarning(line, { area: { ...AREA, ring: [], probability: 0 } }),
  'with a wider one in reach': (line: Line) =>
    sampleWarning(line, {
      area: { ...AREA, ring: ringAround(41, 139, 0.3), reach: { ring: ringAround(41, 139, 3), probability: 0.95, until_us: REACH_US } },
    }),
  'with forty places, predicted only': (line: Line) =>
    sampleWarning(line, {
      assessment: sampleAssessment({ basis: 'predicted' }),
      peopleInAlertArea: counted(
        40_000,
        Array.from({ length: 20 }, (_, k) => [`Place ${k}`, 1000]),
        20,
      ),
    }),
};

/** Every kind of message on every line over every kind of area. */
const CASES = LINES.flatMap((line) =>
  PURPOSES.flatMap((purpose) =>
    Object.entries(AREAS).map(([area, warning]) => ({
      name: `${line} ${purpose.purpose} ${area}`,
      message: sampleMessage(line, { ...purpose, warning: warning(line) }),
    })),
  ),
);

describe.each(CASES)('CAP of $name', ({ message }) => {
  const xml = renderCap(message, SENDER);

  test('is well-formed and has the elements that CAP asks for, in its order', () => {
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(structureErrors(xml)).toEqual([]);
  });

  test('has the status of its line and nothing of another', () => {
    expect(xml.match(/<status>.*<\/status>/)?.[0]).toBe(
      `<status>${{ live: 'Actual', exercise: 'Exercise', test: 'Test' }[message.line]}</status>`,
    );
    expect(/EXERCISE|訓練/.test(xml)).toBe(message.line === 'exercise');
    expect(/not a drill|訓練ではありません/i.test(xml)).toBe(false);
    expect(xml.includes('<scope>Public</scope>')).toBe(message.line === 'live');
  });
});

test('the CAP of every case validates against the OASIS schema', ({ skip }) => {
  const schema = fileURLToPath(new URL('../../../../shared/data/cap/CAP-v1.2-schema.xsd', import.meta.url));
  if (!existsSync(schema)) skip('needs ../shared/data/cap, which is not there');
  if (spawnSync('xmllint', ['--version']).error !== undefined) skip('needs xmllint (Debian package libxml2-utils), which is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-cap-'));
  try {
    const files = CASES.map(({ message }, k) => {
      const file = join(folder, `${k}.xml`);
      writeFileSync(file, renderCap(message, SENDER));
      return file;
    });
    const { stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what may yet turn stays in force until it is down whatever it does, and says until when it may', () => {
  const { warning } = sampleMessage('exercise', { warning: AREAS['with a wider one in reach']('exercise') });
  expect(warning.impactWindow.to_us).toBeLessThan(REACH_US);
  const text = renderCap(sampleMessage('exercise', { purpose: 'alert', messageType: 'Alert', warning }), SENDER);
  for (const [, expires] of text.matchAll(/<expires>(.*?)<.expires>/gu)) expect(expires > capTime(REACH_US)).toBe(true);
  expect(text).toContain('come down then, until ');
  const end = (sent_us: number) => factsOf(sampleMessage('exercise', { purpose: 'end', sent_us, warning })).isOver;
  expect([end(REACH_US), end(REACH_US + 1)]).toEqual([false, true]);
});

describe('a CAP message', () => {
  test('can be Actual only when the compiler knows that it is live (H6)', () => {
    const check = onLine(sampleMessage('exercise'), 'exercise');
    if (check.kind !== 'on-line') throw new Error('the sample is on another line');
    // @ts-expect-error: a drill's message does not fit the live renderer. In JavaScript it would have got through; here it cannot be written.
    const wrong = (): string => renderActual(check.value, SENDER);
    expect(wrong).toBeTypeOf('function');
    expect(renderExercise(check.value, SENDER)).toContain('<status>Exercise</status>');
  });

  test('names the messages before it, with the sender and the very time they were sent at', () => {
    const [, update] = PURPOSES;
    const first = renderCap(sampleMessage('live'), SENDER);
    const sent = /<sent>(.*)<\/sent>/.exec(first)?.[1];
    expect(renderCap(sampleMessage('live', update), SENDER)).toContain(
      `<references>tocsin@example.org,W1-m1.4f2a9c0b71de,${sent}</references>`,
    );
  });

  test('of another journal is another message to a gateway that drops doubles, and its references stay in its own', () => {
    const [, update] = PURPOSES;
    const names = (journal: string) =>
      [sampleMessage('exercise'), sampleMessage('exercise', update)].map((message) => {
        const xml = renderCap(message, { ...SENDER, journal });
        return ['identifier', 'references', 'incidents'].map((name) => new RegExp(`<${name}>(.*)</`).exec(xml)?.[1] ?? '');
      });
    const [first, second] = [names('000000000001'), names('000000000002')];
    expect(names('000000000001')).toEqual(first);
    for (const [k, [identifier, , incidents]] of first.entries()) {
      expect([identifier, incidents]).not.toContain(second[k][0]);
      expect(incidents).not.toBe(second[k][2]);
      expect(identifier).toMatch(/^[A-Za-z0-9.-]+$/);
    }
    expect(first[1][1].split(',')[1]).toBe(first[0][0]);
    expect(second[1][1].split(',')[1]).toBe(second[0][0]);
  });

  test('tells people to take shelter as long as it warns, and that all is clear when it ends or is withdrawn', () => {
    const kinds = PURPOSES.map((purpose) => renderCap(sampleMessage('live', purpose), SENDER)).map((xml) =>
      ['msgType', 'responseType', 'urgency', 'severity', 'certainty'].map((name) => new RegExp(`<${name}>(.*)</`).exec(xml)?.[1]).join(' '),
    );
    expect(kinds).toEqual([
      'Alert Shelter Immediate Extreme Observed',
      'Update Shelter Immediate Extreme Observed',
      'Update AllClear Past Minor Unknown',
      'Cancel AllClear Past Minor Unlikely',
      // Its words said to take shelter, and what programs read that all is clear.
      'Update Shelter Immediate Extreme Observed',
    ]);
  });

  test('keeps the reason of a withdrawal for those who operate receivers, out of the texts that are translated', () => {
    const warning = sampleWarning('live', { closedFor: { kind: 'radar-absent' } });
    const xml = renderCap(sampleMessage('live', { ...PURPOSES[3], warning }), SENDER);
    expect(xml).toContain('<note>Withdrawn: radar should see it and does not</note>');
    expect(xml.match(/should see it/g)).toHaveLength(1);
  });

  // Without types it came out as the text "undefined".
  test('of a line that there is not is refused', () => {
    expect(() => renderCap({ ...sampleMessage('live'), line: 'drill' as never }, SENDER)).toThrow(/there is no line "drill"; give live/);
  });

  test('is refused when an id or the sender would break the references', () => {
    expect(() => renderCap(sampleMessage('live', { id: 'W1 m1' }), SENDER)).toThrow(/no space, comma, < or &/);
    expect(() => renderCap(sampleMessage('live'), { ...SENDER, sender: 'a,b' })).toThrow(/no space, comma/);
  });

  test('has times without fractions and with CAP’s zero offset, a leap second as the second after it', () => {
    expect(capTime(LAUNCH_US + 999_999)).toBe('2022-11-18T01:14:00-00:00');
    const leap_us = 1_483_228_800_000_000 + 36_000_000; // 2016-12-31T23:59:60Z
    expect([capTime(leap_us), capTime(leap_us - 1)]).toEqual(['2017-01-01T00:00:00-00:00', '2016-12-31T23:59:59-00:00']);
  });
});

describe('the area of a CAP message', () => {
  test('has no corner twice, no zero with a sign, and no piece that is no area', () => {
    const at = (latitude: number, longitude: number) => geodeticDegrees(latitude, longitude);
    // Corners closer than the four decimals, on the equator and the zero meridian from below.
    const ring = [at(-1e-6, -1e-6), at(-2e-6, -2e-6), at(0, 1), at(1, 1), at(1, 0)];
    expect(capPolygons(ring)).toEqual(['0.0000,0.0000 0.0000,1.0000 1.0000,1.0000 1.0000,0.0000 0.0000,0.0000']);
    expect(capPolygons([at(10, 10), at(10, 10.000_01), at(10.000_01, 10)])).toEqual([]);
    expect(capPolygons([at(10, 10), at(10, 11), at(11, 10)])).toEqual(['10.0000,10.0000 10.0000,11.0000 11.0000,10.0000 10.0000,10.0000']);
  });

  test('is a closed polygon of at most 100 points, latitude before longitude', () => {
    const [polygon, ...others] = capPolygons(ringAround(41, 139, 1, 500));
    const points = polygon.split(' ');
    expect(others).toEqual([]);
    expect(points.length).toBeLessThanOrEqual(100);
    expect(points[0]).toBe(points[points.length - 1]);
    expect(points[0]).toBe('41.0000,140.3250');
  });

  test('is two areas at the antimeridian, each with its words', () => {
    const xml = renderCap(sampleMessage('test', { warning: AREAS['over the antimeridian']('test') }), SENDER);
    expect(xml.match(/<polygon>/g)).toHaveLength(2 * PHRASEBOOKS.length);
    expect(xml).toContain('Area around 52.1° N 179.5° E, with Otaru (1/2)');
  });
});

describe.each(PHRASEBOOKS.map((book) => ({ book, language: book.language })))('the texts in $language', ({ book }) => {
  const SEEN = /observed|観測しました/;
  const texts = (changes: Partial<Facts> = {}) => textsIn(book, { ...factsOf(sampleMessage('live')), ...changes });

  test('say "observed" of what was observed and of nothing else (H4)', () => {
    expect(texts().description).toMatch(SEEN);
    const predicted = sightingOf(sampleAssessment({ basis: 'predicted' }));
    for (const purpose of ['alert', 'update', 'end', 'retraction'] as const)
      expect(Object.values(texts({ purpose, sighting: predicted })).join(' ')).not.toMatch(SEEN);
    expect(texts({ purpose: 'end' }).description).not.toMatch(SEEN);
  });

  test('name the cause that the assessment names, and no missile where there is none (H12)', () => {
    const cause = sampleAssessment().cause;
    expect(cause).toBe('ballistic-missile');
    const all = (facts: Partial<Facts>) => Object.values(texts(facts)).join(' ');
    expect(all({})).toMatch(/missile|ミサイル/i);
    for (const other of ['space-launch', 're-entry', 'unknown', 'satellite'] as const)
      expect(all({ cause: other })).not.toMatch(/missile|ミサイル/i);
    expect(all({ purpose: 'retraction' }).replace(texts().event, '')).not.toMatch(/missile|ミサイル/i);
  });

  test('carry the mark of an exercise or a test at the beginning and at the end', () => {
    for (const mark of ['exercise', 'test'] as const) {
      const { headline, description, instruction, event } = texts({ mark });
      for (const text of [headline, description, instruction]) {
        expect(text.startsWith(book.marks[mark])).toBe(true);
        expect(text.replace(/[.。]$/, '').endsWith(book.marks[mark])).toBe(true);
      }
      expect(event.startsWith(book.marks[mark])).toBe(true);
    }
  });

  test('say when an area is wide, and count the places that they do not name', () => {
    expect(new Set([texts(), texts({ flight: 'may-manoeuvre' })].map(({ description }) => description)).size).toBe(2);
    expect(texts({ people: counted(1_234_567, places, 7) }).description).toMatch(/7 more.*1.2 million|ほか7地点.*120万人/);
    expect(texts({ people: { kind: 'not-looked-up' } }).description).toMatch(/not looked up|調べられていません/);
    expect(texts({ people: NONE_FOUND }).description).toMatch(/Otaru, 132 kilometres north-east|Otaruで、落下予測地点の北東132キロ/);
    expect(texts({ isOver: true, purpose: 'end' }).description).not.toBe(texts({ isOver: false, purpose: 'end' }).description);
  });

  test('read as they stand here', () => {
    const read = (['alert', 'update', 'end', 'retraction'] as const).map((purpose) => texts({ purpose, isOver: purpose === 'end' }));
    expect(
      read.map(({ headline, description, instruction }) => [headline, description, instruction].join('\n')).join('\n\n'),
    ).toMatchSnapshot();
  });
});

/** Elements of CAP 1.2 in their order; `!` where one must be there, `*` where several may. Source  CAP 1.2, §3.2. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  alert: 'identifier! sender! sent! status! msgType! source scope! restriction addresses code* note references incidents info*'.split(' '),
  info: [
    'language category!* event! responseType* urgency! severity! certainty! audience eventCode* effective onset expires',
    'senderName headline description instruction web contact parameter* resource* area*',
  ].flatMap((names) => names.split(' ')),
  parameter: ['valueName!', 'value!'],
  area: ['areaDesc!', 'polygon*', 'circle*', 'geocode*', 'altitude', 'ceiling'],
};

/** What elements with a closed set of values, or a fixed form, may hold. */
const VALUES: Readonly<Record<string, RegExp>> = {
  status: /^(Actual|Exercise|System|Test|Draft)$/,
  msgType: /^(Alert|Update|Cancel|Ack|Error)$/,
  scope: /^(Public|Restricted|Private)$/,
  category: /^(Geo|Met|Safety|Security|Rescue|Fire|Health|Env|Transport|Infra|CBRNE|Other)$/,
  responseType: /^(Shelter|Evacuate|Prepare|Execute|Avoid|Monitor|Assess|AllClear|None)$/,
  urgency: /^(Immediate|Expected|Future|Past|Unknown)$/,
  severity: /^(Extreme|Severe|Moderate|Minor|Unknown)$/,
  certainty: /^(Observed|Likely|Possible|Unlikely|Unknown)$/,
  sent: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  effective: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  onset: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  expires: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  polygon: /^(-?\d+(\.\d+)?,-?\d+(\.\d+)? ){3,99}-?\d+(\.\d+)?,-?\d+(\.\d+)?$/,
  areaDesc: /\S/,
};

type Node = { readonly [name: string]: readonly Node[] | string };

/** What is wrong with an alert by the structure above; no schema is needed for it. */
function structureErrors(xml: string): string[] {
  const nodes = new XMLParser({ preserveOrder: true, ignoreAttributes: true, parseTagValue: false }).parse(xml) as readonly Node[];
  const alert = nodes.find((node) => 'alert' in node);
  return alert === undefined ? ['no alert'] : elementErrors('alert', alert['alert'] as readonly Node[]);
}

function elementErrors(parent: string, children: readonly Node[]): string[] {
  const allowed = ORDER[parent].map((one) => ({ name: one.replace(/[!*]/g, ''), needed: one.includes('!'), several: one.includes('*') }));
  const names = children.map((child) => Object.keys(child)[0]);
  const positions = names.map((name) => allowed.findIndex((one) => one.name === name));
  const errors: string[] = [];
  for (const [k, name] of names.entries()) {
    if (positions[k] < 0) errors.push(`${parent} may not hold ${name}`);
    if (k > 0 && positions[k] < positions[k - 1]) errors.push(`${name} stands after ${names[k - 1]} in ${parent}`);
    const content = children[k][name] as readonly Node[];
    if (name in ORDER) errors.push(...elementErrors(name, content));
    else if (!(VALUES[name] ?? /^/).test(textOf(content))) errors.push(`${name} holds ${JSON.stringify(content)}`);
  }
  for (const { name, needed, several } of allowed) {
    const count = names.filter((one) => one === name).length;
    if (needed && count === 0) errors.push(`${parent} lacks ${name}`);
    if (!several && count > 1) errors.push(`${parent} holds ${count} ${name}`);
  }
  return errors;
}

function textOf(content: readonly Node[]): string {
  const text = content[0]?.['#text'];
  return typeof text === 'string' ? text : '';
}

test('the structural check finds what is wrong', () => {
  const xml = renderCap(sampleMessage('live'), SENDER);
  expect(structureErrors(xml.replace('<status>Actual</status>', ''))).toEqual(['alert lacks status']);
  expect(structureErrors(xml.replace('Actual', 'Real'))).toHaveLength(1);
  expect(structureErrors(xml.replaceAll('urgency', 'hurry')).length).toBeGreaterThan(0);
  expect(structureErrors(xml.replace(/(<sent>.*<\/sent>)([\s\S]*)(<status>.*<\/status>)/, '$3$2$1'))).toEqual([
    'sent stands after status in alert',
  ]);
  expect(structureErrors(xml.replace(/-00:00/, 'Z'))).toHaveLength(1);
});
