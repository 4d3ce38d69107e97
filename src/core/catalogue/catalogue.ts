import { greenwichSiderealTime_rad } from '../frames/teme.ts';
import { loopsOver } from '../math/compiled-loops.ts';
import { utcFromTai_us } from '../time/scale.ts';
import type { Micros } from '../units.ts';
import { CATALOGUE_MODULE } from './catalogue-module.ts';
import { decay_min } from './decay.ts';
import { deepRecord } from './deep-space.ts';
import type { MeanElements } from './mean-elements.ts';
import { isDeepSpace, nearRecord } from './near-earth.ts';
import { DEEP_RECORD, RECORD } from './record.ts';

/** Why an object has no position at a time. `decayed`: it has come down by then; the others: what SGP4 makes of its elements by then is no orbit. */
export const PROPAGATION_FAULTS = {
  1: 'eccentricity out of range',
  2: 'mean motion not above zero',
  3: 'eccentricity out of range with what the Sun and Moon do',
  6: 'decayed',
} as const;

/** Where objects are at a time, in TEME, m and m/s, in the order in which they were asked for. Views of one memory, which the next call writes over. */
export type CatalogueStates = {
  readonly count: number;
  /** x, y, z, and their rates; no numbers where there is a fault. */
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
  readonly z_m: Float64Array;
  readonly vx_mps: Float64Array;
  readonly vy_mps: Float64Array;
  readonly vz_mps: Float64Array;
  /** 0 where there is none, else a key of `PROPAGATION_FAULTS`. */
  readonly faults: Int32Array;
  readonly faulty: number;
};

export type Catalogue = {
  readonly elements: readonly MeanElements[];
  /** Where all of them are at a time, or those of a list of indices, by SGP4 and SDP4. The same bits whatever was asked before. */
  propagate(at_us: Micros, which?: Int32Array): CatalogueStates;
};

/** A catalogue of objects in orbit, with what is reckoned of them once; a kilobyte each at most.
 *  Time is what passes (TAI): across a leap second this is a second more than the difference of two times of day that other programs take.
 *  Throws `RangeError` for elements that are no closed orbit.
 *  Source  [HR1980], [VCHK2006]: WGS-72, "improved" mode. */
export function createCatalogue(elements: readonly MeanElements[]): Catalogue {
  elements.forEach((one) => {
    const fault = elementsFault(one);
    if (fault !== undefined) throw new RangeError(`object ${one.catalogueNumber}: ${fault}`);
  });
  const count = elements.length;
  const deepCount = elements.filter(isDeepSpace).length;
  const { buffer, loops, places } = loopsOver<'propagate', Places>(CATALOGUE_MODULE, (reserve) => ({
    records: reserve(8 * RECORD.length * count),
    deeps: reserve(8 * DEEP_RECORD.length * deepCount),
    hand: reserve(HAND_BYTES),
    list: reserve(4 * (count + 1)),
    out: reserve(6 * stride(count)),
    faults: reserve(4 * (count + 1)),
  }));
  const records = new Float64Array(buffer, places.records, RECORD.length * count);
  const deeps = new Float64Array(buffer, places.deeps, DEEP_RECORD.length * deepCount);
  let deepAt = 0;
  elements.forEach((one, k) => {
    const record = nearRecord(one);
    let eccentricityRate = 0;
    if (isDeepSpace(one)) {
      const days = utcFromTai_us(one.epoch_us) / DAY_US + DAYS_BEFORE_1970;
      const deep = deepRecord(record, days, greenwichSiderealTime_rad(one.epoch_us));
      DEEP_RECORD.forEach((field, at) => (deeps[deepAt * DEEP_RECORD.length + at] = deep[field]));
      eccentricityRate = deep.eccentricityRate;
      deepAt += 1;
      record.deep = deepAt;
    }
    record.decay = decay_min(record, eccentricityRate);
    RECORD.forEach((field, at) => (records[k * RECORD.length + at] = record[field]));
  });
  const everybody = Int32Array.from({ length: count }, (_, k) => k);
  const list = new Int32Array(buffer, places.list, count);
  const column = (k: number, wanted: number): Float64Array => new Float64Array(buffer, places.out + k * stride(count), wanted);
  return {
    elements,
    propagate(at_us, which = everybody) {
      if (which.length > count) throw new RangeError(`${which.length} objects are asked for, of ${count}; ask for each once`);
      for (let k = 0; k < which.length; k++)
        if (!(which[k] >= 0 && which[k] < count)) throw new RangeError(`there is no object ${which[k]} among ${count}`);
      list.set(which);
      const { records: from, deeps: deepFrom, hand, list: order, out, faults } = places;
      const sizes = [8 * RECORD.length, 8 * DEEP_RECORD.length] as const;
      const faulty = loops.propagate(order, which.length, from, deepFrom, ...sizes, hand, at_us, out, stride(count), faults);
      const wanted = which.length;
      return {
        count: wanted,
        x_m: column(0, wanted),
        y_m: column(1, wanted),
        z_m: column(2, wanted),
        vx_mps: column(3, wanted),
        vy_mps: column(4, wanted),
        vz_mps: column(5, wanted),
        faults: new Int32Array(buffer, faults, wanted),
        faulty,
      };
    },
  };
}

type Places = Readonly<Record<'records' | 'deeps' | 'hand' | 'list' | 'out' | 'faults', number>>;

/** What the loop has of a pair in hand. */
const HAND_BYTES = 224;
const DAY_US = 86_400_000_000;
/** From 1949-12-31 to 1970-01-01. */
const DAYS_BEFORE_1970 = 7306;

/** Bytes of a column: two objects are written at a time. */
const stride = (count: number): number => 8 * (count + (count % 2));

/** What makes elements no closed orbit; undefined where they are one. */
export function elementsFault(elements: MeanElements): string | undefined {
  const { meanMotion_radps, eccentricity, inclination_rad } = elements;
  const numbers = [
    meanMotion_radps,
    eccentricity,
    inclination_rad,
    elements.ascendingNode_rad,
    elements.argumentOfPerigee_rad,
    elements.meanAnomaly_rad,
    elements.bstar,
    elements.epoch_us,
    elements.epochRest_us,
  ];
  if (!numbers.every(Number.isFinite)) return 'an element is no number';
  if (!(eccentricity >= 0 && eccentricity < 1)) return `an eccentricity of ${eccentricity} is no closed orbit`;
  if (!(meanMotion_radps > 0)) return 'the mean motion is not above zero';
  if (!(inclination_rad >= 0 && inclination_rad <= Math.PI)) return 'the inclination is outside 0 to 180 degrees';
  return undefined;
}
