import { z } from 'zod';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { fields, list, name, number, oneOf, sentence, time, wholeNumber, yesOrNo } from '../yaml-file/vocabulary.ts';

/** What a good system would say of a case; docs/formats/case.md says what each field means. Seconds count from the first launch, or from the start where nothing
 *  is launched. A field that is not there is not judged. */

const eitherWay = z.union([yesOrNo, z.literal('either')], { error: 'neither true, false nor either\nwrite one of them' });
const seconds = number('s', 0, 604_800);
const count = wholeNumber(0, 10_000);
const area_km2 = number('km²', 0, 5.2e8);
const energyClass = oneOf(['SRBM', 'MRBM', 'IRBM', 'ICBM']);
const causes = list(name);
const sensors = list(fields({ sensor: name }));

const truth = fields({
  lat: number('degrees', -90, 90),
  lon: number('degrees', -180, 180),
  height_m: number('m', -500, 100_000).optional(),
  time,
}).transform(({ lat, lon, time: time_us }) => ({ point: geodeticDegrees(lat, lon, 0), time_us }));

export const seeds = list(wholeNumber(0, 4_294_967_295)).min(1, { error: 'no seed\nname one at least, such as [1]' });

export const expectation = fields({
  note: sentence.optional(),
  seeds: seeds.optional(),

  notice: eitherWay,
  events: count.optional(),
  eventsAtMost: count.optional(),

  cause: causes.optional(),
  notCause: causes.optional(),
  neverLikeliest: causes.optional(),
  neverLikeliestNearEnd: causes.optional(),
  classFinal: list(energyClass).optional(),
  classNever: list(energyClass).optional(),
  classNone: yesOrNo.optional(),

  launch: truth.nullable(),
  launchStated: yesOrNo.optional(),
  impact: truth.nullable(),
  impactBySeed: z.record(z.string(), truth).optional(),
  impactTimeJudged: yesOrNo.optional(),
  impactStated: yesOrNo.optional(),
  impactStatedAtEnd: yesOrNo.optional(),
  impactNotBefore_s: seconds.optional(),
  lastWord: yesOrNo.optional(),
  objects: list(fields({ id: name, launch: truth, impact: truth })).optional(),

  warned: eitherWay,
  warnedBy_s: seconds.optional(),
  retractedBy_s: seconds.optional(),
  notRetracted: yesOrNo.optional(),
  openWarningsAtMost: count.optional(),
  warningsAtMost: count.optional(),
  messagesAtMost: count.optional(),
  areaAtMost_km2: area_km2.optional(),
  areaStatedAtMost_km2: area_km2.optional(),
  hazard: yesOrNo.nullable().optional(),
  hazardBy_s: seconds.optional(),
  people: fields({ atLeast: wholeNumber(1, 1e10), orNotLookedUp: yesOrNo.default(false) }).optional(),

  alarms: sensors.optional(),
  alarmsIfRefused: sensors.optional(),
});

export type Expectation = z.output<typeof expectation>;
export type Truth = z.output<typeof truth>;
