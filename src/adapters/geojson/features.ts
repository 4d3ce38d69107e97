import { isoFromMicros } from '../../api/iso.ts';
import type { Assessment, GroundPoint } from '../../core/assess/assessment.ts';
import type { PeopleIn } from '../../core/assess/people-in.ts';
import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { TrackReport } from '../../core/tell/emission.ts';
import type { Hazard } from '../../core/warn/hazard.ts';
import type { Warning } from '../../core/warn/warning.ts';
import type { LonLat } from './split.ts';
import { lonLat, splitLine, splitRing } from './split.ts';

/** The part of RFC 7946 that is written here. Coordinates are longitude, latitude and, for tracks, metres above the ellipsoid. */
export type Feature = {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: readonly number[] }
    | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly LonLat[])[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly LonLat[])[])[] };
  readonly properties: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
};

export type FeatureCollection = { readonly type: 'FeatureCollection'; readonly features: readonly Feature[] };

/** Where a track is. */
export function trackPoint(track: TrackReport): Feature {
  const at = geodeticFromEcefVec(track.positionEcef_m);
  const { x, y, z } = track.velocityEcef_mps;
  return {
    type: 'Feature',
    id: `${track.id}-position`,
    geometry: { type: 'Point', coordinates: [...lonLat(at).map(rounded), Math.round(at.height_m)] },
    properties: {
      kind: 'track',
      track: track.id,
      status: track.status,
      basis: track.basis,
      time: isoFromMicros(track.at_us),
      height_m: Math.round(at.height_m),
      speed_mps: Math.round(Math.sqrt(x * x + y * y + z * z)),
      heatHits: track.hits.heat,
      radarHits: track.hits.radar,
    },
  };
}

/** Where it was, as seen from above. */
export function trackLine(id: string, trail: readonly LonLat[]): Feature | undefined {
  const lines = splitLine(trail);
  if (lines.length === 0) return undefined;
  return {
    type: 'Feature',
    id: `${id}-trail`,
    geometry: { type: 'MultiLineString', coordinates: lines.map((line) => line.map(roundedPoint)) },
    properties: { kind: 'trail', track: id },
  };
}

/** Launch and impact of an assessment: a point, its 95 % ellipse, the impact area, and of what may manoeuvre where it comes down if it does not. */
export function assessmentFeatures(assessment: Assessment): Feature[] {
  const { event, launch, impact } = assessment;
  const about = {
    event,
    cause: assessment.cause,
    causeProbability: assessment.causeProbability,
    energyClass: assessment.energyClass,
    basis: assessment.basis,
  };
  const features: Feature[] = [];
  if (launch !== undefined) {
    const properties = { kind: 'launch', ...about, time: isoFromMicros(launch.time_us), sigmaTime_s: launch.sigmaTime_s };
    features.push(
      point(`${event}-launch`, launch, properties),
      polygon(`${event}-launch-ellipse`, ellipse(launch), { ...properties, kind: 'launch-ellipse', probability: 0.95 }),
    );
  }
  if (impact !== undefined) {
    const properties = {
      kind: 'impact',
      ...about,
      impactKind: impact.kind,
      time: isoFromMicros(impact.time_us),
      sigmaTime_s: impact.sigmaTime_s,
    };
    features.push(
      point(`${event}-impact`, impact, properties),
      polygon(`${event}-impact-ellipse`, ellipse(impact), { ...properties, kind: 'impact-ellipse', probability: 0.95 }),
      polygon(`${event}-impact-area`, impact.area.map(lonLat), {
        ...properties,
        kind: 'impact-area',
        probability: impact.probability,
        ...peopleProperties(assessment.people?.inEstimate ?? { kind: 'not-looked-up' }, 'InEstimate'),
      }),
      ...(impact.asItFalls === undefined
        ? []
        : [
            polygon(`${event}-impact-as-it-falls`, impact.asItFalls.area.map(lonLat), {
              ...properties,
              kind: 'impact-as-it-falls',
              probability: impact.asItFalls.probability,
            }),
          ]),
    );
  }
  return features.filter(hasArea);
}

/** The alert area of a warning, and of what may yet manoeuvre where else it may come down. */
export function warningFeatures(warning: Warning): Feature[] {
  const properties = {
    kind: 'alert-area',
    warning: warning.id,
    event: warning.event,
    pieces: warning.pieces?.filter(({ inArea }) => inArea).map(({ event }) => event),
    line: warning.line,
    revision: warning.revision,
    state: warning.state,
    probability: warning.area.probability,
    impactFrom: isoFromMicros(warning.impactWindow.from_us),
    impactTo: isoFromMicros(warning.impactWindow.to_us),
    shelterRadius_m: warning.area.shelterRadius_m,
  };
  return areaFeatures(warning, properties, 'alert-reach');
}

/** The area to keep clear of while a hazard is stated. One that is over, or that a warning covers, has none. */
export function hazardFeatures(hazard: Hazard): Feature[] {
  if (hazard.state === 'ended') return [];
  const properties = {
    kind: 'hazard-area',
    hazard: hazard.id,
    event: hazard.event,
    line: hazard.line,
    revision: hazard.revision,
    instruction: hazard.instruction,
    basis: hazard.basis,
    probability: hazard.area.probability,
    impactFrom: isoFromMicros(hazard.impactWindow.from_us),
    impactTo: isoFromMicros(hazard.impactWindow.to_us),
    shelterRadius_m: hazard.area.shelterRadius_m,
  };
  return areaFeatures(hazard, properties, 'hazard-reach');
}

/** Who lives in the alert area is said of that alone: in the wider one, which may be reached, nobody was counted. */
function areaFeatures(
  { id, area: { ring, reach }, peopleInAlertArea }: Pick<Warning, 'id' | 'area' | 'peopleInAlertArea'>,
  properties: Feature['properties'],
  reachKind: string,
): Feature[] {
  const people = peopleProperties(peopleInAlertArea, 'InAlertArea');
  const features = [polygon(`${id}-area`, ring.map(lonLat), { ...properties, ...people })];
  if (reach !== undefined)
    features.push(
      polygon(`${id}-reach`, reach.ring.map(lonLat), {
        ...properties,
        kind: reachKind,
        probability: reach.probability,
        until: isoFromMicros(reach.until_us),
      }),
    );
  return features.filter(hasArea);
}

/** Named for the area that they are of. */
function peopleProperties(people: PeopleIn, where: 'InEstimate' | 'InAlertArea'): Feature['properties'] {
  const answer = { [`people${where}`]: people.kind };
  if (people.kind !== 'counted') return answer;
  return { ...answer, [`atLeast${where}`]: people.atLeast, [`places${where}`]: people.places.map(({ name }) => name) };
}

/** χ² with two degrees of freedom at 95 %. */
const CHI_SQUARED_95 = 5.991464547107979;
const ELLIPSE_CORNERS = 48;

/** The 95 % ellipse of a ground point, walked counter-clockwise along geodesics from its centre. */
export function ellipse({ point: { latitude_rad, longitude_rad }, ...spread }: GroundPoint): LonLat[] {
  const { covarianceEast_m2: a, covarianceEastNorth_m2: b, covarianceNorth_m2: c } = spread;
  const mean = (a + c) / 2;
  const half = Math.sqrt(((a - c) / 2) ** 2 + b * b);
  const [major_m, minor_m] = [mean + half, Math.max(0, mean - half)].map((variance) => Math.sqrt(CHI_SQUARED_95 * variance));
  const tilt = Math.atan2(2 * b, a - c) / 2;
  return Array.from({ length: ELLIPSE_CORNERS }, (_, k) => {
    const angle = (2 * Math.PI * k) / ELLIPSE_CORNERS;
    const [u, v] = [major_m * Math.cos(angle), minor_m * Math.sin(angle)];
    const [east, north] = [u * Math.cos(tilt) - v * Math.sin(tilt), u * Math.sin(tilt) + v * Math.cos(tilt)];
    return lonLat(geodesicDirect(latitude_rad, longitude_rad, Math.atan2(east, north), Math.hypot(east, north)));
  });
}

function point(id: string, at: GroundPoint, properties: Feature['properties']): Feature {
  return { type: 'Feature', id, geometry: { type: 'Point', coordinates: lonLat(at.point).map(rounded) }, properties };
}

function polygon(id: string, ring: readonly LonLat[], properties: Feature['properties']): Feature {
  const rings = splitRing(ring).map((piece) => [[...piece, piece[0]].map(roundedPoint)]);
  return { type: 'Feature', id, geometry: { type: 'MultiPolygon', coordinates: rings }, properties };
}

function hasArea({ geometry }: Feature): boolean {
  return geometry.type !== 'MultiPolygon' || geometry.coordinates.length > 0;
}

/** Six decimals of a degree are about a decimetre. */
function rounded(angle_deg: number): number {
  return Math.round(angle_deg * 1e6) / 1e6;
}

function roundedPoint([longitude, latitude]: LonLat): LonLat {
  return [rounded(longitude), rounded(latitude)];
}
