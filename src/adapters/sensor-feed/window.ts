/** Tells a number that has come before from one that has not, over the newest `size` numbers: those that overtake each other on the way
 *  pass, doubles do not, and what is older than the window counts as a double, because nobody remembers. */
export type Window = {
  /** Whether the number was taken before, or may have been. */
  has(value: number): boolean;
  take(value: number): void;
};

const SIZE = 1024;

export function createWindow(size: number = SIZE): Window {
  /** Ascending. Numbers come nearly in order, so a new one is put in near the end. */
  const taken: number[] = [];
  let forgottenUpTo = -Infinity;

  function placeOf(value: number): number {
    let k = taken.length;
    while (k > 0 && taken[k - 1] > value) k -= 1;
    return k;
  }

  return {
    has: (value) => value <= forgottenUpTo || taken[placeOf(value) - 1] === value,
    take: (value) => {
      const k = placeOf(value);
      if (value <= forgottenUpTo || taken[k - 1] === value) return;
      taken.splice(k, 0, value);
      if (taken.length > size) forgottenUpTo = taken.shift() ?? forgottenUpTo;
    },
  };
}
