import type { Expectation } from '../adapters/case-file/expectation.ts';
import type { Assessment } from '../core/assess/assessment.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { Micros } from '../core/units.ts';
import type { AlertArea } from '../core/warn/warning.ts';
import { groundError, ringArea_m2, ringContains } from '../score/ground.ts';
import { type Account, isOpen, type Said } from './account.ts';
import { CHI2_999, impactOf, lastImpactBefore } from './places.ts';

type Told = { readonly area: AlertArea; readonly assessment: Assessment | undefined };
type Changes = readonly Said<'warning'>[];

export function warningFaults({ changes, messages, after_s }: Account, expected: Expectation): string[] {
  const faults: string[] = [];
  const recommended = changes.filter(({ change }) => change === 'recommended');
  const first_s = recommended.length === 0 ? Infinity : after_s(recommended[0].at_us);
  if (expected.warned === true && recommended.length === 0) faults.push('never recommended');
  if (expected.warned === false && recommended.length > 0) faults.push(`recommended at ${first_s.toFixed(0)} s`);
  if (recommended.length > 0 && first_s > (expected.warnedBy_s ?? Infinity)) faults.push(`recommended at ${first_s.toFixed(0)} s only`);
  const takenBack = changes.filter(({ change }) => change === 'retracted' || change === 'withdrawn');
  const told = takenBack.map(
    ({ warning, at_us }) => `${warning.id} taken back at ${after_s(at_us).toFixed(0)} s (${warning.closedFor?.kind ?? 'no reason'})`,
  );
  if (expected.notRetracted === true && told.length > 0) faults.push(told.join(', '));
  if (recommended.length > 0 && expected.retractedBy_s !== undefined) {
    const retracted_s = takenBack.length === 0 ? Infinity : after_s(takenBack[0].at_us);
    if (retracted_s > expected.retractedBy_s)
      faults.push(takenBack.length === 0 ? 'never taken back' : `taken back at ${retracted_s.toFixed(0)} s only`);
  }
  const { most, twice } = openWarnings(changes);
  if (most > (expected.openWarningsAtMost ?? Infinity)) faults.push(`${most} warnings open at once`);
  if (twice !== undefined) faults.push(`${twice} has two open warnings`);
  const warnings = new Set(changes.map(({ warning }) => warning.id)).size;
  if (warnings > (expected.warningsAtMost ?? Infinity)) faults.push(`${warnings} warnings`);
  if (messages > (expected.messagesAtMost ?? Infinity)) faults.push(`${messages} messages`);
  for (const { id, impact } of expected.objects ?? [])
    if (!isWarnedOf(changes, impact.point)) faults.push(`no warning that stands holds the impact of ${id}`);
  return faults;
}

/** Most warnings open at once, and an event that had two of them open. */
function openWarnings(changes: Changes): { readonly most: number; readonly twice: string | undefined } {
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

/** Whether a warning that was not taken back held the point in the end. */
function isWarnedOf(changes: Changes, point: Geodetic): boolean {
  const latest = new Map(changes.map(({ warning }) => [warning.id, warning]));
  return [...latest.values()].some((one) => (isOpen(one) || one.state === 'ended') && holds(one, point));
}

/** Whether an area holds a point, or what it was drawn from does with 99.9 %: an area that holds 95 of a hundred misses five. */
function holds({ area, assessment }: Told, point: Geodetic): boolean {
  const impact = assessment?.impact;
  return ringContains(area.ring, point) || (impact !== undefined && groundError(impact, point).chi2 <= CHI2_999);
}

/** Every area that people were told to heed; and of the last ones, and of what the last assessment before it falls says, how large it may be. */
export function areaFaults({ changes, hazards, story }: Account, expected: Expectation, seed: number): string[] {
  const faults: string[] = [];
  const warned = changes.map(({ warning }) => ringArea_m2((warning.area.reach ?? warning.area).ring) / 1e6);
  const told = hazards.map(({ hazard }) => ringArea_m2((hazard.area.reach ?? hazard.area).ring) / 1e6);
  const most = Math.max(0, ...warned, ...told);
  if (most > (expected.areaAtMost_km2 ?? Infinity)) faults.push(`an area of ${most.toFixed(0)} km²`);
  const fallen_us = impactOf(expected, seed)?.time_us ?? Infinity;
  const last = lastImpactBefore(story, fallen_us);
  const mostStated = Math.max(0, ...warned.slice(-1), ...told.slice(-1), ...(last === undefined ? [] : [ringArea_m2(last.area) / 1e6]));
  if (mostStated > (expected.areaStatedAtMost_km2 ?? Infinity)) faults.push(`an area of ${mostStated.toFixed(0)} km² is stated`);
  return faults;
}

/** Whether those under what comes down were told, by a warning or by a hazard; and nobody of what does not. */
export function hazardFaults(account: Account, expected: Expectation, seed: number): string[] {
  const { changes, hazards, assessments, after_s } = account;
  if (expected.hazard === false) return falseHazards(account, expected);
  if (expected.hazard !== true) return [];
  const truths = expected.objects?.map(({ impact }) => impact) ?? [impactOf(expected, seed)];
  return truths.flatMap((truth) => {
    const inTime = (at_us: Micros): boolean => truth === null || at_us <= truth.time_us;
    const told = [
      ...changes.filter(({ warning: one, at_us }) => isOpen(one) && inTime(at_us) && (truth === null || holds(one, truth.point))),
      ...hazards.filter(({ hazard: { state, area, assessment }, at_us }) => {
        const drawnFrom = assessments.find(({ id }) => id === assessment);
        return state === 'stated' && inTime(at_us) && (truth === null || holds({ area, assessment: drawnFrom }, truth.point));
      }),
    ];
    const first_s = Math.min(...told.map(({ at_us }) => after_s(at_us)));
    if (told.length === 0) return ['nobody is told that it comes down'];
    return first_s > (expected.hazardBy_s ?? Infinity) ? [`told at ${first_s.toFixed(0)} s only that it comes down`] : [];
  });
}

/** What may be taken for something that comes down while it is up may be told for so long as a warning of it may stand. */
function falseHazards({ hazards, after_s }: Account, { warned, retractedBy_s }: Expectation): string[] {
  const bearable_s = warned === false ? -Infinity : (retractedBy_s ?? (warned === true ? Infinity : -Infinity));
  return [...new Set(hazards.map(({ hazard }) => hazard.id))].flatMap((id) => {
    const life = hazards.filter(({ hazard }) => hazard.id === id);
    const ended = life.find(({ hazard }) => hazard.state === 'ended');
    const told = `a hazard is stated at ${after_s(life[0].at_us).toFixed(0)} s`;
    if (ended === undefined) return bearable_s === Infinity ? [] : [`${told} and never ended`];
    return after_s(ended.at_us) > bearable_s ? [`${told} and ended at ${after_s(ended.at_us).toFixed(0)} s`] : [];
  });
}

/** How many people the last assessment before it falls says are to be told. */
export function peopleFaults({ story }: Account, expected: Expectation, seed: number): string[] {
  if (expected.people === undefined) return [];
  const fallen_us = impactOf(expected, seed)?.time_us ?? Infinity;
  const last = story.findLast(({ impact, at_us }) => impact !== undefined && at_us <= fallen_us);
  const people = last?.people?.inAlertArea ?? { kind: 'none-found' };
  if (people.kind === 'not-looked-up') return expected.people.orNotLookedUp === true ? [] : ['who lives there was not looked up'];
  const count = people.kind === 'counted' ? people.atLeast : 0;
  return count >= expected.people.atLeast ? [] : [`${count} people are said to be concerned`];
}
