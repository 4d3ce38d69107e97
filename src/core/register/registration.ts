import type { BiasFinding } from '../tell/alarm.ts';
import type { Emit } from '../tell/emission.ts';
import { heightAbove } from '../frames/geodetic.ts';
import { GROSS, LEAST_BESIDE } from './beside.ts';
import { coasts } from './gather.ts';
import { REGISTER, UNKNOWN_RADAR } from './settings.ts';
import { wrongOf } from './suspects.ts';
import { mountAt } from '../sense/measurement-spec.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import type { RegistrationState, State, Treatment } from '../state/state.ts';
import { freeFall } from '../registration/motion.ts';
import { vectorOf } from '../registration/bias.ts';
import { copyOf, forget, giveUp, type Register, type RegisterOptions, takeBatch } from '../registration/register.ts';
import { type Mount, type ReportedPlot, targetOfPlots } from '../registration/target-of-plots.ts';
import type { Target } from '../registration/target.ts';
import { type Verdict, verdictOn } from '../registration/verdict.ts';
import { trackEstimate } from '../theatre-track/track.ts';
import type { Metres } from '../units.ts';

/** Above this there is no air that would spoil a free fall by metres within ten seconds. */
const AIRLESS_M = 110_000;
/** Plots that a track must have for its six unknowns and a check besides, from two radars at the least. */
const LEAST_PLOTS = 4;

/** What is to be done to a scan of this sensor that comes in now. */
export function treatmentOf({ registration, sights }: State, sensor: string): Treatment | undefined {
  if (sights.wrong.includes(sensor)) return { kind: 'doubt' };
  const index = registration.register.sensors.indexOf(sensor);
  return index < 0 ? undefined : registration.verdicts[index].treatment;
}

/** From time to time: the biases from all that was gathered, and a word on each radar of which there is something new to say. */
export function estimateBiases(state: State, emit: Emit): void {
  const { registration, folded_us, settings } = state;
  if (settings.registrationInterval_s === 0 || folded_us - registration.estimated_us < settings.registrationInterval_s * 1e6) return;
  registration.estimated_us = folded_us;
  const gathered = registration.gathered.splice(0);
  const radars = registration.register.sensors.map((id) =>
    state.sensors.find((one): one is RadarSensor => one.id === id && one.kind === 'radar'),
  );
  const mounts = radars.map((radar) => (radar === undefined ? new Float64Array(12) : mountAt(radar.site)));
  const shown = inPlace(gathered);
  const back = backOf(registration, shown);
  const taken = takeWhatAgrees(state, gathered, besideOf(state, gathered, shown), back, mounts);
  if (taken === undefined) return;
  for (const { track, wrong, sure, apart_m } of taken.beside)
    if (!registration.beside.includes(wrong)) sayBeside(state, wrong, sure, { track, apart_m }, emit);
  radars.forEach((radar, k) => {
    if (radar !== undefined) judge(state, k, radar, taken.back.includes(k), emit);
  });
}

type Apart = { readonly track: string; readonly apart_m: Metres };

/** Where it is not sure that this is the one that is wrong its plots are taken as before. */
function sayBeside({ registration, at_us }: State, k: number, sure: boolean, { track, apart_m }: Apart, emit: Emit): void {
  registration.beside.push(k);
  // What was to be taken from its plots put them there, or did not help.
  registration.verdicts[k] = { kind: 'not-told', treatment: sure ? { kind: 'doubt' } : undefined };
  const sensor = registration.register.sensors[k];
  emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor, finding: { kind: 'beside', track, apart_m } });
}

/** A radar that what all see of a climb shows to be wrong (sights.ts), unless it has been spoken of. */
export function nameBeside(state: State, sensor: string, apart: Apart, emit: Emit): void {
  const { beside, register, verdicts } = state.registration;
  const k = register.sensors.indexOf(sensor);
  if (k < 0 || beside.includes(k) || isSpokenOf(verdicts[k].kind)) return;
  giveUp(register, k, GROSS);
  sayBeside(state, k, true, apart, emit);
}

type Gathered = RegistrationState['gathered'];
/** Plots beside a track: of which radar, and which is taken for the wrong one of those that differ. */
type Beside = readonly (RegistrationState['gatheredBeside'][number] & { readonly wrong: number; readonly sure: boolean })[];
/** A radar's plots that went to a track which others show as well. */
type Shown = { readonly track: string; readonly sensor: number };

/** Radars that show tracks where the others do, and which. */
function inPlace(gathered: Gathered): Shown[] {
  return gathered.flatMap(({ track, plots }) => {
    const sensors = [...new Set(plots.map(({ sensor }) => sensor))];
    return sensors.flatMap((sensor) => {
      const own = plots.filter((plot) => plot.sensor === sensor).length;
      return own >= LEAST_BESIDE && plots.length - own >= LEAST_BESIDE ? [{ track, sensor }] : [];
    });
  });
}

/** Radars that were beside and are back: they show tracks in their places, and none beside. */
function backOf({ beside, gatheredBeside }: RegistrationState, shown: readonly Shown[]): Shown[] {
  return shown.filter(({ sensor }) => beside.includes(sensor) && !gatheredBeside.some((one) => one.sensor === sensor));
}

/** Plots of a radar that lie beside a track which others see, and which it never shows where it is, are taken for its view of that track. A radar
 *  that shows another track in its place is not so wrong: what it shows there is something else.
 *  Of two radars that stand against each other the one is wrong that climbs have shown to be; where these say nothing, the one is believed whose track more
 *  sensors see. */
function besideOf(state: State, gathered: Gathered, shown: readonly Shown[]): Beside {
  const { registration, tracker } = state;
  const seenBy = (id: string): number => {
    const seen = tracker.tracks.find((one) => one.id === id)?.seen;
    return seen === undefined ? 0 : seen.radar.sensors.length + seen.heat.sensors.length;
  };
  const found = registration.gatheredBeside.splice(0).sort((a, b) => seenBy(b.track) - seenBy(a.track));
  const left = gathered.slice();
  return found.flatMap((one) => {
    const { track, sensor, plots } = one;
    const to = left.find((two) => two.track === track);
    if (to === undefined || plots.length < LEAST_BESIDE || to.plots.length < LEAST_BESIDE) return [];
    if (to.plots.some((plot) => plot.sensor === sensor) || shown.some((two) => two.sensor === sensor)) return [];
    for (let k = left.length - 1; k >= 0; k--) if (isOfNoOther(left[k].plots, sensor)) left.splice(k, 1);
    return [{ ...one, ...wrongAmong(state, one, [...new Set(to.plots.map((plot) => plot.sensor))]) }];
  });
}

/** Which of the radars that differ is wrong: one that is known to be, if only one side has it. */
function wrongAmong(
  state: State,
  { sensor, apart_m }: { readonly sensor: number; readonly apart_m: Metres },
  against: readonly number[],
): { readonly wrong: number; readonly sure: boolean } {
  const { beside, register } = state.registration;
  const known = against.find((k) => beside.includes(k));
  if (known !== undefined && !beside.includes(sensor)) return { wrong: known, sure: true };
  const nameOf = (k: number): string => register.sensors[k];
  const { wrong, sure } = wrongOf(state, nameOf(sensor), against.map(nameOf), apart_m);
  return { wrong: wrong === undefined ? sensor : register.sensors.indexOf(wrong), sure };
}

/** What was gathered, with the plots beside added to their tracks, instead of the track that such a radar alone makes of them. */
function joined(gathered: Gathered, beside: Beside): Gathered {
  return gathered
    .filter(({ plots }) => !beside.some(({ sensor }) => isOfNoOther(plots, sensor)))
    .map(({ track, plots }) => ({ track, plots: [...plots, ...beside.flatMap((one) => (one.track === track ? one.plots : []))] }));
}

function isOfNoOther(plots: readonly ReportedPlot[], sensor: number): boolean {
  return plots.every((plot) => plot.sensor === sensor);
}

type Taken = {
  readonly beside: Beside;
  /** Radars that were beside, and are in place again. */
  readonly back: readonly number[];
};

/** Plots beside agree when a target is no worse explained with them than by so much: else they were of something else. */
const WORSE_THAN_WITHOUT = 4;

/** The estimate, with the plots beside as far as they agree: what agrees with no bias at all is no radar that is wrong. Of a radar that is found
 *  beside nothing is known but that its bias is large, and of one that is in place again nothing but that it is a radar; each is tried on a copy of
 *  the register, and nothing is changed by what is refuted. */
function takeWhatAgrees(
  state: State,
  gathered: Gathered,
  found: Beside,
  shown: readonly Shown[],
  mounts: readonly Mount[],
): Taken | undefined {
  const { registration } = state;
  const back = shown.filter(({ sensor }) => registration.beside.includes(sensor));
  const plain = tryOut(state, gathered, [], [], mounts);
  let [besideNow, backNow, tried] = [found, back, plain];
  while (besideNow.length + backNow.length > 0) {
    tried = tryOut(state, gathered, besideNow, backNow, mounts);
    const agrees = ({ track }: { readonly track: string }): boolean => {
      const ratio = tried?.ratios.get(track);
      return ratio !== undefined && ratio <= WORSE_THAN_WITHOUT * Math.max(1, plain?.ratios.get(track) ?? 1);
    };
    const agreed = { beside: besideNow.filter(agrees), back: backNow.filter(agrees) };
    if (agreed.beside.length === besideNow.length && agreed.back.length === backNow.length) break;
    [besideNow, backNow, tried] = [agreed.beside, agreed.back, plain];
  }
  if (tried === undefined) return undefined;
  registration.register = tried.register;
  return { beside: besideNow, back: backNow.map(({ sensor }) => sensor) };
}

/** The register after an estimate, and how well each target agrees that was not taken out; `undefined` when there is no target. */
function tryOut(
  state: State,
  gathered: Gathered,
  beside: Beside,
  back: readonly Shown[],
  mounts: readonly Mount[],
): { readonly register: Register; readonly ratios: ReadonlyMap<string, number> } | undefined {
  const { registration, folded_us } = state;
  const register = copyOf(registration.register);
  for (const { wrong } of beside) if (!registration.beside.includes(wrong)) giveUp(register, wrong, GROSS);
  for (const sensor of new Set(back.map((one) => one.sensor))) forget(register, sensor, UNKNOWN_RADAR);
  const targets = joined(gathered, beside).flatMap(({ track, plots }) => targetOf(state, track, plots, mounts));
  if (targets.length === 0) return undefined;
  const outcome = takeBatch(register, targets, folded_us, REGISTER);
  return { register, ratios: new Map(outcome.kind === 'taken' ? outcome.agreement.map(({ id, ratio }) => [id, ratio]) : []) };
}

function targetOf({ tracker }: State, id: string, plots: readonly ReportedPlot[], mounts: readonly Mount[]): Target[] {
  const track = tracker.tracks.find((one) => one.id === id);
  if (track === undefined || !coasts(track) || plots.length < LEAST_PLOTS) return [];
  if (plots.every(({ sensor }) => sensor === plots[0].sensor)) return [];
  const { x } = trackEstimate(track);
  // A state that our arithmetic has lost is no target.
  if (!x.every(Number.isFinite) || heightAbove(x[0], x[1], x[2]) < AIRLESS_M) return [];
  return [targetOfPlots(id, mounts, freeFall, track.at_us, plots, x)];
}

/** Says what has changed of a radar, and has it done to its plots from now on. */
function judge(state: State, k: number, radar: RadarSensor, isBack: boolean, emit: Emit): void {
  const { registration, folded_us, at_us } = state;
  const said = registration.verdicts[k];
  const beside = registration.beside.indexOf(k);
  const options = optionsFor(radar, isSpokenOf(said.kind));
  const verdict = verdictOn(registration.register, k, folded_us, options);
  const treatment = treatmentBy(verdict);
  // That it is grossly wrong stands until the bias is known; that some part of it is small says nothing.
  if (beside >= 0 && !isBack && !isKnown(verdict, options)) return;
  if (beside >= 0) registration.beside.splice(beside, 1);
  else if (verdict.kind === said.kind && !differs(treatment, said.treatment, radar)) return;
  registration.verdicts[k] = { kind: verdict.kind, treatment };
  if (beside >= 0 || isSpokenOf(said.kind) || isSpokenOf(verdict.kind))
    emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor: radar.id, finding: findingOf(verdict) });
}

/** Whether of a radar that was grossly wrong enough is known: that it moves, all of its bias, or all that is larger than what is believed of a radar of
 *  which nothing is known. */
function isKnown(verdict: Verdict, { known, matters, prior }: RegisterOptions): boolean {
  if (verdict.kind === 'not-told') return false;
  if (verdict.kind === 'drifting') return true;
  const [enough, usual] = [vectorOf(known ?? matters), vectorOf(prior)];
  const [bias, sigma] = [vectorOf(verdict.bias), vectorOf(verdict.sigma)];
  return enough.every(
    (limit, part) => sigma[part] < limit || (verdict.kind === 'biased' && sigma[part] < usual[part] && Math.abs(bias[part]) < usual[part]),
  );
}

function isSpokenOf(kind: Verdict['kind']): boolean {
  return kind === 'biased' || kind === 'drifting';
}

/** Half a plot's own error matters; once a bias has been spoken of, a quarter, so that a radar at the edge is not spoken of over and over. */
function optionsFor(radar: RadarSensor, spokenOf: boolean): RegisterOptions {
  const share = spokenOf ? 0.25 : 0.5;
  const known = 0.5 * radar.sigmaAngle_rad;
  const { time_s } = REGISTER.matters;
  return {
    ...REGISTER,
    matters: {
      range_m: share * radar.sigmaRange_m,
      azimuth_rad: share * radar.sigmaAngle_rad,
      elevation_rad: share * radar.sigmaAngle_rad,
      time_s,
    },
    known: { range_m: 0.5 * radar.sigmaRange_m, azimuth_rad: known, elevation_rad: known, time_s },
  };
}

function treatmentBy(verdict: Verdict): Treatment | undefined {
  if (verdict.kind === 'drifting') return { kind: 'aside' };
  return verdict.kind === 'biased' ? { kind: 'correct', bias: verdict.correct } : undefined;
}

/** Whether plots would be treated so differently that it matters. */
function differs(a: Treatment | undefined, b: Treatment | undefined, radar: RadarSensor): boolean {
  if (a?.kind !== 'correct' || b?.kind !== 'correct') return a?.kind !== b?.kind;
  const { matters } = optionsFor(radar, false);
  return (['range_m', 'azimuth_rad', 'elevation_rad', 'time_s'] as const).some(
    (part) => Math.abs(a.bias[part] - b.bias[part]) > matters[part],
  );
}

function findingOf(verdict: Verdict): BiasFinding {
  switch (verdict.kind) {
    case 'not-told':
    case 'sound':
      return { kind: verdict.kind };
    case 'drifting':
      return { kind: 'drifting', moves: verdict.moves, span_s: REGISTER.drift.span_s };
    case 'biased':
      return { kind: 'biased', bias: verdict.correct, sigma: verdict.sigma };
    default:
      return verdict satisfies never;
  }
}
