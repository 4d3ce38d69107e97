import { z } from 'zod';
import { HYPOTHESES } from '../core/discern/hypotheses.ts';
import { eventEndSchema } from './wire-core.ts';

// What the command line prints under --json: one object a line, the last of them {"summary": {…}}. docs/json-output.md tells it at length.
// `run`, `start` and `ascent` of one record print each thing the core says (wireEmissionSchema) before it; `flights` prints a line
// for each row; `ascent` of several records prints a summary line for each.
// Edge units: degrees, kilometres, seconds, ISO times. What there is no figure for is null, never 0.

const share = z.number().min(0).max(1);
const cause = z.enum(HYPOTHESES);
const energyClass = z.enum(['SRBM', 'MRBM', 'IRBM', 'ICBM']);
const at_s = z
  .number()
  .nullable()
  .describe('seconds after the first ignition of the truth, or after the start where nothing was launched; null when it never was');

/** Where and when it left the ground. */
export const edgeLaunchSchema = z.object({
  latitude: z.number().describe('degrees, north positive'),
  longitude: z.number().describe('degrees, east positive'),
  time: z.string().describe('UTC, ISO 8601'),
  sigma_km: z.number().describe('root of the trace of the covariance: the root-mean-square distance that the system expects to be off'),
});

/** Where and when it comes down. */
export const edgeImpactSchema = z.object({
  latitude: z.number().describe('degrees, north positive'),
  longitude: z.number().describe('degrees, east positive'),
  time: z.string().describe('UTC, ISO 8601'),
  semiMajor_km: z.number().describe('half-axes of the ellipse that holds the impact with `probability`'),
  semiMinor_km: z.number(),
  probability: share,
  kind: z.enum(['ballistic', 'may-manoeuvre']),
});

/** `flights`: one line for each row of the table. */
export const flightLineSchema = z.discriminatedUnion('outcome', [
  z.object({
    kind: z.literal('flight'),
    flight: z.string(),
    date: z.string(),
    missile: z.string(),
    outcome: z.literal('refused'),
    reason: z.string(),
  }),
  z.object({
    kind: z.literal('flight'),
    flight: z.string(),
    date: z.string(),
    missile: z.string(),
    outcome: z.literal('flown'),
    trajectory: z.enum(['ballistic', 'manoeuvring', 'space-launch', 'recorded']),
    recordedType: z.string().nullable(),
    trueClass: energyClass.nullable().describe('from the specific energy of the simulated truth'),
    energyClass: energyClass.nullable().describe('what the system says'),
    cause: cause.nullable(),
    causeProbability: share.nullable(),
    plumeSeenAt_s: z.number().nullable().describe('when a satellite first detected the plume; after ignition, as the other times'),
    noticeAt_s: z.number().nullable(),
    recommendedAt_s: z.number().nullable(),
    launchError_km: z.number().nullable().describe('of the last assessment'),
    launchPredicted_km: z.number().nullable().describe('root of the trace of its covariance'),
    launchInside95: z.boolean().nullable(),
    impactError_km: z.number().nullable().describe('of the assessment that stands at the true apogee'),
    impactPredicted_km: z.number().nullable(),
    impactInside95: z.boolean().nullable(),
    impactTimeError_s: z.number().nullable().describe('predicted minus true'),
    areaHoldsImpactAtApogee: z.boolean().nullable(),
    areaHoldsImpactAtEnd: z.boolean().nullable(),
    areaProbability: share.nullable().describe('that the system states for the area at apogee'),
    flightTime_s: z.number().nullable(),
    flightTimeLessTwoBody_s: z
      .number()
      .nullable()
      .describe('flight time less the vacuum two-body time, surface to surface, for the same apogee and range'),
  }),
]);

export const runSummarySchema = z.object({
  scenario: z.string(),
  seed: z.int(),
  zero: z.string().describe('the time from which seconds count, UTC'),
  level: z.enum(['none', 'notice', 'assessment', 'recommendation', 'released']).describe('the highest level reached'),
  takenBack: z.boolean().describe('whether the warning of the event that went furthest was retracted in the end'),
  noticeAt_s: at_s,
  recommendedAt_s: at_s,
  releasedAt_s: at_s,
  retractedAt_s: at_s,
  cause: cause.nullable(),
  launch: edgeLaunchSchema.nullable(),
  impact: edgeImpactSchema.nullable(),
});

export const flightsSummarySchema = z.object({
  flights: z.int().describe('rows flown'),
  refused: z.int().describe('rows refused, each with its reason on its own line'),
  ballistic: z.int().describe('rows flown that are ballistic; the shares and medians are of these'),
  noticed: share.nullable().describe('of those whose plume a satellite saw'),
  noticeMedian_s: z.number().nullable().describe('after ignition'),
  classRight: share.nullable(),
  launchErrorMedian_km: z.number().nullable(),
  launchPredictedMedian_km: z.number().nullable().describe('median that the covariances predict'),
  impactErrorMedian_km: z.number().nullable(),
  impactPredictedMedian_km: z.number().nullable(),
  launchInside95: share.nullable(),
  impactInside95: share.nullable(),
  impactTimeErrorMedian_s: z.number().nullable().describe('of the size of the error'),
  impactTimeWithin10s: share.nullable(),
  manoeuvring: z.int().describe('manoeuvring rows flown'),
  manoeuvringInsideAtApogee: share.nullable().describe('how many areas held the true impact'),
  manoeuvringInsideAtEnd: share.nullable(),
  manoeuvringStated: share.nullable().describe('mean of the probability that the system states for those areas'),
});

/** `ascent`: one summary for each recorded ascent. */
export const ascentSummarySchema = z.object({
  record: z.string(),
  topSpeed_kmps: z.number().describe('over the ground, as recorded'),
  cause: cause.nullable(),
  causeProbability: share.nullable(),
  sureAt_s: z.number().nullable().describe('after lift-off; since when the cause had at least 0.95 and kept it'),
  recommended: z.boolean(),
  announcedImpact: z.boolean().describe('whether a ballistic impact was ever stated, or a warning recommended'),
  impact: edgeImpactSchema.nullable(),
  impactHoldsEnd: z.boolean().nullable().describe('whether the last ballistic area holds the place where the record ends'),
});

/** `replay`: what folding a journal again gave. */
export const replaySummarySchema = z.object({
  journal: z.string(),
  entries: z.int(),
  digest: z.string().nullable().describe('SHA-256 over everything said; null when the journal could not be folded to its end as before'),
  verified: z.boolean().nullable().describe('whether the journal holds what was written, and says what was said'),
  unrecorded: z.int().describe('last entries whose digest had not been written down'),
  differsAt: z.int().nullable().describe('first entry that differs'),
});

/** `run`, `start`, `serve`: what goes wrong around the core. */
export const shellAlarmLineSchema = z.looseObject({
  kind: z.literal('shell-alarm'),
  alarm: z.string().describe('which one; the other fields are its figures'),
  text: z.string().describe('the same in words'),
});

/** `audit`: one line for each fault. */
export const auditLineSchema = z.object({
  finding: z.looseObject({ what: z.string().describe('which kind of fault; the other fields are its figures') }),
  text: z.string().describe('the same in words'),
});

/** `audit`: whether a journal is what was written. */
export const auditSummarySchema = z.object({
  journal: z.string(),
  head: z.string().nullable().describe('the file of heads that it was compared with'),
  verified: z.boolean(),
  findings: z.int().describe('faults'),
  entries: z.int(),
  chain: z.string().describe('the chain after the last record: SHA-256'),
  digest: z.string().describe('of everything said, up to the last entry that could be folded'),
  unrecorded: z.int().describe('last entries whose digest had not been written down'),
  signedTo: z.int().nullable().describe('last entry that a signed head vouches for'),
  snapshots: z.int().describe('snapshots that are there; of those that are not, nothing tells'),
  keys: z
    .array(
      z.object({
        key: z.string().describe('Ed25519, public, hexadecimal'),
        fromSeq: z.int().describe('the entry from which on it signs'),
        endorsed: z.boolean().nullable().describe('whether the key before signed for it; null for the first'),
      }),
    )
    .describe('keys that the record names, in order'),
  knownKey: z.string().nullable().describe('the key that had to have signed here'),
  sealed: z.boolean().describe('whether every byte of the file is as the closed journal left it'),
});

/** `track`: what the tracker made of a file of plots. */
export const trackSummarySchema = z.object({
  plots: z.string().describe('the file'),
  format: z.enum(['csv', 'ndjson', 'tdm-kvn', 'tdm-xml', 'asterix']),
  sensor: z.string(),
  associator: z.enum(['gnn', 'jpda', 'pmbm']),
  scans: z.int().describe('scans without plots included'),
  plotsRead: z.int(),
  refused: z.int().describe('lines that could not be used, and plots outside the view of the sensor'),
  lines: z.int().describe('plots that the files state: plotsRead and refused together'),
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })).describe('why so many were refused, the most frequent first'),
  notes: z.array(z.string()).describe('what is no fault and should be known: how the files were read'),
  rows: z.int().describe('of the table of tracks'),
  tracks: z.int().describe('names that were given out'),
  mostTracks: z.int().describe('in one scan'),
  tracksAtEnd: z.int(),
  tracksOfOneScan: z.int().describe('of all names, those that were reported once'),
  worstScan_ms: z.number().describe('longest time that the tracker took for a scan'),
  worstScan: z.int().nullable().describe('its number'),
  tracking_s: z.number().describe('all scans together, without reading and writing'),
  plotsPerSecond: z.number().nullable().describe('of that time'),
  all_s: z.number().describe('with reading and writing'),
  scansAtBound: z.int().describe('scans with more tentative objects than are held'),
  out: z.string(),
  report: z.string().nullable(),
  score: z
    .object({
      fromScan: z.int().describe('first scan that counts'),
      gospaMean_m: z.number(),
      ospaMean_m: z.number(),
      locRmse_m: z.number(),
      missedFraction: share,
      falsePerScan: z.number(),
      switches: z.int(),
    })
    .nullable()
    .describe('against the truth; null where none was given'),
});

const tally = {
  runs: z.number().describe('how many runs it is of: a run counts once, in parts where it said several things'),
  stated: share.nullable().describe('mean of the probabilities that were said'),
  right: share.nullable().describe('the share that was right'),
};

/** `judge`: one line for each run of a case. */
export const judgeLineSchema = z.object({
  kind: z.literal('case'),
  case: z.string(),
  seed: z.int(),
  right: z.boolean(),
  faults: z.array(z.string()).describe('what is not as expected, a sentence each'),
});

export const judgeSummarySchema = z.object({
  cases: z.int(),
  casesRight: z.int().describe('under all of their seeds'),
  runs: z.int(),
  runsRight: z.int(),
  causes: z.array(z.object({ from: share, to: share, ...tally })).describe('the likeliest cause, by its probability'),
  regions: z.array(z.object({ what: z.enum(['launch ellipse', 'launch time', 'impact area', 'impact time']), ...tally })),
  expectedCalibrationError: z
    .number()
    .nullable()
    .describe('of the likeliest cause: mean distance of what was said from the share that was right'),
});

/** `scenarios`: one line for each that comes with the package. */
export const scenarioLineSchema = z.object({
  kind: z.literal('scenario'),
  scenario: z.string(),
  date: z.string().describe('UTC, ISO 8601, of its start'),
  title: z.string(),
  cause: z.string().nullable().describe('what it really was'),
  shows: z.string().nullable(),
  came: runSummarySchema.optional().describe('with --run: how far it went'),
});

export const scenariosSummarySchema = z.object({ scenarios: z.int() });

/** How a look may stand beside those before it. */
const FOLLOWED = ['on', 'anew', 'late'] as const;
/** What heat in a frame may be said to be. */
export const HEAT_CAUSES = ['fire', 'plume', 'lightning'] as const;

const detected = {
  file: z.string().describe('of a fire, that of the band in which it is hot'),
  satellite: z.string(),
  at: z.string().describe('UTC, ISO 8601: when the scan of the area began, the first event of a flash was seen, or it was launched'),
  latitude_deg: z
    .number()
    .nullable()
    .describe('on the ellipsoid, of a flash on the clouds’ tops; null beside the Earth, and of a flash without a place'),
  longitude_deg: z.number().nullable(),
  confidence: share.describe(
    'of a fire, that it is hot and not the texture of clouds and coasts; of a plume, that it is something and under thrust, of which a first move makes it as likely as not; of a launch, that it is one; of a flash, what the mapper is specified to',
  ),
};

const between = z
  .object({ value: z.number(), low: z.number(), high: z.number().nullable() })
  .describe('low to high holds it with 95 %; null: no upper end');

/** `detect`: one line for each thing that is hot, or flashes. */
export const detectionLineSchema = z.object({
  detection: z.discriminatedUnion('cause', [
    z.object({
      ...detected,
      cause: z.literal('fire'),
      area: z.string().describe('M1 and M2 are the two small areas, C the regional one, F the whole disc'),
      row: z.number().describe('in the frame, from 0 in the north, weighted over its pixels; whole in the middle of a pixel'),
      column: z.number().describe('from 0 in the west'),
      pixels: z
        .array(
          z.object({
            row: z.int(),
            column: z.int(),
            latitude_deg: z.number().nullable(),
            longitude_deg: z.number().nullable(),
            brightness_K: z.number(),
          }),
        )
        .describe('those that it is made of, the hottest first; at most 10,000'),
      peak_K: z.number().describe('brightness temperature of its hottest pixel'),
      atLeast: z.boolean().describe('the file marks it as out of range: it was at least so hot, and radiated at least so much'),
      power_W: z
        .number()
        .nullable()
        .describe('radiated over all wavelengths, through clear air; null beside the Earth, or too near to missing pixels'),
      sigmaPower_W: z.number().nullable().describe('one sigma: flames of 600 to 1,400 K, the air, what is around'),
      flames: z
        .object({ temperature_K: between, area_m2: between })
        .nullable()
        .describe(
          'by how much it shows in the window as well, as if all of it had one temperature; null where it does not show there, or is out of range',
        ),
      contrast: z.number().describe('how far it stands out, in spreads of how far the pixels around it do'),
      picture: z.string().nullable().describe('with --png, the file that shows its neighbourhood; null where it has none'),
    }),
    z.object({
      ...detected,
      cause: z.literal('plume').describe('it burns in several looks, and moves as what is under thrust does'),
      area: z.string(),
      row: z.number(),
      column: z.number(),
      sigmaRow: z.number().describe('one sigma, pixels'),
      sigmaColumn: z.number(),
      pixels: z.array(z.never()).describe('none: it is placed between the pixels'),
      plume: z.string().describe('the same thing in look after look of one area; no other has the name, in whichever run'),
      looks: z.int().describe('in which it was seen'),
      plumes: z
        .object({ least: z.int(), most: z.int().nullable().describe('null: no bound, sixteen or more') })
        .optional()
        .describe('how many it may be, closer together than pixels show'),
      intensity_Wpsr: z.number().describe('between 2 and 5 µm, as if there were no air'),
      sigmaIntensity_Wpsr: z.number().describe('one sigma, of the fit alone'),
      atLeast: z.boolean().describe('the file marks a pixel of it as out of range: it is at least so bright'),
      contrast: z.number().describe('how far it stands out of what was expected, in spreads'),
    }),
    z.object({
      ...detected,
      cause: z
        .literal('launch')
        .describe(
          'told again with each look that says more of it, when it has become more or less probable, and at its end: the last line of an event holds',
        ),
      area: z.string(),
      event: z.string().describe('the same launch in look after look, of whichever satellite; no other has the name, in whichever run'),
      satellites: z.array(z.string()).describe('by which it was seen'),
      seenAt: z.string().describe('UTC, ISO 8601: when it was seen last'),
      ended: eventEndSchema.nullable().describe('why no more will be said of it'),
      into: z.string().nullable().describe('where it is the same object as another: the event that goes on'),
      pixels: z.array(z.never()),
      covarianceEast_m2: z.number(),
      covarianceEastNorth_m2: z.number(),
      covarianceNorth_m2: z.number(),
      sigmaTime_s: z.number(),
      heading_deg: z.number().nullable().describe('where it goes over the ground; null while that is not known to 45°'),
      headingHalfWidth_deg: z.number().nullable().describe('half of the arc about the heading that holds 95 %'),
    }),
    z.object({
      ...detected,
      cause: z.literal('lightning'),
      lasts_s: z.number(),
      energy_J: z.number().nullable().describe('as received'),
      area_km2: z.number().nullable(),
      events: z.int().describe('pixels of 2-ms frames that it is made of'),
      pixels: z.array(z.never()).describe('none: a mapper’s file lists events'),
    }),
  ]),
});

const turnedDown = z.object({
  weather: z.int().describe('other bands show it as a cloud’s change, or sunlight’s'),
  once: z.int().describe('it was seen once, and not again: a flash, a particle, noise'),
  clutter: z.int().describe('it was never surer than others around it'),
  standing: z.int().describe('it burns where it is, or goes with the wind'),
});

/** `detect`: after what was found in a look, how it stands beside the looks before it. */
export const followedLineSchema = z.object({
  followed: z.object({
    satellite: z.string(),
    area: z.string(),
    at: z.string().describe('UTC, ISO 8601: when the look began'),
    how: z
      .enum(FOLLOWED)
      .describe('on: from the look before; anew: the first of a series; late: not at all, since later ones were before it'),
    plumes: z.int(),
    turnedDown: turnedDown.describe('what stood out of what was expected and is no plume, by the reason'),
    omitted: z.int().describe('what stood out beyond what can be followed'),
    atEdge: z.int().describe('what stood out too near to a side of the frame to be followed'),
    cut: z
      .number()
      .describe(
        'share of the look that had moved by more than a pixel since the one before, farther than is followed: what stands there may stand out',
      ),
    refused: z.array(z.string()).describe('what of it could not be used for launches, and why'),
  }),
});

export const detectSummarySchema = z.object({
  files: z.int().describe('that were named, or stand in the folders that were'),
  refused: z.int().describe('files that could not be used; the standard error says why'),
  frames: z.int().describe('bands of looks that were read, and files of lightning'),
  looks: z.int().describe('of imagers'),
  events: z.int().describe('hot spots, plumes and flashes: the lines before this one that are not of a launch'),
  candidates: z.int().describe('pixels that stand out of their neighbours in the hot band, before anything else is asked'),
  rejected: z.object({
    texture: z.int().describe('pixels around it stand out as much'),
    surface: z.int().describe('the surface is as warm there'),
    sunlight: z.int().describe('the Sun may shine there on something as bright'),
  }),
  lacking: z.int().describe('candidates where a band of the look has no value: judged as in a look without that band'),
  atEdge: z
    .int()
    .describe(
      'pixels of the two outermost rows and columns that stand out of their surroundings: too few lie around them to tell whether they are hot',
    ),
  launches: z.int().describe('events that are launches, likelier than not, by what was told of each last'),
  followed: z.object({
    looks: z.int().describe('followed from the looks before them'),
    anew: z.int().describe('looks with none before them that they could be followed from: the first of a series, or one that stands alone'),
    late: z.int().describe('not followed, since later ones were before them'),
    omitted: z.int(),
    atEdge: z.int().describe('what stood out of the looks before, too near to a side to be followed'),
    cut: z.int().describe('looks of which a part had moved by more than a pixel since the one before'),
    turnedDown,
  }),
  byCause: z.record(z.enum(HEAT_CAUSES), z.int()).describe('a plume counts in each look that shows it'),
  unlikely: z.int().describe('of the fires, those that are less likely one than not'),
  report: z.string().nullable().describe('where the report went'),
});

/** `watch`: a line for each file that could not be used. */
export const refusedLineSchema = z.object({
  refused: z.object({
    file: z.string(),
    field: z.string().describe('what of the file is wrong; empty where it is the file as a whole'),
    message: z.string(),
    remedy: z.string(),
  }),
});

/** `watch`: the line after all that was found in a look, or in a file of lightning, or said of a file that could not be used. What stands above it, up to the
 *  line of this kind before, is its group. */
export const handledLineSchema = z.object({
  handled: z.object({
    satellite: z.string().nullable().describe('null of a file that could not be told to be part of a look'),
    area: z.string().nullable().describe('null of a file of lightning, and where there is no satellite'),
    at: z.string().nullable().describe('UTC, ISO 8601: when the look began'),
    late: z.boolean().describe('of a look that was handled: a later one of this satellite and area was before it'),
    files: z.array(
      z.object({
        name: z.string(),
        size_bytes: z.int(),
        changedAt: z.string().describe('UTC, ISO 8601: when it was last written'),
        band: z.int().nullable().describe('null of lightning, and where it is not known'),
        used: z.boolean().describe('false where it was refused, or was no part of a look that could be used'),
      }),
    ),
    sum: z
      .string()
      .describe(
        'of the lines of the group above this one, line ends included, and of this one up to here: the first 16 digits of their SHA-256',
      ),
  }),
});

/** `watch`: the line after what follows a folder has ended. */
export const watchSummarySchema = detectSummarySchema.omit({ report: true }).extend({
  files: z.int().describe('handled in this run; those that were before are not among them'),
  late: z.int().describe('looks and files of lightning that came after a later one of theirs'),
  vanished: z.int().describe('files that were removed before they were read'),
  record: z.string().describe('where all of it stands'),
});

export type HandledLine = z.infer<typeof handledLineSchema>;
export type WatchLine = z.infer<typeof detectionLineSchema> | z.infer<typeof followedLineSchema> | z.infer<typeof refusedLineSchema>;
export type WatchSummary = z.infer<typeof watchSummarySchema>;

/** The last line. */
export const summaryLineSchema = <S extends z.ZodType>(summary: S) => z.object({ summary });

export type EdgeLaunch = z.infer<typeof edgeLaunchSchema>;
export type EdgeImpact = z.infer<typeof edgeImpactSchema>;
export type FlightLine = z.infer<typeof flightLineSchema>;
export type ScenarioLine = z.infer<typeof scenarioLineSchema>;
export type ScenariosSummary = z.infer<typeof scenariosSummarySchema>;
export type DetectionLine = z.infer<typeof detectionLineSchema>;
export type FollowedLine = z.infer<typeof followedLineSchema>;
export type DetectSummary = z.infer<typeof detectSummarySchema>;
export type JudgeLine = z.infer<typeof judgeLineSchema>;
export type JudgeSummary = z.infer<typeof judgeSummarySchema>;
export type RunSummary = z.infer<typeof runSummarySchema>;
export type FlightsSummary = z.infer<typeof flightsSummarySchema>;
export type ReplaySummary = z.infer<typeof replaySummarySchema>;
export type AuditSummary = z.infer<typeof auditSummarySchema>;
export type TrackSummary = z.infer<typeof trackSummarySchema>;
export type AscentSummary = z.infer<typeof ascentSummarySchema>;
