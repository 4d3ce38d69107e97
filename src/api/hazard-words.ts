import type { HazardEnd, HazardInstruction } from '../core/warn/hazard.ts';

// What the core says of a hazard in fields, in words: the command line and the console read the same.

/** What to do. */
export const INSTRUCTION_WORDS: Readonly<Record<HazardInstruction, string>> = {
  'keep-clear': 'keep clear of the area',
  'all-clear': 'nothing more to do',
  'heed-warning': 'heed the warning',
};

/** Why it is not told any more. */
export function hazardEndWords(end: HazardEnd): string {
  switch (end.kind) {
    case 'window-over':
      return 'the time by which it is down is over; nobody saw it fall';
    case 'does-not-come-down':
      return 'it burns again, or stays up';
    case 'track-lost':
      return 'its track is lost: sensors should see it and do not';
    case 'warned':
      return `warning ${end.warning} covers it`;
    case 'same-object':
      return `the same object as ${end.event}`;
    default:
      return end satisfies never;
  }
}
