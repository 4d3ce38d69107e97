import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCcsds, readCcsdsFile } from './read-messages.ts';
import { writeKvn, writeXml } from './write.ts';

const HEADER = 'CREATION_DATE = 2026-01-01T00:00:00\nORIGINATOR = EXAMPLE\n';
const METADATA = 'OBJECT_NAME = A\nOBJECT_ID = 2026-001A\nCENTER_NAME = EARTH\nREF_FRAME = EME2000\nTIME_SYSTEM = UTC\n';
const OPM = `CCSDS_OPM_VERS = 3.0
${HEADER}${METADATA}EPOCH = 2026-01-01T00:00:00.5
X = 7000 [km]
Y = 0
Z = 0
X_DOT = 0
Y_DOT = 7.5 [km/s]
Z_DOT = 0
`;
const KEPLER = 'SEMI_MAJOR_AXIS = 7000\nECCENTRICITY = 0\nINCLINATION = 1\nRA_OF_ASC_NODE = 0\nARG_OF_PERICENTER = 0\nGM = 398600.4415\n';
const STATE = ' 7000 0 0 0 7.5 0';
const TRIANGLE = '1\n0 1\n0 0 1\n0 0 0 1\n0 0 0 0 1\n0 0 0 0 0 1\n';
const OEM = `CCSDS_OEM_VERS = 3.0
${HEADER}META_START
${METADATA}START_TIME = 2026-01-01T00:00:00
STOP_TIME = 2026-01-01T00:01:00
META_STOP
2026-01-01T00:00:00${STATE}
2026-01-01T00:01:00${STATE}
COVARIANCE_START
EPOCH = 2026-01-01T00:00:00
${TRIANGLE}COVARIANCE_STOP
`;

const faultsOf = async (text: string | Uint8Array): Promise<string[]> => {
  const { problems, messages } = await readCcsds(text, 'x');
  expect(problems.length === 0).toBe(messages.length > 0);
  return problems.map(({ line, field, message, remedy }) => `${line} ${field}: ${message}; ${remedy}`);
};

test('the messages of these tests hold', async () => {
  expect(await faultsOf(OPM)).toEqual([]);
  expect(await faultsOf(OEM)).toEqual([]);
});

test.each([
  ['X = 7000 [km]', 'X = 7000 [deg]', '10 X: it is in km, and "deg" is said; give it in km'],
  ['X = 7000 [km]', 'X = 7000 [furlong]', 'it is in km, and "furlong" is said'],
  ['X = 7000 [km]', 'X = 0x1F', '10 X: "0x1F" is no number'],
  ['X = 7000 [km]', 'X = 1e999', '10 X: "1e999" is no number'],
  ['X = 7000 [km]', 'X = NaN', '10 X: "NaN" is no number'],
  ['X = 7000 [km]', '', '9 X: it is missing in the stateVector'],
  ['X = 7000 [km]', 'X =', '10 X: it says nothing; give it'],
  ['X = 7000 [km]', 'X = 7000\nX = 7000', '11 X: line 10 says it too; leave one of the two out'],
  ['X = 7000 [km]', 'X 7000', '10 : "X 7000" is no KEYWORD = VALUE'],
  ['X = 7000 [km]', 'X = 7000\nMASSS = 1', '11 MASSS: the standard has no such keyword here; mend the keyword: is it MASS?'],
  ['X = 7000 [km]', 'X = 7000\nmass = 1', '11 mass: the standard has no such keyword here; mend the keyword: is it MASS?'],
  ['X = 7000 [km]', 'X = 7000\nMOSS = 1', 'is it MASS?'],
  ['X = 7000 [km]', 'X = 7000\nDRAG_COEF = 1', 'is it DRAG_COEFF?'],
  ['X = 7000 [km]', 'X = 7000\nNOTHING_LIKE = 1', 'mend the keyword, or leave the line out'],
  ['X = 7000 [km]', 'X = 7000\nDRAG_COEFF = 2.2 [m]', '11 DRAG_COEFF: it has no unit, and "m" is said; leave the unit out'],
  ['X = 7000 [km]', 'X = 7000\nECCENTRICITY = 0', '11 GM: it is missing in the keplerianElements'],
  ['Z_DOT = 0\n', `Z_DOT = 0\n${KEPLER}`, '16 TRUE_ANOMALY: neither it nor MEAN_ANOMALY is there'],
  ['Z_DOT = 0\n', `Z_DOT = 0\n${KEPLER}MEAN_ANOMALY = 1\nTRUE_ANOMALY = 1\n`, '16 TRUE_ANOMALY: both it and MEAN_ANOMALY are there'],
  ['EPOCH = 2026-01-01T00:00:00.5', 'EPOCH = 2026-02-30T00:00:00', '9 EPOCH: "2026-02-30T00:00:00" is no time'],
  ['EPOCH = 2026-01-01T00:00:00.5', 'EPOCH = yesterday', '9 EPOCH: "yesterday" is no time'],
  ['TIME_SYSTEM = UTC', 'TIME_SYSTEM = CEST', '8 TIME_SYSTEM: "CEST" is none of the standard; use one of UTC'],
  ['TIME_SYSTEM = UTC', '', '4 TIME_SYSTEM: it is missing in the metadata'],
  ['ORIGINATOR = EXAMPLE', '', 'ORIGINATOR: it is missing in the header'],
  ['CREATION_DATE = 2026-01-01', 'CREATION_DATE = 2026-13-01', '2 CREATION_DATE: "2026-13-01T00:00:00" is no time'],
  ['CCSDS_OPM_VERS = 3.0', 'CCSDS_XYZ_VERS = 3.0', '1 xyz: this is no message of the CCSDS that is known here'],
  ['CCSDS_OPM_VERS = 3.0', 'CCSDS_AEM_VERS = 3.0', '1 aem: this is an attitude ephemeris message (AEM), which is not read'],
  [
    'CCSDS_OPM_VERS = 3.0',
    'VERSION = 3.0',
    '1 : this is no message of the CCSDS: it begins with "VERSION = 3.0"; begin it with its version',
  ],
])('an OPM with %j made %j is refused there, and why', async (from, to, told) => {
  const text = OPM.replace(from, to);
  expect(text).not.toBe(OPM);
  expect((await faultsOf(text)).join('\n')).toContain(told);
});

test.each([
  ['META_STOP\n', '', 'META_STOP'],
  ['META_STOP\n', 'META_STOP\nMETA_STOP\n', '13 META_STOP: it does not belong here, in the states'],
  ['COVARIANCE_STOP\n', '', 'the message ends within its covariances: it is cut off'],
  [`00:01:00${STATE}`, '00:01:00 7000 0 0 0 7.5', '14 : the state has 6 words'],
  [`00:01:00${STATE}`, `00:01:00${STATE} 0`, '14 : the state has 8 words'],
  [`2026-01-01T00:01:00${STATE}`, `2025-01-01T00:01:00${STATE}`, '14 EPOCH: it is before the state above it'],
  ['STOP_TIME = 2026', 'STOP_TIME = 2025', '11 STOP_TIME: it is before START_TIME'],
  ['STOP_TIME', 'INTERPOLATION = LAGRANGE\nSTOP_TIME', '11 INTERPOLATION_DEGREE: it is missing beside INTERPOLATION'],
  ['STOP_TIME', 'INTERPOLATION_DEGREE = 2.5\nSTOP_TIME', '11 INTERPOLATION_DEGREE: "2.5" is no whole number'],
  ['0 0 0 1\n', '', '20 CX_DOT_X: row 4 of the covariance has 5 numbers'],
  ['0 0 0 0 0 1\n', '', '16 EPOCH: the covariance of this epoch has 5 rows; write all six'],
  ['0 0 0 0 0 1\n', '0 0 0 0 0 1\n0 0 0 0 0 0 1\n', 'the covariance has more than six rows'],
  ['EPOCH = 2026-01-01T00:00:00\n', '', '16 EPOCH: a covariance has none'],
  [`2026-01-01T00:00:00${STATE}\n2026-01-01T00:01:00${STATE}\n`, '', '4 EPOCH: the segment has no state'],
  ['COVARIANCE_STOP\n', 'COVARIANCE_STOP\n2026-01-01T00:01:00 1 2 3 4 5 6\n', 'it stands behind the covariances'],
])('an OEM with %j made %j is refused there, and why', async (from, to, told) => {
  const text = OEM.replace(from, to);
  expect(text).not.toBe(OEM);
  expect((await faultsOf(text)).join('\n')).toContain(told);
});

test('one fault costs one message of several, and each is told', async () => {
  const broken = OPM.replace('Y = 0', 'Y = nothing');
  const { messages, problems } = await readCcsds([OPM, broken, OEM, broken].join('\n'), 'several');
  expect(messages.map(({ kind }) => kind)).toEqual(['opm', 'oem']);
  expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual(['27 Y', '67 Y']);
});

test('remarks stand at the head of their part, wherever in it they stood', async () => {
  const text = `COMMENT of all\n${OPM.replace('X =', 'COMMENT   of the state\nX =').replace('OBJECT_NAME', 'COMMENT\nOBJECT_NAME')}MASS = 1\nCOMMENT behind\n`;
  const { messages } = await readCcsds(text, 'x');
  const [message] = messages;
  if (message.kind !== 'opm') throw new Error('this is an OPM');
  expect([message.header, message.metadata, message.state, message.spacecraft].map((part) => part?.comments)).toEqual([
    ['of all'],
    [''],
    ['of the state'],
    ['behind'],
  ]);
  expect(await readCcsds(writeKvn({ messages }), 'x')).toMatchObject({ messages });
});

test('a count of phase keeps the digits that a double does not hold', async () => {
  const text = `CCSDS_TDM_VERS = 2.0\n${HEADER}META_START\nTIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nMETA_STOP\nDATA_START
RECEIVE_PHASE_CT_1 = 2026-01-01T00:00:00 7702493158.1212345678901
RANGE = 2026-01-01T00:00:00 1.50
DATA_STOP\n`;
  const { messages } = await readCcsds(text, 'x');
  const [message] = messages;
  if (message.kind !== 'tdm') throw new Error('this is a TDM');
  expect(message.segments[0].observations.map(({ digits }) => digits)).toEqual(['7702493158.1212345678901', undefined]);
  for (const written of [writeKvn({ messages }), writeXml({ messages })]) {
    expect(written).toContain('7702493158.1212345678901');
    expect((await readCcsds(written, 'x')).messages).toEqual(messages);
  }
});

test('faults of tracking data behind other messages have the lines of the file', async () => {
  const tdm = `CCSDS_TDM_VERS = 2.0\n${HEADER}META_START\nTIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nRANGE_MODULUS = 1 [deg]\nMETA_STOP\nDATA_START
RNGE = 2026-01-01T00:00:00 1
RANGE = 2026-01-01T00:00:00 one
DATA_STOP\n`;
  const { problems, messages } = await readCcsds(OPM + tdm, 'x');
  expect(messages.length).toBe(1);
  expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual(['22 RANGE_MODULUS', '25 RNGE', '26 RANGE']);
});

test('an epoch is on the scale of the project where its time system can be brought there', async () => {
  const at = async (system: string): Promise<number | undefined> => {
    const { messages } = await readCcsds(OPM.replace('TIME_SYSTEM = UTC', `TIME_SYSTEM = ${system}`), 'x');
    return messages[0].kind === 'opm' ? messages[0].state.at_us : Number.NaN;
  };
  expect(((await at('UTC')) as number) - ((await at('TAI')) as number)).toBe(37e6);
  for (const system of ['UT1', 'MET', 'GMST', 'TCB']) expect(await at(system)).toBeUndefined();
});

const XML = writeXml({ messages: (await readCcsds(OPM, 'x')).messages });

test('nothing outside a document is looked up, and nothing in it grows', async () => {
  const doctype = (inner: string): string => XML.replace('<opm ', `<!DOCTYPE opm ${inner}>\n<opm `);
  for (const inner of ['SYSTEM "file:///etc/hostname"', '[<!ENTITY a "b">]', 'SYSTEM "http://localhost:1/x.dtd"'])
    expect((await faultsOf(doctype(inner))).join('\n')).toContain('2 <!DOCTYPE: a document type or an entity is not read');
  const wide = Buffer.from(`\ufeff${doctype('SYSTEM "file:///etc/hostname"')}`, 'utf16le');
  for (const bytes of [wide, Buffer.from(wide).swap16()]) expect((await faultsOf(bytes)).join('\n')).toContain('<!DOCTYPE');
  expect((await faultsOf(XML.replace('<X>7000', '<X>&seven;'))).join('\n')).toContain('X: "&seven;</X>'.slice(0, 10));
  expect((await faultsOf(`<opm>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</opm>`)).join('\n')).toContain('cannot be read');
  expect((await faultsOf(XML.replace('<X>', '<__proto__>1</__proto__><X>'))).length).toBeGreaterThan(0);
  expect((await faultsOf(XML.replace('</opm>', ''))).join('\n')).toContain('this is no XML');
});

test.each([
  ['<X>7000</X>', '<X units="km">7000</X>', ''],
  ['<X>7000</X>', '<X units="m">7000000</X>', ''],
  ['<X>7000</X>', '<X units="s">7000</X>', 'X: it is in km, and "s" is said'],
  ['<X>7000</X>', '<X><km>7000</km></X>', 'X: the standard has no such keyword here'],
  ['<X>7000</X>', '<X><![CDATA[7000]]></X>', ''],
  ['</stateVector>', '</stateVector><stateVector></stateVector>', 'stateVector: it is there twice'],
  ['<data>', '<data></data><data>', 'data: <segment> has 2'],
  ['</segment>', '</segment><segment></segment>', 'segment: the message has 2 segments'],
  ['<header>', '<heading></heading><header>', 'heading: the standard has no such keyword here'],
  ['</data>', '<userDefinedParameters><USER_DEFINED>x</USER_DEFINED></userDefinedParameters></data>', 'USER_DEFINED: it has no name'],
])('XML with %s made %s', async (from, to, told) => {
  const text = XML.replace(from, to);
  expect(text).not.toBe(XML);
  const faults = (await faultsOf(text)).join('\n');
  if (told === '') expect(faults).toBe('');
  else expect(faults).toContain(told);
});

test('names with a prefix, and texts over several lines, are the same', async () => {
  const plain = await readCcsds(XML, 'x');
  const prefixed = XML.replace(/<(\/?)([A-Za-z])/g, '<$1ndm:$2').replace('<ndm:opm ', '<ndm:opm xmlns:ndm="urn:ccsds:schema:ndmxml" ');
  for (const other of [prefixed, XML.replace('<X>7000</X>', '<X>\n  7000\n</X>'), XML.replaceAll('\n', '\r\n')])
    expect((await readCcsds(other, 'x')).messages).toEqual(plain.messages);
});

test('a file is read plain and as .gz, and one that is damaged is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-ccsds-'));
  try {
    const file = join(folder, 'a.oem');
    writeFileSync(file, OEM);
    const plain = await readCcsdsFile(file);
    expect(plain.messages.length).toBe(1);
    writeFileSync(file, gzipSync(OEM));
    expect((await readCcsdsFile(file)).messages).toEqual(plain.messages);
    writeFileSync(file, gzipSync(OEM).subarray(0, 60));
    expect((await readCcsdsFile(file)).problems.length).toBe(1);
    writeFileSync(file, '');
    expect((await readCcsdsFile(file)).problems.map(({ message }) => message).join()).toContain('this is no message of the CCSDS');
    await expect(readCcsdsFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('accelerations are all three there or none', async () => {
  const { messages } = await readCcsds(OEM, 'x');
  const document = writeXml({ messages });
  for (const [some, fault] of [
    ['<X_DDOT>1</X_DDOT>', '1 of three accelerations are there'],
    ['<X_DDOT>1</X_DDOT><Y_DDOT>1</Y_DDOT>', '2 of three accelerations are there'],
    ['<X_DDOT>1</X_DDOT><Y_DDOT>1</Y_DDOT><Z_DDOT>1</Z_DDOT>', ''],
  ]) {
    const faults = (await faultsOf(document.replace('</stateVector>', `${some}</stateVector>`))).join();
    if (fault === '') expect(faults).toBe('');
    else expect(faults).toContain(fault);
  }
});

test.each([
  ['1\n0 1', '-1\n0 1', true],
  ['1\n0 1', '-1\n0 -1', true],
  ['1\n0 1', '1\n1.1 1', true],
  ['1\n0 1', '1\n1 1', false],
  ['1\n0 1', '0\n0 0', false],
])('that a matrix which begins with %j made %j is no covariance is told: %s', async (from, to, isTold) => {
  const { messages, notes } = await readCcsds(OEM.replace(from, to), 'x');
  expect(messages.length).toBe(1);
  expect(notes.join().includes('what is called a covariance at line 16 is none')).toBe(isTold);
});

test('a line that goes on and on is read in one walk', async () => {
  const [blanks, zeros] = [' ', '0'].map((one) => one.repeat(300_000));
  for (const text of [
    OPM.replace('VERS = 3.0', `VERS = 3.0${blanks}x`),
    OPM.replace('X = 7000 [km]', `X = 7000${blanks}x`),
    OPM.replace('X = 7000 [km]', `X = 7000 [k${blanks}m]`),
    XML.replace('<X>7000', `<X>7000${blanks}\n${blanks}x`),
  ])
    expect((await readCcsds(text, 'x')).refused + (await readCcsds(text, 'x')).notes.length).toBeGreaterThan(0);
  expect(await faultsOf(OPM.replace('X = 7000', `X = 7000.${zeros}1`))).toEqual([]);
});

test('of very many faults a thousand are listed, and all are counted', async () => {
  const lines = Array.from({ length: 1500 }, () => 'nonsense').join('\n');
  const { problems, refused } = await readCcsds(OPM + lines, 'x');
  expect([problems.length, refused]).toEqual([1000, 1500]);
  // What ended the reading is among them.
  const ended = await readCcsds(OEM.replace('COVARIANCE_START', `${'X = 1\n'.repeat(1500)}META_STOP`), 'x');
  expect([ended.problems.length, ended.refused, ended.problems.at(-1)?.field]).toEqual([1000, 1501, 'META_STOP']);
});
