import { type Fault, isFields, refuseFault, shown } from './valid.ts';

/** What a snapshot says of itself: what it is of, the version of its form, and whatever else its numbers mean nothing without. Plain data, flat, so
 *  that two of them are compared field by field and a person reads which one differs. */
export type Stamp = { readonly of: string; readonly version: number; readonly [field: string]: string | number };

/** Throws `RangeError` unless `snapshot` carries this very stamp. The message says which field differs, both values, and what to do.
 *  `remedy` is for fields that a caller can make the same. */
export function checkStamp(snapshot: unknown, own: Stamp, remedy: string): void {
  refuseFault(stampFault(snapshot, own, remedy));
}

function stampFault(snapshot: unknown, own: Stamp, remedy: string): Fault | undefined {
  const found = isFields(snapshot) && isFields(snapshot.stamp) ? snapshot.stamp : undefined;
  if (found === undefined)
    return {
      place: 'snapshot',
      message: `${shown(snapshot)} is no snapshot of a ${own.of}: it has no stamp`,
      remedy: 'give what snapshot() gave; one that was written as text by encode is read by decode',
    };
  if (found.of !== own.of)
    return {
      place: 'snapshot.stamp.of',
      message: `it is of a ${shown(found.of)}, not of a "${own.of}"`,
      remedy: 'give it to what it was taken of',
    };
  if (found.version !== own.version)
    return {
      place: 'snapshot.stamp.version',
      message: `it has version ${shown(found.version)} of its form, and this program version ${own.version}`,
      remedy: 'restore it with the program that took it, or begin anew from what was recorded',
    };
  const [then, now] = [sensorsIn(found), sensorsIn(own)];
  if (then !== now) {
    const more = Math.abs(now - then);
    const message = `it was taken with ${then} ${then === 1 ? 'sensor' : 'sensors'}, and here there ${now === 1 ? 'is' : 'are'} ${now}: ${more} ${now > then ? 'more' : 'fewer'}`;
    return { place: 'snapshot.stamp.sensors', message, remedy };
  }
  const other = [...new Set([...Object.keys(own), ...Object.keys(found)])].find((field) => !Object.is(own[field], found[field]));
  if (other === undefined) return undefined;
  return { place: `snapshot.stamp.${other}`, message: difference(found[other], own[other]), remedy };
}

/** What only one of the two has, such as a sensor more, has no value at the other. */
function difference(then: unknown, now: unknown): string {
  if (now === undefined) return `it was taken with ${shown(then)}, and here there is none`;
  if (then === undefined) return `it was taken without, and here there is one: ${shown(now)}`;
  return `it was taken with ${shown(then)}, and here it is ${shown(now)}`;
}

/** How many sensors a stamp names: `sensor.id`, or `sensors[0].id` and so on. */
function sensorsIn(stamp: object): number {
  return Object.keys(stamp).filter((field) => /^sensor(s\[\d+\])?\.id$/.test(field)).length;
}
