import { geodetic } from '../../core/frames/geodetic.ts';
import type { Line } from '../../core/sense/line.ts';
import { LINES } from '../../core/sense/line.ts';
import { type InfraredScan, type LineOfSightDetection, type Plot, type RadarScan, type Scan, detectionsOf } from '../../core/sense/scan.ts';
import { MAX_DETECTIONS_PER_SCAN } from '../../core/sense/scan.ts';

/** One scan as a sensor sends it: fixed layout, big-endian, and exactly the bytes that are signed, so that two readers cannot read two
 *  things from one signature.
 *
 *    0  4  "TCSF", which no other signed thing of the project begins with
 *    4  1  version, 1
 *    5  1  line: 1 live, 2 exercise, 3 test
 *    6  1  kind: 1 infrared-scan, 2 radar-scan, 3 radar-scan of a radar that moves, 4 infrared-scan that says what it looked at
 *    7  1  bytes of the sensor's id
 *    8  8  key: the first bytes of SHA-256 over the public key
 *   16  8  sequence, unsigned; rises with every frame of the key, over restarts too (start it from the time)
 *   24  8  measuredAt_us, signed: TAI microseconds since 1970
 *   32  4  number of detections
 *   36  …  sensor's id, UTF-8; then float64s, in the order of their fields: [satellite x y z, and
 *          axis x y z and cosine of the half angle of what it looked at] and 7 a detection, or [latitude, longitude, height where it
 *          moves] and 9 a plot, of which range rate and its sigma are NaN where it was not measured
 *    …  64  Ed25519 signature over everything before it */
export type Frame = {
  readonly line: Line;
  readonly keyId: string;
  readonly sequence: number;
  readonly scan: Scan;
};

export type FrameReading = { readonly kind: 'frame'; readonly frame: Frame } | { readonly kind: 'malformed'; readonly reason: string };

export const SIGNATURE_BYTES = 64;
export const KEY_ID_BYTES = 8;
const MAGIC = 0x54435346;
const VERSION = 1;
const HEAD_BYTES = 36;
const KINDS = ['infrared-scan', 'radar-scan', 'moving-radar-scan', 'infrared-field-scan'] as const;
const NUMBERS_HEAD = { 'infrared-scan': 3, 'radar-scan': 0, 'moving-radar-scan': 3, 'infrared-field-scan': 7 };
const NUMBERS_EACH = { 'infrared-scan': 7, 'radar-scan': 9, 'moving-radar-scan': 9, 'infrared-field-scan': 7 };

/** The frame without its signature. Throws when the sensor's id is longer than 255 bytes or the scan holds too many detections. */
export function writeFrame({ line, keyId, sequence, scan }: Frame): Uint8Array<ArrayBuffer> {
  const id = new TextEncoder().encode(scan.sensor);
  const detections = detectionsOf(scan);
  if (id.length > 255) throw new RangeError(`sensor id ${scan.sensor} is too long for a frame`);
  if (detections.length > MAX_DETECTIONS_PER_SCAN) throw new RangeError(`${detections.length} detections are too many for a frame`);
  const numbers = numbersOf(scan);
  const bytes = new Uint8Array(HEAD_BYTES + id.length + 8 * numbers.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint8(4, VERSION);
  view.setUint8(5, LINES.indexOf(line) + 1);
  view.setUint8(6, KINDS.indexOf(kindOf(scan)) + 1);
  view.setUint8(7, id.length);
  view.setBigUint64(8, BigInt(`0x${keyId}`));
  view.setBigUint64(16, BigInt(sequence));
  view.setBigInt64(24, BigInt(scan.measuredAt_us));
  view.setUint32(32, detections.length);
  bytes.set(id, HEAD_BYTES);
  for (const [k, value] of numbers.entries()) view.setFloat64(HEAD_BYTES + id.length + 8 * k, value);
  return bytes;
}

/** The key that a frame names, before anything else in it is believed; undefined when the bytes are no frame. Hexadecimal. */
export function keyIdOf(bytes: Uint8Array): string | undefined {
  if (bytes.length < HEAD_BYTES + SIGNATURE_BYTES || viewOf(bytes).getUint32(0) !== MAGIC) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset + 8, KEY_ID_BYTES).toString('hex');
}

/** Reads a frame, signature not included. What the numbers say is not judged here (valid.ts). */
export function readFrame(bytes: Uint8Array): FrameReading {
  if (bytes.length < HEAD_BYTES) return malformed('shorter than a head');
  const view = viewOf(bytes);
  if (view.getUint32(0) !== MAGIC) return malformed('not a sensor frame');
  if (view.getUint8(4) !== VERSION) return malformed(`version ${view.getUint8(4)}, not ${VERSION}`);
  const line = LINES[view.getUint8(5) - 1];
  const kind = KINDS[view.getUint8(6) - 1];
  if (line === undefined || kind === undefined) return malformed('unknown line or kind');
  const count = view.getUint32(32);
  if (count > MAX_DETECTIONS_PER_SCAN) return malformed(`${count} detections, more than ${MAX_DETECTIONS_PER_SCAN}`);
  const sequence = Number(view.getBigUint64(16));
  const measuredAt_us = Number(view.getBigInt64(24));
  if (!Number.isSafeInteger(sequence) || !Number.isSafeInteger(measuredAt_us)) return malformed('sequence or time beyond exact integers');
  const start = HEAD_BYTES + view.getUint8(7);
  if (bytes.length !== start + 8 * (NUMBERS_HEAD[kind] + NUMBERS_EACH[kind] * count))
    return malformed('length does not fit the number of detections');
  const sensor = readId(bytes.subarray(HEAD_BYTES, start));
  if (sensor === undefined) return malformed('sensor id is not UTF-8');
  const next = numbersFrom(view, start);
  const scan =
    kind === 'radar-scan' || kind === 'moving-radar-scan'
      ? readRadar(kind, sensor, measuredAt_us, count, next)
      : readInfrared(kind, sensor, measuredAt_us, count, next);
  return { kind: 'frame', frame: { line, keyId: keyIdAt(view), sequence, scan } };
}

function kindOf(scan: Scan): (typeof KINDS)[number] {
  if (scan.kind === 'radar-scan') return scan.platform === undefined ? 'radar-scan' : 'moving-radar-scan';
  return scan.field === undefined ? 'infrared-scan' : 'infrared-field-scan';
}

function numbersOf(scan: Scan): readonly number[] {
  if (scan.kind === 'radar-scan') {
    const { platform: at, plots } = scan;
    return [...(at === undefined ? [] : [at.latitude_rad, at.longitude_rad, at.height_m]), ...plots.flatMap(plotNumbers)];
  }
  const { x, y, z } = scan.satelliteEcef_m;
  const { field } = scan;
  const cone = field === undefined ? [] : [field.axisEcef.x, field.axisEcef.y, field.axisEcef.z, field.cosHalfAngle];
  return [x, y, z, ...cone, ...scan.detections.flatMap(detectionNumbers)];
}

function plotNumbers(p: Plot): number[] {
  return [
    p.range_m,
    p.azimuth_rad,
    p.elevation_rad,
    p.rangeRate_mps ?? NaN,
    p.signalToNoise_dB,
    p.sigmaRange_m,
    p.sigmaAzimuth_rad,
    p.sigmaElevation_rad,
    p.sigmaRangeRate_mps ?? NaN,
  ];
}

function detectionNumbers({ lineOfSightEcef: u, covariance_rad2: c, intensity_Wpsr }: LineOfSightDetection): number[] {
  return [u.x, u.y, u.z, c.rightRight, c.rightUp, c.upUp, intensity_Wpsr];
}

type Next = () => number;

function readInfrared(kind: (typeof KINDS)[number], sensor: string, measuredAt_us: number, count: number, next: Next): InfraredScan {
  const satelliteEcef_m = { x: next(), y: next(), z: next() };
  const field = kind === 'infrared-field-scan' ? { field: { axisEcef: { x: next(), y: next(), z: next() }, cosHalfAngle: next() } } : {};
  const detections = Array.from({ length: count }, () => ({
    lineOfSightEcef: { x: next(), y: next(), z: next() },
    covariance_rad2: { rightRight: next(), rightUp: next(), upUp: next() },
    intensity_Wpsr: next(),
  }));
  return { kind: 'infrared-scan', sensor, measuredAt_us, satelliteEcef_m, ...field, detections };
}

function readRadar(kind: (typeof KINDS)[number], sensor: string, measuredAt_us: number, count: number, next: Next): RadarScan {
  const platform = kind === 'moving-radar-scan' ? { platform: geodetic(next(), next(), next()) } : {};
  const plots = Array.from({ length: count }, () => readPlot(next));
  return { kind: 'radar-scan', sensor, measuredAt_us, ...platform, plots };
}

function readPlot(next: Next): Plot {
  const [range_m, azimuth_rad, elevation_rad, rangeRate_mps] = [next(), next(), next(), next()];
  const [signalToNoise_dB, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad, sigmaRangeRate_mps] = [
    next(),
    next(),
    next(),
    next(),
    next(),
  ];
  // One without the other is no measurement, and is left for valid.ts to refuse.
  const isMeasured = !(Number.isNaN(rangeRate_mps) && Number.isNaN(sigmaRangeRate_mps));
  const plot = { range_m, azimuth_rad, elevation_rad, signalToNoise_dB, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad };
  return isMeasured ? { ...plot, rangeRate_mps, sigmaRangeRate_mps } : plot;
}

function numbersFrom(view: DataView, start: number): Next {
  let at = start - 8;
  return () => view.getFloat64((at += 8));
}

function keyIdAt(view: DataView): string {
  return view
    .getBigUint64(8)
    .toString(16)
    .padStart(2 * KEY_ID_BYTES, '0');
}

function readId(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function malformed(reason: string): FrameReading {
  return { kind: 'malformed', reason };
}
