/** The whole number that an option of the benchmarks was given, `least` or more. Throws `RangeError` naming the option: a number that is none
 *  measured nothing, and printed a table of it. */
export function wholeNumber(option: string, given: string, least: number): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw new RangeError(`--${option} takes a whole number from ${least} on, and was given "${given}"`);
  return value;
}
