/** Groups of repeated items, one after the other. `last` is where no more group of a single field has room: a record has no more octets than a block,
 *  and a field at least seven bits, so that a list for a block is never full before its record has run past its end. */
export type Groups = { readonly values: Float64Array; readonly last: number; used: number };

/** Fields in the longest block: one of seven bits an octet. A count of one octet may promise more than a block has, once. */
const MOST = 65_536 + 255 * 16;

export function newGroups(): Groups {
  return { values: new Float64Array(MOST), last: 65_536, used: 0 };
}

/** Decodes one record; see the generated files in decoders/. */
export type Decoder = (octets: Uint8Array, at: number, values: Float64Array, offset: number, groups: Groups) => number;
