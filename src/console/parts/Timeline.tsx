import type { TimelineLine } from '../../api/wire-feed.ts';
import { clock } from '../words.ts';

/** The log of the run, the newest line first, so that it is in sight without scrolling. */
export function Timeline({ lines, left }: { readonly lines: readonly TimelineLine[]; readonly left: number }) {
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">
        Time line <span className="count">{left > 0 ? `newest first; ${left} older things are in the journal only` : 'newest first'}</span>
      </h2>
      {lines.length === 0 && <p className="empty">Nothing has happened yet.</p>}
      <div
        className="timeline-lines"
        role="log"
        aria-live="off"
        tabIndex={0}
        aria-label="Lines of the time line"
        onWheel={(event) => event.currentTarget.scrollBy({ left: event.deltaY })}
      >
        <ol>
          {lines
            .map((line, at) => ({ line, key: at }))
            .toReversed()
            .map(({ line, key }) => (
              <li key={key}>
                <span className="when">{clock(line.at_us)}</span>
                <span className="what">{line.what}</span>
                <span>{line.figures}</span>
              </li>
            ))}
        </ol>
      </div>
    </section>
  );
}
