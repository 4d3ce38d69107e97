import type { EventRow } from '../rows.ts';
import type { Link } from '../store.ts';

/** Speaks to screen readers what a glance would tell: the mode first, then what changed. Nothing is seen of it. */
export function Announcer({ mode, link, top }: { readonly mode: string; readonly link: Link; readonly top: EventRow | undefined }) {
  const words = top && (top.asks || top.urgency === 'out') ? `${mode}. Event ${top.id}: ${top.state}. ${top.asks}` : '';
  return (
    <p className="unseen" aria-live="assertive">
      {link.kind === 'lost' ? `${mode}. Link lost.` : words}
    </p>
  );
}
