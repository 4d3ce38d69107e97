import type { Assessment, Basis } from '../../core/assess/assessment.ts';
import type { PeopleIn } from '../../core/assess/people-in.ts';
import type { Hypothesis } from '../../core/discern/hypotheses.ts';
import type { Micros } from '../../core/units.ts';
import { toDegrees } from '../../core/units.ts';
import type { Hazard, HazardEnd } from '../../core/warn/hazard.ts';
import { overAt_us } from '../../core/warn/alert-area.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';

/** What is said of an area in which places were found. */
export type Counted = Extract<PeopleIn, { readonly kind: 'counted' }>;

declare const minted: unique symbol;

/** That something was seen, and when; or that it is only computed forward from what was seen last. Only `sightingOf` makes one, from the
 *  assessment's own basis, and a phrase that says "observed" asks for the first kind (H4: in 2022 an announcement said that a missile had
 *  passed over, when it had only been predicted to). */
export type Sighting<B extends Basis> = { readonly basis: B; readonly lastObserved_us: Micros; readonly [minted]: true };

export function sightingOf({ basis, lastObserved_us }: Assessment): Sighting<'observed'> | Sighting<'predicted'> {
  return { basis, lastObserved_us } as Sighting<'observed'> | Sighting<'predicted'>;
}

/** Whom an alert of a line is for, in the words that each language has for it. */
export type Mark = 'exercise' | 'test' | 'none';

/** What every language says in its own words: one set of facts for all of them (H12). */
export type Facts = {
  readonly mark: Mark;
  readonly purpose: WarningMessage['purpose'];
  readonly cause: Hypothesis;
  readonly sighting: Sighting<'observed'> | Sighting<'predicted'>;
  /** `ballistic`, why the area is wide, or that there is a second, wider one for what may turn. */
  readonly flight: 'ballistic' | 'may-manoeuvre' | 'may-turn';
  /** Of what has parted in flight, how many pieces the area holds; 1 where it has not. */
  readonly pieces: number;
  readonly impactFrom_us: Micros;
  readonly impactTo_us: Micros;
  /** When it is down whatever it does; later than the impact window where it may yet turn. */
  readonly overAt_us: Micros;
  /** Whether the message was sent after that. */
  readonly isOver: boolean;
  /** Of the alert area, which is the one that is given. */
  readonly people: PeopleIn;
  /** A retraction that people decide although the evidence has not turned. */
  readonly byPeople: boolean;
  /** Middle of the area, degrees; undefined when there is no area. */
  readonly centre: { readonly latitude_deg: number; readonly longitude_deg: number } | undefined;
};

/** The facts of a hazard. */
export type HazardFacts = Pick<Facts, 'mark' | 'impactFrom_us' | 'impactTo_us' | 'people' | 'centre'> & {
  /** Why it is over; undefined while it comes down. */
  readonly over: HazardEnd['kind'] | undefined;
};

const MARKS = { live: 'none', exercise: 'exercise', test: 'test' } as const;

export function factsOf({ line, purpose, sent_us, warning }: WarningMessage): Facts {
  const { assessment, impactWindow, peopleInAlertArea } = warning;
  return {
    mark: MARKS[line],
    purpose,
    cause: assessment.cause,
    sighting: sightingOf(assessment),
    flight: warning.area.reach === undefined ? (assessment.impact?.kind ?? 'ballistic') : 'may-turn',
    pieces: Math.max(1, (warning.pieces ?? []).filter(({ inArea }) => inArea).length),
    impactFrom_us: impactWindow.from_us,
    impactTo_us: impactWindow.to_us,
    overAt_us: overAt_us(warning),
    isOver: sent_us > overAt_us(warning),
    byPeople: warning.turned === undefined && (warning.closedFor === undefined || warning.closedFor.kind === 'people'),
    people: peopleInAlertArea,
    centre: centreOf(warning.area.ring),
  };
}

export function hazardFactsOf({ line, impactWindow, peopleInAlertArea, area, endedFor }: Hazard): HazardFacts {
  return {
    mark: MARKS[line],
    impactFrom_us: impactWindow.from_us,
    impactTo_us: impactWindow.to_us,
    people: peopleInAlertArea,
    centre: centreOf(area.ring),
    over: endedFor?.kind,
  };
}

/** Mean of the corners as directions, so that a ring over the antimeridian has its middle there. */
function centreOf(ring: WarningMessage['warning']['area']['ring']): Facts['centre'] {
  if (ring.length === 0) return undefined;
  let [x, y, z] = [0, 0, 0];
  for (const { latitude_rad, longitude_rad } of ring) {
    x += Math.cos(latitude_rad) * Math.cos(longitude_rad);
    y += Math.cos(latitude_rad) * Math.sin(longitude_rad);
    z += Math.sin(latitude_rad);
  }
  return { latitude_deg: toDegrees(Math.atan2(z, Math.hypot(x, y))), longitude_deg: toDegrees(Math.atan2(y, x)) };
}
