import { announcedWords } from '../api/announced-words.ts';
import { undecidedWords } from '../api/cause-words.ts';
import { findingWords } from '../api/finding-words.ts';
import type { Assessment } from '../core/assess/assessment.ts';
import { type Evidence, logLikelihoodUnder } from '../core/discern/evidence.ts';
import type { HypothesisProbability } from '../core/discern/hypotheses.ts';
import type { Micros } from '../core/units.ts';
import { ellipseAt, ringArea_m2, rmsError_m, semiAxes } from '../score/ground.ts';
import type { TimelineRow } from './timeline-row.ts';
import { clock, course, grouped, kilometres, position } from './words.ts';

/** What was last printed of an event, so that the next line is printed only when it says something new. */
export type EventMemory = {
  cause?: string;
  sure?: boolean;
  undecided?: boolean;
  class?: string;
  launchSigma_m?: number;
  /** A heading has been told. */
  headed?: boolean;
  impactKind?: string;
  impactSigma_m?: number;
  apogee_m?: number;
  burnout_us?: Micros;
  basis?: string;
  announced: Set<string>;
  absent: Set<string>;
};

/** A cause is logged again when it becomes sure, and when it is not any more; the gap keeps one that wavers from filling the log. */
const SURE = 0.95;
const UNSURE = 0.8;

export function assessmentRows(assessment: Assessment, events: Map<string, EventMemory>): TimelineRow[] {
  const memory = events.get(assessment.event) ?? { announced: new Set<string>(), absent: new Set<string>() };
  events.set(assessment.event, memory);
  return [
    ...causeRows(assessment, memory),
    ...announcedRows(assessment, memory),
    ...undecidedRows(assessment, memory),
    ...absenceRows(assessment, memory),
    ...classRows(assessment, memory),
    ...launchRows(assessment, memory),
    ...burnoutRows(assessment, memory),
    ...impactRows(assessment, memory),
    ...basisRows(assessment, memory),
  ];
}

function causeRows(assessment: Assessment, memory: EventMemory): TimelineRow[] {
  const { event, at_us, cause, causeProbability } = assessment;
  const sure = causeProbability >= (memory.cause === cause && memory.sure ? UNSURE : SURE);
  if (memory.cause === cause && memory.sure === sure) return [];
  memory.cause = cause;
  memory.sure = sure;
  const reason = reasonFor(assessment);
  return [{ at_us, what: 'cause', figures: `${event}: ${cause} ${causeProbability.toFixed(2)}${reason ? `, because ${reason}` : ''}` }];
}

/** Said when something more could be checked, when it first holds a recommendation back, and when it deviates. */
function announcedRows({ event, at_us, announced }: Assessment, memory: EventMemory): TimelineRow[] {
  if (announced === undefined) return [];
  const { id, state, matches, holds } = announced;
  const news = [id, state, ...(state === 'deviates' ? [] : matches), ...(holds ? ['holds'] : [])].filter(
    (one) => !memory.announced.has(one),
  );
  if (news.length === 0) return [];
  for (const one of news) memory.announced.add(one);
  const words = announcedWords(announced);
  return [{ at_us, what: announced.state === 'deviates' ? 'deviates' : 'announced', figures: `${event}: ${words}` }];
}

/** Said once for each time that it is so: which two it may be, and when that will be known. */
function undecidedRows({ event, at_us, undecided }: Assessment, memory: EventMemory): TimelineRow[] {
  const before = memory.undecided;
  memory.undecided = undecided !== undefined;
  if (undecided === undefined || before === true) return [];
  return [{ at_us, what: 'undecided', figures: `${event}: ${undecidedWords(undecided)}` }];
}

/** The finding that weighs most against the likeliest other explanation: what a person would give as the reason. */
function reasonFor(assessment: Assessment): string | undefined {
  const { cause } = assessment;
  const others = assessment.hypotheses.filter((one) => one.hypothesis !== cause);
  // For anything that is no missile, the question is always why it is no missile.
  const rival =
    cause === 'ballistic-missile'
      ? others.reduce<HypothesisProbability | undefined>(
          (best, one) => (!best || one.probability > best.probability ? one : best),
          undefined,
        )
      : others.find((one) => one.hypothesis === 'ballistic-missile');
  if (!rival) return undefined;
  const under = (one: Evidence) => logLikelihoodUnder(rival.hypothesis, one);
  const telling = assessment.evidence.reduce<Evidence | undefined>(
    (best, one) => (under(one) < (best ? under(best) : -0.5) ? one : best),
    undefined,
  );
  return telling ? `${telling.finding.feature} (${findingWords(telling.finding)}) speaks against ${rival.hypothesis}` : undefined;
}

function absenceRows({ event, at_us, phenomenologies }: Assessment, memory: EventMemory): TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const { phenomenology, state, sensors } of phenomenologies) {
    const absent = state === 'expected-and-absent';
    if (absent && !memory.absent.has(phenomenology))
      rows.push({ at_us, what: 'absent', figures: `${event}: ${phenomenology} expected by now and not there (${sensors.join(', ')})` });
    if (absent) memory.absent.add(phenomenology);
    else memory.absent.delete(phenomenology);
  }
  return rows;
}

function classRows(
  { event, at_us, energyClass, equivalentSpeed_mps, sigmaEquivalentSpeed_mps }: Assessment,
  memory: EventMemory,
): TimelineRow[] {
  if (energyClass === undefined || energyClass === memory.class) return [];
  memory.class = energyClass;
  const speed = equivalentSpeed_mps === undefined ? '' : `, energy of ${(equivalentSpeed_mps / 1000).toFixed(2)} km/s at the surface`;
  const sigma = sigmaEquivalentSpeed_mps === undefined ? '' : ` ± ${(sigmaEquivalentSpeed_mps / 1000).toFixed(2)}`;
  return [{ at_us, what: 'class', figures: `${event}: ${energyClass}${speed}${sigma}` }];
}

function launchRows(assessment: Assessment, memory: EventMemory): TimelineRow[] {
  const { event, at_us, launch, heading_rad } = assessment;
  if (!launch) return [];
  const sigma_m = rmsError_m(launch);
  const isSurer = sigma_m < (memory.launchSigma_m ?? Infinity) / 2;
  if (!isSurer && (heading_rad === undefined || memory.headed)) return [];
  memory.launchSigma_m = Math.min(sigma_m, memory.launchSigma_m ?? Infinity);
  memory.headed = heading_rad !== undefined;
  return [
    {
      at_us,
      what: 'launch point',
      figures: `${event}: ${position(launch.point)} ± ${kilometres(sigma_m)} at ${clock(launch.time_us)} ± ${launch.sigmaTime_s.toFixed(0)} s, heading ${course(assessment)}`,
    },
  ];
}

/** What was launched and burned on for so much longer burned out again, s: after a stage that was parted from the next one. */
const ANOTHER_BURN_S = 10;

function burnoutRows({ event, at_us, burnout_us, burning, launch }: Assessment, memory: EventMemory): TimelineRow[] {
  if (burnout_us === undefined || burning) return [];
  const isAnother = launch !== undefined && burnout_us - (memory.burnout_us ?? burnout_us) > ANOTHER_BURN_S * 1e6;
  if (memory.burnout_us !== undefined && !isAnother) return [];
  memory.burnout_us = burnout_us;
  return [{ at_us, what: 'burn-out', figures: `${event}: at ${clock(burnout_us)}` }];
}

function impactRows({ event, at_us, impact, apogee_m, apogeeAt_us }: Assessment, memory: EventMemory): TimelineRow[] {
  if (!impact) return [];
  const sigma_m = semiAxes(impact).major_m;
  if (impact.kind === memory.impactKind && !(sigma_m < (memory.impactSigma_m ?? Infinity) / 2)) return [];
  memory.impactKind = impact.kind;
  memory.impactSigma_m = sigma_m;
  const { major_m, minor_m } = ellipseAt(impact, impact.probability);
  const percent = (impact.probability * 100).toFixed(0);
  const ellipse = `± ${kilometres(major_m)} × ${kilometres(minor_m)} (${percent} %)`;
  const reach = `${grouped(ringArea_m2(impact.area) / 1e6)} km²`;
  const extent =
    impact.kind === 'ballistic'
      ? ellipse
      : impact.asItFalls === undefined
        ? `may manoeuvre, area ${reach}`
        : `${ellipse} if it goes on so, may manoeuvre within ${reach},`;
  const rows = [
    {
      at_us,
      what: 'impact',
      figures: `${event}: ${position(impact.point)} ${extent} at ${clock(impact.time_us)} ± ${impact.sigmaTime_s.toFixed(0)} s`,
    },
  ];
  if (apogee_m !== undefined && apogeeAt_us !== undefined && isNewApogee(apogee_m, apogeeAt_us, at_us, memory)) {
    memory.apogee_m = apogee_m;
    rows.push({ at_us, what: 'apogee', figures: `${event}: ${kilometres(apogee_m)} at ${clock(apogeeAt_us)}` });
  }
  return rows;
}

/** Worth a line while it lies ahead, and when it has moved by a fiftieth. */
function isNewApogee(apogee_m: number, apogeeAt_us: Micros, at_us: Micros, memory: EventMemory): boolean {
  return apogeeAt_us > at_us && Math.abs(apogee_m - (memory.apogee_m ?? 0)) > 0.02 * apogee_m;
}

/** A prediction is never told as an observation: the log says where one turns into the other. */
function basisRows({ event, at_us, basis, lastObserved_us }: Assessment, memory: EventMemory): TimelineRow[] {
  const before = memory.basis;
  memory.basis = basis;
  if (before === undefined || before === basis) return [];
  if (basis === 'observed') return [{ at_us, what: 'seen again', figures: `${event}: figures rest on observation` }];
  return [
    { at_us, what: 'out of sight', figures: `${event}: last observed ${clock(lastObserved_us)}; figures from here on are predicted` },
  ];
}
