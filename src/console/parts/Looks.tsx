import { useEffect, useState } from 'react';
import type { LookLine, LooksAnswer } from '../../api/wire-looks.ts';

const ASK_EVERY_MS = 1000;
/** So many are shown: the first that was told, with what was there before, and what came next. */
const SHOWN = 8;
const BEFORE = 2;

/** The pixels in which an event was first seen, look after look. Nothing where no imager sees its place. */
export function Looks({ event }: { readonly event: string }) {
  const looks = useLooks(event);
  const [enlarged, setEnlarged] = useState<string>();
  if (looks.length === 0) return null;
  const first = looks.findIndex(({ isTold }) => isTold);
  const shown = looks.slice(Math.max(0, first - BEFORE), Math.max(0, first - BEFORE) + SHOWN);
  const large = shown.find(({ picture }) => picture === enlarged) ?? shown[Math.max(0, Math.min(first, BEFORE))];
  return (
    <>
      <h3>First seen in pixels</h3>
      <figure className="look-large">
        <img src={large.picture} alt={altOf(large)} />
        <figcaption>
          {large.sensor}, {large.time.slice(11, 19)}: {large.words}
        </figcaption>
      </figure>
      <ol className="looks">
        {shown.map((look) => (
          <li key={look.picture}>
            <button type="button" aria-pressed={look === large} onClick={() => setEnlarged(look.picture)}>
              <img src={look.picture} alt={altOf(look)} />
              <span>
                {look.time.slice(11, 19)} {look.isTold ? 'burns' : '–'}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p className="row-line">
        Frames of {shown[0].sensor}, north up, around the place of the notice; what burns is framed, and red where it is hotter than all
        around. Choose one to see it large, with its scale.
      </p>
    </>
  );
}

function altOf({ sensor, time, isTold }: LookLine): string {
  return `${sensor}, ${time}: ${isTold ? 'something that burns is framed' : 'nothing is told'}`;
}

/** Asks until there are as many as are shown, or the event is another. */
function useLooks(event: string): readonly LookLine[] {
  const [found, setFound] = useState<{ readonly event: string; readonly looks: readonly LookLine[] }>();
  const isWhole = found?.event === event && found.looks.length >= 2 * SHOWN;
  useEffect(() => {
    if (isWhole) return;
    let isOver = false;
    const ask = async (): Promise<void> => {
      try {
        const reply = await fetch(`/looks/${encodeURIComponent(event)}`);
        const { kept, looks } = reply.ok ? ((await reply.json()) as LooksAnswer) : { kept: false, looks: [] };
        if (!isOver) setFound({ event, looks });
        if (!kept) clearInterval(again);
      } catch {
        // The link's own alarm says that the server is away.
      }
    };
    const again = setInterval(() => void ask(), ASK_EVERY_MS);
    void ask();
    return () => {
      isOver = true;
      clearInterval(again);
    };
  }, [event, isWhole]);
  return found?.event === event ? found.looks : [];
}
