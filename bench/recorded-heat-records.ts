import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { microsFromIso } from '../src/api/iso.ts';
import { findRecords, type NamedRecord } from '../src/cli/ascent-files.ts';
import { geodeticDegrees } from '../src/core/frames/geodetic.ts';
import { scale, vec3 } from '../src/core/math/vector.ts';
import type { RecordedBolide } from '../src/sim/imager/recorded-bolides.ts';
import { type FirePixel, firePixel } from '../src/sim/imager/recorded-fires.ts';

/** Records of what was really hot, which stand outside the project: fire pixels of a day, bolides, ascents. */
const FOLDER = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const FIRES = join(FOLDER, 'firms_modis', 'MODIS_C6_1_Global_24h_2022-02-26.csv.gz');
const BOLIDES = join(FOLDER, 'cneos_fireballs', 'cneos_fireball_data.csv');
const ASCENTS = join(FOLDER, 'spacex_ascent');

/** Which of the records is not there; undefined where all are. */
export function missingRecord(): string | undefined {
  const missing = [FIRES, BOLIDES, ASCENTS].find((path) => !existsSync(path));
  return missing && `needs ../shared/data/${missing.slice(FOLDER.length)}`;
}

/** Source  [FIRMS]. */
export function recordedFires(): FirePixel[] {
  return rowsOf(gunzipSync(readFileSync(FIRES)).toString('utf8')).map((row) => {
    const time = row.acq_time.padStart(4, '0');
    const at_us = microsFromIso(`${row.acq_date}T${time.slice(0, 2)}:${time.slice(2)}:00Z`);
    return firePixel(Number(row.latitude), Number(row.longitude), at_us, row.daynight === 'D', Number(row.frp));
  });
}

/** Those with a velocity. Source  [CNEOS]. */
export function recordedBolides(): RecordedBolide[] {
  const rows = rowsOf(readFileSync(BOLIDES, 'utf8')).filter((row) => row.vx !== '' && row['Latitude (deg.)'] !== '');
  return rows.map((row) => ({
    at_us: microsFromIso(`${row['Peak Brightness Date/Time (UT)'].replace(' ', 'T')}Z`),
    place: geodeticDegrees(
      signed(row['Latitude (deg.)'], 'S'),
      signed(row['Longitude (deg.)'], 'W'),
      1000 * Number(row['Altitude (km)'] || USUAL_HEIGHT_km),
    ),
    velocityEcef_mps: scale(vec3(Number(row.vx), Number(row.vy), Number(row.vz)), 1000),
    radiatedEnergy_J: Number(row['Total Radiated Energy (J)']),
  }));
}

/** The middle of those that have a height; two have none. */
const USUAL_HEIGHT_km = 34;

/** Source  [Telemetry]. */
export function recordedAscents(): readonly NamedRecord[] {
  return findRecords([ASCENTS]);
}

function signed(text: string, negative: string): number {
  return Number(text.slice(0, -1)) * (text.endsWith(negative) ? -1 : 1);
}

/** Rows of a table whose cells have no commas in them, by its heads. */
function rowsOf(text: string): Record<string, string>[] {
  const [head, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  return lines.map((cells) => Object.fromEntries(head.map((name, k) => [name, cells[k]])));
}
