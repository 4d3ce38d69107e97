import type { FolderFile } from '../adapters/watched-folder/folder-files.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import type { Micros } from '../core/units.ts';

/** Looks of an imager, or files of a lightning mapper, come one after the other: of those of one satellite and area the order is kept. */
export type LookKey = {
  readonly satellite: string;
  /** Undefined of lightning. */
  readonly area: string | undefined;
  readonly begin_us: Micros;
};

/** A file that waits for its turn: a band of a look, of which only the head was read, or a file of lightning. */
export type WaitingFile =
  | { readonly file: FolderFile; readonly band: number }
  | { readonly file: FolderFile; readonly lightning: LightningFile };

export type DueLook = LookKey & {
  readonly files: readonly WaitingFile[];
  /** A later look of this satellite and area was handled before. */
  readonly late: boolean;
};

/** What became of a look: the bands of the files that came, and of those that were used. Lightning has the band 0. */
export type HandledLook = LookKey & { readonly came: readonly number[]; readonly used: readonly number[] };

export type LookQueue = {
  /** Puts a file into its look. Undefined where it waits there now; otherwise why it cannot: its look has that band, or was handled. */
  put(key: LookKey, waiting: WaitingFile, now_ms: number): { readonly message: string; readonly remedy: string } | undefined;
  /** The earliest look that need not wait any longer, which leaves the queue; of all that wait where `isPressed`: nothing else comes, or there is no room. */
  take(now_ms: number, isPressed: boolean): DueLook | undefined;
  /** Says what became of a look: of one that was taken, or in a run before. */
  handled(look: HandledLook): void;
  /** For how long no look becomes due, if no file comes. */
  quiet_ms(now_ms: number): number;
  /** Files that wait. */
  readonly length: number;
};

/** The band that lightning has here: imagers count theirs from 1. */
export const LIGHTNING = 0;

/** Steps between looks, the last ones: the usual one is their median. */
const STEPS = 9;
/** Longer than this many usual steps, and a look is missing between. */
const GAP = 1.5;
/** A look has come whole when the bands of so many looks before it have: a band that is missing once is still waited for, and one that no longer comes is not for long. */
const LOOKS_BEFORE = 3;
/** Looks and imagers that are remembered. A file of a look before that is taken for one of a new look, which is late. */
const MOST_LOOKS = 100_000;
const MOST_IMAGERS = 1000;

type Waiting = LookKey & { readonly imager: string; readonly files: WaitingFile[]; readonly since_ms: number };
type Imager = {
  readonly last_us: Micros;
  readonly steps_us: readonly Micros[];
  /** Bands that came with the last looks, in order. */
  readonly looks: readonly { readonly begin_us: Micros; readonly bands: readonly number[] }[];
};

/** Puts files together into looks, and says when each is handled. The bands of a look, and looks that are missing before it, are waited for, up to `wait_ms` from when
 *  its first file came. Looks of a satellite and area are handled in order of time, but for those that come later still. */
export function createLookQueue(wait_ms: number): LookQueue {
  const waiting = new Map<string, Waiting>();
  const imagers = new Map<string, Imager>();
  /** Bands that were used of a look. */
  const used = new Map<string, readonly number[]>();
  let length = 0;

  const isLate = ({ imager, begin_us }: Waiting): boolean => begin_us < (imagers.get(imager)?.last_us ?? -Infinity);
  /** Whether no look is missing before it, which of one that is late nobody asks. */
  const isNext = ({ imager, begin_us }: Waiting): boolean => {
    const { last_us, steps_us } = imagers.get(imager) ?? NEW;
    return steps_us.length > 0 && begin_us - last_us <= GAP * median(steps_us);
  };
  const isWhole = (look: Waiting): boolean => {
    if (look.area === undefined) return true;
    const expected = imagers.get(look.imager)?.looks.flatMap(({ bands }) => bands);
    return expected?.every((band) => look.files.some((one) => bandOf(one) === band)) ?? false;
  };
  /** The earliest of each satellite and area: the others wait for it. */
  const heads = (): Waiting[] => {
    const first = new Map<string, Waiting>();
    for (const look of waiting.values()) {
      const other = first.get(look.imager);
      if (other === undefined || look.begin_us < other.begin_us) first.set(look.imager, look);
    }
    return [...first.values()].sort((a, b) => a.begin_us - b.begin_us);
  };
  const left_ms = (look: Waiting, now_ms: number): number => (isWhole(look) && isNext(look) ? 0 : look.since_ms + wait_ms - now_ms);

  const came = (look: LookKey, bands: readonly number[]): void => {
    const imager = imagers.get(imagerOf(look)) ?? NEW;
    const same = imager.looks.find(({ begin_us }) => begin_us === look.begin_us);
    const looks = [
      ...imager.looks.filter((other) => other !== same),
      { begin_us: look.begin_us, bands: [...(same?.bands ?? []), ...bands] },
    ]
      .sort((a, b) => a.begin_us - b.begin_us)
      .slice(-LOOKS_BEFORE);
    remember(imagers, imagerOf(look), { ...imager, looks }, MOST_IMAGERS);
  };

  return {
    put(key, one, now_ms) {
      const look = waiting.get(nameOf(key));
      const band = bandOf(one);
      const before = used.get(nameOf(key)) ?? [];
      if (before.includes(band) || look?.files.some((other) => bandOf(other) === band)) return twice(band);
      if (before.length > 0)
        return {
          message: `is band ${band} of a look that was handled without it`,
          remedy: 'where bands come so late, wait longer (--wait)',
        };
      if (look === undefined) waiting.set(nameOf(key), { ...key, imager: imagerOf(key), files: [one], since_ms: now_ms });
      else look.files.push(one);
      length += 1;
      return undefined;
    },
    take(now_ms, isPressed) {
      const due = heads().find((look) => isPressed || left_ms(look, now_ms) <= 0);
      if (due === undefined) return undefined;
      waiting.delete(nameOf(due));
      length -= due.files.length;
      const { satellite, area, begin_us, files } = due;
      return { satellite, area, begin_us, files, late: isLate(due) };
    },
    handled(look) {
      came(look, look.came);
      if (look.used.length === 0) return;
      remember(used, nameOf(look), [...(used.get(nameOf(look)) ?? []), ...look.used], MOST_LOOKS);
      const imager = imagers.get(imagerOf(look)) ?? NEW;
      const step_us = look.begin_us - imager.last_us;
      if (step_us <= 0) return;
      const steps_us = imager.last_us === -Infinity ? [] : [...imager.steps_us, step_us].slice(-STEPS);
      remember(imagers, imagerOf(look), { ...imager, last_us: look.begin_us, steps_us }, MOST_IMAGERS);
    },
    quiet_ms(now_ms) {
      return Math.max(0, Math.min(...heads().map((look) => left_ms(look, now_ms))));
    },
    get length() {
      return length;
    },
  };
}

const NEW: Imager = { last_us: -Infinity, steps_us: [], looks: [] };

function bandOf(one: WaitingFile): number {
  return 'band' in one ? one.band : LIGHTNING;
}

function twice(band: number): { readonly message: string; readonly remedy: string } {
  return band === LIGHTNING
    ? { message: 'has lightning that another file had', remedy: 'remove one of the two' }
    : { message: `is band ${band} of a look that has it already`, remedy: 'keep one file of each band' };
}

function imagerOf({ satellite, area }: LookKey): string {
  return JSON.stringify([satellite, area ?? null]);
}

function nameOf(look: LookKey): string {
  return `${imagerOf(look)} ${look.begin_us}`;
}

/** The one that was heard of first is forgotten where there are too many. */
function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most) map.delete(oldest);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
