import type { NearRecord } from './near-earth.ts';

/** Times are tried that grow by this: in less of it no polynomial of the drag comes down to the ground and up again. */
const GROWTH = 1.2;
const FIRST_min = 1;
const LAST_min = 1e8;
const HALVINGS = 60;
const TWO_PI = 2 * Math.PI;
/** Radius below which a perigee is the last one, in Earth radii: 25 km above the equator, which what the secular terms leave out moves it by. */
const LAST_PERIGEE = 1.004;
/** An orbit that is rounder comes down wherever it is by then. */
const ROUND = 0.02;

/** Minutes after the epoch at which an object comes down by the secular terms of its drag and of the Sun and Moon: the first passage through a perigee that is next to the ground or below; infinity where there is
 *  none. SGP4 itself asks only whether the object is below ground at the moment: at its next apogee it would be in orbit again, and where the polynomials of the drag turn around, years later, for good.
 *  `eccentricityRate` is what the Sun and the Moon do, 1/min. */
export function decay_min(record: NearRecord, eccentricityRate: number): number {
  const shrunkAt = (t: number): number => 1 - t * (record.c1 + t * (record.d2 + t * (record.d3 + t * record.d4)));
  const isLow = (t: number): boolean => {
    const shrunk = shrunkAt(t);
    const eccentricity = record.eccentricity + (eccentricityRate - record.c4) * t;
    return !(record.axis * shrunk * shrunk * (1 - Math.max(0, eccentricity)) >= LAST_PERIGEE);
  };
  const low_min = firstOf(isLow);
  if (low_min === Infinity) return Infinity;
  if (record.eccentricity < ROUND) return low_min;
  const t = low_min;
  const anomaly = record.anomaly + t * (record.anomalyRate + t * (record.t2 + t * (record.t3 + t * (record.t4 + t * record.t5))));
  const left = TWO_PI * (Math.floor(anomaly / TWO_PI) + 1) - anomaly;
  const shrunk = shrunkAt(t);
  return t + (left * shrunk * shrunk * shrunk) / record.motion;
}

/** The first time, of those that are tried, at which something is so, and which lasts; infinity where it never is. */
function firstOf(isSo: (t: number) => boolean): number {
  if (isSo(0)) return 0;
  for (let [before, t] = [0, FIRST_min]; t < LAST_min; [before, t] = [t, t * GROWTH]) if (isSo(t)) return between(before, t, isSo);
  return Infinity;
}

function between(not: number, so: number, isSo: (t: number) => boolean): number {
  let [a, b] = [not, so];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = 0.5 * (a + b);
    if (isSo(middle)) b = middle;
    else a = middle;
  }
  return b;
}
