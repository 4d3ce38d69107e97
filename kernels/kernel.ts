import { type Expr, traced } from './expression.ts';
import type { Vector } from './matrix.ts';

/** A kernel: what it writes where, as expressions of what it reads. */
export type Kernel = {
  readonly name: string;
  /** Lines of its comment: what it does, shapes, frame, source. */
  readonly about: readonly string[];
  /** Arrays with their offsets, then numbers, in the order of the parameters. */
  readonly slots: readonly Slot[];
  readonly numbers: readonly string[];
  readonly stores: readonly Store[];
  /** Of a slot that is written, the one that is read and may be the very same record: same array, same offset. Nothing else that is read may overlap it. */
  readonly inPlace?: Readonly<Record<string, string>>;
  /** When given, the kernel returns whether all of these are above the bound. */
  readonly returnsAbove?: { readonly bound: number; readonly values: readonly Expr[] };
};

/** `s` beside `o`: an array and where the record in it begins. A slot that begins `by` numbers behind another of the same array is no parameter, and goes by a
 *  `name` of its own. */
export type Slot = {
  readonly array: string;
  readonly offset: string;
  readonly name?: string;
  readonly behind?: { readonly offset: string; readonly by: number };
};

/** The slots of a record: its n states, and its packed covariance under another name, so that it is written alike whatever n is. */
export const recordSlots = (array: string, offset: string, n: number, covariance: string, covarianceOffset: string): Slot[] => [
  { array, offset },
  { array, offset: covarianceOffset, name: covariance, behind: { offset, by: n } },
];

export type Store = { readonly slot: string; readonly index: number; readonly value: Expr; readonly block?: Block };

/** Stores that stand together: what only they need is declared among them, and `given`, values from outside, have these names there. Rows of a matrix that are
 *  written so are alike but for numbers, which are easy to read and to compress; to the compiler it is the same. */
export type Block = { readonly given: readonly { readonly name: string; readonly value: Expr }[] };

/** Stores a run of values from `first` on. */
export const stored = (slot: string, first: number, values: readonly Expr[]): Store[] =>
  values.map((value, i) => ({ slot, index: first + i, value }));

/** Stores rows of values one behind the other, each in a block to which its row of `given` is given, under the same names as all others. */
export function storedByRows(slot: string, first: number, rows: readonly Vector[], name = '', given: readonly Vector[] = []): Store[] {
  let at = first;
  return rows.flatMap((row, i) => {
    const named = (given[i] ?? []).flatMap((value, j) => (value.op === 'named' ? [{ name: `${name}${j}`, value }] : []));
    const block = { given: named };
    at += row.length;
    return stored(slot, at - row.length, row).map((store) => ({ ...store, block }));
  });
}

/** Rows of a record in their order, but those of position and velocity before those of what a longer record has behind them: kernels for records of all lengths
 *  then begin alike, and the text of one compresses with that of the other. */
export const firstSixFirst = (n: number, rows: (from: number, to: number) => Store[]): Store[] => [...rows(0, 6), ...rows(6, n)];

export const kernel = (make: () => Kernel): Kernel => traced(make);
