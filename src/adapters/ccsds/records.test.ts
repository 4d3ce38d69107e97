import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCcsds } from './read-messages.ts';
import { ccsdsRecords, describeRecord, validateCcsds } from './records.ts';

const HEADER = 'CREATION_DATE = 2026-01-01T00:00:00\nORIGINATOR = EXAMPLE\n';
const METADATA = 'OBJECT_NAME = A\nOBJECT_ID = 2026-001A\nCENTER_NAME = EARTH\nREF_FRAME = ITRF2014\nTIME_SYSTEM = TAI\n';
const TRIANGLE = '1\n0 4\n0 0 9\n0 0 0 1\n0 0 0 0 1\n0 0 0 0 0 1\n';
const OEM = `CCSDS_OEM_VERS = 3.0
${HEADER}META_START
COMMENT made up
${METADATA}START_TIME = 2026-01-01T00:00:37
STOP_TIME = 2026-01-01T00:01:00
META_STOP
COMMENT on the states
2026-01-01T00:00:37 7000 0 0 0 7.5 0 0 0 0.001
COVARIANCE_START
EPOCH = 2026-01-01T00:00:37
${TRIANGLE}EPOCH = 2026-01-01T00:00:59
COV_REF_FRAME = RTN
${TRIANGLE}COVARIANCE_STOP
`;
const OPM = `CCSDS_OPM_VERS = 3.0
${HEADER}${METADATA.replace('ITRF2014', 'MCI').replace('TAI', 'MET')}EPOCH = 0000-023T02:28:01
X = 1
Y = 2
Z = 3
X_DOT = 4
Y_DOT = 5
Z_DOT = 6
MASS = 10
MAN_EPOCH_IGNITION = 0000-024T00:00:00
MAN_REF_FRAME = RTN
MAN_DV_1 = 0.1
MAN_DV_2 = 0
MAN_DV_3 = 0
USER_DEFINED_MODEL = WGS-84
`;
const TDM = `CCSDS_TDM_VERS = 2.0
${HEADER}META_START
TIME_SYSTEM = UTC
PARTICIPANT_1 = RADAR
META_STOP
DATA_START
RANGE = 2026-01-01T00:00:00.25 1200.5
DATA_STOP
`;

test('an ephemeris is told record by record, with its states on the axes of the Earth', async () => {
  const records = [...ccsdsRecords(await readCcsds(OEM, 'x'))];
  expect(records.map(({ record }) => record)).toEqual(['message', 'metadata', 'state', 'covariance', 'covariance']);
  expect(records[1]).toMatchObject({ message: 1, segment: 1, comments: ['made up', 'on the states'], values: { OBJECT_NAME: 'A' } });
  expect(records[2]).toEqual({
    record: 'state',
    message: 1,
    segment: 1,
    epoch: '2026-01-01T00:00:37',
    at: '2026-01-01T00:00:00Z',
    frame: 'ITRF2014',
    position_km: [7000, 0, 0],
    velocity_kmps: [0, 7.5, 0],
    acceleration_kmps2: [0, 0, 0.001],
    ecef: { position_m: [7_000_000, 0, 0], velocity_mps: [0, 7500, 0], error_m: 1 },
  });
  const [first, second] = records.slice(3).map((record) => (record.record === 'covariance' ? record : undefined));
  expect([first?.frame, first?.ecef?.[0], first?.ecef?.[7], first?.lower.length]).toEqual(['ITRF2014', 1e6, 4e6, 21]);
  // No state is of its epoch, so that nothing says which way is along the track.
  expect([second?.frame, second?.ecef]).toEqual(['RTN', null]);
});

test('what has no time or no frame that is known is told as it stands, and not brought anywhere', async () => {
  const records = [...ccsdsRecords(await readCcsds(OPM, 'x'))];
  expect(records.map(({ record }) => record)).toEqual(['message', 'metadata', 'state', 'spacecraft', 'manoeuvre', 'user-defined']);
  expect(records[2]).toMatchObject({ epoch: '0000-023T02:28:01', at: null, ecef: null });
  expect(records[5]).toMatchObject({ values: { MODEL: 'WGS-84' } });
});

test('a record is one line for people', async () => {
  const texts = [...ccsdsRecords(await readCcsds(OEM + OPM + TDM, 'x'))].map(describeRecord);
  expect(texts).toEqual([
    '1 message OEM 3.0 CREATION_DATE 2026-01-01T00:00:00, ORIGINATOR EXAMPLE',
    '1.1 metadata OBJECT_NAME A, OBJECT_ID 2026-001A, CENTER_NAME EARTH, REF_FRAME ITRF2014, TIME_SYSTEM TAI, START_TIME 2026-01-01T00:00:37, STOP_TIME 2026-01-01T00:01:00',
    '1.1 state 2026-01-01T00:00:00Z ITRF2014 7000 0 0 km 0 7.5 0 km/s; ECEF 7000000 0 0 m ± 1',
    '1.1 covariance 2026-01-01T00:00:00Z ITRF2014 sigmas of position 1.00 2.00 3.00 km',
    '1.1 covariance 2026-01-01T00:00:22Z RTN sigmas of position 1.00 2.00 3.00 km',
    '2 message OPM 3.0 CREATION_DATE 2026-01-01T00:00:00, ORIGINATOR EXAMPLE',
    '2.1 metadata OBJECT_NAME A, OBJECT_ID 2026-001A, CENTER_NAME EARTH, REF_FRAME MCI, TIME_SYSTEM MET',
    '2.1 state 0000-023T02:28:01 (no time of UTC) MCI 1 2 3 km 4 5 6 km/s; not brought to the axes of the Earth',
    '2.1 spacecraft MASS 10',
    '2.1 manoeuvre MAN_EPOCH_IGNITION 0000-024T00:00:00, MAN_REF_FRAME RTN, MAN_DV_1 0.1, MAN_DV_2 0, MAN_DV_3 0',
    '2.1 user-defined MODEL WGS-84',
    '3 message TDM 2.0 CREATION_DATE 2026-01-01T00:00:00, ORIGINATOR EXAMPLE',
    '3.1 metadata TIME_SYSTEM UTC, PARTICIPANT_1 RADAR',
    '3.1 observation 2026-01-01T00:00:00.250Z RANGE 1200.5',
  ]);
});

test('a file is validated: no line where it holds, else every fault with line, field and remedy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-ccsds-'));
  try {
    const file = join(folder, 'a.opm');
    writeFileSync(file, OPM);
    expect(await validateCcsds(file)).toMatchObject({ faults: [], refused: 0, messages: 1 });
    writeFileSync(file, OPM.replace('X = 1', 'X = one').replace('MASS', 'MASSE'));
    expect((await validateCcsds(file)).faults).toEqual([
      `${file}:10 X: "one" is no number; write a decimal number`,
      `${file}:16 MASSE: the standard has no such keyword here; mend the keyword: is it MASS?`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
