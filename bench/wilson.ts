/** Wilson's binomial interval of 95 %: right near 0 and 1 too, where the normal one reaches over. */
export function wilson(hits: number, n: number): readonly [low: number, high: number] {
  const z2 = 1.96 * 1.96;
  const share = hits / n;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (1.96 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
