import { earthBlocks, lineOfSight, tangentBasis } from '../core/frames/line-of-sight.ts';
import { ecefVecFromGeodetic, geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import { cos, exp, sin } from '../core/math/elementary.ts';
import { add, addScaled, dot, scale, unit, type Vec3 } from '../core/math/vector.ts';
import type { InfraredScan, LineOfSightDetection } from '../core/sense/scan.ts';
import type { Micros, WattsPerSteradian } from '../core/units.ts';
import { type RandomStream, stream } from './random.ts';
import { satellitePosition } from './satellite.ts';
import type { SimulatedSatellite } from './scenario.ts';

/** Something hot, as a satellite could see it. `aboveCloud` sources (glint) lie on top of the clouds, whatever their height. */
export type HeatSource = { readonly r: Vec3; readonly intensity_Wpsr: WattsPerSteradian; readonly aboveCloud: boolean };

/** Scatter of one look's measured intensity, natural logarithm. */
const INTENSITY_SCATTER = 0.15;

/** One look of a satellite. A source is detected with the sensor's own probability where it is in the field of regard, above the cloud,
 *  not behind the Earth and well above the threshold; at the threshold half as often, below it hardly ever.
 *  The angular error is isotropic, so the covariance has no cross term. `index` numbers the looks: each draws from its own stream. */
export function infraredScan(
  satellite: SimulatedSatellite,
  seed: number,
  index: number,
  measuredAt_us: Micros,
  sources: readonly HeatSource[],
): InfraredScan {
  const random = stream(seed, `${satellite.spec.id}/${index}`);
  const from = satellitePosition(satellite.orbit, measuredAt_us);
  const field = fieldOfRegard(satellite, from);
  const detections: LineOfSightDetection[] = [];
  for (const source of sources) {
    const chance = random.uniform();
    const measured_Wpsr = source.intensity_Wpsr * exp(INTENSITY_SCATTER * random.normal());
    const noise = { right: random.normal(), up: random.normal() };
    if (chance >= detectionChance(satellite, measured_Wpsr) || !inView(satellite, from, field, source)) continue;
    detections.push(detection(satellite, lineOfSight(from, source.r), noise, measured_Wpsr));
  }
  const falseCount = random.poisson(satellite.spec.falseDetectionsPerScan);
  for (let i = 0; i < falseCount; i++) detections.push(falseDetection(satellite, field, random));
  return {
    kind: 'infrared-scan',
    sensor: satellite.spec.id,
    measuredAt_us,
    satelliteEcef_m: from,
    detections: shuffled(detections, random),
  };
}

function detectionChance(satellite: SimulatedSatellite, measured_Wpsr: WattsPerSteradian): number {
  const ratio = satellite.threshold_Wpsr / measured_Wpsr;
  return satellite.spec.detectionProbability / (1 + ratio * ratio * ratio * ratio);
}

type Field = { readonly axis: Vec3; readonly cosHalfAngle: number };

/** The cone whose solid angle the sensor states:  Ω = 2π (1 − cos θ). */
function fieldOfRegard(satellite: SimulatedSatellite, from: Vec3): Field {
  const axis = lineOfSight(from, ecefVecFromGeodetic(satellite.looksAt));
  return { axis, cosHalfAngle: 1 - satellite.spec.fieldOfRegard_sr / (2 * Math.PI) };
}

function inView(satellite: SimulatedSatellite, from: Vec3, field: Field, source: HeatSource): boolean {
  if (dot(lineOfSight(from, source.r), field.axis) < field.cosHalfAngle) return false;
  if (!source.aboveCloud && geodeticFromEcefVec(source.r).height_m < satellite.cloudTop_m) return false;
  return !earthBlocks(from, source.r);
}

function detection(
  satellite: SimulatedSatellite,
  u: Vec3,
  noise: { right: number; up: number },
  intensity_Wpsr: WattsPerSteradian,
): LineOfSightDetection {
  const sigma = satellite.spec.sigmaLineOfSight_rad;
  const axes = tangentBasis(u);
  const seen = unit(addScaled(addScaled(u, axes.right, sigma * noise.right), axes.up, sigma * noise.up));
  const variance = sigma * sigma;
  return { lineOfSightEcef: seen, covariance_rad2: { rightRight: variance, rightUp: 0, upUp: variance }, intensity_Wpsr };
}

/** A false detection: anywhere in the field of regard, not far above the threshold. */
function falseDetection(satellite: SimulatedSatellite, field: Field, random: RandomStream): LineOfSightDetection {
  const cosine = 1 - random.uniform() * (1 - field.cosHalfAngle);
  const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
  const angle = 2 * Math.PI * random.uniform();
  const axes = tangentBasis(field.axis);
  const across = add(scale(axes.right, sine * cos(angle)), scale(axes.up, sine * sin(angle)));
  const intensity_Wpsr = satellite.threshold_Wpsr * exp(0.3 * Math.abs(random.normal()));
  return detection(satellite, unit(addScaled(across, field.axis, cosine)), { right: 0, up: 0 }, intensity_Wpsr);
}

/** The order in a scan must not tell what is real (Fisher and Yates' shuffle). */
export function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    const kept = out[i];
    out[i] = out[j];
    out[j] = kept;
  }
  return out;
}
