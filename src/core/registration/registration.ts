import type { BiasFinding } from '../alarm.ts';
import type { Emit } from '../emission.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, heightAbove } from '../frames/geodetic.ts';
import { GROSS, LEAST_BESIDE } from './beside.ts';
import { coasts } from './gather.ts';
import { REGISTER } from './settings.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import type { RegistrationState, State, Treatment } from '../state.ts';
import { freeFall } from '../track/registration/motion.ts';
import { giveUp, type RegisterOptions, takeBatch } from '../track/registration/register.ts';
import { type Mount, type ReportedPlot, targetOfPlots } from '../track/registration/target-of-plots.ts';
import type { Target } from '../track/registration/target.ts';
import { type Verdict, verdictOn } from '../track/registration/verdict.ts';
import { trackEstimate } from '../track/track.ts';

/** Above this there is no air that would spoil a free fall by metres within ten seconds. */
const AIRLESS_M = 110_000;
/** Plots that a track must have for its six unknowns and a check besides, from two radars at the least. */
const LEAST_PLOTS = 4;

/** What is to be done to a scan of this sensor that comes in now. */
export function treatmentOf({ registration }: State, sensor: string): Treatment | undefined {
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
  const mounts = radars.map((radar) => (radar === undefined ? new Float64Array(12) : mountOf(radar)));
  const beside = joinBeside(state, gathered);
  const targets = gathered.flatMap(({ track, plots }) => targetOf(state, track, plots, mounts));
  if (targets.length === 0) return;
  const outcome = takeBatch(registration.register, targets, folded_us, REGISTER);
  for (const { track, sensor, apart_m } of beside) {
    const radar = radars[sensor];
    // What agrees with no bias at all is no radar that is wrong: the plots were of something else.
    const agrees = outcome.kind === 'taken' && targets.some(({ id }) => id === track) && !outcome.strange.includes(track);
    if (radar === undefined || !agrees || registration.beside.includes(sensor)) continue;
    registration.beside.push(sensor);
    emit({ kind: 'alarm', at_us: state.at_us, alarm: 'sensor-bias', sensor: radar.id, finding: { kind: 'beside', track, apart_m } });
  }
  radars.forEach((radar, k) => {
    if (radar !== undefined) judge(state, k, radar, emit);
  });
}

/** Plots of a radar that lie beside a track which others see, and which it never shows where it is, are taken for its view of that track. Until
 *  they have told its bias nothing is known of it but that it is large. Adds them to what was gathered, instead of the track that the radar
 *  alone makes of them; returns where that was done. Of two radars that stand against each other the one is believed whose track more sensors see. */
function joinBeside(state: State, gathered: RegistrationState['gathered']): RegistrationState['gatheredBeside'] {
  const { registration, tracker } = state;
  const seenBy = (id: string): number => {
    const seen = tracker.tracks.find((one) => one.id === id)?.seen;
    return seen === undefined ? 0 : seen.radar.sensors.length + seen.heat.sensors.length;
  };
  const found = registration.gatheredBeside.splice(0).sort((a, b) => seenBy(b.track) - seenBy(a.track));
  return found.filter(({ track, sensor, plots }) => {
    const to = gathered.find((one) => one.track === track);
    if (to === undefined || plots.length < LEAST_BESIDE || to.plots.length < LEAST_BESIDE) return false;
    if (to.plots.some((plot) => plot.sensor === sensor)) return false;
    if (!registration.beside.includes(sensor)) giveUp(registration.register, sensor, GROSS);
    to.plots.push(...plots);
    for (let k = gathered.length - 1; k >= 0; k--) if (gathered[k].plots.every((plot) => plot.sensor === sensor)) gathered.splice(k, 1);
    return true;
  });
}

function targetOf({ tracker }: State, id: string, plots: readonly ReportedPlot[], mounts: readonly Mount[]): Target[] {
  const track = tracker.tracks.find((one) => one.id === id);
  if (track === undefined || !coasts(track) || plots.length < LEAST_PLOTS) return [];
  if (plots.every(({ sensor }) => sensor === plots[0].sensor)) return [];
  const { x } = trackEstimate(track);
  return heightAbove(x[0], x[1], x[2]) < AIRLESS_M ? [] : [targetOfPlots(id, mounts, freeFall, track.at_us, plots, x)];
}

function mountOf({ site }: RadarSensor): Mount {
  const o = ecefVecFromGeodetic(site);
  const { north, east, up } = enuBasis(site);
  return Float64Array.of(o.x, o.y, o.z, north.x, north.y, north.z, east.x, east.y, east.z, up.x, up.y, up.z);
}

/** Says what has changed of a radar, and has it done to its plots from now on. */
function judge(state: State, k: number, radar: RadarSensor, emit: Emit): void {
  const { registration, folded_us, at_us } = state;
  const said = registration.verdicts[k];
  const beside = registration.beside.indexOf(k);
  const verdict = verdictOn(registration.register, k, folded_us, optionsFor(radar, isSpokenOf(said.kind)));
  const treatment = treatmentBy(verdict);
  // That it is grossly wrong stands until the bias is known; that some part of it is small says nothing.
  if (beside >= 0 && verdict.kind !== 'biased' && verdict.kind !== 'drifting') return;
  if (beside >= 0) registration.beside.splice(beside, 1);
  if (verdict.kind === said.kind && !differs(treatment, said.treatment, radar)) return;
  registration.verdicts[k] = { kind: verdict.kind, treatment };
  if (isSpokenOf(said.kind) || isSpokenOf(verdict.kind))
    emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor: radar.id, finding: findingOf(verdict) });
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
