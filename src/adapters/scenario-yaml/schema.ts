import { z } from 'zod';
import { LARGEST_RADIUS_M } from '../../core/assess/announcement.ts';
import { SETTINGS, type SettingName } from '../../core/settings.ts';
import { IMAGER_CLASSES } from '../../sim/scenario.ts';
import { elements, flight, place } from './flights-schema.ts';
import { fields, kindError, list, name, number, oneOf, sentence, time, wholeNumber } from '../yaml-file/vocabulary.ts';

/** The shape of a scenario file: what may stand in it, in which unit, within which bounds. Times are ISO 8601 with a zone, angles degrees,
 *  distances kilometres. */

const span = fields({ from: time, to: time });
const probability = number('', 0, 1);
const delivery = {
  latency_s: number('s', 0, 600),
  latencyJitter_s: number('s', 0, 600).default(0),
  lostShare: probability.default(0),
  doubledShare: probability.default(0),
  outages: list(span).default([]),
};
const clock_s = number('s', -600, 600).default(0);
const satelliteErrors = fields({
  rightBias_urad: number('µrad', -10_000, 10_000).default(0),
  upBias_urad: number('µrad', -10_000, 10_000).default(0),
  clock_s,
});
const radarErrors = fields({
  rangeBias_m: number('m', -100_000, 100_000).default(0),
  azimuthBias_mrad: number('mrad', -1_000, 1_000).default(0),
  elevationBias_mrad: number('mrad', -1_000, 1_000).default(0),
  clock_s,
});

const geostationary = fields({ kind: z.literal('geostationary'), longitude_deg: number('degrees', -180, 180) });
const orbitOfElements = fields({ kind: z.literal('elements'), ...elements });

const satellite = fields({
  kind: z.literal('infrared-satellite'),
  id: name,
  orbit: z.discriminatedUnion('kind', [geostationary, orbitOfElements], { error: kindError(['geostationary', 'elements']) }),
  looksAt: place,
  revisit_s: number('s', 0.1, 600).default(2),
  detectionProbability: probability.default(0.95),
  falseDetectionsPerScan: number('', 0, 500).default(0.05),
  fieldHalfAngle_deg: number('degrees', 0.1, 20).default(6),
  sigmaLineOfSight_urad: number('µrad', 0.1, 10_000).default(25),
  cloudTop_km: number('km', 0, 20).default(9),
  threshold_kWpsr: number('kW/sr', 0.001, 1e6).default(5),
  errors: satelliteErrors.optional(),
  imager: fields({
    class: oneOf(IMAGER_CLASSES).default('staring-array'),
    side_pixels: wholeNumber(16, 512).default(64),
    rows: wholeNumber(16, 512).optional(),
    pixel_urad: number('µrad', 5, 500).optional(),
  }).optional(),
  ...delivery,
  latency_s: delivery.latency_s.default(1.5),
});

const refraction = z.discriminatedUnion('kind', [
  fields({ kind: z.literal('none') }),
  fields({ kind: z.literal('four-thirds-earth') }),
  fields({
    kind: z.literal('exponential'),
    refractivity: number('N units', 0, 1000).default(313),
    scaleHeight_km: number('km', 1, 20).default(7),
  }),
]);

const radar = fields({
  kind: z.literal('radar'),
  id: name,
  site: place,
  revisit_s: number('s', 0.1, 600).default(2),
  detectionProbability: probability.default(0.95),
  falsePlotsPerScan: number('', 0, 500).default(0.1),
  rangeMin_km: number('km', 0.001, 50_000).default(10),
  rangeMax_km: number('km', 0.001, 50_000).default(3_000),
  elevationMin_deg: number('degrees', -10, 90).default(1),
  elevationMax_deg: number('degrees', -10, 90).default(85),
  azimuthCentre_deg: number('degrees', 0, 360).default(0),
  azimuthHalfWidth_deg: number('degrees', 0.1, 180).default(180),
  sigmaRange_m: number('m', 0.01, 100_000).default(30),
  sigmaAngle_mrad: number('mrad', 0.001, 100).default(1),
  sigmaRangeRate_mps: z.union([number('m/s', 0.001, 1_000), z.literal('none')]).default(10),
  refraction: refraction.optional(),
  moves: fields({ course_deg: number('degrees', 0, 360), speed_mps: number('m/s', 0, 1_000) }).optional(),
  signalToNoise_dB: number('dB (1 m² at 1,000 km)', -50, 120).default(47),
  errors: radarErrors.optional(),
  ...delivery,
  latency_s: delivery.latency_s.default(0.5),
});

const preset = fields({ kind: z.literal('preset'), preset: oneOf(['east-asia']), cloudTop_km: number('km', 0, 20).default(9) });

const simulatedLine = oneOf(['exercise', 'test'], 'a simulation is never on the live line');
const heat = { point: place, ...span.shape, intensity_kWpsr: number('kW/sr', 0.001, 1e6) };
const disturbance = z.discriminatedUnion(
  'kind',
  [
    fields({ kind: z.literal('sun-glint'), satellite: name, ...heat }),
    fields({ kind: z.literal('stationary-fire'), ...heat }),
    fields({
      kind: z.literal('moon-echo'),
      radar: name,
      unambiguousRange_km: number('km', 1, 400_000),
      signalToNoise_dB: number('dB', 0, 120).default(25),
    }),
    fields({ kind: z.literal('tape'), line: simulatedLine, flights: list(flight) }),
  ],
  { error: kindError(['sun-glint', 'stationary-fire', 'moon-echo', 'tape']) },
);

const act = fields({
  act: oneOf(['acknowledge', 'release', 'retract', 'end', 'dismiss']),
  after: oneOf(['recommended', 'released', 'retraction-ready', 'impact-window']).optional(),
  delay_s: number('s', 0, 86_400).optional(),
  at: time.optional(),
  line: oneOf(['live', 'exercise', 'test']).optional(),
  reason: sentence.optional(),
});
const person = fields({ id: name, role: sentence, session: name, acts: list(act) });

/** The tunables of the core, each within the range that it declares. */
const settings = fields(
  Object.fromEntries(
    Object.entries(SETTINGS).map(([setting, { unit, range }]) => [
      setting,
      number(unit === '1' ? '' : unit, range[0], range[1]).optional(),
    ]),
  ) as Record<SettingName, z.ZodOptional<z.ZodNumber>>,
);

/** A launch that is announced. Areas are circles; without `impact` it goes to orbit, and only its stages come down. */
const area = fields({
  latitude_deg: number('degrees', -90, 90),
  longitude_deg: number('degrees', -180, 180),
  radius_km: number('km', 0.001, LARGEST_RADIUS_M / 1000),
});
const announcement = fields({
  id: name,
  what: sentence,
  site: fields({ latitude_deg: number('degrees', -90, 90), longitude_deg: number('degrees', -180, 180) }),
  azimuth_deg: fields({ from: number('degrees', 0, 360), to: number('degrees', 0, 360) }),
  window: span,
  impact: area.optional(),
  dropZones: list(area).default([]),
});

export const sensors = list(
  z.discriminatedUnion('kind', [preset, satellite, radar], { error: kindError(['preset', 'infrared-satellite', 'radar']) }),
);

export const region = fields({
  latitude_deg: number('degrees', -90, 90),
  longitude_deg: number('degrees', -180, 180),
  radius_km: number('km', 1, 20_000),
});

export const scenarioSchema = fields({
  id: name,
  title: sentence,
  about: fields({ cause: sentence, shows: sentence }).optional(),
  theatre: name,
  line: simulatedLine,
  start: time,
  end: time.optional(),
  seed: wholeNumber(0, 4_294_967_295).default(1),
  region: region.optional(),
  sensors,
  flights: list(flight).default([]),
  disturbances: list(disturbance).default([]),
  people: list(person).optional(),
  announcements: list(announcement).default([]),
  settings: settings.optional(),
});

export type ScenarioDocument = z.output<typeof scenarioSchema>;
