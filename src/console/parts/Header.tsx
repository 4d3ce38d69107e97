import { isoFromMicros } from '../../api/iso.ts';
import type { Session } from '../session.ts';
import { dataAge_s, type Store } from '../store.ts';
import { useTheme } from '../theme.ts';
import { age, launchCount } from '../words.ts';
import { Undelivered } from './Undelivered.tsx';

/** Data older than this, in seconds, is marked: some scans of every sensor have then gone missing. */
const OLD_DATA_S = 15;

type Props = {
  readonly mode: string;
  readonly store: Store;
  readonly session: Session | undefined;
  readonly mayLookOnly: boolean;
  /** Nothing comes because somebody holds the exercise: that is no age to mark. */
  readonly paused: boolean;
  readonly onHelp: () => void;
  readonly onSignIn: () => void;
};

/** Mode, what is exercised, the theatre's time, how old the data is, the link, who sits here. */
export function Header({ mode, store, session, mayLookOnly, paused, onHelp, onSignIn }: Props) {
  const { hello, alive, view, link } = store;
  const { theme, turnOver } = useTheme();
  const over = alive?.state === 'over';
  const age_s = dataAge_s(store);
  const old = (!over && !paused && (age_s ?? 0) > OLD_DATA_S) || link.kind === 'lost';
  return (
    <>
      <header className="header">
        <div className="mode">
          <span className="mode-word">{mode}</span>
        </div>
        <h1 className="title">
          {hello?.title ?? 'Tocsin'}
          <span className="theatre">
            theatre {hello?.theatre ?? '…'}, {hello?.line ?? '…'} line
          </span>
        </h1>
        <dl className="facts">
          <Fact
            name="Time in the theatre, UTC"
            value={view.at_us === 0 ? 'not yet' : isoFromMicros(view.at_us).slice(0, 19).replace('T', ' ')}
          />
          <Fact name="Age of the data" value={over ? 'ended' : paused ? 'paused' : age(age_s)} alarm={old} />
          {view.launches && <Fact name="Launches counted" value={launchCount(view.launches)} />}
          <Fact name="Link" value={LINK_WORDS[link.kind]} alarm={link.kind !== 'up'} />
          <Fact name="On" value={session ? `${session.person}, ${session.role}` : 'looking on'} />
        </dl>
        <div className="header-tools">
          {!mayLookOnly && (
            <button type="button" onClick={onSignIn}>
              {session ? 'Change role' : 'Sign in'}
            </button>
          )}
          <button type="button" onClick={turnOver}>
            {theme === 'light' ? 'Dark' : 'Light'}
          </button>
          <button type="button" onClick={onHelp}>
            Help <kbd>?</kbd>
          </button>
        </div>
      </header>
      {link.kind === 'lost' && (
        <p className="alarm" role="alert">
          <strong>LINK LOST</strong> since {link.sinceUtc} UTC: {link.why}. What you see is from then and may have changed. Trying again.
        </p>
      )}
      {link.kind === 'other-protocol' && (
        <p className="alarm" role="alert">
          <strong>WRONG VERSION</strong> {link.why}
        </p>
      )}
      {alive?.recorded === false && (
        <p className="alarm" role="alert">
          <strong>NOT RECORDED</strong> The server cannot write anything down: its disk is full or fails. Warnings go on and go out marked;
          if the server stops now, what has happened meanwhile is lost.
        </p>
      )}
      {view.alarms.slice(-2).map(({ alarm, subject, detail }) => (
        <p className="alarm" role="alert" key={`${alarm} ${subject}`}>
          <strong>{alarm.toUpperCase()}</strong> {detail}
        </p>
      ))}
      {view.backlogs.map((backlog) => (
        <Undelivered key={backlog.channel} backlog={backlog} mayAct={session?.mayAct === true} />
      ))}
      {over && (
        <p className="note" role="status">
          The {mode.toLowerCase()} is over: no more data comes, and what is shown stays.
        </p>
      )}
    </>
  );
}

const LINK_WORDS = { connecting: 'connecting', up: 'up', lost: 'LOST', 'other-protocol': 'WRONG VERSION' } as const;

function Fact({ name, value, alarm = false }: { readonly name: string; readonly value: string; readonly alarm?: boolean }) {
  return (
    <div className={alarm ? 'fact fact-alarm' : 'fact'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
