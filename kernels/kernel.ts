import { type Expr, traced } from './expression.ts';

/** A kernel: what it writes where, as expressions of what it reads. */
export type Kernel = {
  readonly name: string;
  /** Lines of its comment: what it does, shapes, frame, source. */
  readonly about: readonly string[];
  /** Arrays with their offsets, then numbers, in the order of the parameters. */
  readonly slots: readonly Slot[];
  readonly numbers: readonly string[];
  readonly stores: readonly Store[];
  /** The array of a record that may be the very one that is written: same array, same offset. Nothing else that is read may overlap it. */
  readonly inPlace?: string;
  /** When given, the kernel returns whether all of these are above the bound. */
  readonly returnsAbove?: { readonly bound: number; readonly values: readonly Expr[] };
};

/** `state` beside `stateAt`: an array and where the record in it begins. */
export type Slot = { readonly array: string; readonly offset: string };

export type Store = { readonly slot: string; readonly index: number; readonly value: Expr };

/** Stores a run of values from `first` on. */
export const stored = (slot: string, first: number, values: readonly Expr[]): Store[] =>
  values.map((value, i) => ({ slot, index: first + i, value }));

export const kernel = (make: () => Kernel): Kernel => traced(make);
