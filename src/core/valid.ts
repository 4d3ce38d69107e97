/** What is asked of values that come from outside, and the words in which a value is refused: where it stands, what was found, and what to do. */

/** What a number may be. `remedy` is what to do when it is something else. */
export type Bounds = { readonly unit: string; readonly range: readonly [low: number, high: number]; readonly remedy: string };

/** A value that cannot be used. `place` is where it stands, by its names: `sensing.view.rangeMax_m`. */
export type Fault = { readonly place: string; readonly message: string; readonly remedy: string };

/** `objects.velocitySigma_mps: -5 is outside 0.01 to 50000 m/s; give one sigma, in m/s`. */
export function describeFault({ place, message, remedy }: Fault): string {
  return `${place}: ${message}; ${remedy}`;
}

/** Throws `RangeError` in the words of the fault, if there is one. */
export function refuseFault(fault: Fault | undefined): void {
  if (fault !== undefined) throw new RangeError(describeFault(fault));
}

/** Why a value is not the number that it should be; undefined when it is. */
export function numberFault(place: string, value: unknown, { unit, range: [low, high], remedy }: Bounds): Fault | undefined {
  if (typeof value !== 'number' || Number.isNaN(value)) return { place, message: `${shown(value)} is no number`, remedy };
  if (value >= low && value <= high) return undefined;
  return { place, message: `${value} is outside ${round(low)} to ${round(high)}${unit === '' ? '' : ` ${unit}`}`, remedy };
}

/** Why a value is no time of the core's scale; undefined when it is one. */
export function timeFault(place: string, value: unknown): Fault | undefined {
  if (Number.isSafeInteger(value)) return undefined;
  const message = typeof value === 'number' && Number.isFinite(value) ? `${value} is no whole number of µs` : `${shown(value)} is no time`;
  return { place, message, remedy: 'give integer µs: microsFromIso reads a text, Math.round rounds' };
}

/** Why a value is none of the words that are known; undefined when it is one. */
export function choiceFault(place: string, value: unknown, known: readonly string[]): Fault | undefined {
  if (typeof value === 'string' && known.includes(value)) return undefined;
  return { place, message: `${shown(value)} is unknown`, remedy: `give one of ${known.join(', ')}` };
}

/** Why a value is no list of so many finite numbers; undefined when it is one. `what` says what they are: `position and velocity, m and m/s`. */
export function numbersFault(place: string, value: unknown, length: number, what: string): Fault | undefined {
  const remedy = `give a Float64Array of ${length}: ${what}`;
  if (!isListOfNumbers(value)) return { place, message: `${shown(value)} is no list of numbers`, remedy };
  if (value.length !== length) return { place, message: `it has ${value.length} numbers`, remedy };
  for (let i = 0; i < length; i++)
    if (!Number.isFinite(value[i])) return { place: `${place}[${i}]`, message: `${shown(value[i])} is no finite number`, remedy };
  return undefined;
}

/** A value in a message, short whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, LONGEST)}"`;
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'function' ? 'a function' : 'an object';
}

const LONGEST = 40;

export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfNumbers(value: unknown): value is ArrayLike<number> {
  return value instanceof Float64Array || Array.isArray(value);
}

/** A bound that was given in degrees has many digits in radians. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

/** A field that nobody reads is a slip of the pen. */
export function unknownFault(place: string, fields: object, known: readonly string[]): Fault | undefined {
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown === undefined) return undefined;
  return { place: `${place}.${unknown}`, message: 'there is no such field', remedy: `choose from ${known.join(', ')}` };
}
