import { geodesicDirect } from '../core/frames/geodesic.ts';
import { type Geodetic, geodetic } from '../core/frames/geodetic.ts';
import { seconds_us } from '../core/time/scale.ts';
import { degrees, type Micros } from '../core/units.ts';
import { infraredSatellite, surveillanceRadar } from '../sim/defaults.ts';
import type { Disturbance, LaunchedFlight, SimulatedLine, SimulatedRadar, SimulatedSatellite, SimulatedSensor } from '../sim/scenario.ts';
import { type Dice, diceOf } from './dice.ts';
import { announcementsOf } from './generate-announcements.ts';
import { flown } from './flights.ts';
import { shellTroubles } from './generate-shell.ts';
import { figuresOf, flightsOf, published } from './generate-flights.ts';
import { spanIn } from './span.ts';
import type { RehearsedWorld, Span, Trick } from './world.ts';

/** Worlds of one block share their flights' figures: to find how a rocket is flown takes longer than to rehearse a short world. */
export const BLOCK = 40;
const FIGURES = 10;

/** 2024-03-01, about. */
const START_US: Micros = 1_709_251_200_000_000;

/** The world of that number under that seed. */
export function worldOf(seed: number, number: number): RehearsedWorld {
  const dice = diceOf(seed, `world/${number}`);
  const block = diceOf(seed, `block/${Math.floor(number / BLOCK)}`);
  const site = geodetic(degrees(block.between(-60, 65)), degrees(block.between(-180, 180)), 0);
  const figures = Array.from({ length: FIGURES }, () => figuresOf(block, site)).filter(
    (one) => typeof flown(published('', 0, one)) !== 'string',
  );
  // A third of the worlds are well in everything but one thing, or in all: what goes wrong there is plain to see.
  const calm = dice.chance(0.25);
  const trouble = calm ? 0 : dice.pick([0.1, 0.3, 0.6]);
  const line: SimulatedLine = dice.chance(0.8) ? 'exercise' : 'test';
  const start_us = START_US + seconds_us(dice.whole(0, 86_400));
  const lasts_s = dice.scaled(300, dice.chance(0.1) ? 2400 : 1100);
  const end_us = start_us + seconds_us(lasts_s);
  const flights = flightsOf(dice, figures, site, start_us, lasts_s);
  const bearing_rad = figures.at(0)?.bearing_rad ?? 0;
  const sensed = sensorsOf(dice, site, bearing_rad, trouble, { from_us: start_us, to_us: end_us });
  const kinds = diceOf(seed, `world/${number}/radars`);
  const ofKinds = sensed.map((sensor) => (sensor.kind === 'radar' ? ofSomeKind(kinds, sensor, start_us) : sensor));
  const handed = handedOver(diceOf(seed, `world/${number}/handover`), ofKinds, flights);
  const { sensors, slips } = loosened(diceOf(seed, `world/${number}/slip`), handed, flights);
  return {
    name: `${seed}/${number}`,
    scenario: {
      id: 'rehearsed',
      title: `Rehearsed world ${seed}/${number}`,
      theatre: 'rehearsal',
      line,
      start_us,
      end_us,
      seed: dice.whole(0, 2 ** 31),
      sensors,
      flights,
      disturbances: disturbancesOf(dice, site, sensors, flights, line, { from_us: start_us, to_us: end_us }),
      people: [],
      announcements: announcementsOf(diceOf(seed, `world/${number}/announced`), flights),
    },
    settings: settingsOf(dice),
    tricks: [
      ...(dice.chance(trouble * 1.2) ? tricksOf(dice, diceOf(seed, `world/${number}/all`), sensors, start_us, lasts_s) : []),
      ...blackout(diceOf(seed, `world/${number}/blackout`), sensors, flights),
      ...slips,
    ],
    ...shellTroubles(dice, trouble, line, { from_us: start_us, to_us: end_us }),
  };
}

function sensorsOf(dice: Dice, site: Geodetic, bearing_rad: number, trouble: number, all: Span): SimulatedSensor[] {
  const satellites = Array.from({ length: dice.chance(0.05) ? 0 : dice.pick([1, 2, 2, 2, 3, 4]) }, (_, k) =>
    satelliteOf(dice, `satellite-${k + 1}`, site),
  );
  const radars = Array.from({ length: dice.chance(0.08) ? 0 : dice.pick([1, 1, 2, 2, 3, 4]) }, (_, k) =>
    radarOf(dice, `radar-${k + 1}`, place(site, bearing_rad + dice.between(-2, 2), dice.between(20e3, 700e3))),
  );
  // Coarse looks make a world quick; a theatre must bear them too.
  const revisit_s = dice.pick([2, 4, 5, 8, 10, 10, 10]);
  const round = <T extends SimulatedSensor>(sensor: T): T => ({
    ...sensor,
    spec: { ...sensor.spec, revisit_s: dice.chance(0.8) ? revisit_s : dice.pick([1, 3, 10, 20]) },
  });
  return [...satellites.map(round), ...radars.map(round)].map(
    (sensor) => ({ ...sensor, ...faultsOf(dice, sensor, trouble, all) }) as SimulatedSensor,
  );
}

function satelliteOf(dice: Dice, id: string, site: Geodetic): SimulatedSatellite {
  const cloud_m = dice.pick([0, 3000, 9000]);
  const base = infraredSatellite(id, site.longitude_rad + degrees(dice.between(-45, 45)), place(site, 0, 1), cloud_m);
  if (dice.chance(0.8)) return base;
  return {
    ...base,
    orbit: {
      kind: 'elements',
      epoch_us: START_US,
      semiMajorAxis_m: 26_600_000,
      eccentricity: 0.72,
      inclination_rad: degrees(63.4),
      ascendingNode_rad: dice.between(0, 2 * Math.PI),
      argumentOfPerigee_rad: degrees(site.latitude_rad < 0 ? 90 : 270),
      meanAnomaly_rad: dice.between(2, 4),
    },
  };
}

function radarOf(dice: Dice, id: string, at: Geodetic): SimulatedRadar {
  const base = surveillanceRadar(id, at);
  const spec = { ...base.spec, falseDetectionsPerScan: dice.pick([0, 0.1, 0.1, 2]), sigmaAngle_rad: dice.pick([0.3e-3, 1e-3, 3e-3]) };
  if (dice.chance(0.75)) return { ...base, spec };
  return {
    ...base,
    spec: {
      ...spec,
      azimuthCentre_rad: dice.between(0, 2 * Math.PI),
      azimuthHalfWidth_rad: dice.between(0.5, 2),
      rangeMax_m: dice.scaled(3e5, 3e6),
    },
  };
}

/** Some radars measure no range rate, leave the air in their plots, or are on a ship or in an aircraft. */
function ofSomeKind(dice: Dice, radar: SimulatedRadar, start_us: Micros): SimulatedRadar {
  const [rateless, bent, moves] = [dice.chance(0.12), dice.chance(0.12), dice.chance(0.12)];
  const way = { from_us: start_us, course_rad: dice.between(0, 2 * Math.PI), speed_mps: dice.pick([8, 15, 220]) };
  const { sigmaRangeRate_mps, ...spec } = radar.spec;
  return {
    ...radar,
    spec: {
      ...spec,
      ...(rateless || sigmaRangeRate_mps === undefined ? {} : { sigmaRangeRate_mps }),
      ...(bent ? { refraction: { kind: 'exponential', refractivity: dice.between(250, 400), scaleHeight_m: 7000 } } : {}),
      ...(moves ? { moves: true } : {}),
    },
    ...(moves ? { way } : {}),
  };
}

function place(site: Geodetic, azimuth_rad: number, distance_m: number): Geodetic {
  const point = geodesicDirect(site.latitude_rad, site.longitude_rad, azimuth_rad, distance_m);
  return geodetic(point.latitude_rad, point.longitude_rad, 100);
}

/** What the scenario's own sensors can have wrong. */
function faultsOf(dice: Dice, sensor: SimulatedSensor, trouble: number, all: Span): Partial<SimulatedSensor> {
  const has = (): boolean => dice.chance(trouble * 0.5);
  const late = has() ? { latency_s: dice.pick([3, 8, 20, 40]), latencyJitter_s: dice.pick([0, 2, 10]) } : {};
  const lost = has() ? { lostShare: dice.pick([0.05, 0.3, 0.7]) } : {};
  const doubled = has() ? { doubledShare: dice.pick([0.1, 1]) } : {};
  const outages = has() ? [spanIn(dice, all)] : [];
  const clock_s = has() ? dice.pick([-2, -0.5, 0.5, 2]) : 0;
  const turned = has();
  const errors = !turned && clock_s === 0 ? {} : { errors: errorsOf(dice, sensor, turned, clock_s) };
  return { ...late, ...lost, ...doubled, outages, ...errors } as Partial<SimulatedSensor>;
}

function errorsOf(dice: Dice, sensor: SimulatedSensor, turned: boolean, clock_s: number): NonNullable<SimulatedSensor['errors']> {
  const some = (most: number): number => (turned && dice.chance(0.6) ? dice.between(-most, most) : 0);
  return sensor.kind === 'radar'
    ? { range_m: some(3000), azimuth_rad: some(0.012), elevation_rad: some(0.012), clock_s }
    : { right_rad: some(200e-6), up_rad: some(200e-6), clock_s };
}

function tricksOf(dice: Dice, all: Dice, sensors: readonly SimulatedSensor[], start_us: Micros, lasts_s: number): Trick[] {
  if (sensors.length === 0) return [];
  return Array.from({ length: dice.whole(1, 3) }, (): Trick[] => {
    const kind = dice.pick(['blind', 'blind', 'random', 'stuck', 'not-finite', 'held', 'reversed', 'ahead', 'flood'] as const);
    const from_us = start_us + seconds_us(dice.between(0, lasts_s * 0.9));
    // A flood and a bad number are slow to make and are seen at once.
    const most_s = kind === 'flood' ? 12 : kind === 'held' || kind === 'reversed' ? 60 : 150;
    const { spec } = dice.pick(sensors);
    const to_us = from_us + seconds_us(dice.scaled(5, most_s));
    // One radar that is blind is made good by the others; all of them at once are what turns a warning, and stands again after.
    const radars = sensors.filter((one) => one.kind === 'radar').map((one) => one.spec.id);
    if (kind === 'blind' && all.chance(0.6)) return radars.map((sensor) => ({ kind, sensor, from_us, to_us }));
    const trick = {
      kind,
      sensor: spec.id,
      from_us,
      to_us,
      ...(kind === 'random' ? { rate: dice.pick([0.5, 3, 30]) } : {}),
      ...(kind === 'ahead' ? { by_s: dice.pick([0.5, 2, 30, 3600, -600, -1.7e9]) } : {}),
    };
    return [trick];
  }).flat();
}

/** In some worlds of one missile a radar that is wrong is left alone with it, when the others, which are right, have shown where it is. */
function handedOver(dice: Dice, sensors: readonly SimulatedSensor[], flights: readonly LaunchedFlight[]): readonly SimulatedSensor[] {
  const radars = sensors.filter((one) => one.kind === 'radar');
  if (radars.length < 2 || flights.length !== 1 || !dice.chance(0.25)) return sensors;
  const wrong = radars[0].spec.id;
  const from_us = flights[0].launch_us + seconds_us(dice.between(140, 280));
  const out = { from_us, to_us: from_us + seconds_us(dice.between(40, 150)) };
  const side = dice.pick([-1, 1]);
  const none = { range_m: 0, azimuth_rad: 0, elevation_rad: 0, clock_s: 0 };
  const errors = dice.pick([
    { range_m: 2000 * side },
    { azimuth_rad: 0.01 * side },
    { clock_s: 0.5 * side },
    { elevation_rad: 0.006 * side },
  ]);
  return sensors.map((one) => {
    if (one.kind !== 'radar') return one;
    return one.spec.id === wrong
      ? { ...one, errors: { ...none, ...errors } }
      : { ...one, errors: undefined, outages: [...one.outages, out] };
  });
}

/** In some worlds all radars are blind for a few looks when a warning may well be out: the evidence turns, and stands again after. */
function blackout(dice: Dice, sensors: readonly SimulatedSensor[], flights: readonly LaunchedFlight[]): Trick[] {
  const radars = sensors.filter(({ kind }) => kind === 'radar').map(({ spec }) => spec);
  if (radars.length === 0 || flights.length !== 1 || !dice.chance(0.15)) return [];
  const from_us = flights[0].launch_us + seconds_us(dice.between(160, 300));
  const to_us = from_us + seconds_us(dice.between(4, 8) * Math.max(...radars.map(({ revisit_s }) => Math.min(10, revisit_s))));
  return radars.map(({ id }) => ({ kind: 'blind', sensor: id, from_us, to_us }));
}

/** A mount that has turned further is not taken for a radar any more: at 1,000 km it shows things 30 km from where they are. */
const MOST_SLIP_RAD = 0.03;

/** In some worlds all radars are well and quick, long enough to be registered by what they see together, and then one comes loose. */
function loosened(
  dice: Dice,
  sensors: readonly SimulatedSensor[],
  flights: readonly LaunchedFlight[],
): { readonly sensors: readonly SimulatedSensor[]; readonly slips: readonly Trick[] } {
  const radars = sensors.filter(({ kind }) => kind === 'radar');
  const [flight] = flights;
  if (radars.length < 2 || flight?.kind !== 'published' || flight.apogee_m < 300_000 || !dice.chance(0.1)) return { sensors, slips: [] };
  const from_us = flight.launch_us + seconds_us(dice.between(240, 330));
  const sensor = dice.pick(radars).spec.id;
  const rate = dice.pick([-1, 1]) * dice.scaled(3e-5, 5e-4);
  const to_us = from_us + seconds_us(Math.min(300, MOST_SLIP_RAD / Math.abs(rate)));
  const slip: Trick = { kind: 'slipping', sensor, from_us, to_us, rate };
  const well = sensors.map((one) =>
    one.kind === 'radar'
      ? { ...one, spec: { ...one.spec, revisit_s: 2 }, errors: undefined, outages: [], lostShare: 0, latency_s: 0.5 }
      : one,
  );
  return { sensors: well, slips: [slip] };
}

function disturbancesOf(
  dice: Dice,
  site: Geodetic,
  sensors: readonly SimulatedSensor[],
  flights: readonly LaunchedFlight[],
  line: SimulatedLine,
  all: Span,
): Disturbance[] {
  const near = (): Geodetic => place(site, dice.between(0, 2 * Math.PI), dice.between(10e3, 600e3));
  const ids = (kind: SimulatedSensor['kind']): string[] => sensors.filter((one) => one.kind === kind).map(({ spec }) => spec.id);
  const list: Disturbance[] = [];
  if (dice.chance(0.2)) list.push({ kind: 'stationary-fire', point: near(), ...spanIn(dice, all), intensity_Wpsr: dice.scaled(8e3, 3e5) });
  const satellites = ids('infrared-satellite');
  if (satellites.length > 0 && dice.chance(0.12))
    list.push({
      kind: 'sun-glint',
      satellite: dice.pick(satellites),
      point: near(),
      ...spanIn(dice, all),
      intensity_Wpsr: dice.scaled(8e3, 1e5),
    });
  const radars = ids('radar');
  if (radars.length > 0 && dice.chance(0.1))
    list.push({ kind: 'moon-echo', radar: dice.pick(radars), unambiguousRange_m: dice.pick([1.5e6, 5e6]), signalToNoise_dB: 20 });
  if (flights.length > 0 && flights.length < 4 && dice.chance(0.06))
    list.push({ kind: 'tape', line: line === 'test' ? 'exercise' : 'test', flights: flights.slice(0, 1) });
  return list;
}

function settingsOf(dice: Dice): RehearsedWorld['settings'] {
  const settings = [];
  if (dice.chance(0.6)) settings.push({ name: 'assessmentInterval_s', value: dice.pick([2, 10, 10, 10]) });
  if (dice.chance(0.1)) settings.push({ name: 'lateHorizon_s', value: dice.pick([0, 5, 60]) });
  if (dice.chance(0.1)) settings.push({ name: 'registrationInterval_s', value: dice.pick([0, 30]) });
  if (dice.chance(0.1)) settings.push({ name: 'recommendProbability', value: dice.pick([0.5, 0.8, 0.99]) });
  if (dice.chance(0.05)) settings.push({ name: 'reorderLag_s', value: dice.pick([0, 5]) });
  if (dice.chance(0.05)) settings.push({ name: 'jointHypotheses', value: dice.pick([3, 10]) });
  return settings;
}
