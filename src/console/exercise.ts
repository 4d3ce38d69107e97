import { useCallback, useEffect, useState } from 'react';
import type { ExerciseRequest, ExerciseState } from '../api/wire-exercise.ts';
import { post } from './session.ts';

const ASK_EVERY_MS = 1000;

/** Asks for a control; resolves to why it was not done, or undefined. */
export type Conduct = (request: ExerciseRequest) => Promise<string | undefined>;

/** How the exercise stands, as the server tells it each second; undefined where none is conducted. */
export function useExercise(asked: boolean): {
  readonly exercise: ExerciseState | undefined;
  readonly conduct: Conduct;
} {
  const [exercise, setExercise] = useState<ExerciseState>();
  const ask = useCallback(async () => {
    try {
      const reply = await fetch('/exercise');
      setExercise(reply.ok ? ((await reply.json()) as ExerciseState) : undefined);
    } catch {
      setExercise(undefined); // the link's own alarm says that the server is away
    }
  }, []);
  useEffect(() => {
    if (!asked) return;
    const first = setTimeout(() => void ask());
    const again = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [ask, asked]);
  const conduct = useCallback(
    async (request: ExerciseRequest) => {
      const answer = await post<{ kind: 'accepted' }>('/exercise', request);
      void ask();
      return answer.kind === 'refused' ? answer.reason : undefined;
    },
    [ask],
  );
  return { exercise, conduct };
}
