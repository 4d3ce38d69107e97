import { expect, test } from 'vitest';
import { surveillanceRadar } from '../../sim/defaults.ts';
import type { Emission } from '../tell/emission.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { vec3 } from '../math/vector.ts';
import { start, type State } from '../pipeline.ts';
import { mountAt } from '../sense/measurement-spec.ts';
import type { Plot, RadarScan } from '../sense/scan.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { gather, watch } from './gather.ts';

test('radars beyond those that are registered with each other are told of, once each', () => {
  const state = start();
  const said: Emission[] = [];
  for (let k = 0; k < 27; k++) state.sensors.push(surveillanceRadar(`radar-${k}`, geodeticDegrees(40, 140)).spec);
  for (let time = 0; time < 3; time++)
    for (const { id } of state.sensors)
      gather(state, { seq: 1, scan: { kind: 'radar-scan', sensor: id, measuredAt_us: time, plots: [] } }, [], (one) => said.push(one));
  expect(state.registration.register.sensors.length).toBe(24);
  expect(said).toMatchObject(
    ['radar-24', 'radar-25', 'radar-26'].map((sensor) => ({ alarm: 'sensor-bias', sensor, finding: { kind: 'unregistered', radars: 24 } })),
  );
});

// A ship's radar: declared in one place, and by now 60 km from there.
const DECLARED = geodeticDegrees(37.5, 137, 30);
const SHIP_NOW = geodeticDegrees(37, 137.3, 30);
const SHIP = { ...surveillanceRadar('ship', DECLARED).spec, moves: true } as const;
const AT_US = 1_000_000;
const OBJECT = ecefVecFromGeodetic(geodeticDegrees(38.5, 133, 200_000));

/** A track that coasts at the place, and that another radar has seen. */
function coasting(id: string): Track {
  const modes = new Float64Array(THEATRE_MODES.size);
  modes.set([OBJECT.x, OBJECT.y, OBJECT.z, 1000, 1000, 500], THEATRE_MODES.at[1]);
  const track = newTrack(id, AT_US, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 10);
  track.status = 'confirmed';
  track.seen.radar.sensors.push('other');
  return track;
}

/** What the ship shows of it from a place, `beside_m` too far. */
function plotFrom(place: Geodetic, beside_m = 0): Plot {
  const polar = polarFromEcef(ecefVecFromGeodetic(place), enuBasis(place), OBJECT, vec3(1000, 1000, 500));
  const errors = { sigmaRange_m: 30, sigmaAzimuth_rad: 1e-3, sigmaElevation_rad: 1e-3, sigmaRangeRate_mps: 10 };
  return { ...polar, range_m: polar.range_m + beside_m, signalToNoise_dB: 20, ...errors };
}

const scanOf = (plots: readonly Plot[], platform: Geodetic | undefined): RadarScan => ({
  kind: 'radar-scan',
  sensor: 'ship',
  measuredAt_us: AT_US,
  plots,
  ...(platform === undefined ? {} : { platform }),
});

function theatreWith(track: Track): State {
  const state = start();
  state.sensors.push(SHIP);
  state.tracker.tracks.push(track);
  return state;
}

test('what is gathered of a radar that moves says where it was, and of one that stands nothing', () => {
  for (const platform of [SHIP_NOW, undefined]) {
    const track = coasting('T1');
    track.shownBy.push({ sensor: 'ship', at_us: AT_US, index: 0, from_m: OBJECT, since_us: AT_US, revisit_s: 2 });
    const state = theatreWith(track);
    gather(state, { seq: 1, scan: scanOf([plotFrom(SHIP_NOW)], platform) }, [track], () => {});
    const [plot] = state.registration.gathered[0].plots;
    expect(plot.range_m).toBe(plotFrom(SHIP_NOW).range_m);
    expect(plot.mount).toEqual(platform === undefined ? undefined : mountAt(SHIP_NOW));
  }
});

test('a plot beside a track is beside it from where the radar was, and not from where it was declared', () => {
  const state = theatreWith(coasting('T1'));
  gather(state, { seq: 1, scan: scanOf([plotFrom(SHIP_NOW, 5_000)], SHIP_NOW) }, [], () => {});
  expect(state.registration.gatheredBeside).toMatchObject([{ track: 'T1', plots: [{ mount: mountAt(SHIP_NOW) }] }]);
  expect(state.registration.gatheredBeside[0].apart_m).toBeGreaterThan(4_900);
  expect(state.registration.gatheredBeside[0].apart_m).toBeLessThan(5_100);
});

test('a radar that is watched is compared with tracks from where it was', () => {
  const state = theatreWith(coasting('T1'));
  // It must be known to the register: a scan without plots makes it so.
  gather(state, { seq: 1, scan: scanOf([], SHIP_NOW) }, [], () => {});
  watch(state, scanOf([plotFrom(SHIP_NOW)], SHIP_NOW));
  expect(state.registration.gathered).toMatchObject([{ track: 'T1', plots: [{ mount: mountAt(SHIP_NOW) }] }]);
});
