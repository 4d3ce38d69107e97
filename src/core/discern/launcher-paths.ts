/** Flight-path angle at the surface of launchers while they climb, by surface speed: the middle of all families, and one sigma below and above it. */
export type LauncherPaths = {
  readonly from_mps: number;
  readonly step_mps: number;
  readonly median_deg: readonly number[];
  readonly below_deg: readonly number[];
  readonly above_deg: readonly number[];
};

const MEDIAN_DEG = [57, 51, 42, 33.4, 28.5, 24.4, 20.7, 17.6, 15, 12.4, 10, 8.1, 5.5, 3.2, 0];

export const LAUNCHER_PATHS: LauncherPaths = {
  from_mps: 1500,
  step_mps: 500,
  median_deg: MEDIAN_DEG,
  below_deg: MEDIAN_DEG.map((one) => 3 + 0.1 * one),
  above_deg: MEDIAN_DEG.map((one) => 3 + 0.6 * one),
};
