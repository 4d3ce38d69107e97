import { describe, expect, test } from 'vitest';
import { LAUNCH_US, sampleAssessment, sampleWarning } from '../../tests/samples/warning.ts';
import type { Arrival } from '../adapters/journal/journal.ts';
import { openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import type { Emission, TrackReport } from '../core/tell/emission.ts';
import type { Source } from '../core/sense/scan.ts';
import { explainWarningOn, explanationLines } from './explain.ts';
import type { Fold } from './fold.ts';

/** A core that says what the script has for an entry's number. */
function scripted(script: Readonly<Record<number, readonly Emission[]>>): Fold<null> {
  return {
    start: () => null,
    step: (_, entry, emit) => {
      const said = script[entry.seq];
      if (said === undefined) throw new Error('not in the script');
      for (const emission of said) emit(emission);
    },
    snapshot: () => '',
    restore: () => null,
    stamp: () => undefined,
  };
}

const track = (id: string, sources: readonly Source[]): Emission => ({
  kind: 'track',
  track: { id, at_us: LAUNCH_US, status: 'confirmed', basis: 'observed', score: 40, sources } as unknown as TrackReport,
});

const detection = (x: number) => ({
  lineOfSightEcef: { x, y: 0.8, z: 0 },
  covariance_rad2: { rightRight: 6.25e-10, rightUp: 0, upUp: 4e-10 },
  intensity_Wpsr: 91_400,
});
const plot = {
  range_m: 1_272_618,
  azimuth_rad: Math.PI / 2,
  elevation_rad: Math.PI / 36,
  rangeRate_mps: 2870.6,
  signalToNoise_dB: 33.6,
  sigmaRange_m: 25,
  sigmaAzimuth_rad: 1e-3,
  sigmaElevation_rad: 1e-3,
  sigmaRangeRate_mps: 3,
};

const ARRIVALS: readonly Arrival['input'][] = [
  {
    kind: 'infrared-scan',
    sensor: 'geo-1',
    measuredAt_us: LAUNCH_US,
    satelliteEcef_m: { x: 4e7, y: 0, z: 0 },
    detections: [detection(0.1), detection(-0.6)],
  },
  { kind: 'radar-scan', sensor: 'coastal-1', measuredAt_us: LAUNCH_US + 1e6, plots: [plot] },
  { kind: 'tick' },
  { kind: 'radar-scan', sensor: 'coastal-1', measuredAt_us: LAUNCH_US + 3e6, plots: [plot] },
  { kind: 'tick' },
];

const assessment = sampleAssessment();
const warning = sampleWarning('exercise', { assessment, revision: 1, state: 'recommended' });

const screened = (seq: number, count: number): Emission => ({
  kind: 'screened',
  at_us: LAUNCH_US,
  seq,
  sensor: 'coastal-1',
  detections: 9,
  counts: { 'range-rate-saturated': count },
  setAside: [],
});

const SCRIPT: Readonly<Record<number, readonly Emission[]>> = {
  0: [track('T1', [{ seq: 0, index: 1 }]), track('T2', [{ seq: 0, index: 0 }])],
  1: [
    track('T1', [
      { seq: 1, index: 0 },
      { seq: 0, index: 1 },
    ]),
    screened(1, 2),
  ],
  2: [
    { kind: 'assessment', assessment },
    { kind: 'warning', at_us: LAUNCH_US + 2e6, change: 'recommended', warning },
  ],
  3: [track('T1', [{ seq: 3, index: 0 }]), screened(3, 5)],
  4: [
    {
      kind: 'warning',
      at_us: LAUNCH_US + 4e6,
      change: 'half-released',
      warning: { ...warning, state: 'half-released' },
      act: { act: 'release', person: 'person-1', role: 'duty officer', session: 'desk-1' },
    },
  ],
};

function journal() {
  const opened = openMemoryJournal();
  opened.appendAll(ARRIVALS.map((input, k) => ({ at_us: LAUNCH_US + k * 1e6, line: 'exercise', input })));
  return opened;
}

describe('explaining a warning', () => {
  test('walks back from the revision to the journal entries, and counts no track and no detection that it does not rest on', () => {
    const found = explainWarningOn(scripted(SCRIPT), journal(), 'W1');
    expect(found).toMatchObject({ kind: 'explained', seq: 4, change: 'half-released', assessmentSeq: 2, event: 'E1' });
    if (found.kind !== 'explained') return;
    expect(
      found.tracks.map(({ id, detections }) => [
        id,
        detections.map(({ seq, index, sensor, phenomenology }) => [seq, index, sensor, phenomenology]),
      ]),
    ).toEqual([
      [
        'T1',
        [
          [0, 1, 'geo-1', 'heat'],
          [1, 0, 'coastal-1', 'radar'],
        ],
      ],
    ]);
    expect(found.history.map(({ change }) => change)).toEqual(['recommended', 'half-released']);
    // What was set aside after the assessment is no part of its evidence.
    expect(found.setAside).toEqual([{ sensor: 'coastal-1', reason: 'range-rate-saturated', count: 2 }]);
  });

  test('reads as a tree', () => {
    const found = explainWarningOn(scripted(SCRIPT), journal(), 'W1');
    expect(found.kind === 'explained' ? explanationLines(found) : []).toEqual([
      'warning W1 revision 1, half-released (half-released by entry 4, 2022-11-18T01:14:04Z); in its area: at least 120,000 people in Otaru',
      '  2022-11-18T01:14:02Z  entry 2  recommended, revision 1',
      '  2022-11-18T01:14:04Z  entry 4  half-released, release by person-1 (duty officer), session desk-1, revision 1',
      '← assessment E1-a4 (entry 2): ballistic-missile 97.0 %, ICBM, observed',
      '  heat: observed, 20 hits of geo-1, geo-2',
      '  radar: observed, 9 hits of coastal-1',
      '  ← event E1',
      '    ← track T1: confirmed, observed, score 40.0, 2 detections',
      '      ← entry 0.1  2022-11-18T01:14:00Z  geo-1 (heat)  line of sight (-0.600000, 0.800000, 0.000000) ± 25 µrad, intensity 91.4 kW/sr',
      '      ← entry 1.0  2022-11-18T01:14:01Z  coastal-1 (radar)  range 1272.618 km, azimuth 90.000°, elevation 5.000°, range rate 2870.6 m/s, signal-to-noise 33.6 dB',
      '    not offered to any track: 2 of coastal-1, range rate saturated',
    ]);
  });

  test('shows the first and the last detections of a track that used many', () => {
    const found = explainWarningOn(scripted(SCRIPT), journal(), 'W1');
    if (found.kind !== 'explained') throw new Error(found.kind);
    const many = {
      ...found,
      setAside: [],
      tracks: found.tracks.map((one) => ({ ...one, detections: Array.from({ length: 9 }, (_, k) => ({ ...one.detections[0], seq: k })) })),
    };
    expect(
      explanationLines(many, 4)
        .slice(8)
        .map((line) => line.trim().slice(0, 11)),
    ).toEqual(['← entry 0.1', '← entry 1.1', '… 5 more …', '← entry 7.1', '← entry 8.1']);
  });

  test('says which warnings and revisions there are when it knows none of that name', () => {
    expect(explainWarningOn(scripted(SCRIPT), journal(), 'W9')).toMatchObject({ kind: 'unknown-warning', known: ['W1'] });
    expect(explainWarningOn(scripted(SCRIPT), journal(), 'W1', 7)).toMatchObject({ kind: 'unknown-revision', known: [1] });
    const broken = explainWarningOn(scripted({}), journal(), 'W1');
    expect(broken).toMatchObject({ kind: 'unknown-warning', known: [] });
    expect(broken.check.findings.list).toEqual([{ what: 'core-broke', seq: 0, reason: 'not in the script' }]);
  });
});
