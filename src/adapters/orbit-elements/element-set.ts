import { elementsFault } from '../../core/catalogue/catalogue.ts';
import type { MeanElements } from '../../core/catalogue/mean-elements.ts';
import type { ElementsReporter } from './report.ts';

/** Elements that were read, and the line of the file at which they begin. */
export type ElementSet = { readonly line: number; readonly elements: MeanElements };

/** Keeps a set where its numbers are an orbit, and refuses it where they are none. */
export function kept(line: number, elements: MeanElements, reporter: ElementsReporter): ElementSet | undefined {
  const fault = elementsFault(elements);
  if (fault !== undefined)
    return reporter.refuse({ line, field: '', message: fault, remedy: 'take the object out, or give elements of a closed orbit' });
  reporter.keep(elements.catalogueNumber);
  return { line, elements };
}

/** Radians a second of revolutions a day. */
export const REVOLUTIONS_A_DAY = (2 * Math.PI) / 86_400;
