import { type Geodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { degrees, type Micros } from '../../core/units.ts';
import type { BodyTable, Flight, OrbitElements } from '../../sim/scenario.ts';
import type { FlightFields } from './flights-schema.ts';

/** Tables of states that a document names, by the names it uses. */
export type Tables = ReadonlyMap<string, BodyTable>;

type Fields<K extends FlightFields['kind']> = Extract<FlightFields, { readonly kind: K }>;

/** A checked flight as the simulation wants it. What says no start begins with the scenario. */
export function flightOf(item: FlightFields, start_us: Micros, tables: Tables): Flight {
  const base = { id: item.id, ...(item.stop === undefined ? {} : { stop_us: item.stop }) };
  switch (item.kind) {
    case 'published':
      return { kind: item.kind, ...base, ...launchOf(item), ...publishedFigures(item) };
    case 'space-launch': {
      const { azimuth_deg, insertionHeight_km } = item;
      return {
        kind: item.kind,
        ...base,
        ...launchOf(item),
        azimuth_rad: degrees(azimuth_deg),
        insertionHeight_m: insertionHeight_km * 1000,
      };
    }
    case 'states': {
      const table = tables.get(item.file);
      if (table === undefined) throw new Error(`the table ${item.file} was not read`);
      const { start = start_us, launch } = item;
      return { kind: item.kind, ...base, start_us: start, ...(launch === undefined ? {} : { launch_us: launch }), table };
    }
    case 'satellite':
      return { kind: item.kind, ...base, orbit: orbitElements(item.orbit), crossSection_m2: item.crossSection_m2 };
    case 'aircraft':
      return {
        kind: item.kind,
        ...base,
        start_us: item.start ?? start_us,
        from: aloft(item.from),
        course_rad: degrees(item.course_deg),
        speed_mps: item.speed_mps,
        heat_Wpsr: item.heat_kWpsr * 1000,
        crossSection_m2: item.crossSection_m2,
      };
    case 're-entry':
      return {
        kind: item.kind,
        ...base,
        ...fallingOf(item),
        start_us: item.start ?? start_us,
        from: aloft(item.from),
        speed_mps: item.speed_mps,
        flightPathAngle_rad: degrees(item.flightPathAngle_deg),
        azimuth_rad: degrees(item.azimuth_deg),
      };
    case 'decay':
      return { kind: item.kind, ...base, ...fallingOf(item), orbit: orbitElements(item.orbit) };
    case 'spent-stage':
      return { kind: item.kind, ...base, ...fallingOf(item), of: item.of, partsAt_mps: item.partsAt_mps };
  }
}

function launchOf({ site, launch }: Fields<'published' | 'space-launch'>) {
  return { site: place(site), launch_us: launch };
}

function publishedFigures(item: Fields<'published'>) {
  return {
    bearing_rad: degrees(item.bearing_deg),
    apogee_m: item.apogee_km * 1000,
    groundRange_m: item.distance_km * 1000,
    ...(item.class === undefined ? {} : { class: item.class }),
    ...(item.manoeuvre === undefined ? {} : { manoeuvre: item.manoeuvre }),
  };
}

function fallingOf({ ballisticCoefficient_kgpm2, glow_kWpsr, crossSection_m2 }: Fields<'re-entry' | 'decay' | 'spent-stage'>) {
  return { ballisticCoefficient_kgpm2, glow_Wpsr: glow_kWpsr * 1000, crossSection_m2 };
}

export function orbitElements(orbit: Fields<'satellite'>['orbit']): OrbitElements {
  return {
    epoch_us: orbit.epoch,
    semiMajorAxis_m: orbit.semiMajorAxis_km * 1000,
    eccentricity: orbit.eccentricity,
    inclination_rad: degrees(orbit.inclination_deg),
    ascendingNode_rad: degrees(orbit.ascendingNode_deg),
    argumentOfPerigee_rad: degrees(orbit.argumentOfPerigee_deg),
    meanAnomaly_rad: degrees(orbit.meanAnomaly_deg),
  };
}

type PlaceFields = { readonly latitude_deg: number; readonly longitude_deg: number; readonly height_m?: number };

export function place({ latitude_deg, longitude_deg, height_m = 0 }: PlaceFields): Geodetic {
  return geodeticDegrees(latitude_deg, longitude_deg, height_m);
}

function aloft({ height_km, ...where }: Fields<'aircraft' | 're-entry'>['from']): Geodetic {
  return place({ ...where, height_m: height_km * 1000 });
}
