/** Assignment problems with their optimum, from three public places; each verified there or since by trying every assignment. */
export const ASSIGNMENTS: readonly {
  readonly cost: readonly (readonly number[])[];
  readonly best: number;
  readonly columns?: readonly number[];
}[] = [
  {
    // The magic square of five, in the header of Y. Cao's munkres.m.
    cost: [
      [17, 24, 1, 8, 15],
      [23, 5, 7, 14, 16],
      [4, 6, 13, 20, 22],
      [10, 12, 19, 21, 3],
      [11, 18, 25, 2, 9],
    ],
    best: 15,
    columns: [2, 1, 0, 4, 3],
  },
  {
    // Assignment.jl, M. Griffiths: more columns than rows.
    cost: [
      [77, 51, 42, 67],
      [72, 53, 47, 4],
      [24, 50, 77, 96],
    ],
    best: 70,
  },
  {
    // After an example of MATLAB's matchpairs.
    cost: [
      [600, 670, 960, 560],
      [900, 280, 970, 540],
      [310, 350, 950, 820],
      [325, 290, 600, 540],
    ],
    best: 1750,
    columns: [3, 1, 0, 2],
  },
];

/** The five cheapest of Assignment.jl's example. */
export const FIVE_CHEAPEST = [70, 79, 96, 119, 122];
