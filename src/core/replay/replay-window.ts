import type { Micros } from '../units.ts';
import { type Bounds, numberFault, refuseFault } from '../valid.ts';

/** What a deterministic fold needs to take items that come late: how to fold one, and how to go back.
 *  `State` is changed in place; `Saved` is plain data that shares nothing with it that either may change. */
export type ReplayOptions<State, Item, Saved> = {
  /** How much older than the newest an item may be, s. */
  readonly horizon_s: number;
  /** Bound on the snapshots kept; at least 3. They stand `horizon / (maxSnapshots − 2)` apart: more of them, less to fold again. */
  readonly maxSnapshots: number;
  /** Bound on the items kept. At the bound the reach shrinks: `beyond-window` says so. */
  readonly maxItems: number;
  /** When it was measured, µs: what items are put in order by. */
  timeOf(item: Item): Micros;
  /** Order of items of one time; 0 for order of arrival, which is then part of the result. */
  compare?(a: Item, b: Item): number;
  /** Whether two items of one time are the same one, sent twice. */
  isSame?(a: Item, b: Item): boolean;
  /** Takes the next item into the state. */
  fold(state: State, item: Item): void;
  /** The state as it is now, sharing nothing with it that either may change. */
  snapshot(state: State): Saved;
  /** Puts the state back. `saved` may be asked for again, so it stays as it is. */
  restore(state: State, saved: Saved): void;
};

/** What a window remembers: plain data, so that it can be part of a larger state and be written with it. */
export type ReplayData<Item, Saved> = {
  /** Items since the oldest snapshot, in the order in which they are folded. */
  readonly items: Item[];
  /** Oldest first. Each is the state after an item of time `at_us`, with `before` of `items` folded. */
  readonly snapshots: { readonly at_us: Micros; before: number; readonly saved: Saved }[];
  newest_us: Micros;
};

/** `beyond-horizon`: too old by the rule. `beyond-window`: the bound on items has made the reach shorter. `taken-already`: a double. */
export type ReplayRefusal<Item> = {
  readonly item: Item;
  readonly reason: 'beyond-horizon' | 'beyond-window' | 'taken-already';
  /** How much older it is than the newest item. */
  readonly late_s: number;
};

export type ReplayTaken<Item> = {
  readonly refused: readonly ReplayRefusal<Item>[];
  /** Set when the fold went back: to the state after items of this time, from where so many were folded again. */
  readonly replay?: { readonly since_us: Micros; readonly items: number };
};

export type ReplayWindow<State, Item> = {
  /** Folds items; those that are older than what is folded already go to their place, by one return to a snapshot for all of them. */
  take(state: State, items: readonly Item[]): ReplayTaken<Item>;
  /** Items up to this time can no longer be taken. */
  reach_us(): Micros;
};

const ITEM_TIME: Bounds = {
  unit: 'µs',
  range: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  remedy: 'give every item its time in µs',
};

/** A century: what counts as a slip of a unit. */
const MOST_S = 3.2e9;

/** Before any item. */
const NEVER_US: Micros = Number.MIN_SAFE_INTEGER;

/** What a window remembers before its first item. */
export function newReplayData<Item, Saved>(): ReplayData<Item, Saved> {
  return { items: [], snapshots: [], newest_us: NEVER_US };
}

/** Takes late items into any deterministic fold by folding again from the last snapshot before them. The state is then the one that
 *  the same items in order would have led to, to the bit: nothing is approximated and no decision of the fold is left as it was.
 *  Why not retrodiction, see docs/adr/0020.
 *  Throws `RangeError` for bounds that cannot be, and `take` for an item without a time.
 *  Bounds  at most `maxSnapshots` snapshots and `maxItems` items; one late batch costs at most the folds of horizon + spacing. */
export function createReplayWindow<State, Item, Saved>(
  options: ReplayOptions<State, Item, Saved>,
  data: ReplayData<Item, Saved> = newReplayData(),
): ReplayWindow<State, Item> {
  const { horizon_s, maxSnapshots, maxItems, timeOf } = options;
  refuseFault(numberFault('horizon_s', horizon_s, { unit: 's', range: [0, MOST_S], remedy: 'give seconds; 0 takes nothing late' }));
  refuseFault(numberFault('maxSnapshots', maxSnapshots, { unit: '', range: [3, Infinity], remedy: 'give three or more' }));
  refuseFault(numberFault('maxItems', maxItems, { unit: '', range: [1, Infinity], remedy: 'give one or more' }));
  const { items, snapshots } = data;
  const horizon_us = Math.round(horizon_s * 1e6);
  const spacing_us = Math.ceil(horizon_us / (maxSnapshots - 2));

  function take(state: State, arrivals: readonly Item[]): ReplayTaken<Item> {
    const folded = items.length;
    const refused: ReplayRefusal<Item>[] = [];
    let first = folded;
    // A batch may bring its own newest item; the horizon is measured from what was folded before it came.
    const newest_us = data.newest_us;
    // Asked of all before any is taken: half a batch would be nobody's.
    for (const item of arrivals) refuseFault(numberFault('timeOf(item)', timeOf(item), ITEM_TIME));
    for (const item of arrivals) {
      const place = placeOf(item);
      const reason = refusal(item, place, newest_us);
      if (reason !== undefined) {
        refused.push({ item, reason, late_s: (newest_us - timeOf(item)) / 1e6 });
        continue;
      }
      items.splice(place, 0, item);
      first = Math.min(first, place);
    }
    const back = first < folded ? goBack(state, first) : undefined;
    for (let at = back?.before ?? folded; at < items.length; at++) advance(state, at);
    const refolded = items.length - (back?.before ?? folded);
    forget(state);
    return back === undefined ? { refused } : { refused, replay: { since_us: back.at_us, items: refolded } };
  }

  /** The state of the last snapshot before the place; the later ones are of a past that has not been. */
  function goBack(state: State, place: number): { readonly at_us: Micros; readonly before: number } {
    let k = snapshots.length - 1;
    while (snapshots[k].before > place) k -= 1;
    snapshots.length = k + 1;
    options.restore(state, snapshots[k].saved);
    data.newest_us = snapshots[k].at_us;
    return snapshots[k];
  }

  function advance(state: State, at: number): void {
    if (snapshots.length === 0 || data.newest_us - snapshots[snapshots.length - 1].at_us >= spacing_us) save(state, at);
    options.fold(state, items[at]);
    data.newest_us = timeOf(items[at]);
  }

  function save(state: State, before: number): void {
    snapshots.push({ at_us: data.newest_us, before, saved: options.snapshot(state) });
  }

  /** Lets go of what nobody may come before any more, and of the oldest where there is no room. */
  function forget(state: State): void {
    while (snapshots.length > 1 && (snapshots[1].at_us < data.newest_us - horizon_us || items.length > maxItems)) dropOldest();
    while (snapshots.length > maxSnapshots) thin();
    if (items.length <= maxItems) return;
    snapshots.length = 0;
    items.length = 0;
    save(state, 0);
  }

  /** A longer horizon sets snapshots farther apart, and those that stand closer are still there: the one between the closest two goes. No reach is lost. */
  function thin(): void {
    let closest = 1;
    const gap = (k: number): Micros => snapshots[k + 1].at_us - snapshots[k - 1].at_us;
    for (let k = 2; k < snapshots.length - 1; k++) if (gap(k) < gap(closest)) closest = k;
    snapshots.splice(closest, 1);
  }

  function dropOldest(): void {
    snapshots.shift();
    const gone = snapshots[0].before;
    items.splice(0, gone);
    for (const one of snapshots) one.before -= gone;
  }

  function refusal(item: Item, place: number, newest_us: Micros): ReplayRefusal<Item>['reason'] | undefined {
    const at_us = timeOf(item);
    if (at_us < newest_us - horizon_us) return 'beyond-horizon';
    // Of the items before the oldest snapshot nothing is left to stand in order with, not even at its own time. What is not late goes on.
    if (at_us < newest_us && at_us <= snapshots[0].at_us) return 'beyond-window';
    const { isSame } = options;
    if (isSame === undefined) return undefined;
    for (let k = firstOfTime(place, at_us); k < items.length && timeOf(items[k]) === at_us; k++)
      if (isSame(items[k], item)) return 'taken-already';
    return undefined;
  }

  /** Behind everything that is older, and behind what came before it at the same time unless `compare` says otherwise. */
  function placeOf(item: Item): number {
    const at_us = timeOf(item);
    let place = items.length;
    while (place > 0 && comesBefore(item, at_us, items[place - 1])) place -= 1;
    return place;
  }

  function comesBefore(item: Item, at_us: Micros, other: Item): boolean {
    const other_us = timeOf(other);
    return at_us < other_us || (at_us === other_us && (options.compare?.(item, other) ?? 0) < 0);
  }

  function firstOfTime(place: number, at_us: Micros): number {
    let k = place;
    while (k > 0 && timeOf(items[k - 1]) === at_us) k -= 1;
    return k;
  }

  return { take, reach_us: () => Math.max(data.newest_us - horizon_us - 1, snapshots[0]?.at_us ?? NEVER_US) };
}
