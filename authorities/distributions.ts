/** Percentage points from printed tables (M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, tables 26.1 and 26.8; any other). */

export const CHI_SQUARED_POINTS: readonly (readonly [degrees: number, probability: number, point: number])[] = [
  [1, 0.95, 3.84146],
  [2, 0.95, 5.99146],
  [3, 0.95, 7.81473],
  [3, 0.99, 11.34487],
  [6, 0.95, 12.59159],
  [6, 0.025, 1.23734],
  [10, 0.5, 9.34182],
  [100, 0.95, 124.3421],
];

export const NORMAL_POINTS: readonly (readonly [probability: number, point: number])[] = [
  [0.5, 0],
  [0.841344746068543, 1],
  [0.975, 1.95996398454005],
  [0.999, 3.09023230616781],
  [0.00001, -4.26489079392282],
];
