import { z } from 'zod';
import { fields, kindError, name, number, oneOf, sentence, time } from '../yaml-file/vocabulary.ts';

/** What may fly in a scenario. */

const position = { latitude_deg: number('degrees', -90, 90), longitude_deg: number('degrees', -180, 180) };
export const place = fields({ ...position, height_m: number('m', -500, 40_000).default(0) });

export const elements = {
  epoch: time,
  semiMajorAxis_km: number('km', 6_500, 100_000),
  eccentricity: number('', 0, 0.95),
  inclination_deg: number('degrees', 0, 180),
  ascendingNode_deg: number('degrees', -360, 360),
  argumentOfPerigee_deg: number('degrees', -360, 360),
  meanAnomaly_deg: number('degrees', -360, 360),
};

const launched = { id: name, site: place, launch: time, stop: time.optional() };
const published = fields({
  kind: z.literal('published'),
  ...launched,
  bearing_deg: number('degrees', 0, 360),
  apogee_km: number('km', 0.1, 50_000),
  distance_km: number('km', 0.1, 20_000),
  class: oneOf(['SRBM', 'MRBM', 'IRBM', 'ICBM']).optional(),
  manoeuvre: oneOf(['pullup', 'glide']).optional(),
});
const spaceLaunch = fields({
  kind: z.literal('space-launch'),
  ...launched,
  azimuth_deg: number('degrees', 0, 360),
  insertionHeight_km: number('km', 120, 2_000),
});
const states = fields({
  kind: z.literal('states'),
  id: name,
  file: sentence,
  start: time.optional(),
  launch: time.optional(),
  stop: time.optional(),
});

const crossSection = number('m²', 1e-6, 100_000);
const satellite = fields({
  kind: z.literal('satellite'),
  id: name,
  orbit: fields(elements),
  stop: time.optional(),
  crossSection_m2: crossSection.default(5),
});
const aircraft = fields({
  kind: z.literal('aircraft'),
  id: name,
  from: fields({ ...position, height_km: number('km', 0, 40) }),
  start: time.optional(),
  stop: time.optional(),
  course_deg: number('degrees', 0, 360),
  speed_mps: number('m/s', 1, 3_000),
  heat_kWpsr: number('kW/sr', 0, 1e6).default(0),
  crossSection_m2: crossSection.default(20),
});
const ballisticCoefficient_kgpm2 = number('kg/m²', 1, 100_000);
const glow_kWpsr = number('kW/sr', 0, 1e6).default(0);
const reEntry = fields({
  kind: z.literal('re-entry'),
  id: name,
  from: fields({ ...position, height_km: number('km', 1, 2_000) }),
  start: time.optional(),
  stop: time.optional(),
  speed_mps: number('m/s', 100, 11_000),
  flightPathAngle_deg: number('degrees', -90, 90),
  azimuth_deg: number('degrees', 0, 360),
  ballisticCoefficient_kgpm2,
  glow_kWpsr,
  crossSection_m2: crossSection.default(1),
});
const decay = fields({
  kind: z.literal('decay'),
  id: name,
  orbit: fields(elements),
  stop: time.optional(),
  ballisticCoefficient_kgpm2,
  glow_kWpsr,
  crossSection_m2: crossSection.default(5),
});
const spentStage = fields({
  kind: z.literal('spent-stage'),
  id: name,
  of: name,
  stop: time.optional(),
  partsAt_mps: number('m/s', 0.1, 100).default(2),
  ballisticCoefficient_kgpm2: ballisticCoefficient_kgpm2.default(400),
  glow_kWpsr,
  crossSection_m2: crossSection.default(10),
});

export const flight = z.discriminatedUnion('kind', [published, spaceLaunch, states, satellite, aircraft, reEntry, decay, spentStage], {
  error: kindError(['published', 'space-launch', 'states', 'satellite', 'aircraft', 're-entry', 'decay', 'spent-stage']),
});

export type FlightFields = z.output<typeof flight>;
