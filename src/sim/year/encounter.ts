import type { Announcement } from '../../core/assess/announcement.ts';
import type { Micros } from '../../core/units.ts';
import type { RandomStream } from '../random.ts';
import type { Disturbance } from '../scenario.ts';
import type { TruthBody } from '../truth.ts';
import type { Sky } from '../disturbances.ts';
import type { Theatre } from './theatres.ts';

/** Something of the background that a theatre's sensors may see, from a time to a time. */
export type Encounter = {
  readonly kind: Kind;
  readonly theatre: Theatre;
  readonly from_us: Micros;
  readonly to_us: Micros;
  readonly bodies: readonly TruthBody[];
  readonly disturbances: readonly Disturbance[];
  readonly announcements: readonly Announcement[];
};

/** Where and when one of a kind is to be met, and the chance that makes it: a stream for each name. */
export type Occasion = {
  readonly id: string;
  readonly at_us: Micros;
  readonly theatre: Theatre;
  readonly chance: (name: string) => RandomStream;
  readonly sky: Sky;
};

/** One kind of background. */
export type Kind = {
  readonly name: string;
  readonly perYear: number;
  /** Whose figure that is; of what is there by the thousand a day, that it is a sample. */
  readonly source: string;
  /** Met beside others as often as alone. */
  readonly sampled: boolean;
  /** Burns on its way up, when nobody can know what it will be; or is ballistic in truth, and its cause is not judged. */
  readonly flies: 'launched' | 'ballistic' | 'otherwise';
  /** Whether a warning of it would be wrong. */
  readonly mustNotWarn: boolean;
  /** Whether it comes down, or may: of what does not, nobody is to be told that it does. */
  readonly mayComeDown: boolean;
  /** `undefined` where it cannot be met there then. */
  draw(
    occasion: Occasion,
  ): (Pick<Encounter, 'from_us' | 'to_us' | 'bodies'> & Partial<Pick<Encounter, 'disturbances' | 'announcements'>>) | undefined;
};
