/** So much at once, and then one each `every_ms`. */
export type QuotaLimits = { readonly burst: number; readonly every_ms: number };

/** Says at each call whether one more is allowed, and counts it when it is. `now_ms`: a clock that never steps back. */
export function createQuota({ burst, every_ms }: QuotaLimits, now_ms: () => number): () => boolean {
  let left = burst;
  let filled_ms = now_ms();
  return () => {
    const now = now_ms();
    left = Math.min(burst, left + (now - filled_ms) / every_ms);
    filled_ms = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
