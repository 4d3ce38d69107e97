import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { elementsFailure, readElementText, withChecksum } from '../../../tests/support/elements.ts';
import { microsFromIso } from '../../core/time/iso.ts';

// A made-up object.
const ONE = withChecksum('1 00900U 64063C   26127.81900272  .00000641  00000+0  64291-3 0  999');
const TWO = withChecksum('2 00900  90.2226  70.8191 0028452  56.3071 335.6220 13.7657669565873');
const PAIR = `${ONE}\n${TWO}\n`;
const other = (number: string): string => `${withChecksum(ONE.replace('00900', number))}\n${withChecksum(TWO.replace('00900', number))}\n`;
const degree = Math.PI / 180;

test('a set of two lines, bare, with its name above it, and with a 0 before that', async () => {
  const { sets, report } = await readElementText(`${PAIR}CALSPHERE 1             \r\n${ONE}\r\n${TWO}\r\n0 CALSPHERE 1\n${PAIR}`);
  expect(sets.map(({ line, elements: { name } }) => [line, name])).toEqual([
    [1, ''],
    [4, 'CALSPHERE 1'],
    [7, 'CALSPHERE 1'],
  ]);
  expect(sets[0].elements).toEqual({
    catalogueNumber: 900,
    name: '',
    internationalDesignator: '1964-063C',
    epoch_us: microsFromIso('2026-05-07T00:00:00Z') + 81_900_272 * 864,
    epochRest_us: 0,
    meanMotion_radps: 13.76576695 * ((2 * Math.PI) / 86_400),
    eccentricity: 0.0028452,
    inclination_rad: 90.2226 * degree,
    ascendingNode_rad: 70.8191 * degree,
    argumentOfPerigee_rad: 56.3071 * degree,
    meanAnomaly_rad: 335.622 * degree,
    bstar: 0.64291e-3,
  });
  expect(report).toMatchObject({ read: 3, kept: 3, refused: 0, objects: 1 });
});

test('a file is the same in pieces of any length, gzipped, with a byte order mark and with comments', async () => {
  const text = `NAME\n${PAIR}# by hand\n\n${other('901  ').replaceAll('901  ', '00901')}`;
  const { sets } = await readElementText(text);
  expect(sets.length).toBe(2);
  for (const piece of [1, 7, 100]) expect((await readElementText(text, piece)).sets).toEqual(sets);
  expect((await readElementText(gzipSync(text))).sets).toEqual(sets);
  expect((await readElementText(`\ufeff${text}`)).sets).toEqual(sets);
});

// satellite.js 7.1.0 takes them for two.
test('00900 and 900 are one object', async () => {
  const { sets, report } = await readElementText(PAIR + other('  900'));
  expect(sets.map(({ elements }) => elements.catalogueNumber)).toEqual([900, 900]);
  expect(report).toMatchObject({ kept: 2, objects: 1 });
  expect(report.notes.join('\n')).toContain('sets of an object of which the file has another: 1');
});

test.each([
  ['A0000', 100_000],
  ['H9999', 179_999],
  ['J0000', 180_000],
  ['N9999', 229_999],
  ['P0000', 230_000],
  ['Z9999', 339_999],
])('the catalogue number %s is %i: letters without I and O', async (text, number) => {
  const { sets } = await readElementText(other(text));
  expect(sets[0].elements.catalogueNumber).toBe(number);
});

test.each(['I0000', 'O0000', 'A 000', 'A000 ', ' A000', '0000A', '00000', 'a0000'])('%s is no catalogue number', async (text) => {
  const { report, told } = await readElementText(other(text));
  expect(report).toMatchObject({ read: 1, kept: 0, refused: 1 });
  expect(told).toContain(`elements:1 catalogue number: "${text}" is no catalogue number; write five digits`);
});

test('six digits are refused with the reason: a two-line set has no place for them', async () => {
  const lines = `${ONE.replace('00900U', '270001U')}\n${TWO.replace('00900 ', '270001 ')}\n`;
  const { told, report } = await readElementText(PAIR + lines);
  expect(told).toContain(
    'elements:3 catalogue number: 270001 has six digits, for which a two-line set has no place; give its elements as OMM',
  );
  expect(report).toMatchObject({ read: 2, kept: 1, refused: 1 });
});

// satellite.js 7.1.0 does not look at them.
test('a line whose checksum is another is refused, and one without is read and told of', async () => {
  const changed = await readElementText(PAIR.replace('90.2226', '90.2236'));
  expect(changed.told).toContain('elements:2 checksum: the line ends with ');
  expect(changed.told).toContain('a character has been changed');
  expect(changed.report).toMatchObject({ kept: 0, refused: 1 });
  const bare = await readElementText(PAIR.replaceAll(/.\n/g, '\n'));
  expect(bare.report).toMatchObject({ kept: 1, refused: 0, notes: ['lines without a checksum: 2'] });
  // A minus counts one.
  expect(withChecksum(ONE.replace(' .00000641', '-.00000641')).at(-1)).toBe(String((Number(ONE.at(-1)) + 1) % 10));
});

// satellite.js 7.1.0 takes them without an error.
test('line 1 of one object with line 2 of another is refused', async () => {
  const { told, report } = await readElementText(`${ONE}\n${other('00901').split('\n')[1]}\n`);
  expect(told).toContain('elements:2 catalogue number: line 2 is of object 901, and the line 1 before it of object 900');
  expect(report).toMatchObject({ read: 1, refused: 1 });
});

test('a line that lacks its other one costs no other set, and is counted', async () => {
  const { sets, report, told } = await readElementText(`${ONE}\n${PAIR}${TWO}\nA\nB\n${PAIR}${ONE}\n`);
  expect(sets.length).toBe(2);
  expect(sets[1].elements.name).toBe('B');
  expect(report).toMatchObject({ read: 6, kept: 2, refused: 4 });
  expect(told).toContain('elements:1: line 1 of elements has no line 2 behind it');
  expect(told).toContain('elements:4: line 2 of elements has no line 1 before it');
  expect(told).toContain('elements:5: "A" is neither a line of elements nor the name above one');
  expect(told).toContain('elements:9: line 1 of elements has no line 2 behind it');
});

// satellite.js 7.1.0 ignores it, and elements of SGP4-XP propagate silently wrong.
test.each([
  ['4', 'these are elements of SGP4-XP'],
  ['3', '"3" is not the type of SGP4'],
  ['6', '"6" is not the type of SGP4'],
])('elements of the type %s are refused', async (type, why) => {
  const { told } = await readElementText(`${withChecksum(ONE.slice(0, 62) + type + ONE.slice(63))}\n${TWO}\n`);
  expect(told).toContain(`elements:1 ephemeris type: ${why}`);
});

test.each([
  ['1', 18, 'xx127.81900272', 'epoch'],
  ['1', 18, '26367.81900272', 'epoch'],
  ['1', 18, '26000.81900272', 'epoch'],
  ['1', 53, ' 64x91-3', 'drag term'],
  ['2', 8, ' 9x.2226', 'inclination'],
  ['2', 17, '  7.8.91', 'ascending node'],
  ['2', 26, '00-8452', 'eccentricity'],
  ['2', 34, '        ', 'argument of perigee'],
  ['2', 43, '335,6220', 'mean anomaly'],
  ['2', 52, '13.7657669a', 'mean motion'],
])('of line %s what stands at %i, "%s", is no %s', async (line, at, text, field) => {
  const put = (whole: string): string => withChecksum(whole.slice(0, at) + text + whole.slice(at + text.length));
  const { told, report } = await readElementText(line === '1' ? `${put(ONE)}\n${TWO}\n` : `${ONE}\n${put(TWO)}\n`);
  expect(told).toContain(`elements:${line} ${field}: "${text}" is no ${field}; write`);
  expect(report).toMatchObject({ read: 1, kept: 0, refused: 1 });
});

test('what is no closed orbit is refused', async () => {
  const still = await readElementText(`${ONE}\n${withChecksum(TWO.replace('13.76576695', ' 0.00000000'))}\n`);
  expect(still.told).toContain('elements:1: the mean motion is not above zero');
  const steep = await readElementText(`${ONE}\n${withChecksum(TWO.replace(' 90.2226', '190.2226'))}\n`);
  expect(steep.told).toContain('the inclination is outside 0 to 180 degrees');
});

test('years of two digits begin with 1957, and a day has a hundred million parts of 864 µs', async () => {
  const at = async (text: string) =>
    (await readElementText(`${withChecksum(ONE.replace('26127.81900272', text))}\n${TWO}\n`)).sets[0].elements;
  expect((await at('57001.00000000')).epoch_us).toBe(microsFromIso('1957-01-01T00:00:00Z'));
  expect((await at('56366.00000001')).epoch_us).toBe(microsFromIso('2056-12-31T00:00:00Z') + 864);
  expect((await at('26  1.50000000')).epoch_us).toBe(microsFromIso('2026-01-01T12:00:00Z'));
  expect((await at('26001.99999999')).epoch_us).toBe(microsFromIso('2026-01-02T00:00:00Z') - 864);
});

test('the drag term has its exponent behind it, and may be below zero', async () => {
  const of = async (text: string) =>
    (await readElementText(`${withChecksum(ONE.replace(' 64291-3', text))}\n${TWO}\n`)).sets[0].elements.bstar;
  expect(await of(' 00000+0')).toBe(0);
  expect(await of('-11606-4')).toBe(-0.11606e-4);
  expect(await of(' 14311-1')).toBe(0.14311e-1);
  expect(await of('+12345+1')).toBe(1.2345);
});

test('a text that is something else is told what is wanted', async () => {
  expect(await elementsFailure('No GP data found')).toContain(
    'neither two-line sets nor orbit mean-elements messages are in it; give TLE, or OMM in JSON',
  );
  expect(await elementsFailure('')).toContain('neither two-line sets nor');
  expect(await elementsFailure(gzipSync(PAIR).subarray(0, 30))).toContain('the compressed file is damaged');
});

test('a line that goes on behind its checksum is refused', async () => {
  const { told, report } = await readElementText(`${ONE} x\n${TWO}\n`);
  expect(told).toContain('elements:1: the line has 71 characters of 69; leave out what stands behind it');
  expect(report).toMatchObject({ read: 1, refused: 1 });
});

test('a name above a line that is refused names nothing else', async () => {
  const { sets } = await readElementText(`NAME\n${TWO}\n${PAIR}`);
  expect(sets.map(({ elements }) => elements.name)).toEqual(['']);
});

test('a file that ends in the middle of a line is one set short, and says so', async () => {
  for (const cut of [`NAME\n${ONE.slice(0, 40)}`, `NAME\n${ONE}\n${TWO.slice(0, 40)}`]) {
    const { report, told } = await readElementText(`${PAIR}${cut}\n`);
    expect(report).toMatchObject({ read: 2, kept: 1, refused: 1 });
    expect(told).toContain('the line has 40 characters of 69; fetch it again: it is cut off');
  }
});

test('a whole catalogue of a known day is read to its last object', async ({ skip }) => {
  const file = fileURLToPath(new URL('../../../../shared/data/tle/celestrak_active_2026-05-07T2231Z.tle.gz', import.meta.url));
  if (!existsSync(file)) return skip('needs ../shared/data/tle');
  const bytes = readFileSync(file);
  const { sets, report } = await readElementText(bytes, 65_536);
  expect(report).toMatchObject({ read: 15_347, kept: 15_347, refused: 0, objects: 15_347, notes: [] });
  // Epochs may lie ahead of the file's time.
  expect(Math.max(...sets.map(({ elements }) => elements.epoch_us))).toBeGreaterThan(microsFromIso('2026-05-09T00:00:00Z'));
});
