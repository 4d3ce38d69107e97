/** A run of bits in an item and what it stands for.
 *  number   a count of `lsb` in `unit`, two's complement where `signed`; a code where there is no unit
 *  octal    a code of three bits a digit, leading zeros and all
 *  text     characters of six bits (ICAO Annex 10, vol. IV, table 3-9)
 *  ascii    characters of eight
 *  hex      octets that another document describes
 *  spare    nothing, and zero */
export type Field = {
  /** As the standard calls it, with dots where it has parts of parts; '' where the item is the field. */
  readonly name: string;
  readonly kind: 'number' | 'octal' | 'text' | 'ascii' | 'hex' | 'spare';
  readonly bits: number;
  readonly signed: boolean;
  /** What the last bit is worth, and in which unit; 1 and none for codes. */
  readonly lsb: number;
  readonly unit?: string;
  /** What the value may be, in `unit`: what is beyond was no such field. */
  readonly min?: number;
  readonly max?: number;
  /** Another worth and unit, where the named field of the same group is 1. */
  readonly or?: { readonly lsb: number; readonly unit: string; readonly by: string };
  /** Where its value stands in a decoded record, or in a group of a repeated item. */
  readonly slot: number;
};

const FIELD =
  /^(?:(?<name>[A-Z0-9][A-Z0-9./]*) )?(?<bits>\d+)(?<signed> signed)?(?: (?<kind>octal|text|ascii|hex))?(?: × (?<lsb>\d+(?:\/\d+)?) (?<unit>[A-Za-z][A-Za-z0-9/%]*|1))?(?: or × (?<orLsb>\d+(?:\/\d+)?) (?<orUnit>\S+) by (?<by>\S+))?(?: (?<min>-?[\d.]+)?\.\.(?<max>-?[\d.]+)?)?$/;

/** Fields as a description writes them, commas between: name, bits, `signed`, what it is unless a number, what its last bit is worth in which unit,
 *  and what the value may be. `RHO 16 × 1/256 NM`, `LAT 24 signed × 180/8388608 deg -90..90`, `MODE3A 12 octal`, `spare 2`.
 *  `take` gives each its slot. RangeErrors name the field. */
export function fieldsOf(text: string, where: string, take: (count: number) => number): Field[] {
  return text.split(',').map((part) => fieldOf(part.trim(), where, take));
}

function fieldOf(text: string, where: string, take: (count: number) => number): Field {
  const spare = /^spare (\d+)$/.exec(text);
  if (spare) return { name: 'spare', kind: 'spare', bits: Number(spare[1]), signed: false, lsb: 1, slot: take(1) };
  const found = FIELD.exec(text)?.groups;
  if (found === undefined) throw new RangeError(`${where}: "${text}" is no field; write NAME BITS, as in "RHO 16 × 1/256 NM"`);
  const { name = '', bits, signed, kind = 'number', lsb = '1', unit, min, max, orLsb, orUnit, by } = found;
  return {
    name,
    kind: kind as Field['kind'],
    bits: Number(bits),
    signed: signed !== undefined,
    lsb: ratio(lsb),
    ...(unit !== undefined && { unit }),
    ...(min !== undefined && { min: Number(min) }),
    ...(max !== undefined && { max: Number(max) }),
    ...(orLsb !== undefined && orUnit !== undefined && by !== undefined && { or: { lsb: ratio(orLsb), unit: orUnit, by } }),
    slot: take(1),
  };
}

function ratio(text: string): number {
  const [over = 1, under = 1] = text.split('/').map(Number);
  return over / under;
}
