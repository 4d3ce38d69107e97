import type { FolderFile } from '../adapters/watched-folder/folder-files.ts';
import { LONGEST_GAP_s } from '../core/imager/laid-look.ts';
import type { Micros } from '../core/units.ts';

/** A look that was handled in a run before, and its files that were of use. */
export type PastLook = {
  readonly satellite: string;
  readonly area: string;
  readonly begin_us: Micros;
  readonly files: readonly FolderFile[];
};

export type LastLooks = {
  /** The next look of those that were handled, in their order. */
  put(look: PastLook): void;
  /** The last looks of each area whose series may go on with a look that begins then, in order of time. */
  before(begin_us: Micros): readonly PastLook[];
};

/** Five minutes of looks ten seconds apart: a burn, and a background that has settled before it. */
const MOST_LOOKS = 30;
/** As many areas as are followed at a time; of more, those that were heard of last. */
const MOST_AREAS = 50;

/** Keeps the last looks of each area from a record that may be of years. */
export function createLastLooks(): LastLooks {
  const areas = new Map<string, readonly PastLook[]>();
  return {
    put(look) {
      const id = JSON.stringify([look.satellite, look.area]);
      const looks = areas.get(id) ?? [];
      const last = looks.at(-1);
      const goesOn = last !== undefined && follows(last, look.begin_us);
      areas.delete(id);
      areas.set(id, goesOn ? [...looks, look].slice(-MOST_LOOKS) : [look]);
      const [oldest] = areas.keys();
      if (areas.size > MOST_AREAS) areas.delete(oldest);
    },
    before(begin_us) {
      const open = [...areas.values()].filter((looks) => looks.some((look) => follows(look, begin_us)));
      return open.flat().sort((a, b) => a.begin_us - b.begin_us);
    },
  };
}

/** Whether a look that begins then may be the next of a series, of this area or of one beside it. */
function follows(look: PastLook, begin_us: Micros): boolean {
  return Math.abs(begin_us - look.begin_us) <= LONGEST_GAP_s * 1e6;
}
