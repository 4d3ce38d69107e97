/** The three lines a thing can travel on, from the sensor to the siren. Nothing crosses from one to another. */
export type Line = 'live' | 'exercise' | 'test';

/** All three lines. */
export const LINES: readonly Line[] = ['live', 'exercise', 'test'];

declare const minted: unique symbol;

/** A value proven to be on line L. Only `onLine` mints it, so a drill's warning does not compile where a live one is asked for.
 *  Why a strict brand here and light ones for units: this mix-up reaches the public (1979-11-09, 2018-01-13). */
export type OnLine<L extends Line, T> = T & { readonly line: L; readonly [minted]: L };

export type LineCheck<L extends Line, T> =
  | { readonly kind: 'on-line'; readonly value: OnLine<L, T> }
  | { readonly kind: 'wrong-line'; readonly expected: L; readonly found: Line };

/** Checks the `line` field at run time and mints the brand that the compiler checks from there on. */
export function onLine<L extends Line, T extends { readonly line: Line }>(value: T, line: L): LineCheck<L, T> {
  return value.line === line
    ? { kind: 'on-line', value: value as OnLine<L, T> }
    : { kind: 'wrong-line', expected: line, found: value.line };
}
