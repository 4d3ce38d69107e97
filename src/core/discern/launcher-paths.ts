/** Flight-path angle at the surface of launchers on their way up, by surface speed: the middle, and what leaves a sixth of the flights out below and above. */
export type LauncherPaths = {
  readonly from_mps: number;
  readonly step_mps: number;
  readonly median_deg: readonly number[];
  readonly below_deg: readonly number[];
  readonly above_deg: readonly number[];
};

/** Of six families of one weight: solid launchers of three and of four stages, solid ones from the air, liquid ones of two stages with and without a dog-leg, all
 *  simulated with generic figures; and the medians of 28 recorded ascents of one liquid launcher. `npm run bench -- causes` makes this table, and says
 *  how each family fares by the others' (docs/causes.md). */
export const LAUNCHER_PATHS: LauncherPaths = {
  from_mps: 1500,
  step_mps: 500,
  median_deg: [51, 46.3, 42, 36.8, 33.8, 30.5, 27.5, 25.7, 22.2, 19, 15.2, 11.9, 8.4, 3.7, 0],
  below_deg: [3, 4.5, 4.4, 3.4, 5.3, 6.1, 6.8, 8.1, 7.2, 6.6, 5.2, 3.8, 3, 3, 3],
  above_deg: [6, 4.7, 4, 6.2, 5.6, 5.8, 5.9, 5.7, 5.3, 5.3, 4.7, 3.4, 3, 3, 3],
};
