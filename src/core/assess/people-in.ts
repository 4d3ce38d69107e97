import type { Metres, Radians } from '../units.ts';

/** A place that an area reaches. */
export type PlaceIn = {
  readonly name: string;
  readonly country: string;
  /** How many people it has, and how many of them live in the area; absent where the number is not known. */
  readonly population?: number;
  readonly inside?: number;
  /** The larger place that it lies in, whose people are its own too. */
  readonly partOf?: string;
};

/** The people in an area. Three answers, since nobody counted is not nobody there. */
export type PeopleIn =
  | {
      readonly kind: 'counted';
      /** By the listed places whose size is known; the lists know about half of mankind. */
      readonly atLeast: number;
      /** The places with most people inside, of unknown size last; at most twenty. */
      readonly places: readonly PlaceIn[];
      readonly morePlaces: number;
      /** How many of all these are of unknown size. */
      readonly uncounted: number;
      /** Some of the area was not looked up. */
      readonly partly?: true;
    }
  /** No listed place reaches into it. `nearest` is measured from the point of impact, its bearing from north, clockwise. */
  | {
      readonly kind: 'none-found';
      readonly nearest?: { readonly name: string; readonly country: string; readonly distance_m: Metres; readonly bearing_rad: Radians };
    }
  | { readonly kind: 'not-looked-up' };

/** The people whom an impact estimate concerns: those in the area that holds the impact with its probability, and those in the area that people are
 *  told of, which is that and all within the shelter radius of it. */
export type PeopleConcerned = { readonly inEstimate: PeopleIn; readonly inAlertArea: PeopleIn };
