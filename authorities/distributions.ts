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

/** Bounds of the mean of χ² over its degrees of freedom in 95 of 100 trials, as the U.S. Naval Research Laboratory's Tracker Component
 *  Library bounds the normalised NEES: states, runs, low, high. */
export const NEES_BANDS: readonly (readonly [states: number, runs: number, low: number, high: number])[] = [
  [6, 1, 0.20622404096520044, 2.4082292225746533],
  [6, 10, 0.6746958007140306, 1.3882945812862197],
  [6, 50, 0.8463744086749657, 1.166248229433051],
  [6, 100, 0.8900309174432209, 1.1162819203606853],
  [3, 1, 0.07193176087463268, 3.116134534832048],
  [3, 20, 0.6746958007140306, 1.3882945812862197],
  [3, 100, 0.8463744086749657, 1.166248229433051],
];
