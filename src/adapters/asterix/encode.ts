import { type Category, joinedPath, type Structure } from './category.ts';
import type { Field } from './field.ts';
import { type Items, type Said, spareName } from './items.ts';
import { sixBitValue } from './six-bit.ts';

/** A data block of records of one category: its octets. At most 65,535 of them: a RangeError beyond.
 *      Source  EUROCONTROL-SPEC-0149 part 1, section 4.2 */
export function encodeBlock(category: Category, records: readonly Items[]): Uint8Array {
  const parts = records.map((items) => encodeRecord(category, items));
  const length = 3 + parts.reduce((octets, part) => octets + part.length, 0);
  if (length > 65_535)
    throw new RangeError(`${records.length} records make a block of ${length} octets, and it has 65535 at most: make several`);
  const block = new Uint8Array(length);
  block.set([category.category, length >> 8, length & 0xff]);
  let at = 3;
  for (const part of parts) {
    block.set(part, at);
    at += part.length;
  }
  return block;
}

/** One record's octets from what it says: what `itemsOf` made of octets gives the same ones back. Values are taken to the nearest that the field can say;
 *  RangeErrors name the item and field whose value it cannot. */
export function encodeRecord(category: Category, items: Items): Uint8Array {
  const { fspec, ...rest } = items;
  for (const id of Object.keys(rest))
    if (!category.uap.some((item) => item?.id === id))
      throw new RangeError(`category ${category.category} edition ${category.edition} has no item ${id}`);
  const bits = new Bits();
  const least = typeof fspec === 'number' ? fspec : 1;
  presence(
    bits,
    category.uap.map((item) => rest[item?.id ?? ''] !== undefined),
    least,
  );
  for (const item of category.uap) {
    const said = rest[item?.id ?? ''];
    if (item !== undefined && said !== undefined)
      write(bits, item.structure, said, `I${String(category.category).padStart(3, '0')}/${item.id}`);
  }
  return bits.octets();
}

function write(bits: Bits, structure: Structure, said: Said, where: string): void {
  switch (structure.kind) {
    case 'fixed':
      writeFields(bits, structure.fields, said, where);
      break;
    case 'extended': {
      const present = structure.extents.map((extent) =>
        extent.some((field) => field.kind !== 'spare' && valueOf(said, field) !== undefined),
      );
      const count = Math.max(1, present.lastIndexOf(true) + 1);
      // Spares are counted through all extents, as they were read.
      let spares = 0;
      for (const [k, extent] of structure.extents.slice(0, count).entries()) {
        spares = writeFields(bits, extent, said, where, spares);
        bits.put(k < count - 1 ? 1 : 0, 1);
      }
      break;
    }
    case 'explicit': {
      if (typeof said !== 'string' || !/^(?:[0-9a-f]{2})*$/i.test(said) || said.length > 508)
        throw new RangeError(`${where} is up to 254 octets in hexadecimal digits`);
      bits.put(said.length / 2 + 1, 8);
      writeHex(bits, said);
      break;
    }
    case 'repeated': {
      if (!Array.isArray(said)) throw new RangeError(`${where} is a list of groups`);
      const groups = said as readonly Said[];
      if (structure.by === 'count') {
        if (groups.length > 255) throw new RangeError(`${where}: ${groups.length} groups, and there are 255 at most`);
        bits.put(groups.length, 8);
      } else if (groups.length === 0) throw new RangeError(`${where} has one group at least: leave the item out`);
      for (const [k, group] of groups.entries()) {
        writeFields(bits, structure.fields, group, `${where}[${k}]`);
        if (structure.by === 'fx') bits.put(k < groups.length - 1 ? 1 : 0, 1);
      }
      break;
    }
    case 'compound': {
      const parts = named(said, where);
      presence(
        bits,
        structure.parts.map((part) => parts[part?.name ?? ''] !== undefined),
        Number(parts.primary ?? 1),
      );
      for (const part of structure.parts) {
        const value = parts[part?.name ?? ''];
        if (part !== undefined && value !== undefined) write(bits, part.structure, value, `${where}/${part.name}`);
      }
    }
  }
}

/** Presence bits, seven an octet, as many octets as the last one that is set needs, and no fewer than `least`. */
function presence(bits: Bits, present: readonly boolean[], least: number): void {
  const octets = Math.max(least, Math.floor(present.lastIndexOf(true) / 7) + 1, 1);
  for (let k = 0; k < octets; k += 1) {
    for (let bit = 0; bit < 7; bit += 1) bits.put(present[7 * k + bit] === true ? 1 : 0, 1);
    bits.put(k < octets - 1 ? 1 : 0, 1);
  }
}

/** Returns how many spares there were, `before` among them. */
function writeFields(bits: Bits, fields: readonly Field[], said: Said, where: string, before = 0): number {
  let spares = before;
  for (const field of fields) {
    if (field.kind === 'spare') {
      spares += 1;
      const set = typeof said === 'object' && !Array.isArray(said) ? (said as Record<string, Said>)[spareName(spares)] : undefined;
      bits.put(typeof set === 'number' ? set : 0, field.bits);
    } else writeField(bits, field, field.name === '' ? said : valueOf(said, field), fields, said, joinedPath(where, field.name));
  }
  return spares;
}

function valueOf(said: Said, field: Field): Said | undefined {
  if (field.name === '') return said;
  let value: Said | undefined = said;
  for (const word of field.name.split('.'))
    value = typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Said>)[word] : undefined;
  return value;
}

function writeField(bits: Bits, field: Field, value: Said | undefined, fields: readonly Field[], group: Said, where: string): void {
  switch (field.kind) {
    case 'octal': {
      if (typeof value !== 'string' || !/^[0-7]+$/.test(value) || value.length > field.bits / 3)
        throw new RangeError(`${where} is a code of ${field.bits / 3} octal digits`);
      bits.put(Number.parseInt(value, 8), field.bits);
      break;
    }
    case 'text':
    case 'ascii': {
      const characters = field.bits / (field.kind === 'text' ? 6 : 8);
      if (typeof value !== 'string' || value.length > characters) throw new RangeError(`${where} is a text of ${characters} characters`);
      const padded = value.padEnd(characters, ' ');
      if (field.kind === 'text') bits.put(sixBitValue(padded), field.bits);
      else for (const character of padded) bits.put(octetOf(character, where), 8);
      break;
    }
    case 'hex': {
      if (typeof value !== 'string' || value.length !== field.bits / 4 || !/^[0-9a-f]+$/i.test(value))
        throw new RangeError(`${where} is ${field.bits / 8} octets in hexadecimal digits`);
      writeHex(bits, value);
      break;
    }
    default: {
      if (typeof value !== 'number') throw new RangeError(`${where} is a number${field.unit === undefined ? '' : ` in ${field.unit}`}`);
      const other = field.or !== undefined && valueOf(group, byOf(field.or.by, fields)) === 1;
      const raw = Math.round(value / (other ? (field.or?.lsb ?? 1) : field.lsb));
      const [least, most] = field.signed ? [-(2 ** (field.bits - 1)), 2 ** (field.bits - 1) - 1] : [0, 2 ** field.bits - 1];
      if (!(raw >= least && raw <= most))
        throw new RangeError(
          `${where} is ${value}${field.unit === undefined ? '' : ` ${field.unit}`}: it can say ${least * field.lsb} to ${most * field.lsb}`,
        );
      bits.put(raw < 0 ? raw + 2 ** field.bits : raw, field.bits);
    }
  }
}

function byOf(name: string, fields: readonly Field[]): Field {
  const field = fields.find((other) => other.name === name);
  if (field === undefined) throw new RangeError(`there is no field ${name}`);
  return field;
}

function named(said: Said, where: string): Record<string, Said> {
  if (typeof said !== 'object' || Array.isArray(said)) throw new RangeError(`${where} has parts by name`);
  return said as Record<string, Said>;
}

function octetOf(character: string, where: string): number {
  const code = character.charCodeAt(0);
  if (code > 255) throw new RangeError(`${where}: "${character}" is no character of eight bits`);
  return code;
}

function writeHex(bits: Bits, text: string): void {
  for (let k = 0; k < text.length; k += 2) bits.put(Number.parseInt(text.slice(k, k + 2), 16), 8);
}

/** Bits, first bit first. */
class Bits {
  private readonly done: number[] = [];
  private held = 0;
  private count = 0;

  /** The last `bits` of a whole number below 2⁵³. */
  put(value: number, bits: number): void {
    for (let k = bits - 1; k >= 0; k -= 1) {
      this.held = (this.held << 1) | (Math.floor(value / 2 ** k) % 2);
      this.count += 1;
      if (this.count === 8) {
        this.done.push(this.held);
        this.held = 0;
        this.count = 0;
      }
    }
  }

  octets(): Uint8Array {
    return Uint8Array.from(this.done);
  }
}
