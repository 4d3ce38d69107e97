import { expect, test } from 'vitest';
import type { OemMessage, OmmMessage, TdmMessage } from './message.ts';
import { readCcsds } from './read-messages.ts';
import { writeKvn, writeXml } from './write.ts';

const EPOCH = '2026-01-01T00:00:00.25';
const header = { comments: ['made up'], values: { CREATION_DATE: '2026-01-01T00:00:00', ORIGINATOR: 'EXAMPLE' } };
const about = { OBJECT_NAME: 'A & B', OBJECT_ID: '2026-001A', CENTER_NAME: 'EARTH', REF_FRAME: 'EME2000', TIME_SYSTEM: 'UTC' };
/** Each number says its row and its column. */
const lower = [1, 2, 3, 4, 5, 6].flatMap((row) => Array.from({ length: row }, (_, k) => row * 10 + k + 1));

const oem: OemMessage = {
  kind: 'oem',
  version: '3.0',
  header,
  segments: [
    {
      metadata: { comments: [], values: { ...about, START_TIME: EPOCH, STOP_TIME: EPOCH } },
      comments: ['on the states'],
      states: [{ epoch: EPOCH, at_us: 0, position_km: [7000.5, -0, 1e-7], velocity_kmps: [0, 7.5, 0], acceleration_kmps2: [1, 2, 3] }],
      covariances: [{ comments: ['of the state'], epoch: EPOCH, at_us: 0, frame: 'RTN', lower }],
    },
  ],
};

test('an ephemeris in keyword = value notation', () => {
  expect(writeKvn({ messages: [oem] })).toBe(`CCSDS_OEM_VERS = 3.0
COMMENT made up
CREATION_DATE = 2026-01-01T00:00:00
ORIGINATOR = EXAMPLE

META_START
OBJECT_NAME = A & B
OBJECT_ID = 2026-001A
CENTER_NAME = EARTH
REF_FRAME = EME2000
TIME_SYSTEM = UTC
START_TIME = 2026-01-01T00:00:00.25
STOP_TIME = 2026-01-01T00:00:00.25
META_STOP

COMMENT on the states
2026-01-01T00:00:00.25 7000.5 -0 1e-7 0 7.5 0 1 2 3

COVARIANCE_START
COMMENT of the state
EPOCH = 2026-01-01T00:00:00.25
COV_REF_FRAME = RTN
11
21 22
31 32 33
41 42 43 44
51 52 53 54 55
61 62 63 64 65 66
COVARIANCE_STOP
`);
});

// A triangle that is read and written in the same wrong order would read back the same.
test('an ephemeris in XML has each number of its covariance under the name of its row and column', () => {
  const lines = writeXml({ messages: [oem] }).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    expect.stringMatching(/^<oem xmlns:xsi=".*" xsi:noNamespaceSchemaLocation=".*" id="CCSDS_OEM_VERS" version="3.0">$/),
    '<header>',
  ]);
  expect(lines).toContain('<OBJECT_NAME>A &amp; B</OBJECT_NAME>');
  const at = lines.indexOf('<covarianceMatrix>');
  expect(lines.slice(at - 12, at)).toEqual([
    '<stateVector>',
    `<EPOCH>${EPOCH}</EPOCH>`,
    '<X>7000.5</X>',
    '<Y>-0</Y>',
    '<Z>1e-7</Z>',
    '<X_DOT>0</X_DOT>',
    '<Y_DOT>7.5</Y_DOT>',
    '<Z_DOT>0</Z_DOT>',
    '<X_DDOT>1</X_DDOT>',
    '<Y_DDOT>2</Y_DDOT>',
    '<Z_DDOT>3</Z_DDOT>',
    '</stateVector>',
  ]);
  expect(lines.slice(at + 1, at + 4)).toEqual([
    '<COMMENT>of the state</COMMENT>',
    `<EPOCH>${EPOCH}</EPOCH>`,
    '<COV_REF_FRAME>RTN</COV_REF_FRAME>',
  ]);
  const axes = ['X', 'Y', 'Z', 'X_DOT', 'Y_DOT', 'Z_DOT'];
  expect(lines.slice(at + 4, at + 25)).toEqual(
    axes.flatMap((row, i) => axes.slice(0, i + 1).map((column, j) => `<C${row}_${column}>${(i + 1) * 10 + j + 1}</C${row}_${column}>`)),
  );
});

test('tracking data, and mean elements with what users added, side by side in one document', () => {
  const tdm: TdmMessage = {
    kind: 'tdm',
    version: '2.0',
    header,
    segments: [
      {
        metadata: { comments: [], values: { TIME_SYSTEM: 'UTC', PARTICIPANT_1: 'RADAR' } },
        comments: [],
        observations: [{ keyword: 'RANGE', epoch: EPOCH, at_us: 0, value: 1200.5 }],
      },
    ],
  };
  const omm: OmmMessage = {
    kind: 'omm',
    version: '3.0',
    header,
    metadata: { comments: [], values: { ...about, REF_FRAME: 'TEME', MEAN_ELEMENT_THEORY: 'SGP4' } },
    meanElements: {
      comments: [],
      values: { EPOCH, MEAN_MOTION: 15, ECCENTRICITY: 0, INCLINATION: 51, RA_OF_ASC_NODE: 1, ARG_OF_PERICENTER: 2, MEAN_ANOMALY: 3 },
    },
    tle: { comments: [], values: { MEAN_MOTION_DOT: 0, NORAD_CAT_ID: 123_456 } },
    userDefined: { comments: [], parameters: [{ name: 'MODEL', value: 'WGS-84' }] },
  };
  const kvn = writeKvn({ messages: [tdm, omm] });
  expect(kvn).toContain(`META_START
TIME_SYSTEM = UTC
PARTICIPANT_1 = RADAR
META_STOP

DATA_START
RANGE = ${EPOCH} 1200.5
DATA_STOP

CCSDS_OMM_VERS = 3.0
`);
  expect(kvn).toMatch(/MEAN_ANOMALY = 3\nNORAD_CAT_ID = 123456\nMEAN_MOTION_DOT = 0\nUSER_DEFINED_MODEL = WGS-84\n$/);
  const xml = writeXml({ messages: [tdm, omm] });
  expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<ndm [^>]*>\n<tdm id="CCSDS_TDM_VERS" version="2.0">\n<header>/);
  expect(xml).toContain(`<observation>\n<EPOCH>${EPOCH}</EPOCH>\n<RANGE>1200.5</RANGE>\n</observation>`);
  expect(xml).toContain('<userDefinedParameters>\n<USER_DEFINED parameter="MODEL">WGS-84</USER_DEFINED>\n</userDefinedParameters>');
});

test('of a covariance in XML, names and not places say what a number is', async () => {
  const xml = writeXml({ messages: [oem] });
  const swapped = xml.replace(/(<CY_X>.*\n)(<CY_Y>.*\n)/, '$2$1');
  expect(swapped).not.toBe(xml);
  const { messages } = await readCcsds(swapped, 'x');
  expect(messages[0].kind === 'oem' && messages[0].segments[0].covariances[0].lower).toEqual(lower);
});
