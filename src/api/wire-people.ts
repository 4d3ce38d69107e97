import { z } from 'zod';

// The people in an area, as schemas. What each means stands at core/assess/people-in.ts; the words that people read are made in people-words.ts.

const placeIn = z.object({
  name: z.string(),
  country: z.string(),
  population: z.number().optional().describe('of the whole place; absent where it is not known, which is not nobody'),
  inside: z.number().optional().describe('how many of these live in the area, by the size that a place of so many people has'),
  partOf: z.string().optional().describe('the larger place that it lies in, whose people are its own too'),
});

/** Three answers: counted, none found, not looked up. */
export const peopleInSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('counted'),
    atLeast: z.number().describe('by the listed places whose size is known'),
    places: z.array(placeIn).describe('those with most people inside, of unknown size last; at most twenty'),
    morePlaces: z.int(),
    uncounted: z.int().describe('how many of all these are of unknown size'),
    partly: z.literal(true).optional().describe('some of the area was not looked up'),
  }),
  z.object({
    kind: z.literal('none-found'),
    nearest: z
      .object({ name: z.string(), country: z.string(), distance_m: z.number(), bearing_rad: z.number() })
      .optional()
      .describe('from the point of impact, the bearing from north, clockwise'),
  }),
  z.object({ kind: z.literal('not-looked-up') }),
]);

export const peopleConcernedSchema = z.object({
  inEstimate: peopleInSchema.describe('in the area that holds the impact with its probability'),
  inAlertArea: peopleInSchema.describe('in the area that people are told of: that one and all within the shelter radius of it'),
});
