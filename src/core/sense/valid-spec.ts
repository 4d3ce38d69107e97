import type { Geodetic } from '../frames/geodetic.ts';
import { degrees } from '../units.ts';
import { type Bounds, choiceFault, describeFault, type Fault, isFields, numberFault, shown, unknownFault } from '../valid.ts';
import type { MeasurementSpec, PolarView } from './measurement-spec.ts';

/** What the numbers of a sensor's spec may be, declared once: the tracker asks, files of specs are read by it, documentation can print it. Wide enough for
 *  anything that was ever built, and narrow enough for most slips of a unit to fall out. */
export const SPEC_RANGES = {
  sigmaRange_m: { unit: 'm', range: [1e-3, 1e6], remedy: 'give one sigma, in metres' },
  sigmaAzimuth_rad: { unit: 'rad', range: [degrees(1e-6), degrees(30)], remedy: 'give one sigma, in radians: degrees(0.1) is 0.1°' },
  sigmaElevation_rad: { unit: 'rad', range: [degrees(1e-6), degrees(30)], remedy: 'give one sigma, in radians: degrees(0.1) is 0.1°' },
  sigmaRangeRate_mps: {
    unit: 'm/s',
    range: [1e-4, 1e4],
    remedy: 'give one sigma, in m/s, or leave it out where range rate is not measured',
  },
  sigmaLineOfSight_rad: { unit: 'rad', range: [1e-3 * 1e-6, 1e5 * 1e-6], remedy: 'give one sigma, in radians: 25e-6 is 25 µrad' },
  range_m: { unit: 'm', range: [0, 1e9], remedy: 'give metres' },
  azimuthMin_rad: { unit: 'rad', range: [-2 * Math.PI, 2 * Math.PI], remedy: 'give radians: degrees(240) is 240°' },
  azimuthMax_rad: {
    unit: 'rad',
    range: [-2 * Math.PI, 4 * Math.PI],
    remedy: 'give radians, the beginning plus the width of the view: degrees(380) for 240° through north to 20°',
  },
  elevation_rad: { unit: 'rad', range: [-Math.PI / 2, Math.PI / 2], remedy: 'give radians: degrees(85) is 85°' },
  detectionProbability: { unit: '', range: [0.001, 0.9999], remedy: 'give a share of one, not per cent, and no certainty' },
  falsePlotsPerScan: {
    unit: '',
    range: [1e-9, 1e6],
    remedy: 'give the number of false plots that a scan has on average; of a sensor without any 0.000001: certainty cannot be weighed',
  },
  scanPeriod_s: { unit: 's', range: [1e-3, 86_400], remedy: 'give seconds' },
  resolutionRange_m: { unit: 'm', range: [0, 1e6], remedy: 'give metres, or leave resolution out' },
  resolutionAngle_rad: { unit: 'rad', range: [0, degrees(30)], remedy: 'give radians, or leave resolution out' },
  resolutionRangeRate_mps: { unit: 'm/s', range: [0, 1e4], remedy: 'give m/s, or leave it out where range rate parts nothing' },
  velocitySigma_mps: { unit: 'm/s', range: [0.01, 50_000], remedy: 'give one sigma of each component, in m/s' },
  accelerationPsd_m2ps3: {
    unit: 'm²/s³',
    range: [0, 1e6],
    remedy: 'give m²/s³: an aircraft that turns has about 10, a body in free fall 0.000001',
  },
  biasRange_m: { unit: 'm', range: [-1e5, 1e5], remedy: 'give metres' },
  biasAngle_rad: { unit: 'rad', range: [degrees(-10), degrees(10)], remedy: 'give radians: degrees(0.05) is 0.05°' },
  biasTime_s: { unit: 's', range: [-600, 600], remedy: 'give seconds' },
  refractivity: { unit: 'N units', range: [0, 1000], remedy: 'give N units: 313 is the mean at sea level' },
  scaleHeight_m: { unit: 'm', range: [1000, 20_000], remedy: 'give metres: 7000 is usual' },
  latencyMean_s: { unit: 's', range: [0, 600], remedy: 'give seconds' },
  latitude_rad: {
    unit: 'rad',
    range: [-Math.PI / 2, Math.PI / 2],
    remedy: 'make the place with geodeticDegrees(latitude, longitude, height)',
  },
  longitude_rad: {
    unit: 'rad',
    range: [-2 * Math.PI, 2 * Math.PI],
    remedy: 'make the place with geodeticDegrees(latitude, longitude, height)',
  },
  siteHeight_m: { unit: 'm', range: [-500, 40_000], remedy: 'give metres above the ellipsoid' },
  platformHeight_m: { unit: 'm', range: [-1e9, 1e9], remedy: 'give metres above the ellipsoid' },
} as const satisfies Readonly<Record<string, Bounds>>;

export const MOTIONS = ['constant-velocity', 'coast', 'flight'] as const satisfies readonly MeasurementSpec['objects']['motion'][];

/** Throws `RangeError` that names the sensor, the field, its unit and the remedy, for the first thing in a spec that cannot be. */
export function checkSpec(spec: MeasurementSpec): void {
  const [fault] = specFaults(spec);
  if (fault !== undefined) throw new RangeError(`sensor ${shown(isFields(spec) ? spec.id : spec)}, ${describeFault(fault)}`);
}

const FIELDS = Object.keys({
  id: 0,
  sensing: 0,
  frame: 0,
  detectionProbability: 0,
  falsePlotsPerScan: 0,
  resolution: 0,
  scanPeriod_s: 0,
  objects: 0,
  modifiers: 0,
} satisfies Record<keyof MeasurementSpec, 0>);

/** All that cannot be in a spec, which may come from a caller without types. */
export function specFaults(spec: MeasurementSpec): Fault[] {
  if (!isFields(spec)) return [{ place: 'spec', message: `${shown(spec)} is no spec of a sensor`, remedy: 'give a MeasurementSpec' }];
  const asked = new Asked();
  const unknown = unknownFault('spec', spec, FIELDS);
  if (unknown !== undefined) asked.add(unknown);
  if (typeof spec.id !== 'string' || spec.id === '')
    asked.add({ place: 'id', message: `${shown(spec.id)} is no name`, remedy: 'give a text that is not empty' });
  sensingFaults(asked, spec.sensing);
  frameFaults(asked, spec.frame);
  for (const key of ['detectionProbability', 'falsePlotsPerScan', 'scanPeriod_s'] as const) asked.number(key, spec[key], SPEC_RANGES[key]);
  if (spec.resolution !== undefined && asked.fields('resolution', spec.resolution, 'give range_m and angle_rad, or leave it out')) {
    asked.number('resolution.range_m', spec.resolution.range_m, SPEC_RANGES.resolutionRange_m);
    asked.number('resolution.angle_rad', spec.resolution.angle_rad, SPEC_RANGES.resolutionAngle_rad);
    if (spec.resolution.rangeRate_mps !== undefined) rateCellFaults(asked, spec.resolution.rangeRate_mps, spec.sensing);
  }
  objectFaults(asked, spec);
  modifierFaults(asked, spec);
  return asked.faults;
}

/** Why a place on or above the Earth is none, by the bounds of its height. */
export function placeFaults(place: string, value: unknown, height: Bounds): Fault[] {
  const asked = new Asked();
  if (!asked.fields(place, value, 'give geodeticDegrees(latitude, longitude, height)')) return asked.faults;
  const { latitude_rad, longitude_rad, height_m } = value as Partial<Geodetic>;
  asked.number(`${place}.latitude_rad`, latitude_rad, SPEC_RANGES.latitude_rad);
  asked.number(`${place}.longitude_rad`, longitude_rad, SPEC_RANGES.longitude_rad);
  asked.number(`${place}.height_m`, height_m, height);
  return asked.faults;
}

/** Collects faults. */
class Asked {
  readonly faults: Fault[] = [];

  add(...faults: readonly (Fault | undefined)[]): void {
    for (const fault of faults) if (fault !== undefined) this.faults.push(fault);
  }

  number(place: string, value: unknown, bounds: Bounds): boolean {
    const fault = numberFault(place, value, bounds);
    this.add(fault);
    return fault === undefined;
  }

  choice(place: string, value: unknown, known: readonly string[]): boolean {
    const fault = choiceFault(place, value, known);
    this.add(fault);
    return fault === undefined;
  }

  fields(place: string, value: unknown, remedy: string): boolean {
    if (isFields(value)) return true;
    this.add({ place, message: value === undefined ? 'it is missing' : `${shown(value)} is no group of fields`, remedy });
    return false;
  }
}

function sensingFaults(asked: Asked, sensing: MeasurementSpec['sensing']): void {
  if (
    !asked.fields('sensing', sensing, 'say what the sensor measures') ||
    !asked.choice('sensing.kind', sensing.kind, ['polar', 'line-of-sight'])
  )
    return;
  if (sensing.kind === 'line-of-sight') {
    asked.number('sensing.sigmaLineOfSight_rad', sensing.sigmaLineOfSight_rad, SPEC_RANGES.sigmaLineOfSight_rad);
    viewFaults(asked, sensing.view);
    reachFault(asked, sensing.view);
    return;
  }
  for (const key of ['sigmaRange_m', 'sigmaAzimuth_rad', 'sigmaElevation_rad'] as const)
    asked.number(`sensing.${key}`, sensing[key], SPEC_RANGES[key]);
  if (sensing.sigmaRangeRate_mps !== undefined)
    asked.number('sensing.sigmaRangeRate_mps', sensing.sigmaRangeRate_mps, SPEC_RANGES.sigmaRangeRate_mps);
  viewFaults(asked, sensing.view);
}

/** A new object of a sensor of directions is somewhere in its reach, which is parted into ranges that double (filter/range-bank.ts). */
function reachFault(asked: Asked, view: PolarView | undefined): void {
  const { rangeMin_m = 1, rangeMax_m = 1 } = view ?? {};
  if (rangeMax_m > MOST_REACH * rangeMin_m)
    asked.add({
      place: 'sensing.view.rangeMin_m',
      message: `${rangeMin_m} m is less than a thousandth of rangeMax_m, ${rangeMax_m} m`,
      remedy: 'say how near an object may be at the least: along a line of sight it is sought from there on',
    });
}

export const MOST_REACH = 1000;

function viewFaults(asked: Asked, view: PolarView): void {
  if (!asked.fields('sensing.view', view, 'say what is looked at: least and greatest range, azimuth and elevation')) return;
  const span = (low: keyof typeof view, high: keyof typeof view, bounds: Bounds, highest: Bounds = bounds): void => {
    const areNumbers = [
      asked.number(`sensing.view.${low}`, view[low], bounds),
      asked.number(`sensing.view.${high}`, view[high], highest),
    ].every(Boolean);
    if (areNumbers && view[high] <= view[low])
      asked.add({
        place: `sensing.view.${high}`,
        message: `${view[high]} is not beyond ${low}, ${view[low]}`,
        remedy: 'let the view have a width',
      });
  };
  span('rangeMin_m', 'rangeMax_m', SPEC_RANGES.range_m);
  span('azimuthMin_rad', 'azimuthMax_rad', SPEC_RANGES.azimuthMin_rad, SPEC_RANGES.azimuthMax_rad);
  span('elevationMin_rad', 'elevationMax_rad', SPEC_RANGES.elevation_rad);
  const { azimuthMin_rad, azimuthMax_rad } = view;
  const areNumbers = typeof azimuthMin_rad === 'number' && typeof azimuthMax_rad === 'number';
  if (areNumbers && azimuthMax_rad - azimuthMin_rad > 2 * Math.PI + A_HAIR)
    asked.add({
      place: 'sensing.view.azimuthMax_rad',
      message: `the view is ${azimuthMax_rad - azimuthMin_rad} rad wide, more than a full turn`,
      remedy: 'all round is 0 to 2π',
    });
}

/** Rounding of a turn that was given in degrees. */
const A_HAIR = 1e-9;

/** What measures no range rate parts nothing by it. */
function rateCellFaults(asked: Asked, cell_mps: number, sensing: MeasurementSpec['sensing']): void {
  const place = 'resolution.rangeRate_mps';
  if (!asked.number(place, cell_mps, SPEC_RANGES.resolutionRangeRate_mps) || !isFields(sensing)) return;
  if (sensing.kind === 'line-of-sight' || sensing.sigmaRangeRate_mps === undefined)
    asked.add({ place, message: 'the sensor measures no range rate', remedy: 'leave it out, or give the sigma of the range rate too' });
}

function frameFaults(asked: Asked, frame: MeasurementSpec['frame']): void {
  if (!asked.fields('frame', frame, 'say where the sensor stands: { kind: "site", site }, { kind: "flat" } or { kind: "platform" }'))
    return;
  if (asked.choice('frame.kind', frame.kind, ['flat', 'site', 'platform']) && frame.kind === 'site')
    asked.add(...placeFaults('frame.site', frame.site, SPEC_RANGES.siteHeight_m));
}

function objectFaults(asked: Asked, { objects, frame }: MeasurementSpec): void {
  if (!asked.fields('objects', objects, 'say what is known of objects: velocitySigma_mps, accelerationPsd_m2ps3, motion')) return;
  asked.number('objects.velocitySigma_mps', objects.velocitySigma_mps, SPEC_RANGES.velocitySigma_mps);
  asked.number('objects.accelerationPsd_m2ps3', objects.accelerationPsd_m2ps3, SPEC_RANGES.accelerationPsd_m2ps3);
  if (asked.choice('objects.motion', objects.motion, MOTIONS) && frame?.kind === 'flat' && objects.motion !== 'constant-velocity')
    asked.add({
      place: 'objects.motion',
      message: `a flat world has no gravity for ${objects.motion}`,
      remedy: 'write constant-velocity, or give the sensor a site on the Earth',
    });
}

function modifierFaults(asked: Asked, { modifiers, frame, sensing }: MeasurementSpec): void {
  if (!asked.fields('modifiers', modifiers, 'give NO_MODIFIERS where nothing is to be taken out')) return;
  const { bias, refraction, latency } = modifiers;
  if (asked.fields('modifiers.bias', bias, 'give NO_MODIFIERS.bias where there is none')) {
    asked.number('modifiers.bias.range_m', bias.range_m, SPEC_RANGES.biasRange_m);
    asked.number('modifiers.bias.azimuth_rad', bias.azimuth_rad, SPEC_RANGES.biasAngle_rad);
    asked.number('modifiers.bias.elevation_rad', bias.elevation_rad, SPEC_RANGES.biasAngle_rad);
    asked.number('modifiers.bias.time_s', bias.time_s, SPEC_RANGES.biasTime_s);
    if (sensing?.kind === 'line-of-sight' && bias.range_m !== 0)
      asked.add({
        place: 'modifiers.bias.range_m',
        message: `the sensor measures directions only, and no range that could be ${shown(bias.range_m)} m off`,
        remedy: 'leave it out, or give 0',
      });
  }
  if (asked.fields('modifiers.latency', latency, 'give NO_MODIFIERS.latency where there is none')) {
    asked.number('modifiers.latency.mean_s', latency.mean_s, SPEC_RANGES.latencyMean_s);
    asked.choice('modifiers.latency.stampedAt', latency.stampedAt, ['measurement', 'report']);
  }
  if (
    !asked.fields('modifiers.refraction', refraction, 'give { kind: "none" } where there is none') ||
    !asked.choice('modifiers.refraction.kind', refraction.kind, ['none', 'four-thirds-earth', 'exponential'])
  )
    return;
  if (refraction.kind === 'exponential') {
    asked.number('modifiers.refraction.refractivity', refraction.refractivity, SPEC_RANGES.refractivity);
    asked.number('modifiers.refraction.scaleHeight_m', refraction.scaleHeight_m, SPEC_RANGES.scaleHeight_m);
  }
  if (refraction.kind !== 'none' && frame?.kind === 'flat')
    asked.add({
      place: 'modifiers.refraction',
      message: 'a flat world has no air',
      remedy: 'remove it, or give the sensor a site on the Earth',
    });
}
