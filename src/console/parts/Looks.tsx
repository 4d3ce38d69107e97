import { useEffect, useState } from 'react';
import type { LookLine, LooksAnswer } from '../../api/wire-looks.ts';

const ASK_EVERY_MS = 1000;
/** So many are shown: the first that was told, with what was there before, and what came next. */
const SHOWN = 8;
const BEFORE = 2;

/** The pixels in which an event was first seen, look after look. Nothing where no imager sees its place. */
export function Looks({ event }: { readonly event: string }) {
  const looks = useLooks(event);
  if (looks.length === 0) return null;
  const first = looks.findIndex(({ isTold }) => isTold);
  const shown = looks.slice(Math.max(0, first - BEFORE), Math.max(0, first - BEFORE) + SHOWN);
  return (
    <>
      <h3>First seen in pixels</h3>
      <ol className="looks">
        {shown.map(({ sensor, time, isTold, words, picture }) => (
          <li key={picture}>
            <figure>
              <img
                src={picture}
                alt={`${sensor}, ${time}: ${isTold ? 'something that burns is framed' : 'nothing is told'}`}
                title={words}
              />
              <figcaption>
                {time.slice(11, 19)} {isTold ? 'burns' : '–'}
              </figcaption>
            </figure>
          </li>
        ))}
      </ol>
      <p className="row-line">
        Frames of {shown[0].sensor}, north up, around the place of the notice; what burns is framed, and red where it is hotter than all
        around.
      </p>
    </>
  );
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
