import { measurementSpecOf } from '../sense/measurement-spec.ts';
import type { Emit } from '../tell/emission.ts';
import { horizon_s } from '../health/health.ts';
import { addScaled, dot, norm, scale, subtract, type Vec3, vec3 } from '../math/vector.ts';
import type { SensorSpec } from '../sense/sensor.ts';
import type { SightsState, State } from '../state/state.ts';
import { AZIMUTH, ELEVATION, RANGE, TIME } from '../registration/bias.ts';
import { toldByClimb } from '../registration/climb.ts';
import { fade, learn, noEvidence, type Turnabout } from '../registration/suspicion.ts';
import type { Metres } from '../units.ts';
import { looksAt, SPAN_US } from './gather-sights.ts';
import { nameBeside } from './registration.ts';
import { LEAST_LOOKS, MOST_RATIO, suspects } from './suspects.ts';

// Which sensor is wrong, by what all sensors show of objects that burn. What a radar that is found so has become is told by coasts (registration.ts).

/** Sensors that are compared; the estimate costs as the cube. A further one is passed over. */
const MAX_SENSORS = 24;
/** What was seen weighs half after this: a satellite sees a launch for a minute or two. */
const HALF_S = 120;
/** While one is held to be wrong, launches so far apart speak for themselves: in between it may have been put right. */
const APART_S = 60;
/** One is named when its fault makes what was seen 10⁴ times as likely, and 10³ times more so than any other's fault would. A likelihood ratio ever exceeds
 *  such a number by chance once in as many at the most, however often it is asked [V1939]. */
const NAMED_GAIN = 9.2;
const MORE_THAN_OTHERS = 6.9;
/** It is taken back when its being sound makes what was seen since 50 times as likely. */
const SOUND_GAIN = 4;
/** It is said from so many of its own sigmas on. */
const LEAST_SIGMAS = 2;

/** Learns from the spans for which no more scans come, and names a sensor that is wrong, or is so no more. */
export function judgeSights(state: State, emit: Emit): void {
  const { sights, folded_us } = state;
  if (sights.spans.length === 0) return;
  const oldest = sights.spans.reduce((least, one) => Math.min(least, one.number), Infinity);
  if (folded_us < (oldest + 1) * SPAN_US) return;
  const number = Math.floor((folded_us - horizon_s(state) * 1e6) / SPAN_US) - 1;
  if (number < oldest) return;
  const ready = sights.spans.filter((one) => one.number <= number);
  sights.spans.splice(0, Infinity, ...sights.spans.filter((one) => one.number > number));
  const told = ready.filter(isShared);
  if (told.length === 0) return;
  const at_us = number * SPAN_US;
  if (sights.wrong.length > 0 && at_us - sights.evidence.at_us > APART_S * 1e6) sights.evidence = noEvidence(sights.sensors.length, at_us);
  else fade(sights.evidence, at_us, HALF_S);
  for (const span of told) learnFrom(sights, span);
  judge(state, told, emit);
}

type Span = SightsState['spans'][number];

function isShared(span: Span): boolean {
  return new Set(looksAt(span).map(({ sensor }) => sensor)).size > 1;
}

function learnFrom(sights: SightsState, span: Span): void {
  const looks = looksAt(span);
  for (const { sensor } of looks) enter(sights, sensor);
  const numbered = looks.flatMap(({ sensor, look: { plot, mount } }) => {
    const k = sights.sensors.indexOf(sensor);
    return k < 0 ? [] : [{ plot: { ...plot, sensor: k }, mount }];
  });
  const told = toldByClimb(numbered, (span.number + 0.5) * SPAN_US, span.start, sights.sensors.length);
  const sensors = numbered.map(({ plot }) => plot.sensor);
  if (told !== undefined) learn(sights.evidence, told, FITTED, sensors);
}

/** Place and velocity; what is free of the acceleration is known beforehand nearly as well. */
const FITTED = 9;

function enter(sights: SightsState, sensor: string): void {
  if (sights.sensors.includes(sensor) || sights.sensors.length >= MAX_SENSORS) return;
  sights.sensors.push(sensor);
  sights.evidence = widened(sights.evidence, sights.sensors.length);
}

function widened(evidence: SightsState['evidence'], sensors: number): SightsState['evidence'] {
  const wide = noEvidence(sensors, evidence.at_us);
  const [before, m] = [evidence.score.length, wide.score.length];
  for (let i = 0; i < before; i++) wide.information.set(evidence.information.subarray(i * before, (i + 1) * before), i * m);
  wide.score.set(evidence.score);
  evidence.looks.forEach((count, k) => {
    wide.looks[k] = count;
  });
  return { ...wide, squares: evidence.squares, freedom: evidence.freedom };
}

function judge(state: State, learnt: readonly Span[], emit: Emit): void {
  const { sights, at_us } = state;
  const { sensors, wrong, evidence } = sights;
  const specs = sensors.map((id) => state.sensors.find((one) => one.id === id));
  const found = suspects(state);
  if (found === undefined) return;
  const looks = evidence.looks.reduce((sum, one) => sum + one, 0);
  for (const [k, sensor] of sensors.entries()) {
    const spec = specs[k];
    if (spec === undefined || evidence.looks[k] < LEAST_LOOKS || looks - evidence.looks[k] < LEAST_LOOKS) continue;
    if (wrong.includes(sensor)) {
      if (found[k].gain < SOUND_GAIN) continue;
      wrong.splice(wrong.indexOf(sensor), 1);
      emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor, finding: { kind: 'sound' } });
    } else {
      const shown = isNamed(found, k) ? shownBy(spec, learnt, found[k].bias) : undefined;
      if (shown === undefined || shown.apart_sigmas < LEAST_SIGMAS) continue;
      // What becomes of a radar is registration's affair; what was seen goes on clearing the others.
      if (spec.kind === 'radar') {
        nameBeside(state, sensor, shown, emit);
        continue;
      }
      wrong.push(sensor);
      const { track, apart_m } = shown;
      emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor, finding: { kind: 'beside', track, apart_m } });
    }
    // What has been seen until now has had its say.
    sights.evidence = noEvidence(sensors.length, evidence.at_us);
    return;
  }
}

/** A sensor that is declared anew, elsewhere or otherwise, is another: what was seen of it is forgotten, and of the others begins again. */
export function forgetSights({ sights }: State, sensor: string): void {
  if (!sights.sensors.includes(sensor)) return;
  for (const { looks } of sights.spans) looks.splice(0, Infinity, ...looks.filter((one) => one.sensor !== sensor));
  sights.evidence = noEvidence(sights.sensors.length, sights.evidence.at_us);
}

/** How far beside an object a sensor with such a bias showed it when it last did, in metres and in sigmas of its own.
 *    shown − true = u b_range + (∂r/∂az) b_az + (∂r/∂el) b_el − v τ;   of a satellite, what lies across the sight */
function shownBy(
  sensor: SensorSpec,
  learnt: readonly Span[],
  bias: Float64Array,
): { readonly track: string; readonly apart_m: Metres; readonly apart_sigmas: number } | undefined {
  for (const { track, start, looks } of learnt.slice().reverse()) {
    const mount = looks.filter((one) => one.sensor === sensor.id).at(-1)?.look.mount;
    if (mount === undefined) continue;
    const [first, second, up] = [axis(mount, 3), axis(mount, 6), axis(mount, 9)];
    const d = subtract(axis(start, 0), axis(mount, 0));
    const range_m = norm(d);
    const [a, b, c] = [dot(d, first), dot(d, second), dot(d, up)];
    const flat_m = Math.sqrt(a * a + b * b);
    const level = addScaled(scale(first, a / flat_m), second, b / flat_m);
    const turned = addScaled(addScaled(scale(second, a * bias[AZIMUTH]), first, -b * bias[AZIMUTH]), up, flat_m * bias[ELEVATION]);
    const moved = addScaled(addScaled(turned, level, -c * bias[ELEVATION]), axis(start, 3), -bias[TIME]);
    const along_m = dot(moved, d) / range_m + bias[RANGE];
    const across_m = norm(addScaled(moved, d, -dot(moved, d) / (range_m * range_m)));
    const { sensing } = measurementSpecOf(sensor);
    return sensing.kind === 'polar'
      ? {
          track,
          apart_m: Math.sqrt(along_m * along_m + across_m * across_m),
          apart_sigmas: Math.max(Math.abs(along_m) / sensing.sigmaRange_m, across_m / (range_m * sensing.sigmaElevation_rad)),
        }
      : { track, apart_m: across_m, apart_sigmas: across_m / (range_m * sensing.sigmaLineOfSight_rad) };
  }
  return undefined;
}

function axis(numbers: Float64Array, at: number): Vec3 {
  return vec3(numbers[at], numbers[at + 1], numbers[at + 2]);
}

function isNamed(found: readonly Turnabout[], k: number): boolean {
  const { gain, ratio } = found[k];
  return gain > NAMED_GAIN && ratio < MOST_RATIO && found.every((one, j) => j === k || one.gain < gain - MORE_THAN_OTHERS);
}
