import { geodetic } from '../../core/frames/geodetic.ts';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import type { Line } from '../../core/sense/line.ts';
import type { InfraredScan, Plot, RadarScan, Scan } from '../../core/sense/scan.ts';
import { readFrame, writeFrame } from './frame.ts';
import { createGate, heardIn, type Received } from './gate.ts';
import { createRegistry, keyId, signScan } from './registry.ts';
import { createWindow } from './window.ts';

function keyFor(sensor: string, kind: 'radar' | 'infrared-satellite', line: Line) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey, privateKey, sensor, kind, line, keyId: keyId(publicKey) };
}

const radarKey = keyFor('coastal-1', 'radar', 'exercise');
const satelliteKey = keyFor('geo-1', 'infrared-satellite', 'exercise');
const liveKey = keyFor('coastal-1', 'radar', 'live');
const strangerKey = keyFor('coastal-1', 'radar', 'exercise');
const registry = createRegistry([radarKey, satelliteKey, liveKey]);

const plot: Plot = {
  range_m: 1_234_567.8,
  azimuth_rad: 1.1,
  elevation_rad: 0.3,
  rangeRate_mps: -2345.6,
  signalToNoise_dB: 17,
  sigmaRange_m: 25,
  sigmaAzimuth_rad: 1e-3,
  sigmaElevation_rad: 1e-3,
  sigmaRangeRate_mps: 3,
};
const radarScan = (measuredAt_us: number, plots: readonly Plot[] = [plot]): RadarScan => ({
  kind: 'radar-scan',
  sensor: 'coastal-1',
  measuredAt_us,
  plots,
});
const infraredScan = (measuredAt_us: number): InfraredScan => ({
  kind: 'infrared-scan',
  sensor: 'geo-1',
  measuredAt_us,
  satelliteEcef_m: { x: 42_164_000, y: 0, z: -12.5 },
  detections: [
    {
      lineOfSightEcef: { x: -0.6, y: 0.8, z: 0 },
      covariance_rad2: { rightRight: 2.5e-9, rightUp: 1e-10, upUp: 2.5e-9 },
      intensity_Wpsr: 1e5,
    },
  ],
});

/** The theatre's time, after everything measured here. */
const NOW_US = 10_000;

const outcome = (received: Received): string =>
  received.kind === 'accepted' ? 'accepted' : `${received.input.source}: ${received.input.reason}`;

describe('a gate', () => {
  test('lets in what a registered key signed, unchanged', () => {
    const gate = createGate(registry, 'exercise');
    expect(gate.receive(signScan(radarKey, 1, radarScan(1000)), NOW_US)).toEqual({
      kind: 'accepted',
      line: 'exercise',
      input: radarScan(1000),
    });
    expect(gate.receive(signScan(satelliteKey, 9, infraredScan(1000)), NOW_US)).toEqual({
      kind: 'accepted',
      line: 'exercise',
      input: infraredScan(1000),
    });
    expect(gate.receive(signScan(radarKey, 2, radarScan(2000, [])), NOW_US)).toEqual({
      kind: 'accepted',
      line: 'exercise',
      input: radarScan(2000, []),
    });
  });

  // 2013-02-15, Chelyabinsk: at the flare both satellites' scans were refused, for nothing that bright was thought of.
  test('takes a flare as bright as the brightest on record', () => {
    const [detection] = infraredScan(1000).detections;
    const bright = { ...infraredScan(1000), detections: [{ ...detection, intensity_Wpsr: 2e12 }] };
    expect(outcome(createGate(registry, 'exercise').receive(signScan(satelliteKey, 1, bright), NOW_US))).toBe('accepted');
  });

  test('turns away a frame of which any one bit was changed on the way', () => {
    const gate = createGate(registry, 'exercise');
    const bytes = signScan(radarKey, 1, radarScan(1000));
    holds(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Uint8Array.from(bytes);
        changed[bit >> 3] ^= 1 << (bit & 7);
        expect(gate.receive(changed, NOW_US).kind).toBe('rejected');
      }),
    );
    expect(gate.receive(bytes, NOW_US).kind).toBe('accepted');
  });

  test('turns away a key that nobody registered, and does not hold it against the sensor whose name it used', () => {
    const gate = createGate(registry, 'exercise');
    expect(outcome(gate.receive(signScan(strangerKey, 1, radarScan(1000)), NOW_US))).toBe(
      `unverified: key ${strangerKey.keyId} is not registered`,
    );
    const forged = signScan({ ...strangerKey, keyId: radarKey.keyId }, 1, radarScan(1000));
    expect(outcome(gate.receive(forged, NOW_US))).toBe(`unverified: signature does not fit key ${radarKey.keyId}`);
  });

  // 2009-04-04: a radar trace was passed on under the name of a satellite, and counted as a satellite's warning.
  test('does not let a radar call itself a satellite, nor another sensor (H2)', () => {
    const gate = createGate(registry, 'exercise');
    expect(outcome(gate.receive(signScan(radarKey, 1, { ...infraredScan(1000), sensor: 'coastal-1' }), NOW_US))).toBe(
      'coastal-1: frame claims kind infrared-satellite, its key is of kind radar',
    );
    expect(outcome(gate.receive(signScan(radarKey, 1, { ...radarScan(1000), sensor: 'coastal-2' }), NOW_US))).toBe(
      'coastal-1: frame claims sensor coastal-2, its key is of coastal-1',
    );
  });

  // 1979-11-09: a training tape ran on the live displays.
  test('keeps the lines apart: an exercise frame opens no live gate, whatever it claims (H6)', () => {
    const live = createGate(registry, 'live');
    expect(outcome(live.receive(signScan(radarKey, 1, radarScan(1000)), NOW_US))).toBe(
      'coastal-1: key is of line exercise, this gate of line live',
    );
    expect(outcome(live.receive(signScan({ ...radarKey, line: 'live' }, 1, radarScan(1000)), NOW_US))).toBe(
      'coastal-1: key is of line exercise, this gate of line live',
    );
    expect(outcome(live.receive(signScan({ ...liveKey, line: 'exercise' }, 1, radarScan(1000)), NOW_US))).toBe(
      'coastal-1: frame claims line exercise, its key is of line live',
    );
    expect(live.receive(signScan(liveKey, 1, radarScan(1000)), NOW_US).kind).toBe('accepted');
  });

  test('turns away a frame that comes again, lets gaps and overtaken frames pass, and remembers over a restart', () => {
    const gate = createGate(registry, 'exercise');
    const frames = [1, 2, 5, 4].map((k) => signScan(radarKey, k, radarScan(k * 1000)));
    expect(frames.map((frame) => gate.receive(frame, NOW_US).kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(outcome(gate.receive(frames[1], NOW_US))).toBe('coastal-1: scan of 2000 µs again, or too old to tell');
    expect(outcome(gate.receive(signScan(radarKey, 5, radarScan(6000)), NOW_US))).toBe('coastal-1: frame 5 again, or too old to tell');
    const entries = [5, 4].map((k, seq) => ({ seq, at_us: 6000, line: 'exercise' as const, input: radarScan(k * 1000) }));
    const restarted = createGate(registry, 'exercise', heardIn(entries));
    expect(restarted.receive(frames[2], NOW_US).kind).toBe('rejected');
    expect(restarted.receive(signScan(radarKey, 1, radarScan(6000)), NOW_US).kind).toBe('accepted');
  });

  test('turns away what is older than it can remember', () => {
    const window = createWindow(3);
    for (const value of [10, 30, 20, 40]) window.take(value);
    expect([10, 5, 20, 25, 30, 40, 50].filter((value) => window.has(value))).toEqual([10, 5, 20, 30, 40]);
  });

  test('turns away what is measured in the future, and hears the sensor again when its clock is right again', () => {
    const gate = createGate(registry, 'exercise');
    expect(outcome(gate.receive(signScan(radarKey, 1, radarScan(3_600_010_000)), NOW_US))).toBe('coastal-1: measured 3600 s in the future');
    expect(gate.receive(signScan(radarKey, 2, radarScan(1000)), NOW_US).kind).toBe('accepted');
  });

  test.each<[string, Scan, string]>([
    ['NaN', radarScan(1, [{ ...plot, range_m: NaN }]), 'detection 0: range is NaN m, outside 1 to 1000000000'],
    [
      'infinity',
      radarScan(1, [plot, { ...plot, rangeRate_mps: Infinity }]),
      'detection 1: range rate is Infinity m/s, outside -100000 to 100000',
    ],
    [
      'an azimuth beyond the circle',
      radarScan(1, [{ ...plot, azimuth_rad: 7 }]),
      `detection 0: azimuth is 7 rad, outside 0 to ${2 * Math.PI}`,
    ],
    [
      'a range rate without its error',
      radarScan(1, [{ ...plot, sigmaRangeRate_mps: NaN }]),
      'detection 0: sigma of range rate is NaN m/s, outside 0.0001 to 10000',
    ],
    [
      'a ship over the pole',
      { ...radarScan(1, [plot]), platform: geodetic(2, 0, 0) },
      `latitude of the radar is 2 rad, outside ${-Math.PI / 2} to ${Math.PI / 2}`,
    ],
    ['an error of zero', radarScan(1, [{ ...plot, sigmaRange_m: 0 }]), 'detection 0: sigma of range is 0 m, outside 0.001 to 1000000'],
  ])('turns away a whole scan with %s in it and clips nothing', (_what, scan, reason) => {
    expect(outcome(createGate(registry, 'exercise').receive(signScan(radarKey, 1, scan), NOW_US))).toBe(`coastal-1: ${reason}`);
  });

  test('turns away a satellite inside the Earth, a line of sight of no direction, a covariance that is none', () => {
    const scan = infraredScan(1);
    const [detection] = scan.detections;
    const spoiled: readonly InfraredScan[] = [
      { ...scan, satelliteEcef_m: { x: 1, y: 2, z: 3 } },
      { ...scan, detections: [{ ...detection, lineOfSightEcef: { x: 0.5, y: 0, z: 0 } }] },
      { ...scan, detections: [{ ...detection, covariance_rad2: { rightRight: 1e-9, rightUp: 2e-9, upUp: 1e-9 } }] },
      { ...infraredScan(1), field: { axisEcef: { x: 0.5, y: 0, z: 0 }, cosHalfAngle: 0.99 } },
      { ...infraredScan(1), field: { axisEcef: { x: 1, y: 0, z: 0 }, cosHalfAngle: NaN } },
    ];
    const reasons = spoiled.map((one) => outcome(createGate(registry, 'exercise').receive(signScan(satelliteKey, 1, one), NOW_US)));
    expect(reasons[0]).toMatch(/satellite radius/);
    expect(reasons[1]).toMatch(/length of the line of sight/);
    expect(reasons[2]).toMatch(/not positive definite/);
    expect(reasons[3]).toMatch(/length of the axis that it looked along/);
    expect(reasons[4]).toMatch(/cosine of the half angle/);
  });

  test('survives any bytes at all', () => {
    const gate = createGate(registry, 'exercise');
    holds(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => gate.receive(bytes, NOW_US).kind === 'rejected'));
    expect(readFrame(new Uint8Array(3)).kind).toBe('malformed');
  });
});

test('a frame says the same when it is read as when it was written, to the bit', () => {
  const { rangeRate_mps, sigmaRangeRate_mps, ...others } = plot;
  const measured = fc.record({ rangeRate_mps: fc.double(), sigmaRangeRate_mps: fc.double({ noNaN: true }) });
  const anyPlot = fc
    .tuple(fc.record(Object.fromEntries(Object.keys(others).map((key) => [key, fc.double()]))), fc.option(measured, { nil: {} }))
    .map(([always, rate]) => ({ ...always, ...rate }) as unknown as Plot);
  const place = fc.tuple(fc.double(), fc.double(), fc.double()).map(([a, b, c]) => ({ platform: geodetic(a, b, c) }));
  holds(
    fc.property(
      fc.array(anyPlot, { maxLength: 4 }),
      fc.option(place, { nil: {} }),
      fc.nat(),
      fc.integer(),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      (some, where, sequence, measuredAt_us, sensor) => {
        const scan = { ...radarScan(measuredAt_us, some), ...where, sensor };
        const frame = { line: 'test' as const, keyId: '00ff00ff00ff00ff', sequence, scan };
        expect(readFrame(writeFrame(frame))).toEqual({ kind: 'frame', frame });
      },
    ),
  );
});

test('what a satellite looked at comes with its scan, and is read to the bit', () => {
  const field = fc.tuple(fc.double(), fc.double(), fc.double(), fc.double()).map(([x, y, z, cosHalfAngle]) => ({
    field: { axisEcef: { x, y, z }, cosHalfAngle },
  }));
  holds(
    fc.property(fc.option(field, { nil: {} }), fc.integer(), (looked, measuredAt_us) => {
      const frame = { line: 'test' as const, keyId: '00ff00ff00ff00ff', sequence: 1, scan: { ...infraredScan(measuredAt_us), ...looked } };
      expect(readFrame(writeFrame(frame))).toEqual({ kind: 'frame', frame });
    }),
  );
});

test('a key is bound once', () => {
  expect(() => createRegistry([radarKey, { ...radarKey, sensor: 'coastal-2' }])).toThrow(/bound twice/);
  expect(() => keyId(radarKey.privateKey)).toThrow(/Ed25519 public key/);
});
