import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { readText } from '../../../tests/support/plots.ts';
import { joined } from './one-look.ts';
import { createReporter, describeRefusal, PlotFileError } from './report.ts';
import { MOST_PLOTS_IN_SCAN, type PlotScan } from './scans.ts';

// What takes seconds: texts drawn at random, and as many plots as a scan may have.

type Line = { readonly scan?: number | undefined; readonly t?: number | undefined; readonly range: number };

const plotsOf = (lines: readonly Line[]): object[] =>
  lines.map(({ scan, t, range }) => ({ scan, t_s: t, range_m: range, azimuth_rad: 0.1, elevation_rad: 0.1 }));
const FORMS: readonly ((lines: readonly Line[]) => string)[] = [
  (lines) => `scan,t,el,az,range\n${lines.map(({ scan = '', t = '', range }) => `${scan},${t},0.1,0.1,${range}`).join('\n')}\n`,
  (lines) =>
    plotsOf(lines)
      .map((one) => JSON.stringify(one))
      .join('\n'),
  (lines) => JSON.stringify(plotsOf(lines), null, 2),
];

test('every plot that a file states is used or refused, whatever numbers and times it gives and whoever waits for it', async () => {
  const line = fc.record({
    scan: fc.option(fc.oneof(fc.nat(20), fc.nat(300), fc.nat(70_000)), { nil: undefined }),
    t: fc.option(fc.oneof(fc.nat(100), fc.nat(90_000), fc.double({ min: 0, max: 1e5, noNaN: true })), { nil: undefined }),
    range: fc.integer({ min: 1000, max: 1004 }),
  });
  const scanOf = fc.record({
    scan: fc.option(fc.nat(30), { nil: undefined }),
    t: fc.option(fc.nat(150), { nil: undefined }),
    lines: fc.array(line, { maxLength: 3 }),
  });
  const wholes = fc.array(scanOf, { maxLength: 30 }).map((scans) =>
    scans
      .map(({ scan, t, lines }) =>
        JSON.stringify({
          scan,
          t_s: t,
          plots: plotsOf(lines),
        }),
      )
      .join('\n'),
  );
  const texts = fc.oneof(
    fc.tuple(fc.constantFrom(...FORMS), fc.array(line, { minLength: 1, maxLength: 60 })).map(([form, lines]) => form(lines)),
    wholes,
  );
  await holds(
    fc.asyncProperty(texts, fc.boolean(), async (text, live) => {
      if (text === '') return;
      const { scans, report } = await readText(text, { live });
      expect(report.plots).toBe(scans.reduce((sum, { plots }) => sum + plots.length, 0));
      expect(report.plots + report.refused).toBe(report.lines);
      expect(report.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(report.refused);
      for (let i = 1; i < scans.length; i++) {
        expect(scans[i].at_us).toBeGreaterThanOrEqual(scans[i - 1].at_us);
        expect(scans[i].scan).toBeGreaterThanOrEqual(scans[i - 1].scan);
      }
    }),
    { runs: 300 },
  );
});

const KVN = `CCSDS_TDM_VERS = 2.0
META_START
TIME_SYSTEM = UTC
PARTICIPANT_1 = RADAR-A
PARTICIPANT_2 = UNKNOWN
MODE = SEQUENTIAL
PATH = 1,2,1
ANGLE_TYPE = AZEL
META_STOP
DATA_START
RANGE = 2026-01-01T00:00:00.000 1200.5
ANGLE_1 = 2026-01-01T00:00:00.000 350.25
ANGLE_2 = 2026-01-01T00:00:00.000 12.5
DATA_STOP
`;
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<tdm id="CCSDS_TDM_VERS" version="2.0"><body><segment><metadata><TIME_SYSTEM>UTC</TIME_SYSTEM><PARTICIPANT_1>RADAR-A</PARTICIPANT_1>
<PARTICIPANT_2>UNKNOWN</PARTICIPANT_2><PATH>1,2,1</PATH><ANGLE_TYPE>AZEL</ANGLE_TYPE></metadata>
<data><observation><EPOCH>2026-01-01T00:00:00</EPOCH><RANGE>1200.5</RANGE></observation></data></segment></body></tdm>
`;
const TEXTS = [
  'scan,t,det,el,az,range,origin\n0,0.0,0,0.2,-0.3,746998.680,-1\n2,10.0,0,0.4,0.5,900000,-1\n',
  '{"scan":0,"t_s":0,"plots":[{"range_m":1,"azimuth_rad":0.1,"elevation_rad":0}]}',
  KVN,
  XML,
];

test('no byte of a file, in any form and changed in any way, does worse than a refusal', async () => {
  expect((await readText(KVN)).report).toMatchObject({ plots: 1, refused: 0 });
  expect((await readText(XML)).report).toMatchObject({ plots: 0, refused: 1 });
  await holds(
    fc.asyncProperty(fc.constantFrom(...TEXTS), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 6 }), async (text, at, bytes) => {
      const content = new TextEncoder().encode(text);
      content.set(bytes.subarray(0, content.length - (at % content.length)), at % content.length);
      await readText(content).catch((error: unknown) => {
        if (!(error instanceof PlotFileError)) throw error;
      });
    }),
    { runs: 800 },
  );
});

test('a scan with more plots than the bound is refused whole, with the count', async () => {
  const flood = Array.from({ length: MOST_PLOTS_IN_SCAN + 5 }, (_, i) => `1,5,0.1,0.1,${1000 + i}`).join('\n');
  const { scans, report, told } = await readText(`scan,t,el,az,range\n0,0,0.1,0.1,1000\n${flood}\n2,10,0.1,0.1,1000\n`, {}, 1 << 20);
  expect(scans.map(({ scan }) => scan)).toEqual([0, 2]);
  expect(report.refused).toBe(MOST_PLOTS_IN_SCAN + 5);
  expect(told).toContain('is refused whole');
});

test('two files may together hold as many plots as one scan may, and of more the second is refused', () => {
  const look = (from: number, count: number): PlotScan => ({
    sensor: 'radar',
    scan: 3,
    at_us: 15_000_000,
    t_s: 15,
    plots: Array.from({ length: count }, (_, k) => ({ range_m: from + k, azimuth_rad: 0.1, elevation_rad: 0.2 })),
  });
  /** One plot stands in both. */
  const together = (count: number) => {
    const reporter = createReporter('b', false);
    reporter.count('plots', count);
    const { plots } = joined(look(1, MOST_PLOTS_IN_SCAN - 2), look(MOST_PLOTS_IN_SCAN - 2, count), reporter);
    return { plots: plots.length, left: reporter.plots, refused: reporter.refused, told: reporter.refusals.map(describeRefusal) };
  };
  expect(together(3)).toMatchObject({ plots: MOST_PLOTS_IN_SCAN, left: 2, refused: 1 });
  const flood = together(4);
  expect(flood).toMatchObject({ plots: MOST_PLOTS_IN_SCAN - 2, left: 0, refused: 4 });
  expect(flood.told[1]).toBe(
    `b sensor radar at 15 s: with those of another file it has more than ${MOST_PLOTS_IN_SCAN} plots; thin the plots out at the sensor`,
  );
});
