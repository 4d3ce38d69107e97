import { useOpenedFocus } from '../focus.ts';
import type { Keys } from '../keys.ts';

const LINES: readonly (readonly [string, string])[] = [
  ['A', 'acknowledge the warning of the selected event'],
  ['W', 'open the release of the recommended warning; two people sign, each holding two seconds'],
  ['R', 'open the retraction of the released warning; two people sign'],
  ['F', 'fit the map to the selected event'],
  ['G', 'globe or flat map'],
  ['Esc', 'close the panel'],
  ['?', 'this page'],
];

/** The keys, and what the words on this page mean. */
export function Help({ keys, mode, onClose }: { readonly keys: Keys; readonly mode: string; readonly onClose: () => void }) {
  const title = useOpenedFocus<HTMLHeadingElement>();
  return (
    <section className="sheet" role="dialog" aria-labelledby="help-title">
      <p className="sheet-mode">{mode}</p>
      <h2 id="help-title" tabIndex={-1} ref={title}>
        Help
      </h2>
      <dl className="keys">
        {LINES.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label className="choice">
        <input type="checkbox" checked={keys.on} onChange={(event) => keys.setOn(event.target.checked)} />
        single keys act (? and Esc always do)
      </label>
      <p>
        A <strong>notice</strong> is the first sight of something: information, never an alert. An <strong>assessment</strong> weighs every
        explanation. A warning is <strong>recommended</strong> when heat and radar agree, and <strong>released</strong> by two people in two
        browsers. New evidence that moves the area makes a new revision and voids a signature given before it. <strong>Predicted</strong>{' '}
        means computed from earlier sight, not seen.
      </p>
      <button type="button" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
    </section>
  );
}
