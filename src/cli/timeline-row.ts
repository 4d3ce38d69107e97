import type { Micros } from '../core/units.ts';

/** One line of a timeline: when, what, and its figures as text. */
export type TimelineRow = { readonly at_us: Micros; readonly what: string; readonly figures: string };
