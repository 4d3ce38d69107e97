import type { NetcdfError } from '../adapters/netcdf/netcdf.ts';
import type { DetectionLine, FollowedLine } from '../api/wire-cli.ts';
import type { Counts } from './detect-counts.ts';
import type { Showing } from './detect-show.ts';
import type { LaunchesInLooks } from './launches-in-looks.ts';
import type { LaunchesTold } from './launches-told.ts';

/** A file that cannot be used. */
export type Refusal = Pick<NetcdfError, 'file' | 'field' | 'message' | 'remedy'>;
/** Where what is found goes: counted, drawn where somebody asked for it, and told. */
export type Desk = {
  readonly counts: Counts;
  /** What looks say together. */
  readonly series: LaunchesInLooks;
  readonly launches: LaunchesTold;
  readonly showing?: Showing | undefined;
  readonly refuse: (fault: Refusal) => void;
  readonly output: { readonly line: (text: string) => void; readonly object: (found: DetectionLine | FollowedLine) => void };
};
