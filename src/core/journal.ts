import type { Announcement } from './assess/announcement.ts';
import type { PlaceRegion } from './assess/places.ts';
import type { Vec3 } from './math/vector.ts';
import type { Line } from './sense/line.ts';
import type { Scan } from './sense/scan.ts';
import type { SensorSpec } from './sense/sensor.ts';
import type { Micros } from './units.ts';
import type { HumanAct } from './warn/warning.ts';

/** Everything the core may ever know, by kind. Adapters make these; nothing else enters. */
export type Input =
  | { readonly kind: 'theatre'; readonly theatre: string; readonly line: Line }
  | { readonly kind: 'setting'; readonly name: string; readonly value: number }
  | { readonly kind: 'sensor'; readonly sensor: SensorSpec }
  /** What was looked up around a point, asked for by `places-wanted` or not. */
  | ({ readonly kind: 'places' } & PlaceRegion)
  | Announcement
  /** Sun and Moon as a library computed them: the core has no ephemeris. ECEF axes at `validAt_us`. */
  | { readonly kind: 'sky'; readonly validAt_us: Micros; readonly sunEcef_m: Vec3; readonly moonEcef_m: Vec3 }
  | Scan
  | { readonly kind: 'tick' }
  | HumanAct
  /** The theatre has been opened anew, as run `run`, while something was half signed: who signed in the run before may be somebody else by the
   *  same name now. */
  | { readonly kind: 'opened'; readonly run: string }
  /** What became of a message on a channel. `dropped`: it will not be tried again, and nor will any other of its warning there. */
  | {
      readonly kind: 'delivery';
      readonly message: string;
      readonly channel: string;
      readonly outcome: 'delivered' | 'failed' | 'dropped';
      readonly detail?: string;
    }
  /** Bad data that an adapter turned away; it counts against the sensor's health. */
  | { readonly kind: 'rejected'; readonly source: string; readonly reason: string }
  /** An entry that broke an invariant: replay passes over it. */
  | { readonly kind: 'set-aside'; readonly entry: number; readonly reason: string };

/** One numbered line of the journal. `at_us` is when it was accepted; it never decreases. `line` is where it claims to belong (H6). */
export type Entry = {
  readonly seq: number;
  readonly at_us: Micros;
  readonly line: Line;
  readonly input: Input;
};
