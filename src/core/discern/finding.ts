import type { Metres, MetresPerSecond, MetresPerSecond2, Micros, Radians, Seconds } from '../units.ts';

/** What was found when one feature of a track was looked at: its name and its figures. Words for people are made from it at the edge (H12). */
export type Finding =
  | { readonly feature: 'heat'; readonly hits: number; readonly satellites: number }
  /** Hits too few to call it hot. */
  | { readonly feature: 'no-heat'; readonly hits: number }
  /** Moves, by radar. */
  | { readonly feature: 'motion'; readonly speed_mps: MetresPerSecond }
  /** Does not move for certain, and is a body: radar has followed it for so many plots. */
  | { readonly feature: 'followed'; readonly plots: number }
  /** How far the heat has wandered within `span_s`, and how far the slowest rocket would have, both in sigmas of the sightings. */
  | { readonly feature: 'motion-of-heat'; readonly moved_sigma: number; readonly slowestRocket_sigma: number; readonly span_s: Seconds }
  /** How fast the heat goes across the line of sight, how much faster it becomes, and how much faster the slowest rocket would; and how much farther from a steady acceleration
   *  its sightings lie than by noise. */
  | {
      readonly feature: 'acceleration-of-heat';
      readonly acceleration_mps2: MetresPerSecond2;
      readonly sigma_mps2: MetresPerSecond2;
      readonly slowestRocket_mps2: MetresPerSecond2;
      readonly speed_mps: MetresPerSecond;
      readonly unsteady_sigma: number;
    }
  /** Tilt of the cloud facet that would mirror the Sun into the satellite. */
  | { readonly feature: 'sun-angle'; readonly facetTilt_rad: Radians }
  | { readonly feature: 'no-sunlight' }
  /** Heights; no apogee when the orbit is open. */
  | { readonly feature: 'perigee'; readonly perigee_m: Metres; readonly apogee_m?: Metres }
  /** Was in an orbit before it was first seen hot. */
  | { readonly feature: 'from-orbit' }
  /** Below all orbits; `neverUp`: and has not come down from one. */
  /** `slow_mps`: above the air, but slower than any orbit is at that height. */
  | { readonly feature: 'below-orbits'; readonly height_m: Metres; readonly slow_mps?: MetresPerSecond; readonly neverUp: boolean }
  /** Both carried down to the Earth's surface; the angle is from the horizontal. */
  | { readonly feature: 'speed-and-flight-path'; readonly speed_mps: MetresPerSecond; readonly angle_rad: Radians }
  /** With what one burn at the top of its path would have to add for an orbit, and how high that is. */
  | { readonly feature: 'coast-seen'; readonly coasted_s: Seconds; readonly toOrbit_mps?: MetresPerSecond; readonly top_m?: Metres }
  /** A last stage may still make an orbit of its path: nobody can know yet. */
  | { readonly feature: 'orbit-open'; readonly toOrbit_mps: MetresPerSecond; readonly decidedAt_us: Micros }
  /** Its burn has just ended: the next stage may light, or it is what that one has dropped. */
  | { readonly feature: 'stage-open'; readonly sinceBurnout_s: Seconds }
  /** It parted from what has burned on: what of that is known, it is a part of. */
  | ({ readonly feature: 'part-of' } & Whole)
  | { readonly feature: 'burn-time'; readonly burned_s: Seconds }
  | { readonly feature: 'thrust'; readonly thrust: 'against-motion' | 'burning' | 'stopped' }
  /** Faster than what is bound to the Earth. */
  | { readonly feature: 'escape'; readonly speed_mps: MetresPerSecond }
  /** Hot by the air that it came into. */
  | { readonly feature: 'air-glow' }
  /** Keeps its height in the air. */
  | { readonly feature: 'level'; readonly height_m: Metres }
  /** Above or beyond what wings carry. */
  | { readonly feature: 'high-or-fast' }
  | { readonly feature: 'moon'; readonly fromMoon_rad: Radians }
  /** The Moon's place has not entered the journal. */
  | { readonly feature: 'moon-unknown' }
  | { readonly feature: 'gravity'; readonly falls: boolean }
  /** Radars that must see it by now do not: −ln of the chance of so much silence. */
  | { readonly feature: 'radar-absent'; readonly absence: number };

/** What a spent stage parted from, and what was said of that last. */
export type Whole = {
  readonly event: string;
  readonly missile: number;
  readonly launch: number;
  /** That burns, or may light its next stage. */
  readonly open: boolean;
  /** Where the two cannot be told apart yet: when they will be. */
  readonly decidedAt_us?: Micros;
};
