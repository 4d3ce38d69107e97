import { expect, test } from 'vitest';
import { failure, RADAR, readText } from '../../../tests/support/plots.ts';

// Each refusal in full: its line, its field, what is wrong, and what to do about it.

const OK = '{"scan":0,"t_s":0,"range_m":1000,"azimuth_rad":0.1,"elevation_rad":0.1}';
const DECIMAL = 'write a decimal number, such as 1234.5 or 1.2345e3';
const plot = (more: object = {}): object => ({ range_m: 1000, azimuth_rad: 0.1, elevation_rad: 0.1, ...more });
const line = (more: object): string => JSON.stringify({ scan: 0, t_s: 0, ...plot(more) });
const scan = (head: object, plots: unknown): string => JSON.stringify({ ...head, plots });

test.each([
  ['0,0,0.1,0.1,x', `range: "x" is no decimal number; ${DECIMAL}`],
  ['0,0,0.1,0.1,', `range: there is no value; ${DECIMAL}`],
  ['0,0,0.1,0.1,"1,5"', 'range: "1,5" is no decimal number; write decimals after a point: 1234.5'],
  [
    '0,12:00:05,0.1,0.1,1',
    't: "12:00:05" is no decimal number; give seconds, counted from any beginning: dates and times of day are read in tracking data messages only',
  ],
  ['0,noon,0.1,0.1,1', `t: "noon" is no decimal number; ${DECIMAL}`],
  ['0.5,0,0.1,0.1,1', 'scan: 0.5 is no whole number; number the scans 0, 1, 2, …'],
  ['-1,0,0.1,0.1,1', 'scan: -1 is outside 0 to 1000000000000; number the scans 0, 1, 2, …'],
  ['0,5e9,0.1,0.1,1', 't: 5000000000 is outside -4000000000 to 4000000000; give seconds, counted from any beginning'],
  ['0,0,2,0.1,1', 'el: 2 is outside -1.5707963 to 1.5707963; give radians, or name the column el_deg if these are degrees'],
  ['0,0,0.1,7,1', 'az: 7 is outside -6.2831853 to 6.2831853; give radians, or name the column az_deg if these are degrees'],
  ['0,0,0.1,0.1,0', 'range: 0 is outside 0.001 to 1000000000; give metres above 0, or name the column range_km if these are kilometres'],
  [',,0.1,0.1,1', 'scan: there is no value; give the scan number or the time in seconds'],
])('CSV: %s', async (row, told) => {
  const { report, told: found } = await readText(`scan,t,el,az,range\n${row}\n0,0,0.1,0.1,1000\n`);
  expect(found).toBe(`plots:2 ${told}`);
  expect(report).toMatchObject({ plots: 1, refused: 1, lines: 2 });
});

test('of range rates the bounds and the remedy are told in the unit of the column', async () => {
  const told = async (name: string, value: number): Promise<string> =>
    (await readText(`t,el,az,range,${name}\n0,0.1,0.1,1000,${value}\n`)).told;
  expect(await told('range_rate', 2e5)).toBe(
    'plots:2 range_rate: 200000 is outside -100000 to 100000; give metres per second, away from the sensor positive; leave empty what was not measured',
  );
  expect(await told('range_rate_kmps', 200)).toBe(
    'plots:2 range_rate_kmps: 200 is outside -100 to 100; give kilometres per second from -100 to 100',
  );
});

const COLUMNS =
  'scan, t, t_s, time_s, el, el_rad, elevation_rad, el_deg, elevation_deg, az, az_rad, azimuth_rad, az_deg, azimuth_deg, range, range_m, range_km, range_rate, range_rate_mps, range_rate_kmps, sensor';

test.each([
  ['t,az,range\n', `plots:1 elevation: the header names no column for it; columns that are read: ${COLUMNS}`],
  ['el,az,range\n', 'plots:1 scan: the header has neither scan nor t; add a column with the scan number or the time in seconds'],
  ['t,el,el_deg,az,range\n', 'plots:1 el_deg: "el" says the same; leave one of the two out'],
  ['t,el,az,range', 'nothing failed'],
  ['[]', 'plots: this JSON holds no objects; write one JSON object a line, or a list of objects: each a plot, or a scan with "plots"'],
])('as a whole: %j', async (text, told) => {
  expect(await failure(text)).toBe(told);
});

test('each name of a column is read in its unit, whatever its capitals and the blanks around it', async () => {
  const read = async (header: string, row: string) => (await readText(`${header}\n${row}\n`)).scans[0];
  const expected = { at_us: 5e6, plots: [{ range_m: 2000, azimuth_rad: 0.5, elevation_rad: 0.25, rangeRate_mps: -3 }] };
  expect(await read(' Scan , TIME_S ,EL_RAD,Az_Rad,range_km,range_rate', '0,5,0.25,0.5,2,-3')).toMatchObject(expected);
  expect(await read('t_s,elevation_rad,azimuth_rad,range_m,range_rate_kmps', '5,0.25,0.5,2000,-0.003')).toMatchObject(expected);
  expect((await read('t,elevation_deg,azimuth_deg,range', '5,90,-180,2')).plots).toEqual([
    { range_m: 2, azimuth_rad: -Math.PI, elevation_rad: Math.PI / 2 },
  ]);
});

test('columns and comments that were passed over are told, twenty names at the most', async () => {
  const names = Array.from({ length: 21 }, (_, k) => `n${k}`);
  const { report } = await readText(`# one\nt,el,az,range,${names.join(',')}\n# two\n0,0.1,0.1,1,${names.map(() => 'x').join(',')}\n`);
  expect(report.notes).toEqual([
    `columns that were not read: ${names.slice(0, 20).join(', ')}`,
    'lines that begin with # were passed over: 2',
  ]);
});

const LIST = 'write one JSON object a line, or a list of objects: each a plot, or a scan with "plots"';
const NEEDED = 'a plot needs range_m, azimuth_rad and elevation_rad';

test.each([
  ['7', `: this is no JSON object; ${LIST}`],
  ['[7]', `: this is no JSON object; ${LIST}`],
  ['null', `: this is no JSON object; ${LIST}`],
  ['{"scan":', `: this is no JSON; ${LIST}`],
  [line({ range_m: undefined }), ` range_m: it is missing; ${NEEDED}`],
  [line({ azimuth_rad: undefined }), ` azimuth_rad: it is missing; ${NEEDED}`],
  [line({ elevation_rad: undefined }), ` elevation_rad: it is missing; ${NEEDED}`],
  [line({ range_m: '5' }), ' range_m: "5" is no number; write a JSON number'],
  [line({ range_m: [5] }), ' range_m: [5] is no number; write a JSON number'],
  [
    line({ t_s: '12:00:00' }),
    ' t_s: "12:00:00" is no number; give seconds, counted from any beginning: dates and times of day are read in tracking data messages only',
  ],
  [
    line({ azimuth_rad: 7 }),
    ' azimuth_rad: 7 is outside -6.2831853 to 6.2831853; give radians, or name the key az_deg if these are degrees',
  ],
  [line({ range_km: 1 }), ' range_km: "range_m" says the same; leave one of the two out'],
  [line({ scan: undefined, t_s: undefined }), ' scan: there is neither scan nor t_s; add the scan number or the time in seconds'],
  [line({ sensor: 7 }), ' sensor: it is no text; write the name of the sensor, as its spec has it'],
  ['{"scan":0,"scan":1}', ' scan: it stands twice in one object; leave one of the two out'],
  [line({ platform: 'here' }), ' platform: this is no place; write {"latitude_deg": …, "longitude_deg": …, "height_m": …}'],
  [scan({ scan: 0 }, {}), ' plots: it is no list; write a list of plots; [] says that nothing was seen'],
  [scan({ scan: 0 }, [7]), ` plots[0]: it is no JSON object; ${NEEDED}`],
  [scan({ scan: 0 }, [plot({ range_m: null })]), ` plots[0].range_m: it is missing; ${NEEDED}`],
  [scan({ scan: 0 }, [plot({ range_km: 1 })]), ' plots[0].range_km: "range_m" says the same; leave one of the two out'],
  [
    scan({ scan: 0 }, [plot({ scan: 1 })]),
    ' plots[0].scan: it is 1, and the plot stands in scan 0; put the plot into its own scan, or leave the number out of it',
  ],
  [
    scan({ scan: 0 }, [plot({ sensor: 'other' })]),
    ' plots[0].sensor: it is "other", and its scan is of "radar"; put the plot into a scan of its own sensor, or leave the name out of it',
  ],
  [scan({}, [plot()]), ' plots[0].scan: there is neither scan nor t_s; add the scan number or the time in seconds'],
  [scan({ scan: 'x' }, [plot()]), ' scan: "x" is no number; write a JSON number'],
  [scan({}, []), ' scan: there is neither scan nor t_s; add the scan number or the time in seconds'],
  [scan({ scan: 0, platform: 7 }, [plot()]), ' platform: this is no place; write {"latitude_deg": …, "longitude_deg": …, "height_m": …}'],
])('JSON: %s', async (text, told) => {
  // Behind a line of its kind: the first decides how the file is read.
  const { report, told: found } = await readText(
    text.startsWith('[') ? text.replace('[', `[${OK},`).replace('7]', '{"a"]') : `${OK}\n${text}`,
  );
  if (text.startsWith('[')) return expect(found).toContain('this is no JSON');
  expect(found).toBe(`plots:2${told}`);
  expect(report).toMatchObject({ plots: 1, refused: 1, lines: 2 });
});

test('a scan that is refused as a whole costs all of its plots, and one plot of it only itself', async () => {
  const three = [plot(), plot({ range_m: 2000 }), plot({ range_m: 3000 })];
  expect((await readText(scan({ scan: 0.5 }, three))).report).toMatchObject({ plots: 0, refused: 3, lines: 3 });
  expect((await readText(scan({ scan: 0 }, [...three, 7]))).report).toMatchObject({ plots: 3, refused: 1, lines: 4 });
  expect((await readText(scan({ scan: 0.5 }, []))).report).toMatchObject({ plots: 0, scans: 0, refused: 1, lines: 1 });
});

test('of a sensor that measures directions a plot needs two angles', async () => {
  const sensors = [{ ...RADAR, measuresRange: false }];
  const { told } = await readText('{"t_s":0,"azimuth_rad":0.1}', { sensors });
  expect(told).toBe('plots:1 elevation_rad: it is missing; a plot needs azimuth_rad and elevation_rad');
});

test('a platform is a place on or above the Earth, up to its bounds', async () => {
  const place = async (platform: object) => readText(scan({ scan: 0, platform }, [plot()]));
  for (const [latitude_deg, longitude_deg, height_m] of [
    [90, 360, 1e9],
    [-90, -360, -1e9],
  ])
    expect((await place({ latitude_deg, longitude_deg, height_m })).scans[0].platform).toMatchObject({ height_m });
  const whole = { latitude_deg: 0, longitude_deg: 0, height_m: 0 };
  for (const wrong of [
    { latitude_deg: 90.1 },
    { longitude_deg: -360.1 },
    { height_m: 1.1e9 },
    { latitude_deg: '0' },
    { longitude_deg: null },
    { height_m: undefined },
  ])
    expect((await place({ ...whole, ...wrong })).told).toContain('platform: this is no place');
});

test('keys that are not read are told by forty characters of one at the most', async () => {
  const { report } = await readText(line({ ['x'.repeat(41)]: 1, snr: 2 }));
  expect(report.notes).toEqual([`keys that were not read, such as ${'x'.repeat(40)}`, 'keys that were not read, such as snr']);
});

const META =
  'TIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nPARTICIPANT_2 = B\nMODE = SEQUENTIAL\nPATH = 2,1\nANGLE_TYPE = AZEL\nRANGE_UNITS = km\n';
const DATA = 'RANGE = 2026-01-01T00:00:00 1000\nANGLE_1 = 2026-01-01T00:00:00 10\nANGLE_2 = 2026-01-01T00:00:00 5\n';
const kvn = (meta = META, data = DATA): string => `CCSDS_TDM_VERS = 2.0\nMETA_START\n${meta}META_STOP\nDATA_START\n${data}DATA_STOP\n`;
const ACCEPTED = 'use one of UTC, TAI, GPS, TT, TDT, TDB';
const MENDING =
  'a tracking data message begins with CCSDS_TDM_VERS = 2.0 and has META_START … META_STOP, then DATA_START … DATA_STOP, for each segment';

test.each([
  ['TIME_SYSTEM = UTC\n', '', `2 TIME_SYSTEM: it is missing; ${ACCEPTED}`],
  ['= UTC', '= MET', `3 TIME_SYSTEM: "MET" is not read; ${ACCEPTED}`],
  ['PATH = 2,1\n', '', '2 PATH: which participant measured is not said; give MODE = SEQUENTIAL, PATH and the participants that it names'],
  [
    'PATH = 2,1',
    'PATH = 1',
    '7 PATH: which participant measured is not said; give MODE = SEQUENTIAL, PATH and the participants that it names',
  ],
  [
    'PATH = 2,1',
    'PATH = 2,3',
    '7 PATH: which participant measured is not said; give MODE = SEQUENTIAL, PATH and the participants that it names',
  ],
  ['PATH = 2,1', 'PATH = 1,2,1,2', '7 PATH: the range is a sum of several ways; give a one-way (2,1) or two-way (1,2,1) path'],
  ['PARTICIPANT_2 = B\n', 'PARTICIPANT_2 = B\nPARTICIPANT_3 = C\n', ''],
  ['PATH = 2,1', 'PATH = 2,1,2', ''],
  ['MODE = SEQUENTIAL\n', '', ''],
  ['ANGLE_TYPE = AZEL\n', '', '2 ANGLE_TYPE: it is missing; give azimuth and elevation: ANGLE_TYPE = AZEL'],
  ['= AZEL', '= XSYE', '8 ANGLE_TYPE: XSYE is not read; give azimuth and elevation: ANGLE_TYPE = AZEL'],
  ['RANGE_UNITS = km\n', 'TIMETAG_REF = NOON\n', '9 TIMETAG_REF: "NOON" is not read; give TIMETAG_REF = RECEIVE or TRANSMIT'],
  ['= km', '= RU', '9 RANGE_UNITS: "RU" has no fixed length: it depends on the station\'s ranging equipment; give the range in km, m, s'],
  ['= km', '= miles', '9 RANGE_UNITS: "miles" is not read; give the range in km, m, s'],
  ['= km\n', '= km\nRANGE_UNITS = s\n', '9 RANGE_UNITS: it stands twice, "km" and "s"; leave one out'],
  ['= km\n', '= km\nRANGE_MODULUS = x\n', '10 RANGE_MODULUS: "x" is no number; write a decimal number'],
  [
    '= km\n',
    '= km\nRANGE_MODULUS = 1001\n',
    '13 RANGE_MODULUS: the range is known only up to multiples of 1001; resolve the ambiguity first, and set RANGE_MODULUS to 0',
  ],
  ['= km\n', '= km\nRANGE_MODULUS = 1000\n', ''],
  ['= km\n', '= km\nRANGE_MODULUS = 1e6\n', ''],
  [
    '= km\n',
    '= km\nCORRECTION_ANGLE_1 = 1\n',
    '2 CORRECTIONS_APPLIED: there are corrections, and it is not said whether they are in the data; give CORRECTIONS_APPLIED = YES or NO',
  ],
  [
    '= km\n',
    '= km\nCORRECTION_DOPPLER = 1\nCORRECTIONS_APPLIED = SOME\n',
    '11 CORRECTIONS_APPLIED: there are corrections, and it is not said whether they are in the data; give CORRECTIONS_APPLIED = YES or NO',
  ],
  ['= km\n', '= km\nCORRECTION_RANGE = 0\n', ''],
  [
    'RANGE = 2026-01-01T00:00:00 1000',
    'RANGE = soon 1000',
    '12 EPOCH: "soon" is no time; write 2007-08-29T06:00:02.000 or 2007-241T06:00:02.000: a time that the calendar has, of a year from 1685 to 2254',
  ],
  ['00 1000', '00 far', '12 RANGE: "far" is no number; write a decimal number'],
  ['ANGLE_2', 'ANGLE_1', '14 ANGLE_1: it stands twice at this epoch; write each keyword once an epoch in a segment'],
  [
    'ANGLE_2 = 2026-01-01T00:00:00 5\n',
    '',
    '12 ANGLE_2: it is missing at this epoch; a plot needs RANGE, ANGLE_1, ANGLE_2 at the same epoch; directions alone are for a sensor that measures line-of-sight',
  ],
  ['00 5\n', '00 91\n', '14 ANGLE_2: 91 is outside -90 to 90; check the value and RANGE_UNITS: angles are degrees, Doppler is km/s'],
  ['PATH = 2,1', 'PATS = 2,1\nPATH = 2,1', '7 PATS: the standard has no such metadata; mend the keyword'],
  ['ANGLE_1 =', 'ANGLE_3 = 2026-01-01T00:00:00 10\nANGLE_1 =', '13 ANGLE_3: the standard has no such data; mend the keyword'],
  ['ANGLE_1 =', 'RCS = 10\nANGLE_1 =', '13 RCS: there are 1 words after it; write KEYWORD = EPOCH VALUE'],
  ['META_START', 'what is this\nMETA_START', `2: "what is this" is no KEYWORD = VALUE; ${MENDING}`],
  ['META_START', 'RANGE = 7\nMETA_START', `2 RANGE: it does not belong into the header; ${MENDING}`],
  ['META_START', 'CREATION_DATE = x\nORIGINATOR = y\nMESSAGE_ID = z\nCOMMENT w\n\nMETA_START', ''],
])('a message with %j made %j', async (from, to, told) => {
  const text = kvn().replace(from, to);
  expect(text).not.toBe(kvn());
  // What is refused may cost the plot, which is then missing something too.
  expect((await readText(text)).told.split('\n')[0]).toBe(told === '' ? '' : `plots:${told}`);
});

test.each([
  ['DATA_STOP\n', '', 'plots:15: the message ends within its data: it is cut off; get the whole message'],
  ['DATA_START\n', '', 'plots:14 DATA_STOP: it does not belong here, in the between; '],
  ['META_STOP\n', '', 'plots:10 DATA_START: it does not belong here, in the metadata; '],
])('a message with %j made %j fails as a whole', async (from, to, told) => {
  expect(await failure(kvn().replace(from, to))).toContain(told);
});

test('of one-way paths the last participant measured, whatever the ways are taken for', async () => {
  for (const twoWay of ['one-way', 'round-trip'] as const) {
    const { scans, report } = await readText(kvn(), { tdm: { twoWay } });
    expect(scans[0].plots).toMatchObject([{ range_m: 1_000_000 }]);
    expect(report.notes).toEqual(['t counts from 2026-01-01T00:00:00Z']);
  }
  const sensors = [RADAR, { ...RADAR, id: 'a' }, { ...RADAR, id: 'b' }];
  for (const [path, sensor] of [
    ['2,1', 'a'],
    ['1,2', 'b'],
    ['1,2,1', 'a'],
  ])
    expect((await readText(kvn(META.replace('2,1', path)), { sensors })).scans.map((one) => one.sensor)).toEqual([sensor]);
});

test('each correction is added to its own reading', async () => {
  const meta = `${META}CORRECTION_RANGE = 1\nCORRECTION_ANGLE_1 = 2\nCORRECTION_ANGLE_2 = 3\nCORRECTION_DOPPLER = 4\nCORRECTIONS_APPLIED = NO\n`;
  const { scans, report } = await readText(kvn(meta, `${DATA}DOPPLER_INSTANTANEOUS = 2026-01-01T00:00:00 0.5\n`));
  const [found] = scans[0].plots;
  expect(found).toMatchObject({ range_m: 1_001_000, rangeRate_mps: 4500 });
  expect(found.azimuth_rad).toBeCloseTo((12 * Math.PI) / 180, 12);
  expect(found.elevation_rad).toBeCloseTo((8 * Math.PI) / 180, 12);
  expect(report.notes[0]).toBe(
    'added to the data (CORRECTIONS_APPLIED = NO): CORRECTION_RANGE, CORRECTION_ANGLE_1, CORRECTION_ANGLE_2, CORRECTION_DOPPLER',
  );
});

test('of stations that are several, one has to be chosen, or each its spec; a stranger is refused', async () => {
  const two = kvn() + kvn(META.replace('= A', '= C'));
  expect(await failure(two)).toBe(
    'plots PARTICIPANT: the message has plots of 2 sensors, the stations A and C, and there is one spec; choose one with --station, such as --station A; or give a --sensor for each, called as its station is',
  );
  expect(await failure(two, { station: 'D' })).toBe(
    'plots PARTICIPANT: the message has no plots of a station "D"; give --station one that it has: A, C',
  );
  const chosen = await readText(two, { station: 'C' });
  expect(chosen.report).toMatchObject({ plots: 1, lines: 1 });
  expect(chosen.report.notes).toContain('plots of other stations, not read: 1');
  const sensors = [RADAR, { ...RADAR, id: 'a' }];
  const whole = await readText(kvn(), { sensors, whole: 'radar' });
  expect(whole.told).toBe(
    'plots:12 PARTICIPANT: it is of "a", and the file is given as radar\'s; give the file without "radar="; or mend the name',
  );
});
