import { atan2, cos, sin } from '../math/elementary.ts';
import type { NearRecord } from './near-earth.ts';
import type { Lunisolar } from './record.ts';

/** The Sun or the Moon as SDP4 sees it: mean motion rad/min, eccentricity, strength, and the orientation of its orbit. */
type Body = {
  readonly motion: number;
  readonly eccentricity: number;
  readonly strength: number;
  readonly cosPericentre: number;
  readonly sinPericentre: number;
  readonly cosInclination: number;
  readonly sinInclination: number;
  /** Of its node less the object's. */
  readonly cosNode: number;
  readonly sinNode: number;
};

/** What a body does to an object: rates, 1/min and rad/min, and amplitudes of its periods. */
export type ThirdBody = {
  readonly eccentricityRate: number;
  readonly inclinationRate: number;
  readonly anomalyRate: number;
  /** Of the perigee, and of the node times the inclination's sine. */
  readonly perigeeRate: number;
  readonly nodeRateAcross: number;
  readonly amplitudes: Readonly<Record<Lunisolar, number>>;
};

export const SUN_MOTION = 1.19459e-5;
export const SUN_ECCENTRICITY = 0.01675;
export const MOON_MOTION = 1.5835218e-4;
export const MOON_ECCENTRICITY = 0.0549;

/** The inclination of the ecliptic, and where the Sun's perigee is. */
const COS_ECLIPTIC = 0.91744867;
const SIN_ECLIPTIC = 0.39785416;
const COS_SUN_PERIGEE = 0.1945905;
const SIN_SUN_PERIGEE = -0.98088458;

/** What the Sun and the Moon do to an object at its epoch, and their mean anomalies then; `days` since 1949-12-31 00:00 UTC.
 *  Source  [HR1980] section 7; [VCHK2006] appendix, `dscom`. */
export function sunAndMoon(
  record: NearRecord,
  days: number,
): { readonly sun: ThirdBody; readonly moon: ThirdBody; readonly sunAnomaly: number; readonly moonAnomaly: number } {
  const cosNode = cos(record.node);
  const sinNode = sin(record.node);
  const sun: Body = {
    motion: SUN_MOTION,
    eccentricity: SUN_ECCENTRICITY,
    strength: 2.9864797e-6,
    cosPericentre: COS_SUN_PERIGEE,
    sinPericentre: SIN_SUN_PERIGEE,
    cosInclination: COS_ECLIPTIC,
    sinInclination: SIN_ECLIPTIC,
    cosNode,
    sinNode,
  };
  // The Moon's orbit turns on the ecliptic in 18.6 years: here it is on the equator.
  const day = days + 18_261.5;
  const moonNode = 4.523602 - 9.2422029e-4 * day;
  const sinMoonNode = sin(moonNode);
  const cosMoonNode = cos(moonNode);
  const cosInclination = 0.91375164 - 0.03568096 * cosMoonNode;
  const sinInclination = Math.sqrt(1 - cosInclination * cosInclination);
  const sinOnEquator = (0.089683511 * sinMoonNode) / sinInclination;
  const cosOnEquator = Math.sqrt(1 - sinOnEquator * sinOnEquator);
  const longitude = 5.8351514 + 0.001944368 * day;
  const turned = atan2(
    (SIN_ECLIPTIC * sinMoonNode) / sinInclination,
    cosOnEquator * cosMoonNode + COS_ECLIPTIC * sinOnEquator * sinMoonNode,
  );
  const pericentre = longitude + turned - moonNode;
  const moon: Body = {
    motion: MOON_MOTION,
    eccentricity: MOON_ECCENTRICITY,
    strength: 4.7968065e-7,
    cosPericentre: cos(pericentre),
    sinPericentre: sin(pericentre),
    cosInclination,
    sinInclination,
    cosNode: cosOnEquator * cosNode + sinOnEquator * sinNode,
    sinNode: sinNode * cosOnEquator - cosNode * sinOnEquator,
  };
  return {
    sun: effectOf(sun, record),
    moon: effectOf(moon, record),
    sunAnomaly: wholeTurns(6.2565837 + 0.017201977 * day),
    moonAnomaly: wholeTurns(4.7199672 + 0.2299715 * day - longitude),
  };
}

const wholeTurns = (angle: number): number => angle % (2 * Math.PI);

function effectOf(body: Body, record: NearRecord): ThirdBody {
  const { cosPericentre: cg, sinPericentre: sg, cosInclination: ci, sinInclination: si, cosNode: ch, sinNode: sh } = body;
  const { eccentricity: e, cosInclination: c, sinInclination: s } = record;
  const cosPerigee = cos(record.perigee);
  const sinPerigee = sin(record.perigee);
  const e2 = e * e;
  const beta2 = 1 - e2;
  const beta = Math.sqrt(beta2);
  // The body's axes on those of the orbit's node.
  const a1 = cg * ch + sg * ci * sh;
  const a3 = -sg * ch + cg * ci * sh;
  const a7 = -cg * sh + sg * ci * ch;
  const a8 = sg * si;
  const a9 = sg * sh + cg * ci * ch;
  const a10 = cg * si;
  const a2 = c * a7 + s * a8;
  const a4 = c * a9 + s * a10;
  const a5 = -s * a7 + c * a8;
  const a6 = -s * a9 + c * a10;
  // And on those of its perigee.
  const x1 = a1 * cosPerigee + a2 * sinPerigee;
  const x2 = a3 * cosPerigee + a4 * sinPerigee;
  const x3 = -a1 * sinPerigee + a2 * cosPerigee;
  const x4 = -a3 * sinPerigee + a4 * cosPerigee;
  const x5 = a5 * sinPerigee;
  const x6 = a6 * sinPerigee;
  const x7 = a5 * cosPerigee;
  const x8 = a6 * cosPerigee;
  const z31 = 12 * x1 * x1 - 3 * x3 * x3;
  const z32 = 24 * x1 * x2 - 6 * x3 * x4;
  const z33 = 12 * x2 * x2 - 3 * x4 * x4;
  const z1 = 2 * (3 * (a1 * a1 + a2 * a2) + z31 * e2) + beta2 * z31;
  const z2 = 2 * (6 * (a1 * a3 + a2 * a4) + z32 * e2) + beta2 * z32;
  const z3 = 2 * (3 * (a3 * a3 + a4 * a4) + z33 * e2) + beta2 * z33;
  const z11 = -6 * a1 * a5 + e2 * (-24 * x1 * x7 - 6 * x3 * x5);
  const z12 = -6 * (a1 * a6 + a3 * a5) + e2 * (-24 * (x2 * x7 + x1 * x8) - 6 * (x3 * x6 + x4 * x5));
  const z13 = -6 * a3 * a6 + e2 * (-24 * x2 * x8 - 6 * x4 * x6);
  const z21 = 6 * a2 * a5 + e2 * (24 * x1 * x5 - 6 * x3 * x7);
  const z22 = 6 * (a4 * a5 + a2 * a6) + e2 * (24 * (x2 * x5 + x1 * x6) - 6 * (x4 * x7 + x3 * x8));
  const z23 = 6 * a4 * a6 + e2 * (24 * x2 * x6 - 6 * x4 * x8);
  const s3 = body.strength / record.motion;
  const s2 = (-0.5 * s3) / beta;
  const s4 = s3 * beta;
  const s1 = -15 * e * s4;
  const s5 = x1 * x3 + x2 * x4;
  const s6 = x2 * x3 + x1 * x4;
  const s7 = x2 * x4 - x1 * x3;
  const n = body.motion;
  return {
    eccentricityRate: s1 * n * s5,
    inclinationRate: s2 * n * (z11 + z13),
    anomalyRate: -n * s3 * (z1 + z3 - 14 - 6 * e2),
    perigeeRate: s4 * n * (z31 + z33 - 6),
    nodeRateAcross: -n * s2 * (z21 + z23),
    amplitudes: {
      e2: 2 * s1 * s6,
      e3: 2 * s1 * s7,
      i2: 2 * s2 * z12,
      i3: 2 * s2 * (z13 - z11),
      l2: -2 * s3 * z2,
      l3: -2 * s3 * (z3 - z1),
      l4: -2 * s3 * (-21 - 9 * e2) * body.eccentricity,
      g2: 2 * s4 * z32,
      g3: 2 * s4 * (z33 - z31),
      g4: -18 * s4 * body.eccentricity,
      h2: -2 * s2 * z22,
      h3: -2 * s2 * (z23 - z21),
    },
  };
}
