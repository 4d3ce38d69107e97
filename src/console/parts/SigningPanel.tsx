import { useCallback, useState } from 'react';
import type { Role } from '../../api/protocol.ts';
import { peopleWords } from '../../api/people-words.ts';
import { turnedWords } from '../../api/warning-words.ts';
import type { ActRequest, WarningView } from '../../api/wire-feed.ts';
import { useOpenedFocus } from '../focus.ts';
import { sendAct, type Session } from '../session.ts';
import { clock, kilometres, position } from '../words.ts';
import { HoldButton } from './HoldButton.tsx';
import { RoleChoice } from './SignIn.tsx';
import { WentOut } from './WentOut.tsx';

export type Decision = 'release' | 'retract' | 'end' | 'dismiss';

type Props = {
  readonly decision: Decision;
  readonly warning: WarningView;
  readonly now_us: number;
  readonly mode: string;
  readonly line: ActRequest['line'];
  readonly session: Session | undefined;
  readonly onSignIn: (role: Role) => Promise<string | undefined>;
  readonly onClose: () => void;
};

/** Where a person signs. It stands beside the map, so that it does not cover the area that it asks about, and says everything that
 *  the signature will send: the mode, the people, the channels, the exact text. */
export function SigningPanel({ decision, warning: found, mode, line, session, onSignIn, onClose }: Props) {
  const { warning, voided } = found;
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<{ readonly kind: 'done' | 'refusal'; readonly words: string }>();
  const [busy, setBusy] = useState(false);
  const title = useOpenedFocus<HTMLHeadingElement>();

  const status = statusOf(decision, found, session);
  const needsReason = decision === 'dismiss';
  const sign = useCallback(async () => {
    setBusy(true);
    const { id, revision } = warning;
    const given = reason.trim();
    const result = await sendAct({ act: decision, line, warning: id, revision, ...(given === '' ? {} : { reason: given }) });
    setBusy(false);
    setAnswer(
      result.kind === 'accepted'
        ? { kind: 'done', words: 'Your act is recorded.' }
        : { kind: 'refusal', words: `Not done: ${result.reason}` },
    );
  }, [warning, reason, decision, line]);
  const onVoided = useCallback(
    () => setAnswer({ kind: 'refusal', words: 'New evidence came while you held: read the new revision, then hold again.' }),
    [],
  );

  return (
    <section className="signing" role="dialog" aria-labelledby="signing-title">
      <p className="sheet-mode">{mode}</p>
      <h2 id="signing-title" tabIndex={-1} ref={title}>
        {TITLES[decision]} of warning {warning.id}, revision {warning.revision}
      </h2>
      <ol className="signatures" aria-label="Signatures">
        {status.signatures.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ol>
      {decision === 'release' && voided && (
        <p className="refusal" role="alert">
          New evidence: revision {warning.revision} takes the place of revision {voided.revision}, and the signature of {voided.person} is
          void. Read the text again.
        </p>
      )}
      <Facts found={found} decision={decision} />
      {status.over ? (
        <WentOut found={found} />
      ) : (
        (decision === 'release' || decision === 'retract') && <GoesOut found={found} decision={decision} />
      )}
      {decision !== 'release' && !status.over && (
        <label className="reason">
          Reason{needsReason ? '' : ' (optional)'}
          <input type="text" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      {!session?.mayAct && !status.over && (
        <>
          <p>{session ? 'An observer cannot sign.' : 'Nobody has signed in at this browser.'} Take a role:</p>
          <RoleChoice session={session} onSignIn={onSignIn} />
        </>
      )}
      {status.closed && <p className="note">{status.closed}</p>}
      {!status.over && (
        <HoldButton
          label={`Hold 2 s to ${VERBS[decision]} ${mode} warning`}
          disabled={busy || !session?.mayAct || status.closed !== undefined || (needsReason && reason.trim() === '')}
          subject={`${warning.id} ${warning.revision} ${warning.state}`}
          onHeld={() => void sign()}
          onVoided={onVoided}
        />
      )}
      {answer && (
        <p className={answer.kind === 'refusal' ? 'refusal' : 'note'} role="alert">
          {answer.words}
        </p>
      )}
      <button type="button" onClick={onClose}>
        Back to the evidence <kbd>Esc</kbd>
      </button>
    </section>
  );
}

const TITLES: Readonly<Record<Decision, string>> = { release: 'Release', retract: 'Retraction', end: 'End', dismiss: 'Dismissal' };
const VERBS: Readonly<Record<Decision, string>> = {
  release: 'sign release of',
  retract: 'sign retraction of',
  end: 'end',
  dismiss: 'dismiss',
};

/** What a signature would send. */
function GoesOut({ found: { warning, draft }, decision }: { readonly found: WarningView; readonly decision: 'release' | 'retract' }) {
  return (
    <>
      <h3>The exact text that goes out</h3>
      <pre className="exact-text" tabIndex={0}>
        {draft && draft.revision === warning.revision
          ? draft[decision === 'release' ? 'release' : 'retraction']
          : 'The text of this revision is being written…'}
      </pre>
      <p className="row-line">Channels: {draft?.channels.join(', ') || 'none: it goes to this console and the journal only'}</p>
    </>
  );
}

/** `over`: there is nothing to sign any more, by anybody. `closed`: why this person cannot sign. */
type Status = { readonly signatures: readonly string[]; readonly closed: string | undefined; readonly over: boolean };

/** Who has signed, who is missing, and why this person cannot sign now. The core decides in the end; this only saves a wasted hold. */
function statusOf(decision: Decision, { warning }: WarningView, session: Session | undefined): Status {
  const { state } = warning;
  if (decision === 'end' || decision === 'dismiss') {
    const gone = decision === 'end' ? state !== 'released' : state !== 'recommended' && state !== 'half-released';
    return { signatures: ['One person decides this.'], closed: gone ? `Warning ${warning.id} is ${state}.` : undefined, over: gone };
  }
  const retracting = decision === 'retract';
  const first = retracting ? warning.retractSignatures.at(0) : warning.signatures.at(0);
  const second = retracting ? undefined : warning.signatures.at(1);
  const signatures = [
    first ? `1. Signed by ${first.person}, ${clock(first.at_us)}` : '1. First signature is missing',
    second ? `2. Signed by ${second.person}, ${clock(second.at_us)}` : '2. Second signature is missing: another person, in another browser',
  ];
  const signable = retracting ? state === 'released' : state === 'recommended' || state === 'half-released';
  if (!signable)
    return {
      signatures: retracting && state === 'retracted' ? ['Both have signed.'] : signatures,
      closed: `Warning ${warning.id} is ${state}.`,
      over: true,
    };
  const closed =
    first && first.person === session?.person ? 'You have signed. Another person has to sign second, in another browser.' : undefined;
  return { signatures, closed, over: false };
}

function Facts({ found: { warning }, decision }: { readonly found: WarningView; readonly decision: Decision }) {
  const { impact } = warning.assessment;
  return (
    <dl className="figures">
      <div className="figure">
        <dt>Area</dt>
        <dd>
          around {impact ? position(impact.point) : 'a point not known'}: where it falls with {Math.round(warning.area.probability * 100)} %
          {warning.area.reach === undefined
            ? ''
            : ` if it goes on as it does; the dotted one is where it may come down if it turns, to be ready in until ${clock(warning.area.reach.until_us)}`}
          , and {kilometres(warning.area.shelterRadius_m)} around that; drawn on the map
        </dd>
      </div>
      <div className="figure">
        <dt>Impact time</dt>
        <dd>
          between {clock(warning.impactWindow.from_us)} and {clock(warning.impactWindow.to_us)}
        </dd>
      </div>
      <div className="figure">
        <dt>People in the alert area</dt>
        <dd>{peopleWords(warning.peopleInAlertArea)}</dd>
      </div>
      {decision === 'retract' && (
        <div className="figure">
          <dt>Evidence</dt>
          <dd>
            {warning.turned ? `has turned: ${turnedWords(warning.turned)}` : 'has not turned; the people on duty may retract all the same'}
          </dd>
        </div>
      )}
    </dl>
  );
}
