import type { Hypothesis } from '../../core/discern/hypotheses.ts';
import type { Micros } from '../../core/units.ts';
import type { Facts, Sighting } from './facts.ts';
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
};

const CAUSES: Readonly<Record<Hypothesis, string>> = {
  'ballistic-missile': 'Ballistic missile',
  'space-launch': 'Space launch',
  'powered-return': 'Rocket stage returning under power',
  satellite: 'Satellite',
  decay: 'Satellite falling to Earth',
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
      return [seen(facts), impact(facts), under(facts), ...flight(facts)].join(' ');
    case 'end':
      return facts.windowOver
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

function impact(facts: Facts): string {
  return `Impact is predicted ${span(facts)}, inside the area given.`;
}

function under({ places, morePlaces }: Facts): string {
  if (places.length === 0) return 'No listed place is inside the area.';
  return `Places inside the area: ${places.join(', ')}${morePlaces > 0 ? ` and ${morePlaces} more` : ''}.`;
}

function flight({ flight: kind }: Facts): string[] {
  if (kind === 'may-manoeuvre') return ['It may change its course, so the area is wide.'];
  return kind === 'powered' ? ['It is still under power, so the area will change.'] : [];
}

function areaDescription({ places, morePlaces, centre }: Facts): string {
  const around =
    centre === undefined
      ? 'Area not known'
      : `Area around ${degreesOf(centre.latitude_deg, 'N', 'S')} ${degreesOf(centre.longitude_deg, 'E', 'W')}`;
  if (places.length === 0) return `${around}, with no listed place`;
  return `${around}, with ${places.join(', ')}${morePlaces > 0 ? ` and ${morePlaces} more` : ''}`;
}

function degreesOf(angle_deg: number, positive: string, negative: string): string {
  return `${Math.abs(angle_deg).toFixed(1)}° ${angle_deg < 0 ? negative : positive}`;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

function span({ impactFrom_us, impactTo_us }: Facts): string {
  const [from, to] = [utcParts(impactFrom_us), utcParts(impactTo_us)];
  const start = from.day === to.day ? from.time : instant(impactFrom_us);
  return `between ${start} and ${instant(impactTo_us)}`;
}

function instant(at_us: Micros): string {
  const { year, month, day, time } = utcParts(at_us);
  return `${time} UTC on ${day} ${MONTHS[month - 1]} ${year}`;
}
