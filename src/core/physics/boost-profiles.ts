import type { KilogramsPerMetre2, MetresPerSecond2, Seconds, WattsPerSteradian } from '../units.ts';

export type BoostClass = 'SRBM' | 'MRBM' | 'IRBM' | 'ICBM' | 'SLV';

/** Constant thrust, constant mass flow: the acceleration by thrust grows from start to end of the burn. */
export type Stage = {
  readonly burn_s: Seconds;
  readonly thrustAccelerationStart_mps2: MetresPerSecond2;
  readonly thrustAccelerationEnd_mps2: MetresPerSecond2;
  /** Unpowered flight before the next stage lights. */
  readonly coastAfter_s: Seconds;
};

export type BoostProfile = {
  readonly name: string;
  readonly class: BoostClass;
  readonly stages: readonly Stage[];
  readonly verticalRise_s: Seconds;
  /** m/(C_d A) of the whole vehicle while it boosts, one figure for all stages. */
  readonly ballisticCoefficient_kgpm2: KilogramsPerMetre2;
  /** Of what flies on after burn-out. */
  readonly payloadBallisticCoefficient_kgpm2: KilogramsPerMetre2;
  /** Short- and mid-wave infrared intensity of the plume, for each stage. No open table exists: a decade of uncertainty. */
  readonly plume_Wpsr: readonly WattsPerSteradian[];
};

/** Generic figures for a public class, chosen so that flights of the published apogees and ranges of that class can be flown;
 *  none describes a real vehicle. */
export const BOOST_PROFILES: Readonly<Record<BoostClass, BoostProfile>> = {
  SRBM: {
    name: 'generic short-range missile, one stage',
    class: 'SRBM',
    stages: [{ burn_s: 70, thrustAccelerationStart_mps2: 25, thrustAccelerationEnd_mps2: 100, coastAfter_s: 0 }],
    verticalRise_s: 4,
    ballisticCoefficient_kgpm2: 8_000,
    payloadBallisticCoefficient_kgpm2: 5_000,
    plume_Wpsr: [100_000],
  },
  MRBM: {
    name: 'generic medium-range missile, two stages',
    class: 'MRBM',
    stages: [
      { burn_s: 55, thrustAccelerationStart_mps2: 25, thrustAccelerationEnd_mps2: 75, coastAfter_s: 1 },
      { burn_s: 53, thrustAccelerationStart_mps2: 42, thrustAccelerationEnd_mps2: 120, coastAfter_s: 0 },
    ],
    verticalRise_s: 5,
    ballisticCoefficient_kgpm2: 10_000,
    payloadBallisticCoefficient_kgpm2: 6_000,
    plume_Wpsr: [200_000, 100_000],
  },
  IRBM: {
    name: 'generic intermediate-range missile, two stages',
    class: 'IRBM',
    stages: [
      { burn_s: 80, thrustAccelerationStart_mps2: 19, thrustAccelerationEnd_mps2: 62, coastAfter_s: 1 },
      { burn_s: 64, thrustAccelerationStart_mps2: 45, thrustAccelerationEnd_mps2: 110, coastAfter_s: 0 },
    ],
    verticalRise_s: 6,
    ballisticCoefficient_kgpm2: 12_000,
    payloadBallisticCoefficient_kgpm2: 8_000,
    plume_Wpsr: [500_000, 200_000],
  },
  ICBM: {
    name: 'generic intercontinental missile, two stages',
    class: 'ICBM',
    stages: [
      { burn_s: 110, thrustAccelerationStart_mps2: 17.5, thrustAccelerationEnd_mps2: 60, coastAfter_s: 2 },
      { burn_s: 116, thrustAccelerationStart_mps2: 38, thrustAccelerationEnd_mps2: 95, coastAfter_s: 0 },
    ],
    verticalRise_s: 8,
    ballisticCoefficient_kgpm2: 15_000,
    payloadBallisticCoefficient_kgpm2: 10_000,
    plume_Wpsr: [1_000_000, 300_000],
  },
  SLV: {
    name: 'generic space launcher, two stages',
    class: 'SLV',
    stages: [
      { burn_s: 165, thrustAccelerationStart_mps2: 15, thrustAccelerationEnd_mps2: 42.5, coastAfter_s: 45 },
      { burn_s: 430, thrustAccelerationStart_mps2: 7.3, thrustAccelerationEnd_mps2: 39, coastAfter_s: 0 },
    ],
    verticalRise_s: 12,
    ballisticCoefficient_kgpm2: 15_000,
    payloadBallisticCoefficient_kgpm2: 200,
    plume_Wpsr: [3_000_000, 300_000],
  },
};

/** Seconds of burning of all stages together. */
export function totalBurn_s(profile: BoostProfile): Seconds {
  return profile.stages.reduce((sum, stage) => sum + stage.burn_s, 0);
}
