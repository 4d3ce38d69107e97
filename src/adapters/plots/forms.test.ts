import { expect, test } from 'vitest';
import { failure, RADAR, readText } from '../../../tests/support/plots.ts';

// 2026-11-30: what stood in one form of file was taken for a fault in another: null for an empty cell, a list for lines, and of two keys for one reading the last.

const NDJSON = (more: object) => JSON.stringify({ scan: 0, t_s: 0, range_m: 1000, azimuth_deg: 30, elevation_deg: 5, ...more });
const WORDS = ['', ' ', 'NaN', 'nan', '-nan', 'null', 'NULL', 'None', 'NA', 'N/A', '#N/A', '-'];

test('no value is no value, in whatever word and form; only what a plot needs is missed', async () => {
  const bare = await readText('scan,t,az_deg,el_deg,range_m\n0,0,30,5,1000\n');
  const texts = [
    ...WORDS.map((word) => `scan,t,az_deg,el_deg,range_m,range_rate_mps\n0,0,30,5,1000,${word}\n`),
    ...WORDS.map((word) => `t;scan;az_deg;el_deg;range_m;range_rate_kmps\n0;${word};30;5;1000;${word}\n`),
    ...[null, ...WORDS].map((value) => NDJSON({ range_rate_mps: value, sensor: null, platform: null, plots: null })),
    `[${NDJSON({ range_rate_mps: null })}]`,
    NDJSON({ range_rate_mps: 77 }).replace('77', 'NaN'),
    NDJSON({ scan: null, range_rate_kmps: undefined }),
    JSON.stringify({ scan: 0, t_s: 0, plots: [{ range_m: 1000, azimuth_deg: 30, elevation_deg: 5, range_rate_mps: null, sensor: null }] }),
  ];
  for (const text of texts) {
    const { scans, told } = await readText(text);
    expect([text, told, scans]).toEqual([text, '', bare.scans]);
  }
  for (const word of WORDS.map((one) => one.trim()))
    expect((await readText(`scan,t,az_deg,el_deg,range_m\n0,0,30,${word},1000\n`)).told).toContain('plots:2 el_deg: there is no value');
  expect((await readText(NDJSON({ elevation_deg: null }))).told).toContain('elevation_rad: it is missing');
  expect((await readText(NDJSON({ elevation_deg: 'up' }))).told).toContain('elevation_deg: "up" is no number');
  expect((await readText('scan,t,az_deg,el_deg,range_m\n,,30,5,1000\n')).told).toContain('plots:2 scan: there is no value');
});

test('a direction without range is one however the range is left out', async () => {
  const sensors = [{ ...RADAR, measuresRange: false }];
  for (const text of [
    'scan,t,az_deg,el_deg\n0,0,30,5\n',
    'scan,t,az_deg,el_deg,range_m\n0,0,30,5,\n',
    'scan,t,az_deg,el_deg,range_m\n0,0,30,5,NaN\n',
    NDJSON({ range_m: null }),
    NDJSON({ range_m: undefined }),
  ])
    expect((await readText(text, { sensors })).scans[0].plots).toEqual([{ azimuth_rad: Math.PI / 6, elevation_rad: Math.PI / 36 }]);
});

test.each([
  ['range_m', { range_km: 1 }, 'range_km: "range_m" says the same'],
  ['azimuth_deg', { azimuth_rad: 3 }, 'azimuth_rad: "azimuth_deg" says the same'],
  ['elevation_deg', { el: 0.1 }, 'el: "elevation_deg" says the same'],
  ['t_s', { t: 0 }, 't: "t_s" says the same'],
])('two keys for one reading, %s and %j, are refused with both names, alone, in a list and in a scan', async (_, more, told) => {
  const { scan, t_s, ...plot } = JSON.parse(NDJSON(more));
  for (const text of [NDJSON(more), `[${NDJSON(more)}]`, ...('t' in more ? [] : [JSON.stringify({ scan, t_s, plots: [plot] })])]) {
    const result = await readText(text);
    expect(result.told).toContain(told);
    expect(result.report).toMatchObject({ plots: 0, refused: 1, lines: 1 });
  }
  // One of the two without a value is none.
  expect((await readText(NDJSON(Object.fromEntries(Object.keys(more).map((key) => [key, null]))))).told).toBe('');
});

test('one key twice in an object is refused, in which JSON itself keeps the last in silence', async () => {
  const text = NDJSON({}).replace('{', '{"range_m":5,');
  expect((await readText(text)).told).toContain('plots:1 range_m: it stands twice in one object');
  const note = NDJSON({ note: 'a "range_m": 5, {"range_m": 6}' });
  expect((await readText(note)).told).toBe('');
});

test('a table is the same plots in every dialect of CSV', async () => {
  const text = 'scan,t,az_deg,el_deg,range_m\n0,0,30,5,1000\n1,5,30,5,1000\n';
  const plain = await readText(text);
  for (const other of [
    text.replaceAll(',', ';'),
    text.replaceAll(',', '\t'),
    text.replaceAll('\n', '\r\n'),
    text.replaceAll('\n', '\r'),
    `\ufeffsep=;\r\n${text.replaceAll(',', ';')}`,
    `SEP=;\n${text.replaceAll(',', ';')}`,
    `# by hand, at night\n\n${text}# the end\n`,
    text.replace('scan', '"scan"').replaceAll('30', '"30"'),
    text.replace('range_m', 'range_m,"note; free"').replaceAll('1000', '1000,"a, b"'),
  ])
    for (const chunk of [1, 7919]) expect((await readText(other, {}, chunk)).scans).toEqual(plain.scans);
  expect(await failure(text.replaceAll(',', '|'))).toContain('part the cells by commas, semicolons or tabs');
});

test('a list and a document of several lines are what their objects are one a line; a broken object costs no line before it', async () => {
  const objects = [0, 1, 2].map((scan) => ({ scan, t_s: 5 * scan, range_m: 1000, azimuth_deg: 30, elevation_deg: 5, note: 'a } and a {' }));
  const lines = await readText(objects.map((one) => JSON.stringify(one)).join('\n'));
  expect(lines.scans.length).toBe(3);
  for (const text of [
    JSON.stringify(objects),
    JSON.stringify(objects, null, 1),
    `\ufeff${JSON.stringify(objects, null, '\t')}`,
    objects.map((one) => JSON.stringify(one, null, 2)).join('\n'),
    `[\r\n${objects.map((one) => JSON.stringify(one)).join(',\r\n')}\r\n]\r\n`,
  ])
    for (const chunk of [7, 7919]) expect((await readText(text, {}, chunk)).scans).toEqual(lines.scans);
  const scan = {
    scan: 0,
    t_s: 0,
    plots: objects.map(({ range_m, azimuth_deg, elevation_deg }, i) => ({ range_m: range_m + i, azimuth_deg, elevation_deg })),
  };
  expect((await readText(JSON.stringify(scan, null, 2))).scans).toEqual((await readText(JSON.stringify(scan))).scans);
  const cut = await readText(JSON.stringify(objects, null, 1).slice(0, -40));
  expect(cut.report).toMatchObject({ plots: 2, refused: 1 });
  expect(cut.told).toContain('plots:18: this is no JSON');
  expect(await failure('[]')).toContain('this JSON holds no objects');
  expect(await failure('[1, 2, "three"]')).toContain('this JSON holds no objects');
});

test.each([
  ['az_deg', 540, '540 is outside -360 to 360', 'give degrees from -360 to 360'],
  ['el_deg', -91, '-91 is outside -90 to 90', 'give degrees from -90 to 90'],
  ['range_km', -5, '-5 is outside 0.000001 to 1000000', 'give kilometres from'],
  ['range_rate_kmps', 900, '900 is outside -100 to 100', 'give kilometres per second from'],
  ['az', 30, '30 is outside -6.2831853 to 6.2831853', 'az_deg if these are degrees'],
  ['range', 0, '0 is outside 0.001 to 1000000000', 'range_km if these are kilometres'],
])('%s of %d is told in its own unit, with a remedy that is one', async (name, value, told, remedy) => {
  const columns = { t: 0, az: 0.1, el: 0.1, range: 1000 } as Record<string, number>;
  const named = Object.fromEntries(
    Object.entries(columns).filter(
      ([key]) => key !== name.replace(/_.*/, '') && !(name.startsWith('range_') && name !== 'range_rate_kmps' && key === 'range'),
    ),
  );
  const all = { ...(name === 'range_rate_kmps' ? columns : named), [name]: value };
  for (const text of [`${Object.keys(all).join(',')}\n${Object.values(all).join(',')}\n`, JSON.stringify(all)]) {
    const result = await readText(text);
    expect(result.told).toContain(`${name}: ${told}`);
    expect(result.told).toContain(remedy);
    expect(result.told).not.toContain(`or name the column ${name} `);
  }
});

test('plots of several sensors where there is one spec are told of as what they are', async () => {
  const table = 'sensor,t,az_deg,el_deg,range_m\nradar,0,30,5,1000\nother,0,30,5,1000\nthird,5,30,5,1000\n';
  const { report } = await readText(table);
  expect(report).toMatchObject({ plots: 1, refused: 2 });
  expect(report.notes).toContain('the file has plots of 3 sensors; without a spec, and not read: other, third (give a --sensor for each)');
  const both = await readText(table, { sensors: ['radar', 'other', 'third'].map((id) => ({ ...RADAR, id })) });
  expect(both.report).toMatchObject({ plots: 3, refused: 0, notes: [] });
});

test('refusals are counted by reason, the most frequent first', async () => {
  const rows = ['0,0,x', '1,5,y1', '2,10,-4', '3,15,-5', '4,20,-6', '5,25,1000'].map((row) => row.replace(/,(\S+?),/, ',$1,0.1,0.1,'));
  const { report } = await readText(`scan,t,el,az,range\n${rows.join('\n')}\n`);
  expect(report.reasons).toEqual([
    { reason: 'range: … is outside … to …', count: 3 },
    { reason: 'range: … is no decimal number', count: 2 },
  ]);
});

test('what is left of a message that lacks its beginning is called what it is', async () => {
  for (const text of [
    'TIME_SYSTEM = UTC\nMETA_STOP\n',
    'DATA_START\nRANGE = 2026-01-01T00:00:00 1\n',
    'COMMENT by hand\nMODE=SEQUENTIAL\nDATA_STOP\n',
  ])
    expect(await failure(text)).toContain('a tracking data message begins with CCSDS_TDM_VERS');
});

test('a message whose keywords are in small letters is called what it is', async () => {
  expect(await failure('ccsds_tdm_vers = 2.0\nmeta_start\n')).toContain('keywords of a tracking data message are written in capitals');
});

test('another message of the same family is called what it is', async () => {
  expect(await failure('CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2026-01-01T00:00:00\n')).toContain('this is another message of the CCSDS');
});
