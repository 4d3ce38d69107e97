import { expect, test } from 'vitest';
import { failure, readText } from '../../../tests/support/plots.ts';
import { microsFromIso } from '../../api/iso.ts';
import { decimal, fault, isNothing, isOptional, isSensorName, meaningOf, remedyOf } from './fields.ts';
import { createReporter } from './report.ts';
import { addMetadata, isDataKeyword, noteVersion, type TdmValue } from './tdm-message.ts';
import { microsOfEpoch, TIME_SYSTEMS } from './tdm-time.ts';

// What a tracking data message is read with: its time codes, its keywords, its numbers, and its XML.

const UTC = (text: string): number | undefined => microsOfEpoch(text, 'UTC');

test('both notations of a time are read, with any digits of the second, and nothing that only looks like one', () => {
  const at_us = microsFromIso('2024-02-29T12:34:56Z');
  for (const text of ['2024-02-29T12:34:56', '2024-060T12:34:56Z', '2024-02-29T12:34:56.', '2024-060T12:34:56.000'])
    expect(UTC(text)).toBe(at_us);
  expect(UTC('2024-02-29T12:34:56.25')).toBe(at_us + 250_000);
  expect(UTC('2024-02-29T12:34:56.0000004')).toBe(at_us);
  expect(UTC('2024-02-29T12:34:56.0000006')).toBe(at_us + 1);
  for (const text of [
    'x2024-02-29T12:34:56',
    '2024-02-29T12:34:56x',
    '2024-02-29 12:34:56',
    '2024-2-29T12:34:56',
    '2024-60T12:34:56',
    '2024-02-29T12:34',
    '2024-02-29T12:34:56.1.2',
    '2023-02-29T12:34:56',
    '2024-02-30T12:34:56',
    '2024-13-01T12:34:56',
    '2024-02-29T25:34:56',
  ])
    expect([text, UTC(text)]).toEqual([text, undefined]);
});

test('a day of the year is one that the year has', () => {
  expect(UTC('2024-001T00:00:00')).toBe(microsFromIso('2024-01-01T00:00:00Z'));
  expect(UTC('2024-366T00:00:00')).toBe(microsFromIso('2024-12-31T00:00:00Z'));
  for (const text of ['2024-000T00:00:00', '2024-367T00:00:00', '2023-366T00:00:00']) expect(UTC(text)).toBeUndefined();
});

test('UTC has leap seconds, and the other systems run evenly, each so far from TAI', () => {
  expect(TIME_SYSTEMS).toEqual(['UTC', 'TAI', 'GPS', 'TT', 'TDT', 'TDB']);
  const label = '2016-12-31T23:59:59.5';
  const tai_us = microsOfEpoch(label, 'TAI') as number;
  expect((UTC('2017-01-01T00:00:00') as number) - (UTC('2016-12-31T23:59:60') as number)).toBe(1e6);
  expect((UTC(label) as number) - tai_us).toBe(36e6);
  expect(tai_us).toBe(Date.UTC(2016, 11, 31, 23, 59, 59, 500) * 1000);
  expect((microsOfEpoch(label, 'GPS') as number) - tai_us).toBe(19e6);
  for (const system of ['TT', 'TDT']) expect((microsOfEpoch(label, system) as number) - tai_us).toBe(-32_184_000);
  for (const system of ['', 'utc', 'toString', 'UT1']) expect(microsOfEpoch(label, system)).toBeUndefined();
});

test('TDB less TT is the swing of the circular, through a year', () => {
  // 1657 sin(628.3076 T + 6.2401) + 22 sin(575.3385 T + 4.2970) µs, T in centuries of TT from J2000.
  for (const date of ['2000-01-01T12:00:00', '2026-04-04T00:00:00', '2026-07-05T00:00:00', '2026-10-05T00:00:00', '1990-03-01T06:00:00']) {
    const days = (Date.parse(`${date}Z`) - Date.UTC(2000, 0, 1, 12)) / 86_400_000;
    const swing_us = 1657 * Math.sin(0.017_201_98 * days + 6.2401) + 22 * Math.sin(0.015_751_91 * days + 4.297);
    const found_us = (microsOfEpoch(date, 'TT') as number) - (microsOfEpoch(date, 'TDB') as number);
    expect(Math.abs(found_us - swing_us)).toBeLessThan(3);
  }
});

test('metadata and data are those of the standard, those with numbers from 1 to 5', () => {
  const reporter = createReporter('m', false);
  const metadata = new Map<string, TdmValue>();
  const add = (keyword: string, value = 'x'): void => addMetadata(metadata, keyword, value, 7, reporter);
  for (const keyword of ['PARTICIPANT_1', 'PARTICIPANT_5', 'EPHEMERIS_NAME_2', 'TRANSMIT_DELAY_3', 'RECEIVE_DELAY_4', 'MODE']) add(keyword);
  expect([reporter.refused, metadata.size]).toEqual([0, 6]);
  for (const keyword of ['PARTICIPANT_0', 'PARTICIPANT_6', 'PARTICIPANT_12', 'XPARTICIPANT_1', 'mode', 'RANGE']) add(keyword);
  expect([reporter.refused, metadata.size, reporter.lines]).toEqual([6, 6, 6]);
  for (const keyword of ['RANGE', 'RECEIVE_FREQ', 'RECEIVE_FREQ_1', 'TRANSMIT_PHASE_CT_5', 'TRANSMIT_FREQ_RATE_3'])
    expect([keyword, isDataKeyword(keyword)]).toEqual([keyword, true]);
  for (const keyword of ['RECEIVE_FREQ_0', 'RECEIVE_FREQ_6', 'XRECEIVE_FREQ_1', 'RECEIVE_FREQ_11', 'MODE', 'range'])
    expect([keyword, isDataKeyword(keyword)]).toEqual([keyword, false]);
});

test('what is said twice is kept as it was first, with the other where that differs', () => {
  const reporter = createReporter('m', false);
  const metadata = new Map<string, TdmValue>();
  for (const [value, line] of [
    ['a', 1],
    ['a', 2],
    ['b', 3],
  ] as const)
    addMetadata(metadata, 'MODE', value, line, reporter);
  expect(metadata.get('MODE')).toEqual({ value: 'a', line: 1, other: 'b', otherLine: 3 });
});

test('versions that are read are 1.0 and 2.0; others are told, and none', () => {
  const notes = (version: string | undefined): readonly string[] => {
    const reporter = createReporter('m', false);
    noteVersion(version, reporter);
    return reporter.notes;
  };
  expect([notes('1.0'), notes('2.0')]).toEqual([[], []]);
  expect(notes('9'.repeat(21))).toEqual([
    `CCSDS_TDM_VERS is ${'9'.repeat(20)}: it is read as version 2.0, and what later versions mean otherwise is not known`,
  ]);
  expect(notes(undefined)).toEqual(['CCSDS_TDM_VERS, with which a tracking data message begins, is missing: it is read as version 2.0']);
});

test('a number is plain and decimal, and nothing is what programs write for it', () => {
  for (const [text, value] of [
    ['1', 1],
    ['-1.5', -1.5],
    ['+.5e-3', 0.0005],
    ['1.E2', 100],
  ] as const)
    expect(decimal(text)).toBe(value);
  for (const text of ['', '.', 'e5', '1e', '0x1', '1 ', ' 1', '1,5', 'Infinity', '1.5.2']) expect(decimal(text)).toBeUndefined();
  for (const text of ['', '  ', '+NaN', 'nil', 'NA', 'n/a', '#N/A', '--', '-']) expect([text, isNothing(text)]).toEqual([text, true]);
  for (const text of ['0', 'nano', 'banana', '---', 'x-', '#', 'null0', 'anull']) expect([text, isNothing(text)]).toEqual([text, false]);
});

test('a name of a field is known whatever its case; what is optional is what is not needed', () => {
  expect([' SENSOR ', 'sensor', 'sensors', 'asensor'].map(isSensorName)).toEqual([true, true, false, false]);
  expect(meaningOf(' T ')).toEqual({ field: 't', factor: 1 });
  expect(['constructor', 'toString', ''].map(meaningOf)).toEqual([undefined, undefined, undefined]);
  expect([isOptional('range', ['range']), isOptional('range', ['azimuth'])]).toEqual([false, true]);
});

test('dates and times of day have a remedy of their own, in the place of seconds alone', () => {
  for (const text of ['12:30', '2026-01-01', 'x1-2']) expect(remedyOf('t', text)).toMatch(/^give seconds, counted from any beginning: /);
  for (const text of ['-5', '5-', 'a:b', '1 2']) expect(remedyOf('t', text)).toBeUndefined();
  expect(remedyOf('scan', '12:30')).toBeUndefined();
});

test('bounds are counted in', () => {
  for (const scan of [0, 1e12]) expect(fault({ field: 'scan', factor: 1 }, scan)).toBeUndefined();
  for (const t of [-4e9, 4e9]) expect(fault({ field: 't', factor: 1 }, t)).toBeUndefined();
  expect(fault({ field: 't', factor: 1 }, 0.5)).toBeUndefined();
  expect(fault({ field: 'scan', factor: 1 }, -0.5)?.message).toBe('-0.5 is outside 0 to 1000000000000');
});

const SEGMENT = `<segment><metadata><COMMENT>of ours</COMMENT><TIME_SYSTEM>UTC</TIME_SYSTEM><PARTICIPANT_1>A</PARTICIPANT_1><PARTICIPANT_2>B</PARTICIPANT_2>
<PATH>2,1</PATH><ANGLE_TYPE>AZEL</ANGLE_TYPE></metadata><data><COMMENT>seen</COMMENT>
RANGE ANGLE_1 ANGLE_2</data></segment>`;
const seen = (keyword: string, value: string): string =>
  `<observation><EPOCH>2026-01-01T00:00:00</EPOCH><${keyword}>${value}</${keyword}></observation>`;
const segment = (range = '1000', more = ''): string =>
  SEGMENT.replace('RANGE', `${seen('RANGE', range)}${more}`)
    .replace('ANGLE_1', seen('ANGLE_1', '10'))
    .replace('ANGLE_2</', `${seen('ANGLE_2', '5')}</`);
const xml = (body: string, before = ''): string => `${before}<tdm version="2.0"><body>${body}</body></tdm>`;

test('comments are no metadata and no observations, and each segment has its own plots', async () => {
  const { told, report } = await readText(xml(segment() + segment('2000')));
  expect([told, report.plots, report.scans]).toEqual(['', 2, 1]);
});

test.each([
  ['12&#48;0', 1_200_000],
  ['12&#x30;0', 1_200_000],
  ['<![CDATA[12]]><![CDATA[00]]>', 1_200_000],
  ['12<!-- and -->00', 1_200_000],
])('a range of %s is read', async (text, range_m) => {
  const { scans, told } = await readText(xml(segment(text)));
  expect(told).toBe('');
  expect(scans[0].plots[0].range_m).toBe(range_m);
});

test.each(['1&#0;', '1&#x110000;', '1&eacute;', '1&#12345678;'])('a range of %s is told as it stands', async (text) => {
  expect((await readText(xml(segment(text)))).told).toContain(`RANGE: "${text}" is no number`);
});

test('each fault of a message in XML is told in full', async () => {
  const epochs = '<observation><EPOCH>2026-01-01T00:00:00</EPOCH><EPOCH>2026-01-01T00:00:00</EPOCH></observation>';
  const remedy = 'it is no observation with one EPOCH; write <observation><EPOCH>…</EPOCH>…';
  const { told, report } = await readText(
    xml(segment('1000', `\n${epochs}\n<observation><RCS>1</RCS></observation>\n${seen('RSC', '1')}\n`)),
  );
  expect(told.split('\n')).toEqual([
    `plots:4 observation: ${remedy}`,
    `plots:5 observation: ${remedy}`,
    'plots:6 RSC: the standard has no such data; mend the keyword',
  ]);
  expect(report).toMatchObject({ plots: 1, refused: 3, lines: 4 });
});

test.each([
  [
    '<!doctype tdm>\n',
    'plots:1 <!doctype: a document type or an entity is not read: it could name a file outside, or grow without end; remove the declaration; a TDM needs none',
  ],
  ['\n<!-- -->\n<!ENTITY a "b">', 'plots:3 <!ENTITY: a document type'],
])('what stands before a message as %j is refused', async (before, told) => {
  expect(await failure(`<?xml version="1.0"?>${before}${xml(segment())}`)).toContain(told);
});

test('a document that is no message fails with what it is', async () => {
  const remedy = 'this is no tracking data message; give a document with the root <tdm>, or an <ndm> with one inside';
  expect(await failure('<?xml version="1.0"?>\n<oem></oem>')).toBe(`plots:2 oem: ${remedy}`);
  expect(await failure('<ndm><oem></oem></ndm>')).toBe(`plots:1 ndm: ${remedy}`);
  expect(await failure('<tdm>')).toMatch(/^plots:1: this is no XML: .*; mend it here$/);
  const deep = `${'<a>'.repeat(30)}${'</a>'.repeat(30)}`;
  expect(await failure(xml(deep))).toMatch(/^plots: this XML cannot be read: .*; give a plain TDM: no element is nested deeper than five$/);
});

test('of several messages in one document each says its version, or is told not to', async () => {
  const one = (version: string): string => xml(segment()).replace(' version="2.0"', version);
  const notes = async (...versions: readonly string[]) =>
    (await readText(`<ndm>${versions.map(one).join('\n')}</ndm>`)).report.notes.filter((note) => note.startsWith('CCSDS'));
  expect(await notes(' version="2.0"', " version = ' 1.0 '")).toEqual([]);
  expect(await notes(' version="2.0"', '')).toHaveLength(1);
  expect(await notes(' id="a" version="3.0"', ' xversion="4.0"')).toEqual([
    expect.stringContaining('CCSDS_TDM_VERS is 3.0'),
    expect.stringContaining('is missing'),
  ]);
});
