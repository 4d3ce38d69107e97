import { type Field, fieldsOf } from './field.ts';

/** What a category of ASTERIX reports, in one edition: its items, in which order their presence is said, and where each field's value stands in
 *  a decoded record.     Source  EUROCONTROL-SPEC-0149 part 1, ed. 3.1, section 4 (blocks, records, FSPEC, kinds of items) */
export type Category = {
  readonly category: number;
  readonly edition: string;
  readonly name: string;
  readonly items: readonly Item[];
  /** User application profile: the item of each field reference number, the first of which is 1; undefined where the edition has none. */
  readonly uap: readonly (Item | undefined)[];
  /** Numbers that a decoded record has. */
  readonly slots: number;
};

/** The first slots of every record: octets of its FSPEC, and the slot of a value that is beyond what its field may hold, if there is one. */
export const FSPEC_SLOT = 0;
export const IMPLAUSIBLE_SLOT = 1;

export type Item = { readonly id: string; readonly name: string; readonly structure: Structure };

/** How an item lies in a record.
 *  fixed      the fields, one after the other
 *  extended   octets of seven bits and one that says whether another follows
 *  repeated   a count of one octet and so many groups (`count`), or groups whose last bit says whether another follows (`fx`); `slot` holds where in
 *             the record's list the first group begins, the next one how many there are
 *  compound   a primary of seven presence bits an octet, and the parts that it names; `slot` holds the octets of the primary
 *  explicit   an octet of length, and what follows it: not looked into; `slot` holds where it begins */
export type Structure =
  | { readonly kind: 'fixed'; readonly fields: readonly Field[]; readonly octets: number }
  | { readonly kind: 'extended'; readonly extents: readonly (readonly Field[])[] }
  | {
      readonly kind: 'repeated';
      readonly by: 'count' | 'fx';
      readonly fields: readonly Field[];
      readonly octets: number;
      readonly slot: number;
    }
  | { readonly kind: 'compound'; readonly parts: readonly (Part | undefined)[]; readonly slot: number }
  | { readonly kind: 'explicit'; readonly slot: number };

export type Part = { readonly name: string; readonly structure: Structure };

/** A structure as a description writes it, before its fields have a place. */
export type Described =
  | { readonly kind: 'fixed'; readonly fields: string }
  | { readonly kind: 'extended'; readonly extents: readonly string[] }
  | { readonly kind: 'repeated'; readonly by: 'count' | 'fx'; readonly fields: string }
  | { readonly kind: 'compound'; readonly parts: readonly (readonly [name: string, structure: Described] | undefined)[] }
  | { readonly kind: 'explicit' };

/** Fields one after the other: `fixed('SAC 8, SIC 8')`; how a field is written is told in field.ts. */
export const fixed = (fields: string): Described => ({ kind: 'fixed', fields });
/** Octets that go on while their last bit is set: `extended('TYP 3, SIM 1, RDP 1, SPI 1, RAB 1', 'TST 1, spare 6')`. */
export const extended = (...extents: readonly string[]): Described => ({ kind: 'extended', extents });
/** An octet that says how many groups follow. */
export const repeated = (fields: string): Described => ({ kind: 'repeated', by: 'count', fields });
/** Groups of which each says with its last bit whether another follows. */
export const repeatedWhile = (fields: string): Described => ({ kind: 'repeated', by: 'fx', fields });
/** Parts that a primary names; undefined where a presence bit has no part. */
export const compound = (...parts: readonly (readonly [string, Described] | undefined)[]): Described => ({ kind: 'compound', parts });
/** What another document describes. */
export const EXPLICIT: Described = { kind: 'explicit' };

export type Description = {
  readonly category: number;
  readonly edition: string;
  readonly name: string;
  readonly items: Readonly<Record<string, readonly [name: string, structure: Described]>>;
  /** Items by field reference number, with blanks between; a dash where there is none. */
  readonly uap: string;
};

/** A category from its description. RangeErrors name the item and what is wrong with it. */
export function describe({ category, edition, name, items: described, uap }: Description): Category {
  let slots = IMPLAUSIBLE_SLOT + 1;
  const take = (count: number): number => {
    slots += count;
    return slots - count;
  };
  const items = Object.entries(described).map(([id, [title, structure]]) => ({
    id,
    name: title,
    structure: placed(structure, `I${String(category).padStart(3, '0')}/${id}`, take),
  }));
  const byId = new Map(items.map((item) => [item.id, item]));
  return {
    category,
    edition,
    name,
    items: items.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    uap: uap.split(/\s+/).map((id) => {
      if (id !== '-' && !byId.has(id)) throw new RangeError(`category ${category}: the profile names ${id}, which is no item of it`);
      return byId.get(id);
    }),
    slots,
  };
}

function placed(structure: Described, where: string, take: (count: number) => number): Structure {
  switch (structure.kind) {
    case 'fixed': {
      const fields = fieldsOf(structure.fields, where, take);
      return { kind: 'fixed', fields, octets: octetsOf(fields, where) };
    }
    case 'extended': {
      const extents = structure.extents.map((extent) => fieldsOf(extent, where, take));
      for (const extent of extents)
        if ((bitsOf(extent) + 1) % 8 !== 0) throw new RangeError(`${where}: an extent has ${bitsOf(extent)} bits, not 7, 15, 23 …`);
      return { kind: 'extended', extents };
    }
    case 'repeated': {
      const slot = take(2);
      // The fields of a group are counted from the group's begin.
      let next = 0;
      const fields = fieldsOf(structure.fields, where, (count) => {
        next += count;
        return next - count;
      });
      const bits = bitsOf(fields) + (structure.by === 'fx' ? 1 : 0);
      if (bits % 8 !== 0) throw new RangeError(`${where}: a group has ${bits} bits, which are no octets`);
      return { kind: 'repeated', by: structure.by, fields, octets: bits / 8, slot };
    }
    case 'compound':
      return {
        kind: 'compound',
        slot: take(1),
        parts: structure.parts.map((part) => part && { name: part[0], structure: placed(part[1], `${where}/${part[0]}`, take) }),
      };
    case 'explicit':
      return { kind: 'explicit', slot: take(1) };
  }
}

function octetsOf(fields: readonly Field[], where: string): number {
  const bits = bitsOf(fields);
  if (bits % 8 !== 0) throw new RangeError(`${where}: ${bits} bits are no octets`);
  return bits / 8;
}

const bitsOf = (fields: readonly Field[]): number => fields.reduce((bits, field) => bits + field.bits, 0);

/** The same category where only some fields have a place in a decoded record, in this order: by their paths, as in `120/CAL/CAL`. */
export function narrowed(category: Category, paths: readonly string[]): Category {
  const slotOf = (path: string): number => {
    const at = paths.indexOf(path);
    return at < 0 ? NOWHERE : IMPLAUSIBLE_SLOT + 1 + at;
  };
  const renamed = (fields: readonly Field[], path: string): Field[] =>
    fields.map((field) => ({ ...field, slot: field.kind === 'spare' ? NOWHERE : slotOf(joinedPath(path, field.name)) }));
  const within = (structure: Structure, path: string): Structure => {
    switch (structure.kind) {
      case 'fixed':
        return { ...structure, fields: renamed(structure.fields, path) };
      case 'extended':
        return { ...structure, extents: structure.extents.map((extent) => renamed(extent, path)) };
      case 'repeated':
        return { ...structure, slot: NOWHERE };
      case 'explicit':
        return { ...structure, slot: slotOf(path) };
      case 'compound':
        return {
          ...structure,
          slot: NOWHERE,
          parts: structure.parts.map((part) => part && { ...part, structure: within(part.structure, joinedPath(path, part.name)) }),
        };
    }
  };
  const items = new Map(category.items.map((item) => [item.id, { ...item, structure: within(item.structure, item.id) }]));
  return {
    ...category,
    items: [...items.values()],
    uap: category.uap.map((item) => item && items.get(item.id)),
    slots: IMPLAUSIBLE_SLOT + 1 + paths.length,
  };
}

/** The slot of what has no place. */
export const NOWHERE = -1;

/** Item, part and field with strokes between, without what has no name. */
export function joinedPath(...names: readonly string[]): string {
  return names.filter((name) => name !== '').join('/');
}
