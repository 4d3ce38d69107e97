import { radarAt } from '../sense/corrections.ts';
import { mountAt } from '../sense/measurement-spec.ts';
import type { Emit } from '../tell/emission.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { polarFromEcef, type Polar } from '../frames/radar.ts';
import { vec3 } from '../math/vector.ts';
import type { Plot, RadarScan, Scan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import type { NumberedScan, RegistrationState, State } from '../state/state.ts';
import { radarFrame } from '../track/look/radar-frame.ts';
import { biasAt, NO_BIAS, type SensorBias } from '../registration/bias.ts';
import { freeFall } from '../registration/motion.ts';
import { withSensor } from '../registration/register.ts';
import type { ReportedPlot } from '../registration/target-of-plots.ts';
import { shownIn, type Track, trackEstimate } from '../theatre-track/track.ts';
import { measuredAt_us } from './treated-scan.ts';
import { radarCoverage } from '../track/look/visibility.ts';
import type { Micros } from '../units.ts';
import { apart_m, isWithinReach } from './beside.ts';
import { REGISTER, UNKNOWN_RADAR } from './settings.ts';

// What is gathered of the radars between two estimates: plots with the coasting track that they are of.

/** Tracks and plots gathered between two estimates; further ones are passed over, which costs accuracy and nothing else. */
const MOST_TARGETS = 40;
const MAX_PLOTS = 40;
/** Radars that are registered with each other; the estimate costs as the cube. A further one is told of. */
const MAX_RADARS = 24;
const COASTING = 0.95;

/** Remembers which plots of a radar went to tracks that coast, as the radar reported them. */
export function gather(state: State, item: NumberedScan, touched: readonly Track[], emit: Emit): void {
  const { scan, bias = NO_BIAS } = item;
  if (state.settings.registrationInterval_s === 0 || scan.kind !== 'radar-scan') return;
  const sensor = sensorNumber(state.registration, scan.sensor);
  if (sensor < 0) return sayUnregistered(state, scan.sensor, emit);
  const taken: Plot[] = [];
  for (const track of touched) {
    const index = shownIn(track, scan.sensor, measuredAt_us(item));
    if (index < 0) continue;
    if (coasts(track)) note(state.registration, track.id, sensor, scan, scan.plots[index]);
    if (isSeenByOthers(track, scan.sensor)) taken.push(scan.plots[index]);
  }
  gatherBeside(state, sensor, { scan, bias }, touched, taken);
}

/** Registration has a bound on its radars; what is beyond it is said once of each. */
function sayUnregistered({ registration, at_us }: State, sensor: string, emit: Emit): void {
  if (registration.unregistered.includes(sensor)) return;
  registration.unregistered.push(sensor);
  emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor, finding: { kind: 'unregistered', radars: MAX_RADARS } });
}

/** Whether other radars than this have seen a track: what this one alone sees may be what it sees in the wrong place. */
function isSeenByOthers({ seen }: Track, sensor: string): boolean {
  return seen.radar.sensors.some((one) => one !== sensor);
}

/** Remembers plots that lie far beside a track which others see and this radar should have shown, where it is plain whose they would be: one
 *  plot within reach of one such track. Of a radar that is corrected, far from where the correction expects them. */
function gatherBeside(
  state: State,
  sensor: number,
  { scan, bias }: { readonly scan: RadarScan; readonly bias: SensorBias },
  touched: readonly Track[],
  taken: readonly Plot[],
): void {
  const radar = state.sensors.find((one): one is RadarSensor => one.id === scan.sensor && one.kind === 'radar');
  if (radar === undefined) return;
  const there = radarAt(radar, scan);
  const frame = radarFrame(there);
  const at_us = scan.measuredAt_us - Math.round(bias.time_s * 1e6);
  const open = scan.plots.filter((plot) => !taken.includes(plot));
  const missed = state.tracker.tracks.filter(
    (track) =>
      coasts(track) &&
      isSeenByOthers(track, scan.sensor) &&
      !(touched.includes(track) && track.seen.radar.last_us === at_us) &&
      radarCoverage(there, frame, trackEstimate(track).x).share === 1,
  );
  const views = missed.slice(0, MOST_TARGETS).map((track) => {
    const { x } = trackEstimate(track);
    const seen = reportOf(there, track, scan.measuredAt_us, bias);
    const speed_mps = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
    return { track, seen, plots: open.filter((plot) => isWithinReach(plot, seen, speed_mps)) };
  });
  for (const { track, seen, plots } of views) {
    if (plots.length !== 1 || views.some((other) => other.track !== track && other.plots.includes(plots[0]))) continue;
    const { gatheredBeside } = state.registration;
    let of = gatheredBeside.find((one) => one.track === track.id && one.sensor === sensor);
    if (of === undefined) {
      if (gatheredBeside.length >= MOST_TARGETS) return;
      of = { track: track.id, sensor, plots: [], apart_m: 0 };
      gatheredBeside.push(of);
    }
    of.apart_m = apart_m(plots[0], seen);
    if (of.plots.length < MAX_PLOTS) of.plots.push(reported(sensor, scan, plots[0]));
  }
}

/** A radar that is set aside is watched: its plots are compared with the tracks that coast, where there is no doubt which belongs to which. */
export function watch(state: State, scan: Scan): void {
  const radar = state.sensors.find((one): one is RadarSensor => one.id === scan.sensor && one.kind === 'radar');
  if (scan.kind !== 'radar-scan' || radar === undefined) return;
  const { registration, tracker } = state;
  const sensor = registration.register.sensors.indexOf(scan.sensor);
  // Brought twice, it counts once.
  if (registration.gathered.some(({ plots }) => plots.some((one) => one.sensor === sensor && one.at_us === scan.measuredAt_us))) return;
  const bias = biasAt(registration.register.b, sensor);
  const tracks = tracker.tracks.filter(coasts);
  const near = tracks.map((track) => {
    const seen = reportOf(radarAt(radar, scan), track, scan.measuredAt_us, bias);
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
    if (gathered.length >= MOST_TARGETS) return;
    of = { track, plots: [] };
    gathered.push(of);
  }
  if (of.plots.length < MAX_PLOTS) of.plots.push(reported(sensor, scan, plot));
}

function reported(sensor: number, { measuredAt_us: at_us, platform }: RadarScan, plot: Plot): ReportedPlot {
  const { range_m, azimuth_rad, elevation_rad, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad } = plot;
  const mount = platform === undefined ? {} : { mount: mountAt(platform) };
  return { sensor, at_us, range_m, azimuth_rad, elevation_rad, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad, ...mount };
}

function sensorNumber(registration: RegistrationState, sensor: string): number {
  const known = registration.register.sensors.indexOf(sensor);
  if (known >= 0 || registration.register.sensors.length >= MAX_RADARS) return known;
  registration.register = withSensor(registration.register, sensor, REGISTER);
  registration.verdicts.push({ kind: 'not-told', treatment: undefined });
  return registration.verdicts.length - 1;
}

export function coasts({ status, burn, imm }: Track): boolean {
  return status === 'confirmed' && !burn.burning && imm.weights[1] > COASTING;
}
