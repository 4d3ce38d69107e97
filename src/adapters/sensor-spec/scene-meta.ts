import { z } from 'zod';
import { type MeasurementSpec, NO_MODIFIERS, viewVolume_mrad2 } from '../../core/sense/measurement-spec.ts';
import { SPEC_RANGES } from '../../core/sense/valid-spec.ts';
import { degrees } from '../../core/units.ts';
import type { Finding } from '../yaml-file/checked-yaml.ts';
import { number } from '../yaml-file/vocabulary.ts';
import { bounded } from './schema.ts';
import { specFindings } from './findings.ts';

/** The `.meta.json` of a generated scene, taken as the spec of the sensor that saw it. It also holds what belongs to the truth (how many
 *  targets, which seed, how they are grouped): none of that is read, because a tracker may not learn from the truth. */

const pair = (unit: string, low: number, high: number) => {
  const error = () => `this must be two numbers\nwrite [FROM, TO], each from ${low} to ${high} ${unit}`;
  return z.tuple([number(unit, low, high), number(unit, low, high)], { error });
};

export const sceneMetaSchema = z.object({
  scan_period_s: bounded(SPEC_RANGES.scanPeriod_s),
  pd: bounded(SPEC_RANGES.detectionProbability),
  accel_psd_m2_s3: bounded(SPEC_RANGES.accelerationPsd_m2ps3),
  sigma_range_m: bounded(SPEC_RANGES.sigmaRange_m),
  sigma_az_rad: bounded(SPEC_RANGES.sigmaAzimuth_rad),
  sigma_el_rad: bounded(SPEC_RANGES.sigmaElevation_rad),
  sigma_range_rate_m_s: bounded(SPEC_RANGES.sigmaRangeRate_mps).optional(),
  fov: z.object(
    { az_deg: pair('degrees', -360, 360), el_deg: pair('degrees', -90, 90), range_m: pair('m', 0, 1e9) },
    { error: () => 'missing or no group of fields\nadd fov with az_deg, el_deg and range_m, each [FROM, TO]' },
  ),
  clutter_mean_per_scan: number('', 0, 1e6),
  clutter_density_per_rad2_m: number('per rad²·m', 0, 1e6).optional(),
  prior_velocity_sigma_m_s: bounded(SPEC_RANGES.velocitySigma_mps),
});

type SceneMeta = z.output<typeof sceneMetaSchema>;

export function isSceneMeta(document: unknown): boolean {
  return typeof document === 'object' && document !== null && Object.hasOwn(document, 'fov') && Object.hasOwn(document, 'pd');
}

export function checkSceneMeta(meta: SceneMeta): Finding[] {
  const findings: Finding[] = [];
  for (const key of ['az_deg', 'el_deg', 'range_m'] as const) {
    const [from, to] = meta.fov[key];
    if (to <= from)
      findings.push({ path: ['fov', key], message: `${to} is not beyond ${from}`, remedy: 'write [FROM, TO] with FROM below TO' });
  }
  if (findings.length > 0) return findings;
  const stated = meta.clutter_density_per_rad2_m;
  const counted = meta.clutter_mean_per_scan / viewVolume_mrad2(viewOf(meta));
  if (stated !== undefined && Math.abs(stated - counted) > 0.01 * Math.max(stated, counted))
    findings.push({
      path: ['clutter_density_per_rad2_m'],
      message: `it is ${stated}, but clutter_mean_per_scan over the field of view makes ${counted.toPrecision(6)} per rad²·m`,
      remedy: 'make the two agree, or leave the density out',
    });
  return [...findings, ...specFindings(specOfSceneMeta(meta, 'scene'), IN_META, findings)];
}

/** Where in the file stands what the core names. */
const IN_META = [
  ['sensing.sigmaRange_m', ['sigma_range_m']],
  ['sensing.sigmaAzimuth_rad', ['sigma_az_rad']],
  ['sensing.sigmaElevation_rad', ['sigma_el_rad']],
  ['sensing.sigmaRangeRate_mps', ['sigma_range_rate_m_s']],
  ['sensing.view.azimuth', ['fov', 'az_deg']],
  ['sensing.view.elevation', ['fov', 'el_deg']],
  ['sensing.view.range', ['fov', 'range_m']],
  ['detectionProbability', ['pd']],
  ['falsePlotsPerScan', ['clutter_mean_per_scan']],
  ['scanPeriod_s', ['scan_period_s']],
  ['objects.velocitySigma_mps', ['prior_velocity_sigma_m_s']],
  ['objects.accelerationPsd_m2ps3', ['accel_psd_m2_s3']],
] as const;

export function specOfSceneMeta(meta: SceneMeta, id: string): MeasurementSpec {
  return {
    id,
    sensing: {
      kind: 'polar',
      sigmaRange_m: meta.sigma_range_m,
      sigmaAzimuth_rad: meta.sigma_az_rad,
      sigmaElevation_rad: meta.sigma_el_rad,
      ...(meta.sigma_range_rate_m_s === undefined ? {} : { sigmaRangeRate_mps: meta.sigma_range_rate_m_s }),
      view: viewOf(meta),
    },
    frame: { kind: 'flat' },
    detectionProbability: meta.pd,
    falsePlotsPerScan: Math.max(meta.clutter_mean_per_scan, LEAST_FALSE_PLOTS),
    scanPeriod_s: meta.scan_period_s,
    objects: {
      velocitySigma_mps: meta.prior_velocity_sigma_m_s,
      accelerationPsd_m2ps3: meta.accel_psd_m2_s3,
      motion: 'constant-velocity',
    },
    modifiers: NO_MODIFIERS,
  };
}

/** A sensor that never errs would make its first plot of anything a certainty. */
const LEAST_FALSE_PLOTS = 1e-6;

function viewOf({ fov }: SceneMeta) {
  return {
    rangeMin_m: fov.range_m[0],
    rangeMax_m: fov.range_m[1],
    azimuthMin_rad: degrees(fov.az_deg[0]),
    azimuthMax_rad: degrees(fov.az_deg[1]),
    elevationMin_rad: degrees(fov.el_deg[0]),
    elevationMax_rad: degrees(fov.el_deg[1]),
  };
}
