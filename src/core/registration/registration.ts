import type { BiasFinding } from '../alarm.ts';
import type { Emit } from '../emission.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, heightAbove } from '../frames/geodetic.ts';
import { polarFromEcef, type Polar } from '../frames/radar.ts';
import { vec3 } from '../math/vector.ts';
import { REGISTER, UNKNOWN_RADAR } from './settings.ts';
import type { Plot, RadarScan, Scan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import type { NumberedScan, RegistrationState, State, Treatment } from '../state.ts';
import { biasAt, type SensorBias } from '../track/registration/bias.ts';
import { freeFall } from '../track/registration/motion.ts';
import { type RegisterOptions, takeBatch, withSensor } from '../track/registration/register.ts';
import { type Mount, type ReportedPlot, targetOfPlots } from '../track/registration/target-of-plots.ts';
import type { Target } from '../track/registration/target.ts';
import { type Verdict, verdictOn } from '../track/registration/verdict.ts';
import { type Track, trackEstimate } from '../track/track.ts';
import type { Micros } from '../units.ts';

/** Tracks and plots gathered between two estimates; further ones are passed over, which costs accuracy and nothing else. */
const MAX_TRACKS = 40;
const MAX_PLOTS = 40;
/** Sensors that are registered with each other; the estimate costs as the cube. */
const MAX_RADARS = 24;
/** Above this there is no air that would spoil a free fall by metres within ten seconds. */
const AIRLESS_M = 110_000;
const COASTING = 0.95;
/** Plots that a track must have for its six unknowns and a check besides, from two radars at the least. */
const LEAST_PLOTS = 4;

/** What is to be done to a scan of this sensor that comes in now. */
export function treatmentOf({ registration }: State, sensor: string): Treatment | undefined {
  const index = registration.register.sensors.indexOf(sensor);
  return index < 0 ? undefined : registration.verdicts[index].treatment;
}

/** Remembers which plots of a radar went to tracks that coast, as the radar reported them. */
export function gather(state: State, { seq, scan }: NumberedScan, touched: readonly Track[]): void {
  if (state.settings.registrationInterval_s === 0 || scan.kind !== 'radar-scan') return;
  const sensor = sensorNumber(state.registration, scan.sensor);
  if (sensor < 0) return;
  for (const track of touched) {
    const source = track.sources.at(-1);
    if (source?.seq === seq && coasts(track)) note(state.registration, track.id, sensor, scan, scan.plots[source.index]);
  }
}

/** A radar that is set aside is watched: its plots are compared with the tracks that coast, where there is no doubt which belongs to which. */
export function watch(state: State, scan: Scan): void {
  const radar = state.sensors.find((one): one is RadarSensor => one.id === scan.sensor && one.kind === 'radar');
  if (scan.kind !== 'radar-scan' || radar === undefined) return;
  const { registration, tracker } = state;
  const sensor = registration.register.sensors.indexOf(scan.sensor);
  const bias = biasAt(registration.register.b, sensor);
  const tracks = tracker.tracks.filter(coasts);
  const near = tracks.map((track) => {
    const seen = reportOf(radar, track, scan.measuredAt_us, bias);
    return scan.plots.filter((plot) => isNear(plot, seen));
  });
  near.forEach((plots, t) => {
    if (plots.length === 1 && near.every((others, k) => k === t || !others.includes(plots[0])))
      note(registration, tracks[t].id, sensor, scan, plots[0]);
  });
}

/** How many prior sigmas a plot may be from where the last known bias would put it. */
const WATCHED = 3;

function isNear(plot: Plot, { range_m, azimuth_rad, elevation_rad }: Polar): boolean {
  const turn = plot.azimuth_rad - azimuth_rad;
  return (
    Math.abs(plot.range_m - range_m) < WATCHED * UNKNOWN_RADAR.range_m &&
    Math.abs(turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) < WATCHED * UNKNOWN_RADAR.azimuth_rad &&
    Math.abs(plot.elevation_rad - elevation_rad) < WATCHED * UNKNOWN_RADAR.elevation_rad
  );
}

/** What the radar would report of a track at a time by its own clock. */
function reportOf({ site }: RadarSensor, track: Track, at_us: Micros, bias: SensorBias): Polar {
  const { r, v } = freeFall(trackEstimate(track).x, (at_us - track.at_us) / 1e6 - bias.time_s);
  const polar = polarFromEcef(ecefVecFromGeodetic(site), enuBasis(site), vec3(r[0], r[1], r[2]), vec3(v[0], v[1], v[2]));
  return {
    ...polar,
    range_m: polar.range_m + bias.range_m,
    azimuth_rad: polar.azimuth_rad + bias.azimuth_rad,
    elevation_rad: polar.elevation_rad + bias.elevation_rad,
  };
}

function note({ gathered }: RegistrationState, track: string, sensor: number, scan: RadarScan, plot: Plot): void {
  let of = gathered.find((one) => one.track === track);
  if (of === undefined) {
    if (gathered.length >= MAX_TRACKS) return;
    of = { track, plots: [] };
    gathered.push(of);
  }
  const { range_m, azimuth_rad, elevation_rad, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad } = plot;
  const sigmas = { sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad };
  if (of.plots.length < MAX_PLOTS) of.plots.push({ sensor, at_us: scan.measuredAt_us, range_m, azimuth_rad, elevation_rad, ...sigmas });
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
  const targets = gathered.flatMap(({ track, plots }) => targetOf(state, track, plots, mounts));
  if (targets.length === 0) return;
  takeBatch(registration.register, targets, folded_us, REGISTER);
  radars.forEach((radar, k) => {
    if (radar !== undefined) judge(state, k, radar, emit);
  });
}

function sensorNumber(registration: RegistrationState, sensor: string): number {
  const known = registration.register.sensors.indexOf(sensor);
  if (known >= 0 || registration.register.sensors.length >= MAX_RADARS) return known;
  registration.register = withSensor(registration.register, sensor, REGISTER);
  registration.verdicts.push({ kind: 'not-told', treatment: undefined });
  return registration.verdicts.length - 1;
}

function coasts({ status, burn, imm }: Track): boolean {
  return status === 'confirmed' && !burn.burning && imm.weights[1] > COASTING;
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
  const verdict = verdictOn(registration.register, k, folded_us, optionsFor(radar, isSpokenOf(said.kind)));
  const treatment = treatmentBy(verdict);
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
