import type { WarningView } from '../../api/wire-feed.ts';
import { clock } from '../words.ts';

/** The words of the latest message, with the time at which they went out: not those of one that may follow. */
export function WentOut({ found: { wentOut } }: { readonly found: WarningView }) {
  if (!wentOut) return null;
  return (
    <>
      <h3>
        What went out: {wentOut.message}, {clock(wentOut.sent_us)}
      </h3>
      <pre className="exact-text" tabIndex={0}>
        {wentOut.text}
      </pre>
    </>
  );
}
