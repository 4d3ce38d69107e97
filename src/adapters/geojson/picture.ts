import type { Assessment } from '../../core/assess/assessment.ts';
import type { Emission, TrackReport } from '../../core/tell/emission.ts';
import { geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { Hazard } from '../../core/warn/hazard.ts';
import type { Warning } from '../../core/warn/warning.ts';
import type { Feature, FeatureCollection } from './features.ts';
import { assessmentFeatures, hazardFeatures, trackLine, trackPoint, warningFeatures } from './features.ts';
import type { LonLat } from './split.ts';
import { lonLat } from './split.ts';

/** What is known now, as a map: hears everything that the core says and keeps the newest of each thing. */
export type Picture = {
  /** Takes what the core said next; what has no place on a map is passed over. */
  hear(emission: Emission): void;
  /** All that is known now, warnings first. */
  collection(): FeatureCollection;
};

/** At each bound the one that was heard of longest ago gives way; a trail loses every second of its points, so that its shape stays. */
const MAX_SHOWN = 2000;
const MAX_TRAIL = 400;
const MAX_EVENTS = 500;

type Drawn = { report: TrackReport; trail: LonLat[] };

/** A map with nothing on it. It keeps at most 2,000 tracks with 400 points each, and 500 each of assessments, warnings and hazards. */
export function createPicture(): Picture {
  const tracks = new Map<string, Drawn>();
  const assessments = new Map<string, Assessment>();
  const warnings = new Map<string, Warning>();
  const hazards = new Map<string, Hazard>();
  return {
    hear: (emission) => {
      if (emission.kind === 'track') drawTrack(tracks, emission.track);
      if (emission.kind === 'assessment') renew(assessments, emission.assessment.event, emission.assessment, MAX_EVENTS);
      if (emission.kind === 'hazard') renew(hazards, emission.hazard.id, emission.hazard, MAX_EVENTS);
      if (emission.kind === 'warning') renew(warnings, emission.warning.id, emission.warning, MAX_EVENTS);
    },
    collection: () => ({
      type: 'FeatureCollection',
      features: [
        ...[...warnings.values()].flatMap(warningFeatures),
        ...[...hazards.values()].flatMap(hazardFeatures),
        ...[...assessments.values()].flatMap(assessmentFeatures),
        ...[...tracks.values()].flatMap(({ report, trail }) => [trackLine(report.id, trail), trackPoint(report)].filter(isDrawn)),
      ],
    }),
  };
}

function drawTrack(tracks: Map<string, Drawn>, report: TrackReport): void {
  const before = tracks.get(report.id)?.trail ?? [];
  const trail = before.length < MAX_TRAIL ? before : before.filter((_, k) => k % 2 === 0);
  trail.push(lonLat(geodeticFromEcefVec(report.positionEcef_m)));
  renew(tracks, report.id, { report, trail }, MAX_SHOWN);
}

function renew<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  map.delete(oldest);
}

function isDrawn(feature: Feature | undefined): feature is Feature {
  return feature !== undefined;
}
