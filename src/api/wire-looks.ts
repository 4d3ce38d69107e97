/** GET /looks/EVENT: the looks of imagers that show it, in order of time. `kept`: whether anybody keeps frames here, so that there may be more later. */
export type LooksAnswer = { readonly kept: boolean; readonly looks: readonly LookLine[] };

/** One of them. `picture` is where the server has it; `isTold`: what was found to burn is ringed in it; `words` say how to read it. */
export type LookLine = {
  readonly sensor: string;
  /** When it began: UTC, ISO 8601. */
  readonly time: string;
  readonly isTold: boolean;
  readonly words: string;
  readonly picture: string;
};
