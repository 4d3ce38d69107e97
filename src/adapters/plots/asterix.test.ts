import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { enuBasis } from '../../core/frames/enu.ts';
import { ecefFromPolar } from '../../core/frames/radar.ts';
import type { PolarPlot } from '../../core/sense/corrections.ts';
import { microsFromIso } from '../../core/time/iso.ts';
import { CAT034_1_29 } from '../asterix/categories/034-1-29.ts';
import { CAT048_1_32 } from '../asterix/categories/048-1-32.ts';
import { encodeBlock } from '../asterix/encode.ts';
import { extendedRange_NM } from '../asterix/extended-range.ts';
import type { Items } from '../asterix/items.ts';
import { elevationOf_rad } from './height.ts';
import { type PlotOptions, readPlots } from './read-plots.ts';
import type { PlotScan } from './scans.ts';

const SITE = geodeticDegrees(45, 16, 200);
const RADAR = { id: 'radar', scanPeriod_s: 5, measuresRange: true, delay_us: 0, site: SITE };
const PLOT = {
  '010': { SAC: 25, SIC: 7 },
  '020': { TYP: 5, SIM: 0, RDP: 0, SPI: 0, RAB: 0 },
  '040': { RHO: 100, THETA: 90 },
  '090': { V: 0, G: 0, FL: 300 },
};
const NM = 1852;

async function read(records: readonly Items[], options: Partial<PlotOptions> = {}) {
  const blocks = records.map((record) => encodeBlock(CAT048_1_32, [record]));
  return readBytes(Buffer.concat(blocks), options);
}

async function readBytes(bytes: Uint8Array, options: Partial<PlotOptions> = {}) {
  const { scans, report } = readPlots(Readable.from([bytes]), 'radar.ast', { sensors: [RADAR], ...options });
  const all: PlotScan[] = [];
  for await (const scan of scans) all.push(scan);
  return { looks: all.filter(({ plots }) => plots.length > 0), all, report };
}

const at = (second: number, more: Items = {}): Items => ({ ...PLOT, '140': second, ...more });

test('range in metres, azimuth in radians, and the elevation at which a level lies over a round Earth', async () => {
  const { looks, report } = await read([at(36_000)]);
  const plot = looks[0]?.plots[0];
  expect(plot).toMatchObject({ range_m: 100 * NM, azimuth_rad: Math.PI / 2, sigmaElevation_rad: 150 / (100 * NM) });
  expect(report).toMatchObject({ format: 'asterix', plots: 1, refused: 0, lines: 1 });
  // Back to a height by another way than that it came: at a height of 9,144 m, but for the flattening of the Earth.
  const { azimuth_rad, elevation_rad } = plot as PolarPlot;
  const place = geodeticFromEcefVec(ecefFromPolar(ecefVecFromGeodetic(SITE), enuBasis(SITE), 100 * NM, azimuth_rad, elevation_rad));
  expect(Math.abs(place.height_m - 300 * 30.48)).toBeLessThan(15);
});

test('the height of a 3D radar goes before a level, and has the error of the spec', async () => {
  const { looks } = await read([at(1, { '110': { '3DH': 20_000 } })]);
  expect(looks[0]?.plots[0]).toEqual({
    range_m: 100 * NM,
    azimuth_rad: Math.PI / 2,
    elevation_rad: elevationOf_rad(100 * NM, 20_000 * 0.3048, 200),
  });
});

test('straight up and below the ground there is no more than straight up and straight down', () => {
  expect(elevationOf_rad(1000, 50_000, 0)).toBe(Math.PI / 2);
  expect(elevationOf_rad(1000, -50_000, 0)).toBe(-Math.PI / 2);
});

test.each([
  ['a test', { '020': { TYP: 5, SIM: 0, RDP: 0, SPI: 0, RAB: 0, TST: 1, ERR: 0, XPP: 0, ME: 0, MI: 0, FOEFRI: 0 } }, 'marked as a test'],
  ['what was not detected', { '020': { TYP: 0, SIM: 0, RDP: 0, SPI: 0, RAB: 0 } }, 'nothing was detected'],
  ['a ghost', { '170': { CNF: 0, RAD: 2, DOU: 0, MAH: 0, CDM: 0, TRE: 0, GHO: 1, SUP: 0, TCC: 0 } }, 'marked as a ghost'],
  ['a monitor', { '020': { TYP: 5, SIM: 0, RDP: 0, SPI: 0, RAB: 1 } }, 'field monitor'],
  ['what is simulated', { '020': { TYP: 5, SIM: 1, RDP: 0, SPI: 0, RAB: 0 } }, 'marked as simulated'],
  ['a range at the end of its scale', { '040': { RHO: 65_535 / 256, THETA: 0 } }, 'end of its scale'],
])('%s is refused, with its reason', async (_, more, reason) => {
  const { looks, report } = await read([at(1, more), at(2)]);
  expect(looks.map(({ plots }) => plots.length)).toEqual([1]);
  expect(report).toMatchObject({ lines: 2, plots: 1, refused: 1 });
  expect(report.refusals[0]?.message).toContain(reason);
});

test('a plot without height, one without a time of day, and one that does not say what it is', async () => {
  const { '090': _, ...flat } = PLOT;
  const { '020': __, ...unmarked } = PLOT;
  const { report } = await read([{ ...flat, '140': 1 }, PLOT, { ...unmarked, '140': 2 }, at(3)]);
  expect(report.refusals.map(({ field }) => field)).toEqual(['090', '140', '020']);
  expect(report).toMatchObject({ lines: 4, plots: 1, refused: 3 });
});

test('--simulated reads what is played and refuses what flies', async () => {
  const played = at(1, { '020': { TYP: 5, SIM: 1, RDP: 0, SPI: 0, RAB: 0 } });
  const { looks, report } = await read([played, at(2)], { simulated: true });
  expect([looks.length, report.refusals[0]?.message]).toEqual([1, 'it is not marked as simulated']);
});

test('a target beyond 256 nautical miles has its range in the expansion', async () => {
  // a8 presence; c0 80 00000000 a Mode 5 part; 06 a Mode 4 part; 012c80 the range, 300.5 NM.
  const expansion = 'a8c0800000000006012c80';
  const far = at(1, {
    '020': { TYP: 1, SIM: 0, RDP: 0, SPI: 0, RAB: 0, TST: 0, ERR: 1, XPP: 0, ME: 0, MI: 0, FOEFRI: 0 },
    '040': { RHO: 65_535 / 256, THETA: 0 },
    RE: expansion,
  });
  const { looks } = await read([far]);
  expect(looks[0]?.plots[0]?.range_m).toBe(300.5 * NM);
  const octets = Uint8Array.from(Buffer.from(`0c${expansion}`, 'hex'));
  expect(extendedRange_NM(octets, 0)).toBe(300.5);
  expect(extendedRange_NM(Uint8Array.of(2, 0x80, 1), 0)).toBeNaN();
  // It says that a range is there, and ends before it.
  expect(extendedRange_NM(Uint8Array.of(3, 0x08, 1, 2, 3), 0)).toBeNaN();
});

test('turns of the antenna are scans, though its period is not quite that of the spec and plots lie on either side of north', async () => {
  const records: Items[] = [];
  for (let turn = 0; turn < 200; turn += 1) {
    // 5.02 s, where the spec says 5: after 200 turns that is nearly a turn. The first is just after the mark, the last just before the next.
    const north_s = 1000 + 5.02 * turn;
    for (const azimuth of [0.4, 180, 359.6])
      records.push(at(north_s + (azimuth / 360) * 5.02, { '040': { RHO: azimuth / 2 + 1, THETA: azimuth } }));
  }
  const { looks } = await read(records);
  const turns = looks.flatMap(({ scan, plots }) => plots.map(() => scan));
  expect(turns).toEqual(records.map((_, k) => (turns[0] ?? 0) + Math.floor(k / 3)));
});

test('over midnight times go on, and a capture says of which day they are', async () => {
  const { looks } = await read([at(86_398), at(86_399.5), at(3)]);
  expect(looks.map(({ t_s }) => t_s)).toEqual([86_398, 86_399.5, 86_403]);
  // 2016-05-05, recorded 1.5 s after midnight; measured before it, and after.
  const packet = (payload: Uint8Array, unix_s: number): Buffer => {
    const head = Buffer.alloc(16 + 28);
    head.writeUInt32LE(unix_s, 0);
    head.writeUInt32LE(500_000, 4);
    head.writeUInt32LE(28 + payload.length, 8);
    head.writeUInt32LE(28 + payload.length, 12);
    head.set([0x45, 0, (28 + payload.length) >> 8, (28 + payload.length) & 255], 16);
    head.set([64, 17], 24);
    head.writeUInt16BE(8 + payload.length, 16 + 24);
    return Buffer.concat([head, payload]);
  };
  const file = Buffer.alloc(24);
  file.writeUInt32LE(0xa1b2c3d4, 0);
  file.writeUInt32LE(101, 20);
  const midnight = Date.UTC(2016, 4, 5) / 1000;
  const capture = Buffer.concat([
    file,
    packet(encodeBlock(CAT048_1_32, [at(86_399)]), midnight + 1),
    packet(encodeBlock(CAT048_1_32, [at(1)]), midnight + 2),
  ]);
  const dated = await readBytes(capture);
  expect(dated.looks.map(({ at_us }) => at_us)).toEqual([microsFromIso('2016-05-04T23:59:59Z'), microsFromIso('2016-05-05T00:00:01Z')]);
});

test('radars by their codes: two under one spec are refused, one can be chosen, and each can have its own', async () => {
  const other = at(2, { '010': { SAC: 25, SIC: 8 } });
  await expect(read([at(1), other])).rejects.toThrow('plots of two radars, 25-7 and 25-8');
  const chosen = await read([at(1), other], { station: '25-8' });
  expect([chosen.looks.length, chosen.report.notes.join()]).toEqual([1, expect.stringContaining('plots of other radars, not read: 1')]);
  const both = await read([at(1), other], {
    sensors: [
      { ...RADAR, id: '25-7' },
      { ...RADAR, id: '25-8' },
    ],
  });
  expect(both.looks.map(({ sensor }) => sensor)).toEqual(['25-7', '25-8']);
});

test('service messages are no plots, reports without a position are told, and a doubted Doppler is not used', async () => {
  const marks = encodeBlock(CAT034_1_29, [{ '010': { SAC: 25, SIC: 7 }, '000': 1, '030': 5 }]);
  const { '040': _, ...nowhere } = at(1);
  const moving = (second: number, D: number) => at(second, { '120': { CAL: { D, CAL: -56 } } });
  const blocks = [nowhere, moving(1, 0), moving(2, 1)].map((items) => encodeBlock(CAT048_1_32, [items]));
  const { looks, report } = await readBytes(Buffer.concat([marks, ...blocks]));
  expect(looks.flatMap(({ plots }) => plots.map((plot) => (plot as { rangeRate_mps?: number }).rangeRate_mps))).toEqual([-56, undefined]);
  expect(report.notes.join()).toContain('target reports without a position, not read: 1');
});
