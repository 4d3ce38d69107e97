import type { Micros, Radians } from '../units.ts';

/** Mean elements of one object in orbit, as SGP4 takes them: of the true equator and mean equinox of their epoch (TEME), the mean motion after Kozai, as element sets state it.
 *  No other theory's elements may be put in here: they look alike and mean something else.
 *  Source  [HR1980] section 3, [VCHK2006] section on input. */
export type MeanElements = {
  /** In the catalogue of the United States' space command; 1 to 999,999,999. */
  readonly catalogueNumber: number;
  /** Empty where nobody says. */
  readonly name: string;
  /** Year, launch and piece: 1998-067A; empty where nobody says. */
  readonly internationalDesignator: string;
  readonly epoch_us: Micros;
  /** What of the epoch is below a microsecond, 0 to before 1. */
  readonly epochRest_us: number;
  readonly meanMotion_radps: number;
  readonly eccentricity: number;
  readonly inclination_rad: Radians;
  readonly ascendingNode_rad: Radians;
  readonly argumentOfPerigee_rad: Radians;
  readonly meanAnomaly_rad: Radians;
  /** How the air brakes it: B*, one over Earth radii. */
  readonly bstar: number;
};

/** Of each object, by its catalogue number, the newest of its sets: for a file that has several of one. In the order in which objects first come. */
export function newestOfEach(sets: readonly MeanElements[]): MeanElements[] {
  const newest = new Map<number, MeanElements>();
  for (const set of sets) {
    const other = newest.get(set.catalogueNumber);
    if (other === undefined || set.epoch_us > other.epoch_us) newest.set(set.catalogueNumber, set);
  }
  return [...newest.values()];
}
