import { useEffect, useRef, useState } from 'react';
import { useExercise } from './exercise.ts';
import { useKeys } from './keys.ts';
import { MapPane, type MapCommands } from './map/MapPane.tsx';
import { Announcer } from './parts/Announcer.tsx';
import { Evidence } from './parts/Evidence.tsx';
import { ExerciseBar } from './parts/ExerciseBar.tsx';
import { Guard } from './parts/Guard.tsx';
import { Header } from './parts/Header.tsx';
import { Help } from './parts/Help.tsx';
import { Plots } from './parts/Plots.tsx';
import { Queue } from './parts/Queue.tsx';
import { SigningPanel, type Decision } from './parts/SigningPanel.tsx';
import { SignIn } from './parts/SignIn.tsx';
import { Timeline } from './parts/Timeline.tsx';
import { eventRows } from './rows.ts';
import { sendAct, useSession } from './session.ts';
import { useStore, type Store } from './store.ts';

type Sheet = 'help' | 'sign-in';
/** Numbers of events and warnings begin anew with each run of the server: what was chosen of one run is nothing in the next. */
type Chosen = { readonly event: string; readonly feed: string | undefined };
type Deciding = { readonly decision: Decision; readonly warning: string; readonly feed: string | undefined };

/** One page: queue, map and evidence side by side, plots and the time line below. */
export function App({ store }: { readonly store: Store }) {
  const version = useStore(store);
  const { view, hello, alive, link } = store;
  const feed = hello?.feed;
  const mode = document.documentElement.dataset['mode'] || hello?.mode || '';
  const mayLookOnly = mode === 'REPLAY' || mode === 'WHAT-IF';
  const { session, signIn } = useSession(feed);
  const { exercise, conduct } = useExercise(hello?.conducted === true);
  const [chosen, setChosen] = useState<Chosen>();
  const [sheet, setSheet] = useState<Sheet>();
  const [deciding, setDeciding] = useState<Deciding>();
  const [remark, setRemark] = useState('');
  const map = useRef<MapCommands>(undefined);

  useEffect(() => {
    if (hello) document.title = `${hello.mode} · ${hello.title} · Tocsin`;
    if (hello) document.documentElement.dataset['mode'] = hello.mode;
  }, [hello]);

  const rows = eventRows(view);
  // Until somebody chooses, the most urgent is shown; a choice stays, so that nothing jumps away under a reader.
  const selected = rows.find((row) => row.id === chosen?.event && chosen.feed === feed) ?? rows.at(0);
  const warning = selected?.warning;
  const canAct = !mayLookOnly && session?.mayAct === true;

  const decide = (decision: Decision): void => {
    if (mayLookOnly || !warning) return;
    setChosen({ event: selected.id, feed });
    setDeciding({ decision, warning: warning.warning.id, feed });
  };
  const acknowledge = async (): Promise<void> => {
    if (mayLookOnly || !warning || !hello) return;
    if (!canAct) return setSheet('sign-in');
    const { id, revision } = warning.warning;
    const answer = await sendAct({ act: 'acknowledge', line: hello.line, warning: id, revision });
    setRemark(answer.kind === 'refused' ? `Not acknowledged: ${answer.reason}` : '');
  };
  const toggle = (which: Sheet) => setSheet(sheet === which ? undefined : which);
  const open = warning?.warning.state;

  const keys = useKeys({
    a: () => void acknowledge(),
    w: () => (open === 'recommended' || open === 'half-released') && decide('release'),
    r: () => open === 'released' && decide('retract'),
    g: () => map.current?.turnOver(),
    f: () => map.current?.fit(),
    '?': () => toggle('help'),
    Escape: () => (sheet ? setSheet(undefined) : setDeciding(undefined)),
  });

  const decided = deciding?.feed === feed && view.warnings.find((one) => one.warning.id === deciding?.warning);
  return (
    <div className="console">
      <Header
        mode={mode}
        store={store}
        session={session}
        mayLookOnly={mayLookOnly}
        paused={exercise?.state === 'paused'}
        onHelp={() => toggle('help')}
        onSignIn={() => toggle('sign-in')}
      />
      {exercise && <ExerciseBar exercise={exercise} conduct={conduct} mayAct={canAct} />}
      <main className="body">
        <Guard part="Queue">
          <Queue
            rows={rows}
            view={view}
            alive={alive}
            selected={selected?.id}
            mayLookOnly={mayLookOnly}
            onSelect={(event) => setChosen({ event, feed })}
          />
        </Guard>
        <div className="middle">
          <Guard part="Map">
            <MapPane view={view} version={version} selected={selected} watermark={mode} commands={map} />
          </Guard>
          <Guard part="Plots">
            <Plots view={view} version={version} selected={selected} />
          </Guard>
        </div>
        <div className="side" tabIndex={0} role="region" aria-label="Evidence and signing">
          {deciding && decided && hello ? (
            <SigningPanel
              key={`${deciding.decision} ${deciding.warning}`}
              decision={deciding.decision}
              warning={decided}
              now_us={view.at_us}
              mode={mode}
              line={hello.line}
              session={session}
              onSignIn={signIn}
              onClose={() => setDeciding(undefined)}
            />
          ) : (
            <Guard part="Evidence">
              <Evidence
                row={selected}
                view={view}
                mayLookOnly={mayLookOnly}
                remark={remark}
                onAcknowledge={() => void acknowledge()}
                onDecide={decide}
              />
            </Guard>
          )}
        </div>
      </main>
      <Guard part="Time line">
        <Timeline lines={view.timeline} left={view.left} />
      </Guard>
      {sheet === 'help' && <Help keys={keys} mode={mode} onClose={() => setSheet(undefined)} />}
      {sheet === 'sign-in' && <SignIn mode={mode} session={session} onSignIn={signIn} onClose={() => setSheet(undefined)} />}
      <Announcer mode={mode} link={link} top={mayLookOnly ? undefined : rows.at(0)} />
    </div>
  );
}
