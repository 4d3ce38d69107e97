import { measurementSpecOf } from '../sense/measurement-spec.ts';
import type { SensorSpec } from '../sense/sensor.ts';
import type { State } from '../state/state.ts';
import { type Turnabout, turnabouts, type Wrongness } from '../registration/suspicion.ts';
import type { Metres } from '../units.ts';
import { GROSS } from './beside.ts';

// How likely it is of each sensor that it is wrong, by what all have shown of climbs.

/** A sound radar may be off by what registration (ADR 0021) leaves uncorrected, and the air bends its lowest looks. */
const RADAR: Wrongness = { sound: { range_m: 100, azimuth_rad: 1e-3, elevation_rad: 1e-3, time_s: 0.02 }, gross: GROSS };
/** Of a sound satellite half of the declared sigma stands for a plume's centre that wanders and a focal plane that is warm; the clock, for a scan whose
 *  lines are stamped as one. Wrong, it may be turned by 300 µrad and its clock 2 s off, one sigma. */
const satellite = (sigma_rad: number): Wrongness => ({
  sound: { range_m: 0, azimuth_rad: sigma_rad / 2, elevation_rad: sigma_rad / 2, time_s: 0.05 },
  gross: { range_m: 0, azimuth_rad: 3e-4, elevation_rad: 3e-4, time_s: 2 },
});

/** Looks of a sensor, and of all others, before anything is said of it. */
export const LEAST_LOOKS = 8;

/** Residuals that are left for each degree of freedom: more is no constant fault of one sensor. */
export const MOST_RATIO = 2;

/** For each of `sights.sensors`, that it is the other of sound and wrong than it is held to be. */
export function suspects({ sights, sensors }: State): Turnabout[] | undefined {
  const specs = sights.sensors.map((id) => sensors.find((one) => one.id === id));
  return turnabouts(sights.evidence, specs.map(wrongnessOf), (k) => sights.wrong.includes(sights.sensors[k]));
}

function wrongnessOf(sensor: SensorSpec | undefined): Wrongness {
  if (sensor === undefined) return RADAR;
  const { sensing } = measurementSpecOf(sensor);
  return sensing.kind === 'polar' ? RADAR : satellite(sensing.sigmaLineOfSight_rad);
}

/** ln of how many times likelier the one of two radars must be the wrong one that it is taken to be. */
const LIKELIER = 4;

/** Of two radars that show one object in two places, the one that climbs have shown to be wrong: `sensor`, or one of those that it stands against. `undefined`
 *  where they say nothing of either. `sure`: one of them has been seen not to be so wrong. */
export function wrongOf(
  state: State,
  sensor: string,
  against: readonly string[],
  apart_m: Metres,
): { readonly wrong: string | undefined; readonly sure: boolean } {
  const found = suspects(state);
  const of = (id: string): { readonly gain: number; readonly looks: number } => {
    const k = state.sights.sensors.indexOf(id);
    return k < 0 || found === undefined || found[k].ratio > MOST_RATIO
      ? { gain: 0, looks: 0 }
      : { gain: found[k].gain, looks: state.sights.evidence.looks[k] };
  };
  const worst = against.reduce((most, one) => (of(one).gain > of(most).gain ? one : most), against[0]);
  const isSound = (id: string): boolean => of(id).looks >= LEAST_LOOKS && of(id).gain < 0;
  const more = of(worst).gain - of(sensor).gain;
  if (more > LIKELIER) return { wrong: worst, sure: true };
  // Of what is less a climb does not say that it is not there.
  const isGross = apart_m > GROSS.range_m;
  return { wrong: more < -LIKELIER ? sensor : undefined, sure: isGross && against.some(isSound) && !isSound(sensor) };
}
