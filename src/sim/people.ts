import type { Emission } from '../core/tell/emission.ts';
import type { Line } from '../core/sense/line.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';
import { overAt_us } from '../core/warn/alert-area.ts';
import type { HumanAct, Warning } from '../core/warn/warning.ts';
import type { Person, PlannedAct } from './scenario.ts';

/** Time in which a person reads the new area and signs again, when a revision has voided what was signed. */
const SIGN_AGAIN_S = 5;

export type TimedAct = { readonly at_us: Micros; readonly act: HumanAct };

/** People who act on what they hear. They sign what is on the screen at the moment they act, so an act names the latest revision that
 *  was heard by then. */
export type Staff = {
  hear(emission: Emission): void;
  /** When the next act is due, whether or not it still makes sense; Infinity when nobody means to do anything. */
  due_us(): Micros;
  /** When the next act is due that makes sense as things stand. */
  sensibleDue_us(): Micros;
  /** The next act, if it is due by now and still makes sense; the intention is used up either way. */
  act(now_us: Micros): TimedAct | undefined;
  /** Whoever sits at this session does nothing more. */
  leave(session: string): void;
};

type Intention = { due_us: Micros; readonly person: Person; readonly plan: PlannedAct; readonly warning?: string };

export function staffOf(people: readonly Person[], theatreLine: Line): Staff {
  const warnings = new Map<string, Warning>();
  const intentions: Intention[] = [];
  const heard = new Set<string>();
  let present = people;
  /** The warning that an intention is about, if the act still makes sense. */
  const aboutWhat = (intention: Intention): Warning | undefined => {
    const warning = intention.warning === undefined ? standing(warnings, intention.plan) : warnings.get(intention.warning);
    return warning !== undefined && makesSense(intention, warning) ? warning : undefined;
  };
  for (const person of people) {
    for (const plan of person.acts) if (plan.when.kind === 'at') intentions.push({ due_us: plan.when.at_us, person, plan });
  }
  return {
    hear(emission) {
      if (emission.kind !== 'warning') return;
      warnings.set(emission.warning.id, emission.warning);
      for (const person of present) {
        for (const plan of person.acts) consider(emission, person, plan, intentions, heard);
      }
    },
    due_us() {
      return intentions.reduce((soonest, each) => Math.min(soonest, each.due_us), Infinity);
    },
    sensibleDue_us() {
      return intentions.reduce((soonest, each) => (aboutWhat(each) ? Math.min(soonest, each.due_us) : soonest), Infinity);
    },
    act(now_us) {
      const next = soonest(intentions);
      if (next === undefined || next.due_us > now_us) return undefined;
      intentions.splice(intentions.indexOf(next), 1);
      const warning = aboutWhat(next);
      if (warning === undefined) return undefined;
      return { at_us: next.due_us, act: actOf(next.person, next.plan, warning, theatreLine) };
    },
    leave(session) {
      present = present.filter((one) => one.session !== session);
      intentions.splice(0, intentions.length, ...intentions.filter(({ person }) => person.session !== session));
    },
  };
}

/** Turns what was heard into intentions: each plan once for each warning, except that a voided release is given again. */
function consider(
  emission: Extract<Emission, { kind: 'warning' }>,
  person: Person,
  plan: PlannedAct,
  intentions: Intention[],
  heard: Set<string>,
): void {
  const { warning, at_us, change } = emission;
  // A warning that is recommended again is a new question, and so is a retraction that is ready again.
  const key = `${warning.id}/${warning.renewals}/${person.id}/${person.acts.indexOf(plan)}`;
  const pending = intentions.find((each) => each.plan === plan && each.person === person && each.warning === warning.id);
  const { when } = plan;
  if (when.kind === 'after-impact-window') {
    if (warning.state !== 'released') return;
    const due_us = Math.max(at_us, overAt_us(warning) + seconds_us(when.delay_s));
    if (pending) pending.due_us = due_us;
    else intentions.push({ due_us, person, plan, warning: warning.id });
  } else if (when.kind === 'after') {
    const asked = change === when.heard || (change === 'renewed' && when.heard === 'recommended');
    if (asked && pending === undefined && (!heard.has(key) || when.heard === 'retraction-ready')) {
      heard.add(key);
      intentions.push({ due_us: at_us + seconds_us(when.delay_s), person, plan, warning: warning.id });
    } else if (heard.has(key) && pending === undefined && voided(plan, person, warning)) {
      intentions.push({ due_us: at_us + seconds_us(SIGN_AGAIN_S), person, plan, warning: warning.id });
    }
  }
}

/** Whether a signature that this person once gave no longer stands. A slip onto another line is made once. */
function voided(plan: PlannedAct, person: Person, warning: Warning): boolean {
  if (plan.line !== undefined) return false;
  if (plan.act === 'retract') return warning.turned !== undefined && !hasSigned(warning.retractSignatures, person);
  const open = warning.state === 'recommended' || warning.state === 'half-released';
  return plan.act === 'release' && open && !hasSigned(warning.signatures, person);
}

function hasSigned(signatures: Warning['signatures'], { id }: Person): boolean {
  return signatures.some(({ person }) => person === id);
}

/** People do not press what no longer offers itself; a slip is a press where one should not. */
function makesSense(intention: Intention, warning: Warning): boolean {
  if (intention.plan.line !== undefined) return true;
  switch (intention.plan.act) {
    case 'release':
      return (warning.state === 'recommended' || warning.state === 'half-released') && !hasSigned(warning.signatures, intention.person);
    case 'retract':
      return warning.state === 'released' && (warning.turned !== undefined || !isAfterTurn(intention.plan));
    case 'end':
      return warning.state === 'released';
    case 'acknowledge':
    case 'dismiss':
      return warning.state === 'recommended' || warning.state === 'half-released';
  }
}

/** Meant only for a warning that the evidence has turned against. */
function isAfterTurn({ when }: PlannedAct): boolean {
  return when.kind === 'after' && when.heard === 'retraction-ready';
}

/** At a set time people act on the newest warning that offers the act. */
function standing(warnings: ReadonlyMap<string, Warning>, plan: PlannedAct): Warning | undefined {
  const offers = [...warnings.values()].filter((warning) =>
    plan.act === 'retract' || plan.act === 'end'
      ? warning.state === 'released'
      : warning.state === 'recommended' || warning.state === 'half-released',
  );
  return offers[offers.length - 1];
}

function soonest(intentions: readonly Intention[]): Intention | undefined {
  let found: Intention | undefined;
  for (const each of intentions) if (found === undefined || each.due_us < found.due_us) found = each;
  return found;
}

function actOf(person: Person, plan: PlannedAct, warning: Warning, theatreLine: Line): HumanAct {
  return {
    kind: 'act',
    act: plan.act,
    line: plan.line ?? theatreLine,
    person: person.id,
    role: person.role,
    session: person.session,
    warning: warning.id,
    revision: warning.revision,
    ...(plan.reason === undefined ? {} : { reason: plan.reason }),
  };
}
