import { hazardEndWords, INSTRUCTION_WORDS } from '../../api/hazard-words.ts';
import { peopleWords } from '../../api/people-words.ts';
import type { EventView } from '../../api/wire-feed.ts';
import { clock, kilometres } from '../words.ts';

/** What is told of its coming down: information that nobody signs here and that goes out on no channel of warnings. */
export function HazardRecord({ hazard }: { readonly hazard: NonNullable<EventView['hazard']> }) {
  const { id, revision, state, instruction, area, impactWindow, peopleInAlertArea, statedAt_us, said_us, endedFor } = hazard;
  return (
    <section className="record" aria-label={`Hazard ${id}`}>
      <h3>
        Hazard {id}, revision {revision}
      </h3>
      <ul>
        <li>
          comes down between {clock(impactWindow.from_us)} and {clock(impactWindow.to_us)}; the area is where it falls with{' '}
          {Math.round(area.probability * 100)} %, and {kilometres(area.shelterRadius_m)} around that
        </li>
        <li>{INSTRUCTION_WORDS[instruction]}</li>
        <li>in the area: {peopleWords(peopleInAlertArea)}</li>
        <li>stated {clock(statedAt_us)}</li>
        {state === 'ended' && (
          <li>
            ended {clock(said_us)}
            {endedFor && `: ${hazardEndWords(endedFor)}`}
          </li>
        )}
      </ul>
      <p className="row-line">Information for those on duty to pass on. Nobody signs it, and no channel of warnings carries it.</p>
    </section>
  );
}
