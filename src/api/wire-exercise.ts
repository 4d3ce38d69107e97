import { z } from 'zod';

/** What whoever conducts an exercise asks for, as the console posts it to /exercise. Who asks is not in it: the server knows the session. */
export const exerciseRequestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['pause', 'resume', 'step', 'end', 'restart']) }),
  z.strictObject({ do: z.literal('speed'), speed: z.number().min(0.1).max(1000) }),
  z.strictObject({ do: z.literal('take-desk'), desk: z.string().min(1).max(200) }),
  z.strictObject({ do: z.literal('inject'), inject: z.string().min(1).max(200) }),
]);

/** What GET /exercise tells of a running exercise. */
export const exerciseStateSchema = z.object({
  state: z.enum(['running', 'paused', 'over']),
  speed: z.number().nullable().describe('times real time; null for as fast as it goes'),
  attempt: z.int().min(1),
  desks: z
    .array(
      z.object({
        desk: z.string(),
        role: z.string(),
        by: z.string().nullable().describe('who sits there: "simulated", a person, or null for nobody'),
      }),
    )
    .describe('desks that the scenario has people for'),
  injects: z.array(z.object({ id: z.string(), label: z.string() })),
  earlier: z.array(z.int()).describe('attempts before this one, whose reports are kept: GET /after-action?attempt=N'),
});

export type ExerciseRequest = z.infer<typeof exerciseRequestSchema>;
export type ExerciseState = z.infer<typeof exerciseStateSchema>;
