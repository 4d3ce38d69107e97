import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { failure, RADAR, readText } from '../../../tests/support/plots.ts';
import { openPlots } from './read-plots.ts';
import { KNOWN_NAMES } from './fields.ts';
import { MOST_LISTED } from './report.ts';
import { MOST_EMPTY_PERIODS, MOST_EMPTY_SCANS, MOST_PLOTS_IN_SCAN, MOST_SCANS, SORTED } from './scans.ts';
import { MOST_RECORDS } from './tdm-message.ts';

const HEAD = 'scan,t,det,el,az,range,origin\n';
const GOOD = `${HEAD}0,0.0,0,0.2,-0.3,746998.680,-1
0,0.0,1,0.1,0.1,400000,3
2,10.0,0,0.4,0.5,900000,-1
`;

test('a table becomes scans in order of time; a number that is left out is a scan without plots', async () => {
  const { scans, report } = await readText(GOOD);
  expect(scans.map(({ scan, at_us, t_s, plots }) => [scan, at_us, t_s, plots.length])).toEqual([
    [0, 0, 0, 2],
    [1, 5_000_000, 5, 0],
    [2, 10_000_000, 10, 1],
  ]);
  expect(scans[0].plots[0]).toEqual({ range_m: 400_000, azimuth_rad: 0.1, elevation_rad: 0.1 });
  expect(report).toMatchObject({ plots: 3, scans: 3, refused: 0 });
  expect(report.notes).toEqual(['columns that were not read: det, origin']);
});

test('the files in the documentation are read whole, and its bounds are those that hold', async () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/formats/plots.md', import.meta.url)), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
  expect((await readText(block('csv'))).report).toMatchObject({ refused: 0, plots: 3, scans: 3 });
  expect((await readText(block('json'))).report).toMatchObject({ refused: 0, plots: 2, scans: 3 });
  for (const name of KNOWN_NAMES) expect(text).toContain(`\`${name}\``);
  for (const bound of [MOST_PLOTS_IN_SCAN, MOST_SCANS, MOST_EMPTY_SCANS, MOST_EMPTY_PERIODS, SORTED.plots, MOST_LISTED, MOST_RECORDS])
    expect(text).toContain(bound.toLocaleString('en'));
});

test('plots in any order within their scan, and lines of neighbouring scans mixed, are the same scans', async () => {
  const lines = Array.from(
    { length: 40 },
    (_, i) => `${i >> 3},${(i >> 3) * 5},${0.1 + i / 1000},${Math.sin(i)},${300_000 + 1000 * ((i * 7) % 40)}`,
  );
  const { scans } = await readText(`scan,t,el,az,range\n${lines.join('\n')}`);
  await holds(
    fc.asyncProperty(fc.shuffledSubarray(lines.slice(0, 24), { minLength: 24 }), fc.integer({ min: 1, max: 60 }), async (first, chunk) => {
      const shuffled = await readText(`scan,t,el,az,range\n${[...first, ...lines.slice(24)].join('\n')}`, {}, chunk);
      expect(shuffled.scans).toEqual(scans);
    }),
    { runs: 30 },
  );
});

test('degrees and kilometres are read where the column says so, and never guessed', async () => {
  const { scans } = await readText('t_s,az_deg,el_deg,range_km,range_rate_mps\n0,90,30,1000,-250.5\n');
  const [plot] = scans[0].plots;
  expect(plot.azimuth_rad).toBeCloseTo(Math.PI / 2, 15);
  expect(plot.elevation_rad).toBeCloseTo(Math.PI / 6, 15);
  expect(plot).toMatchObject({ range_m: 1_000_000, rangeRate_mps: -250.5 });
  const { told } = await readText('scan,t,el,az,range\n0,0,30,90,1000000\n');
  expect(told).toContain('plots:2 el: 30 is outside');
  expect(told).toContain('name the column el_deg');
  for (const time of ['2026-01-01T00:00:00Z', '06:10:05'])
    for (const text of [
      `t,el,az,range\n${time},0.1,0.1,1000\n`,
      `{"t_s": "${time}", "elevation_rad": 0.1, "azimuth_rad": 0.1, "range_m": 1000}`,
    ])
      expect((await readText(text)).told).toContain('give seconds, counted from any beginning');
});

test('without scan numbers each time is a scan, and its number follows from the period', async () => {
  const { scans } = await readText('t,el,az,range\n100,0.1,0.1,1000\n105.02,0.1,0.1,1000\n105.02,0.2,0.1,1000\n120.1,0.1,0.1,1000\n');
  expect(scans.map(({ scan, t_s, plots }) => [scan, t_s, plots.length])).toEqual([
    [0, 100, 1],
    [1, 105.02, 2],
    [2, 110.046667, 0],
    [3, 115.073333, 0],
    [4, 120.1, 1],
  ]);
});

test('a period that is a little off makes up no empty scan, however long the file', async () => {
  const times = Array.from({ length: 400 }, (_, i) => (i * 5.03).toFixed(2));
  const { scans } = await readText(`t,el,az,range\n${times.map((t) => `${t},0.1,0.1,1000`).join('\n')}`);
  expect(scans.map(({ scan }) => scan)).toEqual(times.map((_, i) => i));
});

test('quotes and semicolons of a spreadsheet are read', async () => {
  const { scans, report } = await readText('\ufeff"scan";t;el;az;range;"name; of nobody"\r\n0;0;"0.1";0.1;1000;"a; b"\r\n');
  expect(scans[0].plots).toEqual([{ range_m: 1000, azimuth_rad: 0.1, elevation_rad: 0.1 }]);
  expect(report.notes).toEqual(['columns that were not read: name; of nobody']);
});

test('without times the period says when a scan was', async () => {
  const { scans } = await readText('scan,el,az,range\n3,0.1,0.1,1000\n4,0.1,0.1,1000\n');
  expect(scans.map(({ at_us }) => at_us)).toEqual([15_000_000, 20_000_000]);
});

/** [a line that is put after the first, what is told of it]. */
const BAD_LINES: readonly (readonly [line: string, ...told: string[]])[] = [
  ['0,0.0,9,0.2,-0.3,12x,-1', 'plots:3 range: "12x" is no decimal number', 'write a decimal number'],
  ['0,0.0,9,0.2,-0.3,,-1', 'plots:3 range: there is no value'],
  ['0,0.0,9,0.2,-0.3,0x10,-1', 'plots:3 range: "0x10" is no decimal number'],
  ['0,0.0,9,0.2,-0.3,Infinity,-1', '"Infinity" is no decimal number'],
  ['0,0.0,9,0.2,-0.3,-5,-1', 'plots:3 range: -5 is outside'],
  ['0,0.0,9,1.7,-0.3,5000,-1', 'plots:3 el: 1.7 is outside'],
  ['0.5,0.0,9,0.2,-0.3,5000,-1', 'plots:3 scan: 0.5 is no whole number'],
  ['-1,0.0,9,0.2,-0.3,5000,-1', 'plots:3 scan: -1 is outside'],
  ['0,1e12,9,0.2,-0.3,5000,-1', 'plots:3 t: 1000000000000 is outside'],
  ['0,0.0,9,0.2', 'plots:3: 4 values where the header has 7'],
  ['0,0.0,9,0.2,-0.3,5000,-1,7', 'plots:3: 8 values where the header has 7'],
  ['0,0.0,0,0.2,-0.3,746998.680,-1', 'the same plot stands in this scan twice'],
  ['0,60,9,0.2,-0.3,5000,-1', 'plots:3 t: 60 s is no time of scan 0, which is at 0 s', 'mend the time or the number'],
  ['0,0.0,"9"x,0.2,-0.3,5000,-1', 'plots:3: something follows a closing quote', 'mend its quotes'],
];

test.each(BAD_LINES)('the line %j is refused with its place and its remedy, and the others count', async (line, ...told) => {
  const text = GOOD.replace('-1\n0,', `-1\n${line}\n0,`);
  const result = await readText(text);
  for (const words of told) expect(result.told).toContain(words);
  expect(result.report).toMatchObject({ refused: 1, plots: 3 });
  expect(await failure(text, { strict: true })).toContain(told[0]);
});

const series = (n: number, change: (i: number) => string | undefined = () => undefined): string =>
  `scan,t,el,az,range\n${Array.from({ length: n }, (_, i) => change(i) ?? `${i},${i * 5},0.1,0.1,${1000 + i}`).join('\n')}\n`;

test('one wrong scan number or time costs its own line, not the rest of the file', async () => {
  const number = await readText(series(40, (i) => (i === 12 ? '112,60,0.1,0.1,1012' : undefined)));
  expect(number.report).toMatchObject({ plots: 39, scans: 40, refused: 1 });
  expect(number.told).toContain('plots:14 t: the time of scan 112, 60 s, is not between');
  const later = await readText(series(40, (i) => (i === 12 ? '12,5000,0.1,0.1,1012' : undefined)));
  expect(later.report).toMatchObject({ plots: 39, refused: 1 });
  const earlier = await readText(series(40, (i) => (i === 12 ? '12,52,0.1,0.1,1012' : undefined)));
  expect(earlier.report).toMatchObject({ plots: 39, refused: 1 });
  expect(earlier.told).toContain('scan 12, 52 s, is not between');
  const old = await readText(
    series(40, (i) => (i === 12 ? '2,10,0.1,0.1,1012' : undefined)),
    { live: true },
  );
  expect(old.told).toContain('plots:14 scan: it belongs to scan 2');
  expect(old.told).toContain('sort the file by scan');
});

test('a scan that was refused is no scan without plots', async () => {
  const { scans } = await readText(series(40, (i) => (i === 12 ? '12,5000,0.1,0.1,1012' : undefined)));
  expect(scans.map(({ scan }) => scan)).not.toContain(12);
});

test('the list of refusals is bounded, the count is not', async () => {
  const { report } = await readText(`scan,t,el,az,range\n${'0,0,0.1,0.1,x\n'.repeat(5000)}`);
  expect(report.refused).toBe(5000);
  expect(report.refusals.length).toBe(100);
});

test.each([
  ['', 'the file is empty'],
  ['scan,t,el,az\n0,0,0,0\n', 'range: the header names no column for it'],
  ['el,az,range\n0,0,1\n', 'the header has neither scan nor t'],
  ['scan,t,el,el_deg,az,range\n', 'el_deg: "el" says the same'],
  [`scan,t,el,az,range\n0,0,0.1,"${'x'.repeat(70_000)}`, 'the line is longer than 65536 bytes'],
  ['scan,t,"el,az,range\n0,0,0,0,0\n', 'mend the quotes of the header'],
  [Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 1, 2]), 'this is no text'],
  [new Uint8Array([0xff, 0xfe, ...Buffer.from('scan,t', 'utf16le')]), 'UTF-16'],
  [gzipSync(GOOD).subarray(0, 60), 'the compressed file is damaged'],
])('a file that is none is told as a whole: %#', async (content, told) => {
  expect(await failure(content)).toContain(told);
});

test('compression is told by the content', async () => {
  const plain = await readText(GOOD);
  expect((await readText(gzipSync(GOOD), {}, 1)).scans).toEqual(plain.scans);
});

test('NDJSON: a plot a line or a scan a line come to the same, and a scan may state that it saw nothing', async () => {
  const plots = await readText(
    [
      '{"scan":0,"t_s":0,"range_m":746998.68,"azimuth_rad":-0.3,"elevation_rad":0.2}',
      '{"scan":0,"t_s":0,"range_m":400000,"azimuth_rad":0.1,"elevation_rad":0.1}',
      '{"scan":2,"t_s":10,"range_m":900000,"azimuth_rad":0.5,"elevation_rad":0.4}',
    ].join('\n'),
  );
  const scans = await readText(
    [
      '{"scan":0,"t_s":0,"plots":[{"range_km":400,"azimuth_rad":0.1,"elevation_rad":0.1},{"range_m":746998.68,"azimuth_rad":-0.3,"elevation_rad":0.2}]}',
      '{"scan":1,"t_s":5,"plots":[]}',
      '{"scan":2,"t_s":10,"plots":[{"range_m":900000,"azimuth_rad":0.5,"elevation_rad":0.4}]}',
      '{"scan":3,"t_s":15,"plots":[]}',
    ].join('\n'),
    {},
    11,
  );
  const table = await readText(GOOD);
  expect(plots.scans).toEqual(table.scans);
  expect(scans.scans.slice(0, 3)).toEqual(table.scans);
  expect(scans.scans[3]).toMatchObject({ scan: 3, plots: [] });
});

test('NDJSON carries where a moving platform was', async () => {
  const { scans, told } = await readText(
    '{"scan":0,"t_s":0,"platform":{"latitude_deg":10,"longitude_deg":20,"height_m":9000},"plots":[]}\n{"scan":1,"t_s":5,"platform":"north","plots":[]}',
  );
  expect(scans[0].platform?.height_m).toBe(9000);
  expect(told).toContain('plots:2 platform: this is no place');
  const alone = '"range_m":1000,"azimuth_rad":0.1,"elevation_rad":0.1';
  const lone = await readText(`{"t_s":0,"platform":{"latitude_deg":10,"longitude_deg":20,"height_m":9000},${alone}}`);
  expect(lone.scans[0].platform?.height_m).toBe(9000);
});

test.each([
  ['{"scan":0,"t_s":0,"range_m":1000,"azimuth_rad":0.1}', 'plots:1 elevation_rad: it is missing'],
  ['{"scan":0,"t_s":0,"range_m":"1000","azimuth_rad":0.1,"elevation_rad":0}', 'plots:1 range_m: "1000" is no number'],
  ['{"range_m":1000,"azimuth_rad":0.1,"elevation_rad":0}', 'there is neither scan nor t_s'],
  ['{"scan":0,"plots":7}', 'plots:1 plots: it is no list'],
  ['{"scan":0,"plots":[{"range_m":1,"azimuth_rad":0.1}]}', 'plots:1 plots[0].elevation_rad: it is missing'],
  ['{"scan":0,"plots":[5]}', 'plots:1 plots[0]: it is no JSON object'],
  ['{"scan":0,"plots":[]', 'plots:1: this is no JSON'],
  ['{"__proto__":{"scan":1},"range_m":1}', 'there is neither scan nor t_s'],
])('NDJSON: %s is refused', async (line, told) => {
  expect((await readText(line)).told).toContain(told);
});

const shared = (path: string) => fileURLToPath(new URL(`../../../../shared/${path}`, import.meta.url));

test('the generated scenes beside the project are read whole', async (context) => {
  for (const name of ['wide_n100_c1', 'dense_n50_c5', 'cso_n50_c1']) {
    const file = shared(`peers/${name}.dets.csv.gz`);
    if (!existsSync(file)) return context.skip(`needs ../shared/peers/${name}.dets.csv.gz`);
    const { scans, report } = openPlots(file, { sensors: [RADAR] });
    let next = 0;
    for await (const { scan, at_us } of scans) {
      expect([scan, at_us]).toEqual([next, next * 5_000_000]);
      next += 1;
    }
    const meta = JSON.parse(readFileSync(shared(`peers/${name}.meta.json`), 'utf8')) as { total_detections: number };
    expect(report).toMatchObject({ scans: 60, refused: 0, plots: meta.total_detections, format: 'csv' });
  }
});

// 2026-11-29: {"sensor":"ra","plots":[{"sensor":"rb",…}]} was a plot of ra.
test('a plot that names another sensor than its scan is refused, counted and told; the others of the scan count', async () => {
  const plots = ['ra', 'rb', undefined, 7].map((sensor, i) => ({ sensor, range_m: 900_000 + i, azimuth_rad: 0.1, elevation_rad: 0.2 }));
  const others = [
    { options: { sensors: [{ ...RADAR, id: 'ra' }] }, head: {} },
    {
      options: {
        sensors: [
          { ...RADAR, id: 'ra' },
          { ...RADAR, id: 'rb' },
        ],
      },
      head: { sensor: 'ra' },
    },
    {
      options: {
        sensors: [
          { ...RADAR, id: 'ra' },
          { ...RADAR, id: 'rb' },
        ],
        whole: 'ra',
      },
      head: {},
    },
  ];
  for (const { options, head } of others) {
    const { scans, report, told } = await readText(JSON.stringify({ ...head, t_s: 0, plots }), options);
    expect(scans.map((scan) => scan.plots.map(({ range_m }) => range_m))).toEqual([[900_000, 900_002]]);
    expect(report).toMatchObject({ refused: 2, notes: [] });
    const remedy = 'put the plot into a scan of its own sensor, or leave the name out of it';
    expect(told).toBe(
      `plots:1 plots[1].sensor: it is "rb", and its scan is of "ra"; ${remedy}\nplots:1 plots[3].sensor: it is 7, and its scan is of "ra"; ${remedy}`,
    );
  }
});
