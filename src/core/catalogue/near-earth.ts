import { cos, pow, sin } from '../math/elementary.ts';
import type { MeanElements } from './mean-elements.ts';
import type { RecordField } from './record.ts';
import { DRAG_FROM_km, DRAG_TO_km, WGS72 } from './wgs72.ts';

const { ke, j2, j3, j4 } = WGS72;
const RADIUS_km = WGS72.radius_m / 1000;
const J3_OVER_J2 = j3 / j2;
/** From this period on the Sun and the Moon count, minutes. */
const DEEP_FROM_min = 225;
/** Below this perigee the drag is reckoned with fewer terms, km. */
const SIMPLE_BELOW_km = 220;
/** Near an inclination of 180° the divisor is kept from zero. */
const LEAST_DIVISOR = 1.5e-12;
/** Below this eccentricity what is divided by it is left out. */
const ROUND = 1e-4;

/** `decay` and `deep` are filled in by who knows them. */
export type NearRecord = Record<RecordField, number>;

/** What SGP4 reckons once of an object's elements, up to what the Sun and the Moon do.
 *  Source  [HR1980] section 6; [VCHK2006] appendix, `initl` and `sgp4init`. */
export function nearRecord(elements: MeanElements): NearRecord {
  const { eccentricity: e, inclination_rad, bstar } = elements;
  const c = cos(inclination_rad);
  const s = sin(inclination_rad);
  const c2 = c * c;
  const c4 = c2 * c2;
  const beta2 = 1 - e * e;
  const beta = Math.sqrt(beta2);
  const motion = brouwerMotion(elements, c);
  const axis = pow(ke / motion, 2 / 3);
  const perigee_km = (axis * (1 - e) - 1) * RADIUS_km;
  const isSimple = isDeepMotion(motion) || perigee_km < SIMPLE_BELOW_km;

  // The parameter of the density and its reach: lower for what comes lower.
  const from_km = perigee_km >= 156 ? DRAG_FROM_km : perigee_km < 98 ? 20 : perigee_km - DRAG_FROM_km;
  const from = from_km / RADIUS_km + 1;
  const reach = (DRAG_TO_km - from_km) / RADIUS_km;
  const xi = 1 / (axis - from);
  const eta = axis * e * xi;
  const eta2 = eta * eta;
  const eEta = e * eta;
  const psi2 = Math.abs(1 - eta2);
  const density = reach * xi * (reach * xi) * (reach * xi) * (reach * xi);
  const drag = density / (psi2 * psi2 * psi2 * Math.sqrt(psi2));
  const con41 = 3 * c2 - 1;
  const x1mth2 = 1 - c2;
  const big = axis * (1 + 1.5 * eta2 + eEta * (4 + eta2)) + ((0.375 * j2 * xi) / psi2) * con41 * (8 + 3 * eta2 * (8 + eta2));
  const c1 = bstar * drag * motion * big;
  const c3 = e > ROUND ? (-2 * density * xi * J3_OVER_J2 * motion * s) / e : 0;
  const cosTwice = cos(2 * elements.argumentOfPerigee_rad);
  const big4 =
    eta * (2 + 0.5 * eta2) +
    e * (0.5 + 2 * eta2) -
    ((j2 * xi) / (axis * psi2)) *
      (-3 * con41 * (1 - 2 * eEta + eta2 * (1.5 - 0.5 * eEta)) + 0.75 * x1mth2 * (2 * eta2 - eEta * (1 + eta2)) * cosTwice);
  const dragC4 = 2 * motion * drag * axis * beta2 * big4;
  const dragC5 = isSimple ? 0 : 2 * drag * axis * beta2 * (1 + 2.75 * (eta2 + eEta) + eEta * eta2);

  // Secular rates of J2, J2² and J4.
  const p2 = 1 / (axis * beta2 * (axis * beta2));
  const k1 = 1.5 * j2 * p2 * motion;
  const k2 = 0.5 * k1 * j2 * p2;
  const k3 = -0.46875 * j4 * p2 * p2 * motion;
  const nodeRate1 = -k1 * c;

  const c1Squared = c1 * c1;
  const d2 = isSimple ? 0 : 4 * axis * xi * c1Squared;
  const third = (d2 * xi * c1) / 3;
  const d3 = (17 * axis + from) * third;
  const d4 = 0.5 * third * axis * xi * (221 * axis + 31 * from) * c1;
  const t3 = isSimple ? 0 : d2 + 2 * c1Squared;
  const t4 = isSimple ? 0 : 0.25 * (3 * d3 + c1 * (12 * d2 + 10 * c1Squared));
  const t5 = isSimple ? 0 : 0.2 * (3 * d4 + 12 * c1 * d3 + 6 * d2 * d2 + 15 * c1Squared * (2 * d2 + c1Squared));
  const wave = 1 + eta * cos(elements.meanAnomaly_rad);
  return {
    epoch_us: elements.epoch_us,
    epochRest_us: elements.epochRest_us,
    decay: Infinity,
    motion,
    axis,
    eccentricity: e,
    inclination: inclination_rad,
    sinInclination: s,
    cosInclination: c,
    anomaly: elements.meanAnomaly_rad,
    anomalyRate: motion + 0.5 * k1 * beta * con41 + 0.0625 * k2 * beta * (13 - 78 * c2 + 137 * c4),
    perigee: elements.argumentOfPerigee_rad,
    perigeeRate: -0.5 * k1 * (1 - 5 * c2) + 0.0625 * k2 * (7 - 114 * c2 + 395 * c4) + k3 * (3 - 36 * c2 + 49 * c4),
    node: elements.ascendingNode_rad,
    nodeRate: nodeRate1 + (0.5 * k2 * (4 - 19 * c2) + 2 * k3 * (3 - 7 * c2)) * c,
    nodeDrag: 3.5 * beta2 * nodeRate1 * c1,
    c1,
    d2,
    d3,
    d4,
    c4: bstar * dragC4,
    c5: bstar * dragC5,
    t2: motion * 1.5 * c1,
    t3: motion * t3,
    t4: motion * t4,
    t5: motion * t5,
    omegaDrag: isSimple ? 0 : bstar * c3 * cos(elements.argumentOfPerigee_rad),
    anomalyDrag: isSimple || e <= ROUND ? 0 : ((-2 / 3) * density * bstar) / eEta,
    eta,
    delta0: wave * wave * wave,
    sinAnomaly0: sin(elements.meanAnomaly_rad),
    longLongitude: (-0.25 * J3_OVER_J2 * s * (3 + 5 * c)) / Math.max(1 + c, LEAST_DIVISOR),
    longAcross: -0.5 * J3_OVER_J2 * s,
    deep: 0,
  };
}

/** Whether the Sun and the Moon count for an object: SDP4 is for those of a period of 225 minutes or longer. */
export function isDeepSpace(elements: MeanElements): boolean {
  return isDeepMotion(brouwerMotion(elements, cos(elements.inclination_rad)));
}

const isDeepMotion = (motion: number): boolean => (2 * Math.PI) / motion >= DEEP_FROM_min;

/** Mean motion after Brouwer, rad/min, of one after Kozai. */
function brouwerMotion({ meanMotion_radps, eccentricity: e }: MeanElements, cosInclination: number): number {
  const kozai = meanMotion_radps * 60;
  const axis = pow(ke / kozai, 2 / 3);
  const beta2 = 1 - e * e;
  const size = (0.75 * j2 * (3 * cosInclination * cosInclination - 1)) / (Math.sqrt(beta2) * beta2);
  const first = size / (axis * axis);
  const better = axis * (1 - first * first - first * (1 / 3 + (134 * first * first) / 81));
  return kozai / (1 + size / (better * better));
}
