import { z } from 'zod';

/** What whoever conducts an exercise asks for, as the console posts it to /exercise. Who asks is not in it: the server knows the session. */
export const exerciseRequestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['pause', 'resume', 'step', 'end', 'restart']) }),
  z.strictObject({ do: z.literal('speed'), speed: z.number().min(0.1).max(1000) }),
  z.strictObject({ do: z.literal('take-desk'), desk: z.string().min(1).max(200) }),
  z.strictObject({ do: z.literal('inject'), inject: z.string().min(1).max(200) }),
]);

/** What GET /exercise tells of a running exercise. */
export type ExerciseState = {
  readonly state: 'running' | 'paused' | 'over';
  /** Times real time; null for as fast as it goes. */
  readonly speed: number | null;
  readonly attempt: number;
  /** Desks that the scenario has people for. `by`: who sits there, "simulated" or null for nobody. */
  readonly desks: readonly { readonly desk: string; readonly role: string; readonly by: string | null }[];
  readonly injects: readonly { readonly id: string; readonly label: string }[];
  /** Attempts before this one, whose reports are kept. */
  readonly earlier: readonly number[];
};

export type ExerciseRequest = z.infer<typeof exerciseRequestSchema>;
