import { compassPoint, roundNumber } from '../../api/people-words.ts';
import type { Hypothesis } from '../../core/discern/hypotheses.ts';
import type { Micros } from '../../core/units.ts';
import type { HazardEnd } from '../../core/warn/hazard.ts';
import type { Counted, Facts, HazardFacts, Sighting } from './facts.ts';
import type { Phrasebook, Texts } from './phrases.ts';
import { utcParts } from './time.ts';

/** English. Short sentences that can be read aloud; one statement in each. */
export const english: Phrasebook = {
  language: 'en',
  marks: { exercise: 'EXERCISE EXERCISE EXERCISE', test: 'TEST TEST TEST' },
  marked: (text, mark) => `${mark}. ${text} ${mark}.`,
  texts: (facts): Texts => ({
    event: CAUSES[facts.cause],
    headline: HEADLINES[facts.purpose](CAUSES[facts.cause]),
    description: description(facts),
    instruction: INSTRUCTIONS[facts.purpose],
    areaDescription: areaDescription(facts),
  }),
  hazard: (facts): Texts => ({
    event: 'Object coming down',
    ...(facts.over === undefined ? comesDown(facts) : HAZARD_OVER[facts.over]),
    areaDescription: areaDescription(facts),
  }),
  inReach: (facts): Texts => ({
    event: CAUSES[facts.cause],
    headline: `${CAUSES[facts.cause]}: be ready to take shelter.`,
    description: `${seen(facts)} If it goes on as it does, it will not come down in this wider area. It may change its course, and then it may come down here.`,
    instruction: 'Stay near a solid building and go on listening. Take shelter at once when you are told to.',
    areaDescription: 'Area that it can reach if it changes its course',
  }),
};

type Said = Pick<Texts, 'headline' | 'description' | 'instruction'>;

function comesDown(facts: HazardFacts): Said {
  return {
    headline: 'An object is coming down. Keep clear of the area.',
    description: `An object is coming down. ${impact(facts)} ${under(facts)} This is not a warning of an attack.`,
    instruction:
      'Keep ships and aircraft out of the area. If you live there, stay indoors until that time is over. Do not touch what has come down. Report it to the authorities.',
  };
}

const FREE = 'The area is free again. Do not touch what may have come down. Report it to the authorities.';

const HAZARD_OVER: Readonly<Record<HazardEnd['kind'], Said>> = {
  'window-over': {
    headline: 'The time of the hazard is over.',
    description: 'The time at which the object was predicted to come down is over. Nobody saw it fall.',
    instruction: FREE,
  },
  'does-not-come-down': {
    headline: 'The hazard is over.',
    description: 'Later evidence does not support that the object comes down there.',
    instruction: FREE,
  },
  'track-lost': { headline: 'The hazard is over.', description: 'Sensors should see the object and do not.', instruction: FREE },
  warned: {
    headline: 'A warning takes the place of this information.',
    description: 'A warning of this object is prepared or given.',
    instruction: 'Keep clear of the area. When a warning is given, do as it says.',
  },
  'same-object': {
    headline: 'This information is carried on.',
    description: 'Two reports were of one object. The other one goes on.',
    instruction: 'Keep clear of the area of the report that goes on.',
  },
};

type Window = Pick<Facts, 'impactFrom_us' | 'impactTo_us'>;

const CAUSES: Readonly<Record<Hypothesis, string>> = {
  'ballistic-missile': 'Ballistic missile',
  'space-launch': 'Space launch',
  'powered-return': 'Rocket stage returning under power',
  satellite: 'Satellite',
  're-entry': 'Object falling from orbit',
  aircraft: 'Aircraft',
  meteor: 'Meteor',
  'sun-glint': 'Reflection of the Sun',
  'moon-echo': 'Radar echo of the Moon',
  'stationary-heat': 'Fixed source of heat',
  unknown: 'Unidentified object in flight',
};

const HEADLINES: Readonly<Record<Facts['purpose'], (cause: string) => string>> = {
  alert: (cause) => `${cause}: take shelter now.`,
  update: (cause) => `${cause}: the warning has changed. Take shelter now.`,
  end: (cause) => `${cause}: the warning has ended.`,
  retraction: () => 'The warning is withdrawn.',
  'same-object': (cause) => `${cause}: one object, two warnings. The other warning goes on. Take shelter.`,
};

const SHELTER =
  'Go into a solid building or below ground at once. Keep away from windows. If no building is near, lie down flat and cover your head. Stay until this warning ends.';

const INSTRUCTIONS: Readonly<Record<Facts['purpose'], string>> = {
  alert: SHELTER,
  update: `Check whether you are inside the new area. ${SHELTER}`,
  end: 'You may leave your shelter. Do not touch debris. Report it to the authorities.',
  retraction: 'You do not need to take shelter.',
  'same-object': `Heed the area of the warning that goes on. ${SHELTER}`,
};

function description(facts: Facts): string {
  switch (facts.purpose) {
    case 'alert':
    case 'update':
      return [seen(facts), ...parted(facts), impact(facts), under(facts), ...flight(facts)].join(' ');
    case 'end':
      return facts.isOver
        ? `Impact was predicted ${span(facts)}. That time is over. The warning ends.`
        : 'The warning ends before the predicted time of impact.';
    case 'same-object':
      return 'This warning and another one are of the same object. It was not an error. The other warning goes on and takes its place.';
    case 'retraction':
      return `The warning sent before is withdrawn. ${facts.byPeople ? 'The people on duty have decided so.' : 'Later evidence does not support it.'}`;
  }
}

function seen({ sighting, cause }: Facts): string {
  return sighting.basis === 'observed' ? observed(sighting, CAUSES[cause]) : predicted(sighting);
}

function observed({ lastObserved_us }: Sighting<'observed'>, cause: string): string {
  return `${cause}: observed in flight at ${instant(lastObserved_us)}.`;
}

function predicted({ lastObserved_us }: Sighting<'predicted'>): string {
  return `It was last seen at ${instant(lastObserved_us)}. What follows is predicted from that.`;
}

function impact(facts: Window): string {
  return `Impact is predicted ${span(facts)}, inside the area given.`;
}

function parted({ pieces }: Facts): string[] {
  if (pieces < 2) return [];
  return [
    pieces === 2 ? 'It has parted in two pieces: the area holds both.' : `It has parted in ${pieces} pieces: the area holds all of them.`,
  ];
}

function under({ people }: Pick<Facts, 'people'>): string {
  switch (people.kind) {
    case 'not-looked-up':
      return 'Which places are inside the area was not looked up.';
    case 'none-found': {
      const { nearest } = people;
      const near =
        nearest &&
        ` The nearest is ${nearest.name}, ${Math.round(nearest.distance_m / 1000)} kilometres ${compassPoint(nearest.bearing_rad)} of the point of impact.`;
      return `No listed place is inside the area.${near ?? ''}`;
    }
    case 'counted': {
      const number = people.atLeast < 1 ? '' : ` At least ${roundNumber(people.atLeast)} people live inside it.`;
      const rest = people.partly === true ? ' Part of the area was not looked up.' : '';
      return `Places inside the area: ${named(people)}.${number}${rest}`;
    }
  }
}

function named({ places, morePlaces }: Counted): string {
  return `${places.map(({ name }) => name).join(', ')}${morePlaces > 0 ? ` and ${morePlaces} more` : ''}`;
}

function flight({ flight: kind, overAt_us }: Facts): string[] {
  if (kind === 'may-turn')
    return [`It may change its course. A second, wider area says where it may come down then, until ${instant(overAt_us)}.`];
  return kind === 'may-manoeuvre' ? ['It may change its course, so the area is wide.'] : [];
}

function areaDescription({ people, centre }: Pick<Facts, 'people' | 'centre'>): string {
  const around =
    centre === undefined
      ? 'Area not known'
      : `Area around ${degreesOf(centre.latitude_deg, 'N', 'S')} ${degreesOf(centre.longitude_deg, 'E', 'W')}`;
  if (people.kind === 'counted') return `${around}, with ${named(people)}`;
  return people.kind === 'none-found' ? `${around}, with no listed place` : around;
}

function degreesOf(angle_deg: number, positive: string, negative: string): string {
  return `${Math.abs(angle_deg).toFixed(1)}° ${angle_deg < 0 ? negative : positive}`;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

function span({ impactFrom_us, impactTo_us }: Window): string {
  const [from, to] = [utcParts(impactFrom_us), utcParts(impactTo_us)];
  const start = from.day === to.day ? from.time : instant(impactFrom_us);
  return `between ${start} and ${instant(impactTo_us)}`;
}

function instant(at_us: Micros): string {
  const { year, month, day, time } = utcParts(at_us);
  return `${time} UTC on ${day} ${MONTHS[month - 1]} ${year}`;
}
