/** Keys in a bucket beyond which comparing is cheaper. */
const CROWDED = 64;

/** Writes 0…n−1 to `order` by their keys, and those of one key by `ties`, which may call no two alike. Sorted into as many buckets as there are keys,
 *  which leaves an insertion sort next to nothing to do; where keys crowd, by comparison. Keys are numbers, none of them infinite.
 *  Shapes  keys and order n or more; start n + 1 or more, scratch. */
export function bucketOrder(
  order: Int32Array,
  keys: Float64Array,
  n: number,
  start: Int32Array,
  ties: (a: number, b: number) => number,
): void {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < n; i++) {
    if (keys[i] < low) low = keys[i];
    if (keys[i] > high) high = keys[i];
  }
  const perUnit = high > low ? (n - 1) / (high - low) : 0;
  start.fill(0, 0, n + 1);
  let fullest = 0;
  for (let i = 0; i < n; i++) fullest = Math.max(fullest, ++start[Math.floor((keys[i] - low) * perUnit) + 1]);
  // Also where keys are so near to each other, or no numbers, that there is no bucket to speak of.
  if (!(fullest <= CROWDED)) {
    for (let i = 0; i < n; i++) order[i] = i;
    order.subarray(0, n).sort((a, b) => keys[a] - keys[b] || ties(a, b));
    return;
  }
  for (let c = 0; c < n; c++) start[c + 1] += start[c];
  for (let i = 0; i < n; i++) order[start[Math.floor((keys[i] - low) * perUnit)]++] = i;
  for (let i = 1; i < n; i++) {
    const one = order[i];
    const key = keys[one];
    let at = i;
    for (; at > 0 && (keys[order[at - 1]] > key || (keys[order[at - 1]] === key && ties(order[at - 1], one) > 0)); at--)
      order[at] = order[at - 1];
    order[at] = one;
  }
}
