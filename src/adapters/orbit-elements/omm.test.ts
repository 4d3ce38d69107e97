import { expect, test } from 'vitest';
import { elementsFailure, readElementText } from '../../../tests/support/elements.ts';
import { sharedText } from '../../../tests/support/shared.ts';
import { microsFromIso } from '../../core/time/iso.ts';

const FIELDS = {
  OBJECT_NAME: 'MADE UP',
  OBJECT_ID: '2026-001A',
  EPOCH: '2026-05-07T19:39:21.835008',
  MEAN_MOTION: '13.76576695',
  ECCENTRICITY: '.0028452',
  INCLINATION: '90.2226',
  RA_OF_ASC_NODE: '70.8191',
  ARG_OF_PERICENTER: '56.3071',
  MEAN_ANOMALY: '335.622',
  EPHEMERIS_TYPE: '0',
  NORAD_CAT_ID: '270001',
  BSTAR: '.64291E-3',
};
type Fields = Readonly<Record<string, string | undefined>>;

const csv = (fields: Fields): string => `${Object.keys(fields).join(',')}\n${Object.values(fields).join(',')}\n`;
const json = (fields: Fields): string => JSON.stringify([fields]);
const kvn = (fields: Fields): string =>
  `CCSDS_OMM_VERS = 3.0\nCREATION_DATE = 2026-127\n${Object.entries(fields)
    .map(([keyword, value]) => `${keyword} = ${value}\n`)
    .join('')}`;
const OF_METADATA = ['OBJECT_NAME', 'OBJECT_ID', 'MEAN_ELEMENT_THEORY', 'CENTER_NAME', 'REF_FRAME', 'TIME_SYSTEM'];
const OF_TLE = ['EPHEMERIS_TYPE', 'NORAD_CAT_ID', 'BSTAR'];
const tags = (fields: Fields, isIn: (keyword: string) => boolean): string =>
  Object.entries(fields)
    .filter(([keyword, value]) => isIn(keyword) && value !== undefined)
    .map(([keyword, value]) => `<${keyword}>${value}</${keyword}>\n`)
    .join('');
const omm = (
  fields: Fields,
): string => `<omm id="CCSDS_OMM_VERS" version="3.0"><header><CREATION_DATE/><ORIGINATOR/></header><body><segment>
<metadata>${tags(fields, (keyword) => OF_METADATA.includes(keyword))}</metadata>
<data><meanElements>${tags(fields, (keyword) => ![...OF_METADATA, ...OF_TLE].includes(keyword))}</meanElements>
<tleParameters>${tags(fields, (keyword) => OF_TLE.includes(keyword))}</tleParameters></data></segment></body></omm>`;
const xml = (fields: Fields): string => `<?xml version="1.0"?>\n<ndm>\n${omm(fields)}\n</ndm>\n`;
const FORMS = [csv, json, kvn, xml];
const read = (form: (fields: Fields) => string, more: Fields = {}) => readElementText(form({ ...FIELDS, ...more }));

test('a message says the same in CSV, JSON, KVN and XML', async () => {
  const degree = Math.PI / 180;
  const elements = {
    catalogueNumber: 270_001,
    name: 'MADE UP',
    internationalDesignator: '2026-001A',
    epoch_us: microsFromIso('2026-05-07T19:39:21.835008Z'),
    epochRest_us: 0,
    meanMotion_radps: 13.76576695 * ((2 * Math.PI) / 86_400),
    eccentricity: 0.0028452,
    inclination_rad: 90.2226 * degree,
    ascendingNode_rad: 70.8191 * degree,
    argumentOfPerigee_rad: 56.3071 * degree,
    meanAnomaly_rad: 335.622 * degree,
    bstar: 0.64291e-3,
  };
  for (const form of FORMS) {
    const { sets, report } = await read(form);
    expect(sets.map((set) => set.elements)).toEqual([elements]);
    expect(report).toMatchObject({ read: 1, kept: 1, refused: 0, notes: [] });
  }
  // Numbers as numbers, an object a line, and what else a publisher adds.
  const plain = {
    ...FIELDS,
    MEAN_MOTION: 13.76576695,
    NORAD_CAT_ID: 270_001,
    ECCENTRICITY: 0.0028452,
    OBJECT_TYPE: 'DEBRIS',
    DECAY_DATE: null,
  };
  const { sets } = await readElementText(`${JSON.stringify(plain)}\n${JSON.stringify(plain)}\n`, 5);
  expect(sets.map((set) => set.elements)).toEqual([elements, elements]);
  const listed = await readElementText(JSON.stringify([plain, plain], null, 2), 11);
  expect(listed.sets.map((set) => set.line)).toEqual([2, 18]);
});

// satellite.js 7.1.0 gives no number for it, and no error.
test('an epoch is of the calendar or the day of the year, and keeps what is below a microsecond', async () => {
  for (const form of FORMS) {
    const { sets } = await read(form, { EPOCH: '2026-127T19:39:21.8350085Z' });
    expect(sets[0].elements).toMatchObject({ epoch_us: microsFromIso('2026-05-07T19:39:21.835008Z'), epochRest_us: 0.5 });
    expect((await read(form, { EPOCH: '2026-127T19:39:21' })).sets[0].elements.epoch_us).toBe(microsFromIso('2026-05-07T19:39:21Z'));
    expect((await read(form, { EPOCH: '2026-367T19:39:21' })).told).toContain('EPOCH: "2026-367T19:39:21" is no time; write it as');
  }
});

// satellite.js 7.1.0 ignores it, and elements of SGP4-XP propagate silently wrong.
test.each([
  ['EPHEMERIS_TYPE', '4', 'these are elements of SGP4-XP, which SGP4 would carry kilometres away; give elements of SGP4'],
  ['EPHEMERIS_TYPE', '3', '3 is not the type of SGP4'],
  ['MEAN_ELEMENT_THEORY', 'SGP4-XP', 'elements of SGP4-XP mean something else than those of SGP4'],
  ['MEAN_ELEMENT_THEORY', 'DSST', 'elements of DSST mean something else'],
  ['CENTER_NAME', 'MOON', 'it is MOON: SGP4 knows no other body; give EARTH'],
  ['REF_FRAME', 'GCRF', 'it is GCRF: elements of SGP4 are of no other frame; give TEME'],
  ['TIME_SYSTEM', 'TAI', 'it is TAI: elements of SGP4 are of no other time; give UTC'],
  ['NORAD_CAT_ID', 'T0001', '"T0001" is no catalogue number; write up to nine digits'],
  ['NORAD_CAT_ID', '0', '"0" is no catalogue number'],
  ['MEAN_MOTION', '0x10', '"0x10" is no decimal number; write a decimal number, revolutions a day'],
  ['MEAN_MOTION', '25', '25 is outside 0 to 20'],
  ['MEAN_MOTION', '0', 'the mean motion is not above zero'],
  ['ECCENTRICITY', '1.1', '1.1 is outside 0 to 1'],
  ['ECCENTRICITY', '1', 'an eccentricity of 1 is no closed orbit'],
  ['INCLINATION', '-1', '-1 is outside 0 to 180; write a decimal number, degrees, from 0 to 180'],
  ['MEAN_ANOMALY', 'Infinity', '"Infinity" is no decimal number'],
])('%s = %s is refused in every form, and counted', async (keyword, value, why) => {
  for (const form of FORMS) {
    const { told, report } = await read(form, { [keyword]: value });
    expect(told).toContain(why);
    expect(report).toMatchObject({ read: 1, kept: 0, refused: 1 });
  }
});

test.each(['EPOCH', 'MEAN_MOTION', 'NORAD_CAT_ID', 'BSTAR', 'MEAN_ANOMALY'])('%s must be there', async (keyword) => {
  for (const form of [json, kvn, xml]) {
    const { told } = await readElementText(form(Object.fromEntries(Object.entries(FIELDS).filter(([key]) => key !== keyword))));
    expect(told).toContain(`${keyword}: it is missing`);
  }
  const { told } = await read(csv, { [keyword]: '' });
  expect(told).toContain(`elements:2 ${keyword}: it is missing`);
});

test('what may be left out is left out, and theories that are SGP4 are taken', async () => {
  for (const form of FORMS) {
    for (const theory of ['SGP4', 'SGP/SGP4']) expect((await read(form, { MEAN_ELEMENT_THEORY: theory })).report.kept).toBe(1);
    const { sets } = await read(form, { OBJECT_NAME: '', OBJECT_ID: '', EPHEMERIS_TYPE: '' });
    expect(sets[0].elements).toMatchObject({ name: '', internationalDesignator: '' });
  }
});

test('a message that says a thing twice is refused, whose last word nobody knows', async () => {
  expect((await readElementText(json(FIELDS).replace('{', '{"BSTAR":1,'))).told).toContain('BSTAR: it stands twice in one object');
  expect((await readElementText(`${kvn(FIELDS)}BSTAR = 1\n`)).told).toContain('elements:15 BSTAR: line 14 says it too');
  expect((await readElementText(xml(FIELDS).replace('</tleParameters>', '<BSTAR>1</BSTAR></tleParameters>'))).told).toContain(
    'says it too',
  );
  expect(await elementsFailure(`BSTAR,${csv(FIELDS)}`)).toContain('BSTAR: two columns are called so');
});

test('messages stand one behind the other, and one that is broken costs no other', async () => {
  const broken = { ...FIELDS, BSTAR: 'x' };
  const notXml = `<ndm>${omm(FIELDS)}${omm(broken)}${omm(FIELDS)}</ndm>`;
  for (const text of [
    kvn(FIELDS) + kvn(broken) + kvn(FIELDS),
    notXml,
    JSON.stringify([FIELDS, broken, FIELDS]),
    `${csv(FIELDS)}${csv(broken).split('\n')[1]}\n${csv(FIELDS).split('\n')[1]}\n`,
  ]) {
    const { report } = await readElementText(text);
    expect(report).toMatchObject({ read: 3, kept: 2, refused: 1, objects: 1 });
    expect(report.reasons).toEqual([{ reason: 'BSTAR: … is no decimal number', count: 1 }]);
  }
});

test('a keyword that the standard does not have costs its message in KVN and XML, where it may be one that is misspelt', async () => {
  expect((await readElementText(`${kvn(FIELDS)}MEAN_MOTON = 1\n`)).told).toContain(
    'elements:15 MEAN_MOTON: the standard has no such keyword',
  );
  expect((await readElementText(`${kvn(FIELDS)}USER_DEFINED_COLOUR = red\n`)).report.kept).toBe(1);
  expect((await readElementText(`${kvn(FIELDS)}what\n`)).told).toContain('this is no keyword with its value');
  expect((await readElementText(xml(FIELDS).replace('<tleParameters>', '<tleParameters><FOO>1</FOO>'))).told).toContain(
    'FOO: the standard has no such keyword',
  );
});

// CelesTrak writes the whole catalogue as one line.
test('a list of any length on one line is read as it comes, and a broken object costs no other', async () => {
  const objects = Array.from({ length: 500 }, (_, k) => ({ ...FIELDS, NORAD_CAT_ID: k + 1, OBJECT_NAME: `a "{\\${k}}" ]` }));
  const text = JSON.stringify(objects);
  expect(text.length).toBeGreaterThan(100_000);
  const { sets } = await readElementText(text, 65_536);
  expect(sets.map(({ elements }) => elements.catalogueNumber)).toEqual(objects.map(({ NORAD_CAT_ID }) => NORAD_CAT_ID));
  expect(sets[7].elements.name).toBe('a "{\\7}" ]');
  for (const piece of [1, 13]) expect((await readElementText(JSON.stringify(objects.slice(0, 5)), piece)).sets).toEqual(sets.slice(0, 5));
  const line = JSON.stringify(objects[0]);
  const lines = await readElementText(`${line}\n{"EPOCH": "2026\n${line}\n{"EPOCH": 1}\n${line.slice(0, 50)}`);
  expect(lines.report).toMatchObject({ read: 5, kept: 2, refused: 3 });
  expect(lines.sets.map((set) => set.line)).toEqual([1, 3]);
  expect(await elementsFailure(`{"EPOCH": ${'1'.repeat(100_000)}`)).toContain('elements:1: the object is longer than 65536 characters');
});

test('a message that is wrong in several places is one message that is refused', async () => {
  const { report } = await readElementText(`${kvn(FIELDS)}what\nMEAN_MOTON = 1\nand\n${kvn(FIELDS)}`);
  expect(report).toMatchObject({ read: 2, kept: 1, refused: 1 });
});

test('units stand behind values in KVN, and words are of either case', async () => {
  const { sets } = await readElementText(kvn({ ...FIELDS, INCLINATION: '90.2226 [deg]', CENTER_NAME: 'Earth', REF_FRAME: 'teme' }));
  expect(sets[0].elements.inclination_rad).toBe((90.2226 * Math.PI) / 180);
});

test('a message has one segment', async () => {
  const [, segment = ''] = /(<segment>.*<\/segment>)/s.exec(xml(FIELDS)) ?? [];
  const two = await readElementText(xml(FIELDS).replace(segment, segment + segment));
  expect(two.told).toContain('segment: the message has 2 segments; give a message for each object, with one segment');
  expect(two.report).toMatchObject({ read: 1, refused: 1 });
  expect((await readElementText(xml(FIELDS).replace(segment, ''))).told).toContain('the message has 0 segments');
});

test('a message of many that is no XML is refused with its line, and costs no other', async () => {
  const broken = omm(FIELDS).replace('</meanElements>', '</meanElement>');
  const document = `<?xml version="1.0"?>\n<!-- <omm> -->\n<ndm xmlns:n="x">\n${omm(FIELDS)}\n${broken}\n<!-- between -->\n${omm({ ...FIELDS, BSTAR: 'x' }).replaceAll(/(<\/?)omm/g, '$1n:omm')}\n${omm(FIELDS)}</ndm>`;
  const { report, sets, told } = await readElementText(document);
  expect(report).toMatchObject({ read: 4, kept: 2, refused: 2, notes: ['sets of an object of which the file has another: 1'] });
  const lines = document.split('\n');
  expect(sets.map(({ line }) => lines[line - 1])).toEqual(
    lines.filter((line) => line.includes('<segment>')).filter((_, k) => k === 0 || k === 3),
  );
  const [xmlAt, valueAt] = report.refusals.map(({ line }) => lines[line - 1]);
  expect(xmlAt).toContain('</meanElement>');
  expect(told).toContain('this is no XML: ');
  expect(valueAt).toContain('<BSTAR>x</BSTAR>');
  expect(await elementsFailure(document.replace('</ndm>', ''))).toContain('this is no XML');
  expect(await elementsFailure(document.replaceAll('ndm', 'html'))).toContain('html: this is no orbit mean-elements message');
});

test('elements with an axis in place of the mean motion are refused', async () => {
  const { MEAN_MOTION: _, ...rest } = FIELDS;
  expect((await readElementText(kvn({ ...rest, SEMI_MAJOR_AXIS: '7000' }))).told).toContain(
    'SEMI_MAJOR_AXIS: elements of SGP4 state the mean motion',
  );
});

test('a document type is refused before anything is parsed: nothing outside is looked up', async () => {
  const failure = await elementsFailure(xml(FIELDS).replace('<ndm>', '<!DOCTYPE ndm SYSTEM "http://example.invalid/x.dtd">\n<ndm>'));
  expect(failure).toContain('elements:2 <!DOCTYPE: a document type or an entity is not read');
  expect(failure).toContain('an OMM needs none');
});

test('what is something else is told so', async () => {
  expect(await elementsFailure('<html><body>too many requests</body></html>')).toContain('html: this is no orbit mean-elements message');
  expect(await elementsFailure('CCSDS_OEM_VERS = 2.0\n')).toContain('another message of the CCSDS, no mean elements');
  expect(await elementsFailure('[]')).toContain('this JSON holds no objects');
  expect(await elementsFailure('NORAD_CAT_ID,EPOCH\n5,2026-001T00:00:00\n')).toContain('no column MEAN_MOTION');
  expect((await readElementText(kvn(FIELDS).replace('3.0', '4.0'))).report.notes).toEqual([
    'messages of version 4.0, read as of version 3.0: 1',
  ]);
});

for (const [file, catalogueNumber, why] of [
  ['OMMExample1.txt', 23_581, ''],
  ['OMMExample2.xml', 23_581, ''],
  ['OMMExample4.txt', 7646, ''],
  ['OMMExample4.xml', 7646, ''],
  ['OMM-empty-object-id.txt', 23_581, ''],
  ['OMMExample5.txt', 0, ':10 MEAN_ELEMENT_THEORY: elements of SGP4-XP mean something else'],
  ['OMM-number-format-error.txt', 0, ':15 ARG_OF_PERICENTER: "this-is-not-a-number" is no decimal number'],
  ['OMM-wrong-keyword.txt', 0, ':9 WRONG_KEYWORD: the standard has no such keyword'],
  ['spurious-metadata.xml', 0, ':17 metadata: it is there twice'],
] as const)
  test(`${file} of others’ examples ${why === '' ? 'is read' : 'is refused'}`, async (context) => {
    const { sets, told, report } = await readElementText(sharedText(`data/ccsds/odm/omm/${file}`, context));
    expect(sets.map(({ elements }) => elements.catalogueNumber)).toEqual(catalogueNumber === 0 ? [] : [catalogueNumber]);
    expect(told).toContain(why);
    expect(report.read).toBe(1);
  });
