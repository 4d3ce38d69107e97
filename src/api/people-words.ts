import type { PeopleIn } from '../core/assess/people-in.ts';

/** Who is in an area, in a few words: the command line and the console read the same. */
export function peopleWords(people: PeopleIn): string {
  switch (people.kind) {
    case 'not-looked-up':
      return 'who lives there was not looked up';
    case 'none-found': {
      const { nearest } = people;
      const near =
        nearest === undefined
          ? ''
          : `; the nearest is ${nearest.name}, ${groupedDigits(Math.round(nearest.distance_m / 1000))} km ${compassPoint(nearest.bearing_rad)} of the point of impact`;
      return `no listed place in it${near}`;
    }
    case 'counted': {
      const rest = people.partly === true ? '; part of it was not looked up' : '';
      const where = placeNames(people, NAMED);
      if (people.atLeast < 1) return `people in ${where}, how many is not known${rest}`;
      const unknown = people.uncounted === 0 ? '' : ` (how many in ${people.uncounted} of these is not known)`;
      return `at least ${roundNumber(people.atLeast)} people in ${where}${unknown}${rest}`;
    }
    default:
      return people satisfies never;
  }
}

const NAMED = 3;

/** The largest places by name, and how many more there are. */
function placeNames({ places, morePlaces }: Extract<PeopleIn, { kind: 'counted' }>, named: number): string {
  const more = morePlaces + Math.max(0, places.length - named);
  const names = places.slice(0, named).map(({ name }) => name);
  return `${names.join(', ')}${more > 0 ? ` and ${groupedDigits(more)} more` : ''}`;
}

/** A number of people as people read it: 1234567 as `1.2 million`. */
export function roundNumber(people: number): string {
  const two = twoDigits(people);
  return two >= 1e6 ? `${two / 1e6} million` : groupedDigits(two);
}

/** A number of people to two digits, rounded down so that "at least" holds: a share of a city is not known to a person. */
export function twoDigits(people: number): number {
  const digits = String(Math.floor(people));
  return digits.length <= 2 ? Number(digits) : Number(digits.slice(0, 2)) * 10 ** (digits.length - 2);
}

function groupedDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

const COMPASS = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'];

/** The nearest of the eight points of the compass. */
export function compassPoint(bearing_rad: number): string {
  return COMPASS[compassIndex(bearing_rad)];
}

/** Its number, from north clockwise. */
export function compassIndex(bearing_rad: number): number {
  return ((Math.round(bearing_rad / (Math.PI / 4)) % 8) + 8) % 8;
}
