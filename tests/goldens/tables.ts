import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { enuBasis } from '../../src/core/frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec, heightAbove } from '../../src/core/frames/geodetic.ts';
import { geodesicInverse } from '../../src/core/frames/geodesic.ts';
import { cos, sin } from '../../src/core/math/elementary.ts';
import { add, addScaled, dot, norm, scale, unit, type Vec3, vec3 } from '../../src/core/math/vector.ts';
import { density } from '../../src/core/physics/atmosphere.ts';
import { BOOST_PROFILES, flyBoost } from '../../src/core/physics/boost.ts';
import { dragAcceleration } from '../../src/core/physics/drag.ts';
import { freeFallAcceleration } from '../../src/core/physics/rotating.ts';
import { seconds_us } from '../../src/core/time/scale.ts';
import { degrees, type Radians } from '../../src/core/units.ts';
import { fly } from '../../src/sim/fleet.ts';
import { findRoot } from '../../src/sim/newton.ts';
import type { LaunchedFlight } from '../../src/sim/scenario.ts';
import { SCENARIOS } from './told.ts';

// The tables of states of the recorded events whose flights no kind of flight can say: `npx tsx tests/goldens/tables.ts` writes them anew, and a test
// compares. Gravity, air and the turning Earth are the core's; engines, drag, brightness and cross-sections are assumptions of ordinary size.

type State = { readonly t_s: number; readonly r: Vec3; readonly v: Vec3 };
type Row = { readonly t_s: number; readonly r: Vec3; readonly heat_Wpsr: number; readonly crossSection_m2: number };
/** What acts on a body besides gravity, and what is seen of it, until `ends`. */
type Phase = {
  readonly ballisticCoefficient_kgpm2: number;
  thrust?(state: State): Vec3;
  heat_Wpsr?(state: State): number;
  readonly crossSection_m2: number;
  ends(state: State): boolean;
};

const STEP_S = 0.05;
const LONGEST_S = 3_000;

/** Every table, by its file under scenarios/. */
export const TABLES: Readonly<Record<string, () => string>> = {
  'chelyabinsk-2013/meteoroid.csv': () => csv(meteoroid()),
  'decay-1979/rocket-body.csv': () => csv(rocketBody()),
  'chollima-2023-05/launcher.csv': () => csv(failedLauncher()),
  'booster-2024-01/booster.csv': () => csv(booster()),
  'haifa-2025-06/rear-part.csv': () => csv(rearPart()),
};

/** Flies a body through its phases; a row every second, ten a second around each change. */
function flown(start: State, phases: readonly Phase[]): { readonly rows: readonly Row[]; readonly end: State } {
  const rows: Row[] = [];
  let state = start;
  for (const phase of phases) {
    const { t_s: from_s } = state;
    const last = phase === phases.at(-1);
    while (!phase.ends(state) && state.t_s < LONGEST_S) {
      const tick = Math.round((state.t_s - from_s) / STEP_S);
      if (tick % 20 === 0 || (tick < 20 && tick % 2 === 0)) rows.push(rowOf(state, phase));
      state = stepped(state, phase);
    }
    if (last) rows.push(rowOf(state, phase));
  }
  return { rows, end: state };
}

function rowOf(state: State, { heat_Wpsr, crossSection_m2 }: Phase): Row {
  return { t_s: state.t_s, r: state.r, heat_Wpsr: heat_Wpsr?.(state) ?? 0, crossSection_m2 };
}

/** One step of the classical fourth-order rule. */
function stepped(state: State, { ballisticCoefficient_kgpm2, thrust }: Phase): State {
  const pull = (t_s: number, r: Vec3, v: Vec3): Vec3 => {
    const free = add(freeFallAcceleration(r, v), dragAcceleration(r, v, ballisticCoefficient_kgpm2));
    return thrust === undefined ? free : add(free, thrust({ t_s, r, v }));
  };
  const { t_s, r, v } = state;
  const half = STEP_S / 2;
  const a1 = pull(t_s, r, v);
  const v2 = addScaled(v, a1, half);
  const a2 = pull(t_s + half, addScaled(r, v, half), v2);
  const v3 = addScaled(v, a2, half);
  const a3 = pull(t_s + half, addScaled(r, v2, half), v3);
  const v4 = addScaled(v, a3, STEP_S);
  const a4 = pull(t_s + STEP_S, addScaled(r, v3, STEP_S), v4);
  const mean = (a: Vec3, b: Vec3, c: Vec3, d: Vec3): Vec3 => scale(add(add(a, scale(add(b, c), 2)), d), 1 / 6);
  return { t_s: t_s + STEP_S, r: addScaled(r, mean(v, v2, v3, v4), STEP_S), v: addScaled(v, mean(a1, a2, a3, a4), STEP_S) };
}

const heightOf = ({ r }: State): number => heightAbove(r.x, r.y, r.z);
const onGround = (state: State): boolean => heightOf(state) <= 0;
const after = (t_s: number) => (state: State) => state.t_s > t_s - STEP_S / 2;

function csv(rows: readonly Row[]): string {
  // Where one phase hands over to the next both have a row; heat and cross-section are those from then on.
  const once = rows.filter(({ t_s }, k) => rows[k + 1]?.t_s !== t_s);
  const lines = once.map(({ t_s, r, heat_Wpsr, crossSection_m2 }) =>
    [t_s.toFixed(2), r.x.toFixed(2), r.y.toFixed(2), r.z.toFixed(2), Math.round(heat_Wpsr), crossSection_m2].join(','),
  );
  return `${['t_s,x_m,y_m,z_m,heat_W_per_sr,rcs_m2', ...lines].join('\n')}\n`;
}

/** Higher up the air is too thin to heat what it meets. */
const GLOWS_BELOW_M = 100_000;

/** Heat of a body in the air: a share of what the air takes out of it, spread over all directions. */
const glow = (share: number, area_m2: number) => (state: State) => {
  const speed = norm(state.v);
  const heat_Wpsr = (share * 0.5 * density(heightOf(state)) * speed * speed * speed * area_m2) / (4 * Math.PI);
  return heightOf(state) < GLOWS_BELOW_M && heat_Wpsr > 1_000 ? heat_Wpsr : 0;
};

/** Place and velocity at the flare by the published figures, flown back to 110 km, then forward: it glows, bursts, and one piece falls dark. */
function meteoroid(): readonly Row[] {
  const velocity_mps = vec3(12_800, -13_300, -2_400);
  const flare = ecefVecFromGeodetic(geodeticDegrees(54.8, 61.1, 23_300));
  const before_s = 19;
  const start = { t_s: 0, r: addScaled(flare, velocity_mps, -before_s), v: velocity_mps };
  const whole: Phase = {
    ballisticCoefficient_kgpm2: 47_000,
    heat_Wpsr: glow(0.15, 250),
    crossSection_m2: 100,
    ends: (state) => heightOf(state) <= 24_000,
  };
  const bursts: Phase = {
    ballisticCoefficient_kgpm2: 500,
    heat_Wpsr: glow(0.15, 250),
    crossSection_m2: 100,
    ends: (state) => norm(state.v) < 4_000,
  };
  const piece: Phase = { ballisticCoefficient_kgpm2: 2_000, crossSection_m2: 0.3, ends: onGround };
  return flown(start, [whole, bursts, piece]).rows;
}

/** An empty stage at the end of its orbits, from 112 km over the north-east Pacific, southwards off the coast. */
function rocketBody(): readonly Row[] {
  const from = geodeticDegrees(56, -141, 112_000);
  const { east, north, up } = enuBasis(from);
  const azimuth_rad = degrees(150);
  const ahead = add(scale(east, sin(azimuth_rad)), scale(north, cos(azimuth_rad)));
  const slope_rad = degrees(-0.3);
  const v = scale(add(scale(ahead, cos(slope_rad)), scale(up, sin(slope_rad))), 7_650);
  const stage: Phase = { ballisticCoefficient_kgpm2: 90, heat_Wpsr: glow(0.01, 15), crossSection_m2: 10, ends: onGround };
  return flown({ t_s: 0, r: ecefVecFromGeodetic(from), v }, [stage]).rows;
}

/** The first stage burns as it should and the second does not light: what is left comes down where it was seen to. */
function failedLauncher(): readonly Row[] {
  const site = geodeticDegrees(39.6596, 124.7057);
  const rows: Row[] = [];
  const rise = (kick_rad: Radians, azimuth_rad: Radians, keep: boolean): State =>
    flyBoost({ site, azimuth_rad, kick_rad, cutoff_s: 145 }, BOOST_PROFILES.SLV, 1, (t_s, r, _v, thrust) => {
      if (keep && thrust > 0) rows.push({ t_s, r, heat_Wpsr: BOOST_PROFILES.SLV.plume_Wpsr[0], crossSection_m2: 10 });
    });
  const fall: Phase = { ballisticCoefficient_kgpm2: 2_000, crossSection_m2: 10, ends: onGround };
  const root = findRoot(
    ([kick, azimuth]) => {
      const landed = geodesicInverse(site, geodeticFromEcefVec(flown(rise(kick, azimuth, false), [fall]).end.r));
      return [landed.distance_m / 380_000 - 1, landed.azimuth_rad - degrees(190)];
    },
    [0.03, degrees(190)],
    { steps: [1e-4, 1e-4], limits: [0.02, 0.05], tolerance: 1e-4, evaluationsMax: 60 },
  );
  if (root.kind !== 'solved') throw new Error('no launcher comes down there');
  const end = rise(root.u[0], root.u[1], true);
  return [...rows, ...flown(end, [fall]).rows];
}

/** What `fly` makes of a flight, as a state some seconds after its launch. */
function stateOf(flight: LaunchedFlight, seed: number, t_s: number): State {
  const one = fly(flight, seed);
  if (one.kind === 'no-solution') throw new Error(one.reason);
  const state = one.truth.stateAt(flight.launch_us + seconds_us(t_s));
  if (state === undefined) throw new Error(`nothing is there ${t_s} s after the launch`);
  return { t_s, r: state.r, v: state.v };
}

const LANDING_ZONE = geodeticDegrees(28.4858, -80.5444);
const PARTS_AT_S = 168;

/** A first stage turns back, brakes as it comes into the air, and lands. */
function booster(): readonly Row[] {
  const start = stateOf(
    {
      kind: 'space-launch',
      id: 'launcher',
      site: geodeticDegrees(28.608, -80.604),
      launch_us: 0,
      azimuth_rad: degrees(45),
      insertionHeight_m: 200_000,
    },
    1,
    PARTS_AT_S,
  );
  const empty = { ballisticCoefficient_kgpm2: 3_000, crossSection_m2: 10 };
  const { east, north } = enuBasis(geodeticFromEcefVec(start.r));
  const turnsBack = (azimuth_rad: Radians, burn_s: number): readonly Phase[] => {
    const back = add(scale(east, sin(azimuth_rad)), scale(north, cos(azimuth_rad)));
    return [
      { ...empty, ends: after(PARTS_AT_S + 12) },
      { ...empty, thrust: () => scale(back, 32), heat_Wpsr: () => 600_000, ends: after(PARTS_AT_S + 12 + burn_s) },
      { ...empty, ends: (state) => heightOf(state) < 58_000 && dot(state.r, state.v) < 0 },
      { ...empty, thrust: against(32), heat_Wpsr: () => 600_000, ends: (state) => norm(state.v) < 900 },
    ];
  };
  const coming = (u: readonly number[]) => flown(start, turnsBack(u[0], u[1]));
  const root = findRoot(
    (u) => {
      const { end } = flown(coming(u).end, [{ ...empty, ends: onGround }]);
      const { distance_m, azimuth_rad } = geodesicInverse(LANDING_ZONE, geodeticFromEcefVec(end.r));
      return [(distance_m * sin(azimuth_rad)) / 100_000, (distance_m * cos(azimuth_rad)) / 100_000];
    },
    [degrees(225), 100],
    { steps: [1e-3, 0.5], limits: [0.1, 15], tolerance: 0.01, evaluationsMax: 100 },
  );
  if (root.kind !== 'solved') throw new Error(`the booster does not come back: ${JSON.stringify(root)}`);
  const entered = coming(root.u);
  return [...entered.rows, ...landing(entered.end, empty)];
}

const against = (thrust_mps2: number) => (state: State) => scale(unit(state.v), -thrust_mps2);

/** The last burn begins at the height from which it stops at the ground, found by bisection. */
function landing(from: State, empty: Pick<Phase, 'ballisticCoefficient_kgpm2' | 'crossSection_m2'>): readonly Row[] {
  const stops = (state: State): boolean => onGround(state) || dot(unit(state.r), state.v) > -2;
  const from_m = (height_m: number) =>
    flown(from, [
      { ...empty, ends: (state) => heightOf(state) < height_m },
      { ...empty, thrust: against(25), heat_Wpsr: () => 200_000, ends: stops },
    ]);
  let low = 500;
  let high = 8_000;
  for (let k = 0; k < 25; k++) {
    const middle = (low + high) / 2;
    if (heightOf(from_m(middle).end) > 0) high = middle;
    else low = middle;
  }
  return from_m(low).rows;
}

/** The flight of the scenario, whose rear part is in the table. */
const HAIFA_FLIGHT: LaunchedFlight = {
  kind: 'published',
  id: 'warhead',
  site: geodeticDegrees(34.35, 47.1),
  launch_us: 0,
  bearing_rad: degrees(264.7),
  apogee_m: 350_000,
  groundRange_m: 1_140_000,
};

/** What is left behind when the front parts from it half a minute after the end of the burn. */
function rearPart(): readonly Row[] {
  const start = stateOf(HAIFA_FLIGHT, 25, 150);
  const parted = { ...start, v: addScaled(start.v, unit(start.v), -4) };
  return flown(parted, [{ ballisticCoefficient_kgpm2: 400, heat_Wpsr: glow(0.01, 2), crossSection_m2: 5, ends: onGround }]).rows;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href)
  for (const [file, table] of Object.entries(TABLES)) {
    const text = table();
    process.stdout.write(`${file}: ${text.split('\n').length - 2} rows\n`);
    writeFileSync(join(SCENARIOS, file), text);
  }
