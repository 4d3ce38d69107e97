import type { Input } from '../journal.ts';
import type { Line } from '../sense/line.ts';
import type { SensorBias } from '../registration/bias.ts';
import type { Metres, Micros, Seconds } from '../units.ts';

/** What the system calls its people's attention to about itself. Numbers and names only: the sentence is the shell's (H12).
 *  Each is said once when it begins and once when it ends; what repeats meanwhile is counted, and the count told at every hundredth. */
export type Alarm =
  /** Something of another line was at the door (H6); `line` is the theatre's own. `count` is of all that claimed that line so far. */
  | {
      readonly alarm: 'wrong-line';
      readonly seq: number;
      readonly inputKind: Input['kind'];
      readonly claimed: Line;
      readonly line: Line;
      readonly count: number;
    }
  /** An adapter turned bad data away. `reason` is the adapter's, of the latest; `count` is of all of that source so far. */
  | { readonly alarm: 'sensor-rejected'; readonly source: string; readonly reason: string; readonly count: number }
  /** The same of sources beyond those that are counted one by one, all together. */
  | { readonly alarm: 'sources-rejected'; readonly source: string; readonly reason: string; readonly count: number }
  /** Nothing has come of a sensor for `silence_s`; `since_us` is when it last sent, or was declared, on the journal's clock. `through` is the share of its
   *  looks that came through before, the longest gap aside. `ends`: it sends again, and enough comes through. */
  | {
      readonly alarm: 'sensor-silent';
      readonly phase: 'begins' | 'ends';
      readonly sensor: string;
      readonly since_us: Micros;
      readonly silence_s: Seconds;
      readonly limit_s: Seconds;
      readonly through: number;
    }
  /** A sensor's scans come too late to be taken in order. `delay_s` is the median from measurement to arrival of its latest scans;
   *  `horizon_s` is how late a scan may be now, `wanted_s` how late it must be allowed to be for this sensor's to be used, and `refused`
   *  counts those that were not. */
  | {
      readonly alarm: 'sensor-late';
      readonly phase: 'begins' | 'ends';
      readonly sensor: string;
      readonly delay_s: Seconds;
      readonly horizon_s: Seconds;
      readonly wanted_s: Seconds;
      readonly refused: number;
    }
  /** A sensor stamps its scans with times that have not come yet: its clock is ahead by `ahead_s` at the least (median of its latest). */
  | {
      readonly alarm: 'sensor-clock';
      readonly phase: 'begins' | 'ends';
      readonly sensor: string;
      readonly ahead_s: Seconds;
      readonly refused: number;
    }
  | { readonly alarm: 'sensor-bias'; readonly sensor: string; readonly finding: BiasFinding }
  /** There is no room for another track; `sensor` is the one whose detections would have begun one, `scans` counts such scans. */
  | { readonly alarm: 'track-limit'; readonly phase: 'begins' | 'ends'; readonly sensor: string; readonly scans: number }
  /** There is no room for another event: all `events` are of objects in flight, or have a warning that is open. */
  | { readonly alarm: 'event-limit'; readonly phase: 'begins' | 'ends'; readonly events: number };

/** What is known of a radar's biases, and what follows. Of a satellite only `beside` and `sound` are said (registration/sights.ts), and its sights are taken
 *  as they come; `track` is then the oldest track of the object, which the satellite may have pulled towards itself.
 *    not-told    nothing any more; its plots are taken as they come
 *    beside      what it shows lies `apart_m` beside where the others see it (`track`): far more than a sound radar is off; its bias is being measured,
 *                and its plots are taken as they come, until another finding is said
 *    sound       nothing that would matter; what it shows is taken as it comes
 *    biased      `bias` ± `sigma`, zero where it is not known well enough, is taken from its plots from now on
 *    unregistered  there are `radars` registered with each other already: its biases are not looked for
 *    drifting    it moved `moves` times in `span_s`; its scans are set aside */
export type BiasFinding =
  | { readonly kind: 'not-told' }
  | { readonly kind: 'sound' }
  | { readonly kind: 'beside'; readonly track: string; readonly apart_m: Metres }
  | { readonly kind: 'biased'; readonly bias: SensorBias; readonly sigma: SensorBias }
  | { readonly kind: 'unregistered'; readonly radars: number }
  | { readonly kind: 'drifting'; readonly moves: number; readonly span_s: Seconds };
