import { WGS84 } from '../frames/earth.ts';
import { pow } from '../math/elementary.ts';
import type { Metres, Micros, Seconds } from '../units.ts';
import type { MeanElements } from './mean-elements.ts';
import { nearRecord } from './near-earth.ts';
import { WGS72 } from './wgs72.ts';

/** One sigma of where SGP4 puts an object by its elements, along its radius, along its way and across: m. */
export type ElementErrors = { readonly radial_m: Metres; readonly along_m: Metres; readonly cross_m: Metres };

/** Sizes at the epoch, m, and what the part along the way grows by in a day. */
type Kind = { readonly radial_m: Metres; readonly along_m: Metres; readonly cross_m: Metres; readonly along_mpd: number };

/** Coarse sizes, set here: of the order that [FKK2008] tells at the epoch and [VC2012] for the days after it, rounded up, and not figure by figure theirs. What the air does is each object's own, and added below. */
const LOW: Kind = { radial_m: 120, along_m: 500, cross_m: 170, along_mpd: 500 };
const MIDDLE: Kind = { radial_m: 200, along_m: 450, cross_m: 200, along_mpd: 200 };
const HIGH: Kind = { radial_m: 400, along_m: 500, cross_m: 150, along_mpd: 300 };
const LONG: Kind = { radial_m: 2000, along_m: 3000, cross_m: 1500, along_mpd: 1000 };

const LOW_BELOW_m = 800_000;
const HIGH_FROM_m = 25_000_000;
const LONG_FROM = 0.1;
/** How much of the drag nobody knows ahead of: density that the Sun makes, and the area that a body turns towards the air; one sigma. */
const OF_DRAG = 0.2;
/** Of what is added along the way, what goes into the others. */
const TO_RADIAL = 0.05;
const TO_CROSS = 0.05;
const DAY_s = 86_400;

/** How far off an object may be by elements of an age, which may be below zero: epochs lie ahead now and then. No orbit is flown for it, and manoeuvres are not in it.
 *  Source  the order of the sizes is that of [FKK2008] and [VC2012]; the figures and the share of drag are ours. */
export function elementErrors(elements: MeanElements, age_s: Seconds): ElementErrors {
  const axis_m = pow(WGS84.gm_m3ps2 / (elements.meanMotion_radps * elements.meanMotion_radps), 1 / 3);
  const perigee_m = axis_m * (1 - elements.eccentricity) - WGS84.a_m;
  const kind = elements.eccentricity > LONG_FROM ? LONG : perigee_m < LOW_BELOW_m ? LOW : perigee_m < HIGH_FROM_m ? MIDDLE : HIGH;
  const minutes = age_s / 60;
  // The longitude by which the air has brought it ahead.
  const braked_m = WGS72.radius_m * Math.abs(dragAhead(elements)) * minutes * minutes;
  const linear_m = (kind.along_mpd * Math.abs(age_s)) / DAY_s;
  const grown_m = Math.sqrt(linear_m * linear_m + OF_DRAG * braked_m * (OF_DRAG * braked_m));
  const both = (a: number, b: number): number => Math.sqrt(a * a + b * b);
  return {
    radial_m: both(kind.radial_m, TO_RADIAL * grown_m),
    along_m: both(kind.along_m, grown_m),
    cross_m: both(kind.cross_m, TO_CROSS * linear_m),
  };
}

/** Earth radii a minute squared. */
function dragAhead(elements: MeanElements): number {
  const { axis, t2 } = nearRecord(elements);
  return axis * t2;
}

/** What is said of a covariance that a program may take for singular, and so is not said in full: how far speed goes with place. */
const TOGETHER = 0.98;

/** The same as a covariance of position and velocity on radial, along and cross axes at a time, 6 × 6 row-major, m and m/s. Who is ahead on its way has a velocity that is turned by as much, and who is higher is slower.
 *  Inertial axes: the velocity is not that over the ground. */
export function rtnCovariance(elements: MeanElements, at_us: Micros): Float64Array {
  const { radial_m, along_m, cross_m } = elementErrors(elements, (at_us - elements.epoch_us) / 1e6);
  const n = elements.meanMotion_radps;
  const covariance = new Float64Array(36);
  const put = (i: number, j: number, value: number): void => {
    covariance[6 * i + j] = value;
    covariance[6 * j + i] = value;
  };
  put(0, 0, radial_m * radial_m);
  put(1, 1, along_m * along_m);
  put(2, 2, cross_m * cross_m);
  put(3, 3, n * along_m * (n * along_m));
  put(4, 4, n * radial_m * (n * radial_m));
  put(5, 5, n * cross_m * (n * cross_m));
  put(1, 3, -TOGETHER * along_m * (n * along_m));
  put(0, 4, -TOGETHER * radial_m * (n * radial_m));
  return covariance;
}
