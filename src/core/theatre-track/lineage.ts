/** The track that all others of a family have parted from, over any number of partings. Tracks that were joined to others may have made parents of one another; such a ring
 *  has no first, and the least of its names stands for it. */
export function rootOf(track: string, parentOf: (track: string) => string | undefined): string {
  const line = [track];
  while (true) {
    const parent = parentOf(line[line.length - 1]);
    if (parent === undefined) return line[line.length - 1];
    const again = line.indexOf(parent);
    if (again >= 0) return line.slice(again).reduce((least, name) => (name < least ? name : least));
    line.push(parent);
  }
}
