import { chiSquaredQuantile } from '../../math/chi-squared.ts';

/** A bound on a squared Mahalanobis distance, by the number of quantities compared. */
export type Gate = Readonly<Record<2 | 3 | 4 | 6, number>>;

/** Every gate of the trackers. Each lets in all but so many in a million of what belongs together; probabilities judge what is inside, so a gate
 *  that is wider costs time and no error.
 *
 *    plot         plots that an object of the plot tracker may have made
 *    sighting     the same in a theatre, wider: its sensors are off by more than they say until registration has found it
 *    displaced    the same of a sensor that shows things beside where they are: what lies well inside is the object again
 *    piece        plots that a piece of a track may have made
 *    sameObject   two estimates that may be of one object
 *    sameBody     what two objects know of the velocity of the body that they may have left */
export const GATES = {
  plot: gate(170),
  sighting: gate(0.3),
  displaced: gate(50_000),
  piece: gate(500),
  sameObject: gate(10_000),
  sameBody: gate(1_100),
} as const;

function gate(leftOut_ppm: number): Gate {
  const at = (dimension: number): number => chiSquaredQuantile(1 - leftOut_ppm * 1e-6, dimension);
  return { 2: at(2), 3: at(3), 4: at(4), 6: at(6) };
}

/** A mode of less weight than this does not open the gate. */
export const GATE_WEIGHT = 1e-6;
