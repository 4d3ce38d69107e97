/** What other trackers made of the shared comparison scenes (GOSPA in metres: p 2, c 10 km, alpha 2, positions, mean over scans 10 to 59).
 *  `others`: the best of Stone Soup v1.9.1-66-gec032a9f over its associators, as recorded with the scenes, or, where it is better, a nearest-neighbour
 *  script in plain JavaScript (their README). `goal`: what this project set itself. */
export const SCENES: Readonly<Record<string, { readonly others_m: number; readonly goal_m?: number }>> = {
  wide_n10_c1: { others_m: 7778 },
  wide_n50_c1: { others_m: 19_661 },
  wide_n100_c1: { others_m: 28_850, goal_m: 25_000 },
  wide_n500_c1: { others_m: 68_328, goal_m: 58_000 },
  cso_n10_c1: { others_m: 7900 },
  cso_n50_c1: { others_m: 24_778, goal_m: 19_000 },
  dense_n10_c5: { others_m: 14_003 },
  dense_n50_c5: { others_m: 61_154, goal_m: 32_000 },
};

/** Goal for the densest scene: false tracks a scan. */
export const DENSE_FALSE_TRACKS_max = 3;
