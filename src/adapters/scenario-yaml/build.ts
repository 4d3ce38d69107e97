import type { Announcement } from '../../core/assess/announcement.ts';
import type { Refraction } from '../../core/sense/refraction.ts';
import { isSetting } from '../../core/settings.ts';
import { degrees, type Micros } from '../../core/units.ts';
import { fieldOfImager_sr, pointingOfImager_rad } from '../../sim/imager/imager-scans.ts';
import { eastAsiaSensors, sensitivityAt1000km, solidAngle_sr } from '../../sim/defaults.ts';
import type {
  ActTime,
  Disturbance,
  Person,
  PlannedAct,
  RadarErrors,
  SatelliteErrors,
  Scenario,
  SensorFaults,
  SimulatedRadar,
  SimulatedSatellite,
  SimulatedSensor,
} from '../../sim/scenario.ts';
import { flightOf, orbitElements, place, type Tables } from './build-flights.ts';
import type { ScenarioDocument } from './schema.ts';

type Item<K extends 'sensors' | 'flights' | 'disturbances' | 'people'> = NonNullable<ScenarioDocument[K]>[number];

/** A checked document as the simulation wants it: SI, radians, integer microseconds. Each table it names is among `tables`;
 *  `staff` is on duty where it names nobody. */
export function scenarioOf(document: ScenarioDocument, tables: Tables, staff: readonly Person[] = []): Scenario {
  return {
    id: document.id,
    title: document.title,
    ...(document.about === undefined ? {} : { about: document.about }),
    theatre: document.theatre,
    line: document.line,
    start_us: document.start,
    ...(document.end === undefined ? {} : { end_us: document.end }),
    seed: document.seed,
    sensors: document.sensors.flatMap((item) => sensorsOf(item, document.start)),
    flights: document.flights.map((item) => flightOf(item, document.start, tables)),
    disturbances: document.disturbances.map((item) => disturbanceOf(item, document.start, tables)),
    people: document.people?.map(personOf) ?? staff,
    ...(document.announcements.length === 0 ? {} : { announcements: document.announcements.map(announcementOf) }),
    ...(document.settings === undefined ? {} : { settings: settingsOf(document.settings) }),
    ...(document.region === undefined ? {} : { region: { centre: place(document.region), radius_m: document.region.radius_km * 1000 } }),
  };
}

/** A checked announcement as the core takes it. */
export function announcementOf(item: ScenarioDocument['announcements'][number]): Announcement {
  const { id, what, site, azimuth_deg, window, impact, dropZones } = item;
  return {
    kind: 'announcement',
    id,
    what,
    ends: impact === undefined ? 'in-orbit' : 'on-the-ground',
    site: { latitude_rad: degrees(site.latitude_deg), longitude_rad: degrees(site.longitude_deg) },
    azimuth: { from_rad: degrees(azimuth_deg.from), to_rad: degrees(azimuth_deg.to) },
    window: { from_us: window.from, to_us: window.to },
    areas: [...(impact === undefined ? [] : [impact]), ...dropZones].map(({ latitude_deg, longitude_deg, radius_km }) => ({
      latitude_rad: degrees(latitude_deg),
      longitude_rad: degrees(longitude_deg),
      radius_m: radius_km * 1000,
    })),
  };
}

function settingsOf(settings: NonNullable<ScenarioDocument['settings']>): NonNullable<Scenario['settings']> {
  return Object.entries(settings).flatMap(([name, value]) => (isSetting(name) && value !== undefined ? [{ name, value }] : []));
}

function sensorsOf(item: Item<'sensors'>, start_us: Micros): SimulatedSensor[] {
  switch (item.kind) {
    case 'preset':
      return eastAsiaSensors(item.cloudTop_km * 1000);
    case 'infrared-satellite':
      return [satelliteOf(item)];
    case 'radar':
      return [radarOf(item, start_us)];
  }
}

type ImagerItem = NonNullable<Extract<Item<'sensors'>, { kind: 'infrared-satellite' }>['imager']>;

function imagerFrom({ pixel_urad, rows, ...imager }: ImagerItem): NonNullable<SimulatedSatellite['imager']> {
  return {
    ...imager,
    ...(rows === undefined ? {} : { rows }),
    ...(pixel_urad === undefined ? {} : { pixel_rad: pixel_urad * 1e-6 }),
  };
}

function satelliteOf(item: Extract<Item<'sensors'>, { kind: 'infrared-satellite' }>): SimulatedSatellite {
  return {
    kind: 'infrared-satellite',
    spec: {
      kind: 'infrared-satellite',
      id: item.id,
      revisit_s: item.revisit_s,
      detectionProbability: item.detectionProbability,
      falseDetectionsPerScan: item.falseDetectionsPerScan,
      fieldOfRegard_sr:
        item.imager === undefined ? solidAngle_sr(degrees(item.fieldHalfAngle_deg)) : fieldOfImager_sr(imagerFrom(item.imager)),
      sigmaLineOfSight_rad: item.sigmaLineOfSight_urad * 1e-6,
      ...(item.imager === undefined ? {} : { sigmaPointing_rad: pointingOfImager_rad(item.imager) }),
    },
    orbit: orbitOf(item.orbit),
    looksAt: place(item.looksAt),
    cloudTop_m: item.cloudTop_km * 1000,
    threshold_Wpsr: item.threshold_kWpsr * 1000,
    ...(item.errors === undefined ? {} : { errors: satelliteErrorsOf(item.errors) }),
    ...(item.imager === undefined ? {} : { imager: imagerFrom(item.imager) }),
    ...faultsOf(item),
  };
}

function orbitOf(orbit: Extract<Item<'sensors'>, { kind: 'infrared-satellite' }>['orbit']): SimulatedSatellite['orbit'] {
  if (orbit.kind === 'geostationary') return { kind: 'geostationary', longitude_rad: degrees(orbit.longitude_deg) };
  return { kind: 'elements', ...orbitElements(orbit) };
}

function radarOf(item: Extract<Item<'sensors'>, { kind: 'radar' }>, start_us: Micros): SimulatedRadar {
  return {
    kind: 'radar',
    spec: {
      kind: 'radar',
      id: item.id,
      site: place(item.site),
      revisit_s: item.revisit_s,
      detectionProbability: item.detectionProbability,
      sensitivity: sensitivityAt1000km(item.signalToNoise_dB),
      falseDetectionsPerScan: item.falsePlotsPerScan,
      rangeMin_m: item.rangeMin_km * 1000,
      rangeMax_m: item.rangeMax_km * 1000,
      elevationMin_rad: degrees(item.elevationMin_deg),
      elevationMax_rad: degrees(item.elevationMax_deg),
      azimuthCentre_rad: degrees(item.azimuthCentre_deg),
      azimuthHalfWidth_rad: degrees(item.azimuthHalfWidth_deg),
      sigmaRange_m: item.sigmaRange_m,
      sigmaAngle_rad: item.sigmaAngle_mrad * 1e-3,
      ...(item.sigmaRangeRate_mps === 'none' ? {} : { sigmaRangeRate_mps: item.sigmaRangeRate_mps }),
      ...(item.moves === undefined ? {} : { moves: true as const }),
      ...(item.refraction === undefined ? {} : { refraction: refractionOf(item.refraction) }),
    },
    ...(item.moves === undefined
      ? {}
      : { way: { from_us: start_us, course_rad: degrees(item.moves.course_deg), speed_mps: item.moves.speed_mps } }),
    ...(item.errors === undefined ? {} : { errors: radarErrorsOf(item.errors) }),
    ...faultsOf(item),
  };
}

function refractionOf(air: NonNullable<Extract<Item<'sensors'>, { kind: 'radar' }>['refraction']>): Refraction {
  return air.kind === 'exponential' ? { kind: air.kind, refractivity: air.refractivity, scaleHeight_m: air.scaleHeight_km * 1000 } : air;
}

function satelliteErrorsOf(errors: NonNullable<Extract<Item<'sensors'>, { kind: 'infrared-satellite' }>['errors']>): SatelliteErrors {
  return { right_rad: errors.rightBias_urad * 1e-6, up_rad: errors.upBias_urad * 1e-6, clock_s: errors.clock_s };
}

function radarErrorsOf(errors: NonNullable<Extract<Item<'sensors'>, { kind: 'radar' }>['errors']>): RadarErrors {
  return {
    range_m: errors.rangeBias_m,
    azimuth_rad: errors.azimuthBias_mrad * 1e-3,
    elevation_rad: errors.elevationBias_mrad * 1e-3,
    clock_s: errors.clock_s,
  };
}

function faultsOf(item: Exclude<Item<'sensors'>, { kind: 'preset' }>): SensorFaults {
  const { latency_s, latencyJitter_s, lostShare, doubledShare } = item;
  return {
    latency_s,
    latencyJitter_s,
    lostShare,
    doubledShare,
    outages: item.outages.map(({ from, to }) => ({ from_us: from, to_us: to })),
  };
}

function disturbanceOf(item: Item<'disturbances'>, start_us: Micros, tables: Tables): Disturbance {
  switch (item.kind) {
    case 'sun-glint':
      return { kind: 'sun-glint', satellite: item.satellite, ...heatOf(item) };
    case 'stationary-fire':
      return { kind: 'stationary-fire', ...heatOf(item) };
    case 'moon-echo':
      return {
        kind: 'moon-echo',
        radar: item.radar,
        unambiguousRange_m: item.unambiguousRange_km * 1000,
        signalToNoise_dB: item.signalToNoise_dB,
      };
    case 'tape':
      return { kind: 'tape', line: item.line, flights: item.flights.map((flight) => flightOf(flight, start_us, tables)) };
  }
}

function heatOf(item: Extract<Item<'disturbances'>, { kind: 'sun-glint' | 'stationary-fire' }>) {
  return { point: place(item.point), from_us: item.from, to_us: item.to, intensity_Wpsr: item.intensity_kWpsr * 1000 };
}

function personOf(item: Item<'people'>): Person {
  return { id: item.id, role: item.role, session: item.session, acts: item.acts.map(actOf) };
}

function actOf(item: Item<'people'>['acts'][number]): PlannedAct {
  const { act, line, reason } = item;
  return { act, when: whenOf(item), ...(line === undefined ? {} : { line }), ...(reason === undefined ? {} : { reason }) };
}

function whenOf(item: Item<'people'>['acts'][number]): ActTime {
  if (item.at !== undefined) return { kind: 'at', at_us: item.at };
  const delay_s = item.delay_s ?? 0;
  return item.after === undefined || item.after === 'impact-window'
    ? { kind: 'after-impact-window', delay_s }
    : { kind: 'after', heard: item.after, delay_s };
}
