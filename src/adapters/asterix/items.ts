import { type Category, FSPEC_SLOT, type Item, joinedPath, type Structure } from './category.ts';
import type { Field } from './field.ts';
import type { Groups } from './groups.ts';
import { sixBitText } from './six-bit.ts';

/** A value of a field: a number in the field's unit, a code in octal digits, characters, or octets in hexadecimal digits. */
export type Value = number | string;
/** What an item says: one value, values by field, or groups of either. */
export type Said = Value | { readonly [field: string]: Said } | readonly Said[];
/** What a record says, by item. */
export type Items = Readonly<Record<string, Said>>;

/** What a decoded record says, as data: items in the order in which they lie in the record. `offset` is where its values begin.
 *  Spare bits are left out unless they are set, octets of presence bits unless there are more than are needed. */
export function itemsOf(category: Category, octets: Uint8Array, values: Float64Array, offset: number, groups: Groups): Items {
  const of: Decoded = { octets, values, offset, groups };
  const said: Record<string, Said> = {};
  let last = 0;
  for (const [k, item] of category.uap.entries()) {
    if (item === undefined) continue;
    const value = saidBy(of, item.structure);
    if (value === undefined) continue;
    said[item.id] = value;
    last = k;
  }
  const fspec = values[offset + FSPEC_SLOT] ?? 0;
  return fspec > Math.floor(last / 7) + 1 ? { fspec, ...said } : said;
}

type Decoded = { readonly octets: Uint8Array; readonly values: Float64Array; readonly offset: number; readonly groups: Groups };

function saidBy(of: Decoded, structure: Structure): Said | undefined {
  const at = (slot: number): number => of.values[of.offset + slot] ?? Number.NaN;
  switch (structure.kind) {
    case 'fixed':
      return fieldsSaid(of, structure.fields, of.values, of.offset);
    case 'extended':
      return fieldsSaid(of, structure.extents.flat(), of.values, of.offset);
    case 'explicit': {
      const begin = at(structure.slot);
      return Number.isNaN(begin) ? undefined : hex(of.octets, begin + 1, Math.max(0, (of.octets[begin] ?? 0) - 1));
    }
    case 'repeated': {
      const [begin, count] = [at(structure.slot), at(structure.slot + 1)];
      if (Number.isNaN(begin)) return undefined;
      return Array.from({ length: count }, (_, k) =>
        fieldsSaid(of, structure.fields, of.groups.values, begin + k * structure.fields.length),
      ).filter((group) => group !== undefined);
    }
    case 'compound': {
      const primary = at(structure.slot);
      if (Number.isNaN(primary)) return undefined;
      const parts: Record<string, Said> = {};
      let last = 0;
      for (const [k, part] of structure.parts.entries()) {
        const said = part && saidBy(of, part.structure);
        if (part === undefined || said === undefined) continue;
        parts[part.name] = said;
        last = k;
      }
      return primary > Math.floor(last / 7) + 1 ? { primary, ...parts } : parts;
    }
  }
}

function fieldsSaid(of: Decoded, fields: readonly Field[], values: Float64Array, offset: number): Said | undefined {
  const said: Record<string, Said> = {};
  let spares = 0;
  for (const field of fields) {
    const value = values[offset + field.slot] ?? Number.NaN;
    // The fields of an extent that is not there have no values, nor have those after it.
    if (Number.isNaN(value)) break;
    if (field.kind === 'spare') {
      spares += 1;
      if (value !== 0) said[spareName(spares)] = value;
    } else if (field.name === '') return valueOf(of, field, value);
    else nest(said, field.name.split('.'), valueOf(of, field, value));
  }
  return Number.isNaN(values[offset + (fields[0]?.slot ?? 0)]) ? undefined : said;
}

/** What spare bits are called when they are set: the first of an item, the second … */
export const spareName = (count: number): string => (count === 1 ? 'spare' : `spare${count}`);

function nest(into: Record<string, Said>, [first = '', ...rest]: string[], value: Said): void {
  if (rest.length === 0) into[first] = value;
  else {
    const inner = (into[first] ?? {}) as Record<string, Said>;
    nest(inner, rest, value);
    into[first] = inner;
  }
}

function valueOf({ octets }: Decoded, field: Field, value: number): Value {
  switch (field.kind) {
    case 'octal':
      return value.toString(8).padStart(field.bits / 3, '0');
    case 'text':
      return sixBitText(value, field.bits / 6);
    case 'ascii':
      return String.fromCharCode(...octets.subarray(value, value + field.bits / 8));
    case 'hex':
      return hex(octets, value, field.bits / 8);
    default:
      return value;
  }
}

function hex(octets: Uint8Array, begin: number, length: number): string {
  let text = '';
  for (let k = begin; k < begin + length; k += 1) text += (octets[k] ?? 0).toString(16).padStart(2, '0');
  return text;
}

/** Item by item: its identifier, name and fields with their units, for whoever wants to know what a category can say. */
export function fieldsOfItem({ structure }: Item): { readonly path: string; readonly field: Field }[] {
  return pathsOf(structure, '');
}

function pathsOf(structure: Structure, path: string): { path: string; field: Field }[] {
  const within = (fields: readonly Field[]): { path: string; field: Field }[] =>
    fields.filter(({ kind }) => kind !== 'spare').map((field) => ({ path: joinedPath(path, field.name), field }));
  switch (structure.kind) {
    case 'fixed':
    case 'repeated':
      return within(structure.fields);
    case 'extended':
      return within(structure.extents.flat());
    case 'compound':
      return structure.parts.flatMap((part) => (part === undefined ? [] : pathsOf(part.structure, part.name)));
    case 'explicit':
      return [];
  }
}
