import type { SunGlint } from './scenario.ts';

/** What whoever conducts an exercise may do to its world while it runs. It holds for what the world makes from then on. */
export type Intervention =
  /** Nothing more comes from this sensor, nor what of it was on its way. */
  | { readonly kind: 'sensor-lost'; readonly sensor: string }
  /** Heat that is no rocket, for a satellite to report. */
  | { readonly kind: 'false-report'; readonly glint: SunGlint }
  /** The simulated person of this session does nothing more: somebody else sits there. */
  | { readonly kind: 'desk-taken'; readonly desk: string };
