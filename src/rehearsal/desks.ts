import type { Emission } from '../core/tell/emission.ts';
import type { Line } from '../core/sense/line.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';
import { overAt_us } from '../core/warn/alert-area.ts';
import type { ActName, HumanAct, Warning } from '../core/warn/warning.ts';
import { type Dice, diceOf } from './dice.ts';
import type { Desk, Habit } from './world.ts';

export type TimedAct = { readonly at_us: Micros; readonly act: HumanAct };

/** The people of a world: they hear what the core says of warnings, later while their link is lost, and act on it by habit. */
export type Desks = {
  hear(emission: Emission, at_us: Micros): void;
  due_us(): Micros;
  /** The act that is due; undefined when it was a hearing, or makes no act. */
  take(): TimedAct | undefined;
};

/** Most acts that one desk plans in a world: a habit of repeating must not be all that happens. */
const MAX_PLANNED = 150;

type Plan = { readonly at_us: Micros; readonly desk: DeskState; readonly act: ActName; readonly warning: string; readonly as: Habit };
type DeskState = {
  readonly desk: Desk;
  readonly dice: Dice;
  readonly has: (habit: Habit) => boolean;
  /** As the screen shows it, and the first revision that it ever showed. */
  readonly shown: Map<string, { warning: Warning; readonly first: number }>;
  readonly plannedFor: Set<string>;
  planned: number;
};

export function desksOf(desks: readonly Desk[], line: Line, seed: number): Desks {
  const states = desks.map(
    (desk): DeskState => ({
      desk,
      dice: diceOf(seed, `desk/${desk.person}/${desk.session}`),
      has: (habit) => desk.habits.includes(habit),
      shown: new Map(),
      plannedFor: new Set(),
      planned: 0,
    }),
  );
  const hearing: { readonly at_us: Micros; readonly desk: DeskState; readonly emission: Extract<Emission, { kind: 'warning' }> }[] = [];
  const plans: Plan[] = [];

  function plan(desk: DeskState, at_us: Micros, act: ActName, warning: string, as: Habit, once: string): void {
    if (desk.planned >= MAX_PLANNED || desk.plannedFor.has(once)) return;
    desk.plannedFor.add(once);
    desk.planned += 1;
    plans.push({ at_us: at_us + seconds_us(desk.desk.delay_s * desk.dice.between(0.5, 1.5)), desk, act, warning, as });
  }

  function consider(desk: DeskState, { warning, change }: Extract<Emission, { kind: 'warning' }>, at_us: Micros): void {
    const { id, revision } = warning;
    const first = desk.shown.get(id)?.first ?? revision;
    desk.shown.set(id, { warning, first });
    const open = warning.state === 'recommended' || warning.state === 'half-released';
    const version = `${id}/${revision}/${warning.state === 'half-released' ? '' : (warning.closedAt_us ?? '')}`;
    if (open && desk.has('acknowledges')) plan(desk, at_us, 'acknowledge', id, 'acknowledges', `acknowledge/${id}`);
    if (open && desk.has('dismisses')) plan(desk, at_us, 'dismiss', id, 'dismisses', `dismiss/${version}`);
    if (open && desk.has('releases')) plan(desk, at_us, 'release', id, 'releases', `release/${version}`);
    if (warning.state === 'released') {
      if (change === 'retraction-ready' && desk.has('retracts')) plan(desk, at_us, 'retract', id, 'retracts', `retract/${id}/${at_us}`);
      if (desk.has('retracts-anyway')) plan(desk, at_us, 'retract', id, 'retracts-anyway', `anyway/${version}`);
      const over_us = Math.max(at_us, overAt_us(warning) + seconds_us(20));
      if (desk.has('ends')) plan(desk, over_us, 'end', id, 'ends', `end/${version}`);
    }
    if (!open && warning.state !== 'released' && desk.has('acts-on-the-gone'))
      for (const act of ['release', 'retract', 'end', 'dismiss', 'acknowledge'] as const)
        plan(desk, at_us, act, id, 'acts-on-the-gone', `gone/${version}/${act}`);
  }

  function hearUntil(at_us: Micros): void {
    for (let k = 0; k < hearing.length; ) {
      const one = hearing[k];
      if (one.at_us > at_us) k += 1;
      else {
        hearing.splice(k, 1);
        consider(one.desk, one.emission, one.at_us);
      }
    }
  }

  const soonest = (): Plan | undefined =>
    plans.reduce<Plan | undefined>((a, b) => (a !== undefined && a.at_us <= b.at_us ? a : b), undefined);

  function actOf({ desk, act, warning: id, as }: Plan): HumanAct | undefined {
    const seen = desk.shown.get(id);
    if (seen === undefined) return undefined;
    const { dice, has } = desk;
    const { person, session, role } = desk.desk;
    const revision =
      has('signs-stale') && dice.chance(0.6) ? dice.pick([seen.first, -5, seen.warning.revision + 7]) : seen.warning.revision;
    const slipped = has('slips') && dice.chance(0.5);
    const withReason = act !== 'dismiss' || dice.chance(0.8);
    return {
      kind: 'act',
      act,
      line: slipped ? dice.pick(['live', line === 'test' ? 'exercise' : 'test'] as const) : line,
      person,
      role,
      session,
      warning: id,
      revision,
      ...(withReason ? { reason: as } : {}),
    };
  }

  /** What the same hands do after this act: the same again, once or without end. */
  function again(done: Plan): void {
    const { desk, at_us } = done;
    const times = desk.has('repeats') ? 12 : desk.has('signs-twice') || desk.has('slips') ? 1 : 0;
    for (let k = 1; k <= times && desk.planned < MAX_PLANNED; k++) {
      desk.planned += 1;
      plans.push({ ...done, desk: desk, at_us: at_us + k * 700_000, as: 'signs-twice' });
    }
  }

  return {
    hear(emission, at_us) {
      if (emission.kind !== 'warning') return;
      for (const desk of states) {
        const lost = desk.desk.linkLost.find(({ from_us, to_us }) => from_us <= at_us && at_us < to_us);
        hearing.push({ at_us: lost?.to_us ?? at_us, desk, emission });
      }
      hearUntil(at_us);
    },
    due_us: () => Math.min(soonest()?.at_us ?? Infinity, ...hearing.map(({ at_us }) => at_us)),
    take() {
      const heard_us = hearing.reduce((first, { at_us }) => Math.min(first, at_us), Infinity);
      const next = soonest();
      if (next === undefined || heard_us <= next.at_us) {
        hearUntil(heard_us);
        return undefined;
      }
      plans.splice(plans.indexOf(next), 1);
      const act = actOf(next);
      if (act === undefined) return undefined;
      if (next.as !== 'signs-twice') again(next);
      return { at_us: next.at_us, act };
    },
  };
}
