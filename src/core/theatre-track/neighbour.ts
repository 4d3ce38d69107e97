import type { Micros } from '../units.ts';

/** Two tracks side by side: two objects, or one object that a sensor sees in the wrong place? What decides is not how far apart they are but
 *  who sees what. A sensor that shows both in one look proves two. Sensors in whose view both should be, and of which each shows only ever the one or
 *  the other, speak for one, the more the longer it goes on; provided that an error which such a sensor may have (range, angles, clock) explains
 *  the whole difference, in place and in velocity. */
export type Neighbour = {
  /** The older of the two; the younger holds this record. */
  readonly older: string;
  /** ln of how much likelier the looks so far are of one object than of two. */
  one: number;
  /** Looks that showed both. */
  both: number;
  /** When the difference was last explained by an error of a sensor that showed one of them alone. */
  explained_us: Micros | undefined;
  /** When it last was by that or by gross errors, of the sensors that show the one and the other: two of them may be wrong. */
  grossly_us: Micros | undefined;
  since_us: Micros;
  /** Looks in a row that might have shown both and showed the younger alone. */
  left: number;
  /** Looks that showed one alone, by sensor: whose the displaced one is. */
  readonly alone: { readonly sensor: string; older: number; younger: number; doubted: boolean }[];
};

/** Looks that show both and so prove two. The first may be a false plot. */
const PROVEN = 2;
/** A difference counts as explained for this long: some looks of a slow sensor. */
const REMEMBERED_S = 10;

export function isProvenTwo({ both }: Neighbour): boolean {
  return both >= PROVEN;
}

export function proveTwo(pair: Neighbour): void {
  pair.both = Math.max(pair.both, PROVEN);
}

/** It may be that the two are one, and nobody can say yet. A first look that shows both may be chance, but it ends the doubt in which a track waits. */
export function isPairOpen(pair: Neighbour, at_us: Micros): boolean {
  if (pair.both > 0 || !isGrossLately(pair, at_us)) return false;
  const sides = sidesOf(pair);
  return sides.older + sides.younger < FEW || pair.left >= LEFT || keepApart(sides);
}

/** Of so few looks those that went astray say nothing: a young track takes a neighbour's plot now and then. */
const FEW = 10;
/** After so many looks in a row that showed the younger alone nothing is shown now here, now there. */
const LEFT = 3;

/** How many looks of sensors that mostly show the older one alone, of those that mostly show the younger one, and how many of either went astray. */
export type Sides = { readonly older: number; readonly younger: number; readonly astray: number };

export function sidesOf({ alone }: Neighbour): Sides {
  let [older, younger, astray] = [0, 0, 0];
  for (const looks of alone) {
    if (looks.older > looks.younger) older += looks.older;
    else younger += looks.younger;
    astray += Math.min(looks.older, looks.younger);
  }
  return { older, younger, astray };
}

/** Share of looks that may go astray where a sensor that is wrong keeps to its own place. */
const ASTRAY = 0.34;

/** Whether each sensor keeps to one of the two. Pieces that a sensor does not tell apart are shown now in one place, now in the other. */
export function keepApart({ older, younger, astray }: Sides): boolean {
  return astray <= ASTRAY * (older + younger);
}

export function isGrossLately({ grossly_us }: Neighbour, at_us: Micros): boolean {
  return grossly_us !== undefined && at_us - grossly_us < REMEMBERED_S * 1e6;
}

export function isExplainedLately({ explained_us }: Neighbour, at_us: Micros): boolean {
  return explained_us !== undefined && at_us - explained_us < REMEMBERED_S * 1e6;
}
