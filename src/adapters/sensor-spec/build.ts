import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import {
  coneAngles,
  type MeasurementSpec,
  type Modifiers,
  NO_MODIFIERS,
  type PolarView,
  REACH_M,
  viewSolidAngle_sr,
  viewVolume_mrad2,
} from '../../core/sense/measurement-spec.ts';
import type { Refraction } from '../../core/sense/refraction.ts';
import { degrees } from '../../core/units.ts';
import type { Finding } from '../yaml-file/checked-yaml.ts';
import { type PlacesInFile, specFindings } from './findings.ts';
import type { SensorSpecDocument } from './schema.ts';

type Polar = Extract<SensorSpecDocument, { measures: 'polar' }>;
type Sight = Extract<SensorSpecDocument, { measures: 'line-of-sight' }>;
type Say = (path: Finding['path'], message: string, remedy: string) => void;

/** Where in the file stands what the core names. */
const IN_FILE: PlacesInFile = [
  ['id', ['sensor']],
  ['sensing.sigmaRange_m', ['sigma', 'range_m']],
  ['sensing.sigmaAzimuth_rad', ['sigma', 'azimuth_deg']],
  ['sensing.sigmaElevation_rad', ['sigma', 'elevation_deg']],
  ['sensing.sigmaRangeRate_mps', ['sigma', 'range_rate_mps']],
  ['sensing.sigmaLineOfSight_rad', ['sigma', 'line_of_sight_urad']],
  ['sensing.view.range', ['view', 'range_km']],
  ['sensing.view.azimuth', ['view', 'azimuth_deg']],
  ['sensing.view.elevation', ['view', 'elevation_deg']],
  ['frame', ['frame']],
  ['detectionProbability', ['detection_probability']],
  ['falsePlotsPerScan', ['clutter']],
  ['scanPeriod_s', ['scan_period_s']],
  ['resolution', ['resolution']],
  ['objects.velocitySigma_mps', ['objects', 'velocity_sigma_mps']],
  ['objects.accelerationPsd_m2ps3', ['objects', 'acceleration_psd_m2ps3']],
  ['objects.motion', ['objects', 'motion']],
  ['modifiers.bias', ['modifiers', 'bias']],
  ['modifiers.refraction', ['modifiers', 'refraction']],
  ['modifiers.latency', ['modifiers', 'latency']],
];

/** What no field can see alone. */
export function checkSpec(document: SensorSpecDocument): Finding[] {
  const findings: Finding[] = [];
  const say: Say = (path, message, remedy) => {
    findings.push({ path, message, remedy });
  };
  const { clutter, objects, measures } = document;
  const allowed = measures === 'polar' ? ['false_plots_per_scan', 'density_per_rad2_m'] : ['false_plots_per_scan', 'density_per_sr'];
  const given = Object.entries(clutter).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (given.length !== 1 || !allowed.includes(given[0]))
    say(['clutter'], `clutter is stated by ${given.join(' and ') || 'nothing'}`, `state it once, as ${allowed.join(' or ')}`);
  if (document.measures === 'polar') checkSector(document.view, say);
  else checkSightView(document, say);
  const motion = motionOf(document);
  if (motion !== 'flight' && objects.acceleration_psd_m2ps3 === undefined)
    say(
      ['objects'],
      `acceleration_psd_m2ps3 is missing, and ${motion} needs it`,
      'add it: m²/s³; an aircraft that turns has about 10, a body in free fall 0.000001',
    );
  if (motion === 'flight' && objects.acceleration_psd_m2ps3 !== undefined)
    say(['objects', 'acceleration_psd_m2ps3'], 'flight has densities of its own', 'remove it, or choose another motion');
  return [...findings, ...specFindings(specOf(document), IN_FILE, findings)];
}

/** A cone about the vertical, or a sector. */
function checkSightView({ view }: Sight, say: Say): void {
  const { half_angle_deg, azimuth_deg, elevation_deg } = view;
  const isSector = azimuth_deg !== undefined && elevation_deg !== undefined;
  const isCone = half_angle_deg !== undefined;
  if (isCone ? azimuth_deg !== undefined || elevation_deg !== undefined : !isSector)
    say(
      ['view'],
      isCone ? 'a cone and a sector are stated' : 'neither a cone nor a whole sector is stated',
      'write half_angle_deg for a cone about the vertical, or azimuth_deg and elevation_deg',
    );
  checkSector(view, say);
}

function checkSector(view: Partial<Polar['view']>, say: Say): void {
  for (const key of ['elevation_deg', 'range_km'] as const) {
    const [from, to] = view[key] ?? [0, 1];
    if (to <= from) say(['view', key], `${to} is not beyond ${from}`, 'write [FROM, TO] with FROM below TO');
  }
  const [from, to] = view.azimuth_deg ?? [0, 360];
  if (to === from) say(['view', 'azimuth_deg'], 'a sector of no width', 'write [FROM, TO]; all round is [0, 360]');
  if (Math.abs(to - from) > 360) say(['view', 'azimuth_deg'], 'more than a full turn', 'all round is [0, 360]');
}

function cellOf({
  range_m,
  angle_deg,
  ...others
}: NonNullable<SensorSpecDocument['resolution']>): NonNullable<MeasurementSpec['resolution']> {
  const rate = 'range_rate_mps' in others ? others.range_rate_mps : undefined;
  return { range_m, angle_rad: degrees(angle_deg), ...(rate === undefined ? {} : { rangeRate_mps: rate }) };
}

/** A checked document as the core wants it: SI and radians. */
export function specOf(document: SensorSpecDocument): MeasurementSpec {
  const { frame, objects, resolution } = document;
  return {
    id: document.sensor,
    ...sensingOf(document),
    frame: frame.kind === 'site' ? { kind: 'site', site: geodeticDegrees(frame.latitude_deg, frame.longitude_deg, frame.height_m) } : frame,
    detectionProbability: document.detection_probability,
    ...(resolution === undefined ? {} : { resolution: cellOf(resolution) }),
    scanPeriod_s: document.scan_period_s,
    objects: {
      velocitySigma_mps: objects.velocity_sigma_mps,
      accelerationPsd_m2ps3: objects.acceleration_psd_m2ps3 ?? 0,
      motion: motionOf(document),
    },
    modifiers: modifiersOf(document),
  };
}

function motionOf({ frame, objects }: SensorSpecDocument): MeasurementSpec['objects']['motion'] {
  return objects.motion ?? (frame.kind === 'flat' ? 'constant-velocity' : 'flight');
}

function sensingOf(document: SensorSpecDocument): Pick<MeasurementSpec, 'sensing' | 'falsePlotsPerScan'> {
  const { clutter } = document;
  if (document.measures === 'line-of-sight') {
    const view = sightViewOf(document);
    return {
      sensing: { kind: 'line-of-sight', sigmaLineOfSight_rad: document.sigma.line_of_sight_urad * 1e-6, view },
      falsePlotsPerScan: clutter.false_plots_per_scan ?? (clutter.density_per_sr ?? 0) * viewSolidAngle_sr(view),
    };
  }
  const { sigma } = document;
  const view = viewOf(document.view);
  return {
    sensing: {
      kind: 'polar',
      sigmaRange_m: sigma.range_m,
      sigmaAzimuth_rad: degrees(sigma.azimuth_deg),
      sigmaElevation_rad: degrees(sigma.elevation_deg),
      ...(sigma.range_rate_mps === undefined ? {} : { sigmaRangeRate_mps: sigma.range_rate_mps }),
      view,
    },
    falsePlotsPerScan: clutter.false_plots_per_scan ?? (clutter.density_per_rad2_m ?? 0) * viewVolume_mrad2(view),
  };
}

/** What looks from a platform looks down, what stands on the ground up. */
function sightViewOf({ frame, view }: Sight): PolarView {
  const { half_angle_deg, azimuth_deg = [0, 360], elevation_deg = [-90, 90], range_km } = view;
  const isPlatform = frame.kind === 'platform';
  const { rangeMin_m, rangeMax_m } = isPlatform ? REACH_M.platform : REACH_M.ground;
  const sector = viewOf({ azimuth_deg, elevation_deg, range_km: range_km ?? [rangeMin_m / 1000, rangeMax_m / 1000] });
  return half_angle_deg === undefined ? sector : { ...sector, ...coneAngles(degrees(half_angle_deg), isPlatform ? -1 : 1) };
}

function viewOf(view: Polar['view']): PolarView {
  const [azimuthMin_deg, end_deg] = view.azimuth_deg;
  const isTurn = azimuthMin_deg - end_deg === 360;
  return {
    rangeMin_m: view.range_km[0] * 1000,
    rangeMax_m: view.range_km[1] * 1000,
    azimuthMin_rad: degrees(isTurn ? 0 : azimuthMin_deg),
    // [350, 10] goes through north, and [180, -180] all round.
    azimuthMax_rad: degrees(isTurn ? 360 : end_deg > azimuthMin_deg ? end_deg : end_deg + 360),
    elevationMin_rad: degrees(view.elevation_deg[0]),
    elevationMax_rad: degrees(view.elevation_deg[1]),
  };
}

function modifiersOf({ modifiers }: SensorSpecDocument): Modifiers {
  const { bias, refraction, latency } = modifiers ?? {};
  return {
    bias:
      bias === undefined
        ? NO_MODIFIERS.bias
        : {
            range_m: bias.range_m,
            azimuth_rad: degrees(bias.azimuth_deg),
            elevation_rad: degrees(bias.elevation_deg),
            time_s: bias.time_s,
          },
    refraction: refraction === undefined ? NO_MODIFIERS.refraction : refractionOf(refraction),
    latency: latency === undefined ? NO_MODIFIERS.latency : { mean_s: latency.mean_s, stampedAt: latency.stamped_at },
  };
}

function refractionOf(refraction: NonNullable<NonNullable<SensorSpecDocument['modifiers']>['refraction']>): Refraction {
  if (refraction.kind !== 'exponential') return refraction;
  return { kind: 'exponential', refractivity: refraction.refractivity, scaleHeight_m: refraction.scale_height_km * 1000 };
}
