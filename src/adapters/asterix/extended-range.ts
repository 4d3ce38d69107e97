/** The range of a target beyond 256 NM, in nautical miles, which stands in the expansion of a target report whose length octet is at `begin`: after the parts
 *  of Mode 5 and 4 and of the plot's characteristics, of which only the lengths matter. Not a number where it is not there.
 *      Source  EUROCONTROL-SPEC-0149-4 appendix A, ed. 1.13 */
export function extendedRange_NM(octets: Uint8Array, begin: number): number {
  if (Number.isNaN(begin)) return Number.NaN;
  const end = begin + (octets[begin] ?? 0);
  const present = octets[begin + 1] ?? 0;
  let at = begin + 2;
  // Longer presence bits are of later parts: they stand before all of them.
  for (let bits = present; bits & 1; at += 1) bits = octets[at] ?? 0;
  if (present & 0x80) at = afterCompound(octets, at, MODE_5);
  if (present & 0x40) at = afterCompound(octets, at, MODE_5_NEW);
  if (present & 0x20) {
    while ((octets[at] ?? 0) & 1) at += 1;
    at += 1;
  }
  if (present & 0x10) at = afterCompound(octets, at, CHARACTERISTICS);
  if (!(present & 0x08) || at + 3 > end) return Number.NaN;
  return (((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0)) / 256;
}

/** Octets of each part. */
const MODE_5 = [1, 4, 6, 2, 2, 1, 1];
const MODE_5_NEW = [1, 4, 6, 2, 2, 1, 1, 1];
const CHARACTERISTICS = [1, 2, 2, 2];

function afterCompound(octets: Uint8Array, begin: number, lengths: readonly number[]): number {
  let at = begin;
  let length = 0;
  for (let part = 0, goesOn = true; goesOn; at += 1, part += 7) {
    const bits = octets[at] ?? 0;
    for (let k = 0; k < 7; k += 1) if (bits & (0x80 >> k)) length += lengths[part + k] ?? 0;
    goesOn = (bits & 1) === 1;
  }
  return at + length;
}
