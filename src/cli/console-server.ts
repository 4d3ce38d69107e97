import { renderCap } from '../adapters/cap/cap.ts';
import type { AnyChannel } from '../adapters/delivery/channel.ts';
import { createPicture, type Picture } from '../adapters/geojson/picture.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Mode } from '../api/wire-feed.ts';
import type { Entry } from '../core/journal.ts';
import type { Line } from '../core/sense/line.ts';
import type { HumanAct } from '../core/warn/warning.ts';
import { createFeed, type Feed } from '../server/feed.ts';
import type { Serving } from '../server/http.ts';
import type { DeliveryDesk, ExerciseDesk, LookShown } from '../server/options.ts';
import { draftOf, senderOf, textOf } from './cap-words.ts';
import { CommandError } from './exit.ts';
import type { Output } from './output.ts';
import { createTimeline } from './timeline.ts';

/** Where the console is looked for first; when something else is there, any free port will do. */
const USUAL_PORT = 4780;

export type ConsoleFeedOptions = {
  readonly mode: Mode;
  readonly line: Line;
  readonly title: string;
  /** It is an exercise that those at the page conduct. */
  readonly conducted?: true;
  readonly theatre: string;
  readonly channels: readonly AnyChannel[];
  /** Id of the journal that is shown. */
  readonly journal: string;
};

/** What consoles read, and the picture beside it; both hear what the core says. */
export type ConsoleView = {
  readonly feed: Feed;
  readonly picture: Picture;
  readonly journal: string;
  hear(emission: Emission, text?: string): void;
};

/** The feed tells consoles the same timeline as the terminal. */
export function createConsoleView({ channels, journal, ...about }: ConsoleFeedOptions): ConsoleView {
  const timeline = createTimeline();
  const picture = createPicture();
  const feed = createFeed({ ...about, narrate: timeline.hear, draft: draftOf, textOf, channels: channels.map((channel) => channel.name) });
  return {
    feed,
    picture,
    journal,
    hear(emission, text) {
      feed.hear(emission, text);
      picture.hear(emission);
    },
  };
}

/** Throws where the console could not be served, before anything is opened or written for it. */
export async function checkConsole(port: number | undefined): Promise<void> {
  const { portRefusal } = await import('../server/http.ts');
  const refusal = port === undefined ? undefined : await portRefusal(port);
  if (refusal !== undefined) throw new CommandError(refusal.reason, '--port', refusal.remedy);
}

export type ConsoleServer = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Serves a feed at a local address, and prints it. `act` returns why an act was refused, or undefined. */
export async function openConsole(options: {
  readonly view: ConsoleView;
  readonly port?: number;
  readonly act: (act: HumanAct) => string | undefined;
  readonly journal?: (fromSeq: number) => Iterable<Entry>;
  readonly deliveries?: DeliveryDesk;
  readonly exercise?: ExerciseDesk;
  readonly looks?: (event: string) => readonly LookShown[];
  readonly output: Output;
}): Promise<ConsoleServer> {
  const { view, act, journal, deliveries, exercise, looks, port, output } = options;
  const { feed, picture } = view;
  // Loaded here: a run without a console works where the server's packages are not installed.
  const { serve } = await import('../server/http.ts');
  const listen = (at: number): Promise<Serving> =>
    serve(
      {
        feed,
        onAct: (made) => {
          const reason = act(made);
          return reason === undefined ? { kind: 'accepted' } : { kind: 'refused', reason };
        },
        renderCap: (message) => renderCap(message, senderOf(feed.options.title, view.journal)),
        renderGeojson: () => picture.collection(),
        journal,
        ...(looks === undefined ? {} : { looks }),
        deliveries,
        exercise,
      },
      { port: at },
    );
  let serving = await listen(port ?? USUAL_PORT);
  if (serving.kind === 'refused' && port === undefined && feed.options.line !== 'live') serving = await listen(0);
  if (serving.kind === 'refused') throw new CommandError(serving.reason, '--port', serving.remedy);
  output.announce(`console: ${serving.url}`);
  return serving;
}
