import { microsFromIso } from '../../src/api/iso.ts';
import { groundError, ringArea_m2, ringContains } from '../../src/cli/ground.ts';
import { zeroOf } from '../../src/cli/journal-facts.ts';
import type { Assessment, GroundPoint } from '../../src/core/assess/assessment.ts';
import type { Emission } from '../../src/core/tell/emission.ts';
import { type Geodetic, geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import type { State } from '../../src/core/pipeline.ts';
import type { Warning } from '../../src/core/warn/warning.ts';
import type { Scenario } from '../../src/sim/scenario.ts';

type Truth = { readonly lat: number; readonly lon: number; readonly time: string };

/** What a good system would say of a case: the fields of its README that can be judged from what the core said. */
export type Expected = {
  readonly notice: boolean | 'either';
  readonly cause?: readonly string[];
  readonly notCause?: readonly string[];
  readonly neverLikeliest?: readonly string[];
  readonly neverLikeliestNearEnd?: readonly string[];
  readonly warned: boolean | 'either';
  readonly warnedBy_s?: number;
  readonly retractedBy_s?: number;
  readonly notRetracted?: boolean;
  readonly launch: Truth | null;
  readonly impact: Truth | null;
  readonly impactBySeed?: Readonly<Record<string, Truth>>;
  readonly impactTimeJudged?: boolean;
  readonly launchStated?: boolean;
  readonly impactStated?: boolean;
  readonly lastWord?: boolean;
  readonly events?: number;
  readonly eventsAtMost?: number;
  readonly objects?: readonly { readonly id: string; readonly launch: Truth; readonly impact: Truth }[];
  readonly openWarningsAtMost?: number;
  readonly warningsAtMost?: number;
  readonly messagesAtMost?: number;
  readonly areaAtMost_km2?: number;
  readonly classFinal?: readonly string[];
  readonly classNever?: readonly string[];
  readonly classNone?: boolean;
  readonly alarms?: readonly { readonly sensor: string }[];
  readonly alarmsIfRefused?: readonly { readonly sensor: string }[];
  readonly seeds: readonly number[];
};

/** A run: all that the core said, and what it knew at the end. */
export type CaseRun = { readonly said: readonly Emission[]; readonly end: State };

/** χ² of two degrees of freedom that 99.9 % stay below; sigmas, and the least, that a time may be off. */
const CHI2_999 = 13.816;
const TIME_SIGMAS = 3.3;
const TIME_LEAST_S = 5;
/** From so many reports refused as late on, an alarm is due. */
const MANY_REFUSED = 10;

type Said<K extends Emission['kind']> = Extract<Emission, { readonly kind: K }>;
type WarningSaid = Said<'warning'>;

/** Judges a run: a sentence for each thing that is not as expected, none when the case is right. */
export function judge(
  { scenario, expected }: { readonly scenario: Scenario; readonly expected: Expected },
  { said, end }: CaseRun,
  seed: number,
): string[] {
  const faults: string[] = [];
  const fault = (wrong: boolean, text: string): void => {
    if (wrong) faults.push(text);
  };
  const of = <K extends Emission['kind']>(kind: K): Said<K>[] => said.filter((one): one is Said<K> => one.kind === kind);
  const { zero_us } = zeroOf(scenario);
  const after_s = (at_us: number): number => (at_us - zero_us) / 1e6;
  const assessments = of('assessment').map(({ assessment }) => assessment);
  const changes = of('warning');
  const events = new Set(of('notice').map(({ notice }) => notice.event));
  const main = mainEvent(assessments, changes);
  const story = assessments.filter(({ event }) => event === main);
  const last = story.at(-1);

  fault(expected.notice === true && events.size === 0, 'no notice');
  fault(expected.notice === false && events.size > 0, `${events.size} notices`);
  fault(
    expected.cause !== undefined && (last === undefined || !expected.cause.includes(last.cause)),
    `at the end it is called ${last?.cause}`,
  );
  for (const cause of expected.notCause ?? []) {
    const sure = assessments.find(({ hypotheses }) => hypotheses.some((one) => one.hypothesis === cause && one.probability >= 0.95));
    fault(sure !== undefined, `${sure?.event} is called ${cause} with 0.95 or more at ${after_s(sure?.at_us ?? 0).toFixed(0)} s`);
    fault(last?.cause === cause, `${cause} stands at the end`);
  }
  for (const cause of expected.neverLikeliest ?? [])
    fault(
      assessments.some((one) => one.cause === cause),
      `${cause} is the likeliest once`,
    );

  const recommended = changes.filter(({ change }) => change === 'recommended');
  const first_s = recommended.length === 0 ? Infinity : after_s(recommended[0].at_us);
  fault(expected.warned === true && recommended.length === 0, 'never recommended');
  fault(expected.warned === false && recommended.length > 0, `recommended at ${first_s.toFixed(0)} s`);
  fault(recommended.length > 0 && first_s > (expected.warnedBy_s ?? Infinity), `recommended at ${first_s.toFixed(0)} s only`);
  const takenBack = changes.filter(({ change }) => change === 'retracted' || change === 'withdrawn');
  fault(
    expected.notRetracted === true && takenBack.length > 0,
    `${takenBack.map(({ warning, at_us }) => `${warning.id} taken back at ${after_s(at_us).toFixed(0)} s (${warning.closedFor?.kind ?? 'no reason'})`).join(', ')}`,
  );
  const retracted_s = takenBack.length === 0 ? Infinity : after_s(takenBack[0].at_us);
  fault(
    expected.retractedBy_s !== undefined && recommended.length > 0 && retracted_s > expected.retractedBy_s,
    `taken back at ${retracted_s} s only`,
  );

  const { most, twice } = openWarnings(changes);
  fault(most > (expected.openWarningsAtMost ?? Infinity), `${most} warnings open at once`);
  fault(twice !== undefined, `${twice} has two open warnings`);
  const ids = new Set(changes.map(({ warning }) => warning.id));
  fault(ids.size > (expected.warningsAtMost ?? Infinity), `${ids.size} warnings`);
  fault(of('message').length > (expected.messagesAtMost ?? Infinity), `${of('message').length} messages`);
  const eventsAtMost = expected.eventsAtMost ?? expected.events ?? Infinity;
  fault(events.size > eventsAtMost, `${events.size} events, ${[...events].join(' ')}`);
  fault(events.size < (expected.events ?? 0), `${events.size} events only`);

  const energyClass = story.findLast((one) => one.energyClass !== undefined)?.energyClass;
  fault(
    expected.classFinal !== undefined && !expected.classFinal.includes(energyClass ?? 'none'),
    `class ${energyClass ?? 'none'} at the end`,
  );
  for (const never of expected.classNever ?? [])
    fault(
      story.some((one) => one.energyClass === never),
      `called ${never} once`,
    );
  fault(expected.classNone === true && energyClass !== undefined, `called ${energyClass}`);
  const areas = changes.map(({ warning }) => ringArea_m2(warning.area.ring) / 1e6);
  fault(Math.max(0, ...areas) > (expected.areaAtMost_km2 ?? Infinity), `an area of ${Math.max(...areas).toFixed(0)} km²`);

  const stated = story.findLast((one) => one.launch !== undefined)?.launch;
  fault(expected.launchStated === false && stated !== undefined, 'a launch is stated');
  if (expected.launch !== null && stated !== undefined) faults.push(...placeFaults('launch', stated, expected.launch, true));
  const impact = expected.impactBySeed?.[String(seed)] ?? expected.impact;
  fault(expected.impactStated === false && story.some((one) => one.impact !== undefined), 'an impact is stated');
  if (impact !== null) faults.push(...impactFaults(story, impact, expected));
  for (const { id, impact: truth } of expected.objects ?? [])
    fault(!isWarnedOf(changes, pointOf(truth)), `no warning that stands holds the impact of ${id}`);

  const named = new Set(of('alarm').flatMap((one) => ('sensor' in one ? [one.sensor] : 'source' in one ? [one.source] : [])));
  for (const { sensor } of expected.alarms ?? []) fault(!named.has(sensor), `no alarm names ${sensor}`);
  for (const { sensor } of expected.alarmsIfRefused ?? []) {
    const late = end.refused.sources.find(({ source, what }) => source === sensor && what === 'late')?.count ?? 0;
    fault(late > MANY_REFUSED && !named.has(sensor), `${late} reports of ${sensor} are refused as late and no alarm names it`);
  }
  return faults;
}

/** The event that went furthest: warned of, or else assessed most often. */
function mainEvent(assessments: readonly Assessment[], changes: readonly WarningSaid[]): string | undefined {
  const warned = changes.find(({ warning }) => warning.state === 'released') ?? changes.at(0);
  if (warned !== undefined) return warned.warning.event;
  const counts = new Map<string, number>();
  for (const { event } of assessments) counts.set(event, (counts.get(event) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).at(0)?.[0];
}

function isOpen({ state }: Warning): boolean {
  return state === 'recommended' || state === 'half-released' || state === 'released';
}

/** Most warnings open at once, and an event that had two of them open. */
function openWarnings(changes: readonly WarningSaid[]): { readonly most: number; readonly twice: string | undefined } {
  const open = new Map<string, string>();
  let most = 0;
  let twice: string | undefined;
  for (const { warning } of changes) {
    if (isOpen(warning)) open.set(warning.id, warning.event);
    else open.delete(warning.id);
    most = Math.max(most, open.size);
    const events = [...open.values()];
    twice ??= events.find((event, k) => events.indexOf(event) !== k);
  }
  return { most, twice };
}

function pointOf({ lat, lon }: Truth): Geodetic {
  return geodeticDegrees(lat, lon, 0);
}

function placeFaults(
  what: string,
  stated: GroundPoint & { time_us: number; sigmaTime_s: number },
  truth: Truth,
  judgeTime: boolean,
): string[] {
  const { chi2, error_m } = groundError(stated, pointOf(truth));
  const late_s = (stated.time_us - microsFromIso(truth.time)) / 1e6;
  const faults: string[] = [];
  if (chi2 > CHI2_999) faults.push(`the ${what} is ${(error_m / 1000).toFixed(1)} km off, χ² ${chi2.toFixed(0)}`);
  if (judgeTime && Math.abs(late_s) > Math.max(TIME_LEAST_S, TIME_SIGMAS * stated.sigmaTime_s))
    faults.push(`the ${what} is ${late_s.toFixed(1)} s off`);
  return faults;
}

/** Judged on the last assessment before it falls; with `lastWord` the very last one may not be more than twice as far off. */
function impactFaults(story: readonly Assessment[], truth: Truth, { lastWord, impactTimeJudged }: Expected): string[] {
  const fallen_us = microsFromIso(truth.time);
  const before = story.findLast((one) => one.impact !== undefined && one.at_us <= fallen_us)?.impact;
  if (before === undefined) return ['no impact is stated before it falls'];
  const faults =
    before.kind === 'ballistic'
      ? placeFaults('impact', before, truth, impactTimeJudged !== false)
      : ringContains(before.area, pointOf(truth))
        ? []
        : [`the area (${before.kind}) does not hold the impact`];
  const end = story.findLast((one) => one.impact !== undefined)?.impact;
  const off_m = (one: GroundPoint): number => groundError(one, pointOf(truth)).error_m;
  if (lastWord === true && end !== undefined && off_m(end) > Math.max(800, 2 * off_m(before)))
    faults.push(`the last word is ${(off_m(end) / 1000).toFixed(1)} km off`);
  return faults;
}

/** Whether a warning that was not taken back held the point in the end. */
function isWarnedOf(changes: readonly WarningSaid[], point: Geodetic): boolean {
  const latest = new Map(changes.map(({ warning }) => [warning.id, warning]));
  return [...latest.values()].some(
    (one) =>
      (isOpen(one) || one.state === 'ended') &&
      (ringContains(one.area.ring, point) ||
        (one.assessment.impact !== undefined && groundError(one.assessment.impact, point).chi2 <= CHI2_999)),
  );
}
