import { type Category, IMPLAUSIBLE_SLOT, joinedPath } from './category.ts';
import { CAT048_PLOTS } from './categories/048-plots.ts';
import { CATEGORIES } from './categories/index.ts';
import { DECODERS, PLOT_DECODERS } from './decoders/index.ts';
import { type Decoder, type Groups, newGroups } from './groups.ts';
import { fieldsOfItem } from './items.ts';

/** Which edition of each category a source sends: nothing in its blocks says so. */
export type Editions = ReadonlyMap<number, string>;

/** A record in a reader's hand: good until the next one. */
export type AsterixRecord = {
  readonly category: Category;
  readonly octets: Uint8Array;
  /** Where it begins and ends in `octets`. */
  readonly begin: number;
  readonly end: number;
  readonly values: Float64Array;
  readonly groups: Groups;
};

/** Why octets were not taken.
 *  length        a block says a length that it cannot have: what is left of these octets is not looked at
 *  cut-short     a record runs past the end of its block
 *  no-item       a record has an item, or a part of one, that the edition does not have
 *  implausible   a value is beyond what its field may hold: most often another edition */
export type BlockProblem = {
  readonly kind: 'length' | 'cut-short' | 'no-item' | 'implausible';
  readonly category: number;
  /** Octets that were passed over, from `at` on. */
  readonly at: number;
  readonly octets: number;
  /** What is wrong, in words: made when somebody asks, since noise is refused by the million. */
  message(): string;
};

export type BlockSink = {
  record(record: AsterixRecord): void;
  problem(problem: BlockProblem): void;
  /** A block of a category that is not described here: passed over. */
  unknown(category: number, octets: number): void;
};

export type Wanted = 'all' | 'plots';

type Ready = { readonly category: Category; readonly decode: Decoder; readonly values: Float64Array };

/** The editions that there are of a category, the one first that is meant where nobody says which. */
export function editionsOf(category: number): readonly string[] {
  return CATEGORIES.filter((each) => each.category === category).map(({ edition }) => edition);
}

/** A reader of data blocks. After a record that cannot be read it goes on with the next block: where the next record begins nobody can say.
 *  `wanted`: all fields of all categories, or of target reports what plots are made of (categories/048-plots.ts), in a quarter of the time.
 *  A RangeError where an edition is asked for that is not described.     Source  EUROCONTROL-SPEC-0149 part 1, section 4.2 */
export function blockReader(editions: Editions = new Map(), wanted: Wanted = 'all'): (octets: Uint8Array, sink: BlockSink) => void {
  const ready = readyFor(editions, wanted);
  const groups = newGroups();
  return (octets, sink) => {
    let at = 0;
    while (at < octets.length) {
      const length = at + 3 <= octets.length ? ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0) : 0;
      const number = octets[at] ?? 0;
      if (length < 3 || at + length > octets.length) {
        sink.problem({
          kind: 'length',
          category: number,
          at,
          octets: octets.length - at,
          message: () => lengthMessage(length, octets.length - at),
        });
        return;
      }
      const of = ready.get(number);
      if (of === undefined) sink.unknown(number, length);
      else readBlock(of, octets, at + 3, at + length, groups, sink);
      at += length;
    }
  };
}

function readBlock(
  { category, decode, values }: Ready,
  octets: Uint8Array,
  begin: number,
  end: number,
  groups: Groups,
  sink: BlockSink,
): void {
  let at = begin;
  while (at < end) {
    values.fill(Number.NaN);
    groups.used = 0;
    const next = decode(octets, at, values, 0, groups);
    const problem = problemOf(category, next, end, values);
    if (problem !== undefined && problem.kind !== 'implausible') {
      sink.problem({ ...problem, category: category.category, at, octets: end - at });
      return;
    }
    if (problem !== undefined) sink.problem({ ...problem, category: category.category, at, octets: next - at });
    else sink.record({ category, octets, begin: at, end: next, values, groups });
    at = next;
  }
}

function problemOf(
  category: Category,
  next: number,
  end: number,
  values: Float64Array,
): Pick<BlockProblem, 'kind' | 'message'> | undefined {
  if (next <= -1000) {
    const item = category.uap[-next - 1001]?.id ?? '?';
    return { kind: 'no-item', message: () => `item ${item} has a part that ${whichOf(category)} does not have${adviceOf(category)}` };
  }
  if (next < 0)
    return { kind: 'no-item', message: () => `field reference ${-next} is no item of ${whichOf(category)}${adviceOf(category)}` };
  if (next > end) {
    const more = next - end;
    return {
      kind: 'cut-short',
      message: () => `a record runs ${more} octet${more === 1 ? '' : 's'} past the end of its block${adviceOf(category)}`,
    };
  }
  const odd = values[IMPLAUSIBLE_SLOT] ?? Number.NaN;
  if (Number.isNaN(odd)) return undefined;
  const value = values[odd] ?? Number.NaN;
  return {
    kind: 'implausible',
    message: () => `${oddOf(category, odd, value)}, which ${whichOf(category)} does not allow${adviceOf(category)}`,
  };
}

const whichOf = (category: Category): string => `category ${padded(category)} edition ${category.edition}`;

function adviceOf(category: Category): string {
  const other = editionsOf(category.category).find((edition) => edition !== category.edition);
  return other === undefined ? '' : `: say --edition ${padded(category)}=${other} if that is what the source sends`;
}

function oddOf(category: Category, slot: number, value: number): string {
  for (const item of category.items)
    for (const { path, field } of fieldsOfItem(item))
      if (field.slot === slot && slot > IMPLAUSIBLE_SLOT)
        return `I${padded(category)}/${joinedPath(item.id, path)} is ${value}${field.unit === undefined ? '' : ` ${field.unit}`}`;
  const explicit = category.items.find(({ structure }) => structure.kind === 'explicit' && structure.slot === slot);
  return explicit === undefined
    ? 'a value of a repeated item is out of its bounds'
    : `the length of I${padded(category)}/${explicit.id} is 0`;
}

const padded = ({ category }: Category): string => String(category).padStart(3, '0');

function lengthMessage(length: number, left: number): string {
  if (left < 3) return `${left} octets are left, which are no block`;
  return length < 3
    ? `a block says that it has ${length} octets, and its head alone has 3`
    : `a block says that it has ${length} octets, and ${left} are left`;
}

function readyFor(editions: Editions, wanted: Wanted): Map<number, Ready> {
  const ready = new Map<number, Ready>();
  for (const [number, edition] of editions)
    if (!editionsOf(number).includes(edition))
      throw new RangeError(
        editionsOf(number).length === 0
          ? `category ${number} is not described here: ${[...new Set(CATEGORIES.map(padded))].join(', ')} are`
          : `there is no edition ${edition} of category ${number} here: choose from ${editionsOf(number).join(', ')}`,
      );
  const [categories, decoders] = wanted === 'all' ? [CATEGORIES, DECODERS] : [[CAT048_PLOTS], PLOT_DECODERS];
  for (const category of categories) {
    const meant = editions.get(category.category) ?? editionsOf(category.category)[0];
    const decode = decoders[`${padded(category)} ${category.edition}`];
    if (category.edition === meant && decode !== undefined)
      ready.set(category.category, { category, decode, values: new Float64Array(category.slots) });
  }
  return ready;
}
