import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedPath, sharedText } from '../../../tests/support/shared.ts';
import { readCcsds, readCcsdsFile } from './read-messages.ts';
import { writeKvn, writeXml } from './write.ts';

/** Files that say a fault in their names, with where it is and what is said of it. */
const BROKEN: Readonly<Record<string, string>> = {
  'anise/MEO_60s_bad.oem': '61 OBJECT_ID: it is "0000-000B", and "0000-000A" at line 10: the segments of a message have one',
  'ndm/NDM-opm-entity.xml': '2 <!DOCTYPE: a document type or an entity is not read',
  'odm/oem/OEM-ephemeris-number-format-error.txt': '44 Z: "this-is-not-a-number" is no number',
  'odm/oem/OEM-keyword-within-covariance.txt': '91 USER_DEFINED_TEST_KEY: the standard has no such keyword here',
  'odm/oem/OEM-keyword-within-ephemeris.txt': '24 USER_DEFINED_TEST_KEY: a keyword does not belong among the states',
  'odm/oem/OEM-too-many-covariance-columns.txt': '51 CX_X: row 1 of the covariance has 6 numbers',
  'odm/oem/OEM-too-small-covariance-dimension.txt': '83 EPOCH: the covariance of this epoch has 4 rows',
  'odm/oem/OEMExample7.txt.post': '2 : this is no message of the CCSDS: it begins with "TIME_SYSTEM = UTC"',
  'odm/oem/OEMExample7.txt.pre': '10 : the message ends within its metadata: it is cut off',
  'odm/omm/OMM-empty-object-id.txt': '6 OBJECT_ID: it says nothing',
  'odm/omm/OMM-number-format-error.txt': '15 ARG_OF_PERICENTER: "this-is-not-a-number" is no number',
  'odm/omm/OMM-wrong-keyword.txt': '9 WRONG_KEYWORD: the standard has no such keyword here',
  'odm/omm/spurious-metadata.xml': '17 metadata: <segment> has 2',
  'odm/opm/OPM-incompatible-units.txt': '20 SOLAR_RAD_AREA: it is in m**2, and "s" is said',
  'odm/opm/OPM-number-format-error.txt': '17 SEMI_MAJOR_AXIS: "this-is-not-a-number" is no number',
  'odm/opm/spurious-metadata.xml': '23 metadata: <segment> has 2',
  'tdm/kvn/TDM-data-inconsistent-line.txt': '25 RECEIVE_FREQ_1: there are 3 words after it',
  'tdm/kvn/TDM-data-number-format-error.txt': '26 RECEIVE_FREQ_1: "this-is-not-a-number" is no number',
  'tdm/kvn/TDM-data-wrong-keyword.txt': '26 WRONG_KEYWORD: the standard has no such data',
  'tdm/kvn/TDM-metadata-number-format-error.txt': '17 TRANSMIT_DELAY_1: "this-is-not-a-number" is no number',
  'tdm/kvn/TDM-metadata-wrong-keyword.txt': '16 WRONG_KEYWORD: the standard has no such metadata',
  'tdm/xml/TDM-data-number-format-error.xml': '47 RECEIVE_FREQ_1: "this-is-not-a-number" is no number',
  'tdm/xml/TDM-data-wrong-keyword.xml': '47 WRONG_KEYWORD: the standard has no such data',
  'tdm/xml/TDM-external-doctype.xml': '2 <!DOCTYPE: a document type or an entity is not read',
  'tdm/xml/TDM-inconsistent-time-systems.xml': '57 TIME_SYSTEM: it is "TCG", and "UTC" at line 18',
  'tdm/xml/TDM-metadata-number-format-error.xml': '24 TRANSMIT_DELAY_1: "this-is-not-a-number" is no number',
  'tdm/xml/TDM-metadata-timesystem-not-implemented.xml': '14 TIME_SYSTEM: "WRONG-TIME-SYSTEM" is none of the standard',
  'tdm/xml/TDM-metadata-wrong-keyword.xml': '23 WRONG_KEYWORD: the standard has no such metadata',
  'tdm/xml/TDM-missing-participants.xml': '10 PARTICIPANT_1: it is missing in the metadata',
  'tdm/xml/TDM-missing-timesystem.xml': '15 TIME_SYSTEM: it is missing in the metadata',
};
const NOT_READ: Readonly<Record<string, string>> = { cdm: 'a conjunction data message (CDM)', ocm: 'an orbit comprehensive message (OCM)' };

/** Every file of the folder, by its path in it. */
function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(README|LICENSE)/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//, ''))
    .sort();
}

test('every valid file of the agencies’ tools is read, and what is written of it reads back the same, in both notations', async (context) => {
  const folder = sharedPath('data/ccsds', context);
  const valid = everyFile(folder).filter((file) => !(file in BROKEN) && !/^(cdm|lexical|odm\/ocm)\/|NDM-ocm-apm/.test(file));
  expect(valid.length).toBe(39);
  for (const file of valid) {
    const reading = await readCcsdsFile(join(folder, file));
    const { form, combined, messages } = reading;
    expect([file, reading.problems, messages.length]).toEqual([file, [], 1]);
    expect(form).toBe(readFileSync(join(folder, file), 'utf8').includes('<?xml') ? 'xml' : 'kvn');
    const xml = await readCcsds(writeXml(reading), file);
    expect([file, xml.problems, xml.messages, xml.combined]).toEqual([file, [], messages, combined]);
    const kvn = await readCcsds(writeKvn({ messages }), file);
    expect([file, kvn.problems, kvn.messages]).toEqual([file, [], messages]);
  }
});

test('every broken file is refused, with its line and the reason', async (context) => {
  const folder = sharedPath('data/ccsds', context);
  for (const [file, why] of Object.entries(BROKEN)) {
    const { messages, problems } = await readCcsdsFile(join(folder, file));
    expect([file, messages]).toEqual([file, []]);
    expect(problems.map(({ line, field, message }) => `${line} ${field}: ${message}`).join('\n')).toContain(why);
    for (const { remedy } of problems) expect(remedy).not.toBe('');
  }
});

test('messages that are not read are refused by what they are', async (context) => {
  const folder = sharedPath('data/ccsds', context);
  const files = everyFile(folder).filter((file) => /^(cdm|odm\/ocm)\//.test(file));
  expect(files.length).toBe(35);
  for (const file of files) {
    const { messages, problems } = await readCcsdsFile(join(folder, file));
    const kind = file.startsWith('cdm') ? 'cdm' : 'ocm';
    expect([file, messages, problems.map(({ message }) => message)]).toEqual([file, [], [`this is ${NOT_READ[kind]}, which is not read`]]);
  }
  const { problems } = await readCcsdsFile(join(folder, 'ndm/NDM-ocm-apm.xml'));
  expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '4 this is an orbit comprehensive message (OCM), which is not read',
    '33 this is an attitude parameter message (APM), which is not read',
  ]);
  for (const file of everyFile(folder).filter((one) => one.startsWith('lexical')))
    expect((await readCcsdsFile(join(folder, file))).problems.map(({ line, field }) => `${line} ${field}`)).toEqual(['2 greeting']);
});

test('an ephemeris that was in two pieces is whole with the line that was lost between them', async (context) => {
  const [begin, end] = ['pre', 'post'].map((piece) => sharedText(`data/ccsds/odm/oem/OEMExample7.txt.${piece}`, context));
  const { messages, problems } = await readCcsds(`${begin}REF_FRAME = ITRF2000${end}`, 'whole');
  expect([problems, messages.length]).toEqual([[], 1]);
});

test('a frame or a centre that nobody knows is kept, and said to be so', async (context) => {
  const folder = sharedPath('data/ccsds/odm/opm', context);
  const frame = await readCcsdsFile(join(folder, 'OPM-unknown-frame.txt'));
  expect(frame.notes).toEqual([
    'REF_FRAME is ZZRF, which is not known here: states are kept as they are, and are not brought to the axes of the Earth',
  ]);
  const center = await readCcsdsFile(join(folder, 'OPM-unknown-center.txt'));
  expect(center.notes.join()).toContain('CENTER_NAME is UNKNOWN-CENTER and not EARTH');
});

test('units of the same kind are brought to those of the standard, and it is said', async (context) => {
  const folder = sharedPath('data/ccsds/odm/opm', context);
  const [standard, other] = [
    await readCcsdsFile(join(folder, 'OPMExample6.txt')),
    await readCcsdsFile(join(folder, 'OPM-non-standard-units.txt')),
  ];
  const [a, b] = [standard, other].map(({ messages }) => messages[0]);
  if (a.kind !== 'opm' || b.kind !== 'opm') throw new Error('these are two OPM');
  expect(b.state.position_km).toEqual(a.state.position_km);
  expect(b.state.velocity_kmps).toEqual(a.state.velocity_kmps);
  expect(b.covariance?.lower).toEqual(a.covariance?.lower);
  expect(b.manoeuvres).toEqual(a.manoeuvres);
  expect(other.notes).toContain('given in m and brought to km: X');
});
