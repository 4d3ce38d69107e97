/** What is asked of values that come from outside, and the words in which a value is refused: where it stands, what was found, and what to do. */

/** A value that cannot be used. `place` is where it stands, by its names: `sensing.view.rangeMax_m`. */
type Fault = { readonly place: string; readonly message: string; readonly remedy: string };

/** `objects.velocitySigma_mps: -5 is outside 0.01 to 50000 m/s; give one sigma, in m/s`. */
function describeFault({ place, message, remedy }: Fault): string {
  return `${place}: ${message}; ${remedy}`;
}

/** Throws `RangeError` in the words of the fault, if there is one. */
export function refuseFault(fault: Fault | undefined): void {
  if (fault !== undefined) throw new RangeError(describeFault(fault));
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
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, LONGEST)}"`;
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'function' ? 'a function' : 'an object';
}

const LONGEST = 40;

function isListOfNumbers(value: unknown): value is ArrayLike<number> {
  return value instanceof Float64Array || Array.isArray(value);
}
