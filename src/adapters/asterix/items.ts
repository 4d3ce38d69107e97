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
  const of: Decoded = { octets, values, offset, groups: groups.values };
  const said: Record<string, Said> = {};
  let last = 0;
  for (const { id, place, speak } of speakersOf(category)) {
    const value = speak(of, values, offset);
    if (value === undefined) continue;
    said[id] = value;
    last = place;
  }
  const fspec = values[offset + FSPEC_SLOT] ?? 0;
  return fspec > Math.floor(last / 7) + 1 ? { fspec, ...said } : said;
}

type Decoded = { readonly octets: Uint8Array; readonly values: Float64Array; readonly offset: number; readonly groups: Float64Array };
/** What a structure says of values that begin at an offset; undefined where it is not there. */
type Speak = (of: Decoded, values: Float64Array, offset: number) => Said | undefined;
type Speaker = { readonly id: string; readonly place: number; readonly speak: Speak };

/** One for each item of a category, made once: records come by the million. */
function speakersOf(category: Category): readonly Speaker[] {
  let speakers = SPEAKERS.get(category);
  if (speakers === undefined) {
    speakers = category.uap.flatMap((item, place) =>
      item === undefined ? [] : [{ id: item.id, place, speak: speakerOf(item.structure) }],
    );
    SPEAKERS.set(category, speakers);
  }
  return speakers;
}

const SPEAKERS = new WeakMap<Category, readonly Speaker[]>();

function speakerOf(structure: Structure): Speak {
  switch (structure.kind) {
    case 'fixed':
      return fieldsSpeaker(structure.fields);
    case 'extended':
      return fieldsSpeaker(structure.extents.flat());
    case 'explicit':
      return ({ octets }, values, offset) => {
        const begin = values[offset + structure.slot] ?? Number.NaN;
        return Number.isNaN(begin) ? undefined : hex(octets, begin + 1, Math.max(0, (octets[begin] ?? 0) - 1));
      };
    case 'repeated': {
      const speak = fieldsSpeaker(structure.fields);
      const width = structure.fields.length;
      return (of, values, offset) => {
        const begin = values[offset + structure.slot] ?? Number.NaN;
        if (Number.isNaN(begin)) return undefined;
        const groups: Said[] = [];
        const end = begin + width * (values[offset + structure.slot + 1] ?? 0);
        for (let at = begin; at < end; at += width) groups.push(speak(of, of.groups, at) ?? {});
        return groups;
      };
    }
    case 'compound':
      return compoundSpeaker(structure);
  }
}

function compoundSpeaker(structure: Extract<Structure, { kind: 'compound' }>): Speak {
  const parts = structure.parts.flatMap((part, place) =>
    part === undefined ? [] : [{ id: part.name, place, speak: speakerOf(part.structure) }],
  );
  return (of, values, offset) => {
    const primary = values[offset + structure.slot] ?? Number.NaN;
    if (Number.isNaN(primary)) return undefined;
    const said: Record<string, Said> = {};
    let last = 0;
    for (const { id, place, speak } of parts) {
      const value = speak(of, values, offset);
      if (value === undefined) continue;
      said[id] = value;
      last = place;
    }
    return primary > Math.floor(last / 7) + 1 ? { primary, ...said } : said;
  };
}

function fieldsSpeaker(fields: readonly Field[]): Speak {
  const [only] = fields;
  if (only !== undefined && fields.length === 1 && only.name === '') {
    return ({ octets }, values, offset) => {
      const value = values[offset + only.slot] ?? Number.NaN;
      return Number.isNaN(value) ? undefined : valueOf(octets, only, value);
    };
  }
  let spares = 0;
  const named = fields.map((field) => {
    if (field.kind === 'spare') spares += 1;
    return { field, path: field.kind === 'spare' ? [spareName(spares)] : field.name.split('.') };
  });
  return ({ octets }, values, offset) => {
    if (Number.isNaN(values[offset + (only?.slot ?? 0)])) return undefined;
    const said: Record<string, Said> = {};
    for (const { field, path } of named) {
      const value = values[offset + field.slot] ?? Number.NaN;
      // The fields of an extent that is not there have no values, nor have those after it.
      if (Number.isNaN(value)) break;
      if (field.kind === 'spare' && value === 0) continue;
      nest(said, path, valueOf(octets, field, value));
    }
    return said;
  };
}

/** What spare bits are called when they are set: the first of an item, the second … */
export const spareName = (count: number): string => (count === 1 ? 'spare' : `spare${count}`);

function nest(into: Record<string, Said>, path: readonly string[], value: Said): void {
  let at = into;
  for (let k = 0; k < path.length - 1; k += 1) {
    const name = path[k] ?? '';
    at = (at[name] ??= {}) as Record<string, Said>;
  }
  at[path[path.length - 1] ?? ''] = value;
}

function valueOf(octets: Uint8Array, field: Field, value: number): Value {
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
