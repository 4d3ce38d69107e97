import { z } from 'zod';
import { microsFromIso } from '../../api/iso.ts';

/** The shape of a scenario file: what may stand in it, in which unit, within which bounds. Times are ISO 8601 with a zone, angles degrees,
 *  distances kilometres. Every complaint is two lines: what is wrong, and what to do about it. */

/** An object whose fields are all known; a slip in a name gets the nearest one offered. */
function fields<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys as string[], known);
      return `${found(issue.input)}, and must be a group of fields\nwrite ${known.join(', ')} below it, indented`;
    },
  });
}

function unknownFields(keys: readonly string[], known: readonly string[]): string {
  const near = nearest(keys[0], known);
  const remedy =
    near === undefined ? `remove it; known here: ${known.join(', ')}` : `did you mean "${near}"? known here: ${known.join(', ')}`;
  return `unknown field ${keys.map((key) => `"${key}"`).join(', ')}\n${remedy}`;
}

/** A number with its unit and bounds. */
function number(unit: string, low: number, high: number): z.ZodNumber {
  const bounds = `${low} to ${high}${unit === '' ? '' : ` ${unit}`}`;
  const error = (issue: { readonly input?: unknown }): string =>
    issue.input === undefined
      ? `missing\nadd it: a number from ${bounds}`
      : typeof issue.input === 'number' && Number.isFinite(issue.input)
        ? `${issue.input} is out of bounds\ngive a number from ${bounds}`
        : `${found(issue.input)}, and must be a number\nwrite a plain number from ${bounds}, without unit and without quotes`;
  return z.number({ error }).min(low, { error }).max(high, { error });
}

function oneOf<const T extends readonly [string, ...string[]]>(words: T, why = ''): z.ZodEnum<{ [K in T[number]]: K }> {
  const error = (issue: { readonly input?: unknown }): string => {
    const near = typeof issue.input === 'string' ? nearest(issue.input, words) : undefined;
    const offer = near === undefined ? `write one of: ${words.join(', ')}` : `did you mean "${near}"? known: ${words.join(', ')}`;
    return `${found(issue.input)}\n${why === '' ? offer : `${offer} (${why})`}`;
  };
  return z.enum(words, { error });
}

const name = z
  .string({
    error: (issue) => `${found(issue.input)}, and must be a name\nwrite lower-case letters, digits and hyphens, such as radar-west`,
  })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
    error: (issue) => `"${String(issue.input)}" is not a name\nwrite lower-case letters, digits and hyphens, such as radar-west`,
  });

const sentence = z
  .string({ error: (issue) => `${found(issue.input)}, and must be text\nwrite some words` })
  .min(1, { error: () => 'empty\nwrite some words' });

const time = z.unknown().transform((value, context) => {
  if (typeof value !== 'string') {
    context.issues.push({ code: 'custom', input: value, message: `${found(value)}, and must be a time\nwrite it as 2022-11-18T01:14:00Z` });
    return z.NEVER;
  }
  try {
    return microsFromIso(value);
  } catch (error) {
    const [problem, remedy = 'write it as 2022-11-18T01:14:00Z'] = String(error instanceof Error ? error.message : error).split('; ');
    context.issues.push({ code: 'custom', input: value, message: `${problem}\n${remedy}` });
    return z.NEVER;
  }
});

function list<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item, { error: (issue) => `${found(issue.input)}, and must be a list\nbegin each item with a hyphen, or write []` });
}

/** One of several kinds of thing, told apart by its field `kind`. */
const kindError = (kinds: readonly string[]) => (issue: { readonly code?: string; readonly input?: unknown }) => {
  const given = typeof issue.input === 'object' && issue.input !== null && 'kind' in issue.input ? issue.input.kind : undefined;
  const near = typeof given === 'string' ? nearest(given, kinds) : undefined;
  return `${given === undefined ? 'no kind' : `kind ${JSON.stringify(given)} is unknown`}\n${near === undefined ? '' : `did you mean "${near}"? `}give it a kind: ${kinds.join(', ')}`;
};

const place = fields({
  latitude_deg: number('degrees', -90, 90),
  longitude_deg: number('degrees', -180, 180),
  height_m: number('m', -500, 40_000).default(0),
});
const span = fields({ from: time, to: time });
const probability = number('', 0, 1);
const delivery = { latency_s: number('s', 0, 600), latencyJitter_s: number('s', 0, 600).default(0), outages: list(span).default([]) };

const geostationary = fields({ kind: z.literal('geostationary'), longitude_deg: number('degrees', -180, 180) });
const elements = fields({
  kind: z.literal('elements'),
  epoch: time,
  semiMajorAxis_km: number('km', 6_500, 100_000),
  eccentricity: number('', 0, 0.95),
  inclination_deg: number('degrees', 0, 180),
  ascendingNode_deg: number('degrees', -360, 360),
  argumentOfPerigee_deg: number('degrees', -360, 360),
  meanAnomaly_deg: number('degrees', -360, 360),
});

const satellite = fields({
  kind: z.literal('infrared-satellite'),
  id: name,
  orbit: z.discriminatedUnion('kind', [geostationary, elements], { error: kindError(['geostationary', 'elements']) }),
  looksAt: place,
  revisit_s: number('s', 0.1, 600).default(2),
  detectionProbability: probability.default(0.95),
  falseDetectionsPerScan: number('', 0, 500).default(0.05),
  fieldHalfAngle_deg: number('degrees', 0.1, 20).default(6),
  sigmaLineOfSight_urad: number('µrad', 0.1, 10_000).default(25),
  cloudTop_km: number('km', 0, 20).default(9),
  threshold_kWpsr: number('kW/sr', 0.001, 1e6).default(5),
  ...delivery,
  latency_s: delivery.latency_s.default(1.5),
});

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
  sigmaRangeRate_mps: number('m/s', 0.001, 1_000).default(10),
  signalToNoise_dB: number('dB (1 m² at 1,000 km)', -50, 120).default(47),
  ...delivery,
  latency_s: delivery.latency_s.default(0.5),
});

const preset = fields({ kind: z.literal('preset'), preset: oneOf(['east-asia']), cloudTop_km: number('km', 0, 20).default(9) });

const flightBase = { id: name, site: place, launch: time, stop: time.optional() };
const published = fields({
  kind: z.literal('published'),
  ...flightBase,
  bearing_deg: number('degrees', 0, 360),
  apogee_km: number('km', 0.1, 50_000),
  distance_km: number('km', 0.1, 20_000),
  class: oneOf(['SRBM', 'MRBM', 'IRBM', 'ICBM']).optional(),
  manoeuvre: oneOf(['pullup', 'glide']).optional(),
});
const spaceLaunch = fields({
  kind: z.literal('space-launch'),
  ...flightBase,
  azimuth_deg: number('degrees', 0, 360),
  insertionHeight_km: number('km', 120, 2_000),
});
const flight = z.discriminatedUnion('kind', [published, spaceLaunch], { error: kindError(['published', 'space-launch']) });

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

export const scenarioSchema = fields({
  id: name,
  title: sentence,
  theatre: name,
  line: simulatedLine,
  start: time,
  end: time.optional(),
  seed: number('', 0, 4_294_967_295).default(1),
  region: fields({
    latitude_deg: number('degrees', -90, 90),
    longitude_deg: number('degrees', -180, 180),
    radius_km: number('km', 1, 20_000),
  }).optional(),
  sensors: list(z.discriminatedUnion('kind', [preset, satellite, radar], { error: kindError(['preset', 'infrared-satellite', 'radar']) })),
  flights: list(flight).default([]),
  disturbances: list(disturbance).default([]),
  people: list(person).default([]),
});

export type ScenarioDocument = z.output<typeof scenarioSchema>;

function found(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'found empty';
  if (Array.isArray(value)) return 'found a list';
  return typeof value === 'object' ? 'found a group of fields' : `found ${JSON.stringify(value)}`;
}

/** The known word that is nearest in letters, if any is near enough to have been meant. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known.map((each) => ({ each, edits: editDistance(word.toLowerCase(), each.toLowerCase()) }));
  scored.sort((a, b) => a.edits - b.edits);
  const best = scored[0];
  if (best === undefined) return undefined;
  const startsAlike = best.each.toLowerCase().startsWith(word.toLowerCase()) || word.toLowerCase().startsWith(best.each.toLowerCase());
  return best.edits <= Math.max(2, word.length / 3) || startsAlike ? best.each : undefined;
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
