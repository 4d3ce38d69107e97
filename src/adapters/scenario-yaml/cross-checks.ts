import { announcementFault } from '../../core/assess/announcement.ts';
import type { Micros } from '../../core/units.ts';
import { LONGEST_S } from '../../sim/scenario.ts';
import type { Finding } from '../yaml-file/checked-yaml.ts';
import { announcementOf } from './build.ts';
import type { ScenarioDocument } from './schema.ts';

/** What no field can see alone: names that must be unique or must exist, times that must be in order. */
export function crossChecks(document: ScenarioDocument): Finding[] {
  const findings: Finding[] = [];
  const say = (path: Finding['path'], message: string, remedy: string): void => {
    findings.push({ path, message, remedy });
  };
  const satellites = namesOf(document, 'infrared-satellite', ['satellite-west', 'satellite-east']);
  const radars = namesOf(document, 'radar', ['radar-west', 'radar-east']);

  if (document.end !== undefined && document.end <= document.start) say(['end'], 'the end is not after the start', 'move one of the two');
  const lasts_us = (document.end ?? lastLaunch(document)) - document.start;
  if (lasts_us > LONGEST_S * 1e6)
    say(
      document.end === undefined ? ['start'] : ['end'],
      `the scenario would last ${(lasts_us / DAY_US).toFixed(1)} days; ${LONGEST_S / 86_400} is the most`,
      document.end === undefined ? 'set a later start: a flight begins so long after it' : 'set an earlier end',
    );
  if (document.sensors.length === 0) say(['sensors'], 'a theatre without sensors', 'add one, or "- { kind: preset, preset: east-asia }"');
  unique([...satellites, ...radars], (id) => say(['sensors'], `two sensors are called "${id}"`, 'give each sensor a name of its own'));
  unique(
    allFlights(document).map(({ id }) => id),
    (id) => say(['flights'], `two flights are called "${id}"`, 'give each flight a name of its own'),
  );
  unique(
    (document.people ?? []).map(({ id }) => id),
    (id) => say(['people'], `two people are called "${id}"`, 'give each person a name of their own'),
  );

  unique(
    document.announcements.map(({ id }) => id),
    (id) => say(['announcements'], `two announcements are called "${id}"`, 'give each announcement a name of its own'),
  );
  document.announcements.forEach((each, i) => {
    const fault = announcementFault(announcementOf(each));
    if (fault !== undefined) say(['announcements', i], `${fault.place}: ${fault.message}`, fault.remedy);
    if (each.window.to < document.start)
      say(['announcements', i, 'window'], 'its window is over before the scenario starts', 'move it, or leave it out');
  });

  document.sensors.forEach((sensor, i) => {
    if (sensor.kind === 'preset') return;
    sensor.outages.forEach(({ from, to }, j) => {
      if (to <= from) say(['sensors', i, 'outages', j, 'to'], 'the outage ends before it begins', 'move one of the two');
    });
    if (sensor.kind !== 'radar') return;
    if (sensor.rangeMax_km <= sensor.rangeMin_km) say(['sensors', i], 'rangeMax_km is not beyond rangeMin_km', 'move one of the two');
    if (sensor.elevationMax_deg <= sensor.elevationMin_deg)
      say(['sensors', i], 'elevationMax_deg is not above elevationMin_deg', 'move one of the two');
  });
  const launched = document.flights.flatMap((flight) => ('site' in flight ? [flight.id] : []));
  if (document.end === undefined && document.flights.length > 0 && document.flights.every(isEndless))
    say(['flights'], 'nothing here ends by itself', 'give the scenario an end, or what flies a stop');
  document.flights.forEach((flight, i) => {
    const begins = beginOf(flight, document.start);
    if ('site' in flight && begins < document.start)
      say(['flights', i, 'launch'], 'the flight begins before the scenario', 'set an earlier start');
    if ('orbit' in flight && Math.abs(flight.orbit.epoch - document.start) > LONGEST_S * 1e6)
      say(['flights', i, 'orbit', 'epoch'], 'more than a week from the start', 'give elements of an epoch near it');
    if (flight.kind === 'spent-stage' && !launched.includes(flight.of)) {
      const remedy = `name one of: ${launched.join(', ') || 'none is launched here'}`;
      say(['flights', i, 'of'], `no flight that is launched is called "${flight.of}"`, remedy);
    }
    if (flight.stop !== undefined && flight.stop <= begins)
      say(['flights', i, 'stop'], 'the flight is stopped before it begins', 'move one of the two');
  });
  document.disturbances.forEach((each, i) => {
    if (each.kind === 'sun-glint' && !satellites.includes(each.satellite)) {
      say(
        ['disturbances', i, 'satellite'],
        `no satellite is called "${each.satellite}"`,
        `name one of: ${satellites.join(', ') || 'none is defined'}`,
      );
    }
    if (each.kind === 'moon-echo' && !radars.includes(each.radar)) {
      say(['disturbances', i, 'radar'], `no radar is called "${each.radar}"`, `name one of: ${radars.join(', ') || 'none is defined'}`);
    }
    if (each.kind === 'tape' && each.line === document.line) {
      say(
        ['disturbances', i, 'line'],
        'the tape is on the theatre’s own line',
        `put it on the ${document.line === 'test' ? 'exercise' : 'test'} line; flights of this line stand under "flights"`,
      );
    }
    if ((each.kind === 'sun-glint' || each.kind === 'stationary-fire') && each.to <= each.from)
      say(['disturbances', i, 'to'], 'it ends before it begins', 'move one of the two');
  });
  (document.people ?? []).forEach((person, i) =>
    person.acts.forEach((act, j) => {
      if ((act.after === undefined) === (act.at === undefined))
        say(['people', i, 'acts', j], 'an act needs one time', 'give either "after" (with "delay_s") or "at"');
      else if (act.at !== undefined && act.delay_s !== undefined)
        say(['people', i, 'acts', j, 'delay_s'], 'a delay without what it counts from', 'remove it, or write "after" instead of "at"');
    }),
  );
  return findings;
}

const DAY_US = 86_400e6;

function lastLaunch(document: ScenarioDocument): number {
  return document.flights.reduce((last, flight) => Math.max(last, beginOf(flight, document.start)), document.start);
}

/** When a flight begins. */
function beginOf(flight: ScenarioDocument['flights'][number], start: Micros): Micros {
  if ('site' in flight) return flight.launch;
  if (flight.kind === 'decay') return flight.orbit.epoch;
  return flight.kind === 'satellite' || flight.kind === 'spent-stage' ? start : (flight.start ?? start);
}

function isEndless({ kind, stop }: ScenarioDocument['flights'][number]): boolean {
  return stop === undefined && (kind === 'satellite' || kind === 'aircraft');
}

function namesOf(document: ScenarioDocument, kind: 'infrared-satellite' | 'radar', inPreset: readonly string[]): string[] {
  return document.sensors.flatMap((sensor) => (sensor.kind === 'preset' ? inPreset : sensor.kind === kind ? [sensor.id] : []));
}

function allFlights(document: ScenarioDocument): ScenarioDocument['flights'] {
  return [...document.flights, ...document.disturbances.flatMap((each) => (each.kind === 'tape' ? each.flights : []))];
}

function unique(names: readonly string[], complain: (name: string) => void): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) complain(name);
    seen.add(name);
  }
}
