import { type Bounds, describeFault, type Fault, numberFault, refuseFault, shown } from '../core/valid.ts';
import { NUMBERS_OF_STATE, type Objects, type Picture } from './picture.ts';

// What the scores ask of what they are given: a figure of half a set, or of pictures in another order, looks like any other figure.
// Every check throws `RangeError` that names place and remedy.

const CUT_OFF: Bounds = { unit: 'm', range: [1e-9, 1e12], remedy: 'give metres: farther apart than this, an object and a track are two' };
/** Beyond it the power of a few kilometres is no number any more. */
const ORDER: Bounds = { unit: '', range: [1, 20], remedy: 'give 1 or more; 2 is usual' };

/** What is asked of the figures that metrics take. */
const BOUNDS: Readonly<Record<string, Bounds>> = {
  c_m: CUT_OFF,
  p: ORDER,
  q: ORDER,
  alpha: { unit: '', range: [1e-3, 2], remedy: 'give a number above 0 and at most 2; 2 is usual' },
  switchingPenalty_m: { unit: 'm', range: [0, 1e12], remedy: 'give metres; half of c_m charges a change as half a missed object' },
  fromScan: { unit: '', range: [0, Number.MAX_SAFE_INTEGER], remedy: 'give the number of the first scan that counts; 0 for all' },
};

/** Asks `names` of the parameters. */
export function checkParameters<P extends object>(parameters: P, names: readonly (keyof P & string)[]): void {
  for (const name of names) refuseFault(numberFault(name, parameters[name], BOUNDS[name]));
}

/** Two sets of states, as the metrics of one scan take them. */
export function checkSets(truth: Float64Array, tracks: Float64Array): void {
  refuseFault(statesFault('truth', truth) ?? statesFault('tracks', tracks));
}

/** Pictures that were found right: a score sheet asks many measures of the same ones. */
const sound = new WeakSet<Picture>();

/** A run: each picture whole, scans rising, time not falling. */
export function checkPictures(pictures: readonly Picture[]): void {
  pictures.forEach((picture, k) => {
    const before = pictures[k - 1] as Picture | undefined;
    refuseFault(
      (sound.has(picture) ? undefined : pictureFault(`pictures[${k}]`, picture)) ?? orderFault(`pictures[${k}]`, picture, before),
    );
    sound.add(picture);
  });
}

/** Who holds whom, as far as it is checked. */
type Indices = { readonly trackOf: Int32Array; readonly objectOf: Int32Array };

/** The associations of these pictures, and of no others. */
export function checkAssociations(pictures: readonly Picture[], associations: readonly Indices[]): void {
  checkPictures(pictures);
  const remedy = 'give associate(pictures, rule) of the same pictures';
  if (associations.length !== pictures.length)
    refuse({ place: 'associations', message: `there are ${associations.length} for ${pictures.length} pictures`, remedy });
  pictures.forEach(({ truth, tracks }, k) => {
    const { trackOf, objectOf } = associations[k];
    if (trackOf.length !== truth.ids.length || objectOf.length !== tracks.ids.length)
      refuse({ place: `associations[${k}]`, message: 'it is of another picture', remedy });
  });
}

/** That some scan counts, of a run that has any: a mean of none would be 0, which is perfect. */
export function checkSomeCount(pictures: readonly Picture[], fromScan: number): void {
  const last = pictures.at(-1)?.scan;
  if (last === undefined || last >= fromScan) return;
  refuse({ place: 'fromScan', message: `it is ${fromScan}, and the last scan is ${last}: none counts`, remedy: 'give 0 for all' });
}

function pictureFault(place: string, { scan, time_s, truth, tracks }: Picture): Fault | undefined {
  return (
    numberFault(`${place}.scan`, scan, { unit: '', range: [-Infinity, Infinity], remedy: 'number the scans' }) ??
    numberFault(`${place}.time_s`, time_s, { unit: 's', range: [-1e12, 1e12], remedy: 'give the time of the scan, s' }) ??
    objectsFault(`${place}.truth`, truth) ??
    objectsFault(`${place}.tracks`, tracks)
  );
}

function orderFault(place: string, { scan, time_s }: Picture, before: Picture | undefined): Fault | undefined {
  if (before === undefined || (scan > before.scan && time_s >= before.time_s)) return undefined;
  const message = `scan ${scan} at ${time_s} s stands after scan ${before.scan} at ${before.time_s} s`;
  return { place, message, remedy: 'give one picture a scan, in order of time' };
}

function objectsFault(place: string, { ids, states }: Objects): Fault | undefined {
  const fault = statesFault(`${place}.states`, states);
  if (fault !== undefined) return fault;
  const objects = states.length / NUMBERS_OF_STATE;
  if (ids.length !== objects)
    return { place, message: `${ids.length} ids stand beside ${objects} states`, remedy: 'give each object one id and six numbers' };
  const known = new Set<string>();
  for (const [i, id] of ids.entries()) {
    if (typeof id !== 'string') return { place: `${place}.ids[${i}]`, message: `${shown(id)} is no text`, remedy: 'give String(id)' };
    if (known.has(id))
      return { place: `${place}.ids[${i}]`, message: `${shown(id)} stands in it twice`, remedy: 'give each object one state' };
    known.add(id);
  }
  return undefined;
}

function statesFault(place: string, states: Float64Array): Fault | undefined {
  const remedy = 'give a Float64Array with six numbers an object: x, y, z, m, and their rates, m/s';
  if (!Number.isInteger((states as Float64Array | undefined)?.length))
    return { place, message: `${shown(states)} is no list of numbers`, remedy };
  if (states.length % NUMBERS_OF_STATE !== 0) return { place, message: `it has ${states.length} numbers`, remedy };
  for (let i = 0; i < states.length; i++)
    if (!Number.isFinite(states[i])) return { place: `${place}[${i}]`, message: `${shown(states[i])} is no finite number`, remedy };
  return undefined;
}

function refuse(fault: Fault): never {
  throw new RangeError(describeFault(fault));
}
